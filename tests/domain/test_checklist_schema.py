"""The JSON Schema for editors fits the language: it takes what certflow takes, and marks a slip of shape."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from certflow.cli import check
from certflow.domain.checklist.schema import json_schema
from certflow.domain.checklist.strict_yaml import read_yaml
from tests.domain.checklists import README, example_text

FOLDER = README.parent
SCHEMA: Mapping[str, Any] = json_schema()
TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, Decimal),
    "integer": (int,),
    "object": (dict,),
    "array": (list,),
    "null": (type(None),),
}


def fits(data: Any, schema: Mapping[str, Any]) -> bool:
    """Whether data fits a schema, for the keywords that ours is made of (others would be a KeyError)."""
    return all(_KEYWORDS[name](data, rule, schema) for name, rule in schema.items() if name not in SILENT)


SILENT = {"$schema", "$defs", "title", "description", "default", "then", "else", "format"}
_KEYWORDS = {
    "$ref": lambda data, rule, _: fits(data, SCHEMA["$defs"][rule.rsplit("/", 1)[1]]),
    "anyOf": lambda data, rule, _: any(fits(data, one) for one in rule),
    "allOf": lambda data, rule, _: all(fits(data, one) for one in rule),
    "if": lambda data, rule, schema: fits(data, schema["then"] if fits(data, rule) else schema["else"]),
    "type": lambda data, rule, _: any(is_a(data, one) for one in ([rule] if isinstance(rule, str) else rule)),
    "enum": lambda data, rule, _: data in rule,
    "const": lambda data, rule, _: data == rule,
    "required": lambda data, rule, _: not isinstance(data, dict) or set(rule) <= set(data),
    "properties": lambda data, rule, _: (
        not isinstance(data, dict) or all(fits(one, rule[name]) for name, one in data.items() if name in rule)
    ),
    "patternProperties": lambda data, rule, _: (
        not isinstance(data, dict)
        or all(
            fits(one, said) for name, one in data.items() for pattern, said in rule.items() if re.search(pattern, name)
        )
    ),
    "additionalProperties": lambda data, rule, schema: (
        not isinstance(data, dict)
        or all(
            fits(one, rule) if isinstance(rule, dict) else rule
            for name, one in data.items()
            if name not in schema.get("properties", {})
            and not any(re.search(pattern, name) for pattern in schema.get("patternProperties", {}))
        )
    ),
    "propertyNames": lambda data, rule, _: not isinstance(data, dict) or all(fits(name, rule) for name in data),
    "items": lambda data, rule, _: not isinstance(data, list) or all(fits(one, rule) for one in data),
    "pattern": lambda data, rule, _: not isinstance(data, str) or re.search(rule, data) is not None,
    "minLength": lambda data, rule, _: not isinstance(data, str) or len(data) >= rule,
    "maxLength": lambda data, rule, _: not isinstance(data, str) or len(data) <= rule,
    "maxItems": lambda data, rule, _: not isinstance(data, list) or len(data) <= rule,
    "minItems": lambda data, rule, _: not isinstance(data, list) or len(data) >= rule,
    "minProperties": lambda data, rule, _: not isinstance(data, dict) or len(data) >= rule,
    "minimum": lambda data, rule, _: not is_a(data, "number") or data >= rule,
    "maximum": lambda data, rule, _: not is_a(data, "number") or data <= rule,
    "exclusiveMinimum": lambda data, rule, _: not is_a(data, "number") or data > rule,
}


def is_a(data: Any, name: str) -> bool:
    return isinstance(data, TYPES[name]) and not isinstance(data, bool)


def data_of(text: str) -> Any:
    return read_yaml(text.encode()).data


def test_the_schema_beside_the_checklists_is_the_one_of_this_version(capsys: pytest.CaptureFixture[str]):
    """Where this fails: `certflow check --schema > checklists/checklist.schema.json`"""
    assert check.run(["--schema"]) == 0
    assert (FOLDER / "checklist.schema.json").read_text(encoding="utf-8") == capsys.readouterr().out


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*.yaml")), ids=lambda path: f"{path.parent.name}@{path.stem}")
def test_every_shipped_checklist_fits(path: Path):
    assert fits(data_of(path.read_text(encoding="utf-8")), SCHEMA)


def test_the_examples_of_the_reference_fit():
    for text in re.findall(r"```yaml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL):
        assert fits(data_of(text), SCHEMA)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("publisher:", "publishr:"),
        ("status: draft", "status: drafd"),
        ("kind: yes_no_na", "kind: yes_no_an"),
        ("long: yes", "long: perhaps"),
        ("{roles: [technical_reviewer]}", "{roles: [technical_reviewr]}"),
        ("unit: m, above: 0", "unit: m, abov: 0"),
        ("title: Highest speed", "title: [Highest, speed]"),
        ("licence: CC-BY-4.0\n", ""),
    ],
)
def test_a_slip_of_shape_is_marked(old: str, new: str):
    assert old in example_text()
    assert not fits(data_of(example_text().replace(old, new, 1)), SCHEMA)


def test_an_edition_that_extends_another_must_still_say_who_it_is():
    head = {"checklist": "example", "edition": "1.1", "extends": "1.0", "status": "draft", "title": "Another"}

    assert fits(head, SCHEMA)
    assert not fits({name: one for name, one in head.items() if name != "title"}, SCHEMA)
    assert not fits({**head, "status": "drafd"}, SCHEMA)
