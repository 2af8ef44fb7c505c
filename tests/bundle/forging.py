"""Ways to tamper with a bundle. Each takes a good history and gives the forged ZIP, with what an outsider holds."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from certflow.domain.bundle import form
from certflow.domain.bundle.archive import pack
from certflow.domain.ledger import canonical, leaf_hash
from tests.bundle.workshop import Body, History, fitting, stranger, stranger_key
from tests.pdf import tampering


@dataclass(frozen=True)
class Forged:
    """name   what was done. notes: checkpoints that came by another way."""

    name: str
    data: bytes
    notes: tuple[str, ...] = ()


Files = dict[str, bytes]


def repacked(files: Files, **changed: bytes) -> bytes:
    """With a MANIFEST that fits, as anybody can make one."""
    return pack(
        form.with_manifest({name: each for name, each in {**files, **changed}.items() if name != form.MANIFEST})
    )


# --- without any key: files changed, MANIFEST made to fit


def in_lines(name: str, change: Callable[[list[bytes]], object]) -> Callable[[History], bytes]:
    def forge(history: History) -> bytes:
        files = history.files()
        lines = files[name].split(b"\n")[:-1]
        change(lines)
        return repacked(files, **{name: b"".join(line + b"\n" for line in lines)})

    return forge


def own(lines: list[bytes], number: int) -> int:
    """Where the dossier's entry stands, counted from 0; negative from the end."""
    return [at for at, line in enumerate(lines) if line.startswith(b"{")][number]


def folds(lines: list[bytes], number: int) -> int:
    return [at for at, line in enumerate(lines) if not line.startswith(b"{")][number]


def put(lines: list[bytes], at: int, line: bytes) -> None:
    lines[at] = line


def edited(lines: list[bytes], number: int, old: bytes, new: bytes) -> None:
    at = own(lines, number)
    assert old in lines[at], lines[at]
    lines[at] = lines[at].replace(old, new)


def swap(lines: list[bytes], one: int, other: int) -> None:
    lines[one], lines[other] = lines[other], lines[one]


def hide(lines: list[bytes], number: int) -> None:
    """An entry passed off as somebody else's; the root stays the same."""
    at = own(lines, number)
    lines[at] = b"1 " + leaf_hash(lines[at]).hex().encode()


def rechained(lines: list[bytes]) -> None:
    """The first entry changed, and every later one made to follow."""
    previous, places = None, [at for at, line in enumerate(lines) if line.startswith(b"{")]
    for at in places:
        body: Body = {**json.loads(lines[at]), "previous": previous}
        body["software"] = "another"
        lines[at] = canonical(body)
        previous = leaf_hash(lines[at]).hex()


