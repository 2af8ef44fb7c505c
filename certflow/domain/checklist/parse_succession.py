"""How an edition follows earlier ones, and where and when it holds."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.model import Jurisdiction, Step, Succession, Supersession
from certflow.domain.checklist.strict_yaml import Path


def supersessions(draft: Draft, steps: Mapping[str, Step]) -> dict[str, Supersession]:
    """What each earlier edition became. Ids of the earlier one are held against it when the two are compared."""
    known = {*steps, *(one.key for step in steps.values() for one in step.criteria)}
    found = {}
    for edition, shape in draft.shape.supersedes.items():
        path: Path = ("supersedes", edition)
        successions = {}
        for id_, one in shape.steps.items():
            here: Path = (*path, "steps", id_)
            draft.known(here, "supersedes.step", "step or criterion", id_, known, key=True)
            if (one.change == "new") is bool(one.from_):
                message = "What is new came from nothing; anything else says what it came from."
                draft.problem((*here, "change"), "supersedes.from", message)
            note = draft.optional_text(one.note, (*here, "note"))
            successions[id_] = Succession(tuple(one.from_), one.change, note)
        withdrawn = {id_: draft.text(said, (*path, "withdrawn", id_)) for id_, said in shape.withdrawn.items()}
        note = draft.optional_text(shape.note, (*path, "note"))
        found[edition] = Supersession(edition, note, MappingProxyType(successions), MappingProxyType(withdrawn))
    return found


def jurisdictions(draft: Draft) -> dict[str, Jurisdiction]:
    """The days of an edition, by the state or union they hold in."""
    return {
        name: Jurisdiction(
            name,
            shape.effective,
            shape.mandatory_by,
            shape.accept_until,
            shape.valid_until,
            draft.optional_text(shape.note, ("jurisdictions", name, "note")),
        )
        for name, shape in draft.shape.jurisdictions.items()
    }
