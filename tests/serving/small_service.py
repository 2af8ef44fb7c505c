"""A service small enough to see through, which the tests run on its own.

`small_service PORT [hopeless|in turn|lead dies]`
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from certflow.cli.serve import listen
from certflow.config import Config, Misconfigured
from certflow.serving.keeper import Keeper, Lead
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


def in_turn(serve: Callable[[], None], *, dies: bool) -> int:
    """A first role that says when it is ready, or dies before, and a second one; each says on its error stream that it
    was started."""
    lead = Lead()

    def first() -> None:
        print("first", file=sys.stderr, flush=True)
        if dies:
            os._exit(1)
        lead.ready()
        serve()

    def second() -> None:
        print("second", file=sys.stderr, flush=True)
        serve()

    return Keeper({"first": first, "second": second}, lead).keep()


def main() -> int:
    listener = listen("127.0.0.1", int(sys.argv[1]))
    config = Config(data=Path("nowhere"), database_url="", checklists=Path("nowhere"))
    roles: dict[str, Callable[[], None]] = {"pages": lambda: serve_until_told(app, listener, config)}
    if sys.argv[2:] == ["hopeless"]:
        roles["records"] = refuse
    if sys.argv[2:] in (["in turn"], ["lead dies"]):
        return in_turn(lambda: serve_until_told(app, listener, config), dies=sys.argv[2] == "lead dies")
    return Keeper(roles).keep()


if __name__ == "__main__":
    sys.exit(main())
