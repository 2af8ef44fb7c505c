"""Answering requests with waitress, on a socket that the parent has opened, until told to end."""

from __future__ import annotations

import signal
import socket
import time
from types import FrameType
from typing import Any

from waitress import wasyncore
from waitress.server import create_server

from certflow.config import MEGABYTE, Config

#: how long requests under way may take after we were told to end
PATIENCE_S = 20

#: what a form adds to the file that comes with it
FORM_OVERHEAD_BYTES = MEGABYTE

FORWARDED = {"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"}


def serve_until_told(app: Any, listener: socket.socket, config: Config) -> None:
    """Answer until SIGTERM; then finish what is under way, taking nothing new."""
    sockets: dict[int, Any] = {}
    server = create_server(app, map=sockets, sockets=[listener], **options(config))
    told = False

    def be_told(_signal: int, _frame: FrameType | None) -> None:
        nonlocal told
        told = True

    signal.signal(signal.SIGTERM, be_told)
    while not told:
        wasyncore.loop(timeout=1, use_poll=True, map=sockets, count=1)
    server.accepting = False
    last = time.monotonic() + PATIENCE_S
    while _is_busy(server) and time.monotonic() < last:
        wasyncore.loop(timeout=0.1, use_poll=True, map=sockets, count=1)
    server.task_dispatcher.shutdown()


def options(config: Config) -> dict[str, Any]:
    """Waitress's settings that follow from ours."""
    chosen: dict[str, Any] = {
        "threads": 8,
        "ident": None,  # the name of our server is nobody's business
        "max_request_body_size": config.upload_limit_bytes + FORM_OVERHEAD_BYTES,
        "clear_untrusted_proxy_headers": True,
        "url_scheme": "https" if config.secure else "http",
    }
    if config.trusted_proxy:
        chosen |= {"trusted_proxy": config.trusted_proxy, "trusted_proxy_headers": FORWARDED}
    return chosen


def _is_busy(server: Any) -> bool:
    """Whether a request is being answered or an answer is still on its way out."""
    return any(channel.requests or channel.total_outbufs_len for channel in list(server.active_channels.values()))
