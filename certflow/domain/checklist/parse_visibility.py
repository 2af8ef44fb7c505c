"""Who may read an answer or a file, as a file says it."""

from __future__ import annotations

from certflow.domain.checklist.contract import QuestionShape
from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.questions import AUTHORITY, Visibility
from certflow.domain.checklist.strict_yaml import Path


def check_visibility(draft: Draft, path: Path, shape: QuestionShape) -> None:
    """Problems with `visibility` and `held_by` of a question."""
    authority_exists(draft, (*path, "visibility"), shape.visibility)
    if shape.held_by is None:
        return
    draft.known((*path, "held_by"), "visibility.party", "party", shape.held_by, draft.shape.parties)
    if not Visibility(shape.visibility).is_narrow:
        message = "'held_by' says whose answer is protected: give the question 'visibility: owner' or 'authority' too."
        draft.problem((*path, "held_by"), "visibility.open", message, key=True)


def authority_exists(draft: Draft, path: Path, visibility: str) -> None:
    """What only the authority may read needs a party that is the authority."""
    if visibility == Visibility.AUTHORITY and AUTHORITY not in draft.shape.parties:
        message = f"No party is called '{AUTHORITY}', so nobody but its owner could read this: add one, or say 'owner'."
        draft.problem(path, "visibility.authority", message)
