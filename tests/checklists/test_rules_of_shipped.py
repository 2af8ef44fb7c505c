"""What shipped checklists say about time, other means and earlier editions: as a regulation person expects it."""

from __future__ import annotations

from pathlib import Path

from certflow.domain.checklist import Checklist
from certflow.domain.checklist.mappings import Credit, Relationship
from certflow.domain.checklist.policies import Validity
from certflow.storage.checklists import read_checklist_file

FOLDER = Path(__file__).parents[2] / "checklists"


def shipped(name: str) -> Checklist:
    return read_checklist_file(FOLDER / f"{name}.yaml")


def test_what_rests_on_an_export_licence_ends_with_that_licence():
    checklist = shipped("jv-export-and-data-sharing/2026")
    licences = [id_ for id_ in checklist.steps if f"{id_.replace('-', '_')}_valid_until" in checklist.questions]

    assert len(licences) == 9
    assert {id_: checklist.step(id_).policy().validity for id_ in licences} == {
        id_: Validity(until=f"{id_.replace('-', '_')}_valid_until") for id_ in licences
    }


def test_what_martial_law_exempts_ends_three_months_after_it_and_a_project_with_its_last_day():
    checklist = shipped("ua-admission-codification/2026")

    assert checklist.step("exemptions").policy().validity == Validity(months=3, after="martial_law_ended_on")
    assert checklist.step("experiment-terms").policy().validity == Validity(until="project_ends")


def test_every_objective_of_sora_2_0_leads_to_one_of_2_5():
    there, here = shipped("sora/2.0-easa"), shipped("sora/2.5-easa")
    (mapping,) = here.mappings

    objectives = {id_ for id_ in there.steps if id_.startswith("oso-")}
    assert objectives == {row.source for row in mapping.rows if row.source.startswith("oso-")}
    assert {row.source for row in mapping.rows} - objectives == {
        "mitigation-m1",
        "mitigation-m3",
        "containment-robustness",
    }


def test_of_sora_2_0_nothing_is_carried_whose_content_changed_or_has_to_be_argued_anew():
    (mapping,) = shipped("sora/2.5-easa").mappings
    nothing = {row.source for row in mapping.rows if not row.credit}
    evidence_alone = {row.source for row in mapping.rows if row.credit == {Credit.EVIDENCE}}

    assert nothing == {"oso-10", "oso-12", "mitigation-m1", "containment-robustness"}
    assert evidence_alone == {"oso-11", "oso-14", "oso-21", "oso-15", "oso-22", "oso-19", "oso-23", "mitigation-m3"}
    assert Relationship.EQUAL not in {row.relationship for row in mapping.rows}


def test_another_means_is_for_what_is_shown_and_never_for_what_is_derived():
    sora = shipped("sora/2.5-easa")
    allowed = {id_ for id_, step in sora.steps.items() if step.departures}

    assert {id_ for id_ in sora.steps if id_.startswith("oso-")} - allowed == {"oso-05-simple-design"}
    assert not allowed & {"ground-risk", "air-risk", "assurance-level", "phase-one", "safety-portfolio", "application"}
