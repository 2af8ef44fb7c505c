"""The reading child: examines the file on its standard input within limits, prints what it found as JSON."""

from __future__ import annotations

import sys

from certflow.child import confine

#: printed first on the error stream: from here on a failure is the file's and not ours
READY = "ready"


def main() -> None:
    anchor, *moments = confine()

    import json  # everything heavy is loaded within the limits
    import logging
    from dataclasses import asdict
    from datetime import datetime

    from certflow.pdf.anchor import parse_anchor
    from certflow.pdf.examine import examine

    logging.disable(logging.CRITICAL)
    trusted, (at, *known) = parse_anchor(anchor.encode()), map(datetime.fromisoformat, moments)
    print(READY, file=sys.stderr, flush=True)
    sys.stdout.write(json.dumps(asdict(examine(sys.stdin.buffer.read(), trusted, at, *known))))


if __name__ == "__main__":
    main()
