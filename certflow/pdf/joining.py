"""The joining child: takes drawn parts, gives one file."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime

from certflow.child import confine
from certflow.domain.record import Attachment, RecordContent
from certflow.pdf.parts import languages_of


def packed(
    content: RecordContent, language: str, files: Sequence[tuple[Attachment, bytes]], parts: Sequence[bytes]
) -> bytes:
    """What the child is given: a line about everything, the files that travel inside, the parts in their order."""
    identity = content.identity
    about = {
        "identity": (identity.dossier_id, identity.revision, identity.record_id),
        "made_at": identity.made_at.isoformat(),
        "language": languages_of(content, language)[0],
        "files": [asdict(each) for each, _ in files],
        "sizes": [len(part) for part in parts],
    }
    return b"".join((json.dumps(about).encode(), b"\n", *(raw for _, raw in files), *parts))


def main() -> None:
    (folder,) = confine()
    with suppress(AttributeError, OSError):  # not on Windows
        os.nice(10)  # people who wait for a page come first

    from pathlib import Path  # everything heavy is loaded within the limits

    from certflow.pdf.drawn import read_drawn
    from certflow.pdf.faces import faces
    from certflow.pdf.join import Attached, join
    from certflow.pdf.lettering import lettering
    from certflow.pdf.paper import running_heads
    from certflow.pdf.typefaces import covered

    about = json.loads(sys.stdin.buffer.readline())
    made_at = datetime.fromisoformat(about["made_at"])
    files = [
        Attached(
            each["name"],
            each["words"],
            each["relationship"],
            each["media_type"],
            made_at,
            sys.stdin.buffer.read(each["size"]),
        )
        for each in about["files"]
    ]
    parts = [sys.stdin.buffer.read(size) for size in about["sizes"]]
    dossier, revision, record = about["identity"]
    heads = running_heads(dossier, revision, record, about["language"], lettering(covered(Path(folder))))
    sys.stdout.buffer.write(join([read_drawn(part) for part in parts], heads, files, faces(Path(folder))))


if __name__ == "__main__":
    main()
