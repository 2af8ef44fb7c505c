"""Plain conditions in words: comparisons with what is written beside them, joined by one “and” or “or”, or their no.

What is more than that (a calculation, a function, a bracket) stays the expression that the checklist's author wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from certflow.domain.checklist.values import Value

_PHRASES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "<=": "“{title}” is at most {value}",
        ">=": "“{title}” is at least {value}",
        "<": "“{title}” is less than {value}",
        ">": "“{title}” is more than {value}",
        "==": "“{title}” is {value}",
        "!=": "“{title}” is not {value}",
        "&&": " and ",
        "||": " or ",
        "!": "it is not so that ",
    },
    "it": {
        "<=": "«{title}» è al massimo {value}",
        ">=": "«{title}» è almeno {value}",
        "<": "«{title}» è meno di {value}",
        ">": "«{title}» è più di {value}",
        "==": "«{title}» è {value}",
        "!=": "«{title}» non è {value}",
        "&&": " e ",
        "||": " o ",
        "!": "non vale: ",
    },
    "uk": {
        "<=": "«{title}» — не більше ніж {value}",
        ">=": "«{title}» — не менше ніж {value}",
        "<": "«{title}» — менше ніж {value}",
        ">": "«{title}» — більше ніж {value}",
        "==": "«{title}» — {value}",
        "!=": "«{title}» — не {value}",
        "&&": " і ",
        "||": " або ",
        "!": "не виконується: ",
    },
}

_NAME = r"(?P<name>[a-z_][a-z0-9_]*)"
_COMPARED = re.compile(
    rf"""\s*{_NAME}\s*(?P<how><=|>=|<|>|==|!=)\s*(?:(?P<number>-?\d+(?:\.\d+)?)|(?P<quote>['"])(?P<word>\w+)(?P=quote)|(?P<truth>true|false))\s*"""
)
_NOT_ALL = re.compile(r"\s*!\((?P<inner>[^()]+)\)\s*")
_ALONE = re.compile(rf"\s*(?P<no>!?)\s*{_NAME}\s*")


def in_plain_words(rule: str, language: str, titles: Mapping[str, str], say: Callable[[str, Value], str]) -> str | None:
    """The condition as people say it; None where it is no plain one.

    titles   name → its title, of everything that a condition may read
    say      a value of that name in words
    """
    if found := _NOT_ALL.fullmatch(rule):
        inner = in_plain_words(found["inner"], language, titles, say)
        return None if inner is None else _PHRASES.get(language, _PHRASES["en"])["!"] + inner
    joint = next((each for each in ("&&", "||") if each in rule), "&&")
    phrases = _PHRASES.get(language, _PHRASES["en"])
    told = [_comparison(part, phrases, titles, say) for part in rule.split(joint)]
    return phrases[joint].join(each for each in told if each) if all(told) else None


def _comparison(
    part: str, phrases: Mapping[str, str], titles: Mapping[str, str], say: Callable[[str, Value], str]
) -> str | None:
    found = _COMPARED.fullmatch(part) or _ALONE.fullmatch(part)
    if found is None or found["name"] not in titles:
        return None
    told = found.groupdict()
    value: Value
    if told.get("number"):
        value = Decimal(found["number"])
    elif told.get("word"):
        value = found["word"]
    else:
        value = (told["truth"] == "true") if "truth" in told else not found["no"]
    # not str.format: a title with braces in it must never be read as a gap
    head, _, rest = phrases[told.get("how") or "=="].partition("{title}")
    middle, _, tail = rest.partition("{value}")
    return f"{head}{titles[found['name']]}{middle}{say(found['name'], value)}{tail}"
