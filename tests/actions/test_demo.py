"""The demonstration: what a newcomer finds, loaded through every rule; once, and whole whatever interrupted it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from certflow.actions import demo, dossiers, moving, people, records, sessions
from certflow.actions.desk import Desk, Memory, Sight
from certflow.actions.inbox import inbox
from certflow.actions.snapshot import files_of, record_content
from certflow.actions.story import Story, read_story
from certflow.config import ROOT
from certflow.domain.checkpoint import open_note
from certflow.domain.closing import is_complete
from certflow.domain.dossier import RecordState, Stage, State
from certflow.domain.facts import Protected
from certflow.domain.marking import Sharing
from certflow.domain.people import SYSTEM, Actor
from certflow.domain.record import Audience, RecordContent
from certflow.domain.refusal import Refused
from certflow.domain.text import Text
from certflow.pdf.draw import Press
from certflow.pdf.keys import ledger_key
from certflow.pdf.lettering import bare
from certflow.pdf.parts import languages_of
from certflow.pdf.printed import read_text
from certflow.storage import check, rebuild
from certflow.storage.checklists import read_checklists
from certflow.storage.database import connect, writing
from tests.actions.office import CONSOLE, open_desk, picture, size
from tests.pdf.breaks import broken

STORIES = [read_story(path, demo.TOLD / "evidence") for path in sorted((demo.TOLD / "dossiers").glob("*.yaml"))]


def real_desk(url: str, folder: Path) -> Desk:
    """A desk with the checklists that we ship, and the time of day."""
    return open_desk(url, folder, lambda: datetime.now(UTC), ROOT / "checklists")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with the demonstration loaded; these tests only look at it."""
    folder = tmp_path_factory.mktemp("demo")
    desk = real_desk(f"sqlite:///{folder / 'certflow.sqlite'}", folder)
    demo.load(desk)
    yield desk
    desk.engine.dispose()


def person(desk: Desk, name: str) -> Actor:
    """Somebody of the demonstration, signed in with the password that is printed."""
    email, password = next((email, password) for email, password, who in demo.sign_in_details(desk) if name in who)
    actor = sessions.actor_of(desk, sessions.sign_in(desk, email, password, "::1"))
    assert actor is not None
    return actor


def sight(desk: Desk, story: Story) -> Sight:
    olena = person(desk, "Олена")
    row = next(row for row in dossiers.find(desk, olena) if row.title == story.title)
    return dossiers.see(desk, olena, row.id)


FRESH, HALF, WAITING, SEALED, BEFORE = range(5)


def test_everybody_who_is_printed_can_sign_in(desk: Desk) -> None:
    details = demo.sign_in_details(desk)

    assert len(details) == 8
    for email, password, who in details:
        actor = sessions.actor_of(desk, sessions.sign_in(desk, email, password, "::1"))
        assert actor is not None
        assert who.startswith(actor.name)
        assert len(password) >= 12


def test_every_dossier_has_two_sides_and_an_observer(desk: Desk) -> None:
    paola, luca = person(desk, "Paola"), person(desk, "Luca")

    # SORA 2.0 has no part for an authority
    observed = [story for story in STORIES if not story.edition]
    assert {row.title for row in dossiers.find(desk, paola)} == {story.title for story in observed}
    assert dossiers.find(desk, luca) == ()


def test_the_fresh_one_has_no_answers(desk: Desk) -> None:
    assert sight(desk, STORIES[FRESH]).dossier.answers == {}


def test_the_half_answered_one_shows_its_levels_and_moves_with_the_population(desk: Desk) -> None:
    half = sight(desk, STORIES[HALF])
    levels = {step.id: step.level for step in half.plan.steps.values() if step.id.startswith("oso-") and step.level}

    assert half.plan.derived["sail"].value == "III"
    assert half.plan.derived["igrc"].because.decided == (
        "take_off_mass_kg",
        "max_speed_m_s",
        "characteristic_dimension_m",
    )
    assert len(levels) == 17
    assert sum(level == "not_required" for level in levels.values()) == 1
    assert half.plan.problems == ()


