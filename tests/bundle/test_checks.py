"""The data in a record must say what the ledger beside it says, whoever sealed them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from certflow.domain.bundle import form
from certflow.domain.bundle.archive import pack
from certflow.domain.bundle.checks import Read, check_content, check_ledger
from certflow.domain.bundle.trouble import Trouble
from certflow.domain.record import LedgerProof, RecordContent, Step, read_content
from certflow.pdf.anchor import verify_note
from tests.bundle.conftest import Check
from tests.bundle.workshop import Body, History, renamed

Lie = Callable[[RecordContent], RecordContent]


@pytest.fixture(scope="session")
def read(history: History) -> Read:
    return check_ledger(history.files(), history.key, verify_note)


@pytest.fixture(scope="session")
def content(history: History) -> RecordContent:
    return read_content(history.given[form.SNAPSHOT])


def about(**members: object) -> Lie:
    return lambda content: replace(content, identity=replace(content.identity, **members))  # type: ignore[arg-type]


def proven(change: Callable[[LedgerProof], LedgerProof]) -> Lie:
    return lambda content: replace(content, ledger=change(content.ledger) if content.ledger else None)


def voted(**members: object) -> Lie:
    def lie(step: Step) -> Step:
        return replace(step, approvals=tuple(replace(vote, **members) for vote in step.approvals))  # type: ignore[arg-type]

    return lambda content: replace(content, steps=tuple(map(lie, content.steps)))


def with_evidence(**members: object) -> Lie:
    return lambda content: replace(
        content,
        evidence=tuple(replace(file, **members) for file in content.evidence),  # type: ignore[arg-type]
    )


def test_what_was_issued_agrees(read: Read, content: RecordContent) -> None:
    assert any(step.approvals for step in content.steps)
    assert content.evidence
    check_content(read, content)


@pytest.mark.parametrize(
    ("lie", "named"),
    [
        (about(record_id="another"), "another record or revision"),
        (about(dossier_id="another"), "another record or revision"),
        (about(revision=1), "another record or revision"),
        (lambda c: replace(c, checklist=replace(c.checklist, digest="0" * 64)), "another edition"),
        (lambda c: replace(c, ledger=None), "carries no proof"),
        (proven(lambda proof: replace(proof, entry=proof.entry + " ")), "carries no proof"),
        (proven(lambda proof: replace(proof, checkpoint=proof.checkpoint + "x")), "a checkpoint that the ledger"),
        (proven(lambda proof: replace(proof, tree_size=7)), "a checkpoint that the ledger"),
        (renamed, "approval of mass by Mario"),
        (voted(digest="0" * 64), "approval of mass by Bruno"),
        (with_evidence(sha256="0" * 64), "attached the evidence"),
        (with_evidence(attached_by="Zoe"), "attached the evidence"),
    ],
)
def test_what_the_ledger_does_not_say_is_found(read: Read, content: RecordContent, lie: Lie, named: str) -> None:
    with pytest.raises(Trouble, match=named):
        check_content(read, lie(content))


def test_a_record_that_nobody_asked_for_is_found(history: History, check: Check) -> None:
    def another(bodies: list[Body]) -> None:
        for body in bodies:
            if body["kind"] == "RecordRequested":
                body["object"]["record"] = "another"

    assert "asked for this record" in check(history.changed(another).zip()).complete.reason


def test_a_renewed_record_is_one_that_was_sealed(history: History, check: Check) -> None:
    """The ledger names a longer file later; the first one stays what was sealed."""
    sealed = history.bodies[-1]
    renewal = {
        **sealed,
        "kind": "RecordRenewed",
        "object": {"record": sealed["object"]["record"], "sha256": "0", "size": 1},
    }
    swapped = [{**renewal, "object": sealed["object"]}, {**sealed, "object": {**sealed["object"], "sha256": "0"}}]

    assert check(history.then(renewal).zip()).outcome == "passed"
    renewed_first = replace(history, bodies=history.bodies[:-1], signed=history.signed[:-1]).then(*swapped)
    assert "asked for this record and sealed it" in check(renewed_first.zip()).complete.reason
    after = replace(history, bodies=history.bodies[:-1], signed=history.signed[:-1]).then(*reversed(swapped))
    assert check(after.zip()).outcome == "passed"


def test_entries_after_the_last_checkpoint_inside_are_found_even_where_one_outside_covers_them(
    history: History, check: Check
) -> None:
    files = history.files()
    last = history.signed[-1]
    kept = {name: each for name, each in files.items() if name not in {form.MANIFEST, form.checkpoint_name(last)}}

    verdict = check(pack(form.with_manifest(kept)), history.note(last))

    assert "No checkpoint vouches" in verdict.complete.reason
