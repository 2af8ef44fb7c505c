"""Write a checklist file: data in, strict YAML out, as a person would want to go on editing it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

#: a word that is the same in every reader of YAML
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_/@-]*( [A-Za-z0-9_/@-]+)*")
_NOT_PLAIN = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}
#: what may stand in a text over several lines
_PRINTED = re.compile(r"[\t\n\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
_UNSEEN = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_WIDTH = 120


def write_yaml(data: Mapping[str, Any]) -> str:
    """The file's text; `read_yaml` gives the data back."""
    lines: list[str] = []
    for name, value in data.items():
        if isinstance(value, (Mapping, list, tuple)) and value and lines and not _short(value):
            lines.append("")
        lines.extend(_entry(_word(str(name)), value, 0))
    return "\n".join(lines) + "\n"


def _entry(name: str, value: Any, depth: int) -> Iterator[str]:
    pad = "  " * depth
    value = _in_its_own_language(value)
    if isinstance(value, (Mapping, list, tuple)) and value:
        if (flow := _flow(value)) is not None and len(pad) + len(name) + len(flow) + 2 <= _WIDTH:
            yield f"{pad}{name}: {flow}"
            return
        yield f"{pad}{name}:"
        yield from _block(value, depth + 1)
    elif isinstance(value, str) and _is_long(value):
        yield f"{pad}{name}: |" + ("" if value.endswith("\n") else "-")
        yield from (f"{pad}  {line}" if line else "" for line in value.rstrip("\n").split("\n"))
    else:
        yield f"{pad}{name}: {_scalar(value)}"


def _block(value: Mapping[str, Any] | Sequence[Any], depth: int) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from _entry(_word(str(name)), one, depth)
        return
    pad = "  " * depth
    for one in value:
        one = _in_its_own_language(one)
        if isinstance(one, (Mapping, list, tuple)) and one:
            if (flow := _flow(one)) is not None and len(pad) + len(flow) + 2 <= _WIDTH and not _has_id(one):
                yield f"{pad}- {flow}"
                continue
            first, *rest = _block(one, depth + 1)
            yield f"{pad}- {first.lstrip()}"
            yield from rest
        else:
            yield f"{pad}- {_scalar(one)}"


def _has_id(value: object) -> bool:
    return isinstance(value, Mapping) and "id" in value


def _in_its_own_language(value: Any) -> Any:
    """A text in the file's own language alone is written as a sentence."""
    return value[""] if isinstance(value, Mapping) and set(value) == {""} else value


def _flow(value: Any) -> str | None:
    """The value on one line; None where it holds what is better read on several."""
    value = _in_its_own_language(value)
    if isinstance(value, Mapping) and value:
        parts = [(name, _flow(one)) for name, one in value.items()]
        if any(one is None for _, one in parts):
            return None
        return "{" + ", ".join(f"{_word(str(name))}: {one}" for name, one in parts) + "}"
    if isinstance(value, (list, tuple)) and value:
        items = [_flow(one) for one in value]
        return None if any(one is None for one in items) else "[" + ", ".join(map(str, items)) + "]"
    return None if isinstance(value, str) and _is_long(value) else _scalar(value)


def _short(value: Any) -> bool:
    flow = _flow(value)
    return flow is not None and len(flow) < _WIDTH - 20


def _is_long(value: str) -> bool:
    if "\n" not in value or value[0] in " \n\t" or value.endswith("\n\n") or value.isspace():
        return False
    return _PRINTED.fullmatch(value) is not None


def _scalar(value: Any) -> str:
    match value:
        case None:
            return "~"
        case bool():
            return "yes" if value else "no"
        case int() | Decimal():
            return str(value)
        case {} | [] | ():
            return "{}" if isinstance(value, Mapping) else "[]"
    return _word(str(value))


def _word(value: str) -> str:
    if _PLAIN.fullmatch(value) and value.lower() not in _NOT_PLAIN:
        return value
    return _quoted(value)


def _quoted(value: str) -> str:
    """In single quotes where that is easier to read, else in double quotes, which take every character."""
    if '"' in value and "'" not in value and "\n" not in value and _PRINTED.fullmatch(value):
        return f"'{value}'"
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))
