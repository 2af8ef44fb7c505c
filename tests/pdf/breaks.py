"""Where pages break badly, found in the structure of a finished PDF: rows left alone, and headings left behind."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pikepdf

#: so many rows stand together at least, where a table has more of them
ROWS = 3
HEADINGS = {"/H1", "/H2", "/H3", "/H4", "/H5", "/H6"}


@dataclass(frozen=True)
class Piece:
    """What one element marks on a page: the page from 1, the heading and the rows it is part of (by a number each)."""

    page: int
    heading: int | None
    table: int | None
    row: int | None


def broken(pdf: bytes) -> list[str]:
    """Every page that ends with a heading, or has too few rows of a longer table."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        pages = {page.obj.objgen: number for number, page in enumerate(file.pages, 1)}
        pieces = list(_pieces(file.Root.StructTreeRoot.K, pages, Piece(0, None, None, None), Counter()))
    return [*_headings(pieces), *_rows(pieces)]


def _headings(pieces: list[Piece]) -> Iterator[str]:
    for one, then in pairwise(pieces):
        if one.heading is not None and then.heading != one.heading and then.page != one.page:
            yield f"page {one.page} ends with a heading"


def _rows(pieces: list[Piece]) -> Iterator[str]:
    for table in _tables(pieces):
        pages = Counter({each.row: each.page for each in table if each.row is not None}.values())
        if pages.total() > ROWS:
            ends = {min(pages), max(pages)}  # a page between them is full, however few tall rows fill it
            yield from (
                f"page {page} has {pages[page]} of {pages.total()} rows of a table"
                for page in sorted(ends)
                if pages[page] < ROWS
            )


def _tables(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Each table whole: one that goes on over the page is an element of its own there, with nothing between."""
    table: list[Piece] = []
    for each in pieces:
        if table and (each.table is None or (each.table != table[-1].table and each.page == table[-1].page)):
            yield table
            table = []
        if each.table is not None:
            table.append(each)
    yield table


def _pieces(node: Any, pages: dict[Any, int], within: Piece, numbers: Counter[str]) -> Iterator[Piece]:
    """Whatever is marked on a page, in reading order."""
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from _pieces(kid, pages, within, numbers)
    elif isinstance(node, int):
        yield within
    elif isinstance(node, pikepdf.Dictionary):
        page = pages.get(node.Pg.objgen, within.page) if "/Pg" in node else within.page
        within = Piece(page, within.heading, within.table, within.row)
        kind = str(node.get("/S", ""))
        numbers[kind] += 1
        if kind in HEADINGS:
            within = Piece(page, numbers[kind] + 1000 * int(kind[-1]), within.table, within.row)
        elif kind == "/Table":
            within = Piece(page, within.heading, numbers[kind], None)
        elif kind == "/TR" and within.table is not None and "/TD" in {str(kid.get("/S", "")) for kid in _kids(node)}:
            within = Piece(page, within.heading, within.table, numbers[kind])
        if "/MCID" in node:
            yield within
        elif "/K" in node:
            yield from _pieces(node.K, pages, within, numbers)


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K", [])
    listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in listed if isinstance(kid, pikepdf.Dictionary)]
