"""The worker's self-test: seal a sample and verify it, before anybody's record depends on it."""

from __future__ import annotations

import io

import pikepdf
import structlog

from certflow.actions.desk import Desk
from certflow.pdf.anchor import KeyUnusable, read_anchor
from certflow.pdf.readers import CannotVerify
from certflow.pdf.sign import seal
from certflow.pdf.verdict import Answer
from certflow.pdf.verify import verify

log = structlog.get_logger()


def self_test(desk: Desk) -> bool:
    """Whether what we seal now verifies under our own anchor; where not, the operator is told why."""
    try:
        at = desk.now()
        authentic = verify(seal(_sample(), desk.keyring, at), read_anchor(desk.keyring.anchor), at).authentic
        trouble = "" if authentic.answer is Answer.YES else authentic.reason
    except (KeyUnusable, CannotVerify) as unusable:
        trouble = str(unusable)
    if trouble:
        log.error("self-test failed, no record is made", reason=trouble)
    return not trouble


def _sample() -> bytes:
    """One empty page."""
    out = io.BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page()
        file.save(out)
    return out.getvalue()
