"""The headers every answer carries, errors and files included."""

from __future__ import annotations

from flask import Flask, Response, request

from certflow.config import Config
from certflow.web import fresh

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

#: for files that people sent us: even a browser that opens one runs and loads nothing
SANDBOX = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}

TWO_YEARS_S = 63_072_000


def put_headers(app: Flask, config: Config) -> None:
    """Add the headers to whatever is answered."""

    @app.after_request
    def add(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", POLICY)
        for name, value in ALWAYS.items():
            response.headers[name] = value
        if config.secure:
            response.headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS_S}; includeSubDomains"
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
            fresh.tag(response)
        return response
