"""Writes facts for ever and says each seq once it is acknowledged. The tests run it, and kill it.

python -m tests.storage.writer URL DOSSIER [HOW_MANY]
"""

from __future__ import annotations

import os
import secrets
import sys
from datetime import UTC, datetime
from itertools import count, islice

from certflow.domain import facts
from certflow.storage import database, entries
from tests.storage.facts import ANNA


def main(url: str, dossier: str, how_many: int | None) -> None:
    engine = database.connect(url)
    for each in islice(count(), how_many):
        with database.writing(engine) as conn:
            written = [
                entries.append(
                    conn,
                    dossier=dossier,
                    fact=facts.AnswerGiven("mass", f"{os.getpid()}-{each}-{half}"),
                    by=ANNA,
                    at=datetime.now(UTC),
                    salt=lambda: secrets.token_bytes(32),
                    software="test",
                )
                for half in "ab"
            ]
        print(written[-1].seq, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else None)
