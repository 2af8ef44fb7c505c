"""A service small enough to see through, which the tests run on its own: `small_service PORT [hopeless]`."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from certflow.cli.serve import listen
from certflow.config import Config, Misconfigured
from certflow.serving.keeper import Keeper
from certflow.serving.pages import serve_until_told


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Says which process answers; /slow takes its time, /die does not survive."""
    if environ["PATH_INFO"] == "/die":
        os._exit(1)
    if environ["PATH_INFO"] == "/slow":
        time.sleep(1)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]


def refuse() -> None:
    raise Misconfigured(("the seal key is missing",))


def main() -> int:
    listener = listen("127.0.0.1", int(sys.argv[1]))
    config = Config(data=Path("nowhere"), database_url="", checklists=Path("nowhere"))
    roles: dict[str, Callable[[], None]] = {"pages": lambda: serve_until_told(app, listener, config)}
    if sys.argv[2:] == ["hopeless"]:
        roles["records"] = refuse
    return Keeper(roles).keep()


if __name__ == "__main__":
    sys.exit(main())
