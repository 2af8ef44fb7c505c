"""The chain of reasons as a picture: answers on top, what follows from them below, each with its value."""

from __future__ import annotations

from collections.abc import Iterator

from certflow.web.pages import Because, Picture
from certflow.web.showing.picture import CHARACTERS, MOST_NARROW, Box, draw

#: which kind of box a reason is drawn as; answers are round like questions
KINDS = {"answer": "question", "level": "step"}


def chain_pictures(because: Because) -> tuple[Picture, Picture] | None:
    """The same chain for a page and for a telephone; None where nothing was read."""
    if not because.inputs:
        return None
    told = {_key(one): one for one in reversed(list(_all(because)))}
    edges = tuple(dict.fromkeys((_key(read), _key(one)) for one in told.values() for read in one.inputs))
    depth = _depths(_key(because), told)
    layers = [
        [_box(told[key], here=at == 0) for key in told if depth[key] == at] for at in range(max(depth.values()), -1, -1)
    ]
    return draw(layers, edges), draw(layers, edges, MOST_NARROW)


def _all(because: Because) -> Iterator[Because]:
    """Every reason in the tree; one that was told in full comes before its later mentions."""
    yield because
    for one in because.inputs:
        yield from _all(one)


def _key(because: Because) -> str:
    return because.href or because.title


def _depths(root: str, told: dict[str, Because]) -> dict[str, int]:
    """How far each is from the subject, by the longest way: what is read stands above all that reads it."""
    depth = {root: 0}
    waiting = [root]
    while waiting:
        key = waiting.pop()
        for read in told[key].inputs:
            if depth.get(_key(read), -1) <= depth[key]:
                depth[_key(read)] = depth[key] + 1
                waiting.append(_key(read))
    return depth


def _box(because: Because, *, here: bool) -> Box:
    value = because.value or "?"
    shown = value if len(value) <= CHARACTERS else f"{value[: CHARACTERS - 1].rstrip()}…"
    kind = KINDS.get(because.kind, "question" if "#answer." in because.href else "derived")
    return Box(_key(because), because.title, kind, "" if here else because.href, shown, here)
