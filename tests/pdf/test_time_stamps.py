"""Time-stamps: they prove when, they are renewed, nothing hides behind them, and a bad one never weakens a seal."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asn1crypto import tsp  # type: ignore[import-untyped]
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper

from certflow.pdf.anchor import Anchor
from certflow.pdf.examine import examine
from certflow.pdf.keys import Keyring
from certflow.pdf.sign import UNSEEN, Level, renew, seal
from certflow.pdf.stamping import Stamper, StampFailed, TimeStampService
from certflow.pdf.verdict import Answer, Found, Known, Outcome
from certflow.pdf.verify import verify
from tests.pdf.authority import FAKE_HEADER, Authority, Wsgi
from tests.pdf.conftest import NOW, SEALED_AT
from tests.pdf.tampering import TAMPERING, annotation_added, first_page, object_appended

IN_2031, IN_2036, IN_2040, IN_2043 = (datetime(year, 6, 1, tzinfo=UTC) for year in (2031, 2036, 2040, 2043))


def answers(found: Found) -> tuple[Answer, Answer, Answer]:
    return found.authentic.answer, found.at_sealing.answer, found.today.answer


@pytest.mark.parametrize("level", [Level.B_T, Level.B_LT, Level.B_LTA])
def test_each_level_verifies_and_says_what_it_is(
    level: Level, stamped: dict[Level, bytes], stamp_anchor: Anchor
) -> None:
    verdict = verify(stamped[level], stamp_anchor, NOW)

    assert verdict.outcome is Outcome.PASSED, verdict
    assert verdict.level == level
    assert (verdict.at_sealing.answer, verdict.today.answer) == (Answer.YES, Answer.YES)
    assert "2026-11-20 at 09:31:00 UTC" in verdict.authentic.reason


def test_without_a_time_stamp_only_today_can_be_answered(sealed: bytes, stamp_anchor: Anchor) -> None:
    found = examine(sealed, stamp_anchor, NOW)

    assert (found.level, *answers(found)) == ("B-B", Answer.YES, Answer.UNKNOWN, Answer.YES)


def test_the_last_time_stamp_covers_the_entire_file(stamped: dict[Level, bytes], stamp_anchor: Anchor) -> None:
    pdf = stamped[Level.B_LTA]
    for more in (b"\n", b"% x\n", b"%%EOF\n"):
        assert examine(pdf + more, stamp_anchor, NOW).authentic.answer is Answer.NO


def test_an_authority_that_the_anchor_does_not_name_counts_for_nothing(
    stamped: dict[Level, bytes], anchor: Anchor
) -> None:
    found = examine(stamped[Level.B_LTA], anchor, NOW)

    assert (found.authentic.answer, found.authentic.indication) == (Answer.NO, "NO_CERTIFICATE_CHAIN_FOUND")


@pytest.mark.parametrize("tamper", TAMPERING, ids=lambda tamper: tamper.__name__)
def test_tampering_with_a_time_stamped_record_is_found(
    tamper: Callable[[bytes], bytes], stamped: dict[Level, bytes], stamp_anchor: Anchor
) -> None:
    forged = tamper(stamped[Level.B_LTA])

    assert forged != stamped[Level.B_LTA]
    assert examine(forged, stamp_anchor, NOW).authentic.answer is Answer.NO


def stamped_over(pdf: bytes, authority: Authority, change: Callable[[Any], None]) -> bytes:
    """A change, and over it a genuine time-stamp: a public service stamps whatever it is given."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    stamper = PdfTimeStamper(Stamper(authority.service(), SEALED_AT), "Time-stamp 2", UNSEEN, "Time-stamp 2")
    forged: bytes = stamper.timestamp_pdf(writer, "sha256").getvalue()
    return forged


def change_title(writer: Any) -> None:
    writer.trailer["/Info"][pdf_name("/Title")] = pdf_string("Another dossier")
    writer.update_container(writer.trailer["/Info"])


def change_page(writer: Any) -> None:
    page = first_page(writer)
    page["/Rotate"] = page["/StructParents"]
    writer.update_container(page)


def change_catalog(writer: Any) -> None:
    writer.root[pdf_name("/OpenAction")] = pdf_string("x")
    writer.update_root()


