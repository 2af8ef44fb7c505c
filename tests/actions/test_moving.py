"""Going over to a later edition in one turn: who may, what is written, what everybody sees of it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from certflow.actions import bundles, dossiers, evidence, moving, printing, records, reviews
from certflow.actions.inbox import inbox
from certflow.domain import facts as f
from certflow.domain.dossier import State
from certflow.domain.facts import Protected
from certflow.domain.impact import RULE
from certflow.domain.refusal import Refused
from certflow.pdf.anchor import read_anchor
from certflow.pdf.bundle import verify_bundle
from certflow.pdf.verdict import Outcome
from certflow.storage import database
from certflow.storage.dossiers import visible_to
from certflow.storage.rebuild import rebuild
from tests.actions.office import Office, open_office, picture, size
from tests.domain.protected import PROTECTED, SECRET_MASS

REWORDED = ("text: Say what it weighs.", "text: State what it weighs.")
POUNDS = ("unit: kg, min: 0, lever", "unit: lb, min: 0, lever")


def half_approved(office: Office) -> Office:
    """200 kg: the mass is approved, the link in review, and it is not towed."""
    office.save(office.anna, mass_kg="200", towed="no", how="By radio.")
    office.submit("mass", "link")
    office.approve("mass", office.bruno)
    return office


def test_it_is_one_act_with_what_follows_from_it(office: Office) -> None:
    half_approved(office).later_edition(REWORDED)

    impact = office.go_over("It applies from May.")

    *_, moved, reopened = dossiers.history(office.desk, office.anna, office.dossier_id)
    assert isinstance(moved.fact, f.EditionMoved)
    assert (moved.by.person, moved.by.role, moved.shown) == (office.iryna.id, "accountable_manager", impact.shown)
    assert moved.fact == replace(impact.moved, reason="It applies from May.")
    assert isinstance(reopened.fact, f.StepReopened)
    assert (reopened.by.person, reopened.rule) == ("certflow", RULE)
    assert [each["what"] for each in reopened.fact.because] == ["edition", "wording"]
    assert office.dossier.edition == "2"
    assert {name: case.state for name, case in office.dossier.cases.items()} == {
        "mass": State.DRAFT,
        "link": State.SUBMITTED,
    }


def test_what_is_agreed_to_is_what_was_shown(office: Office) -> None:
    """Between the look and the agreement somebody answered: that is refused, and nothing is written."""
    half_approved(office).later_edition(REWORDED)
    seen = moving.look_ahead(office.desk, office.iryna, office.dossier_id, "2").impact.shown
    office.save(office.anna, towed="yes")
    before = size(office.desk)

    with pytest.raises(Refused) as refused:
        moving.go_over(office.desk, office.iryna, office.dossier_id, "2", seen, "Why not.")

    assert refused.value.code == "edition.changed"
    assert size(office.desk) == before


def test_to_look_ahead_writes_nothing(office: Office) -> None:
    half_approved(office).later_edition(REWORDED)
    before = size(office.desk)

    preview = moving.look_ahead(office.desk, office.anna, office.dossier_id, "2")

    assert [each.step for each in preview.impact.falls] == ["mass"]
    assert (preview.now.checklist.edition, preview.then.checklist.edition) == ("1", "2")
    assert (size(office.desk), office.dossier.edition) == (before, "1")


def test_what_was_previewed_is_what_comes(office: Office) -> None:
    half_approved(office).later_edition(REWORDED, POUNDS)
    then = moving.look_ahead(office.desk, office.anna, office.dossier_id, "2").then

    office.go_over()

    now = dossiers.see(office.desk, office.anna, office.dossier_id)
    assert now.plan.same_as(then.plan)
    assert {name: case.state for name, case in now.dossier.cases.items()} == {
        name: case.state for name, case in then.dossier.cases.items()
    }
    assert now.dossier.aside.keys() == then.dossier.aside.keys() == {"mass_kg"}


@pytest.mark.parametrize("who", ["anna", "bruno", "evhen"])
def test_only_who_answers_for_the_dossier_has_it_go_over(office: Office, who: str) -> None:
    half_approved(office).later_edition()
    shown = moving.look_ahead(office.desk, office.iryna, office.dossier_id, "2").impact.shown

    with pytest.raises(Refused) as refused:
        moving.go_over(office.desk, getattr(office, who), office.dossier_id, "2", shown, "Why not.")

    assert refused.value.code == "people.not-allowed"


@pytest.mark.parametrize(
    ("edition", "code"), [("1", "edition.same"), ("3", "checklist.unknown"), ("9", "edition.not-newer")]
)
def test_only_an_edition_that_follows_is_gone_over_to(office: Office, edition: str, code: str) -> None:
    office.later_edition()
    second = office.desk.config.checklists / "glider" / "2.yaml"
    stranger = second.read_text("utf-8").replace('edition: "2"', 'edition: "9"').replace('{"1": {', '{"0": {')
    second.with_name("9.yaml").write_text(stranger, "utf-8")
    office.desk = office.with_new_desk()

    with pytest.raises(Refused) as refused:
        moving.look_ahead(office.desk, office.iryna, office.dossier_id, edition)

    assert refused.value.code == code
    sight = dossiers.see(office.desk, office.anna, office.dossier_id)
    assert moving.newer(office.desk, sight) == ("2",)


def test_an_edition_follows_only_what_its_own_file_names(office: Office) -> None:
    """One that extends a later edition has its crosswalk, and is another authority's all the same."""
    office.later_edition()
    head = 'checklist: glider\nedition: "2-abroad"\nextends: "2"\nstatus: draft\ntitle: Gliders abroad\n'
    (office.desk.config.checklists / "glider" / "2-abroad.yaml").write_text(head, "utf-8")
    office.desk = office.with_new_desk()

    with pytest.raises(Refused) as refused:
        moving.look_ahead(office.desk, office.iryna, office.dossier_id, "2-abroad")

    assert refused.value.code == "edition.not-newer"


