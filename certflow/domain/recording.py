"""Making the content of a record from a dossier at one revision. Says what was claimed and who looked at it (P13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial

from certflow.domain import record as r
from certflow.domain.checklist import Checklist, Step
from certflow.domain.checklist.composed import Counter, Rows
from certflow.domain.checklist.model import Part
from certflow.domain.chronicle import deeds, organisation_of, tallies
from certflow.domain.closing import open_steps
from certflow.domain.departed import condition, conditions, issues, unnamed_conditions, waivers
from certflow.domain.dossier import Dossier, Evidence, State, Vote
from certflow.domain.drawn_tables import drawn_tables, table_of
from certflow.domain.entry import Entry
from certflow.domain.facts import Erased, Protected, Withheld
from certflow.domain.grids import calculation_in_words, counter_in_words, rows_in_words
from certflow.domain.in_words import answer_in_words, derived_in_words, joined
from certflow.domain.marked import marking_in_words, mode_in_words
from certflow.domain.matrix import matrix_of
from certflow.domain.people import Directory, Role
from certflow.domain.plan import Because, Plan, PlannedStep
from certflow.domain.record import Applies, Audience, LedgerProof, Outcome, RecordContent, StepState
from certflow.domain.record_words import CARRIED, CARRIED_IN_OTHER_WORDS, ERASED_WORDS, MEANINGS, ROLES, SIGNED_IN
from certflow.domain.review.steps import Meaning, needs_review
from certflow.domain.review.validity import end_of
from certflow.domain.text import Text
from certflow.domain.views import EVERYTHING, View, public_summary
from certflow.domain.visibility import EVIDENCE
from certflow.domain.why import tell_derived, tell_step


def make_content(
    dossier: Dossier,
    checklist: Checklist,
    plan: Plan,
    directory: Directory,
    entries: Sequence[Entry],
    *,
    files: tuple[r.Attachment, ...],
    record_id: str,
    made_at: datetime,
    languages: tuple[str, ...],
    software: str,
    verify_url: str,
    proof: LedgerProof | None,
    view: View = EVERYTHING,
) -> RecordContent:
    """The record of `dossier` as it stands at its revision, which `entries` led to.

    view   whom it is for; dossier, plan and entries are already what that audience may read
    """
    content = RecordContent(
        identity=r.Identity(
            record_id=record_id,
            dossier_id=dossier.id,
            title="" if isinstance(dossier.title, Erased) else dossier.title,
            revision=dossier.revision,
            made_at=made_at,
            languages=languages,
            software=software,
            verify_url=verify_url,
        ),
        checklist=r.ChecklistEdition(
            checklist.id,
            checklist.edition,
            checklist.digest,
            checklist.title,
            checklist.publisher,
            checklist.status,
            checklist.language,
        ),
        parties=_parties(dossier, checklist, directory),
        result=_result(dossier, checklist, plan, directory, view),
        matrix=matrix_of(dossier, checklist, plan),
        derived=tuple(_derived(name, checklist, plan) for name in checklist.derived),
        steps=tuple(_step(step, dossier, checklist, plan, directory) for step in checklist.steps.values()),
        evidence=tuple(_evidence(each) for each in dossier.evidence.values() if each.aside is None),
        ledger=proof,
        tables=drawn_tables(checklist, plan),
        waivers=(*waivers(dossier, checklist, directory), *issues(dossier, checklist, directory)),
        tallies=tallies(entries, checklist.steps_of_questions, checklist.steps),
        deeds=deeds(entries, dossier, directory),
        view=_view(view, directory),
        files=files,
    )
    return public_summary(content, checklist) if view.audience is Audience.PUBLIC else content


def _view(view: View, directory: Directory) -> r.ViewOf:
    known = directory.organisations.get(view.organisation)
    return r.ViewOf(view.audience, view.organisation, known.name if known else view.organisation)


def _parties(dossier: Dossier, checklist: Checklist, directory: Directory) -> tuple[r.Party, ...]:
    known = directory.organisations
    order = list(checklist.parties)
    return tuple(
        r.Party(known[organisation].name, checklist.parties[part], known[organisation].country)
        for organisation, part in sorted(dossier.parties.items(), key=lambda each: (order.index(each[1]), each[0]))
    )


def _result(dossier: Dossier, checklist: Checklist, plan: Plan, directory: Directory, view: View) -> r.Result:
    points = tuple(r.OpenPoint(step, checklist.step(step).title) for step in open_steps(plan, dossier))
    anybody = view.audience is Audience.PUBLIC
    votes = (vote for step in checklist.steps for vote in dossier.case(step).votes if _answers_for_it(vote))
    return r.Result(
        _outcome(dossier, plan, left_open=bool(points or plan.problems)),
        points,
        unnamed_conditions(dossier) if anybody else conditions(dossier, directory),
        tuple(_approval(vote, checklist, dossier, directory) for vote in votes),
    )


def _answers_for_it(vote: Vote) -> bool:
    """Whether somebody took responsibility, or approved as the person who answers for the organisation."""
    return vote.meaning == Meaning.RESPONSIBILITY or vote.role == Role.ACCOUNTABLE_MANAGER


def _outcome(dossier: Dossier, plan: Plan, *, left_open: bool) -> Outcome:
    if left_open:
        return Outcome.OPEN_POINTS
    waived = any(_state(dossier, planned) is StepState.WAIVED for planned in plan.steps.values())
    return Outcome.MET_WITH_WAIVERS if waived else Outcome.MET_AS_CLAIMED


def _state(dossier: Dossier, planned: PlannedStep) -> StepState:
    """Where a step stands. One that is waived and approved as well is approved."""
    if not needs_review(planned):
        return StepState.NOT_REQUIRED
    state = dossier.case(planned.id).state
    return StepState.WAIVED if state is not State.APPROVED and dossier.is_waived(planned.id) else StepState(state.value)


def _derived(name: str, checklist: Checklist, plan: Plan) -> r.Derived:
    derived, given = checklist.derived[name], plan.derived[name]
    value = None if given.value is None else derived_in_words(checklist, name, given.value)
    source = given.because.source or derived.source
    return r.Derived(
        name=name,
        title=derived.title,
        value=value,
        because=joined(partial(tell_derived, plan, name)),
        cell=_cell(given.because),
        source=str(source or ""),
        table=table_of(checklist, plan, name),
        reads=tuple(each.name for each in given.because.inputs),
        cited=source.translated if source else None,
    )


def _cell(because: Because) -> Text | None:
    """The deciding cell: the table's title, and the labels of row and column."""
    if not because.cells:
        return None
    cell = because.cells[0]
    parts = [cell.title, cell.row, *([cell.column] if cell.column else [])]
    return joined(lambda language: " · ".join(part.in_language(language) for part in parts))


