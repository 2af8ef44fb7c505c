"""The ledger's form, held against published vectors and against every way to bend a proof."""

from __future__ import annotations

import hashlib
import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certflow.domain import ledger

# RFC 8785, 3.2.3 and 3.2.2: the published examples without their floating-point numbers
SORTED_BY_UTF16 = (
    {
        "€": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "😀": "Emoji: Grinning Face",
        "\u0080": "Control",
        "ö": "Latin Small Letter O With Diaeresis",
    },
    '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis",'
    '"€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
)
ESCAPED = (
    {"string": '€$\u000f\nA\'B"\\\\"/', "literals": [None, True, False]},
    '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
)

# The reference leaves and roots of the RFC 6962 implementations (certificate-transparency, merkletree tests)
LEAVES = [
    bytes.fromhex(each)
    for each in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

texts = st.text(st.characters(exclude_categories=["Cs"]))
numbers = st.integers(-(2**53) + 1, 2**53 - 1)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


class Tree:
    """A tree that keeps what `grow` makes, as storage does."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.kept: dict[tuple[int, int], bytes] = {}
        self.leaves: list[bytes] = []
        for each in leaves:
            self.add(ledger.leaf_hash(each))

    def add(self, leaf: bytes) -> None:
        size = len(self.leaves)
        for level, each in enumerate(ledger.grow(size, leaf, self.at)):
            self.kept[level, size >> level] = each
        self.leaves.append(leaf)

    def at(self, level: int, place: int) -> bytes:
        return self.kept[level, place]

    def root(self, size: int) -> bytes:
        return ledger.root(size, self.at)


def rfc_root(leaves: list[bytes]) -> bytes:
    """The definition in RFC 6962, 2.1, word for word."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + rfc_root(leaves[:split]) + rfc_root(leaves[split:])).digest()


@pytest.mark.parametrize(("value", "written"), [SORTED_BY_UTF16, ESCAPED])
def test_the_canonical_form_is_that_of_rfc_8785(value: object, written: str):
    assert ledger.canonical(value) == written.encode()  # type: ignore[arg-type]


@given(values)
def test_what_is_canonical_reads_back_and_is_written_the_same_again(value: object):
    written = ledger.canonical(value)  # type: ignore[arg-type]

    assert json.loads(written) == value
    assert ledger.canonical(json.loads(written)) == written


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), float("inf"), 2**53, -(2**53), "\ud800", {1: "a"}, {"\udc00": 1}, b"x", {1, 2}, object()],
)
def test_what_readers_could_understand_differently_has_no_canonical_form(value: object):
    with pytest.raises(ValueError):
        ledger.canonical({"inside": [value]})  # type: ignore[dict-item, list-item]


def test_nesting_is_bounded():
    deep: object = "x"
    for _ in range(10_000):
        deep = [deep]

    with pytest.raises(ValueError):
        ledger.canonical(deep)  # type: ignore[arg-type]


def test_a_commitment_is_the_hash_of_salt_and_canonical_value():
    salt = bytes(range(32))

    assert ledger.commitment(salt, {"b": 1, "a": "ж"}) == hashlib.sha256(salt + '{"a":"ж","b":1}'.encode()).hexdigest()


def test_a_commitment_takes_no_short_salt_so_that_it_cannot_borrow_from_the_value():
    with pytest.raises(ValueError):
        ledger.commitment(b"short", "value")


def test_roots_are_those_of_the_reference_tree():
    tree = Tree(LEAVES)

    assert [tree.root(size).hex() for size in range(9)] == ROOTS


@given(st.lists(st.binary(max_size=8), max_size=40))
def test_a_grown_tree_has_the_root_that_the_rfc_defines(leaves: list[bytes]):
    tree = Tree(leaves)

    assert all(tree.root(size) == rfc_root(tree.leaves[:size]) for size in range(len(leaves) + 1))


def test_a_leaf_makes_no_more_nodes_than_levels():
    tree = Tree([b"%d" % each for each in range(1024)])

    assert len(tree.kept) == 2 * 1024 - 1
    assert len(ledger.grow(1023, tree.leaves[1023], tree.at)) == 11


def test_every_entry_of_every_size_has_a_proof_that_fits_it_alone():
    tree = Tree([b"%d" % each for each in range(33)])
    for size in range(1, 34):
        for index in range(size):
            proof = ledger.prove_inclusion(index, size, tree.at)
            root = tree.root(size)

            assert ledger.included(tree.leaves[index], index, size, proof, root)
            assert not ledger.included(tree.leaves[(index + 1) % 33], index, size, proof, root)
            assert not ledger.included(tree.leaves[index], (index + 1) % size, size, proof, root) or size == 1
            assert not ledger.included(tree.leaves[index], index, size, [*proof, root], root)
            assert not ledger.included(tree.leaves[index], index, size, proof[:-1], root) or size == 1


def test_every_older_root_has_a_proof_that_the_newer_one_continues_it():
    tree = Tree([b"%d" % each for each in range(33)])
    for second in range(1, 34):
        for first in range(1, second + 1):
            proof = ledger.prove_consistency(first, second, tree.at)
            old, new = tree.root(first), tree.root(second)

            assert ledger.consistent(first, second, old, new, proof)
            if first < second:
                assert not ledger.consistent(first, second, new, new, proof)
                assert not ledger.consistent(first, second, old, old, proof)
                assert not ledger.consistent(first, second, old, new, proof[:-1])
                assert not ledger.consistent(first, second, old, new, [*proof, new])


def test_a_rewritten_past_has_no_proof():
    honest = Tree([b"%d" % each for each in range(20)])
    forged = Tree([b"%d" % (each if each != 3 else 99) for each in range(20)])

    for first, second in pairwise(range(4, 20)):
        proof = ledger.prove_consistency(first, second, forged.at)
        assert not ledger.consistent(first, second, honest.root(first), forged.root(second), proof)


@given(st.data())
def test_a_proof_with_one_changed_byte_fits_nothing(data: st.DataObject):
    tree = Tree([b"%d" % each for each in range(21)])
    index = data.draw(st.integers(0, 20))
    proof = list(ledger.prove_inclusion(index, 21, tree.at))
    which = data.draw(st.integers(0, len(proof) - 1))
    place = data.draw(st.integers(0, 31))
    bent = bytearray(proof[which])
    bent[place] ^= data.draw(st.integers(1, 255))
    proof[which] = bytes(bent)

    assert not ledger.included(tree.leaves[index], index, 21, proof, tree.root(21))


@given(st.integers(-3, 40), st.integers(-3, 40), st.lists(st.binary(max_size=33), max_size=8))
def test_made_up_proofs_are_answered_with_no(first: int, second: int, proof: list[bytes]):
    root = bytes(32)

    assert not ledger.included(b"x" * 32, first, second, proof, root)
    assert not ledger.consistent(first, second, b"a" * 32, b"b" * 32, proof)


def test_proofs_of_what_is_not_there_are_a_mistake_of_the_caller():
    tree = Tree([b"a", b"b"])
    with pytest.raises(ValueError):
        ledger.prove_inclusion(2, 2, tree.at)
    with pytest.raises(ValueError):
        ledger.prove_consistency(3, 2, tree.at)
