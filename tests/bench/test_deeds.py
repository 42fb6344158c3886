"""A submission and an approval in an office with the ledger of a year."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.bench.test_assess import pedantic
from tests.bureau import Bureau, make_bureau
from tests.decided import decided_office
from ycdesk.domain.case import Case
from ycdesk.domain.states import CaseState
from ycdesk.paths import sqlite_url
from ycdesk.services.deeds import submit
from ycdesk.services.signing import approve, return_case


@pytest.fixture
def year(home: Path, measuring: bool) -> Iterator[Bureau]:
    made = make_bureau(sqlite_url(home / "ycdesk.sqlite3"), home)
    decided_office(made, 1, 300 if measuring else 10)
    yield made
    made.office.close()


def test_submit_and_return(year: Bureau, benchmark: BenchmarkFixture) -> None:
    case = year.draft()

    def there_and_back() -> None:
        nonlocal case
        case = submit(year.office, year.wang, case.id, case.version)
        case = return_case(year.office, year.li, case.id, case.version, "请改")

    pedantic(benchmark, there_and_back, rounds=20, iterations=1)
    assert case.state is CaseState.RETURNED


def test_approve(year: Bureau, benchmark: BenchmarkFixture) -> None:
    """Each with a booth of its own in an exhibition of its own."""
    header = {
        "session": "2025",
        "tier": "general",
        "country": "CN",
        "opens_on": "2025-04-15",
        "provincial_support": "no",
    }
    waiting = [
        year.pending({"header": {"name": f"第{n}展", **header}, "rows": [{"booth_no": f"Q{n}", "fee": "9000"}]})
        for n in range(12)
    ]
    decided: list[Case] = []

    def decide() -> None:
        case = waiting.pop()
        flags = [flag["reading"] for flag in (case.result or {})["flags"]]
        decided.append(approve(year.office, year.li, case.id, case.version, confirmed_flags=flags))

    pedantic(benchmark, decide, rounds=10, iterations=1)
    assert {case.state for case in decided} == {CaseState.SUPPORTED}
