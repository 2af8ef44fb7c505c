"""`certflow rebuild`: make every other table again from the facts, in one turn."""

from __future__ import annotations

import argparse

from certflow.app import open_desk
from certflow.config import read_config
from certflow.storage import database, schema
from certflow.storage.rebuild import rebuild


def run(arguments: list[str]) -> int:
    """Rebuild, and say from how many facts."""
    argparse.ArgumentParser(prog="certflow rebuild", description=__doc__).parse_args(arguments)
    desk = open_desk(read_config())
    with database.writing(desk.engine) as conn:
        schema.require_newest(conn)
        count = rebuild(conn)
    print(f"All tables are made again from {count} facts.")
    return 0