def add_loose_object(writer: Any) -> None:
    writer.add_object(pdf_string("x"))


@pytest.mark.parametrize("change", [change_title, change_page, change_catalog, add_loose_object])
def test_a_change_under_a_genuine_time_stamp_is_found(
    change: Callable[[Any], None], stamped: dict[Level, bytes], authority: Authority, stamp_anchor: Anchor
) -> None:
    found = examine(stamped_over(stamped[Level.B_LTA], authority, change), stamp_anchor, NOW)

    assert found.authentic.answer is Answer.NO, found
    assert found.authentic.indication == "HASH_FAILURE"


def test_a_forged_file_is_not_made_good_by_renewing_it(
    stamped: dict[Level, bytes], authority: Authority, stamp_anchor: Anchor
) -> None:
    for tamper in (annotation_added, object_appended):
        forged = renew(tamper(stamped[Level.B_LTA]), 2, authority.service(), SEALED_AT)

        assert examine(forged, stamp_anchor, NOW).authentic.answer is Answer.NO


# generations


@pytest.fixture(scope="module")
def generations(stamped: dict[Level, bytes], authority: Authority) -> tuple[bytes, bytes, bytes]:
    """Sealed in 2026, renewed in 2031 by an authority with OCSP and in 2036 by a third one."""
    made = [stamped[Level.B_LTA]]
    for label, at in (("second", IN_2031), ("third", IN_2036)):
        authority.now = at
        made.append(renew(made[-1], len(made) + 1, authority.service(label), at))
    authority.now = SEALED_AT
    first, second, third = made
    return first, second, third


def test_three_generations_verify_in_2040(generations: tuple[bytes, ...], stamp_anchor: Anchor) -> None:
    verdict = verify(generations[2], stamp_anchor, IN_2040)

    assert verdict.outcome is Outcome.PASSED, verdict
    assert (verdict.at_sealing.answer, verdict.today.answer) == (Answer.YES, Answer.YES)
    assert "2026-11-20" in verdict.authentic.reason


@pytest.mark.parametrize(("generation", "good_in", "too_late"), [(0, IN_2031, IN_2040), (1, IN_2036, IN_2040)])
def test_what_was_not_renewed_is_indeterminate(
    generation: int,
    good_in: datetime,
    too_late: datetime,
    generations: tuple[bytes, ...],
    stamp_anchor: Anchor,
) -> None:
    good, late = (examine(generations[generation], stamp_anchor, at) for at in (good_in, too_late))

    assert good.authentic.answer is Answer.YES, good
    assert answers(late) == (Answer.UNKNOWN, Answer.YES, Answer.UNKNOWN), late
    assert late.authentic.indication == "OUT_OF_BOUNDS_NO_POE"


def test_the_ledger_proves_what_was_not_renewed(generations: tuple[bytes, ...], stamp_anchor: Anchor) -> None:
    alone = verify(generations[2], stamp_anchor, IN_2043)
    name = alone.named.record_id if alone.named else "CF-2026-0042-R1"
    asked = examine(generations[2], stamp_anchor, IN_2043, IN_2036 + timedelta(minutes=1))

    assert alone.outcome is Outcome.INDETERMINATE
    assert answers(asked) == (Answer.YES, Answer.YES, Answer.UNKNOWN)
    assert name


# faults of the service


def always(status: str, kind: str, body: Iterable[bytes]) -> Callable[[Wsgi], Wsgi]:
    def spoil(_: Wsgi) -> Wsgi:
        def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
            environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            start(status, [("Content-Type", kind)])
            return body

        return app

    return spoil


def slow(_: Wsgi) -> Wsgi:
    """Some bytes at a time, each in time for a socket's time-out."""

    def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("200 OK", [("Content-Type", "application/timestamp-reply")])
        for _ in range(40):
            time.sleep(0.1)
            yield b"\x30"

    return app


def silent(_: Wsgi) -> Wsgi:
    def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        time.sleep(2)
        start("200 OK", [])
        return []

    return app


