"""How often something was tried of late, counted in fixed windows, for all processes together.

Keys may hold an address or a network address: hash what need not be read.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from certflow.storage.tables import throttle


def hit(conn: Connection, key: str, at: datetime, window: timedelta) -> int:
    """Count one try; how many there were in the present window, this one included."""
    count = tries(conn, key, at) + 1
    if count == 1:
        clear(conn, key)
        conn.execute(insert(throttle).values(key=key, ends=at + window, count=1))
    else:
        conn.execute(update(throttle).where(throttle.c.key == key).values(count=count))
    return count


def tries(conn: Connection, key: str, at: datetime) -> int:
    """How many tries there were in the window that `at` lies in."""
    return conn.scalar(select(throttle.c.count).where(throttle.c.key == key, throttle.c.ends > at)) or 0


def clear(conn: Connection, key: str) -> None:
    """Forget the tries, after one that went well."""
    conn.execute(delete(throttle).where(throttle.c.key == key))


def sweep(conn: Connection, at: datetime) -> int:
    """Forget windows that are over; how many."""
    return conn.execute(delete(throttle).where(throttle.c.ends <= at)).rowcount
