"""Two editions side by side: what became of every step and criterion."""

from __future__ import annotations

import pytest

from certflow.domain.checklist import Checklist, read_checklist
from certflow.domain.checklist.changes import (
    Change,
    Compared,
    LevelMove,
    Part,
    changed_values,
    compare_editions,
    stale_translations,
    unknown_ids,
)
from certflow.domain.edition import File
from tests.domain.checklists import example, example_text

HEAD = 'checklist: example\nedition: "1.1"\nextends: "1.0"\nstatus: draft\ntitle: Another\n'


def later(changes: str) -> Checklist:
    base = File(example_text().encode(), "1.0.yaml")
    return read_checklist((HEAD + changes).encode(), editions=lambda edition: base if edition == "1.0" else None)


def compared(changes: str) -> dict[str, Compared]:
    return {one.id: one for one in compare_editions(example(), later(changes))}


def follows(steps: str) -> str:
    return f'supersedes: {{"1.0": {{steps: {{{steps}}}}}}}\n'


def test_nothing_changed_in_an_edition_that_says_nothing():
    assert {one.change for one in compared("").values()} == {Change.UNCHANGED}
    assert {inner.change for one in compared("").values() for inner in one.criteria} == {Change.UNCHANGED}
    assert changed_values(example(), later("")) == {}


@pytest.mark.parametrize(
    ("changes", "change", "differs"),
    [
        ("steps: {night: {title: {it: Notte}}}", Change.EDITORIAL, (Part.TRANSLATION,)),
        ("steps: {night: {source: S.9.1}}", Change.EDITORIAL, (Part.SOURCE,)),
        ("steps: {night: {text: It is seen.}}", Change.MATERIAL, (Part.WORDING,)),
        ("steps: {night: {questions: {lights: {title: Lights?}}}}", Change.MATERIAL, (Part.WORDING,)),
        ("steps: {night: {when: sheltered}}", Change.MATERIAL, (Part.RULE,)),
        ("lists: {lamps: {title: Lamps, item: Lamp}}\nsteps: {night: {each: lamps}}", Change.MATERIAL, (Part.RULE,)),
        ("steps: {night: {review: both_sides}}", Change.MATERIAL, (Part.REVIEW,)),
        ("reviews: {from_outside: {quorum: 2}}", Change.MATERIAL, (Part.REVIEW,)),
        ("steps: {night: {text: X.}}\n" + follows("night: {from: night, change: editorial}"), Change.EDITORIAL,
         (Part.WORDING,)),
        ("steps: {night: {text: X.}}\n" + follows("night: {from: night, change: tightened}"), Change.TIGHTENED,
         (Part.WORDING,)),
        ("steps: {night: {text: X.}}\n" + follows("night: {from: night, change: relaxed}"), Change.RELAXED,
         (Part.WORDING,)),
        (follows("night: {from: night, change: material}"), Change.MATERIAL, ()),
        (follows("night: {from: night, change: editorial}"), Change.UNCHANGED, ()),
        # a declaration cannot hide what anybody can see
        ("steps: {night: {when: sheltered}}\n" + follows("night: {from: night, change: editorial}"), Change.MATERIAL,
         (Part.RULE,)),
    ],
)  # fmt: skip
def test_a_step_is_judged_by_what_differs_and_what_is_declared(changes: str, change: Change, differs: tuple[Part, ...]):
    found = compared(changes)["night"]

    assert (found.change, found.differs) == (change, differs)
    assert found.holds is (change in (Change.UNCHANGED, Change.EDITORIAL))


LEVEL_TEST = "\ntests: [{name: Every level of the objective}]\n"


@pytest.mark.parametrize(
    ("row", "change"),
    [
        ("{III: H}", Change.TIGHTENED),
        ("{III: L}", Change.RELAXED),
        ("{II: NR, III: H}", Change.MATERIAL),
    ],
)
def test_levels_that_move_say_themselves_which_way(row: str, change: Change):
    found = compared(f"levels: {{1: {{rows: {{oso-05: {row}}}}}}}{LEVEL_TEST}")["oso-05"]

    assert (found.change, found.differs) == (change, (Part.LEVELS,))


def test_a_level_move_names_the_cell():
    found = compared(f"levels: {{1: {{rows: {{oso-05: {{III: H}}}}}}}}{LEVEL_TEST}")["oso-05"]

    assert found.levels == (LevelMove("III", "medium", "high"),)


def test_a_level_that_rose_is_not_editorial_whatever_is_declared():
    declared = follows("oso-05: {from: oso-05, change: editorial}")
    found = compared(f"{declared}levels: {{1: {{rows: {{oso-05: {{III: H}}}}}}}}{LEVEL_TEST}")["oso-05"]

    assert found.change is Change.TIGHTENED


def test_a_level_that_rose_where_the_author_says_relaxed_is_material():
    declared = follows("oso-05: {from: oso-05, change: relaxed}")
    found = compared(f"{declared}levels: {{1: {{rows: {{oso-05: {{III: H}}}}}}}}{LEVEL_TEST}")["oso-05"]

    assert found.change is Change.MATERIAL


