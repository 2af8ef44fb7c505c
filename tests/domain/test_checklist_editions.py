"""An edition that says only what differs from another one: what comes out, and where its mistakes are told."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from certflow.domain import checklist as language
from certflow.domain.checklist import Checklist, Problem, Problems, read_checklist
from certflow.domain.checklist.strict_yaml import read_yaml
from certflow.domain.checklist.trials import failing_trials
from certflow.domain.edition import File
from tests.domain.checklists import README, example_text

HEAD = """\
checklist: example
edition: "1.1"
extends: "1.0"
status: draft
title: {en: Flights over another valley}
"""


def sibling(changes: str, base: str | None = None, head: str = HEAD, **others: str) -> Checklist:
    """The example with `changes` put over it."""
    files = {"1.0": base or example_text(), **{name.replace("_", "."): text for name, text in others.items()}}
    return read_checklist((head + changes).encode(), file="1.1.yaml", editions=finder(files))


def finder(files: Mapping[str, str]) -> language.Editions:
    return lambda edition: File(files[edition].encode(), f"{edition}.yaml") if edition in files else None


def problems_of(changes: str, base: str | None = None, head: str = HEAD, **others: str) -> tuple[Problem, ...]:
    with pytest.raises(Problems) as caught:
        sibling(changes, base, head, **others)
    return caught.value.found


def base() -> Checklist:
    return read_checklist(example_text().encode())


def test_what_is_not_said_is_as_in_the_extended_edition():
    own, other = sibling(""), base()

    assert (own.edition, own.extends, other.extends) == ("1.1", "1.0", None)
    assert {id_: step.wording_digest for id_, step in own.steps.items()} == {
        id_: step.wording_digest for id_, step in other.steps.items()
    }
    assert len(own.trials) == len(other.trials)
    assert failing_trials(own) == ()


def test_the_edition_in_the_reference_is_true():
    """The second example of checklists/README.md, put over the first."""
    own = sibling("", head=re.findall(r"```yaml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)[1])

    assert failing_trials(own) == ()
    assert list(own.steps) == ["operation", "oso-05", "noise", "staying-inside", "proof"]
    assert own.supersedes["1.0"].steps["oso-05"].earlier == ("oso-05", "night")


def test_each_edition_says_its_own_status_title_and_days():
    with_days = example_text().replace("publisher:", "changes: Everything.\njurisdictions: {ES: {}}\npublisher:")
    own = sibling("", with_days)

    assert str(own.title) == "Flights over another valley"
    assert (own.effective, own.changes, dict(own.jurisdictions)) == (None, (), {})
    assert {one.message for one in problems_of("", head=HEAD.replace("status: draft\n", ""))} == {
        "'status' is missing here."
    }


def test_a_single_cell_is_changed_by_label_or_by_place():
    by_label = sibling("tables: {ground_risk: {rows: {bands: {below 5: {gives: {3 m: 4}}}}}}")
    by_place = sibling("tables: {ground_risk: {rows: {bands: {1: {gives: {2: 4}}}}}}")

    for own in (by_label, by_place):
        assert [[int(str(cell)) for cell in row] for row in own.tables["ground_risk"].grid[:2]] == [
            [2, 4, 5],
            [3, 4, 6],
        ]


def test_a_level_is_changed_by_the_value_it_depends_on():
    own = sibling("levels: {1: {rows: {oso-05: {III: H}}}}\ntests: [{name: Every level of the objective}]")

    assert own.step("oso-05").level.levels == {"I": "not_required", "II": "low", "III": "high"}  # type: ignore[union-attr]


def test_a_text_goes_whole_so_that_no_old_translation_is_left():
    own = sibling("steps: {operation: {title: {en: Aircraft}}}")

    assert own.step("operation").title.in_language("it") == "Aircraft"


def test_a_translation_alone_is_added():
    own = sibling("steps: {night: {title: {it: Notte}}}")

    assert own.step("night").title.in_language("it") == "Notte"
    assert str(own.step("night").title) == "Night"


def test_a_new_step_stands_where_it_says():
    own = sibling(
        "steps: {noise: {section: objectives, after: oso-05, title: Noise, source: S.10, text: Be quiet.,"
        " questions: {loudness: {kind: number, title: How loud}}}}"
    )

    assert list(own.steps) == ["operation", "oso-05", "noise", "night", "staying-inside", "proof"]
    assert own.step_of("loudness").id == "noise"


def test_a_step_is_taken_away_with_its_rows_in_levels_matrix_and_tests():
    own = sibling("steps: {oso-05: ~}\ntests: [{name: Every level of the objective}]")

    assert "oso-05" not in own.steps
    assert [block.rows for block in own.matrix] == [("staying-inside",), (), ("operation", "night"), ()]
    assert failing_trials(own) == ()


@pytest.mark.parametrize(
    "changes",
    [
        "steps: {oso-05: {criteria: {c1: ~}}}",
        "steps: {oso-05: {criteria: ~}}",
        "sections: {objectives: {steps: {oso-05: {criteria: {c1: ~}}}}}",
    ],
)
def test_a_criterion_is_taken_away_with_the_rows_of_mappings_that_lead_to_it(changes: str):
    own = sibling(changes)

    assert [row.target for row in own.mappings[0].rows] == ["oso-05", "night"]
    assert "oso-05.c1" not in [one.key for one in own.steps["oso-05"].criteria]


def test_a_section_is_taken_away_with_all_that_speaks_of_its_steps():
    own = sibling(
        "sections: {objectives: ~}\ngates: {derivation: ~}\nmappings: ~\ntests: [{name: Every level of the objective}]"
    )

    assert list(own.steps) == ["operation", "proof"]
    assert [block.rows for block in own.matrix] == [(), (), ("operation",), ()]
    assert failing_trials(own) == ()


def test_a_step_is_taken_away_with_its_boxes_in_the_matrix():
    own = sibling("steps: {staying-inside: ~}")

    assert next((block.rows, dict(block.ticks)) for block in own.matrix) == ((), {})


def test_a_review_policy_is_changed_for_all_who_use_it():
    own = sibling("reviews: {both_sides: {quorum: 3}}")

    assert own.step("oso-05").policy("high").quorum == 3
    assert own.step("oso-05").policy("high").parties == ("designer", "operator")


def test_a_name_in_a_map_is_taken_away():
    own = sibling("derived: {design_proof: ~}")

    assert "design_proof" not in own.derived


def test_tests_of_the_extended_edition_run_on_this_one():
    own = sibling("tables: {ground_risk: {rows: {bands: {1: {gives: {1: 3}}}}}}")

    assert {(one.file, one.code) for one in failing_trials(own, file="1.1.yaml")} == {("1.0.yaml", "test.failed")}


def test_what_a_test_expects_of_the_same_answers_goes_before_what_the_other_edition_expects():
    own = sibling(
        "levels: {1: {rows: {oso-05: {III: H}}}}\n"
        "tests: [{name: At the top, suppose: {sail: III}, expect: {oso-05: high}}]"
    )

    assert failing_trials(own) == ()
    assert len(own.trials) == len(base().trials), "the case that is answered anew is not run twice"


def test_a_test_of_the_same_name_stands_instead():
    own = sibling("tests: [{name: Every level of the objective, suppose: {sail: I}, expect: {oso-05: NR}}]")

    assert [trial.name for trial in own.trials].count("Every level of the objective") == 1


def test_the_digest_covers_the_extended_edition():
    own, edited = sibling(""), sibling("", example_text().replace("Flights over", "Flight over"))

    assert own.digest != edited.digest
    assert own.digest != hashlib.sha256(HEAD.encode()).hexdigest()


def test_an_edition_may_extend_one_that_extends_another():
    middle = HEAD + "authority: Middle\nreviews: {both_sides: {quorum: 3}}\n"
    own = sibling("authority: Top\n", head=HEAD.replace('"1.1"', '"1.2"').replace('"1.0"', '"1.1"'), **{"1_1": middle})

    assert (own.authority, own.step("oso-05").policy("high").quorum) == ("Top", 3)


#: code, what the edition says, part of the message, and the file and line where it is told
DEFECTS = [
    ("override.step", "steps: {oso-5: {text: Other.}}", "Nearest: 'oso-05'", "1.1.yaml:6"),
    ("override.section", "steps: {x: {section: objektives, title: X}}", "Nearest: 'objectives'", "1.1.yaml:6"),
    ("override.nothing", "derived: {sial: ~}", "Nearest: 'sail'", "1.1.yaml:6"),
    ("override.entry", "tables: {ground_risk: {rows: {bands: {below 6: {gives: {1: 3}}}}}}", "'below 5'", "1.1.yaml:6"),
    ("override.after", "steps: {x: {section: objectives, after: nihgt, title: X}}", "Nearest: 'night'", "1.1.yaml:6"),
    ("shape.missing", "steps: {x: {section: objectives, title: X, source: S.1}}", "'text' is missing", "1.1.yaml:6"),
    ("shape.extra-forbidden", "steps: {night: {txt: X}}", "Nearest: 'text'", "1.1.yaml:6"),
    ("table.incomplete", 'tables: {sail: {rows: {bands: {2: {when: "> 3"}}}}}', "final_grc = 3", "1.1.yaml:6"),
    ("condition.unknown-name", "steps: {night: {when: peeple > 3}}", "Nearest: 'people'", "1.1.yaml:6"),
    ("condition.unknown-name", "steps: {operation: {questions: {people: ~}}}", "people", "1.0.yaml:"),
    ("value.unknown", "tables: {sail: {rows: {bands: {1: {gives: {b: VI}}}}}}", "'VI' is not", "1.1.yaml:6"),
]


@pytest.mark.parametrize(("code", "changes", "part", "place"), DEFECTS)
def test_a_mistake_is_told_in_the_file_that_made_it(code: str, changes: str, part: str, place: str):
    told = [one for one in problems_of(changes) if one.code == code]

    assert any(part in one.message and str(one).startswith(place) for one in told), [str(one) for one in told]


@pytest.mark.parametrize(
    ("code", "head", "others", "part"),
    [
        ("extends.unknown", HEAD.replace('"1.0"', '"9.9"'), {}, "no edition '9.9'"),
        ("extends.unknown", HEAD.replace('"1.0"', '"../1.0"'), {}, "no edition '../1.0'"),
        ("extends.line", HEAD.replace('"1.0"', '"2.0"'), {"2_0": HEAD.replace('"1.0"', '"2.0"')}, "circle"),
        ("extends.other", HEAD.replace("checklist: example", "checklist: other"), {}, "same checklist"),
        ("extends.late", HEAD.replace('extends: "1.0"\n', "") + 'extends: "1.0"\n', {}, "first lines"),
    ],
)
def test_what_cannot_be_extended_is_told(code: str, head: str, others: dict[str, str], part: str):
    whole = example_text().split("publisher:", 1)[1] if code == "extends.late" else ""
    found = problems_of(f"publisher:{whole}" if whole else "", head=head, **others)

    assert any(one.code == code and part in one.message for one in found), [str(one) for one in found]


def test_every_code_of_extending_is_shown_here():
    folder = Path(language.__file__).parent
    source = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    codes = set(re.findall(r'"((?:extends|override)\.[a-z0-9-]+)"', source))
    here = Path(__file__).read_text(encoding="utf-8")

    assert {code for code in codes if f'("{code}"' not in here} == set()


def test_a_problem_inside_the_extended_file_keeps_its_place():
    broken = example_text().replace("when: people >= 5", "when: peple >= 5")
    line = next(at for at, one in enumerate(broken.splitlines(), 1) if "peple" in one)

    assert [str(one).split()[0] for one in problems_of("", broken)] == [f"1.0.yaml:{line}:19"]


def test_days_and_successions_are_read():
    own = sibling(
        """
