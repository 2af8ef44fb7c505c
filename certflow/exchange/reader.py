"""The child that reads a file from outside: JSON with the file in, JSON with what became of it out."""

from __future__ import annotations

from certflow.child import confine, stop

if __name__ == "__main__":
    confine()

import base64
import json
import sys

from certflow.domain.checklist import Problems
from certflow.domain.edition import File
from certflow.domain.exchange.imported import NotImported
from certflow.domain.exchange.reading import read_file
from certflow.exchange.workbooks import sheets_of


def main() -> None:
    asked = json.loads(sys.stdin.buffer.read())
    over = asked["over"]
    try:
        base = File(base64.b64decode(over["file"]), over["name"]) if over else None
        report = read_file(base64.b64decode(asked["file"]), asked["name"], sheets_of, base)
    except NotImported as refused:
        sys.stdout.write(json.dumps({"refused": refused.code, "facts": refused.facts}))
        return
    except Problems as problems:
        # only the checklist that a profile goes over is read before there is a report
        stop(f"The checklist it goes over cannot be used: {problems.found[0]}")
    sys.stdout.write(report.to_json())


if __name__ == "__main__":
    main()