def asking(change: Callable[[tsp.TimeStampReq], None]) -> Callable[[Wsgi], Wsgi]:
    """The real authority, asked something else: its answer is well signed and wrong."""

    def spoil(honest: Wsgi) -> Wsgi:
        def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
            request = tsp.TimeStampReq.load(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
            change(request)
            body = request.dump(force=True)
            environ |= {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
            return honest(environ, start)

        return app

    return spoil


def other_nonce(request: tsp.TimeStampReq) -> None:
    request["nonce"] = request["nonce"].native ^ 1


def other_imprint(request: tsp.TimeStampReq) -> None:
    request["message_imprint"]["hashed_message"] = bytes(32)


def with_modifications(honest: Wsgi) -> Wsgi:
    def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        answer = tsp.TimeStampResp.load(b"".join(honest(environ, lambda *_: None)))
        answer["status"]["status"] = "granted_with_mods"
        start("200 OK", [("Content-Type", "application/timestamp-reply")])
        return [answer.dump(force=True)]

    return app


def another_signer(honest: Wsgi) -> Wsgi:
    return lambda environ, start: honest(environ | {"PATH_INFO": "/stamps/tsa/stranger"}, start)


def a_day_ahead(honest: Wsgi) -> Wsgi:
    return lambda environ, start: honest(environ | {FAKE_HEADER: (SEALED_AT + timedelta(days=1)).isoformat()}, start)


FAULTS: dict[str, tuple[Callable[[Wsgi], Wsgi], str]] = {
    "time-out": (silent, "no whole answer"),
    "slow drip": (slow, "within 1 s"),
    "HTTP 500": (always("500 Internal Server Error", "text/plain", [b"x"]), "answered 500"),
    "HTML": (always("200 OK", "text/html", [b"<h1>Sign in</h1>"]), "answered with text/html"),
    "HTML in disguise": (always("200 OK", "application/timestamp-reply", [b"<h1>Sign in</h1>"]), "no time-stamp"),
    "endless": (always("200 OK", "application/timestamp-reply", [bytes(1 << 20)]), "longer than any"),
    "wrong nonce": (asking(other_nonce), "wrong nonce"),
    "wrong imprint": (asking(other_imprint), "about something else"),
    "untrusted signer": (another_signer, "does not name"),
    "a day ahead": (a_day_ahead, "1 day, 0:00:00 apart"),
    "granted with modifications": (with_modifications, "granted_with_mods"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_service_gives_its_reason_and_no_weaker_seal(
    fault: str, drawn: bytes, keys: Keyring, authority: Authority
) -> None:
    spoil, reason = FAULTS[fault]

    with authority.spoiled(spoil), pytest.raises(StampFailed) as failed:
        seal(drawn, keys, SEALED_AT, authority.service(wait_s=1))

    assert reason in failed.value.reason


def test_a_service_that_is_not_there_gives_its_reason(drawn: bytes, keys: Keyring, authority: Authority) -> None:
    gone = TimeStampService("http://127.0.0.1:9/tsa", (authority.root,), 1)

    with pytest.raises(StampFailed, match="no whole answer"):
        seal(drawn, keys, SEALED_AT, gone)


def test_a_revoked_authority_does_not_seal_for_the_long_term(drawn: bytes, keys: Keyring, authority: Authority) -> None:
    with pytest.raises(StampFailed, match="revoked"):
        seal(drawn, keys, SEALED_AT, authority.service("revoked"))


def test_a_level_and_a_service_go_together(drawn: bytes, keys: Keyring, authority: Authority) -> None:
    with pytest.raises(ValueError):
        seal(drawn, keys, SEALED_AT, None, Level.B_LTA)
    with pytest.raises(ValueError):
        seal(drawn, keys, SEALED_AT, authority.service(), Level.B_B)


def test_the_ledger_knows_a_renewed_record(generations: tuple[bytes, ...], stamp_anchor: Anchor) -> None:
    alone = verify(generations[1], stamp_anchor, NOW.replace(year=2032))
    assert alone.named is not None

    asked = verify(generations[1], stamp_anchor, IN_2043, lambda _: Known(alone.named.record_id, IN_2031))  # type: ignore[union-attr]

    assert asked.outcome is Outcome.PASSED
    assert replace(asked.today, reason="", indication=None).answer is Answer.UNKNOWN
