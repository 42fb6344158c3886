"""The time machine over the decided cases of a year: the proof, a rate, another package."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.bureau import Bureau, make_bureau
from tests.decided import decided_office
from tests.successor import successor
from ycdesk.paths import sqlite_url
from ycdesk.services.replay import prove, what_if


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Bureau]:
    home = tmp_path_factory.mktemp("year")
    made = make_bureau(sqlite_url(home / "ycdesk.sqlite3"), home)
    decided_office(made, 1, 300 if request.config.getoption("benchmark_enable") else 40)
    yield made
    made.office.close()


def test_the_proof(year: Bureau, benchmark: BenchmarkFixture) -> None:
    assert benchmark(prove, year.office).unequal == ()


def test_one_rate(year: Bureau, benchmark: BenchmarkFixture) -> None:
    assert benchmark(what_if, year.office, {"exhibition.key_group_percent": "70"}).count


def test_another_package(year: Bureau, benchmark: BenchmarkFixture) -> None:
    assert benchmark(what_if, year.office, {}, successor()).changes
