"""Verify a bundle that somebody brought: the recipe of certflow/domain/bundle, then the record in it.

The record is opened, in its child, only once the ledger says that exactly this file was sealed.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate

from certflow.domain.bundle import checks, form
from certflow.domain.bundle.archive import unpack
from certflow.domain.bundle.trouble import Trouble
from certflow.domain.record import read_content
from certflow.pdf.anchor import Anchor, KeyUnusable, anchor_json, parse_anchor, verify_note
from certflow.pdf.readers import CannotVerify
from certflow.pdf.verdict import Answer, Known, LedgerView, Point, Verdict
from certflow.pdf.verify import verify

#: how the record is judged once all else holds
Judge = Callable[[bytes, Anchor, datetime, LedgerView], Verdict]

_NOT_REACHED = Point(Answer.UNKNOWN, "Not looked at, because something before it does not hold.")
_NO_ANCHOR = Point(
    Answer.UNKNOWN,
    "Nothing but the bundle itself vouches for its keys. Get the trust anchor by a way you trust, and name it.",
    "NO_CERTIFICATE_CHAIN_FOUND",
)
#: SubjectPublicKeyInfo of an Ed25519 key, up to its 32 bytes. RFC 8410, 4
_ED25519 = bytes.fromhex("302a300506032b6570032100")


def key_files(anchor: Anchor) -> dict[str, bytes]:
    """The anchor as certflow and as OpenSSL read it."""
    line = base64.b64encode(_ED25519 + anchor.ledger.public)
    pem = b"-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n" % line
    return {
        form.ANCHOR: anchor_json(anchor),
        form.LEDGER_KEY: pem,
        form.ROOTS: _pem(anchor.roots),
        form.STAMPING: _pem(anchor.time_stamping),
    }


def _pem(certificates: Sequence[Certificate]) -> bytes:
    return b"".join(each.public_bytes(Encoding.PEM) for each in certificates)


def data_of(record: bytes) -> bytes:
    """The data inside a record of our own; what somebody brought is only ever opened in its child."""
    from certflow.pdf.tables import Reader  # here, so that no page waits for the signature library
    from certflow.pdf.whole import attached, data_among

    return data_among(attached(Reader(record)))


def verify_bundle(
    data: bytes, anchor: Anchor | None, at: datetime, outside: Sequence[str] = (), judge: Judge = verify
) -> Verdict:
    """The verdict on one bundle; its SHA-256 is the bundle's.

    anchor    what is trusted beforehand; without one tampering is still found, but nothing passes
    at        now, UTC
    outside   checkpoints that came by another way than the bundle
    Raises CannotVerify only when the child that reads the record could not even start.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        return _verdict(sha256, data, anchor, at, outside, judge)
    except Trouble as trouble:
        return _failed(sha256, str(trouble))
    except CannotVerify:
        raise
    except Exception as broken:  # whatever a hostile file breaks, the answer is no
        return _failed(sha256, f"The bundle cannot be read ({type(broken).__name__}).")


def _verdict(
    sha256: str, data: bytes, anchor: Anchor | None, at: datetime, outside: Sequence[str], judge: Judge
) -> Verdict:
    files = unpack(data)
    form.check_names(files)
    trusted = _keys(files, anchor)
    read = checks.check_ledger(files, trusted.ledger, verify_note, outside)
    sealed = read.sealed
    known = Known(
        sealed.record, sealed.sealed_at, sealed.replaced_by, sealed.replaced_because, withdrawn=sealed.withdrawn
    )
    record = judge(files[form.RECORD], trusted, at, lambda _: known)
    complete, identical, current = record.complete, record.identical, record.current
    if record.named and record.named.data_sha256 != hashlib.sha256(files[form.SNAPSHOT]).hexdigest():
        raise Trouble(form.SNAPSHOT, "It is not the data that record.pdf carries.")
    if record.authentic.answer is Answer.YES and complete.answer is Answer.YES:
        checks.check_content(read, read_content(files[form.SNAPSHOT]))
        complete = Point(Answer.YES, _told(read, outside))
    if current.answer is Answer.YES:
        why = f"Nothing shown here, up to entry {read.ledger.size}, replaces or withdraws it. Later is not known."
        current = Point(Answer.UNKNOWN, why)
    if identical.answer is Answer.YES:
        identical = Point(Answer.YES, f"Entry {sealed.sealed} of the ledger sealed exactly this file.")
    whole = replace(record, sha256=sha256, identical=identical, complete=complete, current=current)
    return whole if anchor else _unanchored(whole)


def _unanchored(verdict: Verdict) -> Verdict:
    """The same without what only an anchor can settle: whose seal it is, and so whether it was good."""
    authentic, at_sealing, today = (
        _NO_ANCHOR if each.answer is Answer.YES else each
        for each in (verdict.authentic, verdict.at_sealing, verdict.today)
    )
    return replace(verdict, authentic=authentic, at_sealing=at_sealing, today=today)


def _keys(files: Mapping[str, bytes], anchor: Anchor | None) -> Anchor:
    """The anchor to go by: the given one, or else the bundle's own, which may name no key beyond the given."""
    try:
        own = parse_anchor(files[form.ANCHOR])
    except KeyUnusable as broken:
        raise Trouble(form.ANCHOR, broken.reason) from broken
    for name, wanted in key_files(own).items():
        if files[name] != wanted:
            raise Trouble(name, "It is not written as a bundle names its keys.")
    trusted = anchor or own
    roots, stamping = set(own.roots) - set(trusted.roots), set(own.time_stamping) - set(trusted.time_stamping)
    if own.ledger != trusted.ledger or roots or stamping:
        raise Trouble(form.ANCHOR, "It names a key that your trust anchor does not: another issuer's, or a newer one.")
    return trusted


def _told(read: checks.Read, outside: Sequence[str]) -> str:
    own, whole = len(read.ledger.bodies), read.ledger.size
    kept = f" {len(outside)} checkpoint(s) from outside fit." if outside else " No checkpoint from outside was at hand."
    return f"All {own} entries of the dossier stand in the ledger of {whole} entries, and the data add up.{kept}"


def _failed(sha256: str, why: str) -> Verdict:
    return Verdict(sha256, _NOT_REACHED, _NOT_REACHED, Point(Answer.NO, why), _NOT_REACHED)
