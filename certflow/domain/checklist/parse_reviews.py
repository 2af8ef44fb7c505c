"""The review policies of a file, and which of them each step has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from certflow.domain.checklist.conditions import Language
from certflow.domain.checklist.contract import DecidersShape, ReviewShape, StepShape, ValidityShape
from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.model import Derived
from certflow.domain.checklist.policies import Independence, ReviewPolicy, Validity
from certflow.domain.checklist.questions import Kind, Question
from certflow.domain.checklist.strict_yaml import Path
from certflow.domain.checklist.values import DateType
from certflow.domain.people import MAY, Permission


def read_reviews(
    draft: Draft, questions: Mapping[str, Question], derived: Mapping[str, Derived]
) -> dict[str, ReviewPolicy]:
    """Every policy by its name."""
    days = {
        *(name for name, one in questions.items() if one.kind is Kind.DATE),
        *(name for name, one in derived.items() if isinstance(one.type, DateType)),
    }
    names = {*questions, *draft.shape.derived}
    return {name: _policy(draft, ("reviews", name), shape, names, days) for name, shape in draft.shape.reviews.items()}


def _policy(draft: Draft, path: Path, shape: ReviewShape, names: set[str], days: set[str]) -> ReviewPolicy:
    for at, name in enumerate(shape.shows):
        draft.known((*path, "shows", at), "review.shows", "derived value or question", name, names)
    validity = _validity(draft, (*path, "validity"), shape.validity, days)
    return replace(deciders(draft, path, shape), validity=validity, shows=tuple(dict.fromkeys(shape.shows)))


def deciders(draft: Draft, path: Path, shape: DecidersShape) -> ReviewPolicy:
    """Who decides, whatever it is about."""
    for at, role in enumerate(shape.roles):
        if Permission.STEP_REVIEW not in MAY[role]:
            reviewing = ", ".join(one for one, may in MAY.items() if Permission.STEP_REVIEW in may)
            draft.problem((*path, "roles", at), "review.role", f"'{role}' may not review. These may: {reviewing}.")
    for at, party in enumerate(shape.parties):
        draft.known((*path, "parties", at), "review.party", "party", party, draft.shape.parties)
    apart = frozenset(shape.independence)
    people = max(shape.quorum, shape.organisations, len(shape.parties))
    if Independence.ROLE in apart and people > len(set(shape.roles)):
        message = f"{people} approvals in different roles cannot come from {len(set(shape.roles))}: name more roles."
        draft.problem((*path, "independence"), "review.independence", message)
    return ReviewPolicy(
        tuple(shape.roles),
        shape.quorum,
        shape.organisations,
        tuple(shape.parties),
        shape.step_up,
        apart,
    )


def _validity(draft: Draft, path: Path, shape: ValidityShape | None, days: set[str]) -> Validity | None:
    if shape is None:
        return None
    for part in ("after", "until"):
        if (name := getattr(shape, part)) is not None:
            draft.known((*path, part), "review.validity", "date", name, days)
    return Validity(shape.months, shape.after, shape.until)


def reviews_of_step(
    draft: Draft,
    path: Path,
    shape: StepShape,
    levels: tuple[str, ...],
    applies_from: str | None,
    reviews: Mapping[str, ReviewPolicy],
) -> dict[str, ReviewPolicy]:
    """The policy of a step for each level; '' for levels that are not named."""
    default = draft.shape.review
    if default is not None and not draft.known(("review",), "review.unknown", "review", default, reviews):
        default = None
    named = shape.review if isinstance(shape.review, dict) else {"": shape.review or default}
    found: dict[str, ReviewPolicy] = {"": reviews[default]} if default else {}
    for level, name in named.items():
        at: Path = (*path, "review", level) if isinstance(shape.review, dict) else (*path, "review")
        if level and not draft.known(at, "review.level", "level of this step", level, levels, key=True):
            continue
        if name is None:
            draft.problem(path, "review.missing", "Nothing says who reviews this step: add 'review', here or for all.")
        elif draft.known(at, "review.unknown", "review", name, reviews):
            found[level] = reviews[name]
    needed = levels[levels.index(applies_from) :] if applies_from else levels
    missing = [level for level in needed if level not in found]
    if isinstance(shape.review, dict) and "" not in found and missing:
        message = f"Nothing says who reviews this step at {', '.join(missing)}: add it, or a 'review' for all."
        draft.problem((*path, "review"), "review.missing", message)
    found.setdefault("", next(iter(found.values()), ReviewPolicy(())))
    return found


def check_days(
    draft: Draft, path: Path, shape: StepShape, reviews: Mapping[str, ReviewPolicy], language: Language
) -> None:
    """An approval ends on one day: that of each item is for steps of each item."""
    for validity in {one.validity: None for one in reviews.values() if one.validity is not None}:
        for name in (validity.after, validity.until):
            of = language.of_items.get(name or "")
            if of not in (None, language.item):
                message = f"Each item of '{of}' has its own '{name}', but '{shape.id}' is no step of each item."
                draft.problem((*path, "review") if shape.review else path, "review.per-item", message)