def test_a_new_figure_took_back_the_approvals_that_rested_on_the_old_one(desk: Desk) -> None:
    cases = sight(desk, STORIES[HALF]).dossier.cases

    assert {step for step, case in cases.items() if case.state is State.APPROVED} == {"aircraft", "flight", "air-risk"}
    assert {step for step, case in cases.items() if case.voided} == {"ground-risk", "mitigation-claims"}
    assert cases["adjacent-area"].remarks[-1].by.name == "Niccolò Bianchi"


def test_the_waiting_one_fills_every_reviewers_inbox(desk: Desk) -> None:
    decidable = {name: inbox(desk, person(desk, name)).mine for name in ("Marco", "Niccolò", "Андрій")}
    steps = sight(desk, STORIES[WAITING]).dossier.cases.values()

    assert min(decidable.values()) >= 8
    assert sum(case.state is State.SUBMITTED and len(case.votes) == 1 for case in steps) >= 5


def test_the_sealed_one_has_its_record(desk: Desk) -> None:
    done = sight(desk, STORIES[SEALED])
    (record,) = done.dossier.records.values()

    assert done.dossier.stage is Stage.CLOSED
    assert is_complete(done.plan, done.dossier)
    assert record.state is RecordState.SEALED
    assert b"".join(records.fetch(desk, "latest")[1]).startswith(b"%PDF-")


@pytest.mark.parametrize("language", ["en", "uk", "en+it"])
def test_the_record_says_all_that_was_said_and_breaks_its_pages_well(desk: Desk, tmp_path: Path, language: str) -> None:
    """Every answer, remark, condition, waiver and issue is in the text; no row and no heading is left alone."""
    row = next(each for each in records.every(desk) if each.audience == Audience.FULL)
    content = record_content(desk, replace(row, language=language))
    press = Press(tmp_path)
    pdf = press.draw(content, language, files=files_of(desk, content))
    press.rest()

    text = read_text(pdf)

    said = list(everything_said(content))
    missing = {
        words for each in said for _, words in each.in_each(languages_of(content, language)) if bare(words) not in text
    }
    assert missing == set()
    assert len(said) > 200
    assert broken(pdf) == []


def everything_said(content: RecordContent) -> Iterator[Text]:
    """What people answered and decided, in whatever form it is set."""
    for step in content.steps:
        for answer in step.answers:
            yield answer.question
            yield answer.value or Text("")
            yield from (cell for cells in (answer.grid.rows if answer.grid else ()) for cell in cells)
        yield from (act.comment for act in step.approvals if act.comment)
        yield from step.conditions
    for waiver in content.waivers:
        yield from (waiver.words, *waiver.conditions)
    yield from content.result.conditions
    yield from (deed.words for deed in content.deeds if deed.words)


def test_one_answer_is_read_by_its_owner_and_the_authority_alone(desk: Desk) -> None:
    read = {}
    for name in ("Giulia", "Paola", "Олена", "Андрій"):
        row = next(row for row in dossiers.find(desk, person(desk, name)) if row.title == STORIES[WAITING].title)
        answer = dossiers.see(desk, person(desk, name), row.id).dossier.answers["link_protection"]
        read[name] = not isinstance(answer.value, Protected)

    assert read == {"Giulia": True, "Paola": True, "Олена": False, "Андрій": False}


def test_one_file_is_attested_and_was_approved_unread(desk: Desk) -> None:
    done = sight(desk, STORIES[SEALED]).dossier
    (attested,) = [each for each in done.evidence.values() if each.marking.sharing is Sharing.ATTEST_ONLY]
    unread = {vote.by.name for vote in done.case("containment-robustness").votes if vote.unseen}

    assert attested.name == "ax6-termination-tests.csv"
    assert unread == {"Андрій Шевчук"}


