"""A library of CISO Assistant becomes a checklist, and comes back as it was."""

from __future__ import annotations

from datetime import UTC, date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certflow.domain.checklist.mappings import Rationale, Relationship
from certflow.domain.exchange.ciso_in import read_library
from certflow.domain.exchange.ciso_out import library_of, read_when, when_of
from certflow.domain.exchange.foreign_yaml import read_foreign_yaml, write_foreign_yaml
from certflow.domain.exchange.imported import NotImported
from certflow.domain.exchange.residue import same
from certflow.domain.plan import Verdict, make_plan
from tests.domain.exchange_samples import LIBRARY, checklist_of, data_of, file_of


def library() -> dict[str, Any]:
    data: dict[str, Any] = read_foreign_yaml(LIBRARY)
    return data


def there_and_back(data: dict[str, Any]) -> Any:
    return library_of(data_of(file_of(read_library(data))))


def test_every_construct_comes_back_as_it_was():
    assert same(there_and_back(library()), library())
    assert same(read_foreign_yaml(write_foreign_yaml(there_and_back(library()))), library())


def test_what_the_language_can_say_is_said_in_it():
    checklist = checklist_of(read_library(library()))
    step = checklist.step("r1-1")

    assert (checklist.language, checklist.languages) == ("fr", ("fr", "en", "it"))
    assert step.title.in_language("en") == "Mow"
    assert step.text.in_language("it") == "L'erba è tagliata."
    assert (str(step.guidance), str(step.expected_evidence[0])) == ("Avec une tondeuse.", "Une photo.")
    assert (step.groups, step.weight) == (("B", "f-1"), 2)
    assert checklist.step("r1-1-a").under == "r1-1"
    assert next(heading.id for section in checklist.sections for heading in section.headings) == "r1-2"


def test_groups_are_chosen_by_a_question_and_by_answers():
    checklist = checklist_of(read_library(library()))

    assert make_plan(checklist, {}).steps["r1-1"].applies is Verdict.UNDECIDED
    assert make_plan(checklist, {"groups_in_scope": ("B",)}).steps["r1-1"].applies is Verdict.YES
    assert make_plan(checklist, {"r2_q1": "oui"}).steps["r1-1"].applies is Verdict.YES


def test_questions_keep_their_conditions_and_results():
    checklist = checklist_of(read_library(library()))
    first, second, third, *_ = checklist.step("r1-1").questions
    chosen = {"groups_in_scope": ("B",), first: "oui", second: ("faux",)}
    plan = make_plan(checklist, chosen)

    assert (plan.questions[second].asked, plan.questions[third].asked) == (Verdict.YES, Verdict.NO)
    assert plan.derived["r1_1_result"].value is True


def test_what_is_odd_is_told_with_its_place():
    told = " ".join(read_library(library()).telling.sentences())

    parts = ["shifted column", "row 2 of a-to-b", "Une phrase entière", "visibility_expression", "'importance'"]
    for part in [*parts, "its own question's group", "asked as text here"]:
        assert part in told


def test_an_edit_is_exported_and_what_was_kept_beside_it_stays():
    data = data_of(file_of(read_library(library())).replace("L'herbe est tondue.", "L'herbe est coupée."))
    [edited] = [one for one in library_of(data)["objects"]["framework"]["requirement_nodes"] if one["urn"] == "u:1.1"]

    assert edited["description"].startswith("L'herbe est coupée.")
    assert edited["threats"] == ["urn:us:risk:threat:weeds"]
    assert edited["translations"]["en"]["description"] == "The grass is mown."


def test_rows_of_mapping_sets_that_lead_to_a_requirement_are_mappings():
    imported = read_library(library())
    (mapping,) = checklist_of(imported).mappings

    assert mapping.name == "a-to-b@1"
    assert [(row.source, row.target, row.relationship, row.rationale, row.strength) for row in mapping.rows] == [
        ("r9", "r1-1", Relationship.INTERSECTS, Rationale.SEMANTIC, 4),
        ("r8", "r2", Relationship.EQUAL, None, None),
    ]
    assert not any(row.credit for row in mapping.rows)
    assert imported.telling.read["mapping rows that lead here"] == 2
    assert "does not say the edition" in " ".join(imported.telling.sentences())


def test_what_stands_the_other_way_round_is_turned_and_turned_back():
    data = library()
    rows = data["objects"]["requirement_mapping_sets"][0]["requirement_mappings"]
    rows[0]["relationship"] = "subset"
    rows.append({"source_requirement_urn": "v:7", "target_requirement_urn": "u:2", "relationship": "subset"})
    rows.append({"source_requirement_urn": "v:7", "target_requirement_urn": "u:2", "relationship": "equal"})
    rows.append({"source_requirement_urn": "v:7", "target_requirement_urn": "w:1", "relationship": "equal"})
    (mapping,) = checklist_of(read_library(data)).mappings

    assert [row.relationship for row in mapping.rows] == [
        Relationship.SUPERSET, Relationship.EQUAL, Relationship.SUBSET,
    ]  # fmt: skip
    assert same(there_and_back(data), data)


