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
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
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
MOMENT = "%Y-%m-%dT%H:%M:%SZ"


class Unreadable(ValueError):
    """The bytes are not a record in the form we write; the message says where."""


def to_bytes(value: object, shape: int) -> bytes:
    """Canonical JSON of a dataclass in the shape with this number."""
    return canonical(_plain(value, shape))


def from_bytes(kind: type[T], data: bytes, shape: Callable[[Any], int]) -> T:
    """The dataclass that `to_bytes` wrote.

    shape  the number of the shape, from the data; raises Unreadable where they name none that we know
    Raises Unreadable.
    """
    try:
        raw = json.loads(data)
        return typing.cast(T, _Reading(shape(raw)).value(kind, raw, kind.__name__))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as broken:
        raise Unreadable(f"not JSON: {broken}") from broken


def _plain(value: object, shape: int) -> Any:
    if type(value) is str or value is None:
        return value
    if isinstance(value, Text):
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


@dataclasses.dataclass(frozen=True)
class _Reading:
    """Reading data of the shape with this number."""

    shape: int

    def value(self, kind: Any, raw: Any, at: str) -> Any:
        if isinstance(kind, types.UnionType):  # only `X | None` is used
            return None if raw is None else self.value(typing.get_args(kind)[0], raw, at)
        if typing.get_origin(kind) is tuple:
            items = _expect(list, raw, at)
            return tuple(self.value(typing.get_args(kind)[0], item, f"{at}[{n}]") for n, item in enumerate(items))
        if kind is Text:
            return _read_text(raw, at)
        if kind is datetime:
            return _read_moment(raw, at)
        if issubclass(kind, StrEnum):
            return _read_enum(kind, raw, at)
        if _is_record(kind):
            fields = _fields(kind, self.shape)
            members = _members(raw, set(fields), at)
            return kind(**{name: self.value(hint, members[name], f"{at}.{name}") for name, hint in fields.items()})
        return _expect(kind, raw, at)


def _read_text(raw: Any, at: str) -> Text:
    members = _members(raw, {"language", "text", "translations"}, at)
    translations = {str(k): _expect(str, v, at) for k, v in _expect(dict, members["translations"], at).items()}
    return Text(_expect(str, members["text"], at), _expect(str, members["language"], at), translations)


def _read_moment(raw: Any, at: str) -> datetime:
    try:
        return datetime.strptime(_expect(str, raw, at), MOMENT).replace(tzinfo=UTC)
    except ValueError as broken:
        raise Unreadable(f"{at}: {broken}") from broken


def _read_enum(kind: type[StrEnum], raw: Any, at: str) -> StrEnum:
    try:
        return kind(raw)
    except ValueError as broken:
        raise Unreadable(f"{at}: {broken}") from broken


def _members(raw: Any, names: set[str], at: str) -> dict[str, Any]:
    found: dict[str, Any] = _expect(dict, raw, at)
    if set(found) != names:
        raise Unreadable(f"{at}: missing {sorted(names - set(found))}, unknown {sorted(set(found) - names)}")
    return found


def _expect(kind: type, raw: Any, at: str) -> Any:
    if type(raw) is not kind:  # exact, because a JSON true must not pass for 1
        raise Unreadable(f"{at}: expected {kind.__name__}, found {type(raw).__name__}")
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
