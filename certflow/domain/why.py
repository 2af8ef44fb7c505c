"""Reasons as sentences, in the languages of certflow.

A reason (`Because`) is data; these are its words. `explain_…` says why about one thing; `tell_all` follows what was
read back to the answers, naming each thing once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from certflow.domain.checklist.syntax import Call, Name
from certflow.domain.checklist.trees import trees_of
from certflow.domain.checklist.values import Value, YesNoType
from certflow.domain.naming import title_of, title_of_all, value_of
from certflow.domain.plan import Plan
from certflow.domain.planned import Because, CellUsed, Ground, Input, Verdict
from certflow.domain.saying import STATEMENTS, in_plain_words
from certflow.domain.text import Text

_PHRASES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "always": "Nothing limits this: it always applies.",
        "always_asked": "Asked in every dossier.",
        "expression": "Worked out as {rule}.",
        "worked_out": "Worked out as {told}.",
        "plain": "Says whether {told}.",
        "plain_holds": "Because {told}.",
        "plain_fails": "It is not so that {told}.",
        "holds": "The condition {rule} holds.",
        "fails": "The condition {rule} does not hold.",
        "table": "From the table “{table}”, {cell}.",
        "no_row": "No row of the table holds.",
        "cell_held": "From a table. Its row is not named: it would give a protected answer away.",
        "row": "row “{row}”",
        "column": "column “{column}”",
        "cell": "row “{row}”, column “{column}”",
        "and": " and ",
        "fixed": "The checklist says so in this case.",
        "level": "The table “{table}” gives the level “{level}”, {cell}.",
        "level_rule": "The level is {level}, worked out as {rule}.",
        "level_alone": "The level is {level}.",
        "below": "That is below the level from which this step applies.",
        "outside": "The method gives no value here. {route}",
        "outside_before": "No value can be given, because the method ends before this. {route}",
        "needs": "Needs: {needed}.",
        "waits": "Not known yet. Still to be answered: {questions}.",
        "waits_for_nothing": "Not known: something it reads is not asked in this dossier.",
        "step": "The step “{step}” does not ask this now.",
        "step_waits": "The step “{step}” cannot be decided yet.",
        "supposed": "Taken as given.",
        "removed": "This was taken out of the dossier; what was said of it is kept and counts for nothing.",
        "decided": "Decided by {items}.",
        "held": "held by {by}",
        "held_value": "Held by {by}: it would give a protected answer away.",
        "case": "Chosen because {case}.",
        "inputs": "Read: {inputs}.",
        "source": "Source: {source}.",
        "unknown": "not known",
    },
    "it": {
        "always": "Nulla lo limita: si applica sempre.",
        "always_asked": "Richiesto in ogni fascicolo.",
        "expression": "Calcolato come {rule}.",
        "worked_out": "Calcolato così: {told}.",
        "plain": "Dice se {told}.",
        "plain_holds": "Perché {told}.",
        "plain_fails": "Non vale: {told}.",
        "holds": "La condizione {rule} è soddisfatta.",
        "fails": "La condizione {rule} non è soddisfatta.",
        "table": "Dalla tabella «{table}», {cell}.",
        "no_row": "Nessuna riga della tabella vale.",
        "cell_held": "Da una tabella. La riga non è indicata: rivelerebbe una risposta protetta.",
        "row": "riga «{row}»",
        "column": "colonna «{column}»",
        "cell": "riga «{row}», colonna «{column}»",
        "and": " e ",
        "fixed": "In questo caso lo dice la lista di controllo.",
        "level": "La tabella «{table}» dà il livello «{level}», {cell}.",
        "level_rule": "Il livello è {level}, calcolato come {rule}.",
        "level_alone": "Il livello è {level}.",
        "below": "È inferiore al livello da cui questo passo si applica.",
        "outside": "Qui il metodo non dà alcun valore. {route}",
        "outside_before": "Nessun valore possibile, perché il metodo si ferma prima. {route}",
        "needs": "Serve: {needed}.",
        "waits": "Non ancora noto. Mancano le risposte a: {questions}.",
        "waits_for_nothing": "Non noto: qualcosa da cui dipende non è richiesto in questo fascicolo.",
        "step": "Il passo «{step}» ora non lo richiede.",
        "step_waits": "Il passo «{step}» non si può ancora decidere.",
        "supposed": "Preso come dato.",
        "removed": "Tolto dal fascicolo; quanto detto è conservato e non conta.",
        "decided": "Decisivo: {items}.",
        "held": "custodito da {by}",
        "held_value": "Custodito da {by}: rivelerebbe una risposta protetta.",
        "case": "Scelto perché {case}.",
        "inputs": "Letto: {inputs}.",
        "source": "Fonte: {source}.",
        "unknown": "non noto",
    },
    "uk": {
        "always": "Ніщо цього не обмежує: застосовується завжди.",
        "always_asked": "Запитується в кожному досьє.",
        "expression": "Обчислено як {rule}.",
        "worked_out": "Обчислено так: {told}.",
        "plain": "Показує, чи виконується: {told}.",
        "plain_holds": "Тому що {told}.",
        "plain_fails": "Не виконується: {told}.",
        "holds": "Умова {rule} виконується.",
        "fails": "Умова {rule} не виконується.",
        "table": "З таблиці «{table}», {cell}.",
        "no_row": "Жоден рядок таблиці не підходить.",
        "cell_held": "З таблиці. Рядок не названо: інакше розкрилася б захищена відповідь.",
        "row": "рядок «{row}»",
        "column": "стовпець «{column}»",
        "cell": "рядок «{row}», стовпець «{column}»",
        "and": " та ",
        "fixed": "Так визначено контрольним переліком для цього випадку.",
        "level": "Таблиця «{table}» дає рівень «{level}», {cell}.",
        "level_rule": "Рівень — {level}, обчислено як {rule}.",
        "level_alone": "Рівень — {level}.",
        "below": "Це нижче за рівень, від якого застосовується цей крок.",
        "outside": "Тут метод не дає значення. {route}",
        "outside_before": "Значення дати не можна: метод закінчується раніше. {route}",
        "needs": "Потрібно: {needed}.",
        "waits": "Ще не відомо. Бракує відповідей: {questions}.",
        "waits_for_nothing": "Не відомо: те, від чого це залежить, у цьому досьє не запитується.",
        "step": "Крок «{step}» зараз цього не запитує.",
        "step_waits": "Крок «{step}» ще не можна визначити.",
        "supposed": "Взято як дане.",
        "removed": "Це вилучено з досьє; сказане збережено, але воно не враховується.",
        "decided": "Вирішальне: {items}.",
        "held": "зберігає {by}",
        "held_value": "Зберігає {by}: інакше розкрилася б захищена відповідь.",
        "case": "Обрано, бо {case}.",
        "inputs": "Прочитано: {inputs}.",
        "source": "Джерело: {source}.",
        "unknown": "не відомо",
    },
}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was read on the way to a value: its name, title, value in words, and why."""

    name: str
    title: str
    value: str
    because: str
    depth: int


