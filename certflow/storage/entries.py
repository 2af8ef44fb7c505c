"""Writing facts down and reading them back.

- `append` is the only way in: it seals the fact, keeps what was typed beside it and brings the read models along.
- Every chain (each dossier's, and the one of facts about people and the machine) links by leaf hashes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, func, insert, or_, select

from certflow.domain import ledger
from certflow.domain.entry import By, Entry
from certflow.domain.facts import ERASED, KINDS, Fact, committed_fields, fact_fields, make_fact
from certflow.domain.refusal import Refused
from certflow.storage import project, tree
from certflow.storage.database import in_turn
from certflow.storage.tables import entry, opening, utc

#: entries read at a time where all of them are needed
BATCH = 500

#: asked by every look at a dossier
_OF_DOSSIER = (
    select(entry).where(entry.c.dossier == bindparam("of"), entry.c.revision > bindparam("after")).order_by(entry.c.seq)
)

#: dossiers named in one statement; SQLite reads a condition at most a thousand levels deep
MOST_TERMS = 200


def append(
    conn: Connection,
    *,
    dossier: str | None,
    fact: Fact,
    by: By,
    at: datetime,
    salt: Callable[[], bytes],
    shown: str | None = None,
    rule: str | None = None,
    software: str,
) -> Entry:
    """Seal one fact at the end of the ledger.

    salt   gives `ledger.SALT_BYTES` random bytes, anew for each committed field
    Raises Refused: text.unreadable, for text that no database or PDF could hold (NUL, half a character).
    """
    if not in_turn(conn):
        raise RuntimeError("facts are written in a turn: open the connection with database.writing")
    _readable(fact)
    said, hidden = fact_fields(fact), committed_fields(type(fact))
    opened = {name: (salt(), said[name]) for name in hidden if name in said}
    size = conn.scalar(select(func.max(entry.c.seq))) or 0
    revision, previous = _chain_end(conn, dossier)
    sealed = Entry(
        seq=size + 1,
        dossier=dossier,
        revision=None if dossier is None else revision + 1,
        previous=previous,
        at=utc(at),
        by=by,
        fact=fact,
        commitments={name: ledger.commitment(*each) for name, each in opened.items()},
        shown=shown,
        rule=rule,
        software=software,
    )
    _insert(conn, sealed, opened)
    project.project(conn, sealed)
    return sealed


def of_dossier(conn: Connection, dossier: str, after_revision: int = 0) -> list[Entry]:
    """The dossier's entries in order, later than `after_revision`."""
    return _read(conn, _OF_DOSSIER, {"of": dossier, "after": after_revision})


def of_dossiers(conn: Connection, after: Mapping[str, int]) -> dict[str, list[Entry]]:
    """The entries of several dossiers, each in order, read at once. after: dossier → the revision already known."""
    later = [and_(entry.c.dossier == each, entry.c.revision > revision) for each, revision in after.items()]
    found: dict[str, list[Entry]] = {each: [] for each in after}
    for start in range(0, len(later), MOST_TERMS):
        wanted = select(entry).where(or_(*later[start : start + MOST_TERMS])).order_by(entry.c.seq)
        for each in _read(conn, wanted):
            assert each.dossier is not None
            found[each.dossier].append(each)
    return found


def about_people(conn: Connection, after_seq: int = 0) -> list[Entry]:
    """The entries that belong to no dossier: people, organisations, the machine."""
    return _read(conn, select(entry).where(entry.c.dossier.is_(None), entry.c.seq > after_seq).order_by(entry.c.seq))


def bodies(conn: Connection, dossier: str) -> dict[int, bytes]:
    """The canonical bytes of the dossier's entries as they are stored, by seq."""
    wanted = select(entry.c.seq, entry.c.body).where(entry.c.dossier == dossier).order_by(entry.c.seq)
    return {row.seq: row.body for row in conn.execute(wanted)}


def one(conn: Connection, seq: int) -> Entry | None:
    found = _read(conn, select(entry).where(entry.c.seq == seq))
    return found[0] if found else None


