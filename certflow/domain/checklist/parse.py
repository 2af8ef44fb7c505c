"""Read one checklist file: bytes in, a compiled `Checklist` out, or every problem at once.

First the YAML, then its shape (`contract`), then its meaning, part by part. A file with a wrong shape is not looked at
further: its other problems would only follow from that.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from certflow.domain.checklist.contract import FileShape
from certflow.domain.checklist.draft import Draft
from certflow.domain.checklist.graph import arrange
from certflow.domain.checklist.items import all_items
from certflow.domain.checklist.lineage import Editions, line_of, no_editions
from certflow.domain.checklist.model import Checklist, Enumeration, Route
from certflow.domain.checklist.overrides import put_over
from certflow.domain.checklist.parameters import Parameters
from certflow.domain.checklist.parse_derived import Tables, read_derived
from certflow.domain.checklist.parse_gates import read_gates
from certflow.domain.checklist.parse_groups import Groups
from certflow.domain.checklist.parse_lists import read_lists
from certflow.domain.checklist.parse_mappings import read_mappings
from certflow.domain.checklist.parse_matrix import read_matrix
from certflow.domain.checklist.parse_questions import read_questions
from certflow.domain.checklist.parse_reach import note_what_is_never_reached
from certflow.domain.checklist.parse_steps import read_steps
from certflow.domain.checklist.parse_succession import jurisdictions, supersessions
from certflow.domain.checklist.parse_tables import item_path, read_tables
from certflow.domain.checklist.parse_trials import read_trials
from certflow.domain.checklist.parse_types import variable_types
from certflow.domain.checklist.parse_units import note_units_that_differ
from certflow.domain.checklist.parse_unused import note_what_is_unused
from certflow.domain.checklist.problems import Problem, Problems, nearest
from certflow.domain.checklist.source import Source
from certflow.domain.checklist.strict_yaml import Document, read_yaml
from certflow.domain.edition import File, digest_of


def read_checklist(raw: bytes, *, file: str = "", editions: Editions = no_editions) -> Checklist:
    """The checklist in a file's bytes. Raises Problems: all of them, each with its place.

    file      names it in messages
    editions  finds the edition that it extends
    """
    with _collector_at_rest():
        return _read(raw, file, editions)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Reading makes very many small things and drops none; to look for circles among them meanwhile costs a third."""
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()


def _read(raw: bytes, file: str, editions: Editions) -> Checklist:
    line = line_of(File(raw, file), editions)
    document = whole_document(line)
    draft = Draft(_shape(document), document)
    if draft.shape.extends is not None and len(line) == 1:
        message = "'extends' stands in the first lines, right after 'checklist' and 'edition'."
        draft.problem(("extends",), "extends.late", message, key=True)
    checklist = _assemble(draft, digest_of(line))
    if draft.problems:
        raise Problems(draft.problems)
    return checklist


def whole_document(line: tuple[File, ...]) -> Document:
    """The last file of the line with each earlier one put over it."""
    whole: Document | None = None
    for file in reversed(line):
        own = read_yaml(file.raw, file=file.name)
        whole = own if whole is None else put_over(whole, own)
    assert whole is not None
    return whole


def _assemble(draft: Draft, digest: str) -> Checklist:
    shape = draft.shape
    draft.fill = Parameters(draft).fill
    _read_enumerations(draft)
    groups = Groups(draft)
    routes = {
        name: Route(name, route.code, draft.text(route.message, ("outside", name, "message")))
        for name, route in shape.outside.items()
    }
    questions = read_questions(draft)
    lists = read_lists(draft, questions)
    language = variable_types(draft, questions)
    tables = read_tables(draft, language)
    derived = read_derived(draft, language, Tables(tables, routes))
    steps = read_steps(draft, questions, language, derived, groups)
    matrix = read_matrix(draft, steps, tables)
    note_what_is_never_reached(draft, language, steps, derived)
    note_units_that_differ(draft, questions, derived)
    note_what_is_unused(draft)
    arranged = arrange(draft, steps, derived, tables)
    source = draft.source(shape.source, ("source",)) or _first_document(draft)
    checklist = Checklist(
        id=shape.checklist,
        edition=shape.edition,
        digest=digest,
        title=draft.text(shape.title, ("title",)),
        publisher=shape.publisher,
        authority=shape.authority,
        source=source,
        licence=shape.licence,
        status=shape.status,
        effective=shape.effective,
        extends=shape.extends,
        changes=tuple(draft.text(one, item_path(draft, ("changes",), at)) for at, one in enumerate(shape.changes)),
        supersedes=MappingProxyType(supersessions(draft, steps.steps)),
        jurisdictions=MappingProxyType(jurisdictions(draft)),
        language=shape.language,
        languages=tuple(shape.languages),
        parties=MappingProxyType({name: draft.text(said, ("parties", name)) for name, said in shape.parties.items()}),
        enumerations=MappingProxyType(draft.enumerations),
        routes=MappingProxyType(routes),
        sections=steps.sections,
        steps=MappingProxyType(steps.steps),
        questions=MappingProxyType(steps.questions),
        derived=MappingProxyType(derived),
        tables=MappingProxyType(tables),
        matrix=matrix,
        gates=read_gates(draft, steps),
        mappings=read_mappings(draft, steps),
        trials=(),
        lacks=tuple(sorted(set(draft.unfinished), key=lambda one: (one.file, one))),
        order=arranged.order,
        place=MappingProxyType({node: at for at, node in enumerate(arranged.order)}),
        readers=MappingProxyType(arranged.readers),
        steps_of_questions=MappingProxyType({name: one.step for name, one in steps.questions.items()}),
        groups=groups.groups,
        lists=MappingProxyType(lists),
        items=all_items(lists, ()),
    )
    return read_trials(draft, checklist)


