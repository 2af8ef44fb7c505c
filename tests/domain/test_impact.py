"""A later edition and one dossier: what is carried, what reopens, what is asked, each exactly and with its reason."""

from __future__ import annotations

from typing import Any

import pytest

from certflow.domain import facts as f
from certflow.domain.checklist import Checklist
from certflow.domain.dossier import Dossier, State
from certflow.domain.impact import Impact, StepImpact, impact_of, move
from certflow.domain.kept_answers import Fate
from certflow.domain.refusal import Refused
from certflow.domain.replay import replay, stretches
from certflow.domain.review.covered import covered, digest_of
from tests.domain.building import ANNA, BRUNO, CHECKLIST, DARIA, EVHEN, World, answered, later

MASS_TEXT = ("text: Say what it weighs.", "text: State what it weighs.")
MASS = "mass: {from: mass, change: editorial}"


def approved(*changes: tuple[str, str]) -> World:
    """Mass and link approved by Bruno: 200 kg, so the link is at level low."""
    world = answered("200", "no", *changes)
    for step in ("mass", "link"):
        world.submit(step, ANNA).approve(step, BRUNO)
    return world


def step(impact: Impact, name: str) -> StepImpact:
    return next(each for each in impact.steps if each.step == name)


def reasons(impact: Impact, name: str) -> list[tuple[Any, Any, Any]]:
    return [(each["what"], each["from"], each["to"]) for each in step(impact, name).because]


def test_what_did_not_change_is_carried_with_the_very_digest_that_was_approved():
    world = approved()
    before = world.case("mass")

    world.go_over(later(("title: Tow\n", "title: Towing\n")))

    after = world.case("mass")
    assert (after.state, after.shown, after.covered) == (State.APPROVED, before.shown, before.covered)
    now = covered(world.checklist, world.plan, world.dossier, world.checklist.step("mass"))
    assert digest_of(now) == before.votes[0].shown == after.votes[0].shown
    assert (after.votes[0].by, after.votes[0].at) == (before.votes[0].by, before.votes[0].at)
    assert after.votes[0].edition == "1"


def test_a_carried_approval_leaves_its_proof_in_the_ledger():
    world = approved().go_over(later())

    [moved] = [entry for entry in world.entries if isinstance(entry.fact, f.EditionMoved)]

    assert moved.fact.carried == {name: {"shown": world.case(name).shown} for name in ("mass", "link")}
    assert (moved.fact.before, moved.fact.edition, moved.fact.checklist_digest) == ("1", "2", world.checklist.digest)


def test_other_words_reopen_that_step_and_no_other():
    impact = approved().look_ahead(later(MASS_TEXT))

    assert [each.step for each in impact.falls] == ["mass"]
    assert reasons(impact, "mass") == [("wording", None, None)]
    assert step(impact, "link").carried


def test_other_words_of_the_same_meaning_are_carried_and_marked_as_such():
    world = approved()
    seen = world.case("mass").shown

    impact = world.look_ahead(later(MASS_TEXT, said=MASS))
    world.go_over(later(MASS_TEXT, said=MASS))

    assert step(impact, "mass").in_other_words
    case = world.case("mass")
    assert case.state is State.APPROVED
    assert case.votes[0].shown == seen != case.shown
    now = covered(world.checklist, world.plan, world.dossier, world.checklist.step("mass"))
    assert (case.shown, case.covered) == (digest_of(now), now)


def test_other_words_are_told_also_where_a_rule_changed_beside_them():
    impact = approved().look_ahead(
        later(
            MASS_TEXT, ("          towed: {kind", "          towed: {when: mass_kg > 1, otherwise: no, kind"), said=MASS
        )
    )
    rule = approved().look_ahead(
        later(
            ("review: {low: one, high: both}", "review: {low: one, high: one}"),
            BOTH_GONE,
            ("text: The link holds.", "text: It holds."),
            said="link: {from: link, change: editorial}",
        )
    )

    assert step(impact, "mass").in_other_words
    assert step(rule, "link").descent.change == "material"
    assert step(rule, "link").in_other_words


