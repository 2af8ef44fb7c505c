"""What is more than a plain approval, as the record prints it: conditions, waivers and other means."""

from __future__ import annotations

from collections import Counter

from certflow.domain import record as r
from certflow.domain.checklist import Checklist, Step
from certflow.domain.chronicle import organisation_of
from certflow.domain.dossier import Condition, Departure, DepartureState, Dossier
from certflow.domain.facts import Erased
from certflow.domain.in_words import joined
from certflow.domain.people import Directory
from certflow.domain.record_words import ERASED_WORDS
from certflow.domain.text import Text

SORTS = {
    "waiver": Text("Waiver", translations={"it": "Deroga", "uk": "Відступ"}),
    "alternative": Text(
        "Another means of compliance",
        translations={"it": "Altro metodo di rispondenza", "uk": "Інший метод відповідності"},
    ),
}
#: how the record calls them, by sort
LETTERS = {"waiver": "W", "alternative": "M"}
IN_FORCE = Text("in force", translations={"it": "in vigore", "uk": "чинне"})
OPEN = Text("Open.", translations={"it": "Aperta.", "uk": "Відкрита."})
MET = Text("Met: {}", translations={"it": "Soddisfatta: {}", "uk": "Виконано: {}"})
ASKED_BY = Text("asked for by {}", translations={"it": "richiesta da {}", "uk": "запит подано: {}"})
GRANTED_BY = Text("granted by {}", translations={"it": "concessa da {}", "uk": "надано: {}"})
INSTEAD = Text("Instead: {}", translations={"it": "In sua vece: {}", "uk": "Натомість: {}"})


def conditions(dossier: Dossier, directory: Directory) -> tuple[Text, ...]:
    """The conditions of the approvals that stand, each with who set it, and whether it is met."""
    return tuple(_condition(each, directory) for each in dossier.conditions.values())


def _condition(each: Condition, directory: Directory) -> Text:
    said, note = _typed(each.text), _typed(each.note)
    by = f"{each.by.name}, {organisation_of(each.by, directory)}, {each.at:%Y-%m-%d}"

    def told(language: str) -> str:
        state = OPEN.in_language(language)
        if each.met is not None:
            met = f"{each.met.by.name}, {each.met.at:%Y-%m-%d}: {note.in_language(language)}"
            state = MET.in_language(language).format(met)
        return f"{each.step}: {said.in_language(language)} ({by}). {state}"

    return joined(told)


def waivers(dossier: Dossier, checklist: Checklist, directory: Directory) -> tuple[r.Waiver, ...]:
    """Every departure that stands; what came of the others is told in the history."""
    numbers: Counter[str] = Counter()
    found = []
    for each in dossier.departures.values():
        numbers[each.sort] += 1
        if each.state is DepartureState.GRANTED:
            name = f"{LETTERS[each.sort]}-{numbers[each.sort]}"
            found.append(_waiver(name, each, checklist.step(each.step), directory))
    return tuple(found)


def _waiver(name: str, each: Departure, step: Step, directory: Directory) -> r.Waiver:
    last = each.votes[-1]
    return r.Waiver(
        id=name,
        kind=SORTS[each.sort],
        steps=(each.step,),
        title=step.title.authoritative,
        words=_typed(each.reason),
        conditions=(_instead(each), *_people(each, directory)),
        state=IN_FORCE,
        name=last.by.name,
        organisation=organisation_of(last.by, directory),
        at=last.at,
        expires=r.typed(each.until) if each.until else None,
    )


def _instead(each: Departure) -> Text:
    said = _typed(each.instead)
    return joined(lambda language: INSTEAD.in_language(language).format(said.in_language(language) or "–"))


def _people(each: Departure, directory: Directory) -> tuple[Text, ...]:
    """Who asked, and everybody who granted, each with organisation and moment."""

    def told(words: Text, name: str, organisation: str, when: str) -> Text:
        return joined(lambda language: words.in_language(language).format(f"{name}, {organisation}, {when}"))

    asked = told(ASKED_BY, each.asked.by.name, organisation_of(each.asked.by, directory), f"{each.asked.at:%Y-%m-%d}")
    granted = (
        told(GRANTED_BY, vote.by.name, organisation_of(vote.by, directory), f"{vote.at:%Y-%m-%d}")
        for vote in each.votes
    )
    return (asked, *granted)


def _typed(words: str | Erased) -> Text:
    return ERASED_WORDS if isinstance(words, Erased) else r.typed(words)
