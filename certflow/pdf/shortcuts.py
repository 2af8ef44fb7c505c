"""Shorter ways through the renderer that end in the same bytes.

Most of the time that a page takes is spent on asking again for the same: what Pango is told of a style, the letters of
a line once for its length and once for its drawing, lengths in which nothing is relative. While a part is drawn, some
functions of WeasyPrint give way to those of this module. Each does one common case and calls the function it stands for
in all others, so none decides anything about how a page looks. `tests/pdf/test_shortcuts.py` draws pages with and
without them, compares the bytes, and fails if a function they stand for is gone.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pydyf  # type: ignore[import-untyped]
from weasyprint.css.functions import check_math  # type: ignore[import-untyped]
from weasyprint.draw import text as drawing  # type: ignore[import-untyped]
from weasyprint.draw.color import get_color  # type: ignore[import-untyped]
from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]
from weasyprint.layout import background, float, percent  # type: ignore[import-untyped]
from weasyprint.pdf.fonts import Font  # type: ignore[import-untyped]
from weasyprint.text import line_break  # type: ignore[import-untyped]
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango  # type: ignore[import-untyped]

_Layout, _line_size, _strut = line_break.Layout, line_break.line_size, line_break.strut
_draw_text, _resolve_percentages = drawing.draw_text, percent.resolve_percentages
_backgrounds, _avoid_collisions = background.layout_box_backgrounds, float.avoid_collisions
_is_in_normal_flow, _to_bytes = boxes.Box.is_in_normal_flow, pydyf._to_bytes
_establishes = boxes.Box.establishes_formatting_context

ffi.cdef("gpointer g_object_ref (gpointer object);")
_RECTANGLE = ffi.new("PangoRectangle *")

#: runs of one line: the typeface of each, and its glyphs with their widths
Runs = list[tuple[Any, list[tuple[int, int]]]]
#: of one glyph in memory: its number, its width, how far it is moved aside and up, and flags; four bytes each
_WORDS = 5


class Line(line_break.Layout):  # type: ignore[misc]
    """A line of text that takes a Pango layout which is set up already, and remembers which glyphs it came to.

    Safe because a layout is lent only among styles that Pango is told the same about, and everything else that is
    changed on one (its text, width, wrapping) is put back before it is lent again.
    """

    #: none before they are read; empty where the line has to be laid out again to be drawn
    shown: Runs | None = None
    layout: Any
    _idle: list[tuple[Any, Any]] | None = None

    def setup(self, style: Any) -> None:
        self._idle = idle = _idle_of(style)
        if not idle:
            super().setup(style)
            if idle is not None and style["overflow_wrap"] in ("anywhere", "break-word"):
                _forbid_hyphens(self.layout)
            return
        self.style, self.first_line_direction = style, 0
        self.ascent = self.underline_position = self.strikethrough_position = None
        self.layout, self.language = idle.pop()
        pango.pango_layout_set_width(self.layout, -1)
        pango.pango_layout_set_wrap(self.layout, pango.PANGO_WRAP_WORD)
        pango.pango_layout_set_ellipsize(self.layout, pango.PANGO_ELLIPSIZE_NONE)
        pango.pango_layout_set_single_paragraph_mode(self.layout, False)

    def set_text(self, text: str, justify: bool = False) -> None:
        if self._idle is None or "\t" in text or "\0" in text:
            self._idle = None  # one with tabs is not lent again
            super().set_text(text, justify)
            return
        end = text.find("\n")
        self.text = text if end < 0 else text[: end + 2]
        encoded = self.text.encode()
        pango.pango_layout_set_text(self.layout, encoded, len(encoded))

    def deactivate(self) -> None:
        if self._idle is not None:
            if self.shown is None:
                self.shown = _shown(self)
            self._idle.append((self.layout, self.language))
        super().deactivate()


def _idle_of(style: Any) -> list[tuple[Any, Any]] | None:
    """The layouts that wait for texts of such a style; None where there is more to it than these are told."""
    try:
        found: list[tuple[Any, Any]] | None = style.idle_layouts
    except AttributeError:
        found = style.idle_layouts = _find_idle(style)
    return found


def _find_idle(style: Any) -> list[tuple[Any, Any]] | None:
    spaced = style["letter_spacing"] not in ("normal", 0) or style["word_spacing"] != 0
    features = line_break.font_features(*(style[name] for name in _FEATURES))
    if spaced or features or style["text_decoration_line"] != "none":
        return None
    told = tuple(str(style[name]) for name in _TOLD)
    kept: dict[tuple[str, ...], list[tuple[Any, Any]]] = style.font_config.__dict__.setdefault("idle_layouts", {})
    return kept.setdefault(told, [])


_FEATURES = (
    *("font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps"),
    *("font_variant_numeric", "font_variant_alternates", "font_variant_east_asian", "font_feature_settings"),
)
#: all that Pango is told of a style
_TOLD = (
    *("direction", "lang", "font_language_override", "font_family", "font_style", "font_stretch", "font_weight"),
    *("font_size", "font_variant_caps", "font_variation_settings", "overflow_wrap"),
)


def _forbid_hyphens(layout: Any) -> None:
    """What the renderer tells Pango of each text that may break anywhere, said of all of them."""
    said = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    attribute = pango.pango_attr_insert_hyphens_new(False)
    attribute.start_index, attribute.end_index = 0, 2**32 - 1
    pango.pango_attr_list_change(said, attribute)
    pango.pango_layout_set_attributes(layout, said)


def _shown(line: Line) -> Runs:
    """The glyphs of a line that is drawn as it is measured: one line, and none of them moved from where it stands."""
    if "\n" in line.text or pango.pango_layout_get_line_readonly(line.layout, 1) != ffi.NULL:
        return []
    kept = line.style.font_config.__dict__.setdefault("kept_fonts", {})
    made: Runs = []
    run = pango.pango_layout_get_line_readonly(line.layout, 0).runs
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        words = memoryview(ffi.buffer(glyphs.glyphs, glyphs.num_glyphs * 4 * _WORDS)).cast("I").tolist()
        if any(words[2::_WORDS]) or any(words[3::_WORDS]):
            return []
        font = item.analysis.font
        if font not in kept:
            kept[font] = ffi.gc(gobject.g_object_ref(font), gobject.g_object_unref)
        made.append((font, list(zip(words[::_WORDS], words[1::_WORDS], strict=True))))
        run = run.next
    return made


#: typefaces of a document by Pango's, whose addresses are theirs alone as long as they are kept
Fonts = dict[Any, tuple[Any, float]]


def draw_text(fonts: Fonts, stream: Any, textbox: Any, offset_x: float, overflow: str, ellipsis: Any) -> None:
    """Draws the glyphs that were found when the line was measured. A glyph that no line had before goes the long way,
    which finds out its width and what it means."""
    line, style = textbox.pango_layout, textbox.style
    plain = overflow != "ellipsis" and ellipsis == "none" and style["visibility"] == "visible"
    shown = plain and not line.justification_spacing and textbox.text.strip() and _idle_of(style) is not None
    runs = _written(fonts, stream, line, style) if shown else None
    if not runs:
        _draw_text(stream, textbox, offset_x, overflow, ellipsis)
        return
    stream.set_color(style["color"])
    stream.begin_text()
    stream.set_text_matrix(1, 0, 0, -1, textbox.position_x, textbox.position_y + textbox.baseline)
    string, before = "", None
    for named, font, size, letters in runs:
        if named != before:
            before = named
            if string:
                stream.show_text(string)
            string = ""
            stream.set_font_size(font.hash, size)
        string += "<" + letters
        string = string[:-1] if string[-1] == "<" else string + ">"
    stream.show_text(string)
    stream.end_text()


def _written(fonts: Fonts, stream: Any, line: Line, style: Any) -> list[tuple[Any, Any, float, str]] | None:
    """A line as it is written into a page; None where it must go the long way."""
    runs = []
    for named, glyphs in line.shown or ():
        if named not in fonts:
            fonts[named] = stream.add_font(named)
        font, size = fonts[named]
        if font.bitmap or font.png or font.svg or font.colr:
            return None
        known = font.__dict__.setdefault("written", {}).setdefault(size, {})
        for glyph in set(glyphs).difference(known):
            if glyph[0] not in font.to_unicode or glyph[0] not in font.widths:
                return None
            known[glyph] = _glyph(font, size, *glyph)
        runs.append((named, font, size, "".join([known[glyph] for glyph in glyphs])))
    return runs


def _glyph(font: Any, size: float, glyph: int, width: int) -> str:
    kerning = font.widths[glyph] - width * 1000 * FROM_UNITS / size
    return f"{glyph:04x}>{int(kerning)}<" if kerning else f"{glyph:04x}"


def line_size(line: Any, style: Any) -> tuple[float, float]:
    """The same, without new memory for each answer."""
    if style["letter_spacing"] != "normal":
        return _line_size(line, style)  # type: ignore[no-any-return]
    pango.pango_layout_line_get_extents(line, ffi.NULL, _RECTANGLE)
    return _RECTANGLE.width * FROM_UNITS, _RECTANGLE.height * FROM_UNITS


def strut(style: Any) -> tuple[float, float]:
    """Asked of each line and known of each style: nothing changes a style once there are boxes."""
    try:
        found: tuple[float, float] = style.own_strut
    except AttributeError:
        found = style.own_strut = _strut(style)
    return found


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Where no length is relative, they are known of each style."""
    style = box.style
    try:
        fixed = style.fixed_lengths
    except AttributeError:
        fixed = style.fixed_lengths = _fixed(style)
    if fixed is None:
        _resolve_percentages(box, containing_block)
        return
    lengths, borders = fixed
    own = box.__dict__
    own.update(lengths)
    if style["border_collapse"] == "collapse":  # a border that two cells share has its width from both
        for name, width in borders.items():
            own.setdefault(name, width)
    else:
        own.update(borders)


