"""The application: the desk, handed to the web.

Starting refuses, with the reason, what would only fail later in somebody's hands: a database of another version, keys
that are wrong or that other people on the machine can read.
"""

from __future__ import annotations

from flask import Flask

from certflow.actions.desk import Desk
from certflow.config import ROOT, Config, Misconfigured
from certflow.domain.refusal import Refused
from certflow.opening import log_in_lines, open_desk
from certflow.pdf.anchor import KeyUnusable
from certflow.pdf.keys import check_keys
from certflow.storage import database, schema
from certflow.web.site import build_site
from certflow.wording import sentence


def create_app(config: Config) -> Flask:
    """The whole application. Raises Misconfigured where it could not keep its promises."""
    log_in_lines()
    return make_app(open_desk(config))


def make_app(desk: Desk) -> Flask:
    """The application around a desk."""
    _must_be_ready(desk)
    app = Flask("certflow", template_folder=str(ROOT / "templates"), static_folder=None)
    app.secret_key = desk.config.secret_key
    build_site(app, desk)
    return app


def _must_be_ready(desk: Desk) -> None:
    try:
        with database.reading(desk.engine) as conn:
            schema.require_newest(conn)
        check_keys(desk.keyring, desk.now())
    except Refused as refused:
        raise Misconfigured((sentence(refused),)) from refused
    except KeyUnusable as unusable:
        raise Misconfigured((unusable.reason,)) from unusable
