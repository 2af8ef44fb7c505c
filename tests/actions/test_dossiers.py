"""Dossiers: seen by their parties, and by nobody else in any way."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from certflow.actions import answers, dossiers, evidence, records, reviews
from certflow.actions.inbox import inbox
from certflow.domain.dossier import Stage
from certflow.domain.facts import DossierClosed, RecordRequested
from certflow.domain.refusal import Refused
from tests.actions.office import PASSWORD, Office, size

#: every act that names a dossier, tried by somebody with all roles from an organisation that is no party to it
ACTS: dict[str, Callable[[Office], object]] = {
    "see": lambda o: dossiers.see(o.desk, o.zoe, o.dossier_id),
    "history": lambda o: dossiers.history(o.desk, o.zoe, o.dossier_id),
    "answer": lambda o: answers.save_answers(o.desk, o.zoe, o.dossier_id, {"mass_kg": "1"}, {}),
    "attach": lambda o: evidence.attach(o.desk, o.zoe, o.dossier_id, "mass", "a.pdf", io.BytesIO(b"%PDF-1.7")),
    "withdraw evidence": lambda o: evidence.withdraw(o.desk, o.zoe, o.dossier_id, "e1", "Why not."),
    "fetch": lambda o: evidence.fetch(o.desk, o.zoe, o.dossier_id, "e1"),
    "submit": lambda o: reviews.submit_step(o.desk, o.zoe, o.dossier_id, "mass"),
    "look at": lambda o: reviews.look_at(o.desk, o.zoe, o.dossier_id, "mass"),
    "approve": lambda o: reviews.approve_step(o.desk, o.zoe, o.dossier_id, "mass", "", "approval", PASSWORD),
    "return": lambda o: reviews.return_step(o.desk, o.zoe, o.dossier_id, "mass", "Why not."),
    "close": lambda o: dossiers.close(o.desk, o.zoe, o.dossier_id, "Mine now.", "en"),
    "reopen": lambda o: dossiers.reopen(o.desk, o.zoe, o.dossier_id, "Why not."),
    "request a record": lambda o: records.request_again(o.desk, o.zoe, o.dossier_id, "en"),
    "withdraw a record": lambda o: records.withdraw(o.desk, o.zoe, o.dossier_id, "r1", "Why not."),
}


def test_to_strangers_a_dossier_does_not_exist(office: Office) -> None:
    before = size(office.desk)

    strangers = {name: code_of(act, office) for name, act in ACTS.items()}

    office.dossier_id = "0" * 32
    assert strangers == {name: code_of(act, office) for name, act in ACTS.items()}
    assert set(strangers.values()) == {"dossier.unknown"}
    assert size(office.desk) == before


def code_of(act: Callable[[Office], object], office: Office) -> str:
    with pytest.raises(Refused) as refused:
        act(office)
    return refused.value.code


def test_strangers_find_nothing_and_have_nothing_to_review(office: Office) -> None:
    office.save(office.anna, mass_kg="5", towed="no")
    office.submit("mass")

    assert dossiers.find(office.desk, office.zoe) == ()
    assert inbox(office.desk, office.zoe).waiting == ()
    assert [row.title for row in dossiers.find(office.desk, office.evhen)] == ["A glider"]


def test_a_party_must_be_somebody_who_is_known(office: Office) -> None:
    parties = {"ligure": "designer", "nobody": "operator"}

    with pytest.raises(Refused) as refused:
        dossiers.open_dossier(office.desk, office.anna, "glider", "1", "Another", parties)

    assert refused.value.code == "organisation.unknown"
    assert len(dossiers.find(office.desk, office.anna)) == 1


def test_only_who_prepares_opens_dossiers(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        dossiers.open_dossier(office.desk, office.bruno, "glider", "1", "Another", {"ligure": "designer"})

    assert refused.value.code == "people.not-allowed"


def test_closing_asks_for_the_record_in_the_same_turn(office: Office) -> None:
    office.finish()

    record = office.close()

    assert office.dossier.stage is Stage.CLOSED
    closed, requested = office.facts()[-2:]
    assert isinstance(closed, DossierClosed)
    assert requested == RecordRequested(record=record, language="en")


def test_an_unfinished_dossier_is_not_closed(office: Office) -> None:
    office.save(office.anna, mass_kg="5", towed="no")

    with pytest.raises(Refused) as refused:
        office.close()

    assert (refused.value.code, refused.value.facts["steps"]) == ("dossier.incomplete", ("mass",))
    assert office.dossier.stage is Stage.OPEN


def test_only_the_accountable_manager_closes(office: Office) -> None:
    office.finish()

    with pytest.raises(Refused) as refused:
        dossiers.close(office.desk, office.anna, office.dossier_id, "It is safe.", "en")

    assert refused.value.code == "people.not-allowed"


def test_an_edited_checklist_is_another_edition(office: Office) -> None:
    """Approvals name the words they were given for; a file changed under them must not slip in."""
    path = office.desk.config.checklists / "glider" / "1.yaml"
    path.write_text(path.read_text("utf-8").replace("Say what it weighs.", "Guess what it weighs."), "utf-8")
    later = office.with_new_desk()

    with pytest.raises(Refused) as refused:
        dossiers.see(later, office.anna, office.dossier_id)

    assert refused.value.code == "dossier.checklist"
