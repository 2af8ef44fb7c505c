"""Asking for a reason between the button and the act: a POST without `reason` is answered with the question."""

from __future__ import annotations

from flask import Response, request

from certflow.domain.refusal import Refused
from certflow.web.context import words
from certflow.web.pages import Error, Link, ReasonPage
from certflow.web.screen import show


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
