"""`certflow migrate`: bring the database to this version, and make what a first start needs. Safe to repeat."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from certflow.actions.desk import keyring_of
from certflow.config import Config, Misconfigured, read_config
from certflow.pdf.anchor import KeyUnusable
from certflow.pdf.keys import make_keys
from certflow.storage import database, schema


def run(arguments: list[str]) -> int:
    """Migrate, and say from where to where."""
    argparse.ArgumentParser(prog="certflow migrate", description=__doc__).parse_args(arguments)
    before, after = prepare(read_config())
    print(f"The database is at {after}" + (" already." if before == after else f", coming from {before or 'nothing'}."))
    return 0


def prepare(config: Config) -> tuple[str | None, str]:
    """The newest schema, and keys where there are none; the schema's version before and after."""
    config.data_folder()
    engine = database.connect(config.database_url)
    try:
        versions = schema.upgrade(engine)
        make_keys(keyring_of(config), datetime.now(UTC))
    except KeyUnusable as unusable:
        raise Misconfigured((unusable.reason,)) from unusable
    finally:
        engine.dispose()
    return versions
