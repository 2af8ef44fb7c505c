"""What stands among and inside the steps of a section: headings, nested requirements, parts with names that stay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from certflow.domain.checklist.contract import PartShape, StepShape
from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.model import Heading, Part
from certflow.domain.checklist.source import Source
from certflow.domain.checklist.strict_yaml import Path
from certflow.domain.text import Text

#: what a heading may say; everything else belongs to what is assessed
_OF_HEADINGS = {"id", "title", "source", "text", "under", "assessable", "parts", "extra"}


def read_parts(draft: Draft, path: Path, shapes: Mapping[str, PartShape]) -> tuple[Part, ...]:
    """The parts of a step from top to bottom, each with the names that lead to it."""
    return tuple(_parts(draft, path, shapes, "", 0))


def _parts(draft: Draft, path: Path, shapes: Mapping[str, PartShape], above: str, depth: int) -> Iterator[Part]:
    for name, shape in shapes.items():
        here: Path = (*path, "parts", name)
        whole = f"{above}.{name}" if above else name
        yield Part(
            name=whole,
            kind=shape.kind,
            label=shape.label or "",
            title=draft.optional_text(shape.title, (*here, "title")),
            text=draft.optional_text(shape.text, (*here, "text")),
            depth=depth,
        )
        yield from _parts(draft, here, shape.parts, whole, depth + 1)


def read_heading(draft: Draft, path: Path, shape: StepShape, at: int) -> Heading:
    """A step with `assessable: no`."""
    for name in sorted(shape.model_fields_set - _OF_HEADINGS):
        message = f"What is not assessable has no '{name}': remove it, or 'assessable: no'."
        draft.problem((*path, name), "heading.part", message, key=True)
    title, text = draft.text(shape.title, (*path, "title")), draft.text(shape.text, (*path, "text"))
    return Heading(
        id=shape.id,
        title=title,
        text=None if text == title else text,
        source=draft.source(shape.source, (*path, "source")) or Source(Text("")),
        under=shape.under,
        at=at,
        parts=read_parts(draft, path, shape.parts),
    )


def check_under(draft: Draft, path: Path, shape: StepShape, before: Mapping[str, object]) -> None:
    """What a step stands under comes before it in the same section, so that no circle can be."""
    if shape.under is not None and shape.under not in before:
        what = "step before this one in its section"
        draft.known((*path, "under"), "step.under", what, shape.under, before)
