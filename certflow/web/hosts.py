"""Which names we answer to, and whose word we take for where a request came from."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.exceptions import BadRequest
from werkzeug.middleware.proxy_fix import ProxyFix

from certflow.config import Config

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def check_hosts(app: Flask, config: Config) -> None:
    """Refuse a Host that is not ours: links and redirects must never lead to a name that a stranger chose."""
    ours = urlsplit(config.public_url)

    @app.before_request
    def check() -> None:
        try:
            asked = urlsplit(f"//{request.host}")
            host, port = asked.hostname, asked.port
        except ValueError:
            raise BadRequest from None
        # On one's own machine every name of the machine is the same place, whatever the port.
        at_home = ours.hostname in LOOPBACK and host in LOOPBACK
        if not at_home and (host, port or _usual(config)) != (ours.hostname, ours.port or _usual(config)):
            raise BadRequest


def _usual(config: Config) -> int:
    return 443 if config.secure else 80


class TrustedProxy:
    """Believes X-Forwarded-* only when our own proxy sends them."""

    def __init__(self, app: WSGIApplication, proxy: str) -> None:
        self._direct = app
        self._behind = ProxyFix(app, x_for=1, x_proto=1, x_host=1)
        self._network = ip_network(proxy, strict=False)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            trusted = ip_address(str(environ.get("REMOTE_ADDR", ""))) in self._network
        except ValueError:
            trusted = False
        return (self._behind if trusted else self._direct)(environ, start_response)