def test_an_edition_that_extends_another_is_reached_over_it(office: Office) -> None:
    """What the second declares of its own words says nothing of the words of the third."""
    half_approved(office).later_edition(REWORDED, said="mass: {from: mass, change: editorial}")
    third = office.desk.config.checklists / "glider" / "3.yaml"
    head = 'checklist: glider\nedition: "3"\nextends: "2"\nstatus: draft\ntitle: Gliders\nsupersedes: {"2": {}}\n'
    third.write_text(head + "steps: {mass: {text: Weigh it.}}\n", "utf-8")
    office.desk = office.with_new_desk()
    sight = dossiers.see(office.desk, office.anna, office.dossier_id)

    over_both = moving.look_ahead(office.desk, office.iryna, office.dossier_id, "3").impact

    assert moving.newer(office.desk, sight) == ("3", "2")
    assert [each.edition for each in over_both.following.line] == ["1", "2", "3"]
    assert [each.step for each in over_both.falls] == ["mass"]
    assert moving.look_ahead(office.desk, office.iryna, office.dossier_id, "2").impact.falls == ()


def test_to_go_over_twice_is_refused_and_changes_nothing(office: Office) -> None:
    half_approved(office).later_edition(REWORDED)
    office.go_over()
    before = size(office.desk)

    with pytest.raises(Refused) as refused:
        office.go_over()

    assert refused.value.code == "edition.same"
    assert size(office.desk) == before


def test_another_process_replays_it_to_the_same(office: Office) -> None:
    half_approved(office).later_edition(REWORDED, POUNDS)
    office.go_over()
    office.save(office.anna, mass_kg="440")
    live = dossiers.see(office.desk, office.anna, office.dossier_id)

    office.desk = office.with_new_desk()
    again = dossiers.see(office.desk, office.anna, office.dossier_id)

    assert again.dossier == live.dossier
    assert again.plan.same_as(live.plan)


def test_a_process_that_looked_before_sees_it_on_the_new_edition(office: Office) -> None:
    half_approved(office).later_edition(REWORDED)
    other = replace(office, desk=office.with_new_desk())
    assert dossiers.see(other.desk, office.anna, office.dossier_id).checklist.edition == "1"

    office.go_over()

    assert dossiers.see(other.desk, office.anna, office.dossier_id).checklist.edition == "2"


def test_the_lists_follow_and_are_made_again_from_the_facts(office: Office) -> None:
    half_approved(office)
    office.later_edition(("- id: link", "- id: radio"), said="radio: {from: link, change: editorial}")
    office.go_over()
    live = picture(office.desk)

    with database.writing(office.desk.engine) as conn:
        rebuild(conn)

    assert picture(office.desk) == live
    with database.reading(office.desk.engine) as conn:
        assert [row.edition for row in visible_to(conn, "krylo")] == ["2"]
    assert inbox(office.desk, office.evhen).waiting == ()
    office.submit("radio")
    assert [each.step.id for each in inbox(office.desk, office.evhen).waiting] == ["radio"]


def test_the_revision_before_is_seen_on_the_edition_of_then(office: Office) -> None:
    half_approved(office).later_edition(REWORDED)
    before = office.dossier.revision
    office.go_over()

    then = dossiers.see_then(office.desk, office.anna, office.dossier_id, before)

    assert (then.checklist.edition, then.dossier.case("mass").state) == ("1", State.APPROVED)


