"""Opening the desk: what every act is handed, made from the settings. Web, worker and commands all start here."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

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
