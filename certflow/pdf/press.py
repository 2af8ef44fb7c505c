"""The drawing child: reads the content, draws it, reads its own paper again, and only then hands it over."""

from __future__ import annotations

import sys

from certflow.pdf.child import confine, stop


def main() -> None:
    language, faces = confine()

    from pathlib import Path  # everything heavy is loaded within the limits

    from certflow.domain.record import read_content
    from certflow.pdf.lettering import TooLong, lettering
    from certflow.pdf.paper import page, set_paper, stylesheet
    from certflow.pdf.proofread import missing
    from certflow.pdf.render import Faulty, render
    from certflow.pdf.typefaces import covered

    given = sys.stdin.buffer.read()
    content = read_content(given)
    printable = lettering(covered(Path(faces)))
    try:
        pdf = render(
            page(set_paper(content, language, printable)), stylesheet(language), given, content.identity.made_at
        )
    except (TooLong, Faulty) as broken:
        stop(str(broken))
    lost = missing(pdf, content, language, printable)
    if lost:
        stop(f"The printed text differs from the data at {lost}.")
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
