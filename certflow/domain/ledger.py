"""What makes the ledger provable: one canonical form, salted commitments, and a hash tree over all entries.

- canonical form: RFC 8785 without floating-point numbers, so that equal values have equal bytes in every language.
- commitment: SHA-256(salt ‖ canonical value). The salt keeps a short answer from being guessed by its digest.
- tree: RFC 6962. One root speaks for every entry; a proof of a few hashes ties one entry, or an older root, to it.

The tree never holds all leaves: it asks for the hash of a complete subtree by (level, place), place counting subtrees
of that level from the left, and is told so by whoever keeps them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from certflow.domain.facts import Json

#: fixed, so that the border between salt and value is never in doubt
SALT_BYTES = 32

#: beyond this, readers that keep numbers as IEEE 754 doubles (RFC 8785 assumes them) would round
_LARGEST = 2**53 - 1
_DEEPEST = 64

Node = Callable[[int, int], bytes]


def canonical(value: Json) -> bytes:
    """The one way a value is written before it is hashed or signed.

    Raises ValueError for what has no such form: floats, integers beyond ±(2^53 − 1), lone surrogates, other types.
    """
    return json.dumps(_ordered(value, 0), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _ordered(value: Any, depth: int) -> Any:
    if depth > _DEEPEST:
        raise ValueError(f"nested deeper than {_DEEPEST}")
    kind = type(value)  # asked first: a record has a hundred thousand values
    if kind is str or value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, int):
        if abs(value) > _LARGEST:
            raise ValueError(f"{value} is beyond ±(2^53 - 1); write it as text")
        return int(value)
    if kind is dict or isinstance(value, Mapping):
        try:
            plain = all(map(str.isascii, value))
        except TypeError as other:
            raise ValueError("a key that is not text") from other
        # RFC 8785 3.2.3: keys in the order of their UTF-16 code units, which is not the order of code points
        keys = sorted(value) if plain else sorted(value, key=_utf16)
        return {key: _ordered(value[key], depth + 1) for key in keys}
    if kind is list or isinstance(value, list | tuple):
        return [_ordered(each, depth + 1) for each in value]
    raise ValueError(f"{type(value).__name__} has no canonical form")


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be")


def commitment(salt: bytes, value: Json) -> str:
    """SHA-256(salt ‖ value) in hex: binds to the value and tells nothing about it."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    return hashlib.sha256(salt + canonical(value)).hexdigest()


def leaf_hash(body: bytes) -> bytes:
    """The hash of one entry's canonical bytes. RFC 6962, 2.1."""
    return hashlib.sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two neighbouring subtrees. Another first byte than a leaf's, so neither passes for the other."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def grow(size: int, leaf: bytes, node: Node) -> tuple[bytes, ...]:
    """The subtrees that a leaf appended to a tree of `size` leaves completes, lowest level first; the leaf is one."""
    made = [leaf]
    place = size
    while place & 1:
        made.append(node_hash(node(len(made) - 1, place - 1), made[-1]))
        place >>= 1
    return tuple(made)


def root(size: int, node: Node) -> bytes:
    """The root over the first `size` leaves."""
    return _span(0, size, node) if size else hashlib.sha256().digest()


def prove_inclusion(index: int, size: int, node: Node) -> tuple[bytes, ...]:
    """The hashes that lead from leaf `index` (from 0) to the root over `size` leaves. RFC 6962, 2.1.1."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    proof: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(_span(middle, end, node))
            end = middle
        else:
            proof.append(_span(start, middle, node))
            start = middle
    return tuple(reversed(proof))


def prove_consistency(first: int, second: int, node: Node) -> tuple[bytes, ...]:
    """The hashes that show that the tree of `second` leaves begins with the tree of `first`. RFC 6962, 2.1.2."""
    if not 0 < first <= second:
        raise ValueError(f"a tree of {second} leaves has no beginning of {first}")
    proof: list[bytes] = []
    start, end = 0, second
    while end != first:
        middle = start + _split(end - start)
        if first <= middle:
            proof.append(_span(middle, end, node))
            end = middle
        else:
            proof.append(_span(start, middle, node))
            start = middle
    if start:  # otherwise this subtree is the old tree itself, whose root the verifier holds
        proof.append(_span(start, end, node))
    return tuple(reversed(proof))


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> bool:
    """Whether `proof` ties `leaf` at `index` to the root `expected` over `size` leaves. RFC 9162, 2.1.3.2."""
    if not 0 <= index < size:
        return False
    here, last, found = index, size - 1, leaf
    for each in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            found = node_hash(each, found)
            here, last = _climb(here, last)
        else:
            found = node_hash(found, each)
        here, last = here >> 1, last >> 1
    return last == 0 and found == expected


def consistent(first: int, second: int, old: bytes, new: bytes, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that root `new` over `second` leaves continues root `old` over `first`.

    Source: RFC 9162, 2.1.4.2.
    """
    if first == second:
        return not proof and old == new
    if not 0 < first < second:
        return False
    path = [old, *proof] if first & (first - 1) == 0 else list(proof)
    if not path:
        return False
    here, last = first - 1, second - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    was = now = path[0]
    for each in path[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            was, now = node_hash(each, was), node_hash(each, now)
            here, last = _climb(here, last)
        else:
            now = node_hash(now, each)
        here, last = here >> 1, last >> 1
    return last == 0 and was == old and now == new


def _climb(here: int, last: int) -> tuple[int, int]:
    """Up past the levels where the right edge stands alone and so has no neighbour to be hashed with."""
    while here and not here & 1:
        here, last = here >> 1, last >> 1
    return here, last


def _span(start: int, end: int, node: Node) -> bytes:
    """The hash over the leaves from `start` up to `end`."""
    width = end - start
    if width & (width - 1) == 0:
        level = width.bit_length() - 1
        return node(level, start >> level)
    middle = start + _split(width)
    return node_hash(_span(start, middle, node), _span(middle, end, node))


def _split(width: int) -> int:
    """The largest power of two below `width`."""
    return 1 << (width - 1).bit_length() - 1