def _step(step: Step, dossier: Dossier, checklist: Checklist, plan: Plan, directory: Directory) -> r.Step:
    planned, case = plan.steps[step.id], dossier.case(step.id)
    sections = {section.id: section.title for section in checklist.sections}
    return r.Step(
        id=step.id,
        section=sections[step.section],
        title=step.title,
        applies=Applies(str(planned.applies)),
        level=None if planned.level is None else step.levels[planned.level],
        because=joined(partial(tell_step, plan, step.id)),
        source=str(step.source),
        requirement=step.text,
        criteria=tuple(_asked_for(step, planned)),
        answers=_answers(step, dossier, checklist, plan, directory),
        evidence=tuple(each.sha256 for each in dossier.evidence_of(step.id)),
        approvals=tuple(_approval(vote, checklist, dossier, directory) for vote in case.votes),
        state=_state(dossier, planned),
        valid_until=_day(end.day) if (end := end_of(step, plan, case)) else None,
        conditions=tuple(condition(each, directory) for each in dossier.conditions_of(step.id)),
        cited=step.source.translated,
    )


def _asked_for(step: Step, planned: PlannedStep) -> Iterator[r.CriterionText]:
    """Everything that the step asks for beside its text: its parts, its criteria, and what must be seen."""
    for part in step.parts:
        yield r.CriterionText(f"{step.id}.{part.name}", _part_in_words(part))
    for each in step.acceptance:
        yield r.CriterionText(step.id, each)
    for criterion in step.criteria:
        if criterion.key in planned.criteria:
            yield from (r.CriterionText(criterion.key, each.text) for each in criterion.at(planned.level))
            yield from (r.CriterionText(criterion.key, each) for each in criterion.acceptance)