def test_a_mapping_that_was_edited_is_exported_as_it_is_now():
    data = data_of(file_of(read_library(library())))
    rows = data["mappings"]["a-to-b@1"]["rows"]
    rows[0] |= {"strength": 9, "credit": ["evidence"]}
    rows[1] = {"from": "r7", "to": "r2", "relationship": "subset"}
    [exported] = library_of(data)["objects"]["requirement_mapping_sets"]

    assert exported["requirement_mappings"] == [
        {"source_requirement_urn": "u:1.1", "target_requirement_urn": "v:9", "relationship": "intersect",
         "rationale": "semantic", "strength_of_relationship": 9},
        {"source_requirement_urn": "u:2", "target_requirement_urn": "urn:certflow:risk:req_node:a-to-b:r7",
         "relationship": "superset"},
    ]  # fmt: skip


def test_mappings_of_our_own_become_a_set():
    from tests.domain.checklists import example_text

    [written] = library_of(data_of(example_text()))["objects"]["requirement_mapping_sets"]

    assert written["source_framework_urn"] == "urn:certflow:risk:framework:other-method"
    assert [(row["relationship"], row.get("strength_of_relationship")) for row in written["requirement_mappings"]] == [
        ("equal", 8), ("not_related", None),
    ]  # fmt: skip


def test_a_checklist_of_our_own_can_be_written_too():
    from tests.domain.test_checklist_catalogue import CATALOGUE

    nodes = library_of(data_of(CATALOGUE))["objects"]["framework"]["requirement_nodes"]

    assert [(one["name"], one["depth"], one["assessable"]) for one in nodes] == [
        ("Upkeep", 1, False), ("Scope", 2, True), ("Care", 2, False), ("Inspection", 3, True), ("Spares", 4, True),
    ]  # fmt: skip


@pytest.mark.parametrize("condition", ["any", "all"])
@pytest.mark.parametrize("values", [["a"], ["a", "b-c"]])
def test_a_condition_on_options_is_read_as_it_was_written(condition: str, values: list[str]):
    expected = "any" if len(values) == 1 else condition

    assert read_when(when_of("q_1", "multi_choice", values, condition)) == ("q_1", values, expected)
    assert read_when(when_of("q_1", "choice", values, "any")) == ("q_1", values, "any")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("a: &x 1\nb: *x", "anchors"),
        ("a: !!python/object:os.system 1", "tags"),
        ("a: 1\na: 2", "second time"),
        ("[" * 100 + "]" * 100, "nested"),
        ("a: [", "did not find"),
        ("a: 2026-02-31", "day is out of range"),
    ],
)
def test_yaml_that_could_grow_hide_or_run_is_refused(text: str, part: str):
    with pytest.raises(NotImported) as refused:
        read_foreign_yaml(text)

    assert part in str(refused.value.facts["said"])


def test_a_library_with_nothing_to_read_is_refused():
    with pytest.raises(NotImported, match=r"import\.empty"):
        read_library({"urn": "u", "objects": {"framework": {"requirement_nodes": []}}})


ENDS = st.sampled_from(["u:1.1", "u:1.2", "u:2", "v:9", "v:8", "w:7", "", None, 5])
MAPPED = st.fixed_dictionaries(
    {"source_requirement_urn": ENDS, "target_requirement_urn": ENDS},
    optional={
        "relationship": st.sampled_from(["equal", "subset", "superset", "intersect", "not_related", "odd", None]),
        "rationale": st.sampled_from(["semantic", "a sentence", None, []]),
        "strength_of_relationship": st.sampled_from([0, 10, 11, True, "4", None]),
        "annotation": st.sampled_from(["As read.", " ", None, 3]),
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(MAPPED | st.none(), max_size=5), min_size=1, max_size=3))
def test_whatever_a_mapping_set_says_comes_back_as_it_was(sets: list[list[Any]]):
    data = library()
    data["objects"]["requirement_mapping_sets"] = [
        {"urn": f"s:{at % 2}", "ref_id": f"set-{at % 2}", "requirement_mappings": rows} for at, rows in enumerate(sets)
    ]

    assert same(there_and_back(data), data)


PLAIN = st.one_of(
    st.none(), st.booleans(), st.integers(-99, 99), st.floats(allow_nan=False, width=16), st.dates(date(1990, 1, 1)),
    st.datetimes(timezones=st.just(UTC)), st.text(max_size=12),
)  # fmt: skip
NAMES = st.sampled_from(
    ["urn", "assessable", "depth", "parent_urn", "ref_id", "name", "description", "annotation", "translations",
     "weight", "implementation_groups", "typical_evidence", "questions", "threats", "x", "!day", "1"]
)  # fmt: skip
DATA = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(max_size=4), inner, max_size=4),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.dictionaries(NAMES, DATA, max_size=8), min_size=1, max_size=6), st.dictionaries(NAMES, DATA))
def test_whatever_a_library_holds_it_comes_back(nodes: list[dict[str, Any]], more: dict[str, Any]):
    """Nodes with any parts of any kind, whole or broken, and unknown ones beside them."""
    for at, node in enumerate(nodes):
        node["urn"] = f"n:{at}"
        if at % 2:
            node["parent_urn"] = f"n:{at // 2}"
    data = more | {"urn": "u:1", "objects": {"framework": {"urn": "f", "requirement_nodes": nodes, "more": more}}}

    assert same(there_and_back(data), data)
