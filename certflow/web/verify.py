"""Verifying a record: open to all, by file or by the number printed on it."""

from __future__ import annotations

from collections.abc import Callable
from threading import BoundedSemaphore
from typing import TypeVar

from flask import Blueprint, Response, request
from werkzeug.exceptions import ServiceUnavailable

from certflow.actions import verification
from certflow.domain.disclosure import MOST_BYTES
from certflow.domain.refusal import Refused
from certflow.web.context import desk, words
from certflow.web.errors import status_of
from certflow.web.guards import open_to_all
from certflow.web.limits import takes_files
from certflow.web.screen import show
from certflow.web.showing import records as showing

bp = Blueprint("verify", __name__)

Result = TypeVar("Result")

AT_ONCE = BoundedSemaphore(verification.AT_ONCE)
PATIENCE_S = 20


@bp.get("/verify")
@open_to_all
def ask() -> Response:
    return show(showing.verify_page(_limit(), words(), id=request.args.get("id", "")[:80]), "verify")


@bp.post("/verify")
@open_to_all
@takes_files
def check() -> Response:
    file, id = request.files.get("file"), request.form.get("id", "").strip()[:80]
    try:
        if file is not None and file.filename:
            verdict = _one_at_a_time(lambda: verification.verify_file(desk(), file.read()))
            if (disclosure := request.files.get("disclosure")) is not None and disclosure.filename:
                verdict = verification.with_disclosure(verdict, disclosure.read(MOST_BYTES + 1))
            checked = words().gettext("Checked: %(name)s", name=file.filename[:200])
        elif id:
            verdict = _one_at_a_time(lambda: verification.verify_record(desk(), id))
            checked = words().gettext("Checked: the record %(id)s as we keep it", id=id)
        else:
            raise Refused("evidence.none")
    except Refused as refused:
        if refused.code not in ("evidence.none", "record.unknown", "verify.too-large"):
            raise
        page = showing.verify_page(_limit(), words(), id=id, refused=refused)
        return show(page, "verify", 422 if refused.code == "evidence.none" else status_of(refused))
    return show(showing.verdict_page(verdict, checked, _limit(), words()), "verify")


def _one_at_a_time(work: Callable[[], Result]) -> Result:
    if not AT_ONCE.acquire(timeout=PATIENCE_S):
        raise ServiceUnavailable
    try:
        return work()
    finally:
        AT_ONCE.release()


def _limit() -> str:
    return words().gettext(
        "A PDF, up to %(limit)s.", limit=words().size(min(desk().config.upload_limit_bytes, verification.MAX_BYTES))
    )
