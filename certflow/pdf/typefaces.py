"""The typefaces of the paper: unpacked once from woff2, and the only ones a drawing child can see."""

from __future__ import annotations

import hashlib
import os
import tempfile
import unicodedata
from pathlib import Path
from xml.sax.saxutils import escape

from fontTools.ttLib import TTFont, woff2

PACKED = Path(__file__).parent / "fonts"
FAMILIES = ("IBM Plex Sans", "IBM Plex Mono")


def unpack_fonts(folder: Path) -> Path:
    """The folder below `folder` that holds our faces as TrueType; filled at first use, safe when two start at once.

    The name carries a digest of the packed files, so that other fonts are other folders and none is ever changed in
    place.
    """
    packed = sorted(PACKED.glob("*.woff2"))
    digest = hashlib.sha256(b"".join(hashlib.sha256(face.read_bytes()).digest() for face in packed)).hexdigest()[:16]
    unpacked = folder / f"plex-{digest}"
    unpacked.mkdir(mode=0o700, parents=True, exist_ok=True)
    for face in packed:
        if not (unpacked / f"{face.stem}.ttf").exists():
            _unpack(face, unpacked / f"{face.stem}.ttf")
    return unpacked


def _unpack(face: Path, to: Path) -> None:
    handle, half = tempfile.mkstemp(dir=to.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as out, face.open("rb") as packed:
            woff2.decompress(packed, out)
        os.replace(half, to)
    except BaseException:
        os.unlink(half)
        raise


def fontconfig(fonts: Path, cache: Path) -> str:
    """A fontconfig configuration that knows `fonts` and nothing of the machine's own."""
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(fonts))}</dir><cachedir>{escape(str(cache))}</cachedir></fontconfig>"
    )


def covered(fonts: Path) -> frozenset[int]:
    """The characters that every face can show; invisible ones are not among them."""
    faces = [set(TTFont(face, lazy=True).getBestCmap()) for face in sorted(fonts.glob("*.ttf"))]
    return frozenset(
        c for c in set.intersection(*faces) if unicodedata.category(chr(c)) not in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    )
