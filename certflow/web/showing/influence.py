"""What changes what, for one question, derived value or step of a checklist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from certflow.domain.checklist import Checklist
from certflow.domain.checklist.influence import Influence, Layers, influence_of, split
from certflow.web.pages import Depending, DependingGroup, InfluencePage, Link, Passage, Picture
from certflow.web.showing.browsing import head
from certflow.web.showing.links import short
from certflow.web.showing.picture import MOST, MOST_NARROW, Box, draw
from certflow.web.showing.requirements import node_href, step_href, values_href
from certflow.web.showing.states import codes, title
from certflow.web.words import Words

#: so many boxes of one kind in a row are drawn one by one; more become one box that leads to the list
MOST_ALIKE = 6


def influence_page(checklist: Checklist, kind: str, name: str, words: Words) -> InfluencePage:
    """The picture of one thing, with the same in lists."""
    found = influence_of(checklist, f"{kind}:{name}")
    return InfluencePage(
        head=head(checklist, words),
        kind=_kind(kind, words),
        title=_title(checklist, found.node, words),
        summary=_summary(found, words),
        back=_back(checklist, kind, name, words),
        picture=_picture(checklist, found, words, MOST),
        narrow=_picture(checklist, found, words, MOST_NARROW),
        above=tuple(_groups(checklist, found, found.above[::-1], words, up=True)),
        below=tuple(_groups(checklist, found, found.below, words, up=False)),
    )


def _kind(kind: str, words: Words) -> str:
    _ = words.gettext
    return {"question": _("Question"), "derived": _("Derived value"), "step": _("Step")}[kind]


def _kinds(kind: str, words: Words) -> str:
    _ = words.gettext
    return {"question": _("Questions"), "derived": _("Derived values"), "step": _("Steps")}[kind]


def _back(checklist: Checklist, kind: str, name: str, words: Words) -> Link:
    if kind == "derived":
        return Link(words.gettext("Back to the derived values"), values_href(checklist, name))
    step = name if kind == "step" else checklist.steps_of_questions[name]
    return Link(words.gettext("Back to the step"), step_href(checklist, step))


def _title(checklist: Checklist, node: str, words: Words) -> Passage:
    kind, name = split(node)
    if kind == "step":
        shown = title(checklist.steps[name], words)
        return Passage(f"{codes(checklist)[name]} {shown.text}", shown.lang)
    return words.passage((checklist.derived.get(name) or checklist.questions[name]).title)


def _label(checklist: Checklist, node: str, words: Words) -> str:
    """What a box says: the short name of a value, the code and title of a step."""
    kind, name = split(node)
    if kind == "step":
        return f"{codes(checklist)[name]} {title(checklist.steps[name], words).text}"
    return short((checklist.derived.get(name) or checklist.questions[name]).title, words)


def _summary(found: Influence, words: Words) -> str:
    """In one sentence: how much it moves."""
    _ = words.gettext
    derived, steps, questions = (len(found.find(kind)) for kind in ("derived", "step", "question"))
    told = [
        words.ngettext("%(num)s derived value", "%(num)s derived values", derived) if derived else "",
        words.ngettext("%(num)s step", "%(num)s steps", steps) if steps else "",
        words.ngettext("whether %(num)s question is asked", "whether %(num)s questions are asked", questions)
        if questions
        else "",
    ]
    parts = [each for each in told if each]
    if not parts:
        return _("Nothing else depends on this.")
    return _("What is said here can move %(what)s.", what=words.listed(parts))


# the picture


def _picture(checklist: Checklist, found: Influence, words: Words, most: int) -> Picture:
    layers = [*found.above, (found.node,), *found.below]
    stands_for: dict[str, str] = {}
    boxes = [_boxes(checklist, layer, found, stands_for, words) for layer in layers]
    edges = dict.fromkeys((stands_for.get(a, a), stands_for.get(b, b)) for a, b in found.edges)
    return draw(boxes, (edge for edge in edges if edge[0] != edge[1]), most)


def _boxes(
    checklist: Checklist, layer: Sequence[str], found: Influence, stands_for: dict[str, str], words: Words
) -> list[Box]:
    """One box each; many of one kind become one. stands_for: what is told there by its box."""
    alike: dict[str, list[str]] = {}
    for node in layer:
        kind, name = split(node)
        alike.setdefault(f"{kind}:{checklist.steps[name].section}" if kind == "step" else kind, []).append(node)
    boxes = []
    for of, nodes in alike.items():
        if len(nodes) > MOST_ALIKE:
            key = f"group:{of}:{nodes[0]}"
            stands_for |= dict.fromkeys(nodes, key)
            boxes.append(
                Box(key, _together(checklist, of, len(nodes), words), "group", f"#{_anchor(found, nodes[0], of)}")
            )
        else:
            boxes += [_box(checklist, node, found, words) for node in nodes]
    return boxes


def _together(checklist: Checklist, of: str, count: int, words: Words) -> str:
    kind, section = split(of)
    if kind == "step":
        counted = words.ngettext("%(num)s step", "%(num)s steps", count)
        name = next(words.plain(one.title) for one in checklist.sections if one.id == section)
        return f"{counted}: {name}"
    if kind == "derived":
        return words.ngettext("%(num)s derived value", "%(num)s derived values", count)
    return words.ngettext("%(num)s question", "%(num)s questions", count)


def _anchor(found: Influence, node: str, of: str) -> str:
    up = any(node in layer for layer in found.above)
    return f"{'above' if up else 'below'}-{of.replace(':', '-')}"


def _box(checklist: Checklist, node: str, found: Influence, words: Words) -> Box:
    kind, name = split(node)
    here = node == found.node
    return Box(node, _label(checklist, node, words), kind, "" if here else node_href(checklist, kind, name), here=here)


# the lists


def _groups(
    checklist: Checklist, found: Influence, layers: Layers, words: Words, *, up: bool
) -> Iterator[DependingGroup]:
    """The lists, nearest first within each."""
    alike: dict[str, list[str]] = {}
    for node in (one for layer in layers for one in layer):
        kind, name = split(node)
        alike.setdefault(f"{kind}:{checklist.steps[name].section}" if kind == "step" else kind, []).append(node)
    for of, members in sorted(alike.items(), key=lambda each: ("derived", "step", "question").index(split(each[0])[0])):
        kind, section = split(of)
        named = _kinds(kind, words)
        if kind == "step":
            named += ": " + next(words.plain(one.title) for one in checklist.sections if one.id == section)
        items = tuple(_depending(checklist, found, node, words, up=up) for node in members)
        yield DependingGroup(f"{'above' if up else 'below'}-{of.replace(':', '-')}", named, items)


def _depending(checklist: Checklist, found: Influence, node: str, words: Words, *, up: bool) -> Depending:
    """One thing, and what of the picture stands directly between it and the subject."""
    kind, name = split(node)
    inside = {one for layer in (found.above if up else found.below) for one in layer}
    next_to = [b for a, b in found.edges if a == node] if up else [a for a, b in found.edges if b == node]
    through = [one for one in next_to if one in inside]
    code = codes(checklist)[name] if kind == "step" else ""
    shown = title(checklist.steps[name], words) if kind == "step" else _title(checklist, node, words)
    links = tuple(Link(_label(checklist, one, words), node_href(checklist, *split(one))) for one in through)
    return Depending(code, shown, node_href(checklist, kind, name), links)
