"""YAML, the strict kind: nothing is guessed, nothing can blow up, everything has a place."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certflow.domain.checklist import Problems, read_checklist
from certflow.domain.checklist.strict_yaml import MAX_BYTES, Place, read_yaml


def codes(raw: bytes) -> set[str]:
    with pytest.raises(Problems) as caught:
        read_yaml(raw)
    return {one.code for one in caught.value.found}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("12:30", "12:30"),
        ("2026-11-22", "2026-11-22"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("=", "="),
        ("5", 5),
        ("-5", -5),
        ("007", 7),
        ("0.10", Decimal("0.10")),
        ("true", True),
        ("~", None),
        ("'5'", "5"),
        ("≥ 5", "≥ 5"),
        ("٣", "٣"),
        ("1" * 31, "1" * 31),
    ],
)
def test_a_plain_word_means_what_yaml_1_2_says(written: str, read: object):
    data = read_yaml(f"a: {written}".encode()).data

    assert data == {"a": read}
    assert type(data["a"]) is type(read)  # type: ignore[index]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "yaml.empty"),
        (b"# only a comment", "yaml.empty"),
        (b"a: \xff", "yaml.not-utf8"),
        (b"a: \x07", "yaml.character"),
        (b"a: b\n" * (MAX_BYTES // 5 + 1), "yaml.too-large"),
        (b"[" * 40 + b"]" * 40, "yaml.too-big"),
        (b"[" * 100_000, "yaml.too-big"),
        (b"{a: " * 40, "yaml.too-big"),
        (b"[" + b"a," * 300_000 + b"]", "yaml.too-big"),
        (b"a: &x 1\nb: *x", "yaml.alias"),
        (b"a: !!python/object/apply:os.system [ls]", "yaml.tag"),
        (b"a: !!str 5", "yaml.tag"),
        (b"a: 1\na: 2", "yaml.twice"),
        (b"a: 1\n---\nb: 2", "yaml.documents"),
        (b"? [a, b]\n: 1", "yaml.key"),
        (b"a: >\nb: 1", "yaml.folded"),
        (b"a: > 5\n", "yaml.syntax"),
        (b"a: b: c", "yaml.syntax"),
        (b"\ta: b", "yaml.syntax"),
        (b'a: "open', "yaml.syntax"),
    ],
)
def test_what_strict_yaml_leaves_out_is_refused(raw: bytes, code: str):
    assert code in codes(raw)


def test_a_billion_laughs_stay_silent():
    laughs = b"\n".join(b"l%d: &l%d [%s]" % (at, at, b", ".join([b"*l%d" % (at - 1)] * 9)) for at in range(1, 20))

    assert "yaml.alias" in codes(b"l0: &l0 ha\n" + laughs)


def test_a_byte_order_mark_and_windows_lines_do_no_harm():
    assert read_yaml(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n").data == {"a": 1, "b": 2}


def test_every_node_knows_its_place_and_a_missing_one_the_place_of_what_is_nearest():
    document = read_yaml(b"a:\n  - b: 1\n    c: [x, y]\n")

    assert document.place(("a", 0, "c", 1)) == Place(3, 12)
    assert document.place(("a", 0, "c"), key=True) == Place(3, 5)
    assert document.place(("a", 0, "nothing", 7)) == Place(2, 5)
    assert document.place(("a", "str", 0, "c")) == Place(3, 8), "steps that are not in the file are skipped"


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [
        ("a: one two", 4, (1, 8)),
        ('a: "one two"', 4, (1, 9)),
        ("a: |\n  one\n  two", 4, (3, 3)),
        ("a: >-\n    one\n    two", 4, (3, 5)),
        ("a: one\n   two", 4, (2, 4)),
    ],
)
def test_a_character_inside_a_text_has_its_own_place(text: str, offset: int, place: tuple[int, int]):
    assert read_yaml(text.encode()).within(("a",), offset) == place


@given(st.binary(max_size=200))
def test_no_bytes_do_anything_but_be_read_or_refused(raw: bytes):
    with pytest.raises(Problems) as caught:
        read_checklist(raw)

    assert all(one.line >= 1 and one.column >= 1 for one in caught.value.found)


@given(st.text(alphabet="ab:-[]{},'\"|>#&*! \n0.", max_size=60))
def test_nothing_that_looks_like_yaml_breaks_the_reader(text: str):
    try:
        read_yaml(text.encode())
    except Problems as problems:
        assert problems.found  # noqa: PT017
