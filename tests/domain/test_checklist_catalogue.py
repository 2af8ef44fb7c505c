"""What large and imported checklists need: headings, nested steps, parts, parameters, groups, scores, any language."""

from __future__ import annotations

from decimal import Decimal

import pytest

from certflow.domain.checklist import Checklist, read_checklist
from certflow.domain.checklist.trials import failing_trials
from certflow.domain.edition import File
from certflow.domain.plan import Verdict, make_plan
from tests.domain.checklists import problems_of, written

CATALOGUE = written("checklist: catalogue", 'edition: "1"')
NIGHT = written("checklist: catalogue", 'edition: "1-night"')

#: code, what to replace, by what, part of the message
DEFECTS = [
    ("shape.string-pattern-mismatch", "languages: [en, fr]", "languages: [en, fr, Deutsch]", "Deutsch"),
    ("parameter.unknown", "inspected {{inspection}}", "inspected {{inspecton}}", "Nearest: 'inspection'"),
    ("parameter.circle", "title: hours of rest,", 'title: "{{inspection}}",', "stand in one another"),
    ("parameter.too-long", "U.2.1\n        text: ", "", "more than 20000"),
    ("parameter.deep", "parameters:  ", "", "more than 16 deep"),
    ("parameter.many", "    values: before each flight ", '    values: [before each flight, "after {{rest_h}}"] ',
     "takes one"),
    ("parameter.choice", "values: before each flight ", "values: before every flight ", "'before each flight'"),
    ("group.unknown", "groups: [crew, fleet]       #", "groups: [crew, fleat]       #", "Nearest: 'fleet'"),
    ("group.unknown", "groups: crew}, fleet", "groups: crow}, fleet", "Nearest: 'crew'"),
    ("group.unchosen", "groups: [crew, fleet]}}", "groups: [crew]}}", "Nothing chooses the group 'fleet'"),
    ("step.under", "under: inspection\n", "under: inspecton\n", "Nearest: 'inspection'"),
    ("step.under", "under: care ", "under: spares ", "before this one"),
    ("heading.part", "assessable: no ", "provided_by: [designer]\n        assessable: no ", "no 'provided_by'"),
    ("score.unknown", "{of: upkeep, combine", "{of: upkep, combine", "Nearest: 'upkeep'"),
    ("score.each", "under: inspection\n", "under: inspection\n        each: spares\n", "asked of each"),
    ("score.question", "{of: upkeep, combine", "{of: scope, combine", "'scope' has no scores"),
]  # fmt: skip


#: defects that take more room
GROWN = {
    "parameter.too-long": f'U.2.1\n        text: "{"{{rest_h}}" * 1900}"\n        guidance: ',
    "parameter.deep": "parameters:\n"
    + "".join(f'  p{at}: {{title: "{{{{p{at + 1}}}}}"}}\n' for at in range(20))
    + "  p20: {title: End}\n",
}


def catalogue() -> Checklist:
    return read_checklist(CATALOGUE.encode())


def tailored(text: str = NIGHT) -> Checklist:
    return read_checklist(text.encode(), editions={"1": File(CATALOGUE.encode())}.get)


@pytest.mark.parametrize(("code", "old", "new", "part"), DEFECTS)
def test_a_seeded_defect_is_told_where_it_is(code: str, old: str, new: str, part: str):
    assert old in CATALOGUE
    seeded = CATALOGUE.replace("how_many: one_or_more, ", "") if code == "parameter.many" else CATALOGUE
    seeded = seeded + "\nlists: {spares: {title: Spares, item: Spare}}\n" if code == "score.each" else seeded
    new = GROWN.get(code, new)
    found = [one for one in problems_of(seeded.replace(old, new, 1)) if one.code == code]

    assert any(part in one.message for one in found), problems_of(seeded.replace(old, new, 1))
    first = seeded[: seeded.index(old)].count("\n") + 1
    elsewhere = {"group.unchosen", "score.each"}
    assert code in elsewhere or any(first <= one.line <= first + new.count("\n") + 1 for one in found)


def test_both_examples_are_true():
    assert failing_trials(catalogue()) == ()
    assert failing_trials(tailored()) == ()
    assert len(catalogue().trials) == 3