def _read_enumerations(draft: Draft) -> None:
    shape = draft.shape
    for part, ordered, enumerations in (("orders", True, shape.orders), ("choices", False, shape.choices)):
        for name, values in enumerations.items():
            if name in draft.enumerations:
                message = f"'{name}' is an order already; choose another name."
                draft.problem((part, name), "enumeration.twice", message, key=True)
                continue
            titles = draft.titles(values, (part, name))
            shorts = {one.short: value for value, one in values.items() if one.short}
            if len(shorts) < sum(1 for one in values.values() if one.short) or set(shorts) & set(titles) - {
                value for short, value in shorts.items() if short == value
            }:
                message = "Two values cannot share a short form, nor can it be the name of another value."
                draft.problem((part, name), "enumeration.short", message, key=True)
            draft.enumerations[name] = Enumeration(name, ordered, MappingProxyType(titles), MappingProxyType(shorts))


def _first_document(draft: Draft) -> Source:
    name, document = next(iter(draft.shape.documents.items()))
    return Source(draft.document_title(name), url=document.url, read_on=document.read_on)


def _shape(document: Document) -> FileShape:
    try:
        return FileShape.model_validate(document.data)
    except ValidationError as error:
        found: dict[tuple[str, int, int], Problem] = {}
        for one in error.errors(include_url=False, include_context=False):
            problem = _in_words(document, one)
            found.setdefault((problem.file, problem.line, problem.column), problem)
        raise Problems(found.values()) from error


def _in_words(document: Document, error: ErrorDetails) -> Problem:
    path, kind, given = error["loc"], error["type"], error["input"]
    name = str(path[-1]) if path else ""
    key = kind in ("extra_forbidden",) or name == "[key]"
    place = document.place(path, key=key)
    match kind:
        case "missing":
            message = f"'{name}' is missing here."
            place = document.place(path[:-1], key=True)
        case "extra_forbidden":
            message = f"Nothing called '{name}' belongs here.{nearest(name, _fields_at(path))}"
        case "string_pattern_mismatch":
            message = f"'{given}' is not written as a name here: see 'Ids' in checklists/README.md."
        case "string_type" if name == "edition":
            message = f'Put the edition in quotes: "{given}". Without them 1.10 and 1.1 are the same number.'
        case "string_type":
            message = f"'{name}' must be words; put them in quotes."
        case "literal_error" | "enum":
            known = error["msg"].removeprefix("Input should be ")
            near = nearest(str(given), re.findall(r"'([^']+)'", known))
            message = f"'{given}' is not known here: {known}.{near}"
        case "value_error":
            message = error["msg"].removeprefix("Value error, ").capitalize() + "."
        case _:
            message = f"'{name}': {error['msg'][0].lower()}{error['msg'][1:]}."
    return Problem(place.line, place.column, f"shape.{kind.replace('_', '-')}", message, place.file)


def _fields_at(path: tuple[Any, ...]) -> list[str]:
    """The names that may stand beside the one at the end of `path`: those of the deepest shape on the way to it."""
    shape: Any = FileShape
    for step in path[:-1]:
        field = shape.model_fields.get(step) if isinstance(shape, type) and issubclass(shape, BaseModel) else None
        if field is not None:
            inner = _shapes_in(field.annotation)
            shape = inner or shape
    return [one.alias or name for name, one in shape.model_fields.items()]


def _shapes_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        if found := _shapes_in(inner):
            return found
    return None