def explain_derived(plan: Plan, name: str, language: str = "en") -> str:
    """Why a derived value is what it is, or why it cannot be given."""
    teller, because = _Teller(plan, language), plan.derived[name].because
    return teller.cited(teller.derived(because), because)


def explain_step(plan: Plan, step: str, language: str = "en") -> str:
    """Why a step applies, does not, or cannot be decided yet."""
    teller = _Teller(plan, language)
    return teller.cited(teller.step(step), plan.steps[step].because)


def explain_question(plan: Plan, question: str, language: str = "en") -> str:
    """Why a question is asked, is not, or cannot be decided yet."""
    teller = _Teller(plan, language)
    return teller.cited(teller.question(question), plan.questions[question].because)


def tell_derived(plan: Plan, name: str, language: str = "en") -> str:
    """The same as `explain_derived`, for where the source stands beside it."""
    return _Teller(plan, language).derived(plan.derived[name].because)


def tell_step(plan: Plan, step: str, language: str = "en") -> str:
    """The same as `explain_step`, for where the source stands beside it."""
    return _Teller(plan, language).step(step)


def tell_step_shortly(plan: Plan, step: str, language: str = "en") -> str:
    """The one sentence that decides about a step: for a row of a form, where there is no room for what was read."""
    return _Teller(plan, language).step_shortly(step)


def value_in_words(plan: Plan, name: str, value: Value | None, language: str = "en") -> str:
    """A value of a question or derived value as people read it: titles instead of ids, with its unit."""
    return _Teller(plan, language).value(name, value)


def read_in_words(plan: Plan, read: Input, language: str = "en") -> str:
    """What a rule read, as its reader may know it: the value, or who holds it."""
    return _Teller(plan, language).read(read)