def test_a_heading_stands_among_the_steps_and_is_none():
    [section] = catalogue().sections

    assert section.steps == ("scope", "inspection", "spares")
    assert [(one.id, one.at) for one in section.headings] == [("care", 1)]
    assert "care" not in make_plan(catalogue(), {}).steps


def test_a_step_says_what_it_stands_under_and_its_parts_keep_their_names():
    step = catalogue().step("inspection")

    assert (step.under, catalogue().step("spares").under) == ("care", "inspection")
    assert [(one.name, one.label, one.depth) for one in step.parts] == [
        ("a", "a.", 0), ("a.1", "(1)", 1), ("a.2", "(2)", 1), ("how", "", 0),
    ]  # fmt: skip


def test_a_parameter_without_a_value_shows_what_can_be_chosen():
    text = CATALOGUE.replace("    values: before each flight ", "    # ")
    step = read_checklist(text.encode()).step("inspection")

    assert str(step.text) == ("The aircraft is inspected [one or more of: before each flight; after [hours of rest]].")
    assert str(step.acceptance[1]) == "Nobody inspects after less than [hours of rest]."


def test_braces_that_are_meant_as_they_are_stay():
    text = CATALOGUE.replace('"Nobody inspects after less than {{rest_h}}."', "'Type \\{{rest_h}}.'")

    assert str(read_checklist(text.encode()).step("inspection").acceptance[1]) == "Type {{rest_h}}."


def test_a_value_set_by_another_edition_moves_the_wording_exactly_where_it_stands():
    before, after = catalogue(), tailored()

    assert str(after.step("inspection").acceptance[1]) == "Nobody inspects after less than 10 hours."
    moved = {id for id, step in after.steps.items() if step.wording_digest != before.steps[id].wording_digest}
    assert moved == {"inspection"}


def test_a_step_of_groups_is_undecided_until_they_are_chosen_and_says_what_decides():
    planned = make_plan(catalogue(), {}).steps["spares"]

    assert (planned.applies, planned.waits_for) == (Verdict.UNDECIDED, ("scope",))


def test_a_step_of_groups_keeps_its_own_condition():
    text = CATALOGUE.replace("        groups: fleet\n", '        groups: fleet\n        when: "\\"crew\\" in scope"\n')
    checklist = read_checklist(text.encode())

    assert make_plan(checklist, {"scope": ("fleet",)}).steps["spares"].applies is Verdict.NO
    assert make_plan(checklist, {"scope": ("crew", "fleet")}).steps["spares"].applies is Verdict.YES


@pytest.mark.parametrize(("combine", "score"), [("mean", "2"), ("sum", "6"), ("min", "0"), ("max", "3")])
def test_scores_are_put_together_by_the_weight_of_their_steps(combine: str, score: str):
    checklist = read_checklist(CATALOGUE.replace("combine: mean", f"combine: {combine}").encode())
    plan = make_plan(checklist, {"scope": ("fleet",), "inspection_upkeep": "always", "spares_upkeep": "none"})

    assert plan.derived["upkeep_score"].value == Decimal(score)


def test_where_nothing_counts_the_score_is_what_the_author_says():
    text = CATALOGUE.replace("combine: mean}", "combine: mean, otherwise: 3}")
    checklist = read_checklist(text.replace("groups: crew}, fleet", "groups: []}, fleet").encode())

    assert make_plan(checklist, {"scope": ("crew",)}).derived["upkeep_score"].value == 3


def test_a_text_falls_back_to_the_language_that_decides():
    title = catalogue().title

    assert (title.in_language("fr"), title.in_language("uk")) == ("Entretien des aéronefs", "Looking after aircraft")
    assert title.language_shown("uk") == "en"


def test_what_few_steps_have_does_not_move_the_digest_of_others():
    plain = CATALOGUE.replace("        under: inspection\n", "")

    assert read_checklist(plain.encode()).step("scope").wording_digest == catalogue().step("scope").wording_digest
    assert read_checklist(plain.encode()).step("spares").wording_digest != catalogue().step("spares").wording_digest
