"""What a mapping gives credit for is carried from another dossier, with its provenance; approvals never are."""

from __future__ import annotations

from io import BytesIO

import pytest

from certflow.actions import dossiers, evidence, reviews, taking_over
from certflow.actions.desk import Sight
from certflow.domain.dossier import State
from certflow.domain.facts import AnswerGiven, StepApproved, StepSubmitted, TakenOver
from certflow.domain.marking import marking_of
from certflow.domain.people import Role
from certflow.domain.refusal import Refused
from tests.actions.office import PASSWORD, Office, hire

MAPPING = (
    "derived:\n",
    """mappings:
  "glider@1":
    rows:
      - {from: mass, to: mass, relationship: equal, credit: [answers, evidence]}
      - {from: link, to: link, relationship: subset, credit: answers}
derived:
""",
)
STRICTER = "optional: yes}", "optional: yes, max_length: 2}"


@pytest.fixture
def office(office: Office) -> Office:
    """The first dossier is answered by Anna and approved; a second one stands on an edition that maps the first."""
    office.save(office.anna, mass_kg="200", towed="no", how="By radio.", remark="Dry.")
    evidence.attach(office.desk, office.anna, office.dossier_id, "mass", "scale.pdf", BytesIO(b"%PDF-1.7"))
    office.submit("mass")
    office.approve("mass", office.bruno)
    return office


def second(office: Office, *changes: tuple[str, str]) -> tuple[Office, str]:
    first = office.dossier_id
    return office.on_another_edition(MAPPING, *changes), first


def offered(office: Office, first: str) -> dict[str, tuple[list[str], list[str]]]:
    found = taking_over.look_at(office.desk, office.anna, office.dossier_id, first).offers
    return {each.name: ([a.question.id for a in each.answers], [str(e.name) for e in each.evidence]) for each in found}


def test_what_has_credit_is_offered_row_by_row(office: Office) -> None:
    office, first = second(office)

    assert offered(office, first) == {
        "mass>mass": (["mass_kg", "towed", "remark"], ["scale.pdf"]),
        "link>link": (["how"], []),
    }


def test_answers_and_files_are_carried_with_their_provenance_and_no_approval_is(office: Office) -> None:
    office, first = second(office)
    before = len(office.facts())

    taking_over.take_over(office.desk, office.anna, office.dossier_id, first, {"mass>mass"})

    added = office.facts()[before:]
    assert not [fact for fact in added if isinstance(fact, StepApproved | StepSubmitted)]
    told = next(fact for fact in added if isinstance(fact, TakenOver))
    assert (told.source["dossier"], told.source["edition"], told.source["from"]) == (first, "glider@1", "mass")
    assert set(told.answers) == {"mass_kg", "towed", "remark"}
    assert office.dossier.values()["mass_kg"] == "200"
    assert [each.name for each in office.dossier.evidence_of("mass")] == ["scale.pdf"]
    assert office.case("mass").state is State.DRAFT


def test_whoever_gave_it_there_is_no_second_pair_of_eyes_here(office: Office) -> None:
    carla = hire(office.desk, "Carla", "ligure", Role.COMPLIANCE, Role.TECHNICAL_REVIEWER)
    office, first = second(office)
    taking_over.take_over(office.desk, carla, office.dossier_id, first, {"mass>mass"})
    reviews.submit_step(office.desk, carla, office.dossier_id, "mass")
    shown = office.case("mass").shown or ""

    with pytest.raises(Refused, match=r"review\.same-person"):
        reviews.approve_step(office.desk, office.anna, office.dossier_id, "mass", shown, "approval", PASSWORD)
    reviews.approve_step(office.desk, office.bruno, office.dossier_id, "mass", shown, "approval", PASSWORD)


def test_what_stands_here_is_never_written_over(office: Office) -> None:
    office, first = second(office)
    office.save(office.anna, mass_kg="250")

    taking_over.take_over(office.desk, office.anna, office.dossier_id, first, {"mass>mass"})

    assert office.dossier.values()["mass_kg"] == "250"


def test_an_answer_that_is_not_taken_here_is_left_out(office: Office) -> None:
    office, first = second(office, STRICTER)

    assert offered(office, first)["mass>mass"][0] == ["mass_kg", "towed"]


def test_what_another_organisation_gave_is_not_carried(office: Office) -> None:
    office.save(office.evhen, remark="Wet.")
    office, first = second(office)

    assert "remark" not in offered(office, first)["mass>mass"][0]
    theirs = taking_over.look_at(office.desk, office.evhen, office.dossier_id, first).offers
    assert [[each.question.id for each in offer.answers] for offer in theirs] == [["remark"]]


def test_a_file_that_somebody_marked_stays_where_it_is(office: Office) -> None:
    [piece] = office.dossier.evidence_of("mass")
    evidence.mark(office.desk, office.anna, office.dossier_id, piece.id, marking_of({"licence": "IT-2026-1"}))
    office, first = second(office)

    assert offered(office, first)["mass>mass"] == (["mass_kg", "towed", "remark"], [])


def test_nothing_goes_into_a_step_that_is_in_review(office: Office) -> None:
    office, first = second(office)
    office.save(office.anna, mass_kg="250", towed="no")
    office.submit("mass")

    assert "mass>mass" not in offered(office, first)


def test_nothing_chosen_and_no_mapping_are_told(office: Office) -> None:
    office, first = second(office)
    with pytest.raises(Refused, match=r"take-over\.nothing"):
        taking_over.take_over(office.desk, office.anna, office.dossier_id, first, set())
    with pytest.raises(Refused, match=r"take-over\.no-mapping"):
        taking_over.look_at(office.desk, office.anna, first, office.dossier_id)


def test_a_dossier_of_others_is_no_source(office: Office) -> None:
    hidden = dossiers.open_dossier(office.desk, office.zoe, "glider", "1", "Theirs", {"elsewhere": "designer"})
    office, first = second(office)

    assert [row.id for row in taking_over.sources(office.desk, office.anna, _sight(office))] == [first]
    with pytest.raises(Refused, match=r"dossier\.unknown"):
        taking_over.take_over(office.desk, office.anna, office.dossier_id, hidden, {"mass>mass"})


def _sight(office: Office) -> Sight:
    return dossiers.see(office.desk, office.anna, office.dossier_id)


def test_an_answer_changed_here_is_its_new_authors_alone(office: Office) -> None:
    office, first = second(office)
    taking_over.take_over(office.desk, office.anna, office.dossier_id, first, {"mass>mass"})
    assert office.dossier.first_given_by["mass_kg"] == office.anna.id

    office.save(office.evhen, mass_kg="260")

    assert "mass_kg" not in office.dossier.first_given_by
    assert isinstance(office.facts()[-1], AnswerGiven)
