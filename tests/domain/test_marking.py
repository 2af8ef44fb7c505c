"""A piece of evidence that one side may not hand over is approved by its owner and proven by hash."""

from __future__ import annotations

import pytest

from certflow.domain import evidence as files
from certflow.domain.checklist import Visibility
from certflow.domain.dossier import State
from certflow.domain.facts import EvidenceAttached, EvidenceMarked
from certflow.domain.marking import (
    CLOSED,
    NO_MARKING,
    Classification,
    Ground,
    Marking,
    Sharing,
    marking_of,
    must_be_accredited,
    read_marking,
)
from certflow.domain.people import Actor
from certflow.domain.refusal import Refused
from certflow.domain.visibility import Reader, may_fetch, seen_dossier, stays_with_owner, unseen
from tests.domain.building import ANNA, BRUNO, DARIA, EVHEN, World, answered

SHA256 = "ab" * 32
ATTESTED = Marking(sharing=Sharing.ATTEST_ONLY)
LIGURE, KRYLO = Reader("ligure", "designer"), Reader("krylo", "operator")


def attached(marking: Marking = NO_MARKING, *, kept: bool = True, by: Actor = ANNA) -> World:
    world = answered(mass="5")
    step = world.checklist.step("mass")
    made = files.attach(world.dossier, step, "e1", "drawing.pdf", SHA256, 7, "application/pdf", marking, kept=kept)
    world.record(made, by)
    return world


@pytest.mark.parametrize(
    ("marking", "kept", "who"),
    [
        (NO_MARKING, True, {LIGURE, KRYLO}),
        (Marking(sharing=Sharing.REDACTED), True, {LIGURE, KRYLO}),
        (ATTESTED, True, {LIGURE}),
        (Marking(audience=Visibility.OWNER), True, {LIGURE}),
        (Marking(audience=Visibility.PUBLIC), True, {LIGURE, KRYLO}),
        (ATTESTED, False, set()),
        (CLOSED, True, {LIGURE}),
    ],
)
def test_the_file_is_handed_to(marking: Marking, kept: bool, who: set[Reader]) -> None:
    world = attached(marking, kept=kept)
    piece = world.dossier.evidence["e1"]
    assert {reader for reader in (LIGURE, KRYLO) if may_fetch(world.checklist, piece, reader)} == who


def test_what_is_attested_keeps_its_name_and_what_is_its_owners_does_not() -> None:
    names = {"ligure": "Ligure"}
    for marking, shown in ((ATTESTED, True), (Marking(audience=Visibility.OWNER, export="EU 9A012"), False)):
        world = attached(marking)
        seen = seen_dossier(world.checklist, world.dossier, KRYLO, names).evidence["e1"]
        assert (seen.name == "drawing.pdf") is shown
        assert (seen.marking == marking) is shown
        assert seen.sha256 == SHA256


def test_the_owner_has_to_vouch_for_what_stays_with_it_and_others_approve_it_unread() -> None:
    world = attached(ATTESTED, kept=False).submit("mass", ANNA)
    step = world.checklist.step("mass")
    assert stays_with_owner(world.checklist, world.dossier.evidence["e1"])
    with pytest.raises(Refused, match=r"review\.owner-first"):
        world.approve("mass", EVHEN)

    world.approve("mass", BRUNO)

    (vote,) = world.case("mass").votes
    assert (vote.by.name, vote.unseen) == ("Bruno", ())
    assert world.case("mass").state is State.APPROVED
    assert unseen(world.checklist, world.dossier, step.questions, step.id, KRYLO) == ("evidence:e1",)


def test_marking_anew_ends_the_approvals_that_covered_the_old_marking() -> None:
    world = attached().submit("mass", ANNA)
    world.approve("mass", BRUNO)
    assert world.case("mass").state is State.APPROVED

    world.record(files.mark(world.dossier, "e1", Marking(licence="L-7"), LIGURE), ANNA)
    world.settle()

    assert world.case("mass").state is State.DRAFT
    assert [each["what"] for each in world.case("mass").remarks[-1].because] == ["evidence"]


def test_only_whoever_attached_it_marks_it() -> None:
    world = attached()
    with pytest.raises(Refused, match=r"evidence\.not-yours"):
        files.mark(world.dossier, "e1", Marking(audience=Visibility.PUBLIC), KRYLO)
    assert files.mark(world.dossier, "e1", NO_MARKING, LIGURE) == ()


def test_an_unmarked_file_leaves_the_fact_it_always_left() -> None:
    world = attached()
    (fact,) = [each.fact for each in world.entries if isinstance(each.fact, EvidenceAttached | EvidenceMarked)]
    assert isinstance(fact, EvidenceAttached)
    body = next(each for each in world.entries if each.fact is fact).as_json()["object"]
    assert set(body) == {"evidence", "step", "sha256", "size", "media_type", "name"}  # type: ignore[arg-type]


def test_a_marking_whose_words_were_erased_closes_the_file() -> None:
    assert marking_of(object()) == CLOSED


def test_a_marking_is_read_as_it_was_written() -> None:
    marking = Marking(
        Sharing.REDACTED, "Krylo", Ground.BACKGROUND, "EU 2021/821 9A012", "", "L-7", "2027-06-30",
        Classification.RESTRICTED, Visibility.AUTHORITY,
    )  # fmt: skip
    assert read_marking({name: str(value) for name, value in marking.as_json().items()}) == marking
    assert read_marking({}) == NO_MARKING
    assert NO_MARKING.as_json() == {}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"sharing": "everybody"}, "marking.value"),
        ({"audience": "friends"}, "marking.value"),
        ({"classification": "cosmic"}, "marking.value"),
        ({"until": "30.06.2027"}, "marking.day"),
        ({"until": "2027-6-30"}, "marking.day"),
        ({"owner": "x" * 201}, "marking.long"),
        ({"export": "9A012", "not_controlled": "UAMA, 2026"}, "marking.export"),
    ],
)
def test_a_marking_that_cannot_be_is_refused(said: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_marking(said)
    assert refused.value.code == code


def test_classified_content_stays_out_of_what_is_not_accredited_for_it() -> None:
    restricted = Marking(classification=Classification.RESTRICTED)
    must_be_accredited(restricted, Classification.RESTRICTED)
    must_be_accredited(NO_MARKING, Classification.UNCLASSIFIED)
    with pytest.raises(Refused, match=r"evidence\.classified"):
        must_be_accredited(restricted, Classification.UNCLASSIFIED)


@pytest.mark.parametrize(
    ("name", "sha256", "size", "code"),
    [
        ("a.pdf", "ab", "7", "evidence.sha256"),
        ("a.pdf", SHA256, "0", "evidence.size"),
        ("a.pdf", SHA256, "many", "evidence.size"),
        ("a.exe", SHA256, "7", "evidence.type"),
        ("", SHA256, "7", "evidence.name"),
    ],
)
def test_a_file_that_stays_with_its_owner_is_named_in_full(name: str, sha256: str, size: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        files.registered(name, sha256, size)
    assert refused.value.code == code
    assert files.registered("a.pdf", f" {SHA256.upper()} ", "48213") == (SHA256, 48213, "application/pdf")


def test_nobody_takes_away_what_another_organisation_keeps() -> None:
    world = attached(Marking(audience=Visibility.OWNER))
    with pytest.raises(Refused, match=r"evidence\.protected"):
        files.withdraw(world.checklist, world.dossier, "e1", "Away.", Reader.of(DARIA, world.dossier.parties))
