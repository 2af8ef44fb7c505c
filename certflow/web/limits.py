"""How much a request may carry: little, unless the view takes files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, request

from certflow.config import Config

View = TypeVar("View", bound=Callable[..., Any])

#: everything a form holds beside its files
FORM_BYTES = 2_000_000
#: names and boundaries around an uploaded file
MARGIN_BYTES = 100_000
FORM_PARTS = 5_000


def takes_files(view: View) -> View:
    """A view that people upload to."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def limit_requests(app: Flask, config: Config) -> None:
    """Refuse what is too large before it is read."""
    app.config["MAX_FORM_MEMORY_SIZE"] = FORM_BYTES
    app.config["MAX_FORM_PARTS"] = FORM_PARTS

    @app.before_request
    def limit() -> None:
        view = app.view_functions.get(request.endpoint or "")
        large = getattr(view, "takes_files", False)
        request.max_content_length = config.upload_limit_bytes + MARGIN_BYTES if large else FORM_BYTES
