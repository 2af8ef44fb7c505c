"""The joining child: takes drawn parts, gives one file."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from certflow.child import confine


def packed(identity: tuple[str, str], made_at: datetime, language: str, data: bytes, parts: Sequence[bytes]) -> bytes:
    """What the child is given: a line about everything, the data that travel inside, the parts in their order.

    identity   of dossier and record, as they stand on every page
    """
    about = {
        "identity": identity,
        "made_at": made_at.isoformat(),
        "language": language,
        "sizes": [len(blob) for blob in (data, *parts)],
    }
    return b"".join((json.dumps(about).encode(), b"\n", data, *parts))


def main() -> None:
    (folder,) = confine()
    with suppress(AttributeError, OSError):  # not on Windows
        os.nice(10)  # people who wait for a page come first

    from pathlib import Path  # everything heavy is loaded within the limits

    from certflow.pdf.drawn import read_drawn
    from certflow.pdf.faces import faces
    from certflow.pdf.join import Attached, join
    from certflow.pdf.lettering import lettering
    from certflow.pdf.paper import ATTACHMENT, running_heads
    from certflow.pdf.typefaces import covered

    about = json.loads(sys.stdin.buffer.readline())
    data, *parts = (sys.stdin.buffer.read(size) for size in about["sizes"])
    dossier, record = about["identity"]
    heads = running_heads(dossier, record, about["language"], lettering(covered(Path(folder))))
    made_at = datetime.fromisoformat(about["made_at"])
    attached = Attached(ATTACHMENT, "The content of this record as JSON", "Source", "application/json", made_at, data)
    sys.stdout.buffer.write(join([read_drawn(part) for part in parts], heads, [attached], faces(Path(folder))))


if __name__ == "__main__":
    main()
