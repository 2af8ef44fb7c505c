"""The history of a dossier as its record tells it: counts for each step, and every decision in full.

Approvals that stand are told with their step; those that a later change took back are told here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from certflow.domain import facts as f
from certflow.domain import record as r
from certflow.domain.dossier import Dossier
from certflow.domain.entry import By, Entry
from certflow.domain.facts import Withheld
from certflow.domain.people import Directory
from certflow.domain.record_words import ERASED_WORDS, ROLES
from certflow.domain.text import Text

#: kind of a decision → what the record calls it
DECISIONS: Mapping[type[f.Fact], Text] = {
    f.DossierOpened: Text("Dossier opened", translations={"it": "Fascicolo aperto", "uk": "Досьє відкрито"}),
    f.ItemAdded: Text("Added to a list", translations={"it": "Aggiunto a un elenco", "uk": "Додано до списку"}),
    f.ItemRenamed: Text("Named", translations={"it": "Denominato", "uk": "Названо"}),
    f.ItemRemoved: Text("Removed from a list", translations={"it": "Tolto da un elenco", "uk": "Вилучено зі списку"}),
    f.ItemPutBack: Text(
        "Put back into a list", translations={"it": "Rimesso in un elenco", "uk": "Повернено до списку"}
    ),
    f.EvidenceWithdrawn: Text("Evidence withdrawn", translations={"it": "Prova ritirata", "uk": "Доказ відкликано"}),
    f.StepApproved: Text(
        "Approved; stands no longer", translations={"it": "Approvato; non vale più", "uk": "Схвалено; більше не чинне"}
    ),
    f.StepReturned: Text("Returned", translations={"it": "Restituito", "uk": "Повернено"}),
    f.StepTakenBack: Text(
        "Taken back from review", translations={"it": "Ritirato dall’esame", "uk": "Забрано з розгляду"}
    ),
    f.StepReopened: Text(
        "Reopened by a change", translations={"it": "Riaperto da una modifica", "uk": "Відкрито знову через зміну"}
    ),
    f.StepExpired: Text(
        "Approval came to its end", translations={"it": "Approvazione scaduta", "uk": "Схвалення втратило чинність"}
    ),
    f.IssueWithdrawn: Text("Issue taken back", translations={"it": "Questione ritirata", "uk": "Питання відкликано"}),
    f.DepartureRefused: Text(
        "Waiver or other means refused",
        translations={"it": "Deroga o altro metodo: rifiutati", "uk": "Відступ чи інший метод: відхилено"},
    ),
    f.DepartureWithdrawn: Text(
        "Waiver or other means taken back",
        translations={"it": "Deroga o altro metodo: ritirati", "uk": "Відступ чи інший метод: відкликано"},
    ),
    f.DepartureEnded: Text(
        "Waiver or other means ended",
        translations={"it": "Deroga o altro metodo: scaduti", "uk": "Відступ чи інший метод: дію припинено"},
    ),
    f.DossierClosed: Text("Dossier closed", translations={"it": "Fascicolo chiuso", "uk": "Досьє закрито"}),
    f.DossierReopened: Text(
        "Dossier reopened", translations={"it": "Fascicolo riaperto", "uk": "Досьє відкрито знову"}
    ),
    f.EditionMoved: Text(
        "Went over to a later edition",
        translations={"it": "Passato a un’edizione successiva", "uk": "Перейшло на новішу редакцію"},
    ),
    f.RecordWithdrawn: Text("Record withdrawn", translations={"it": "Verbale ritirato", "uk": "Протокол відкликано"}),
}

#: kind → the column in which it is counted
COUNTED: Mapping[type[f.Fact], str] = {
    f.AnswerGiven: "answered",
    f.AnswerWithdrawn: "answered",
    f.EvidenceAttached: "attached",
    f.StepSubmitted: "submitted",
    f.StepApproved: "approved",
    f.StepReturned: "returned",
    f.StepReopened: "reopened",
    f.StepExpired: "reopened",
}


def deeds(entries: Iterable[Entry], dossier: Dossier, directory: Directory) -> tuple[r.Deed, ...]:
    """Every decision but the approvals that stand, oldest first."""
    standing = {vote.seq for case in dossier.cases.values() for vote in case.votes}
    evidence = {e.fact.evidence: e.fact.step for e in entries if isinstance(e.fact, f.EvidenceAttached)}
    return tuple(
        r.Deed(
            revision=entry.revision or 0,
            at=entry.at,
            name=entry.by.name,
            organisation=organisation_of(entry.by, directory),
            role=ROLES.get(entry.by.role, Text(entry.by.role, "und")),
            what=DECISIONS[type(entry.fact)],
            step=_step(entry.fact, evidence),
            words=_item(entry.fact, dossier) or _editions(entry.fact) or _words(entry.fact),
        )
        for entry in entries
        if type(entry.fact) in DECISIONS and entry.seq not in standing
    )


def organisation_of(by: By, directory: Directory) -> str:
    """Its name today; its id where it is not known any more."""
    known = directory.organisations.get(by.organisation)
    return known.name if known else by.organisation


def _step(fact: f.Fact, evidence: Mapping[str, str]) -> str | None:
    match fact:
        case f.EvidenceWithdrawn():
            return evidence.get(fact.evidence)
    return getattr(fact, "step", None)


def _item(fact: f.Fact, dossier: Dossier) -> Text | None:
    """Which item it is about: its name then or, where the fact gives none, now; else its number."""
    if not isinstance(fact, f.ItemAdded | f.ItemRenamed | f.ItemRemoved | f.ItemPutBack):
        return None
    name = getattr(fact, "name", "") or dossier.item(fact.list, fact.item).name
    return ERASED_WORDS if isinstance(name, Withheld) else r.typed(name or f"{fact.list} {fact.item}")


def _editions(fact: f.Fact) -> Text | None:
    """From which edition to which, and why."""
    if not isinstance(fact, f.EditionMoved):
        return None
    reason = fact.reason if isinstance(fact.reason, str) else ERASED_WORDS.authoritative
    return r.typed(f"{fact.before} → {fact.edition}: {reason}")


def _words(fact: f.Fact) -> Text | None:
    for name in ("reason", "statement", "comment"):
        said = getattr(fact, name, None)
        if isinstance(said, Withheld):
            return ERASED_WORDS
        if said:
            return r.typed(said)
    return None


@dataclass
class _Sum:
    first: datetime
    last: datetime
    counts: Counter[str] = field(default_factory=Counter)
    people: dict[str, None] = field(default_factory=dict)


def tallies(entries: Sequence[Entry], step_of: Mapping[str, str], order: Iterable[str]) -> tuple[r.Tally, ...]:
    """What was done to each step that anything was done to.

    step_of  question → step
    order    the steps as the checklist has them
    """
    sums: dict[str, _Sum] = {}
    for entry in entries:
        column, step = COUNTED.get(type(entry.fact)), _touched(entry.fact, step_of.get)
        if column is None or step is None:
            continue
        found = sums.setdefault(step, _Sum(entry.at, entry.at))
        found.first, found.last = min(found.first, entry.at), max(found.last, entry.at)
        found.counts[column] += 1
        if entry.rule is None:
            found.people[entry.by.name] = None
    return tuple(
        r.Tally(
            step=step,
            **{name: sums[step].counts[name] for name in dict.fromkeys(COUNTED.values())},
            first=sums[step].first,
            last=sums[step].last,
            people=tuple(sums[step].people),
        )
        for step in order
        if step in sums
    )


def _touched(fact: f.Fact, step_of: Callable[[str], str | None]) -> str | None:
    match fact:
        case f.AnswerGiven() | f.AnswerWithdrawn():
            return step_of(fact.question)
    return getattr(fact, "step", None)