def tell_all(plan: Plan, because: Because, language: str = "en") -> tuple[Told, ...]:
    """Everything that led to a reason, nearest first, back to the answers; each thing once."""
    teller = _Teller(plan, language)
    told: list[Told] = []
    seen: set[str] = set()
    queue = [(one, 1) for one in because.inputs]
    while queue:
        one, depth = queue.pop(0)
        if one.name in seen:
            continue
        seen.add(one.name)
        derived = plan.derived.get(one.name)
        reason = teller.cited(teller.derived(derived.because), derived.because) if derived else ""
        told.append(Told(one.name, teller.title(one.name), teller.read(one), reason, depth))
        queue.extend((inner, depth + 1) for inner in (derived.because.inputs if derived else ()))
    return tuple(told)


def why_tree(plan: Plan, because: Because) -> dict[str, object]:
    """A reason as plain data, with the reasons of what it read inside it; a second mention is only a name and value."""
    seen: set[str] = set()

    def tree(reason: Because) -> dict[str, object]:
        return {**reason.as_json(), "inputs": [branch(one) for one in reason.inputs]}

    def branch(one: Input) -> dict[str, object]:
        leaf: dict[str, object] = {"name": one.name, "value": one.as_json()}
        if one.name in seen or one.name not in plan.derived:
            return leaf
        seen.add(one.name)
        return {**leaf, "why": tree(plan.derived[one.name].because)}

    return tree(because)


