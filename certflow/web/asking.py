"""Asking for a reason between the button and the act: a POST without `reason` is answered with the question."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from certflow.domain.refusal import Refused
from certflow.web.context import words
from certflow.web.pages import Error, Link, ReasonPage
from certflow.web.screen import show


def with_reason(
    act: Callable[[str], object], code: str, title: str, lead: str, button: str, back: str, label: str = ""
) -> AnyResponse:
    """The act, once somebody has said why. code: how it refuses a reason that says nothing."""
    reason = request.form.get("reason")
    if reason is not None:
        try:
            act(reason)
        except Refused as refused:
            if refused.code != code:
                raise
        else:
            return redirect(back)
    return ask_for_reason(title, lead, button, back, label, refused=None if reason is None else Refused(code))


def ask_for_reason(
    title: str,
    lead: str,
    button: str,
    back: str,
    label: str = "",
    refused: Refused | None = None,
    hidden: tuple[tuple[str, str], ...] = (),
) -> Response:
    """The page that asks why; it posts `reason` to the address that was just posted to.

    refused: what was wrong with the reason given, None when nobody has been asked yet
    hidden: further inputs that the form says again
    """
    errors = (Error(words().refusal(refused), "reason"),) if refused else ()
    page = ReasonPage(
        title=title,
        lead=lead,
        action=request.path,
        button=button,
        back=Link(words().gettext("Go back without doing it"), back),
        label=label or words().gettext("Reason; it stays in the history"),
        reason=request.form.get("reason", ""),
        hidden=hidden,
        errors=errors,
    )
    return show(page, status=422 if refused else 200)
