"""The radar among 10 000 cases: one case, as a field is left and as it is submitted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.bench.test_assess import pedantic
from tests.bureau import Bureau, make_bureau
from tests.radar_set import RadarSet
from ycdesk.domain.alarm import Alarm
from ycdesk.paths import sqlite_url
from ycdesk.services.radar import alarms

SLOWEST = 0.3
"""Seconds a case may take at most."""


@pytest.fixture
def many(home: Path, measuring: bool) -> Iterator[list[tuple[Bureau, int]]]:
    made = make_bureau(sqlite_url(home / "ycdesk.sqlite3"), home)
    cases = RadarSet(7, 10_000 if measuring else 500, 300 if measuring else 13)
    cases.store(made)
    yield [(made, cases.case_id(each.number)) for each in cases.planted]
    made.office.close()


def test_a_case_among_ten_thousand(
    many: list[tuple[Bureau, int]], benchmark: BenchmarkFixture, measuring: bool
) -> None:
    planted = cycle(many)

    def next_one() -> tuple[Alarm, ...]:
        bureau, case_id = next(planted)
        return alarms(bureau.office, case_id)

    assert pedantic(benchmark, next_one, rounds=300 if measuring else 13, iterations=1)
    if measuring:
        assert benchmark.stats is not None
        assert benchmark.stats.stats.max <= SLOWEST