def test_the_reopened_step_is_reviewed_again_and_the_carried_one_needs_nothing(office: Office) -> None:
    half_approved(office)
    office.approve("link", office.bruno)
    office.later_edition(REWORDED)
    office.go_over()

    with pytest.raises(Refused):
        office.close()
    office.submit("mass")
    assert office.approve("mass", office.bruno)
    office.close()

    assert [vote.edition for vote in office.case("link").votes] == ["1"]


def test_the_reviewer_sees_what_changed_since_the_last_decision(office: Office) -> None:
    half_approved(office).later_edition(REWORDED, POUNDS)
    office.go_over()
    office.save(office.anna, mass_kg="440")
    office.submit("mass")

    review = reviews.look_at(office.desk, office.bruno, office.dossier_id, "mass")

    assert review.earlier is not None
    assert review.earlier.covered["wording"] != review.covered["wording"]


# what one side keeps to itself


@pytest.fixture
def secretive(sqlite: str, tmp_path: Path) -> Office:
    office = open_office(sqlite, tmp_path, PROTECTED)
    office.save(office.anna, mass_kg=SECRET_MASS, towed="no")
    with io.BytesIO(b"%PDF-1.7\nthe secret link") as file:
        evidence.attach(office.desk, office.anna, office.dossier_id, "link", "secret.pdf", file)
    return office


WIDER = (
    ("visibility: owner, held_by: designer,", ""),
    ("        evidence_visibility: owner\n", ""),
)


def test_an_edition_that_shows_more_brings_nothing_into_sight(secretive: Office) -> None:
    secretive.later_edition(*WIDER)
    preview = moving.look_ahead(secretive.desk, secretive.evhen, secretive.dossier_id, "2")
    secretive.go_over()

    after = dossiers.see(secretive.desk, secretive.evhen, secretive.dossier_id)
    for sight in (preview.then, after):
        assert sight.dossier.aside["mass_kg"].aside.why == "visibility"
        assert sight.dossier.aside["mass_kg"].answer.value == Protected("Ligure")
        [piece] = sight.dossier.evidence.values()
        assert (piece.name, piece.aside and piece.aside.why) == (Protected("Ligure"), "visibility")
        assert SECRET_MASS not in repr(sight.dossier)
    owner = dossiers.see(secretive.desk, secretive.anna, secretive.dossier_id)
    assert owner.dossier.aside["mass_kg"].answer.value == SECRET_MASS


def test_the_history_keeps_what_it_kept_on_the_edition_before(secretive: Office) -> None:
    secretive.later_edition(*WIDER)
    secretive.go_over()

    told = dossiers.history(secretive.desk, secretive.evhen, secretive.dossier_id)

    assert SECRET_MASS not in repr(told)
    assert "secret.pdf" not in repr(told)


def test_a_protected_answer_is_judged_without_being_looked_at(secretive: Office) -> None:
    """Whether it fits would say what it is."""
    fits = ("unit: kg, min: 0, visibility", "unit: kg, min: 0, max: 9999999, visibility")
    secretive.later_edition(fits)

    [kept] = [
        each
        for each in moving.look_ahead(secretive.desk, secretive.evhen, secretive.dossier_id, "2").impact.answers
        if each.question == "mass_kg"
    ]

    assert (kept.fate, kept.why) == ("again", "fit")


def test_a_partners_record_and_its_bundle_hold_nothing_that_was_protected_before(secretive: Office) -> None:
    """What the owner gave on the edition before stays theirs in every copy of the ledger."""
    secretive.later_edition(*WIDER)
    secretive.go_over()
    secretive.save(secretive.anna, mass_kg="300", how="By radio.")
    secretive.submit("mass", "link")
    secretive.approve("mass", secretive.bruno)
    secretive.approve("link", secretive.bruno)
    secretive.close()
    partner = records.request_again(secretive.desk, secretive.iryna, secretive.dossier_id, "en", "partner:krylo")
    while printing.work_once(secretive.desk):
        pass

    bundle = bundles.fetch(secretive.desk, partner)[1]

    with zipfile.ZipFile(io.BytesIO(bundle)) as opened:
        told = {name: opened.read(name) for name in opened.namelist()}
    assert SECRET_MASS.encode() not in b"".join(told.values())
    assert b"secret.pdf" not in b"".join(told.values())
    assert b'"300"' in told["ledger/openings"]
    verdict = verify_bundle(bundle, read_anchor(secretive.desk.keyring.anchor), secretive.clock.at)
    assert verdict.outcome is Outcome.PASSED, verdict
