"""The checked syntax tree of a CEL expression, decoded from its protobuf bytes.

Only what the language allows is decoded; the rest becomes an `Other` node that names itself, so that it can be
refused by name. The messages are `cel.expr.CheckedExpr` and `cel.expr.Expr` of the CEL specification.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAX_DEPTH = 60


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written into the expression."""

    value: bool | float | str
    offset: int


@dataclass(frozen=True, slots=True)
class Name:
    """A variable: a question or a derived value."""

    name: str
    offset: int


@dataclass(frozen=True, slots=True)
class Call:
    """An operator (`_&&_`) or function (`max`) and what it is given."""

    function: str
    arguments: tuple[Node, ...]
    offset: int


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list written into the expression."""

    items: tuple[Node, ...]
    offset: int


@dataclass(frozen=True, slots=True)
class Other:
    """Something CEL has and this language does not."""

    what: str
    offset: int


Node = Literal | Name | Call | ListOf | Other

#: a field of a message: its number, and a varint or bytes
_Field = tuple[int, int | bytes]


def decode(checked: bytes) -> Node:
    """The tree of a serialized, checked expression (an `Any` that wraps a CheckedExpr)."""
    message = _one(checked, 2)
    offsets: dict[int, int] = {}
    for number, entry in _fields(_one(message, 5)):
        if number == 4 and isinstance(entry, bytes):
            pair = dict(_fields(entry))
            key, value = pair.get(1, 0), pair.get(2, 0)
            if isinstance(key, int) and isinstance(value, int):
                offsets[key] = value
    return _node(_one(message, 4), offsets, 0)


def _node(message: bytes, offsets: dict[int, int], depth: int) -> Node:
    fields = dict(_fields(message))
    identity = fields.pop(2, 0)
    offset = offsets.get(identity, 0) if isinstance(identity, int) else 0
    if depth > MAX_DEPTH:
        return Other("so many brackets inside one another", offset)
    if not fields:
        return Other("an empty expression", offset)
    number, body = next(iter(fields.items()))
    assert isinstance(body, bytes)
    match number:
        case 3:
            return _literal(body, offset)
        case 4:
            return Name(_one(body, 1).decode(), offset)
        case 6:
            parts = list(_fields(body))
            arguments = [
                _node(part, offsets, depth + 1) for key, part in parts if key in (1, 3) and type(part) is bytes
            ]
            return Call(_one(body, 2).decode(), tuple(arguments), offset)
        case 7:
            items = [part for key, part in _fields(body) if key == 1]
            return ListOf(tuple(_node(part, offsets, depth + 1) for part in items if type(part) is bytes), offset)
        case _:
            return Other({5: "a field ('.')", 8: "a map or message", 9: "a loop"}.get(number, "this"), offset)


def _literal(body: bytes, offset: int) -> Node:
    number, value = next(_fields(body), (1, 0))
    match number, value:
        case 2, int():
            return Literal(bool(value), offset)
        case 5, bytes():
            return Literal(struct.unpack("<d", value)[0], offset)
        case 6, bytes():
            return Literal(value.decode(), offset)
        case _:
            return Other({1: "null", 3: "this whole number", 4: "this whole number"}.get(number, "bytes"), offset)


def _one(message: bytes, wanted: int) -> bytes:
    for number, value in _fields(message):
        if number == wanted and isinstance(value, bytes):
            return value
    return b""


def _fields(message: bytes) -> Iterator[_Field]:
    at = 0
    while at < len(message):
        head, at = _varint(message, at)
        match head & 7:
            case 0:
                value, at = _varint(message, at)
                yield head >> 3, value
            case 1:
                yield head >> 3, message[at : at + 8]
                at += 8
            case 2:
                length, at = _varint(message, at)
                yield head >> 3, message[at : at + length]
                at += length
            case 5:
                at += 4
            case kind:
                raise RuntimeError(f"protobuf wire type {kind} in a checked expression")


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