def test_one_stands_on_the_edition_before_and_shows_what_the_next_one_does_to_it(desk: Desk) -> None:
    before = sight(desk, STORIES[BEFORE])
    (edition,) = moving.newer(desk, before)

    impact = moving.look_ahead(desk, person(desk, "Олена"), before.dossier.id, edition).impact

    assert (before.dossier.edition, edition) == ("2.0-easa", "2.5-easa")
    states = [each.case.state for each in impact.steps if each.case]
    assert states.count(State.APPROVED) >= 4
    assert {each.step for each in impact.falls} == {each.step for each in impact.steps if each.decided}
    fates = {each.question: each.fate for each in impact.answers}
    assert fates["characteristic_dimension_m"] == "confirm"
    assert fates["kinetic_energy_j"] == fates["ground"] == "gone"
    assert fates["sight"] == "again"


@pytest.mark.parametrize("number", range(5))
def test_every_story_is_in_the_ledger_to_its_last_fact(desk: Desk, number: int) -> None:
    told = STORIES[number]
    happened = dossiers.history(desk, person(desk, "Олена"), sight(desk, told).dossier.id)

    assert sum(entry.by.person != SYSTEM.id for entry in happened) == 1 + sum(act.facts for act in told.acts)


def test_a_second_load_changes_nothing(desk: Desk) -> None:
    before = size(desk)

    told = demo.load(desk)

    assert size(desk) == before
    assert all(password in told for _, password, _ in demo.sign_in_details(desk))


def test_what_was_loaded_is_rebuilt_to_the_same_and_has_no_trouble(desk: Desk) -> None:
    assert_sound(desk)


def test_dossiers_of_another_checklist_are_not_passed_off_as_these(desk: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "checklists" / "sora" / "2.5-easa.yaml"
    copy.parent.mkdir(parents=True)
    copy.write_bytes((ROOT / "checklists" / "sora" / "2.5-easa.yaml").read_bytes() + b"# changed\n")

    with pytest.raises(Refused) as refused:
        demo.load(replace(desk, library=read_checklists(tmp_path / "checklists"), memory=Memory()))

    assert refused.value.code == "demo.other-checklist"


def test_other_peoples_data_is_left_alone(database: str, tmp_path: Path) -> None:
    desk = real_desk(database, tmp_path)
    people.add_organisation(desk, CONSOLE, "real", "Real S.p.A.", "IT")
    before = size(desk)

    with pytest.raises(Refused) as refused:
        demo.load(desk)

    assert refused.value.code == "demo.other-data"
    assert size(desk) == before
    assert demo.sign_in_details(desk) == ()


def test_details_are_given_only_for_the_database_that_was_loaded(desk: Desk, tmp_path: Path) -> None:
    other = replace(desk, engine=connect(f"sqlite:///{tmp_path / 'other.sqlite'}"))

    assert demo.is_demo(desk)
    assert not demo.is_demo(other)
    assert demo.sign_in_details(other) == ()


class Interrupted(BaseException):
    """Somebody pressed Ctrl-C."""


class Impatient:
    """A clock that ends the work after so many looks at it."""

    def __init__(self, looks: int) -> None:
        self.left = looks

    def __call__(self) -> datetime:
        self.left -= 1
        if self.left < 0:
            raise Interrupted
        return datetime.now(UTC)


def test_an_interrupted_load_goes_on_where_it_was(postgresql: str, tmp_path: Path) -> None:
    desk = real_desk(postgresql, tmp_path)
    for looks in (9, 150, 450):
        with pytest.raises(Interrupted):
            demo.load(replace(desk, now=Impatient(looks), memory=Memory()))
        assert demo.is_demo(desk)

    demo.load(desk)

    for number, told in enumerate(STORIES):
        test_every_story_is_in_the_ledger_to_its_last_fact(desk, number)
        assert told.title
    assert json.loads((desk.config.data / "demo.json").read_text("utf-8"))["loaded"] is True
    assert_sound(desk)
    desk.engine.dispose()


def verified(public: bytes, signature: bytes, text: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
    except InvalidSignature:
        return False
    return True


def assert_sound(desk: Desk) -> None:
    """The ledger proves itself with its key, and every list comes from it alone."""
    live, key = picture(desk), ledger_key(desk.keyring)
    with writing(desk.engine) as conn:
        assert check.check(conn, lambda note: open_note(note, key, verified)) is None
        rebuild.rebuild(conn)
    assert picture(desk) == live
