"""`certflow serve`: pages and records until told to end."""

from __future__ import annotations

import errno
import os
import socket
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from threading import Timer

from certflow.config import Config, read_config
from certflow.serving.keeper import Keeper, Lead

#: so long after it is ready, a process has shown its first page to whoever waited for it
SETTLED_S = 3.0


def run(arguments: list[str]) -> int:
    """Serve with the settings of the environment."""
    if arguments:
        print("certflow serve takes no arguments; settings are in the environment, see README.md", file=sys.stderr)
        return 2
    return serve(read_config())


def serve(config: Config) -> int:
    """Serve until SIGTERM or Ctrl-C; the exit code."""
    os.umask(0o077)
    try:
        listener = listen(config.host, config.port)
    except OSError as trouble:
        print(f"certflow cannot serve on {config.host}:{config.port}. {_remedy(trouble)}", file=sys.stderr)
        return 1
    lead = Lead()
    roles: dict[str, Callable[[], None]] = {
        f"pages {number}": partial(_serve_pages, config, listener, lead if number == 1 else None)
        for number in range(1, config.workers + 1)
    }
    roles["records"] = partial(_make_records, config)
    return Keeper(roles, lead).keep()


def listen(host: str, port: int) -> socket.socket:
    """The one socket that all children accept from."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(address)
    listener.listen(1024)
    return listener


def _serve_pages(config: Config, listener: socket.socket, lead: Lead | None) -> None:
    from certflow.actions import demo
    from certflow.actions.verification import READERS
    from certflow.app import make_app
    from certflow.opening import log_in_lines, open_desk
    from certflow.serving.pages import serve_until_told

    log_in_lines()
    desk = open_desk(config)
    app = make_app(desk)
    if lead:
        if demo.is_demo(desk):
            print(f"{config.data} holds the demonstration: everybody knows its passwords. Keep nothing real there.")
        print(f"certflow serves on {config.public_url} (Ctrl-C ends it)", flush=True)
        lead.ready()
    Timer(SETTLED_S, _load_the_rest).start()
    serve_until_told(app, listener, config)
    READERS.rest()


def _load_the_rest() -> None:
    """What the first page does without, so that nobody waits for it when a checklist is opened first."""
    import_module("certflow.domain.checklist.parse")


def _make_records(config: Config) -> None:
    from certflow.actions.printing import work_forever
    from certflow.opening import log_in_lines, open_desk

    log_in_lines()
    work_forever(open_desk(config))


def _remedy(trouble: OSError) -> str:
    if trouble.errno == errno.EADDRINUSE:
        return "Something else listens there; end it, or choose another port with CERTFLOW_PORT."
    if trouble.errno == errno.EACCES:
        return "Ports below 1024 belong to root; choose another with CERTFLOW_PORT."
    return f"{trouble}. Choose an address of this machine with CERTFLOW_HOST."
