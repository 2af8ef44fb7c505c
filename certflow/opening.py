"""Opening the desk: what every act is handed, made from the settings. Web, worker and commands all start here."""

from __future__ import annotations

import logging
import secrets
import sys
from datetime import UTC, datetime

import structlog

from certflow.actions.desk import Desk
from certflow.config import Config
from certflow.storage import database
from certflow.storage.checklists import read_checklists
from certflow.storage.files import open_store


def open_desk(config: Config) -> Desk:
    """What every act is handed; nothing is opened before it is used."""
    return Desk(
        config=config,
        engine=database.connect(config.database_url),
        library=read_checklists(config.checklists),
        files=open_store(config.data_folder() / "files"),
        now=lambda: datetime.now(UTC),
        chance=secrets.token_bytes,
    )


def log_in_lines() -> None:
    """What goes wrong goes to standard error, one JSON object a line: what we say of it, and what libraries say."""
    first = (structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True))
    written = structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[*first, written],
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
    of_libraries = logging.StreamHandler(sys.stderr)
    of_libraries.setFormatter(structlog.stdlib.ProcessorFormatter(processor=written, foreign_pre_chain=first))
    logging.basicConfig(handlers=[of_libraries], level=logging.WARNING)  # unless a host has its own
    # that a request waits for a thread is no trouble: it is answered next
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
