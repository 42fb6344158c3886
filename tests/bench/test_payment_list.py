"""The list of two thousand lines of payment, and the queue of a thousand cases with what the year's money says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from sqlalchemy import text

from tests.bench.test_assess import pedantic
from tests.bureau import Bureau, make_bureau
from tests.decided import tamper
from tests.paid import cleared, posted
from tests.services.test_meeting import supported
from ycdesk.paths import sqlite_url
from ycdesk.services.budget import simulate
from ycdesk.services.payment_list import payment_list

SLOWEST = 0.5
"""Seconds that the list may take, at the mean."""
SLOWEST_QUEUE = 1.0
"""Seconds for the queue, at the mean."""


@pytest.fixture
def many(home: Path, measuring: bool) -> Iterator[Bureau]:
    """Copies of one payable case and of one under its notice, written past the guards."""
    made = make_bureau(sqlite_url(home / "ycdesk.sqlite3"), home)
    cleared(made.office, made.li, supported(made))
    posted(made.office, made.li, [supported(made)])
    tamper(made, "SELECT 1")
    copies = 1000 if measuring else 20
    with made.office.engine.begin() as connection:
        for table, own in (("cases", "id"), ("payment_lines", "case_id"), ("budget_uses", "case_id")):
            columns = [row.name for row in connection.execute(text(f"PRAGMA table_info({table})"))]
            taken = ", ".join(_value(name, own) for name in columns if name != "id" or own == "id")
            names = ", ".join(f'"{name}"' for name in columns if name != "id" or own == "id")
            for number in range(1, copies):
                statement = f"INSERT INTO {table} ({names}) SELECT {taken} FROM {table} WHERE {own} < 3"
                connection.execute(text(statement), {"step": 2 * number})
    yield made
    made.office.close()


def _value(name: str, own: str) -> str:
    if name == own:
        return f"{name} + :step"
    return "number || '-' || :step" if name == "number" else f'"{name}"'


def test_the_list_of_two_thousand_lines(many: Bureau, benchmark: BenchmarkFixture, measuring: bool) -> None:
    lines = pedantic(benchmark, lambda: payment_list(many.office), rounds=20 if measuring else 2, iterations=1)
    assert len(lines) == (2000 if measuring else 40)
    if measuring:
        assert benchmark.stats is not None
        assert benchmark.stats.stats.mean <= SLOWEST


def test_the_queue_of_a_thousand_cases(many: Bureau, benchmark: BenchmarkFixture, measuring: bool) -> None:
    tried = pedantic(benchmark, lambda: simulate(many.office, 2025), rounds=5 if measuring else 2, iterations=1)
    assert len(tried) == (1000 if measuring else 20)
    if measuring:
        assert benchmark.stats is not None
        assert benchmark.stats.stats.mean <= SLOWEST_QUEUE
