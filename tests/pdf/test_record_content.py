"""The record's data have one form, and only that form is read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from certflow.domain.record import RecordContent, read_content, schema
from certflow.domain.record_form import Unreadable
from tests.pdf.sample import full, sample


def test_what_is_written_is_read_back_the_same() -> None:
    content = sample()

    assert read_content(content.as_json()) == content


def test_the_digest_covers_all_but_the_ledgers_proof(content: RecordContent) -> None:
    from dataclasses import replace

    assert content.ledger is not None
    assert replace(content, ledger=None).digest() == content.digest()
    assert replace(content, parties=()).digest() != content.digest()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: raw.pop("steps"),
        lambda raw: raw.update(more=1),
        lambda raw: raw.update(form="certflow-record/1"),
        lambda raw: raw.update(form="certflow-record/0"),
        lambda raw: raw.update(form=["certflow-record/2"]),
        lambda raw: raw.pop("form"),
        lambda raw: raw["identity"].update(revision=True),
        lambda raw: raw["identity"].update(revision="7"),
        lambda raw: raw["identity"].update(made_at="2026-11-20 09:30"),
        lambda raw: raw["result"].update(outcome="approved by SORA"),
        lambda raw: raw["steps"].append(None),
        lambda raw: raw["steps"][0]["title"].update(translations={"it": 1}),
    ],
)
def test_anything_close_is_refused(spoil: Any) -> None:
    raw = json.loads(sample().as_json())
    spoil(raw)

    with pytest.raises(Unreadable):
        read_content(json.dumps(raw, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode())


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b"[" * 100_000])
def test_junk_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_content(data)


def test_another_spelling_of_the_same_data_is_refused() -> None:
    with pytest.raises(Unreadable, match="canonical"):
        read_content(sample().as_json() + b"\n")


def test_the_schema_names_every_member() -> None:
    shapes: Any = schema()["$defs"]

    def held(value: Any, shape: Any) -> None:
        if "$ref" in shape:
            shape = shapes[shape["$ref"].rsplit("/", 1)[1]]
        if "anyOf" in shape:
            if value is not None:
                held(value, shape["anyOf"][0])
        elif shape.get("type") == "array":
            for item in value:
                held(item, shape["items"])
        elif shape.get("type") == "object" and "properties" in shape:
            assert set(value) == set(shape["required"])
            for name, member in value.items():
                held(member, shape["properties"][name])

    for content in (sample(), full()):
        held(json.loads(content.as_json()), {"$ref": schema()["$ref"]})