jurisdictions: {ES: {effective: 2025-11-18, accept_until: 2025-11-17, note: Applications until then.}}
supersedes:
  "0.9":
    note: Objectives were merged.
    steps:
      oso-05: {from: [oso-05, oso-10], change: tightened, note: One objective now.}
      oso-05.c2: {change: new}
    withdrawn: {m3: No credit any more.}
"""
    )

    assert own.jurisdictions["ES"].accept_until == "2025-11-17"
    followed = own.supersedes["0.9"]
    assert followed.steps["oso-05"].earlier == ("oso-05", "oso-10")
    assert followed.steps["oso-05.c2"].change == "new"
    assert str(followed.withdrawn["m3"]) == "No credit any more."


def ways(data: object, way: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The way to every part of a file, entries of lists counted from 1."""
    if way:
        yield way
    inner = data.items() if isinstance(data, dict) else enumerate(data, 1) if isinstance(data, list) else ()
    for name, part in inner:
        yield from ways(part, (*way, str(name)))


WAYS = [way for way in ways(read_yaml(example_text().encode()).data) if way[0] not in ("checklist", "edition", "title")]
PUT = ["~", "1", "yes", "low", "sail", "objectives", "people > 5", "[]", "[1, 2]", "{}", "''", "'≥ 5'", "-1"]
PUT += ["{en: X}", "{it: Y}", "{when: x}", "{a: ~}", "{'1': ~}", "{'1': 5}", "{section: objectives, after: night}"]


def told(changes: str) -> tuple[Problem, ...]:
    try:
        own = sibling(changes)
    except Problems as problems:
        return problems.found
    return failing_trials(own)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(("tables", "air_risk", "gives"), "{}", None)
@example(("derived", "aec", "title"), "{}", None)
@given(st.sampled_from(WAYS), st.sampled_from(PUT), st.sampled_from([None, *WAYS]))
def test_whatever_is_put_over_any_part_comes_out_whole_or_is_told_with_its_place(
    way: tuple[str, ...], put: str, other: tuple[str, ...] | None
):
    """`other` lends its last name, so that parts meet which do not belong together."""
    *outer, last = way if other is None else (*way[:-1], other[-1])
    nested = f"'{last}': {put}"
    for name in reversed(outer):
        nested = f"'{name}': {{{nested}}}"

    found = told(nested + "\n")

    assert all(one.file in ("1.1.yaml", "1.0.yaml") for one in found)
    assert all(1 <= one.line <= len(example_text().splitlines()) + 1 for one in found)
