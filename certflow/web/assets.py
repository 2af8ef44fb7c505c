"""Our own styles, scripts and fonts: the digest in the address lets browsers keep them for good."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, Response, request, send_from_directory

from certflow.web.guards import open_to_all

FOLDER = Path(__file__).parent / "static"

FOR_GOOD = "public, max-age=31536000, immutable"
#: fonts and what scripts import from each other carry no digest: a browser keeps them but asks each time
ASK_EACH_TIME = "public, no-cache"


def serve_assets(app: Flask) -> None:
    """Give `url_for('static', filename=…)` its addresses, and answer them."""
    digests = {
        file.relative_to(FOLDER).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()[:16]
        for file in FOLDER.rglob("*")
        if file.is_file()
    }

    @app.url_defaults
    def name_digest(endpoint: str, values: dict[str, object]) -> None:
        # Style sheets and scripts name fonts and each other without digest, and one file shall have one address.
        name = str(values.get("filename", ""))
        if endpoint == "static" and name in digests and not name.startswith("fonts/"):
            values.setdefault("v", digests[name])

    @app.get("/static/<path:filename>", endpoint="static")
    @open_to_all
    def static(filename: str) -> Response:
        response = send_from_directory(FOLDER, filename)
        fixed = request.args.get("v") == digests.get(filename, "")
        response.headers["Cache-Control"] = FOR_GOOD if fixed else ASK_EACH_TIME
        return response