def test_a_criterion_that_changed_changes_its_step():
    text = "steps: {oso-05: {criteria: {c1: {levels: {low: {integrity: Hazards are gone.}}}}}}"
    found = compared(text)["oso-05"]

    assert (found.change, found.differs) == (Change.MATERIAL, (Part.CRITERIA,))
    assert [(one.id, one.change) for one in found.criteria] == [
        ("oso-05.c1", Change.MATERIAL),
        ("oso-05.c2", Change.UNCHANGED),
    ]


def test_a_step_that_means_the_same_has_criteria_that_mean_the_same():
    text = "steps: {oso-05: {criteria: {c1: {levels: {low: {integrity: Hazards are made little.}}}}}}\n"
    found = compared(text + follows("oso-05: {from: oso-05, change: editorial}"))["oso-05"]

    assert (found.change, found.criteria[0].change) == (Change.EDITORIAL, Change.EDITORIAL)


def test_a_criterion_can_be_new_moved_or_removed():
    text = (
        "steps: {oso-05: {criteria: {c2: ~, c3: {title: Software, levels: {high: {integrity: X., assurance: Y.}}},"
        " c4: {title: New, levels: {low: {integrity: X.}}}}}}\n"
    )
    moved = compared(text + follows("oso-05.c3: {from: oso-05.c2, change: tightened}"))["oso-05"]
    removed = compared(text)["oso-05"]

    assert {one.id: (one.change, one.earlier) for one in moved.criteria} == {
        "oso-05.c1": (Change.UNCHANGED, ("oso-05.c1",)),
        "oso-05.c3": (Change.TIGHTENED, ("oso-05.c2",)),
        "oso-05.c4": (Change.NEW, ()),
    }
    assert {one.id: one.change for one in removed.criteria}["oso-05.c2"] is Change.WITHDRAWN


def test_steps_can_be_new_merged_split_or_removed():
    gone = "steps: {night: ~, dusk: {section: objectives, title: Dusk, source: S.9, text: X.}}\n"

    removed = compared(gone + 'supersedes: {"1.0": {withdrawn: {night: Nobody flies at night any more.}}}')
    merged = compared(gone + follows("oso-05: {from: [oso-05, night], change: tightened}, dusk: {change: new}"))
    split = compared(gone + follows("oso-05: {from: oso-05, change: material}, dusk: {from: oso-05, change: material}"))
    renamed = compared(gone + follows("dusk: {from: night, change: relaxed}"))

    assert (removed["night"].change, str(removed["night"].note)) == (
        Change.WITHDRAWN,
        "Nobody flies at night any more.",
    )
    assert (merged["oso-05"].change, merged["oso-05"].earlier) == (Change.MERGED, ("oso-05", "night"))
    assert merged["dusk"].change is Change.NEW
    assert "night" not in merged
    assert (split["oso-05"].change, split["dusk"].change) == (Change.SPLIT, Change.SPLIT)
    assert (renamed["dusk"].change, renamed["dusk"].earlier) == (Change.RELAXED, ("night",))


def test_values_whose_rules_changed_are_named():
    found = changed_values(
        example(),
        later(
            "derived: {containment: {cases: {1: {when: characteristic_dimension_m < 0.3}}}, design_proof: ~,"
            " twice: {title: Twice, value: igrc * 2}}\n"
            "tables: {ground_risk: {rows: {bands: {2: {gives: {1: 4}}}}}}"
        ),
    )

    assert found == {
        "igrc": Change.MATERIAL,
        "containment": Change.MATERIAL,
        "twice": Change.NEW,
        "design_proof": Change.WITHDRAWN,
    }


def test_ids_that_the_earlier_edition_does_not_have_are_named():
    after = later(follows("night: {from: [night, nihgt], change: material}"))

    assert unknown_ids(example(), after) == ("nihgt",)


def test_a_translation_that_stayed_when_its_text_changed_is_stale():
    text = example_text().replace('edition: "1.0"', 'edition: "1.1"')
    text = text.replace(
        "{en: System safety, it: Sicurezza del sistema,", "{en: Safety of parts, it: Sicurezza del sistema,"
    )
    text = text.replace("{en: The operation, it:", "{en: What is done, it:")  # a section is no requirement
    line = next(at for at, one in enumerate(text.splitlines(), 1) if "Safety of parts" in one)

    found = stale_translations(File(text.encode(), "example/1.1.yaml"), example(), read_checklist(text.encode()))

    assert [(one.code, one.line) for one in found] == [("text.stale", line)]
    assert found[0].message == "This changed since edition 1.0, but not in it, uk."


def test_a_point_that_is_said_otherwise_leaves_its_translations_stale():
    was = example_text().replace("source: S.9", "source: {point: {en: Lights, it: Luci, uk: Вогні}}", 1)
    text = was.replace('edition: "1.0"', 'edition: "1.1"').replace(
        "en: Lights, it: Luci", "en: Lights and signs, it: Luci"
    )

    found = stale_translations(File(text.encode(), ""), read_checklist(was.encode()), read_checklist(text.encode()))

    line = next(at for at, one in enumerate(text.splitlines(), 1) if "Lights and signs" in one)
    assert [(one.code, one.line) for one in found] == [("text.stale", line)]
