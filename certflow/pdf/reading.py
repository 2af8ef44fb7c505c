"""The reading child: examines the one file on its standard input within limits, and tells what it found as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import datetime

from certflow.child import confine

#: printed first on the error stream: from here on a failure is the file's and not ours
READY = "ready"


def asked(pdf: bytes, anchor: bytes, moments: Sequence[datetime]) -> bytes:
    """What the child is given: a line with the anchor and the moments to judge at, then the file."""
    about = {"anchor": anchor.decode(), "moments": [each.isoformat() for each in moments]}
    return json.dumps(about).encode() + b"\n" + pdf


def load() -> None:
    """Everything heavy."""
    import gc
    import logging

    from certflow.pdf import examine

    assert examine
    logging.disable(logging.CRITICAL)
    gc.disable()  # the process ends with its file; looking for circles in a long one takes as long as reading it


def examined(job: bytes) -> bytes:
    """What the file is that was `asked` about."""
    from dataclasses import asdict

    from certflow.pdf.anchor import parse_anchor
    from certflow.pdf.examine import examine

    at = job.index(b"\n") + 1
    about = json.loads(job[:at])
    now, *known = map(datetime.fromisoformat, about["moments"])
    return json.dumps(asdict(examine(job[at:], parse_anchor(about["anchor"].encode()), now, *known))).encode()


def main() -> None:
    confine()
    load()  # within the limits
    print(READY, file=sys.stderr, flush=True)
    sys.stdout.buffer.write(examined(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
