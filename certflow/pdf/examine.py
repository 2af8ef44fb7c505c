"""The reading child: takes a file of unknown origin apart within limits, and prints what it found as JSON."""

from __future__ import annotations

import sys

from certflow.pdf.child import confine

#: printed first on the error stream: from here on a failure is the file's and not ours
READY = "ready"


def main() -> None:
    anchor_text, moment = confine()

    import json
    import logging
    import traceback
    from dataclasses import asdict
    from datetime import datetime

    from certflow.domain.record import read_content
    from certflow.pdf.anchor import parse_anchor
    from certflow.pdf.strict import NotAuthentic, check_seal
    from certflow.pdf.verdict import Answer, Named, Point
    from certflow.pdf.whole import NoProof, NotWhole, check_whole, embedded

    logging.disable(logging.CRITICAL)
    anchor, at = parse_anchor(anchor_text.encode()), datetime.fromisoformat(moment)
    print(READY, file=sys.stderr, flush=True)
    pdf = sys.stdin.buffer.read()

    named = None
    complete = Point(Answer.UNKNOWN, "The data inside were not looked at, because the file is not authentic.")
    try:
        reader = check_seal(pdf, anchor, at)
        authentic = Point(Answer.YES, "Sealed under the trust anchor, and unchanged since.", "TOTAL_PASSED")
    except NotAuthentic as no:
        authentic = Point(Answer.NO if no.settled else Answer.UNKNOWN, no.reason, no.indication)
    except Exception as broken:  # the last door out: whatever a hostile file breaks, the answer is no
        traceback.print_exc()
        authentic = Point(
            Answer.NO, f"The file cannot be read as a record ({type(broken).__name__}).", "FORMAT_FAILURE"
        )
    else:
        try:
            content = read_content(embedded(reader))
            identity = content.identity
            named = Named(
                identity.record_id,
                identity.dossier_id,
                identity.title,
                identity.revision,
                f"{identity.made_at:%Y-%m-%dT%H:%M:%SZ}",
            )
            check_whole(content, anchor)
            complete = Point(Answer.YES, "The data inside add up, and the ledger's proof holds.")
        except NoProof as none:
            complete = Point(Answer.UNKNOWN, str(none))
        except NotWhole as no:
            complete = Point(Answer.NO, str(no))
        except Exception as broken:
            traceback.print_exc()
            complete = Point(Answer.NO, f"The data inside cannot be read ({type(broken).__name__}).")

    found = {"authentic": asdict(authentic), "complete": asdict(complete), "named": asdict(named) if named else None}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
