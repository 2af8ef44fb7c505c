"""What a later edition does to one dossier: worked out whole before anybody agrees, and written down exactly so.

Nothing here judges anew. The dossier is replayed on the later edition, its plan is made there, and what an approval
covers is worked out by the very function that worked it out for its reviewers.

- Carried: everything an approval covers is the same. Its digest is the same, which proves it.
- Carried in other words: only the words differ, and they mean what they meant, as the editions declare or as their own
  language shows. Every vote keeps the digest of the words that were seen; both texts are shown.
- Reopened: anything else, with every difference.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from certflow.domain import items
from certflow.domain.checklist import Checklist, Kind, ReviewPolicy, Step, Visibility
from certflow.domain.checklist.changes import Change
from certflow.domain.checklist.following import Descent, Following, follow
from certflow.domain.checklist.items import called, parted
from certflow.domain.dossier import Case, DepartureState, Dossier, Evidence, Stage, State
from certflow.domain.entry import By, Entry
from certflow.domain.facts import DepartureEnded, EditionMoved, Fact, Json, StepReopened, fact_fields
from certflow.domain.kept_answers import Fate, Kept, answer_kept, evidence_kept, told_aside
from certflow.domain.ledger import canonical
from certflow.domain.people import SYSTEM
from certflow.domain.plan import Plan, make_plan
from certflow.domain.refusal import Refused
from certflow.domain.replay import replay
from certflow.domain.review.covered import Covered, asked_for, covered, differences, digest_of, questions_covered
from certflow.domain.review.steps import chairs_of, still_needed
from certflow.domain.review.validity import end_of
from certflow.domain.visibility import owners_of

#: the name under which what falls stands in the ledger
RULE = "edition.moving"

#: the longest reason
LONGEST = 2000


@dataclass(frozen=True)
class StepImpact:
    """What becomes of one step of the dossier.

    step     as the later edition calls it; as the earlier one does where nothing follows it
    case     as it stands before; None where nobody has touched the step
    because  why what was sent or approved falls; empty where it stands, or where there is nothing to fall
    reworded whether it stands although the words differ that were shown
    """

    step: str
    descent: Descent
    case: Case | None
    because: tuple[Mapping[str, Json], ...] = ()
    gone: bool = False
    reworded: bool = False

    @property
    def decided(self) -> bool:
        """Whether there is anything that could fall."""
        return self.case is not None and self.case.state is not State.DRAFT

    @property
    def carried(self) -> bool:
        """Whether what was sent or approved stands."""
        return self.decided and not self.because

    @property
    def in_other_words(self) -> bool:
        """Whether it stands although its words changed."""
        return self.carried and self.reworded


@dataclass(frozen=True)
class Stands:
    """A dossier on the later edition, with its plan there."""

    dossier: Dossier
    checklist: Checklist
    plan: Plan


@dataclass(frozen=True)
class Impact:
    """What a later edition does to a dossier.

    moved    the fact that would be written, without its reason
    falls    the facts that would follow it
    answers  what becomes of every answer that stands
    asked    the questions that would wait for an answer because of it
    stands   the dossier as it would be then
    """

    following: Following
    moved: EditionMoved
    falls: tuple[StepReopened | DepartureEnded, ...]
    steps: tuple[StepImpact, ...]
    answers: tuple[Kept, ...]
    asked: tuple[str, ...]
    before: Plan
    stands: Stands

    @property
    def shown(self) -> str:
        """Digest of all of it: what somebody agrees to."""
        told = [self.moved, *self.falls]
        said: Json = {"facts": [_as_json(each) for each in told], "asked": list(self.asked)}
        return hashlib.sha256(canonical(said)).hexdigest()


def impact_of(line: tuple[Checklist, ...], before: Plan, dossier: Dossier, today: date) -> Impact:
    """What the last edition of a line does to a dossier that stands on the first one.

    line    editions of which each follows the one before
    before  its plan now
    Raises Refused: edition.parties, edition.issues.
    """
    following, later = follow(line), line[-1].file
    _must_fit(following, dossier)
    lost = {each.id: why for each in dossier.evidence.values() if not each.aside and (why := _lost(following, each))}
    # the items, and so the names of what each has, are the same on both editions
    there = items.checklist_of(later, _renamed(following, dossier))
    kept = tuple(
        answer_kept(following, before.checklist, there, dossier, each, frozenset(lost))
        for each in dossier.answers.values()
    )
    moved = _moved(following, before.checklist, dossier, kept, lost)
    stands = _stand(later, dossier, moved)
    departures, ends = _departures(following, dossier, stands)
    # an approval that covers another means falls with it
    over = {each.departure: DepartureState.ENDED for each in ends}
    judged = replace(stands, dossier=_with_states(stands.dossier, over))
    carried, reopened = _judged(following, before, dossier, judged, today)
    moved = replace(moved, carried=carried, departures=departures)
    falls: tuple[StepReopened | DepartureEnded, ...] = (*ends, *reopened)
    stands = _stand(later, dossier, moved, *falls)
    return Impact(
        following=following,
        moved=moved,
        falls=falls,
        steps=tuple(_steps(following, stands.checklist, dossier, reopened, carried)),
        answers=kept,
        asked=tuple(_newly_asked(before, stands.plan, stands.dossier)),
        before=before,
        stands=stands,
    )


def move(impact: Impact, dossier: Dossier, shown: str, reason: str) -> tuple[Fact, ...]:
    """Go over to the later edition, exactly as was shown. What falls (`impact.falls`) is written right after it.

    Raises Refused: dossier.closed, edition.changed, edition.reason.
    """
    if dossier.stage is not Stage.OPEN:
        raise Refused("dossier.closed", dossier=dossier.id)
    if shown != impact.shown:
        raise Refused("edition.changed")
    if not reason.strip():
        raise Refused("edition.reason")
    if len(reason.strip()) > LONGEST:
        raise Refused("edition.long", most=LONGEST)
    return (replace(impact.moved, reason=reason.strip()),)


def _must_fit(following: Following, dossier: Dossier) -> None:
    unknown = sorted(set(dossier.parties.values()) - set(following.after.parties))
    if unknown:
        raise Refused("edition.parties", parties=unknown, known=tuple(following.after.parties))
    homeless = [each.step for each in dossier.open_issues if following.became(parted(each.step)[0]) is None]
    if homeless:
        raise Refused("edition.issues", steps=tuple(dict.fromkeys(homeless)))


def _lost(following: Following, piece: Evidence) -> str:
    return evidence_kept(following, piece) if parted(piece.step)[0] in following.before.steps else ""


def _names(following: Following, dossier: Dossier) -> dict[str, str | None]:
    """The steps of the dossier that have another id on the later edition, or none."""
    known = (
        *dossier.cases,
        *(each.step for each in dossier.evidence.values() if not each.aside),
        *(each.step for each in dossier.departures.values()),
        *(each.step for each in dossier.conditions.values()),
        *(each.step for each in dossier.issues.values()),
    )
    found: dict[str, str | None] = {}
    for step in dict.fromkeys(known):
        base, item = parted(step)
        now = following.became(base)
        whole = None if now is None else called(now, item if following.after.steps[now].each else "1")
        if whole != step:
            found[step] = whole
    return found


def _renamed(following: Following, dossier: Dossier) -> Dossier:
    """The dossier by the names of the later edition, to find out which items it has there."""
    names = _names(following, dossier)
    return replace(dossier, cases={names.get(step) or step: case for step, case in dossier.cases.items()})


def _moved(
    following: Following, earlier: Checklist, dossier: Dossier, kept: Iterable[Kept], lost: Mapping[str, str]
) -> EditionMoved:
    """The fact as far as it follows from names alone."""
    told, before, after = tuple(kept), following.before, following.after
    steps = {id: parted(dossier.evidence[id].step)[0] for id in lost}
    return EditionMoved(
        before=before.edition,
        before_digest=before.digest,
        edition=after.edition,
        checklist_digest=after.digest,
        names=_names(following, dossier),
        questions={
            each.question: each.now for each in told if each.now and each.now != each.question and _counts(each)
        },
        aside={
            each.question: told_aside(each.why, _class_of(earlier, each.question)) for each in told if not _counts(each)
        },
        evidence={id: told_aside(why, before.steps[steps[id]].evidence_visibility) for id, why in lost.items()},
        confirm={each.now: each.why for each in told if each.now and each.fate is Fate.CONFIRM},
        carried={},
        departures={},
        reason="",
    )


def _counts(kept: Kept) -> bool:
    return kept.fate in (Fate.CARRIED, Fate.CONFIRM)


def _class_of(checklist: Checklist, question: str) -> Visibility:
    asked = checklist.file.questions.get(parted(question)[0])
    return asked.visibility if asked else Visibility.OWNER


def _stand(later: Checklist, dossier: Dossier, *facts: Fact) -> Stands:
    """The dossier once these facts are written."""
    at, by = dossier.changed_at or datetime.min.replace(tzinfo=UTC), By.of(SYSTEM, "system")
    entries = [
        Entry(dossier.seq, dossier.id, dossier.revision, None, at, by, each, {}, None, RULE, "") for each in facts
    ]
    after = replay(dossier, entries, later.steps_of_questions)
    checklist = items.checklist_of(later, after)
    return Stands(after, checklist, _plan_of(checklist, after))


def _plan_of(checklist: Checklist, dossier: Dossier) -> Plan:
    values = {
        name: checklist.questions[name].from_json(value)
        for name, value in dossier.values().items()
        if name in checklist.questions
    }
    return make_plan(checklist, values)


def _with_states(dossier: Dossier, states: Mapping[str, DepartureState]) -> Dossier:
    departures = {name: replace(each, state=states.get(name, each.state)) for name, each in dossier.departures.items()}
    return replace(dossier, departures=departures)


def _judged(
    following: Following, before: Plan, dossier: Dossier, stands: Stands, today: date
) -> tuple[dict[str, Mapping[str, Json]], list[StepReopened]]:
    """Of everything that was sent or approved: what is carried, by step; and what falls, with every reason."""
    came = _came(following, dossier)
    carried: dict[str, Mapping[str, Json]] = {}
    falls: list[StepReopened] = []
    for name, case in stands.dossier.cases.items():
        if case.state is State.DRAFT or case.covered is None:
            continue
        step = stands.checklist.step(name)
        now = covered(stands.checklist, stands.plan, stands.dossier, step)
        told = _differs(following, case.covered, now, name, came[name])
        if not told:
            was = before.checklist.step(name).policy(before.steps[name].level)
            told = tuple(_no_longer_reviewed(was, step, stands, case, today))
        if told:
            falls.append(StepReopened(step=name, because=(_edition_line(following), *told)))
        else:
            words = {} if now == case.covered else {"covered": dict(now)}
            carried[name] = {"shown": digest_of(now), **words}
    return carried, falls


def _departures(
    following: Following, dossier: Dossier, stands: Stands
) -> tuple[dict[str, Mapping[str, Json]], list[DepartureEnded]]:
    """The same of departures: which go on although the words of their step changed, and which end."""
    carried: dict[str, Mapping[str, Json]] = {}
    ends: list[DepartureEnded] = []
    for each in stands.dossier.departures.values():
        if not each.open:
            continue
        now = asked_for(stands.checklist, stands.plan, stands.dossier, stands.checklist.step(each.step))
        if told := _differs(following, each.covered, now, each.step, [dossier.departures[each.id].step]):
            because = (_edition_line(following), *told)
            ends.append(DepartureEnded(departure=each.id, step=each.step, because=because))
        elif now != each.covered:
            carried[each.id] = now
    return carried, ends


def _differs(
    following: Following, then: Covered, now: Covered, step: str, came: list[str]
) -> tuple[Mapping[str, Json], ...]:
    """Why what was decided on a step does not hold for what it asks now; empty where it does."""
    descent = following.descents[parted(step)[0]]
    if descent.change in (Change.MERGED, Change.SPLIT) or len(came) > 1:
        what = "split" if descent.change is Change.SPLIT else "merged"
        return (_line(what, step, ", ".join(descent.earlier), step),)
    if came != [step]:
        return (_line("step", step, came[0], step),)
    told = tuple(each for each in differences(then, now) if not (descent.same and each["what"] == "wording"))
    if not told and descent.declares_other:
        return (_line("declared", step, None, descent.change.value),)
    return told


def _no_longer_reviewed(
    was: ReviewPolicy, step: Step, stands: Stands, case: Case, today: date
) -> Iterator[Mapping[str, Json]]:
    """Why approvals of the same content are not what the later edition asks of a review."""
    policy = step.policy(stands.plan.steps[step.id].level)
    owners = owners_of(
        stands.checklist,
        stands.dossier,
        questions_covered(stands.checklist, stands.plan, step),
        step.id,
    )
    needed = bool(still_needed(policy, chairs_of(stands.dossier, case.votes), owners))
    stricter = (policy.step_up and not was.step_up) or bool(policy.independence - was.independence)
    of_others = any(vote.role not in policy.roles for vote in case.votes)
    if case.votes and (of_others or stricter or needed is (case.state is State.APPROVED)):
        yield _line("review", step.id, None, None)
    end = end_of(step, stands.plan, case)
    if end is not None and end.day < today:
        yield _line("validity", step.id, None, end.day.isoformat())


def _edition_line(following: Following) -> Mapping[str, Json]:
    return _line("edition", following.after.id, following.before.edition, following.after.edition)


def _line(what: str, name: str, before: Json, after: Json) -> Mapping[str, Json]:
    return {"what": what, "name": name, "from": before, "to": after}


def _came(following: Following, dossier: Dossier) -> dict[str, list[str]]:
    """Step of the later edition → the steps of the dossier whose review went over to it."""
    names, came = _names(following, dossier), dict[str, list[str]]()
    for step in dossier.cases:
        if (now := names.get(step, step)) is not None:
            came.setdefault(now, []).append(step)
    return came


def _steps(
    following: Following,
    checklist: Checklist,
    dossier: Dossier,
    falls: Iterable[StepReopened],
    carried: Mapping[str, Mapping[str, Json]],
) -> Iterator[StepImpact]:
    came, because = _came(following, dossier), {each.step: tuple(each.because[1:]) for each in falls}
    for step in checklist.steps:
        cases = [dossier.case(each) for each in came.get(step, ())]
        case = next((each for each in cases if each.state is not State.DRAFT), next(iter(cases), None))
        reworded = "covered" in carried.get(step, {})
        yield StepImpact(step, following.descents[parted(step)[0]], case, because.get(step, ()), reworded=reworded)
    for step, successors in following.successors.items():
        if not successors:
            yield from (
                StepImpact(each.step, Descent((step,), same=False), each, gone=True) for each in _of(dossier, step)
            )


def _of(dossier: Dossier, step: str) -> list[Case]:
    """How a step stands, for each item it is about."""
    return [case for name, case in dossier.cases.items() if parted(name)[0] == step] or [Case(step)]


def _newly_asked(before: Plan, plan: Plan, dossier: Dossier) -> Iterator[str]:
    for name, planned in plan.questions.items():
        asks = planned.asked == "yes" and plan.checklist.questions[name].kind is not Kind.CALCULATION
        if asks and name not in dossier.answers:
            asked = before.questions.get(name)
            if asked is None or asked.asked != "yes" or name in before.answers:
                yield name


def _as_json(fact: Fact) -> Json:
    return {"kind": fact.kind, **fact_fields(fact)}
