"""The shape of a checklist file as JSON Schema, for editors: names complete themselves, slips are marked while typing.

It is made from `contract` and knows the short forms too. It cannot know more than shape; `certflow check` does.
"""

from __future__ import annotations

from collections.abc import Callable

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from certflow.domain.checklist.contract import FileShape
from certflow.domain.checklist.written import as_column, keyed, listed, pointed, titled, translated, written

_WORDS: list[JsonSchemaValue] = [{"type": "string"}, {"type": "number"}]
_LISTED: JsonSchemaValue = {"type": "array", "items": {"type": ["string", "number"]}, "minItems": 1}

#: how a short form may be written instead of the long one
_SHORT: dict[object, Callable[[JsonSchemaValue], list[JsonSchemaValue]]] = {
    written: lambda long: [{"type": "number"}],
    translated: lambda long: _WORDS,
    listed: lambda long: [long.get("items", {})],
    keyed: lambda long: [_LISTED],
    titled: lambda long: [*_WORDS, {"type": "object", "additionalProperties": {"type": "string"}}],
    pointed: lambda long: _WORDS,
    as_column: lambda long: [{"type": "string"}],
}


class _ForEditors(GenerateJsonSchema):
    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        long = super().function_before_schema(schema)
        short = _SHORT.get(schema["function"]["function"])
        return {"anyOf": [long, *short(long)]} if short else long

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:
        # to YAML 1.2, and so to editors, these are words
        return {"enum": [True, False, "yes", "no"]}


def json_schema() -> JsonSchemaValue:
    """The schema of a file that stands alone; of one that extends another, only what it says for itself."""
    whole = FileShape.model_json_schema(by_alias=True, schema_generator=_ForEditors)
    parts = whole.pop("$defs")
    head = ("checklist", "edition", "extends", "status", "title", "effective", "changes", "supersedes", "jurisdictions")
    own = {
        "type": "object",
        "required": ["checklist", "edition", "extends", "status", "title"],
        "properties": {name: whole["properties"][name] for name in head},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A checklist of certflow",
        "if": {"required": ["extends"]},
        "then": own,
        "else": whole,
        "$defs": parts,
    }
