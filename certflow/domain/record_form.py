"""The JSON form of the record's dataclasses, and the way back.

One rule a kind of value: text, integers, booleans and null are themselves; a tuple is an array; a dataclass is an
object with its fields; a moment is `2026-11-22T09:30:00Z`; a `Text` is `{"language": …, "text": …, "translations":
{…}}`. Reading is strict: a missing, unknown or wrongly typed member is refused with its path.

A shape that grows gets a new number, and a field with a default says by its metadata (`SINCE_2`) from which one on it
is there. Older data lack it, are read with its default, and are written back as they were, byte for byte.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Set
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache, partial
from typing import Any, TypeVar

from certflow.domain.ledger import canonical
from certflow.domain.text import Text

T = TypeVar("T")
#: marks a field that data have from shape 2 on
SINCE_2 = {"since": 2}
#: the same from shape 3 on
SINCE_3 = {"since": 3}
#: the same from shape 4 on
SINCE_4 = {"since": 4}
#: the same from shape 5 on
SINCE_5 = {"since": 5}
_TEXT = frozenset({"language", "text", "translations"})
MOMENT = "%Y-%m-%dT%H:%M:%SZ"


class Unreadable(ValueError):
    """The bytes are not a record in the form we write; the message says where."""


def to_bytes(value: object, shape: int) -> bytes:
    """Canonical JSON of a dataclass in the shape with this number."""
    return canonical(_plain(value, shape))


def from_bytes(kind: type[T], data: bytes, shape: Callable[[Any], int]) -> T:
    """The dataclass that `to_bytes` wrote, of these very bytes.

    shape  the number of the shape, from the data; raises Unreadable where they name none that we know
    Raises Unreadable.
    """
    try:
        raw = json.loads(data)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as broken:
        raise Unreadable(f"not JSON: {broken}") from broken
    reader, canonical_form = _reader(typing.cast(Any, kind), shape(raw)), _is_canonical(raw, data)
    try:
        value = typing.cast(T, reader(raw))
    except Unreadable as broken:
        raise Unreadable(f"{kind.__name__}{broken}") from broken
    if not canonical_form:
        raise Unreadable("the bytes are not in the canonical form")
    return value


def _is_canonical(raw: Any, data: bytes) -> bool:
    """Asked of what JSON said: the readers take each value in one spelling alone, so that it is written so again."""
    try:
        return canonical(raw) == data
    except ValueError:
        return False


def _plain(value: object, shape: int) -> Any:
    if type(value) is str or value is None:
        return value
    if type(value) is Text:
        return {"language": value.language, "text": value.authoritative, "translations": dict(value.translations)}
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime(MOMENT)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(item, shape) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name), shape) for name in _fields(type(value), shape)}
    return value


#: makes the value of what JSON said. Raises Unreadable, whose message begins with the place as far as it is known here
Read = Callable[[Any], Any]


@cache
def _reader(kind: Any, shape: int) -> Read:
    """How a value of some kind is read from data of a shape. Found out once: a record has a hundred thousand values."""
    if isinstance(kind, types.UnionType):  # only `X | None` is used
        inner = _reader(typing.get_args(kind)[0], shape)
        return lambda raw: None if raw is None else inner(raw)
    if typing.get_origin(kind) is tuple:
        return partial(_read_items, _reader(typing.get_args(kind)[0], shape))
    if kind is Text:
        return _read_text
    if kind is datetime:
        return _read_moment
    if issubclass(kind, StrEnum):
        return partial(_read_enum, kind)
    return partial(_read_record, kind, shape) if _is_record(kind) else partial(_expect, kind)


@cache
def _readers(kind: type, shape: int) -> dict[str, Read]:
    """How each field is read. Asked for when the first one is there, so that a kind that holds itself ends."""
    return {name: _reader(hint, shape) for name, hint in _fields(kind, shape).items()}


def _read_record(kind: type, shape: int, raw: Any) -> Any:
    readers, read = _readers(kind, shape), {}
    members = _members(raw, readers.keys())
    for name, reader in readers.items():
        try:
            read[name] = reader(members[name])
        except Unreadable as broken:
            raise Unreadable(f".{name}{broken}") from broken
    return kind(**read)


def _read_items(reader: Read, raw: Any) -> tuple[Any, ...]:
    read: list[Any] = []
    for item in _expect(list, raw):
        try:
            read.append(reader(item))
        except Unreadable as broken:
            raise Unreadable(f"[{len(read)}]{broken}") from broken
    return tuple(read)


def _read_text(raw: Any) -> Text:
    members = _members(raw, _TEXT)
    translations = {each: _expect(str, said) for each, said in _expect(dict, members["translations"]).items()}
    return Text(_expect(str, members["text"]), _expect(str, members["language"]), translations)


def _read_moment(raw: Any) -> datetime:
    said = _expect(str, raw)
    try:
        moment = datetime.strptime(said, MOMENT).replace(tzinfo=UTC)
    except ValueError as broken:
        raise Unreadable(f": {broken}") from broken
    if moment.strftime(MOMENT) != said:
        raise Unreadable(f": {said!r} is not written as a moment is")
    return moment


def _read_enum(kind: type[StrEnum], raw: Any) -> StrEnum:
    try:
        return kind(raw)
    except ValueError as broken:
        raise Unreadable(f": {broken}") from broken


def _members(raw: Any, names: Set[str]) -> dict[str, Any]:
    found: dict[str, Any] = _expect(dict, raw)
    if found.keys() != names:
        raise Unreadable(f": missing {sorted(names - found.keys())}, unknown {sorted(found.keys() - names)}")
    return found


def _expect(kind: type, raw: Any) -> Any:
    if type(raw) is not kind:  # exact, because a JSON true must not pass for 1
        raise Unreadable(f": expected {kind.__name__}, found {type(raw).__name__}")
    return raw


def _is_record(kind: Any) -> bool:
    return dataclasses.is_dataclass(kind)


@cache
def _fields(kind: type, shape: int) -> dict[str, Any]:
    """Name → type of the fields that data of a shape have."""
    hints = typing.get_type_hints(kind)
    return {
        field.name: hints[field.name] for field in dataclasses.fields(kind) if field.metadata.get("since", 1) <= shape
    }


def schema(kind: type, shape: int) -> dict[str, object]:
    """JSON Schema (draft 2020-12) of a dataclass and all it holds, in the shape with this number."""
    shapes: dict[str, object] = {}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_shape(kind, shape, shapes), "$defs": shapes}


def _shape(kind: Any, shape: int, shapes: dict[str, object]) -> dict[str, object]:
    if isinstance(kind, types.UnionType):
        return {"anyOf": [_shape(typing.get_args(kind)[0], shape, shapes), {"type": "null"}]}
    if typing.get_origin(kind) is tuple:
        return {"type": "array", "items": _shape(typing.get_args(kind)[0], shape, shapes)}
    if kind is Text:
        shapes["Text"] = _object(
            {
                "language": {"type": "string"},
                "text": {"type": "string"},
                "translations": {"type": "object", "additionalProperties": {"type": "string"}},
            }
        )
        return {"$ref": "#/$defs/Text"}
    if kind is datetime:
        return {"type": "string", "format": "date-time"}
    if issubclass(kind, StrEnum):
        return {"enum": [member.value for member in kind]}
    if _is_record(kind):
        if kind.__name__ not in shapes:
            shapes[kind.__name__] = {}  # before descending, so that a kind that holds itself ends
            shapes[kind.__name__] = _object(
                {n: _shape(hint, shape, shapes) for n, hint in _fields(kind, shape).items()}
            )
        return {"$ref": f"#/$defs/{kind.__name__}"}
    return {"type": {str: "string", int: "integer", bool: "boolean"}[kind]}


def _object(properties: dict[str, object]) -> dict[str, object]:
    return {"type": "object", "properties": properties, "required": sorted(properties), "additionalProperties": False}