def _part_in_words(part: Part) -> Text:
    """Its label, its title and its text in one line."""
    said = [each for each in (part.title, part.text) if each]
    label = [part.label] if part.label else []
    return joined(lambda language: " ".join([*label, *(each.in_language(language) for each in said)]))


def _answers(
    step: Step, dossier: Dossier, checklist: Checklist, plan: Plan, directory: Directory
) -> tuple[r.Answer, ...]:
    """The answers that count now; one that no longer applies is kept in the dossier but is no part of the record."""
    return tuple(
        r.Answer(name, checklist.questions[name].title_in_step, words, _held(name, dossier), grid)
        for name in step.questions
        if plan.questions[name].asked == "yes"
        for words, grid in [_answer_words(name, dossier, plan, directory)]
    )


def _answer_words(name: str, dossier: Dossier, plan: Plan, directory: Directory) -> tuple[Text | None, r.Grid | None]:
    """An answer in words, and as a table where it has rows."""
    question = plan.checklist.questions[name]
    if question.kind == "calculation":
        return calculation_in_words(plan, question)
    given = dossier.answers.get(name)
    if given is None:
        return None, None
    if isinstance(given.value, Withheld):
        return (None if isinstance(given.value, Protected) else ERASED_WORDS), None
    value = question.from_json(given.value)
    match value:
        case Rows():
            return rows_in_words(plan.checklist, question, value)
        case Counter():
            return counter_in_words(question, value)
    return answer_in_words(question, value, _names(dossier, directory)), None


def _names(dossier: Dossier, directory: Directory) -> dict[str, str]:
    """Organisations and evidence by their ids."""
    files = {
        each.id: ERASED_WORDS.authoritative if isinstance(each.name, Withheld) else each.name
        for each in dossier.evidence.values()
    }
    return files | {id: organisation.name for id, organisation in directory.organisations.items()}


def _held(name: str, dossier: Dossier) -> r.Held | None:
    given = dossier.answers.get(name)
    return r.Held(given.value.by, given.commitment) if given and isinstance(given.value, Protected) else None


def _approval(vote: Vote, checklist: Checklist, dossier: Dossier, directory: Directory) -> r.Approval:
    return r.Approval(
        name=vote.by.name,
        organisation=organisation_of(vote.by, directory),
        role=ROLES.get(vote.role, Text(vote.role)),
        meaning=_meaning(vote, dossier),
        at=vote.at,
        digest=vote.shown,
        signed_in=SIGNED_IN.get(vote.by.signed_in, Text(vote.by.signed_in)),
        comment=_typed(vote.comment) if vote.comment else None,
        unseen=tuple(_unseen(name, checklist, dossier) for name in vote.unseen),
    )


def _meaning(vote: Vote, dossier: Dossier) -> Text:
    """Why the person signed; of an approval that was carried, on which edition, and whether its words were others."""
    meaning = MEANINGS.get(vote.meaning, Text(vote.meaning))
    if not vote.edition:
        return meaning
    other = any(vote in case.votes and vote.shown != case.shown for case in dossier.cases.values())
    how = CARRIED_IN_OTHER_WORDS if other else CARRIED
    return joined(lambda language: f"{meaning.in_language(language)} ({how.in_language(language)} {vote.edition})")


def _unseen(name: str, checklist: Checklist, dossier: Dossier) -> Text:
    """A question by its title, a piece of evidence by its SHA-256."""
    if name in checklist.questions:
        return checklist.questions[name].title
    piece = dossier.evidence.get(name.removeprefix(EVIDENCE))
    return r.typed(f"SHA-256 {piece.sha256[:16]}…" if piece else "–")


def _typed(words: str | Erased) -> Text:
    return ERASED_WORDS if isinstance(words, Erased) else r.typed(words)


def _day(day: date) -> Text:
    """A day as it is written in every language."""
    return r.typed(day.isoformat())


def _evidence(each: Evidence) -> r.Evidence:
    held_by = each.name.by if isinstance(each.name, Protected) else None
    known = ERASED_WORDS.authoritative if isinstance(each.name, Withheld) else each.name
    name = known if held_by is None else ""
    return r.Evidence(
        name,
        each.size,
        each.media_type,
        each.sha256,
        each.by.name,
        each.at,
        marking=None if held_by else marking_in_words(each.marking),
        mode=mode_in_words(each),
        held_by=held_by,
    )
