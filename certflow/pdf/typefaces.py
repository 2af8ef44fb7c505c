"""The typefaces of the paper: unpacked once from woff2, and the only ones a drawing child can see."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import unicodedata
from pathlib import Path
from xml.sax.saxutils import escape

from fontTools.ttLib import TTFont, woff2

PACKED = Path(__file__).parent / "fonts"


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
    unpacked = io.BytesIO()
    with face.open("rb") as packed:
        woff2.decompress(packed, unpacked)
    _write_whole(to, unpacked.getvalue())


def _write_whole(to: Path, data: bytes) -> None:
    """The file appears whole or not at all, whoever else writes the same."""
    handle, half = tempfile.mkstemp(dir=to.parent, suffix=".part")
    with os.fdopen(handle, "wb") as out:
        out.write(data)
    os.replace(half, to)


def prepare_fonts(folder: Path) -> tuple[Path, Path]:
    """The folder of our faces, and a fontconfig configuration that knows them and nothing of the machine's own."""
    faces = unpack_fonts(folder)
    configuration = folder / f"{faces.name}.conf"
    if not configuration.exists():
        _write_whole(configuration, fontconfig(faces, folder / "cache").encode())
    return faces, configuration


def fontconfig(fonts: Path, cache: Path) -> str:
    """A fontconfig configuration that knows `fonts` and nothing of the machine's own."""
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(fonts))}</dir><cachedir>{escape(str(cache))}</cachedir></fontconfig>"
    )


def covered(fonts: Path) -> frozenset[int]:
    """The characters that every face of running text can show, Greek among them; invisible ones are not.

    Mono sets identifiers and hashes and has no Greek; a letter that it lacks comes from Sans, the only other there is.
    """
    faces = [set(TTFont(face, lazy=True).getBestCmap()) for face in sorted(fonts.glob("IBMPlexSans-*.ttf"))]
    return frozenset(
        c for c in set.intersection(*faces) if unicodedata.category(chr(c)) not in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    )
