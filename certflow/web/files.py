"""Files that people sent us, and records: always a download, never opened in our own page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from flask import Response

from certflow.web.headers import SANDBOX


def attachment(content: Iterator[bytes], name: str, media_type: str, size: int | None) -> Response:
    """The content under its name, to be saved."""
    response = Response(content, content_type=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=safe_name(name))
    response.headers["Content-Security-Policy"] = SANDBOX
    if size is not None:
        response.headers["Content-Length"] = str(size)
    return response


def safe_name(name: str) -> str:
    """A file name without anything that a header or a folder could misread."""
    kept = "".join(each if unicodedata.category(each)[0] != "C" and each not in '/\\:*?"<>|' else "_" for each in name)
    return kept.strip(". ") or "file"
