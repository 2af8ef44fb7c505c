"""The folded ledger gives the roots of the whole one, whatever is shown and wherever it was signed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certflow.domain import ledger
from certflow.domain.bundle.folded import Edge, Subtree, cover, fold_line, read_fold

LEAVES = [ledger.leaf_hash(b"%d" % number) for number in range(200)]


def node(level: int, place: int) -> bytes:
    if level == 0:
        return LEAVES[place]
    return ledger.node_hash(node(level - 1, 2 * place), node(level - 1, 2 * place + 1))


@st.composite
def ledgers(draw: Any) -> tuple[set[int], list[int]]:
    """Which entries are shown, and the sizes that were signed."""
    size = draw(st.integers(1, 200))
    own = draw(st.sets(st.integers(1, size), max_size=20))
    signed = draw(st.sets(st.integers(1, size), max_size=5))
    return own, sorted({*signed, size})


@given(ledgers())
def test_every_signed_root_can_be_reckoned(of: tuple[set[int], list[int]]) -> None:
    own, sizes = of
    edge, roots, shown = Edge(), {}, set()
    for each in cover(own, sizes):
        if isinstance(each, Subtree):
            edge.add(*read_fold(fold_line(each, node(each.level, each.place))))
        else:
            assert each == edge.size + 1
            shown.add(each)
            edge.add(1, LEAVES[each - 1])
        roots[edge.size] = edge.root()

    assert shown == own
    assert {size: roots[size] for size in sizes} == {size: ledger.root(size, node) for size in sizes}


@given(ledgers())
def test_what_is_not_shown_takes_few_lines(of: tuple[set[int], list[int]]) -> None:
    own, sizes = of

    assert len(list(cover(own, sizes))) <= len(own) + 2 * 8 * (len(own) + len(sizes))


def test_a_ledger_without_entries_has_the_root_of_nothing() -> None:
    assert Edge().root() == ledger.root(0, node)


@pytest.mark.parametrize(("before", "width"), [(1, 2), (2, 4), (3, 2), (0, 3), (4, 6)])
def test_a_width_that_no_subtree_has_there_is_refused(before: int, width: int) -> None:
    edge = Edge()
    for leaf in LEAVES[:before]:
        edge.add(1, leaf)

    with pytest.raises(ValueError, match="no subtree"):
        edge.add(width, LEAVES[0])


@pytest.mark.parametrize(
    "line", [b"", b"1", b"01 " + b"a" * 64, b"1  " + b"a" * 64, b"1 " + b"A" * 64, b"-1 " + b"a" * 64]
)
def test_a_line_has_one_spelling(line: bytes) -> None:
    with pytest.raises(ValueError, match="neither"):
        read_fold(line)
