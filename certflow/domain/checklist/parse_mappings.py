"""Mappings: what was done on another checklist, and what it is worth on this one."""

from __future__ import annotations

from collections.abc import Iterable

from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.mappings import Mapped, Mapping, Relationship
from certflow.domain.checklist.model import Checklist
from certflow.domain.checklist.parse_steps import Steps
from certflow.domain.checklist.problems import Problem, nearest
from certflow.domain.checklist.strict_yaml import Path, read_yaml
from certflow.domain.edition import File


def read_mappings(draft: Draft, steps: Steps) -> tuple[Mapping, ...]:
    """Every mapping with its rows. Ids of the other checklist are held against it when that is at hand."""
    known = {*steps.steps, *(one.key for step in steps.steps.values() for one in step.criteria)}
    found = []
    for other, shape in draft.shape.mappings.items():
        path: Path = ("mappings", other)
        checklist, _, edition = other.partition("@")
        if (checklist, edition) == (draft.shape.checklist, draft.shape.edition):
            draft.problem(path, "mapping.itself", "A checklist needs no mapping to itself.", key=True)
        rows: dict[tuple[str, str], Mapped] = {}
        for at, row in enumerate(shape.rows):
            here: Path = (*path, "rows", at)
            draft.known((*here, "to"), "mapping.to", "step or criterion", row.to, known)
            if row.relationship is Relationship.NONE and row.credit:
                message = "What has no relationship carries nothing: leave 'credit' out."
                draft.problem((*here, "credit"), "mapping.credit", message)
            if (row.from_, row.to) in rows:
                draft.problem(here, "mapping.twice", f"'{row.from_}' is mapped to '{row.to}' already.")
            note = draft.optional_text(row.note, (*here, "note"))
            rows[row.from_, row.to] = Mapped(
                row.from_, row.to, row.relationship, row.rationale, row.strength, frozenset(row.credit), note
            )
        note = draft.optional_text(shape.note, (*path, "note"))
        found.append(Mapping(checklist, edition, note, tuple(rows.values())))
    return tuple(found)


def mapping_problems(file: File, mapping: Mapping, there: Checklist) -> Iterable[Problem]:
    """Ids that the other checklist does not have, each where it stands in this file."""
    document = read_yaml(file.raw, file=file.name)
    known = [*there.steps, *(one.key for step in there.steps.values() for one in step.criteria)]
    for path, place in document.places.items():
        match path:
            case ("mappings", mapping.name, "rows", _, "from"):
                id_ = str(document.at(path))
                if id_ not in known:
                    message = f"{mapping.name} has no step or criterion '{id_}'.{nearest(id_, known)}"
                    yield Problem(place.line, place.column, "mapping.unknown", message, file.name)
