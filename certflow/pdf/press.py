"""The drawing child: draws one part after another, reads its own paper again, and only then hands it over."""

from __future__ import annotations

from certflow.child import confine_for_jobs, give_way
from certflow.pdf.crew import Fault, take_jobs


def main() -> None:
    limits, (folder,) = confine_for_jobs()
    give_way()

    from pathlib import Path  # everything heavy is loaded within the limits

    from certflow.pdf.faces import faces
    from certflow.pdf.lettering import TooLong, lettering
    from certflow.pdf.paper import page, set_paper, stylesheet
    from certflow.pdf.parts import read_part
    from certflow.pdf.printed import Foreign, by_face, read_text
    from certflow.pdf.proofread import missing
    from certflow.pdf.render import Faulty, Renderer, made_with
    from certflow.pdf.typefaces import covered

    printable = lettering(covered(Path(folder)))
    letters = by_face(faces(Path(folder)))
    renderer = Renderer(stylesheet())

    def draw(job: bytes) -> bytes:
        part = read_part(job)
        try:
            html = page(set_paper(part, printable))
            drawn = renderer.draw(html, part.name, leads=part.chapter == "front")
            lost = missing(read_text(drawn.pdf, letters), part, printable)
        except (TooLong, Faulty, Foreign) as broken:
            raise Fault(str(broken)) from broken
        if lost:
            raise Fault(f"The printed text differs from the data at {lost}.")
        return drawn.as_bytes()

    take_jobs(made_with(), draw, limits)


if __name__ == "__main__":
    main()
