"""Conditions and calculations in words, from their syntax: what a person would say instead of the code.

Every operator of the language has its phrase in every language. What has none stays the expression that the author
wrote; a house test holds every shipped checklist to words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from certflow.domain.checklist.aggregates import NEEDS
from certflow.domain.checklist.syntax import Call, ListOf, Literal, Name, Node
from certflow.domain.checklist.values import Value, plain
from certflow.domain.units import number_in

#: operators with two sides that make a statement; each negation has its own words
_COMPARED = {"_<=_": "_>_", "_>=_": "_<_", "_<_": "_>=_", "_>_": "_<=_", "_==_": "_!=_", "_!=_": "_==_"}

#: operators that say whether something holds
STATEMENTS = frozenset({*_COMPARED, "_&&_", "_||_", "!_", "@in", "any", "all"})

_PHRASES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "_<=_": "{left} is at most {right}",
        "_>=_": "{left} is at least {right}",
        "_<_": "{left} is less than {right}",
        "_>_": "{left} is more than {right}",
        "_==_": "{left} is {right}",
        "_!=_": "{left} is not {right}",
        "_&&_": " and ",
        "_||_": " or ",
        "day_<=_": "{left} is on {right} or before",
        "day_>=_": "{left} is on {right} or after",
        "day_<_": "{left} is before {right}",
        "day_>_": "{left} is after {right}",
        "listed": ", ",
        "not": "it is not so that {what}",
        "none": "none of this holds: {what}",
        "includes": "{left} includes {right}",
        "excludes": "{left} does not include {right}",
        "either": "{left} is {right}",
        "neither": "{left} is neither {right}",
        "nor": " nor ",
        "max": "the larger of {what}",
        "min": "the smaller of {what}",
        "maxes": "the largest of {what}",
        "mins": "the smallest of {what}",
        "score_mean": "the mean of the scores ({count})",
        "score_sum": "the sum of the scores ({count})",
        "score_min": "the smallest of the scores ({count})",
        "score_max": "the largest of the scores ({count})",
        "count": "how many are chosen in {what}",
        "round_up": "{what}, rounded up to a multiple of {step}",
        "_?_:_": "{yes} if {when}, otherwise {no}",
        "name": "“{title}”",
        "largest": "the largest {what}",
        "smallest": "the smallest {what}",
        "sum": "the sum of all {what}",
        "worst": "the worst {what}",
        "best": "the best {what}",
        "any": "{what} for at least one of them",
        "all": "{what} for all of them",
        "not_any": "{what} for none of them",
        "not_all": "{what} not for all of them",
        "how_many": "how many there are of {what}",
        "distinct": "the different values of {what}",
    },
    "it": {
        "_<=_": "{left} è al massimo {right}",
        "_>=_": "{left} è almeno {right}",
        "_<_": "{left} è meno di {right}",
        "_>_": "{left} è più di {right}",
        "_==_": "{left} è {right}",
        "_!=_": "{left} non è {right}",
        "_&&_": " e ",
        "_||_": " o ",
        "day_<=_": "{left} è il {right} o prima",
        "day_>=_": "{left} è il {right} o dopo",
        "day_<_": "{left} è prima del {right}",
        "day_>_": "{left} è dopo il {right}",
        "listed": ", ",
        "not": "non vale che {what}",
        "none": "non vale nulla di questo: {what}",
        "includes": "{left} comprende {right}",
        "excludes": "{left} non comprende {right}",
        "either": "{left} è {right}",
        "neither": "{left} non è né {right}",
        "nor": " né ",
        "max": "il maggiore tra {what}",
        "min": "il minore tra {what}",
        "maxes": "il più grande tra {what}",
        "mins": "il più piccolo tra {what}",
        "score_mean": "la media dei punteggi ({count})",
        "score_sum": "la somma dei punteggi ({count})",
        "score_min": "il più basso dei punteggi ({count})",
        "score_max": "il più alto dei punteggi ({count})",
        "count": "quante voci sono scelte in {what}",
        "round_up": "{what}, arrotondato per eccesso a un multiplo di {step}",
        "_?_:_": "{yes} se {when}, altrimenti {no}",
        "name": "«{title}»",
        "largest": "il massimo di {what}",
        "smallest": "il minimo di {what}",
        "sum": "la somma di {what}",
        "worst": "il peggiore di {what}",
        "best": "il migliore di {what}",
        "any": "{what} per almeno uno",
        "all": "{what} per tutti",
        "not_any": "{what} per nessuno",
        "not_all": "{what} non per tutti",
        "how_many": "quanti sono {what}",
        "distinct": "i diversi valori di {what}",
    },
    "uk": {
        "_<=_": "{left} — не більше ніж {right}",
        "_>=_": "{left} — не менше ніж {right}",
        "_<_": "{left} — менше ніж {right}",
        "_>_": "{left} — більше ніж {right}",
        "_==_": "{left} — {right}",
        "_!=_": "{left} — не {right}",
        "_&&_": " і ",
        "_||_": " або ",
        "day_<=_": "{left} — {right} або раніше",
        "day_>=_": "{left} — {right} або пізніше",
        "day_<_": "{left} — раніше ніж {right}",
        "day_>_": "{left} — пізніше ніж {right}",
        "listed": ", ",
        "not": "не виконується, що {what}",
        "none": "нічого з цього не виконується: {what}",
        "includes": "{left} містить {right}",
        "excludes": "{left} не містить {right}",
        "either": "{left} — {right}",
        "neither": "{left} — ані {right}",
        "nor": ", ані ",
        "max": "більше з двох: {what}",
        "min": "менше з двох: {what}",
        "maxes": "найбільше з такого: {what}",
        "mins": "найменше з такого: {what}",
        "score_mean": "середнє оцінок ({count})",
        "score_sum": "сума оцінок ({count})",
        "score_min": "найменша з оцінок ({count})",
        "score_max": "найбільша з оцінок ({count})",
        "count": "скільки обрано в {what}",
        "round_up": "{what}, округлене вгору до кратного {step}",
        "_?_:_": "{yes}, якщо {when}, інакше {no}",
        "name": "«{title}»",
        "largest": "найбільше значення {what}",
        "smallest": "найменше значення {what}",
        "sum": "сума значень {what}",
        "worst": "найгірше значення {what}",
        "best": "найкраще значення {what}",
        "any": "{what} хоча б для одного",
        "all": "{what} для всіх",
        "not_any": "{what} для жодного",
        "not_all": "{what} не для всіх",
        "how_many": "скільки є {what}",
        "distinct": "різні значення {what}",
    },
}

#: the signs of calculations, which every language writes alike, and how tightly each binds
_SIGNS = {"_+_": ("+", 1), "_-_": ("−", 1), "_*_": ("×", 2), "_/_": ("÷", 2)}

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class _NoWords(Exception):
    """Some part of the expression has no words."""


def in_plain_words(
    tree: Node,
    language: str,
    title: Callable[[str], str],
    say: Callable[[str, Value], str],
    condition: bool = True,
    overall: Callable[[str], str | None] = lambda name: None,
    symbols: Mapping[str, str] = MappingProxyType({}),
) -> str | None:
    """The condition or calculation as people say it; None where some part of it has no words.

    title      the title of a name
    say        a value of that name in words
    condition  whether it says that something holds; a name alone then says its yes
    overall    the title of what each of several items has; None where there is one item, which needs no “largest”
    symbols    what stands for a name in a formula, instead of its title
    """
    sayer = _Sayer(language, _PHRASES.get(language, _PHRASES["en"]), title, say, overall, symbols)
    tree = sayer.of_one(tree)
    try:
        return sayer.value(tree) if isinstance(tree, Name) and not condition else sayer.statement(tree)
    except _NoWords:
        return None


@dataclass(frozen=True, slots=True)
class _Sayer:
    language: str
    phrases: Mapping[str, str]
    title: Callable[[str], str]
    say: Callable[[str, Value], str]
    overall: Callable[[str], str | None]
    symbols: Mapping[str, str]

    def of_one(self, node: Node) -> Node:
        """`largest(x)` of the only item there is: x."""
        match node:
            case Call(function, (Name(name) as inner,)) if function in NEEDS and function != "how_many":
                return inner if self._several(name) is None and "." not in name else node
            case Call(function, arguments, offset):
                return Call(function, tuple(self.of_one(one) for one in arguments), offset)
            case _:
                return node

    def statement(self, node: Node, inside: bool = False) -> str:
        """What holds, or a value. inside: within another statement, where “and” and “or” need brackets."""
        match node:
            case Call("_&&_" | "_||_" as joint):
                return self._joined(joint, node, inside)
            case Call("!_", (inner,)):
                return self._not(inner, inside)
            case Call(function, (left, right)) if function in _COMPARED:
                return self._compared(function, left, right)
            case Call("@in", (item, among)):
                return self._among(item, among, holds=True)
            case Name():
                return self._compared("_==_", node, Literal(True, 0))
            case _:
                return self.value(node)

    def value(self, node: Node, about: str | None = None, binds: int = 0) -> str:
        """A value. about: the name it stands beside, which says what its words and numbers mean."""
        match node:
            case Name(name):
                return self._named(name)
            case Literal(value):
                return self._literal(value, about)
            case Call("date", (Literal(str() as day),)):
                return day
            case Call("-_", (inner,)):
                return f"−{self.value(inner, about, 3)}"
            case Call("max" | "min" as which, arguments):
                phrase = which if len(arguments) == 2 else {"max": "maxes", "min": "mins"}[which]
                about = about or _about(node)
                told = self._fill(phrase, what=self._list([self._part(one, about) for one in arguments], "_&&_"))
                return f"({told})" if binds else told
            case Call(function, (Name(name),)) if function in NEEDS:
                return self._of_all(function, name)
            case Call("score_mean" | "score_sum" | "score_min" | "score_max" as together, scored):
                return self._fill(together, count=str(len(scored)))
            case Call("count", (inner,)):
                return self._fill("count", what=self.value(inner))
            case Call("sqrt", (inner,)):
                return f"√({self.value(inner)})"
            case Call("tan_deg", (inner,)):
                return f"tan({self.value(inner)}°)"
            case Call("pow", (inner, Literal(float() as power))):
                return f"{self.value(inner, binds=3)}{str(int(power)).translate(_RAISED)}"
            case Call("round_up", (inner, step)):
                return self._fill("round_up", what=self.value(inner, binds=3), step=self.value(step))
            case Call("_?_:_", (when, yes, no)):
                told = self._fill(
                    "_?_:_",
                    yes=self.value(yes, about),
                    no=self.value(no, about),
                    when=self.statement(when, inside=True),
                )
                return f"({told})" if binds else told
            case Call(function, (left, right)) if function in _SIGNS:
                sign, strength = _SIGNS[function]
                told = f"{self.value(left, binds=strength)} {sign} {self.value(right, binds=strength + 1)}"
                return f"({told})" if strength < binds else told
        raise _NoWords

    def _part(self, node: Node, about: str | None) -> str:
        """One of several values; one that is put together of several itself stands in brackets."""
        told = self.value(node, about)
        return f"({told})" if isinstance(node, Call) and node.function in ("max", "min", "_?_:_") else told

    def _joined(self, joint: str, node: Node, inside: bool) -> str:
        parts = list(_flat(joint, node))
        if joint == "_&&_" and len(parts) > 1 and all(_is_long_not(one) for one in parts):
            inner = [one.arguments[0] for one in parts if isinstance(one, Call)]
            return self._fill("none", what="; ".join(self.statement(one) for one in inner))
        told = self.phrases[joint].join(self.statement(one, inside=True) for one in parts)
        return f"({told})" if inside else told

    def _not(self, inner: Node, inside: bool) -> str:
        match inner:
            case Name():
                return self._compared("_==_", inner, Literal(False, 0))
            case Call("any" | "all" as function, (Name(name),)):
                return self._of_all(f"not_{function}", name)
            case Call("!_", (same,)):
                return self.statement(same, inside)
            case Call(function, (left, right)) if function in _COMPARED:
                return self._compared(_COMPARED[function], left, right)
            case Call("@in", (item, among)):
                return self._among(item, among, holds=False)
        return self._fill("not", what=self.statement(inner, inside=True))

    def _compared(self, function: str, left: Node, right: Node) -> str:
        said = self.value(left, _about(right)), self.value(right, _about(left))
        of_days = f"day{function}" in self.phrases and (_is_day(left) or _is_day(right))
        return self._fill(f"day{function}" if of_days else function, left=said[0], right=said[1])

    def _among(self, item: Node, among: Node, *, holds: bool) -> str:
        if isinstance(among, ListOf):
            offered = [self.value(one, _about(item)) for one in among.items]
            right = self._list(offered, "_||_") if holds else self.phrases["nor"].join(offered)
            return self._fill("either" if holds else "neither", left=self.value(item), right=right)
        phrase = "includes" if holds else "excludes"
        return self._fill(phrase, left=self.value(among), right=self.value(item, _about(among)))

    def _list(self, items: list[str], joint: str) -> str:
        """“a, b and c”."""
        head, last = items[:-1], items[-1]
        return self.phrases["listed"].join(head) + self.phrases[joint] + last if head else last

    def _literal(self, value: bool | float | str, about: str | None) -> str:
        said: Value = value if isinstance(value, (bool, str)) else Decimal(repr(value))
        if about is not None:
            return self.say(about, said)
        return number_in(plain(said), self.language) if isinstance(said, Decimal) else str(said)

    def _of_all(self, phrase: str, name: str) -> str:
        return self._fill(phrase, what=self._fill("name", title=self._several(name) or self.title(name)))

    def _several(self, name: str) -> str | None:
        """The title of what each of several items has; a column of rows is none of that."""
        return None if "." in name else self.overall(name)

    def _named(self, name: str) -> str:
        return self.symbols.get(name) or self._fill("name", title=self.title(name))

    def _fill(self, phrase: str, **told: str) -> str:
        """A phrase with its gaps filled; what fills them is never read as a phrase itself."""
        said = self.phrases[phrase]
        parts: list[str] = []
        while said:
            head, gap, rest = said.partition("{")
            name, _, said = rest.partition("}")
            parts += [head, told[name] if gap else ""]
        return "".join(parts)


def _flat(joint: str, node: Node) -> list[Node]:
    """The parts of `a && b && c`, however CEL has put them into pairs."""
    if isinstance(node, Call) and node.function == joint:
        return [part for one in node.arguments for part in _flat(joint, one)]
    return [node]


def _is_long_not(node: Node) -> bool:
    """A no to something that is itself put together."""
    return isinstance(node, Call) and node.function == "!_" and isinstance(node.arguments[0], Call)


def _is_day(node: Node) -> bool:
    return isinstance(node, Call) and node.function == "date"


def _about(node: Node) -> str | None:
    """The name that a side of a comparison is; of several, the first, where they are only chosen between."""
    match node:
        case Name(name):
            return name
        case Call(function, (Name(name),)) if function in NEEDS and function != "how_many":
            return name
        case Call("max" | "min", arguments):
            return next((found for one in arguments if (found := _about(one)) is not None), None)
    return None
