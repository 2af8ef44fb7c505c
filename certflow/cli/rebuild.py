"""`certflow rebuild`: look through the ledger, then make every other table again from its facts, in one turn."""

from __future__ import annotations

import argparse
import sys

from certflow.config import Config, Misconfigured, read_config
from certflow.domain import checkpoint
from certflow.pdf.anchor import KeyUnusable, read_anchor, verify_note
from certflow.storage import check, database, schema
from certflow.storage.rebuild import rebuild


def run(arguments: list[str]) -> int:
    """0 when the tables are made again; 2 when the ledger is not as it was written, and nothing was touched."""
    argparse.ArgumentParser(prog="certflow rebuild", description=__doc__).parse_args(arguments)
    config = read_config()
    open_note = _opener(config)
    engine = database.connect(config.database_url)
    try:
        with database.writing(engine) as conn:
            schema.require_newest(conn)
            trouble = check.check(conn, open_note)
            count = 0 if trouble else rebuild(conn)
    finally:
        engine.dispose()
    if trouble:
        print(
            f"Entry {trouble.seq} of the ledger is not as it was written: {trouble.what}. Nothing was changed. "
            "Keep this database for whoever looks into it, and restore the last backup.",
            file=sys.stderr,
        )
        return 2
    print(f"The ledger is whole. All other tables are made again from its {count} facts.")
    return 0


def _opener(config: Config) -> check.Open | None:
    """Opens checkpoints with the ledger's key; where there are no keys yet, nothing was signed with them either."""
    anchor = config.data_folder() / "keys" / "anchor.json"
    if not anchor.is_file():
        return None
    try:
        key = read_anchor(anchor).ledger
    except KeyUnusable as unusable:
        raise Misconfigured((unusable.reason,)) from unusable
    return lambda note: checkpoint.open_note(note, key, verify_note)
