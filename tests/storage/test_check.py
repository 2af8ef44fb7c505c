"""Whatever is changed in the stored ledger is found, at its place."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import Connection, Engine, LargeBinary, and_, delete, inspect, select, update

from certflow.domain import ledger
from certflow.domain.checkpoint import NoteKey, open_note
from certflow.storage import check, checkpoints, tree
from certflow.storage.database import reading, writing
from certflow.storage.tables import checkpoint, entry, node, opening
from tests.storage.facts import START, ready, story, tell

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = NoteKey("certflow.example", PRIVATE.public_key().public_bytes_raw())
LENGTH = len(story())


def fits(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def open_ours(note: str) -> str:
    return open_note(note, KEY, fits)


def told(url: str) -> Engine:
    """A database with the story and a checkpoint at its end."""
    engine = ready(url)
    tell(engine)
    with writing(engine) as conn:
        checkpoints.sign(conn, KEY, PRIVATE.sign, START)
    return engine


@contextmanager
def tampering(engine: Engine) -> Iterator[Connection]:
    """A turn of somebody with all rights, who first removes the triggers; undone at the end."""
    with engine.connect() as raw:
        conn = raw.execution_options(turn=True)
        with conn.begin() as transaction:
            remove_guards(conn)
            yield conn
            transaction.rollback()


def remove_guards(conn: Connection) -> None:
    if conn.dialect.name == "sqlite":
        for (name,) in conn.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
            conn.exec_driver_sql(f"DROP TRIGGER {name}")
    else:
        for table in ("entry", "node", "checkpoint", "opening"):
            conn.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def test_an_untouched_ledger_has_no_trouble(database: str):
    with reading(told(database)) as conn:
        assert check.check(conn, open_ours) is None


def test_an_empty_ledger_has_no_trouble(database: str):
    with reading(ready(database)) as conn:
        assert check.check(conn) is None


def test_one_flipped_bit_in_any_stored_bytes_is_found_with_its_seq(database: str):
    """Every row of every table of the ledger, each of its columns of bytes, one bit anywhere in it."""
    engine, chance = told(database), random.Random(1)
    with tampering(engine) as conn:
        for table in (entry, node, opening):
            for column in (each for each in table.columns if isinstance(each.type, LargeBinary)):
                for row in conn.execute(select(table).order_by(*table.primary_key.columns)).all():
                    raw = row._mapping[column]
                    where = and_(*(key == row._mapping[key] for key in table.primary_key.columns))
                    conn.execute(update(table).where(where).values({column: flipped(raw, chance)}))

                    trouble = check.check(conn)

                    assert trouble is not None, (table.name, column.name, row)
                    assert trouble.seq == row.seq, (trouble, table.name, column.name)
                    conn.execute(update(table).where(where).values({column: raw}))
        assert check.check(conn) is None


def flipped(raw: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(raw))
    return raw[:place] + bytes([raw[place] ^ (1 << chance.randrange(8))]) + raw[place + 1 :]


@pytest.mark.parametrize("seq", [5, 12, 21])
@pytest.mark.parametrize(
    ("column", "value"), [("kind", "StepApproved2"), ("dossier", "d9"), ("revision", 900), ("body", b""), ("leaf", b"")]
)
def test_a_changed_column_of_an_entry_is_found(database: str, seq: int, column: str, value: object):
    with tampering(told(database)) as conn:
        conn.execute(update(entry).where(entry.c.seq == seq).values({column: value}))

        trouble = check.check(conn)

    assert trouble is not None
    assert trouble.seq == seq


def test_an_opening_under_another_name_is_found(database: str):
    with tampering(told(database)) as conn:
        conn.execute(update(opening).where(opening.c.seq == 6).values(field="question"))

        trouble = check.check(conn)

    assert trouble is not None
    assert trouble.seq == 6


@pytest.mark.parametrize("seq", [1, 9, LENGTH])
def test_a_removed_entry_is_found(database: str, seq: int):
    engine = told(database)
    with tampering(engine) as conn:
        for table, key in ((opening, opening.c.seq), (node, node.c.seq), (checkpoint, checkpoint.c.size)):
            conn.execute(delete(table).where(key == seq))
        conn.execute(delete(entry).where(entry.c.seq == seq))

        trouble = check.check(conn)

    if seq == LENGTH:  # cut off with everything that spoke of it: only a kept checkpoint can tell, see below
        assert trouble is None
    else:
        assert trouble is not None
        assert trouble.seq == seq


def test_entries_cut_off_at_the_end_are_found_by_what_speaks_of_them(database: str):
    engine = ready(database)
    tell(engine)
    with tampering(engine) as conn:
        conn.execute(delete(opening).where(opening.c.seq > 20))
        if conn.dialect.name == "postgresql":
            conn.exec_driver_sql("ALTER TABLE node DROP CONSTRAINT fk_node_seq")
        else:
            conn.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        conn.execute(delete(entry).where(entry.c.seq > 20))

        trouble = check.check(conn)

    assert trouble is not None
    assert trouble.seq == 21


def test_a_past_rewritten_with_all_its_hashes_is_found_by_the_checkpoint(database: str):
    """Somebody with all rights and our source changes one entry and makes everything after it fit."""
    engine = told(database)
    with tampering(engine) as conn:
        forge(conn, LENGTH, b'"now":"2026-03-01T09:00:00', b'"now":"2026-03-01T09:00:03')

        trouble = check.check(conn)

    assert trouble is not None
    assert trouble.what == "its checkpoint signs another ledger"


def test_a_checkpoint_signed_with_another_key_is_found(database: str):
    engine = ready(database)
    tell(engine)
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    with writing(engine) as conn:
        checkpoints.sign(conn, KEY, other.sign, START)
        trouble = check.check(conn, open_ours)

        assert check.check(conn) is None
    assert trouble is not None
    assert trouble.seq == LENGTH


@pytest.mark.parametrize("note", ["", "nonsense", "certflow.example\n29\nAAAA\n\n— certflow.example AAAA\n"])
def test_a_spoiled_checkpoint_is_found(database: str, note: str):
    with tampering(told(database)) as conn:
        conn.execute(update(checkpoint).values(note=note))

        assert check.check(conn) is not None


def test_a_kept_checkpoint_tells_whether_the_ledger_still_continues_it(database: str):
    engine = ready(database)
    tell(engine)
    with reading(engine) as conn:
        kept = tree.root(conn, 20)
        proof = tree.prove_consistency(conn, 20, LENGTH)

        assert ledger.consistent(20, LENGTH, kept, tree.root(conn, LENGTH), proof)
        for seq in range(1, LENGTH + 1):
            leaf = conn.scalar(select(entry.c.leaf).where(entry.c.seq == seq))
            way = tree.prove_inclusion(conn, seq, LENGTH)
            assert ledger.included(leaf, seq - 1, LENGTH, way, tree.root(conn, LENGTH))


def test_the_same_ledger_is_signed_once(database: str):
    engine = told(database)
    with writing(engine) as conn:
        again = checkpoints.sign(conn, KEY, PRIVATE.sign, START)

        assert checkpoints.every(conn) == [again]
        assert checkpoints.last(conn) == again


def forge(conn: Connection, seq: int, old: bytes, new: bytes, **columns: object) -> None:
    """Change the bytes of one entry, and its hash, and every hash of the tree above it."""
    rows = conn.execute(select(entry).where(entry.c.seq >= seq).order_by(entry.c.seq)).all()
    body = rows[0].body.replace(old, new)
    assert body != rows[0].body
    leaf = ledger.leaf_hash(body)
    conn.execute(update(entry).where(entry.c.seq == seq).values(body=body, leaf=leaf, **columns))
    conn.execute(delete(node).where(node.c.seq >= seq))
    for row in rows:
        tree.add(conn, row.seq, leaf if row.seq == seq else row.leaf)


@pytest.mark.parametrize(
    ("seq", "old", "new", "columns", "found", "what"),
    [
        (7, b"parts", b"wings", {}, 8, "it does not follow the last entry of its chain"),
        (26, b'"revision":21', b'"revision":99', {"revision": 99}, 26, "its revision does not follow the last one"),
        (29, b'"seq":29', b'"seq": 29', {}, 29, "not in canonical form"),
        (29, b'"seq":29', b'"seq":30', {}, 29, "its columns do not say what its bytes say"),
    ],
)
def test_a_forged_entry_is_found_even_where_the_whole_tree_was_made_to_fit(
    database: str, seq: int, old: bytes, new: bytes, columns: dict[str, object], found: int, what: str
):
    engine = ready(database)
    tell(engine)
    with tampering(engine) as conn:
        forge(conn, seq, old, new, **columns)

        assert check.check(conn) == check.Trouble(found, what)


def test_an_opening_written_another_way_is_found(database: str):
    """Same value and so same commitment, but not the bytes that were stored."""
    with tampering(told(database)) as conn:
        conn.execute(update(opening).where(opening.c.seq == 6).values(value=b'"12.5" '))

        trouble = check.check(conn)

    assert trouble is not None
    assert trouble.seq == 6


def test_the_ledgers_tables_are_all_looked_at(database: str):
    """A new table of the ledger must be looked at by check, and named here."""
    engine = ready(database)
    pointing = {
        each
        for each in inspect(engine).get_table_names()
        if any(key["referred_table"] == "entry" for key in inspect(engine).get_foreign_keys(each))
    }

    assert pointing == {each.name for each in (node, opening, checkpoint)}
