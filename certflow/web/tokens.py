"""What happens to a form whose token is too old: where a view knows how, its page comes back with what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, current_app, request

View = TypeVar("View", bound=Callable[..., Any])


def shown_again_by(page: Callable[..., Response]) -> Callable[[View], View]:
    """Let `page`, called like the view, answer a POST whose token is not good."""

    def mark(view: View) -> View:
        view.again = page  # type: ignore[attr-defined]
        return view

    return mark


def again() -> Response | None:
    """The page of the view that was posted to, with what was typed; None where it has no such page."""
    view = current_app.view_functions.get(request.endpoint or "")
    page: Callable[..., Response] | None = getattr(view, "again", None)
    return None if page is None else page(**(request.view_args or {}))
