"""An OSCAL catalog becomes a checklist, a profile an edition of it, and both come back as they were."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certflow.domain.checklist import read_checklist
from certflow.domain.checklist.strict_yaml import read_yaml
from certflow.domain.edition import File
from certflow.domain.exchange.exporting import Format, export_file
from certflow.domain.exchange.imported import NotImported
from certflow.domain.exchange.oscal_in import read_catalog, read_json
from certflow.domain.exchange.oscal_out import catalog_of
from certflow.domain.exchange.profile import profile_of, read_profile
from certflow.domain.exchange.residue import same
from tests.domain.exchange_samples import catalog, checklist_of, data_of, file_of, profile


def there_and_back(data: dict[str, Any]) -> Any:
    return catalog_of(data_of(file_of(read_catalog(deepcopy(data)))))


def test_every_construct_comes_back_as_it_was():
    assert same(there_and_back(catalog()), catalog())


def test_controls_enhancements_parts_and_parameters_are_said_in_the_language():
    checklist = checklist_of(read_catalog(catalog()))
    step = checklist.step("fc-1")

    assert str(step.text) == "Mow the whole field by hand {{ now }}:"
    assert (str(step.source.point), str(step.guidance)) == ("FC-1", "Start early.")
    assert [(one.name, one.label, one.depth) for one in step.parts[:2]] == [("a", "a.", 0), ("a.1", "", 1)]
    assert checklist.step("fc-1-1").under == "fc-1"
    assert {heading.id for section in checklist.sections for heading in section.headings} >= {"fc-1-1-2", "fc-deep"}


def test_a_value_that_does_not_fit_is_told_and_kept():
    found = read_catalog(catalog())

    assert any("fc-1_prm_3" in one for one in found.telling.sentences())


def test_an_edit_is_exported_and_what_was_kept_beside_it_stays():
    text = file_of(read_catalog(catalog())).replace("Start early.", "Start late.")
    [control, _] = catalog_of(data_of(text))["catalog"]["groups"][0]["controls"]
    [guidance] = [one for one in control["parts"] if one["name"] == "guidance"]

    assert (guidance["prose"], guidance["class"]) == ("Start late.", "x")
    assert control["links"] == [{"href": "#fc-2", "rel": "related"}]


def base() -> File:
    return File(file_of(read_catalog(catalog())).encode())


def winter() -> str:
    return file_of(read_profile(profile(), base()))


def test_a_profile_becomes_an_edition_that_takes_away_and_fills_in():
    text = winter()
    edition = read_checklist(text.encode(), editions={"3.1": base()}.get)

    assert set(edition.steps) == {"fc-1", "fc-1-1", "loose"}
    assert edition.edition == "in-winter"
    shown = str(edition.step("fc-1").parts)
    assert "No snow." in shown


def test_a_parameter_that_a_profile_sets_moves_the_words():
    catalog_ = catalog()
    del catalog_["catalog"]["groups"][0]["controls"][0]["params"][1]["values"]
    over = File(file_of(read_catalog(catalog_)).encode())
    text = file_of(read_profile(profile(), over))
    edition = read_checklist(text.encode(), editions={"3.1": over}.get)

    assert "every ten days" in str(edition.step("fc-1").text)


def test_a_profile_comes_back_as_it_was():
    own, whole = read_yaml(winter().encode()).data, data_of(base().raw.decode())
    assert isinstance(own, dict)
    exported = export_file((File(winter().encode()), base()), Format.OSCAL, lambda _: b"")

    assert same(profile_of(own, whole), profile())
    assert same(json.loads(exported.content), profile())


def test_a_profile_says_what_it_cannot_map():
    told = " ".join(read_profile(profile(), base()).telling.sentences())

    for part in (
        "fc-99",
        "unheard",
        "setting of a parameter other than its values; kept aside: fc_prm",
        "removal from a control",
    ):
        assert part in told


def test_a_parameter_set_by_hand_is_in_the_exported_profile_with_all_the_rest():
    own = read_yaml(winter().replace("ten days", "two days").encode()).data
    assert isinstance(own, dict)
    modify = profile_of(own, data_of(base().raw.decode()))["profile"]["modify"]

    assert {"param-id": "fc-1_prm_1", "values": ["two days"]} in modify["set-parameters"]
    assert modify["alters"] == profile()["profile"]["modify"]["alters"]


def test_a_checklist_of_our_own_can_be_written_too():
    from tests.domain.test_checklist_catalogue import CATALOGUE

    [group] = catalog_of(data_of(CATALOGUE))["catalog"]["groups"]

    assert group["id"] == "upkeep"
    assert any(part["name"] == "assessment-objective" for one in group["groups"] for control in one["controls"]
               for part in control["parts"])  # fmt: skip


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('{"a": 1, "a": 2}', "second time"),
        ('{"a": NaN}', "no number"),
        ('{"a": ', "Expecting value"),
        ("[" * 200_000, "deep"),
    ],
)
def test_json_that_is_none_is_refused(text: str, part: str):
    with pytest.raises(NotImported) as refused:
        read_json(text)

    assert part in str(refused.value.facts["said"])


def test_a_catalog_nested_without_end_is_refused():
    control: dict[str, Any] = {"id": "a", "title": "A"}
    for _ in range(60):
        control = {"id": "a", "title": "A", "controls": [control]}

    with pytest.raises(NotImported, match=r"import\.deep"):
        read_catalog({"catalog": {"metadata": {}, "controls": [control]}})


PLAIN = st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False, width=16) | st.text(max_size=10)
TEXTS = st.sampled_from(["{{ insert: param, p1 }}", "{{p1}}", "\\{{ p1 }}", "{{ x }}", "a\x07b", "a\r\nb", " ", "é"])
NAMES = ["id", "title", "class", "props", "links", "parts", "prose", "name", "label", "values", "select", "params",
         "controls", "groups", "x"]  # fmt: skip
DATA = st.recursive(
    PLAIN | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.dictionaries(st.sampled_from(NAMES), DATA, max_size=7), min_size=1, max_size=4),
    st.lists(DATA, max_size=3),
)
def test_whatever_a_catalog_holds_it_comes_back(controls: list[dict[str, Any]], parts: list[Any]):
    """Controls with any parts of any kind, whole or broken, and unknown ones beside them."""
    controls[0] |= {"id": "c-1", "params": [{"id": "p1", "label": "period"}], "parts": parts}
    data = {"catalog": {"metadata": {"title": "T", "version": "1"}, "groups": [{"id": "g", "controls": controls}]}}

    assert same(there_and_back(data), data)
