"""The joining child: takes the drawn parts of one record after another, gives one file for each."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from certflow.child import confine_for_jobs, give_way
from certflow.domain.record import Attachment, RecordContent
from certflow.pdf.crew import take_jobs
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
    limits, (folder,) = confine_for_jobs()
    give_way()

    from pathlib import Path  # everything heavy is loaded within the limits

    from certflow.pdf.drawn import read_drawn
    from certflow.pdf.faces import faces
    from certflow.pdf.join import Attached, join
    from certflow.pdf.lettering import lettering
    from certflow.pdf.paper import running_heads
    from certflow.pdf.typefaces import covered

    known, printable = faces(Path(folder)), lettering(covered(Path(folder)))

    def work(job: bytes) -> bytes:
        given = io.BytesIO(job)
        about = json.loads(given.readline())
        made_at = datetime.fromisoformat(about["made_at"])
        files = [
            Attached(
                each["name"],
                each["words"],
                each["relationship"],
                each["media_type"],
                made_at,
                given.read(each["size"]),
            )
            for each in about["files"]
        ]
        parts = [read_drawn(given.read(size)) for size in about["sizes"]]
        dossier, revision, record = about["identity"]
        heads = running_heads(dossier, revision, record, about["language"], printable)
        return join(parts, heads, files, known)

    take_jobs(b"", work, limits)


if __name__ == "__main__":
    main()
