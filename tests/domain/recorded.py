"""Records made in the domain alone: a checklist, answers as a file of answers has them, and whose eyes it is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from certflow.domain.checklist import Checklist
from certflow.domain.facts import AnswerGiven, DossierOpened
from certflow.domain.people import Actor, Directory, Organisation
from certflow.domain.record import RecordContent
from certflow.domain.recording import make_content
from certflow.domain.views import EVERYTHING, View
from certflow.domain.visibility import hidden_answers, seen_dossier, seen_plan
from tests.domain.building import ANNA, START, World

LIGURE, KRYLO = "Aeronautica Ligure", "Krylo Aero"
NAMES = {"ligure": LIGURE, "krylo": KRYLO}
DIRECTORY = Directory(
    organisations={
        "ligure": Organisation("ligure", LIGURE, "IT"),
        "krylo": Organisation("krylo", KRYLO, "UA"),
    },
    people={},
)


def dossier_of(checklist: Checklist, answers: Mapping[str, Any], by: Actor = ANNA) -> World:
    """A dossier of two organisations in which `by` gave these answers."""
    world = World(checklist=checklist)
    parts = [*checklist.parties, "nobody"]
    parties = {"ligure": parts[0], "krylo": parts[1] if len(parts) > 2 else parts[0]}
    opened = DossierOpened(
        title="Glider",
        checklist=checklist.id,
        edition=checklist.edition,
        checklist_digest=checklist.digest,
        parties=parties,
    )
    world.record((opened,), by)
    for name, said in answers.items():
        question = checklist.questions[name]
        world.record((AnswerGiven(question=name, value=question.to_json(question.from_data(said))),), by)  # type: ignore[arg-type]
    return world


def recorded(world: World, view: View = EVERYTHING) -> RecordContent:
    """The record of a dossier as it stands, for an audience."""
    checklist, dossier, plan = world.checklist, world.dossier, world.plan
    reader = view.reader(dossier.parties)
    if reader:
        hidden = hidden_answers(checklist, dossier, reader)
        plan = seen_plan(plan, {name: NAMES[holder] for name, holder in hidden.items()})
        dossier = seen_dossier(checklist, dossier, reader, NAMES)
    return make_content(
        dossier,
        checklist,
        plan,
        DIRECTORY,
        (),
        files=(),
        record_id="R-1",
        made_at=START,
        languages=("en", "it", "uk"),
        software="tests",
        verify_url="https://certflow.example/verify",
        proof=None,
        view=view,
    )