def last(conn: Connection) -> Entry | None:
    """The newest entry of the whole ledger."""
    found = _read(conn, select(entry).order_by(entry.c.seq.desc()).limit(1))
    return found[0] if found else None


def revision(conn: Connection, dossier: str) -> int:
    """The dossier's newest revision; 0 where there is no such dossier."""
    return _chain_end(conn, dossier)[0]


def every(conn: Connection) -> Iterator[Entry]:
    """The whole ledger in order, read in batches."""
    after = 0
    while batch := _read(conn, select(entry).where(entry.c.seq > after).order_by(entry.c.seq).limit(BATCH)):
        yield from batch
        after = batch[-1].seq


def read_body(body: Mapping[str, Any], opened: Mapping[str, Any]) -> Entry:
    """The entry whose canonical bytes said `body`, its committed fields taken from `opened` or ERASED."""
    known, said = KINDS.get(body["kind"]), body["object"]
    hidden = committed_fields(known) if known else ()
    commitments = {name: said[name]["committed"] for name in hidden if name in said}
    values = {**body["object"], **{name: opened.get(name, ERASED) for name in commitments}}
    return Entry(
        seq=body["seq"],
        dossier=body["dossier"],
        revision=body["revision"],
        previous=body["previous"],
        at=datetime.fromisoformat(body["at"]),
        by=By(**body["by"]),
        fact=make_fact(body["kind"], body["v"], values),
        commitments=commitments,
        shown=body["shown"],
        rule=body["rule"],
        software=body["software"],
    )


def _insert(conn: Connection, sealed: Entry, opened: Mapping[str, tuple[bytes, Any]]) -> None:
    body = ledger.canonical(sealed.as_json())
    leaf = ledger.leaf_hash(body)
    conn.execute(
        insert(entry).values(
            seq=sealed.seq,
            dossier=sealed.dossier,
            revision=sealed.revision,
            kind=sealed.fact.kind,
            body=body,
            leaf=leaf,
        )
    )
    if opened:
        rows = [
            {"seq": sealed.seq, "field": name, "salt": salt, "value": ledger.canonical(value)}
            for name, (salt, value) in opened.items()
        ]
        conn.execute(insert(opening), rows)
    tree.add(conn, sealed.seq, leaf)


def _chain_end(conn: Connection, dossier: str | None) -> tuple[int, str | None]:
    """The newest revision of a chain and the leaf hash to link to."""
    of_chain = entry.c.dossier.is_(None) if dossier is None else entry.c.dossier == dossier
    found = conn.execute(
        select(entry.c.revision, entry.c.leaf).where(of_chain).order_by(entry.c.seq.desc()).limit(1)
    ).one_or_none()
    return (found.revision or 0, found.leaf.hex()) if found else (0, None)


def _read(conn: Connection, wanted: Select[Any], given: Mapping[str, Any] = MappingProxyType({})) -> list[Entry]:
    rows = conn.execute(wanted, given).all()
    opened = _openings(conn, wanted, given) if rows else {}
    return [_entry(row, opened.get(row.seq, {})) for row in rows]


def _entry(row: Row[Any], opened: Mapping[str, Any]) -> Entry:
    return read_body(json.loads(row.body), opened)


def _openings(conn: Connection, wanted: Select[Any], given: Mapping[str, Any]) -> dict[int, dict[str, Any]]:
    seqs = wanted.with_only_columns(entry.c.seq).subquery()
    opened: dict[int, dict[str, Any]] = {}
    for row in conn.execute(select(opening).join(seqs, seqs.c.seq == opening.c.seq), given):
        opened.setdefault(row.seq, {})[row.field] = json.loads(row.value)
    return opened


def _readable(fact: Fact) -> None:
    def look(value: Any, field: str) -> None:
        if isinstance(value, str):
            if "\0" in value or any("\ud800" <= each <= "\udfff" for each in value):
                raise Refused("text.unreadable", field=field)
        elif isinstance(value, Mapping):
            for key, each in value.items():
                look(key, field)
                look(each, field)
        elif isinstance(value, Sequence):
            for each in value:
                look(each, field)

    for name, value in fact_fields(fact).items():
        look(value, name)