class _Teller:
    """Puts reasons of one plan into the words of one language."""

    def __init__(self, plan: Plan, language: str) -> None:
        self.plan = plan
        self.checklist = plan.checklist
        self.language = language
        self.phrases = _PHRASES.get(language, _PHRASES["en"])

    def derived(self, because: Because) -> str:
        return self._join(self._main(because), self._rest(because))

    def step(self, name: str) -> str:
        planned = self.plan.steps[name]
        because = planned.because
        match because.ground:
            case Ground.ALWAYS:
                main = self.phrases["always"]
            case Ground.EXPRESSION:
                main = self._verdict(planned.applies, because)
            case Ground.LEVEL:
                main = self._level(name, because)
            case _:
                main = self._main(because)
        return self._join(main, self._rest(because))

    def step_shortly(self, name: str) -> str:
        planned = self.plan.steps[name]
        because = planned.because
        match because.ground:
            case Ground.LEVEL if because.cells:
                cell = because.cells[0]
                column = self._say("column", column=self._text(cell.column or cell.row))
                return self._say("table", table=self._text(cell.title), cell=column)
            case Ground.LEVEL:
                source = trees_of(self.checklist).get(because.rule)
                derived = self.plan.derived.get(source.name) if isinstance(source, Name) else None
                return self._mainly(derived.because) if derived else self._level(name, because)
            case Ground.EXPRESSION:
                return self._verdict(planned.applies, because)
            case _:
                return self._main(because)

    def _mainly(self, because: Because) -> str:
        """What gave a value: the cell of a table, or the case that was chosen."""
        if because.ground is Ground.FIXED and because.case:
            return self._say("case", case=self._plainly(because.case) or because.case)
        return self._main(because)

    def question(self, name: str) -> str:
        planned = self.plan.questions[name]
        because = planned.because
        match because.ground:
            case Ground.ALWAYS:
                main = self.phrases["always_asked"]
            case Ground.EXPRESSION:
                main = self._verdict(planned.asked, because)
            case _:
                main = self._main(because)
        return self._join(main, self._rest(because))

    def cited(self, told: str, because: Because) -> str:
        """What was told, with its source after it."""
        if because.source is None:
            return told
        return self._join(told, self._say("source", source=because.source.in_language(self.language)))

    def title(self, name: str) -> str:
        return title_of(self.checklist, name, self.language)

    def read(self, read: Input) -> str:
        return self._say("held", by=read.held_by) if read.held_by else self.value(read.name, read.value)

    def value(self, name: str, value: Value | None) -> str:
        if value is None:
            return self.phrases["unknown"]
        return value_of(self.checklist, name, value, self.language)

    def _main(self, because: Because) -> str:
        match because.ground:
            case Ground.TABLE:
                return self._from_table(because) or self._say("cell_held" if _is_held(because) else "no_row")
            case Ground.EXPRESSION:
                if (plain := self._plainly(because.rule)) is None:
                    return self._say("expression", rule=because.rule)
                return self._say("plain" if self._is_statement(because.rule) else "worked_out", told=plain)
            case Ground.OUTSIDE:
                return self._join(self._from_table(because), self._say("outside", route=self._routes(because)))
            case Ground.WAITS:
                return self._waits(because)
            case Ground.STEP:
                return self._say("step", step=self._step_title(because))
            case Ground.LEVEL | Ground.FIXED:
                return self.phrases["fixed"]
            case Ground.SUPPOSED:
                return self.phrases["supposed"]
            case Ground.REMOVED:
                return self.phrases["removed"]
            case Ground.ALWAYS:
                return self.phrases["always"]
            case Ground.HELD:
                return self._say("held_value", by=because.held_by)

    def _from_table(self, because: Because) -> str:
        if not because.cells:
            return ""
        cells = self.phrases["and"].join(self._cell(cell) for cell in because.cells)
        return self._say("table", table=self._text(because.cells[0].title), cell=cells)

    def _waits(self, because: Because) -> str:
        parts = []
        needed = [one.name for one in because.inputs if one.value is None and one.name in self.checklist.derived]
        if needed:
            parts.append(self._say("needs", needed="; ".join(self.title(name) for name in needed)))
        if because.step is not None:
            parts.append(self._say("step_waits", step=self._step_title(because)))
        if because.outside:
            parts.append(self._say("outside_before", route=self._routes(because)))
        if because.waits_for:
            parts.append(self._say("waits", questions="; ".join(self.title(name) for name in because.waits_for)))
        return " ".join(parts) or self.phrases["waits_for_nothing"]

    def _verdict(self, verdict: Verdict, because: Because) -> str:
        how = "holds" if verdict is Verdict.YES else "fails"
        plain = self._plainly(because.rule)
        return self._say(f"plain_{how}", told=plain) if plain else self._say(how, rule=because.rule)

    def _level(self, name: str, because: Because) -> str:
        planned = self.plan.steps[name]
        level = self._text(self.checklist.steps[name].levels[planned.level]) if planned.level else ""
        if because.cells:
            cell = because.cells[0]
            said = self._say("level", table=self._text(cell.title), level=level, cell=self._cell(cell))
        elif because.rule:
            said = self._say("level_rule", level=level, rule=self._plainly(because.rule) or because.rule)
        else:  # the cell would tell this reader what is kept from them
            said = self._say("level_alone", level=level)
        return said if planned.applies is Verdict.YES else f"{said} {self.phrases['below']}"

    def _cell(self, cell: CellUsed) -> str:
        row = self._text(cell.row)
        if cell.column is None:
            return self._say("row", row=row)
        return self._say("cell", row=row, column=self._text(cell.column))

    def _rest(self, because: Because) -> str:
        parts = []
        if because.case:
            parts.append(self._say("case", case=self._plainly(because.case) or because.case))
        if because.ground is not Ground.WAITS:
            inputs = "; ".join(f"{self.title(one.name)}: {self.read(one)}" for one in because.inputs)
            parts.append(self._say("inputs", inputs=inputs) if inputs else "")
            decided = "; ".join(self.title(name) for name in because.decided)
            parts.append(self._say("decided", items=decided) if decided else "")
        return " ".join(part for part in parts if part)

    def _plainly(self, rule: str) -> str | None:
        """The condition in plain words; None where only the expression itself says it."""
        tree = trees_of(self.checklist).get(rule)
        if tree is None:
            return None
        return in_plain_words(tree, self.language, self.title, self.value, self._is_statement(rule), self._overall)

    def _overall(self, name: str) -> str | None:
        """The title of what each item of a list has; None where there is one item, whose own title says it."""
        of = self.checklist.list_of(name)
        standing = [one for one in self.checklist.items if one.list == of and not one.removed]
        return title_of_all(self.checklist, name, self.language) if len(standing) > 1 or name == of else None

    def _is_statement(self, rule: str) -> bool:
        """Whether a rule says that something holds; else it gives another kind of value."""
        tree = trees_of(self.checklist).get(rule)
        if isinstance(tree, Name):
            known = self.checklist.derived.get(tree.name) or self.checklist.questions[tree.name]
            return isinstance(known.type, YesNoType)
        return isinstance(tree, Call) and tree.function in STATEMENTS

    def _routes(self, because: Because) -> str:
        return " ".join(self._text(self.checklist.routes[name].message) for name in because.outside)

    def _step_title(self, because: Because) -> str:
        return self._text(self.checklist.steps[because.step or ""].title)

    def _text(self, text: Text) -> str:
        return text.in_language(self.language)

    def _say(self, phrase: str, **told: str) -> str:
        """A phrase with its gaps filled; what fills them is never read as a phrase itself."""
        said = self.phrases[phrase]
        for name, text in told.items():
            head, gap, tail = said.partition("{" + name + "}")
            said = head + text + tail if gap else said
        return said

    @staticmethod
    def _join(*parts: str) -> str:
        return " ".join(part for part in parts if part)


def _is_held(because: Because) -> bool:
    """Whether something that was read is kept from this reader, and so the cell that it led to."""
    return any(one.held_by for one in because.inputs)
