"""What is more than a plain approval, as the record prints it: conditions, waivers and other means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from certflow.domain import record as r
from certflow.domain.checklist import Checklist, Step
from certflow.domain.chronicle import organisation_of
from certflow.domain.dossier import Condition, Departure, DepartureState, Dossier, Issue, IssueState
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
ISSUES = {
    "special_condition": Text(
        "Special condition", translations={"it": "Condizione speciale", "uk": "Спеціальна умова"}
    ),
    "equivalent_safety": Text(
        "Equivalent safety finding",
        translations={"it": "Livello di sicurezza equivalente", "uk": "Еквівалентний рівень безпеки"},
    ),
    "deviation": Text("Deviation", translations={"it": "Deviazione", "uk": "Відхилення"}),
    "interpretation": Text(
        "Interpretation or means of compliance",
        translations={"it": "Interpretazione o metodo di rispondenza", "uk": "Тлумачення або метод відповідності"},
    ),
    "certification_basis": Text(
        "Certification basis", translations={"it": "Base di certificazione", "uk": "Сертифікаційний базис"}
    ),
    "elect_to_comply": Text(
        "Election to comply", translations={"it": "Adesione volontaria", "uk": "Добровільне дотримання"}
    ),
    "reversion": Text("Reversion", translations={"it": "Ritorno a una norma precedente", "uk": "Повернення до норми"}),
    "administrative": Text(
        "Administrative matter", translations={"it": "Questione amministrativa", "uk": "Адміністративне питання"}
    ),
}
ISSUE_STATES = {
    IssueState.OPEN: Text("open", translations={"it": "aperta", "uk": "відкрите"}),
    IssueState.ACCEPTED: Text("accepted", translations={"it": "accettata", "uk": "прийнято"}),
    IssueState.NOT_ACCEPTED: Text("not accepted", translations={"it": "non accettata", "uk": "не прийнято"}),
}
DECISION = Text("Decision", translations={"it": "Decisione", "uk": "Рішення"})
EFFECT = Text("Effect", translations={"it": "Effetto", "uk": "Наслідок"})
OPEN = Text("Open.", translations={"it": "Aperta.", "uk": "Відкрита."})
MET = Text("Met: {}", translations={"it": "Soddisfatta: {}", "uk": "Виконано: {}"})
SET_AND_MET = Text(
    "set: {}, met: {}", translations={"it": "poste: {}, soddisfatte: {}", "uk": "поставлено: {}, виконано: {}"}
)
ASKED_BY = Text("asked for by {}", translations={"it": "richiesta da {}", "uk": "запит подано: {}"})
GRANTED_BY = Text("granted by {}", translations={"it": "concessa da {}", "uk": "надано: {}"})
INSTEAD = Text("Instead: {}", translations={"it": "In sua vece: {}", "uk": "Натомість: {}"})


def conditions(dossier: Dossier, directory: Directory) -> tuple[Text, ...]:
    """The conditions of the approvals that stand, each with its step, who set it, and whether it is met."""
    found = ((each.step, condition(each, directory)) for each in dossier.conditions.values())
    return tuple(joined(partial(_pair, Text(step), said)) for step, said in found)


def unnamed_conditions(dossier: Dossier) -> tuple[Text, ...]:
    """The same for anybody: which steps were approved on a condition, and how many of these are met."""
    of_steps = {each.step: dossier.conditions_of(each.step) for each in dossier.conditions.values()}
    return tuple(
        joined(partial(_how_many, step, len(found), sum(each.met is not None for each in found)))
        for step, found in of_steps.items()
    )


def _how_many(step: str, set_: int, met: int, language: str) -> str:
    return f"{step}: {SET_AND_MET.in_language(language).format(set_, met)}"


def condition(each: Condition, directory: Directory) -> Text:
    """What an approval depends on, who set it, and whether it is met."""
    said, note = _typed(each.text), _typed(each.note)
    by = f"{each.by.name}, {organisation_of(each.by, directory)}, {each.at:%Y-%m-%d}"

    def told(language: str) -> str:
        state = OPEN.in_language(language)
        if each.met is not None:
            met = f"{each.met.by.name}, {each.met.at:%Y-%m-%d}: {note.in_language(language)}"
            state = MET.in_language(language).format(met)
        return f"{said.in_language(language)} ({by}). {state}"

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


def issues(dossier: Dossier, checklist: Checklist, directory: Directory) -> tuple[r.Waiver, ...]:
    """Every issue that was not taken back: what each party held, what was decided, and what follows."""
    found = []
    for number, each in enumerate(dossier.issues.values(), 1):
        if each.state is not IssueState.WITHDRAWN:
            found.append(_issue(f"CRI-{number}", each, checklist, directory))
    return tuple(found)


def _issue(name: str, each: Issue, checklist: Checklist, directory: Directory) -> r.Waiver:
    by, at = each.last.by, each.last.at
    return r.Waiver(
        id=name,
        kind=ISSUES[each.sort],
        steps=(each.step,),
        title=str(_typed(each.title)),
        words=_typed(each.text),
        conditions=(*_positions(each, checklist), *_decided(each)),
        state=ISSUE_STATES[each.state],
        name=by.name,
        organisation=organisation_of(by, directory),
        at=at,
        expires=None,
    )


def _positions(each: Issue, checklist: Checklist) -> Iterator[Text]:
    for party, held in each.positions.items():
        title, said = checklist.parties[party], _typed(held.text)
        yield joined(partial(_pair, title, said))


def _decided(each: Issue) -> Iterator[Text]:
    for title, words in ((DECISION, each.decision), (EFFECT, each.effect)):
        if words:
            yield joined(partial(_pair, title, _typed(words)))


def _pair(title: Text, said: Text, language: str) -> str:
    return f"{title.in_language(language)}: {said.in_language(language)}"


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