def test_a_translation_alone_is_carried_and_marked_as_such():
    impact = approved(("languages: [en]", "languages: [en, it]")).look_ahead(
        later(("languages: [en]", "languages: [en, it]"), ("title: Mass\n", "title: {en: Mass, it: Massa}\n"))
    )

    assert step(impact, "mass").in_other_words


def test_a_unit_is_no_matter_of_words():
    """An author who calls it editorial is not believed."""
    impact = approved().look_ahead(later(("unit: kg, min: 0", "unit: lb, min: 0"), said=MASS))

    assert ("wording", None, None) in reasons(impact, "mass")


def test_what_an_author_declares_reopens_a_step_whose_words_are_the_same():
    impact = approved().look_ahead(later(said="mass: {from: mass, change: material}"))

    assert reasons(impact, "mass") == [("declared", None, "material")]


def test_a_level_that_moves_reopens_the_step_with_both_levels():
    impact = approved().look_ahead(later(("mass_kg <= 500", "mass_kg <= 150")))

    assert reasons(impact, "link") == [("level", "low", "high")]
    assert step(impact, "mass").carried


def test_a_rule_that_changed_but_says_the_same_of_this_dossier_reopens_nothing():
    impact = approved().look_ahead(later(("mass_kg <= 500", "mass_kg <= 400")))

    assert impact.falls == ()


def test_a_stricter_review_reopens_and_an_easier_one_does_not():
    stricter = approved().look_ahead(
        later(("one: {roles: [technical_reviewer]}", "one: {roles: [technical_reviewer], quorum: 2}"))
    )
    other_role = approved().look_ahead(later(("one: {roles: [technical_reviewer]}", "one: {roles: [safety_manager]}")))
    easier = approved().look_ahead(
        later(("one: {roles: [technical_reviewer]}", "one: {roles: [technical_reviewer, safety_manager]}"))
    )

    assert reasons(stricter, "mass") == reasons(other_role, "mass") == [("review", None, None)]
    assert easier.falls == ()


def test_a_step_in_review_stays_there_with_the_votes_it_has():
    world = answered("900").submit("link", ANNA)
    world.approve("link", BRUNO).go_over(later())

    assert (world.case("link").state, len(world.case("link").votes)) == (State.SUBMITTED, 1)
    world.approve("link", EVHEN)
    assert world.case("link").state is State.APPROVED
    assert [vote.edition for vote in world.case("link").votes] == ["1", ""]


def test_a_step_that_nothing_follows_is_told_and_its_answers_are_kept():
    world = answered("200", "yes").submit("tow", ANNA).approve("tow", BRUNO)
    without = later((WITHOUT_TOW, ""))

    impact = world.look_ahead(without)
    world.go_over(without)

    assert step(impact, "tow").gone
    assert "tow" not in world.dossier.cases
    kept = world.dossier.aside["rope"]
    assert (kept.answer.value, kept.aside.why, kept.aside.edition) == ("Steel.", "gone", "1")
    assert "rope" not in world.dossier.answers


WITHOUT_TOW = """      - id: tow
        title: Tow
        source: "3"
        text: The tow rope holds.
        when: towed
        shows: [heavy]
        questions:
          rope: {kind: text, title: Which rope?}
"""


def test_a_new_step_asks_its_questions():
    new = (
        WITHOUT_TOW,
        WITHOUT_TOW
        + WITHOUT_TOW.replace("tow\n", "net\n").replace("rope", "mesh").replace("when: towed", "when: 'true'"),
    )

    impact = approved().look_ahead(later(new, said="net: {change: new}"))

    assert impact.asked == ("mesh",)
    assert step(impact, "net").descent.change == "new"
    assert impact.falls == ()


