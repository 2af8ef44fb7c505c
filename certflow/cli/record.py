"""`certflow record`: list records, fetch a sealed one, disclose a protected answer, print the schema of the data."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from certflow.actions import bundles, disclosing, records
from certflow.config import read_config
from certflow.domain.carried import schema_file
from certflow.domain.entry import moment
from certflow.domain.record import FORM, FORMS
from certflow.opening import open_desk
from certflow.pdf.anchor import KeyUnusable
from certflow.storage.records import RecordRow


def run(arguments: list[str]) -> int:
    """Run `certflow record list|get|disclose|schema`; the exit code."""
    options = _parser().parse_args(arguments)
    act: int = options.act(options)
    return act


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="certflow record", description="List records, fetch sealed ones, print their schema."
    )
    acts = parser.add_subparsers(required=True, metavar="ACT")
    listing = acts.add_parser("list", help="all records, oldest first")
    listing.add_argument("--json", action="store_true", help="as JSON")
    listing.set_defaults(act=_list)
    get = acts.add_parser("get", help="write one sealed record, or its bundle, to a file")
    get.add_argument("id", help="a record's id, or: latest")
    get.add_argument("--bundle", action="store_true", help="a ZIP with all that an outsider needs to verify it")
    get.add_argument("--out", type=Path, required=True, metavar="FILE")
    get.set_defaults(act=_get)
    disclose = acts.add_parser("disclose", help="write one protected answer with its salt to a file")
    disclose.add_argument("id", help="a record's id, or: latest")
    disclose.add_argument("question")
    disclose.add_argument("--out", type=Path, required=True, metavar="FILE")
    disclose.set_defaults(act=_disclose)
    schema = acts.add_parser("schema", help="the JSON Schema of the data inside a record")
    schema.add_argument("--form", choices=FORMS, default=FORM, help="of an earlier shape (default: %(default)s)")
    schema.set_defaults(act=_schema)
    return parser


def _schema(options: argparse.Namespace) -> int:
    sys.stdout.write(schema_file(options.form).decode())
    return 0


def _list(options: argparse.Namespace) -> int:
    rows = records.every(open_desk(read_config()))
    if options.json:
        told = [
            {
                "id": row.id,
                "dossier": row.dossier,
                "revision": row.revision,
                "language": row.language,
                "audience": row.audience,
                "state": row.state,
                "requested_at": moment(row.requested_at),
                "sha256": row.sha256,
                "size": row.size,
                "reason": row.reason,
            }
            for row in rows
        ]
        print(json.dumps(told, ensure_ascii=False, indent=2))
    for row in () if options.json else rows:
        print(f"{row.id}  {row.state:<10}  {row.requested_at:%Y-%m-%d %H:%M} UTC  {_told(row)}")
    return 0


def _told(row: RecordRow) -> str:
    """Its digest, and why it failed, was withdrawn or replaced."""
    return "  ".join(filter(None, (row.sha256, row.reason))) or "-"


def _get(options: argparse.Namespace) -> int:
    desk = open_desk(read_config())
    chunks: Iterable[bytes]
    if options.bundle:
        try:
            bundle = bundles.fetch(desk, options.id)[1]
        except KeyUnusable as unusable:
            print(unusable.reason, file=sys.stderr)
            return 1
        sha256, chunks = hashlib.sha256(bundle).hexdigest(), (bundle,)
    else:
        newest = records.newest(desk, records.fetch(desk, options.id)[0])
        sha256, chunks = newest.sha256, newest.content
    return _write(options.out, chunks, sha256)


def _disclose(options: argparse.Namespace) -> int:
    data = disclosing.fetch(open_desk(read_config()), options.id, options.question).as_json()
    return _write(options.out, (data,), hashlib.sha256(data).hexdigest())


def _write(out: Path, chunks: Iterable[bytes], sha256: str) -> int:
    """Whole or not at all."""
    half = out.with_name(f"{out.name}.part")
    try:
        with half.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
        os.replace(half, out)
    except OSError as trouble:
        half.unlink(missing_ok=True)
        print(f"{out} cannot be written: {trouble.strerror}.", file=sys.stderr)
        return 1
    print(f"{out}  SHA-256 {sha256}")
    return 0
