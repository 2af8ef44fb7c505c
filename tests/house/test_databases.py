"""The tests' own databases are what they claim to be."""

from __future__ import annotations

from sqlalchemy import create_engine, inspect, text


def test_a_fresh_database_is_empty_and_writable(database: str) -> None:
    engine = create_engine(database)
    assert inspect(engine).get_table_names() == []
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE seen (id integer)"))
    assert inspect(engine).get_table_names() == ["seen"]
    engine.dispose()
