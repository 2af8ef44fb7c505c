"""Desks to measure on: a half-answered SORA dossier, and one of a thousand steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.thousand import LARGEST, many_steps
from certflow.actions import answers, demo, dossiers, items, people
from certflow.actions.desk import Desk
from certflow.actions.story import read_story
from certflow.config import ROOT
from certflow.domain.people import Actor, Role
from tests.actions.office import CONSOLE, hire, open_desk


@dataclass(frozen=True)
class Work:
    """One dossier to measure on.

    local, wide   a question that little depends on, and one that much depends on; each with two answers
    """

    name: str
    desk: Desk
    actor: Actor
    dossier: str
    local: tuple[str, str, str]
    wide: tuple[str, str, str]


def sora(folder: Path) -> Work:
    """The story of the demonstration that is half answered, without its reviews."""
    desk = _desk(folder, ROOT / "checklists")
    actor = hire(desk, "Olena", "krylo-logistics", Role.COMPLIANCE)
    told = read_story(demo.TOLD / "dossiers" / "2-half-answered.yaml", demo.TOLD / "evidence")
    dossier = dossiers.open_dossier(desk, actor, *demo.CHECKLIST, told.title, told.parties)
    for act in told.acts:
        if act.kind == "add":
            items.add_item(desk, actor, dossier, act.step, act.text)
        if act.kind == "answer" and act.step:
            answers.save_answers(desk, actor, dossier, act.answers, {})
    wide = ("population_density_km2", "42", "4")
    return Work("SORA 2.5", desk, actor, dossier, ("oso_08_how_met", "One way.", "Another way."), wide)


def thousand(folder: Path) -> Work:
    """40 sections of 25 steps, everything answered that decides a level."""
    return _many(folder, "1,000 steps", 40, 25)


def largest(folder: Path) -> Work:
    """A checklist of 5,880 nodes, everything answered that decides a level."""
    return _many(folder, "5,880 nodes", *LARGEST)


def _many(folder: Path, name: str, sections: int, steps: int) -> Work:
    file = folder / "checklists" / "thousand" / "1.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(many_steps(sections, steps), "utf-8")
    desk = _desk(folder, folder / "checklists")
    actor = hire(desk, "Olena", "krylo-logistics", Role.COMPLIANCE)
    parties = {"krylo-logistics": "operator", "aeronautica-ligure": "designer"}
    dossier = dossiers.open_dossier(desk, actor, "thousand", "1", name, parties)
    answers.save_answers(desk, actor, dossier, {f"size_{part}": "20" for part in range(sections)}, {})
    return Work(name, desk, actor, dossier, ("size_7", "20", "5"), ("size_0", "20", "2"))


def _desk(folder: Path, checklists: Path) -> Desk:
    folder.mkdir(exist_ok=True)
    desk = open_desk(f"sqlite:///{folder / 'bench.sqlite'}", folder, lambda: datetime.now(UTC), checklists)
    for name, country in (("krylo-logistics", "UA"), ("aeronautica-ligure", "IT"), ("autorita", "IT")):
        people.add_organisation(desk, CONSOLE, name, name, country)
    return desk