@pytest.mark.parametrize(
    ("question", "changes", "fate", "why"),
    [
        ("how", [("title: How?", "title: How?, max_length: 20")], Fate.CARRIED, ""),
        ("how", [("title: How?", "title: How?, max_length: 5")], Fate.AGAIN, "fit"),
        ("how", [("title: How?", "title: How and when?")], Fate.CONFIRM, "words"),
        ("how", [("how: {kind: text", "how: {kind: reference")], Fate.AGAIN, "kind"),
        ("how", [("how: {kind: text", "how: {visibility: public, kind: text")], Fate.AGAIN, "visibility"),
        (
            "how",
            [("how: {kind: text", "how: {held_by: operator, visibility: owner, kind: text")],
            Fate.AGAIN,
            "held_by",
        ),
        ("how", [("how: {kind: text", "in_what_way: {kind: text")], Fate.GONE, "gone"),
        ("mass_kg", [("unit: kg, min: 0", "unit: lb, min: 0")], Fate.AGAIN, "unit"),
    ],
)
def test_an_answer_counts_only_where_the_same_is_asked(
    question: str, changes: list[tuple[str, str]], fate: Fate, why: str
):
    world, edition = answered("200"), later(*changes)

    kept = {each.question: each for each in world.look_ahead(edition).answers}[question]
    world.go_over(edition)

    assert (kept.fate, kept.why) == (fate, why)
    counts = fate in (Fate.CARRIED, Fate.CONFIRM)
    assert (question in world.dossier.answers, question in world.dossier.aside) == (counts, not counts)
    assert (world.dossier.confirm == {question: why}) is (fate is Fate.CONFIRM)


def test_what_does_not_count_is_unknown_and_never_a_wrong_number():
    world = approved().go_over(later(("unit: kg, min: 0", "unit: lb, min: 0")))

    assert world.plan.derived["heavy"].value is None
    assert world.plan.steps["link"].applies == "undecided"
    world.answer("mass_kg", "440", DARIA)
    assert "mass_kg" not in world.dossier.aside
    assert world.plan.derived["heavy"].value is True


def test_to_send_a_step_for_review_confirms_its_answers():
    world = answered("200").go_over(later(("number, title: Mass,", "number, title: Mass without fuel,")))

    world.submit("mass", ANNA)

    assert world.dossier.confirm == {}


def test_evidence_follows_its_step_and_is_kept_where_nothing_follows():
    world = answered("200", "yes").attach("tow", "a", ANNA).attach("mass", "b", ANNA)

    world.go_over(later((WITHOUT_TOW, "")))

    [lost, kept] = world.dossier.evidence.values()
    assert (lost.step, lost.aside and lost.aside.why) == ("tow", "gone")
    assert (kept.step, kept.aside) == ("mass", None)
    assert world.dossier.evidence_of("tow") == ()


def test_a_step_with_another_id_takes_its_answers_and_evidence_along_and_is_reviewed_anew():
    world = answered("200", "yes").attach("tow", "a", ANNA).submit("tow", ANNA).approve("tow", BRUNO)

    impact = world.look_ahead(later(("- id: tow", "- id: rope"), said="rope: {from: tow, change: editorial}"))
    world.go_over(later(("- id: tow", "- id: rope"), said="rope: {from: tow, change: editorial}"))

    assert reasons(impact, "rope") == [("step", "tow", "rope")]
    assert world.dossier.answers["rope"].value == "Steel."
    assert [piece.step for piece in world.dossier.evidence.values()] == ["rope"]
    assert (world.case("rope").state, world.case("rope").touched_by) == (State.DRAFT, frozenset())
    assert world.case("tow").remarks == ()


def test_steps_that_became_one_are_reviewed_anew_by_whoever_prepared_neither():
    world = approved()
    one = later(LINK_GONE, BOTH_GONE, said="mass: {from: [mass, link], change: material}")

    impact = world.look_ahead(one)
    world.go_over(one)

    assert reasons(impact, "mass") == [("merged", "mass, link", "mass")]
    assert world.case("mass").state is State.DRAFT
    assert world.case("mass").voided == 2


