"""Saving answers: nothing that was typed is lost, whoever types at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from certflow.actions import answers
from certflow.domain.dossier import State
from certflow.domain.facts import AnswerGiven, AnswerWithdrawn, StepReopened
from certflow.domain.refusal import Refused
from tests.actions.office import Office, size


def test_a_saved_answer_stands_and_moves_the_plan(office: Office) -> None:
    saved = office.save(office.anna, mass_kg="600,5", towed="yes")

    assert saved.sight.dossier.values() == {"mass_kg": "600.5", "towed": True}
    assert saved.sight.plan.steps["link"].level == "high"
    assert {move.id for move in saved.moves} >= {"link_level", "heavy", "link", "tow"}
    assert saved.seqs == {name: office.dossier.answers[name].seq for name in ("mass_kg", "towed")}


def test_what_cannot_be_read_does_not_stop_the_rest(office: Office) -> None:
    saved = office.save(office.anna, mass_kg="heavy", towed="no", remark="Empty")

    assert {name: refusal.code for name, refusal in saved.refused.items()} == {"mass_kg": "answer.number"}
    assert office.dossier.values() == {"towed": False, "remark": "Empty"}
    assert saved.seqs["mass_kg"] == 0


def test_a_repeated_save_changes_nothing(office: Office) -> None:
    """A browser on a poor link sends again what arrived already, with the seq it knew then."""
    first = office.save(office.anna, mass_kg="5")
    before = size(office.desk)

    again = answers.save_answers(office.desk, office.anna, office.dossier_id, {"mass_kg": "5.0"}, {})

    assert again.seqs == first.seqs
    assert again.conflicts == {}
    assert size(office.desk) == before


def test_two_who_type_at_once_get_both_texts(office: Office) -> None:
    saw = office.save(office.anna, remark="Old").seqs
    answers.save_answers(office.desk, office.evhen, office.dossier_id, {"remark": "Hers"}, saw)

    late = answers.save_answers(office.desk, office.anna, office.dossier_id, {"remark": "Mine", "towed": "no"}, saw)

    conflict = late.conflicts["remark"].facts
    assert (conflict["theirs"], conflict["yours"], conflict["who"]) == ("Hers", "Mine", "Evhen")
    assert office.dossier.values() == {"remark": "Hers", "towed": False}
    settled = {"remark": office.dossier.answers["remark"].seq}
    assert settled == {"remark": conflict["seq"]}
    assert not answers.save_answers(office.desk, office.anna, office.dossier_id, {"remark": "Mine"}, settled).conflicts
    assert office.dossier.values()["remark"] == "Mine"


def test_of_two_saves_in_the_same_moment_one_stands_and_one_is_told(office: Office) -> None:
    def save(text: str) -> answers.Saved:
        return answers.save_answers(office.desk, office.anna, office.dossier_id, {"remark": text}, {})

    with ThreadPoolExecutor(2) as pool:
        saves = list(pool.map(save, ["one", "two"]))

    assert sorted(len(each.conflicts) for each in saves) == [0, 1]
    assert [fact.kind for fact in office.facts()].count("AnswerGiven") == 1


def test_an_emptied_answer_is_withdrawn(office: Office) -> None:
    office.save(office.anna, remark="Words")

    saved = office.save(office.anna, remark="  ")

    assert saved.seqs == {"remark": 0}
    assert "remark" not in office.dossier.answers
    assert [type(fact) for fact in office.facts()][-2:] == [AnswerGiven, AnswerWithdrawn]


def test_a_changed_answer_takes_back_exactly_what_covered_it(office: Office) -> None:
    office.save(office.anna, mass_kg="5", towed="yes", rope="Steel")
    office.submit("mass", "tow")
    office.approve("mass", office.bruno)

    saved = office.save(office.anna, rope="Hemp")

    assert [fact.step for fact in saved.reopened] == ["tow"]
    assert (office.case("mass").state, office.case("tow").state) == (State.APPROVED, State.DRAFT)
    assert isinstance(office.facts()[-1], StepReopened)


def test_a_question_that_the_checklist_does_not_have_saves_nothing(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        office.save(office.anna, remark="Words", wings="2")

    assert refused.value.code == "question.unknown"
    assert office.dossier.values() == {}


def test_a_closed_dossier_takes_no_answers(office: Office) -> None:
    office.finish()
    office.close()

    with pytest.raises(Refused) as refused:
        office.save(office.anna, mass_kg="6")

    assert refused.value.code == "dossier.closed"


def test_only_who_prepares_may_answer(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        office.save(office.bruno, mass_kg="6")

    assert refused.value.code == "people.not-allowed"