_SIDES = ("top", "right", "bottom", "left")
_LENGTHS = (
    *(f"{what}_{side}" for what in ("margin", "padding") for side in _SIDES),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)


def _fixed(style: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The lengths of a style and the widths of its borders; None where one is relative."""
    lengths = {}
    for name in _LENGTHS:
        value = style[name]
        if value != "auto" and (check_math(value) or getattr(value, "unit", None) != "px"):
            return None
        lengths[name] = 0 if value == "auto" and name.startswith("min") else getattr(value, "value", value)
    if style["box_sizing"] != "content-box":
        return None
    return lengths, {f"border_{side}_width": style[f"border_{side}_width"] for side in _SIDES}


def is_in_normal_flow(box: Any) -> bool:
    style = box.style
    return (style["float"] == "none" and style["position"] in ("static", "relative")) or _is_in_normal_flow(box)


def establishes_formatting_context(box: Any) -> bool:
    style = box.style
    plain = type(box) is boxes.BlockBox and style["float"] == "none" and style["position"] in ("static", "relative")
    if plain and style["overflow"] == "visible" and not box.is_column:
        return "flow-root" in style["display"]
    return _establishes(box)  # type: ignore[no-any-return]


def layout_box_backgrounds(
    page: Any, box: Any, image: Any, layout_children: bool = True, style: Any | None = None
) -> None:
    """A box without background, rounded corner or picture has none."""
    if style is not None or box is page or not _is_bare(box.style):
        _backgrounds(page, box, image, layout_children, style)
        return
    box.border_top_left_radius = box.border_top_right_radius = 0, 0
    box.border_bottom_right_radius = box.border_bottom_left_radius = 0, 0
    if layout_children:
        for child in box.all_children():
            layout_box_backgrounds(page, child, image)
    box.background = None


def _is_bare(style: Any) -> bool:
    try:
        found: bool = style.is_bare
    except AttributeError:
        corners = [style[f"border_{corner}_radius"] for corner in _CORNERS]
        found = style.is_bare = (
            all((0, "px") in corner for corner in corners)
            and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
            and all(kind == "none" for kind, _ in style["background_image"])
            and get_color(style, "background_color").alpha == 0
            and style["visibility"] == "visible"
            and not style["box_shadow"]
        )
    return found


_CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")


def avoid_collisions(context: Any, box: Any, around: Any, outer: bool = True) -> tuple[float, float, float]:
    """Where nothing floats, there is nothing to avoid."""
    if context.excluded_shapes or box.style["float"] != "none" or around.style["direction"] != "ltr":
        return _avoid_collisions(context, box, around, outer)  # type: ignore[no-any-return]
    left = around.content_box_x()
    right = left + around.width
    if outer:
        return left, box.position_y, right - left
    left += box.margin_left
    right -= box.margin_right
    return left - box.margin_left, box.border_box_y() - box.margin_top, right - left


def to_bytes(item: Any) -> bytes:
    """By the kind of a thing, where it is one of the simplest."""
    kind = type(item)
    if kind is bytes:
        return item  # type: ignore[no-any-return]
    if kind is str or kind is int:
        return str(item).encode("ascii")
    return _to_bytes(item)  # type: ignore[no-any-return]


def _leave_whole(font: Any, to_unicode: Any, hinting: Any) -> None:
    """A typeface is left out of a part altogether: nobody has to cut it down before."""


def _ways(fonts: Fonts) -> Iterator[tuple[Any, str, Any]]:
    """Each place that knows a function of the renderer, the name it has there, and what to call instead."""
    instead = {
        _Layout: Line,
        _line_size: line_size,
        _strut: strut,
        _draw_text: partial(draw_text, fonts),
        _resolve_percentages: resolve_percentages,
        _backgrounds: layout_box_backgrounds,
        _avoid_collisions: avoid_collisions,
        _to_bytes: to_bytes,
    }
    yield boxes.Box, "is_in_normal_flow", is_in_normal_flow
    yield boxes.Box, "establishes_formatting_context", establishes_formatting_context
    yield Font, "clean", _leave_whole
    for module in [each for name, each in sys.modules.items() if name.split(".")[0] in ("weasyprint", "pydyf")]:
        for name, known in list(vars(module).items()):
            if callable(known) and known in instead:
                yield module, name, instead[known]


@contextmanager
def shortcuts() -> Iterator[None]:
    """While this lasts, the renderer goes the shorter ways. For one document at a time."""
    taken = [(place, name, vars(place)[name], short) for place, name, short in _ways({})]
    for place, name, _, short in taken:
        setattr(place, name, short)
    try:
        yield
    finally:
        for place, name, long, _ in taken:
            setattr(place, name, long)
