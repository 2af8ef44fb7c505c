"""What a format says beyond the language, as one line of JSON; and putting it back.

An importer makes a part of a checklist and asks the exporter what it would write for it. `kept` is the difference to
the original; `restored` is the original again. Where somebody has edited the part meanwhile, the edit counts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

#: a part of a file of another format
Node = dict[str, Any]
#: which part of a checklist is being written, that part, and what the exporter makes of it; gives what stands in the
#: file. An importer notes in the part what the exporter would not know
Finish = Callable[[tuple[str, ...], dict[str, Any], Node], Node]


def kept(original: Mapping[str, Any], produced: Mapping[str, Any]) -> str | None:
    """What has to be known beside `produced` to write `original`; None where nothing."""
    here = {name: value for name, value in original.items() if name not in produced}
    was = {
        name: [_digest(produced[name]), value]
        for name, value in original.items()
        if name in produced and not same(value, produced[name])
    }
    left_out = {name: _digest(value) for name, value in produced.items() if name not in original}
    parts = {name: part for name, part in (("is", here), ("was", was), ("not", left_out)) if part}
    return _dumps(parts) if parts else None


def restored(produced: Node, said: object) -> Node:
    """The original of what is produced now; what was edited since stays as edited."""
    parts = _read(said)
    left_out = parts.get("not", {})
    node = {name: value for name, value in produced.items() if left_out.get(name) != _digest(value)}
    for name, (digest, value) in parts.get("was", {}).items():
        if name in produced and _digest(produced[name]) == digest:
            node[name] = value
    node.update(parts.get("is", {}))
    return node


def same(one: object, other: object) -> bool:
    """Whether two pieces of data are the same; 1, 1.0 and true are three things."""
    return _dumps(one) == _dumps(other)


def _read(said: object) -> dict[str, Any]:
    if isinstance(said, str):
        try:
            parts = _decoded(json.loads(said))
        except ValueError:
            return {}
        return parts if isinstance(parts, dict) else {}
    # what somebody wrote by hand is what is there
    return {"is": dict(said)} if isinstance(said, Mapping) else {}


def _digest(value: object) -> str:
    return hashlib.sha256(_dumps(value).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _dumps(value: object) -> str:
    return json.dumps(_encoded(value), ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _encoded(value: Any) -> Any:
    """JSON has no days, and only words for names."""
    if isinstance(value, Mapping):
        if all(isinstance(name, str) and not name.startswith("!") for name in value):
            return {name: _encoded(one) for name, one in value.items()}
        return {"!pairs": sorted(([_encoded(name), _encoded(one)] for name, one in value.items()), key=json.dumps)}
    if isinstance(value, (list, tuple)):
        return [_encoded(one) for one in value]
    if isinstance(value, datetime):
        return {"!moment": value.isoformat()}
    if isinstance(value, date):
        return {"!day": value.isoformat()}
    return value


def _decoded(value: Any) -> Any:
    if isinstance(value, list):
        return [_decoded(one) for one in value]
    if isinstance(value, dict):
        match value:
            case {"!day": str(day)}:
                return date.fromisoformat(day)
            case {"!moment": str(moment)}:
                return datetime.fromisoformat(moment)
            case {"!pairs": list(pairs)}:
                return {_decoded(name): _decoded(one) for name, one in pairs}
        return {name: _decoded(one) for name, one in value.items()}
    return value