def doubled(lines: list[bytes]) -> None:
    """One subtree written as two of half its width, of the same hash."""
    at = next(at for at, line in enumerate(lines) if line.startswith((b"2 ", b"4 ", b"8 ")))
    width, found = lines[at].split(b" ")
    lines[at : at + 1] = [b"%d %s" % (int(width) // 2, found)] * 2


LEDGER, TEXTS = form.ENTRIES, form.OPENINGS
IN_LINES: dict[str, Callable[[History], bytes]] = {
    "an entry edited": in_lines(LEDGER, lambda lines: edited(lines, 1, b'"Anna"', b'"Anne"')),
    "the last entry edited": in_lines(LEDGER, lambda lines: edited(lines, -1, b"PAdES", b"pades")),
    "an entry with a space": in_lines(LEDGER, lambda lines: edited(lines, 2, b'"v":1', b'"v": 1')),
    "an entry dated otherwise": in_lines(LEDGER, lambda lines: edited(lines, -2, b'"at":"2026', b'"at":"2025')),
    "an entry with another seq": in_lines(LEDGER, lambda lines: edited(lines, 0, b'"seq":1', b'"seq":2')),
    "an entry deleted": in_lines(LEDGER, lambda lines: lines.pop(own(lines, 2))),
    "the first entry deleted": in_lines(LEDGER, lambda lines: lines.pop(own(lines, 0))),
    "the last line cut": in_lines(LEDGER, lambda lines: lines.pop()),
    "the last three lines cut": in_lines(LEDGER, lambda lines: lines.__delitem__(slice(-3, None))),
    "all lines cut": in_lines(LEDGER, lambda lines: lines.clear()),
    "two entries swapped": in_lines(LEDGER, lambda lines: swap(lines, own(lines, 1), own(lines, 2))),
    "an entry and a hash swapped": in_lines(LEDGER, lambda lines: swap(lines, own(lines, 0), folds(lines, 0))),
    "an entry inserted": in_lines(LEDGER, lambda lines: lines.insert(own(lines, 2), lines[own(lines, 2)])),
    "a hash inserted": in_lines(LEDGER, lambda lines: lines.insert(own(lines, 2), b"1 " + b"ab" * 32)),
    "a hash inserted at the end": in_lines(LEDGER, lambda lines: lines.append(b"1 " + b"ab" * 32)),
    "an empty line": in_lines(LEDGER, lambda lines: lines.insert(3, b"")),
    "an entry hidden": in_lines(LEDGER, lambda lines: hide(lines, 3)),
    "the first entry hidden": in_lines(LEDGER, lambda lines: hide(lines, 0)),
    "the request hidden": in_lines(LEDGER, lambda lines: hide(lines, -2)),
    "the sealing hidden": in_lines(LEDGER, lambda lines: hide(lines, -1)),
    "all entries rebuilt": in_lines(LEDGER, rechained),
    "a subtree split": in_lines(LEDGER, doubled),
    "a subtree of no width": in_lines(LEDGER, lambda lines: put(lines, 0, b"0" + lines[0][1:])),
    "a subtree of odd width": in_lines(LEDGER, lambda lines: put(lines, 0, b"3" + lines[0][1:])),
    "a subtree of enormous width": in_lines(LEDGER, lambda lines: put(lines, 0, b"9" * 400 + lines[0][1:])),
    "a hash in capitals": in_lines(LEDGER, lambda lines: put(lines, 0, lines[0].upper())),
    "a hash changed": in_lines(
        LEDGER, lambda lines: put(lines, 0, lines[0][:-1] + (b"1" if lines[0][-1:] == b"0" else b"0"))
    ),
    "a line of brackets": in_lines(LEDGER, lambda lines: put(lines, own(lines, 1), b'{"a":' + b"[" * 100_000)),
    "a line of numbers": in_lines(LEDGER, lambda lines: put(lines, own(lines, 1), b'{"seq":' + b"9" * 9_000 + b"}")),
    "a line of no JSON": in_lines(LEDGER, lambda lines: put(lines, own(lines, 1), b"{\xff\xfe}")),
    "a list for an entry": in_lines(LEDGER, lambda lines: put(lines, own(lines, 1), b'{"object":[]}')),
    "an answer changed": in_lines(TEXTS, lambda lines: put(lines, 1, lines[1].replace(b'"value":"', b'"value":"1'))),
    "a salt changed": in_lines(TEXTS, lambda lines: put(lines, 0, lines[0].replace(b'"salt":"', b'"salt":"00'))),
    "a salt in capitals": in_lines(
        TEXTS, lambda lines: put(lines, 0, lines[0].replace(lines[0][24:60], lines[0][24:60].upper()))
    ),
    "an opening of another entry": in_lines(
        TEXTS, lambda lines: put(lines, 0, lines[0].replace(b'"seq":', b'"seq":1'))
    ),
    "an opening of another field": in_lines(
        TEXTS, lambda lines: put(lines, 0, lines[0].replace(b'title"', b'checklist"'))
    ),
    "an opening twice": in_lines(TEXTS, lambda lines: lines.insert(0, lines[0])),
    "openings swapped": in_lines(TEXTS, lambda lines: swap(lines, 0, 1)),
    "an opening of nothing": in_lines(TEXTS, lambda lines: lines.append(b"{}")),
}


def in_file(name: str, change: Callable[[bytes], bytes]) -> Callable[[History], bytes]:
    def forge(history: History) -> bytes:
        files = history.files()
        return repacked(files, **{name: change(files[name])})

    return forge


def in_checklists(change: Callable[[Files], Files]) -> Callable[[History], bytes]:
    """change: takes and gives the files of the checklist by name."""

    def forge(history: History) -> bytes:
        files = history.files()
        line = {name: each for name, each in files.items() if name.startswith(form.CHECKLISTS)}
        return repacked({name: each for name, each in files.items() if name not in line} | change(line))

    return forge


def renamed(line: Files, old: str, new: str) -> Files:
    return {name.replace(old, new, 1): each for name, each in line.items()}


def turned(line: Files) -> Files:
    """The last file first; one that stands alone is at least not what it was."""
    contents = [*reversed(line.values())] if len(line) > 1 else [each + b"#" for each in line.values()]
    return dict(zip(line, contents, strict=True))


def last_note(history: History) -> str:
    return form.checkpoint_name(history.signed[-1])


def in_last_note(change: Callable[[bytes], bytes]) -> Callable[[History], bytes]:
    return lambda history: in_file(last_note(history), change)(history)


def without(name: str) -> Callable[[History], bytes]:
    return lambda history: repacked({each: content for each, content in history.files().items() if each != name})


def with_file(name: str, content: bytes) -> Callable[[History], bytes]:
    return lambda history: repacked({**history.files(), name: content})


def renamed_note(history: History) -> bytes:
    files = history.files()
    files[form.checkpoint_name(7)] = files[last_note(history)]
    return repacked(files)


def last_note_gone(history: History) -> bytes:
    return without(last_note(history))(history)


def no_notes(history: History) -> bytes:
    return repacked({name: each for name, each in history.files().items() if not name.startswith(form.CHECKPOINTS)})


def stale_manifest(history: History) -> bytes:
    files = history.files()
    return pack({**files, form.SNAPSHOT: files[form.SNAPSHOT] + b"\n"})


def unsorted_manifest(history: History) -> bytes:
    files = history.files()
    return pack({**files, form.MANIFEST: b"".join(reversed(files[form.MANIFEST].splitlines(keepends=True)))})


def respelled(note: bytes) -> bytes:
    """Base64 leaves the last bits of a length like this one free: the same signature in other letters."""
    at = note.rindex(b"=") - 1
    return note[:at] + bytes([note[at] + 1]) + note[at + 1 :]


def another_key(history: History) -> bytes:
    return history.signed_by(*stranger_key(history.key.name)).zip()


def another_name(history: History) -> bytes:
    key, _ = stranger_key("another")
    return history.signed_by(replace(key, public=history.key.public), history.sign).zip()


IN_FILES: dict[str, Callable[[History], bytes]] = {
    "the data edited": in_file(form.SNAPSHOT, lambda data: data.replace(b"Bruno", b"Mario")),
    "the data edited where no entry speaks of it": in_file(
        form.SNAPSHOT, lambda data: data.replace(b"A glider", b"Glider A")
    ),
    "the data with a line feed": in_file(form.SNAPSHOT, lambda data: data + b"\n"),
    "the checklist edited": in_checklists(
        lambda line: {**line, min(line): line[min(line)].replace(b"holds", b"fails")}
    ),
    "the last of the checklist edited": in_checklists(lambda line: {**line, max(line): line[max(line)] + b"\n"}),
    "the checklist of another edition": in_checklists(lambda line: renamed(line, "@", "@9")),
    "the checklist of another name": in_checklists(lambda line: renamed(line, "-", "-x-")),
    "the checklist numbered otherwise": in_checklists(lambda line: renamed(line, "/1-", "/0-")),
    "the checklist with a hole": in_checklists(lambda line: renamed(line, "/1-", "/5-")),
    "the checklist turned around": in_checklists(turned),
    "the checklist twice": in_checklists(lambda line: {**line, form.CHECKLIST: line[min(line)]}),
    "one checklist more": in_checklists(lambda line: {**line, f"{form.CHECKLISTS}{len(line) + 1}-glider@3.yaml": b""}),
    "no checklist": in_checklists(lambda line: {}),
    "only the end of the checklist": in_checklists(
        lambda line: {form.CHECKLIST: line[max(line)] if len(line) > 1 else line[max(line)] + b"#"}
    ),
    "the recipe edited": in_file(form.README, lambda data: data.replace(b"wrong", b"right")),
    "the ledger's key replaced": in_file(form.LEDGER_KEY, lambda data: data.replace(b"MCow", b"MCov")),
    "a root that signs time-stamps": in_file(form.STAMPING, lambda data: data + b"-----BEGIN CERTIFICATE-----"),
    "the root replaced": in_file(form.ROOTS, lambda data: data.replace(b"MII", b"MIJ")),
    "the anchor replaced": in_file(form.ANCHOR, lambda data: data.replace(b"certflow-anchor", b"certflow-anchos")),
    "the anchor with a space": in_file(form.ANCHOR, lambda data: data + b" "),
    "a checkpoint's root edited": in_last_note(lambda note: note.replace(note.split(b"\n")[2], b"A" * 43 + b"=")),
    "a checkpoint's size edited": in_last_note(lambda note: note.replace(b"\n", b"\n1", 1)),
    "a checkpoint's signature edited": in_last_note(lambda note: note[:-6] + b"AAA==\n"),
    "a checkpoint's signature spelled otherwise": in_last_note(respelled),
    "a checkpoint without signature": in_last_note(lambda note: note.split(b"\n\n")[0] + b"\n\n"),
    "a checkpoint with an extension": in_last_note(lambda note: note.replace(b"\n\n", b"\nmore\n\n")),
    "an empty checkpoint": in_last_note(lambda note: b""),
    "a checkpoint of no text": in_last_note(lambda note: b"\xff\xfe\n\n"),
    "a checkpoint under another size": renamed_note,
    "the last checkpoint gone": last_note_gone,
    "no checkpoints": no_notes,
    "signed by another key": another_key,
    "signed under another name": another_name,
    "a file of nothing": with_file("keys/another.pem", b""),
    "a time-stamp of nobody": with_file("ledger/timestamps/1", b"x"),
    "a path upwards": with_file("../evil", b"x"),
    "a path from the root": with_file("/etc/evil", b"x"),
    "a path with a backslash": with_file("..\\evil", b"x"),
    "a folder": with_file("ledger/", b""),
    "a checkpoint of nothing": with_file(form.CHECKPOINTS + "0" * 12, b"x"),
    "a checkpoint in other digits": with_file(form.CHECKPOINTS + "1" * 11, b"x"),
    "a stale MANIFEST": stale_manifest,
    "an unsorted MANIFEST": unsorted_manifest,
    **{f"without {name}": without(name) for name in sorted(form.NAMES - {form.MANIFEST})},
    **{
        f"the record: {each.__name__}": in_file(form.RECORD, each)
        for each in (*tampering.TAMPERING,)
        if each.__name__ not in {"rewritten", "signature_removed"}
    },
}


# --- the ZIP file itself


def zipped(history: History, method: int = zipfile.ZIP_STORED, comment: bytes = b"") -> bytes:
    """The same files as another program would pack them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in sorted(history.files().items()):
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, method)
        archive.comment = comment
    return out.getvalue()


def bomb(history: History) -> bytes:
    """Small, and 64 MB unpacked."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(form.MANIFEST, bytes(64 << 20))
    return out.getvalue()


def a_name_twice(history: History) -> bytes:
    """Two members of one name: which of them a program takes differs."""
    from certflow.domain.bundle import archive

    files = sorted(history.files().items())
    files.insert(3, (files[2][0], b"another"))
    parts = [part for name, content in files for part in (archive._local(name, content), content)]
    return b"".join((*parts, archive._tail(files)))


def only_in_the_directory(history: History) -> bytes:
    """A name that the directory spells otherwise than the member."""
    data = history.zip()
    at = data.rindex(b"record.pdf")
    return data[:at] + b"record.pdg" + data[at + 10 :]


IN_ZIP: dict[str, Callable[[History], bytes]] = {
    "packed otherwise": zipped,
    "compressed": lambda history: zipped(history, zipfile.ZIP_DEFLATED),
    "a bomb": bomb,
    "with a comment": lambda history: zipped(history, comment=b"x"),
    "a name twice": a_name_twice,
    "another name in the directory": only_in_the_directory,
    "something before": lambda history: b"PK" + history.zip(),
    "something after": lambda history: history.zip() + b"\0",
    "cut by one byte": lambda history: history.zip()[:-1],
    "cut in half": lambda history: history.zip()[: len(history.zip()) // 2],
    "nothing but a beginning": lambda history: b"PK\3\4",
    "no files": lambda history: pack({}),
    "a size beyond the end": lambda history: history.zip()[:18] + b"\xff\xff\xff\x7f" * 2 + history.zip()[26:],
}


# --- with every key of the ledger: only what somebody else kept tells


def with_keys(history: History, forged: History, chance: random.Random) -> Iterator[Forged]:
    """Pasts that nothing inside gives away. Every one of them passes without an outside checkpoint."""
    base = len(history.bodies)
    kept = history.then(*(stranger(n) for n in range(12)), signed=(base + 4, base + 8))
    note = kept.note(base + 8)
    yield Forged("rebuilt with all keys", forged.zip(), (history.note(history.signed[0]),))
    yield Forged("rebuilt and grown", forged.then(*(stranger(n) for n in range(30))).zip(), (note,))
    yield Forged(
        "rebuilt, and signed at that size", forged.then(*kept.bodies[base:], signed=(base + 8,)).zip(), (note,)
    )
    yield Forged("rolled back", history.zip(), (note,))
    yield Forged("cut to an earlier state", history.then(*kept.bodies[base : base + 4]).zip(), (note,))
    fork = [stranger(n + chance.randrange(1, 9)) for n in range(20)]
    yield Forged("rolled back and gone on", history.then(*fork).zip(), (note,))
    yield Forged("forked, and signed at that size", history.then(*fork, signed=(base + 8,)).zip(), (note,))
    yield Forged("forked for two partners", history.then(*fork[:8]).zip(), (note,))
    swapped = list(kept.bodies)
    swapped[base], swapped[base + 1] = swapped[base + 1], swapped[base]
    yield Forged("two entries of others swapped", replace(kept, bodies=fitting(swapped)).zip(), (note,))
    yield Forged("an entry of others dropped", history.then(*kept.bodies[base + 1 :]).zip(), (note,))
    yield Forged("an entry of others inserted", history.then(stranger(50), *kept.bodies[base:]).zip(), (note,))
    other = kept.signed_by(*stranger_key(history.key.name)).note(base + 8)
    yield Forged("a kept checkpoint of another key", kept.zip(), (other,))
    yield Forged("a kept checkpoint of no form", kept.zip(), ("nonsense",))
    yield Forged("one good checkpoint and one of another history", kept.zip(), (note, forged.note(base)))


def flipped(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