LINK_GONE = (CHECKLIST[CHECKLIST.index("      - id: link") : CHECKLIST.index("      - id: tow")], "")


BOTH_GONE = (
    "  both: {roles: [technical_reviewer], quorum: 2, organisations: 2, parties: [designer, operator], step_up: yes}\n",
    "",
)


def test_a_waiver_goes_on_where_its_step_asks_the_same_and_ends_where_not():
    waived = (
        ("review: one\n", "review: one\nwaivers: {usual: {roles: [technical_reviewer], months: 6}}\nwaiver: usual\n"),
    )

    def world() -> World:
        found = answered("200", "no", *waived)
        found.decide("grant", found.ask("link", ANNA), BRUNO)
        return found

    reworded = ("text: The link holds.", "text: The link keeps holding.")
    same = world().go_over(later(*waived))
    editorial = world().go_over(later(*waived, reworded, said="link: {from: link, change: editorial}"))
    other = world().go_over(later(*waived, reworded))

    assert [each.dossier.is_waived("link") for each in (same, editorial, other)] == [True, True, False]
    [ended] = [entry.fact for entry in other.entries if isinstance(entry.fact, f.DepartureEnded)]
    assert [line["what"] for line in ended.because] == ["edition", "wording"]


def test_several_editions_on_it_is_judged_over_all_of_them():
    second, third = later(MASS_TEXT, said=MASS), third_edition(MASS_TEXT, said="")
    kept = impact_of((answered().checklist, second, third), (world := approved()).plan, world.dossier, world.today)
    other = third_edition(("text: Say what it weighs.", "text: Weigh it."), said="")
    fallen = impact_of((world.checklist, second, other), world.plan, world.dossier, world.today)

    assert step(kept, "mass").in_other_words
    assert reasons(fallen, "mass") == [("wording", None, None)]


def third_edition(*changes: tuple[str, str], said: str) -> Checklist:
    return later(*changes, ('edition: "2"\nsupersedes: {"1"', 'edition: "3"\nsupersedes: {"2"'), said=said)


@pytest.mark.parametrize("code", ["dossier.closed", "edition.changed", "edition.reason", "edition.long"])
def test_nobody_goes_over_to_what_they_were_not_shown_or_without_a_reason(code: str):
    world = approved()
    impact = world.look_ahead(later())
    shown, reason = impact.shown, "Why not."
    match code:
        case "dossier.closed":
            world.record((f.DossierClosed(statement="Done."),), ANNA)
        case "edition.changed":
            shown = world.look_ahead(later(MASS_TEXT)).shown
        case "edition.reason":
            reason = " "
        case _:
            reason = "x" * 2001

    with pytest.raises(Refused) as refused:
        move(impact, world.dossier, shown, reason)

    assert refused.value.code == code


def test_an_edition_without_a_part_that_somebody_plays_is_refused():
    with pytest.raises(Refused) as refused:
        approved().look_ahead(
            later(("{designer: Designer, operator: Operator}", "{designer: Designer, pilot: Pilot}"),
                  ("parties: [designer, operator]", "parties: [designer, pilot]"))
        )  # fmt: skip

    assert refused.value.code == "edition.parties"


def test_a_dossier_that_went_over_replays_to_what_it_is():
    world = approved().go_over(later(MASS_TEXT, ("unit: kg, min: 0", "unit: lb, min: 0")))
    world.answer("mass_kg", "440", ANNA)

    again = Dossier("d1")
    for stretch, edition in zip(stretches(world.entries), (approved().checklist, world.checklist), strict=True):
        again = replay(again, stretch, edition.steps_of_questions)

    assert again == world.dossier
    assert [entry.fact.edition for entry in again.moves] == ["2"]
