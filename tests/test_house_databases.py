"""The private databases of the tests: empty, apart from each other, and gone afterwards."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import create_engine, inspect, text


def test_each_engine_gives_an_empty_database(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == []
        connection.execute(text("CREATE TABLE 办件 (名称 VARCHAR(20))"))
        connection.execute(text("INSERT INTO 办件 VALUES ('𠮷庆跨境')"))
        assert connection.scalar(text("SELECT 名称 FROM 办件")) == "𠮷庆跨境"
    engine.dispose()


def test_two_tests_never_share_a_postgresql_database(postgres_url: str, request: pytest.FixtureRequest) -> None:
    cluster = request.getfixturevalue("postgres_cluster")
    with psycopg.connect(cluster.url("postgres").replace("+psycopg", "")) as connection:
        names = {row[0] for row in connection.execute("SELECT datname FROM pg_database WHERE NOT datistemplate")}
    of_tests = {name for name in names if name.startswith("test_")}
    assert of_tests == {postgres_url.rsplit("/", 1)[1]}
