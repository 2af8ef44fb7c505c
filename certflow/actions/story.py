"""A story: what people do in one dossier, told in a file and played through the acts that everybody uses.

- Steps are told as they stand at the end: first everything is answered and attached, then each goes to review.
  `afterwards` tells in order what happened to them later.
- An act is whole or not there, and so many acts leave so many facts: the facts that people left in a dossier say
  where an interrupted story goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import yaml

from certflow.actions import answers, dossiers, evidence, items, reviews
from certflow.actions.desk import Desk
from certflow.domain.checklist.composing import flattened
from certflow.domain.checklist.items import FIRST
from certflow.domain.checklist.questions import Raw
from certflow.domain.marking import read_marking
from certflow.domain.people import SYSTEM, Actor
from certflow.domain.review.steps import Meaning


class Cast(Protocol):
    """The people of a story, by their short names."""

    def actor(self, who: str) -> Actor: ...

    def password(self, who: str) -> str: ...


@dataclass(frozen=True)
class Act:
    """One thing that somebody does.

    step  where; for something of a list, the list
    text  a name, a reason or a statement, as the kind needs it
    """

    kind: str
    by: str
    step: str = ""
    text: str = ""
    language: str = "en"
    answers: Mapping[str, Raw] = field(default_factory=dict)
    marking: Mapping[str, str] = field(default_factory=dict)

    @property
    def facts(self) -> int:
        """How many facts it leaves: one for each answer; two for closing, which asks for a record too, and for a marked
        file."""
        return {"answer": len(self.answers), "close": 2, "attach": 2 if self.marking else 1}.get(self.kind, 1)


@dataclass(frozen=True)
class Story:
    """One dossier and what happens in it.

    parties  organisation → the part it plays
    files    folder of the evidence
    edition  of the checklist, where it is another than that of the other stories
    """

    title: str
    opened_by: str
    parties: Mapping[str, str]
    acts: tuple[Act, ...]
    files: Path
    edition: str = ""


def read_told(path: Path) -> Mapping[str, Any]:
    """A file of ours, each value as the text that a person would type."""
    told: Mapping[str, Any] = yaml.load(path.read_bytes(), yaml.BaseLoader)
    return told


def read_story(path: Path, files: Path) -> Story:
    """The story in a file; `files` is the folder of the evidence it names."""
    told = read_told(path)
    steps, later = told.get("steps", {}), (Act(each.pop("act"), **each) for each in told.get("afterwards", ()))
    acts = (
        *_listed(told.get("items", {})),
        *_prepared(steps),
        *_reviewed(steps),
        *later,
    )
    return Story(told["title"], told["opened_by"], told["parties"], acts, files, told.get("edition", ""))


def _listed(lists: Mapping[str, Any]) -> Iterator[Act]:
    """The things of each list by their names; the first one is there already."""
    for name, told in lists.items():
        for at, each in enumerate(told["names"]):
            yield Act("add" if at else "name", told["by"], name, each)


def _prepared(steps: Mapping[str, Any]) -> Iterator[Act]:
    for step, told in steps.items():
        if "answers" in told:
            yield Act("answer", told["by"], step, answers=told["answers"])
        for piece in told.get("evidence", ()):
            name, marking = (piece, {}) if isinstance(piece, str) else (piece["file"], piece["marking"])
            yield Act("attach", told["by"], step, name, marking=marking)


def _reviewed(steps: Mapping[str, Any]) -> Iterator[Act]:
    submitted = {step: told for step, told in steps.items() if "approved_by" in told}
    for step, told in submitted.items():
        yield Act("submit", told["by"], step)
        for who in told["approved_by"]:
            yield Act("approve", who, step)


def play(desk: Desk, cast: Cast, checklist: tuple[str, str], story: Story) -> str:
    """Play a story, or what is left of it. Gives the dossier's id. checklist: id and edition."""
    opener = cast.actor(story.opened_by)
    dossier = next((row.id for row in dossiers.find(desk, opener) if row.title == story.title), None)
    if dossier is None:
        id_, edition = checklist
        dossier = dossiers.open_dossier(desk, opener, id_, story.edition or edition, story.title, story.parties)
    done = sum(entry.by.person != SYSTEM.id for entry in dossiers.history(desk, opener, dossier)) - 1
    for act in story.acts:
        if done <= 0:
            _PLAYED[act.kind](desk, cast, dossier, act, story)
        done -= min(done, act.facts)
    return dossier


def _answer(desk: Desk, cast: Cast, dossier: str, act: Act, story: Story) -> None:
    actor = cast.actor(act.by)
    standing = dossiers.see(desk, actor, dossier).dossier.answers
    seen = {question: standing[question].seq for question in act.answers if question in standing}
    typed = {question: _as_sent(raw) for question, raw in act.answers.items()}
    saved = answers.save_answers(desk, actor, dossier, typed, seen)
    for refusal in (*saved.refused.values(), *saved.conflicts.values()):
        raise refusal


def _as_sent(raw: Any) -> Raw:
    """Rows are told as a list of maps, and sent input by input."""
    rows = raw.get("entries") if isinstance(raw, Mapping) else raw
    of_maps = isinstance(rows, list) and any(isinstance(row, Mapping) for row in rows)
    sent: Raw = flattened(raw) if of_maps else raw
    return sent


def _name(desk: Desk, cast: Cast, dossier: str, act: Act, story: Story) -> None:
    items.rename_item(desk, cast.actor(act.by), dossier, act.step, FIRST, act.text, 0)


def _add(desk: Desk, cast: Cast, dossier: str, act: Act, story: Story) -> None:
    items.add_item(desk, cast.actor(act.by), dossier, act.step, act.text)


def _attach(desk: Desk, cast: Cast, dossier: str, act: Act, story: Story) -> None:
    with (story.files / act.text).open("rb") as file:
        evidence.attach(desk, cast.actor(act.by), dossier, act.step, act.text, file, read_marking(act.marking))


def _submit(desk: Desk, cast: Cast, dossier: str, act: Act, story: Story) -> None:
    reviews.submit_step(desk, cast.actor(act.by), dossier, act.step)


def _approve(desk: Desk, cast: Cast, dossier: str, act: Act, story: Story) -> None:
    actor = cast.actor(act.by)
    shown = reviews.look_at(desk, actor, dossier, act.step).shown
    reviews.approve_step(desk, actor, dossier, act.step, shown, Meaning.APPROVAL, cast.password(act.by), act.text)


def _return(desk: Desk, cast: Cast, dossier: str, act: Act, story: Story) -> None:
    reviews.return_step(desk, cast.actor(act.by), dossier, act.step, act.text)


def _close(desk: Desk, cast: Cast, dossier: str, act: Act, story: Story) -> None:
    dossiers.close(desk, cast.actor(act.by), dossier, act.text, act.language)


_PLAYED: Mapping[str, Callable[[Desk, Cast, str, Act, Story], None]] = {
    "name": _name,
    "add": _add,
    "answer": _answer,
    "attach": _attach,
    "submit": _submit,
    "approve": _approve,
    "return": _return,
    "close": _close,
}
