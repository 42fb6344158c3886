"""Search as one types and the desk of each role, among 200 000 cases on either database."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.bench.many_cases import fill
from tests.bureau import Bureau, make_bureau
from ycdesk.services.applicants import find_applicants
from ycdesk.services.desk import desk, queue, year_figures
from ycdesk.services.search import find_cases

FRAGMENTS = (
    *("20", "2025-00", "临猗", "鲜果源", "ly", "91140800", "12345678"),
    *("广东", "无此", "zz", "第137届", "展览有限", "3.2a15"),
)
"""Frequent and rare ones, and such as stand nowhere."""
SLOWEST = 0.05
SLOWEST_DESK = 0.1
"""Seconds."""


@pytest.fixture
def many(database_url: str, home: Path, measuring: bool) -> Iterator[Bureau]:
    made = make_bureau(database_url, home)
    fill(made, 200_000 if measuring else 300)
    yield made
    made.office.close()


def best(deed: Callable[[], object], rounds: int) -> float:
    """Seconds of the middle one of so many runs."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        deed()
        times.append(time.perf_counter() - start)
    return sorted(times)[len(times) // 2]


def test_search_and_desk_among_very_many_cases(many: Bureau, measuring: bool) -> None:
    office, rounds = many.office, 9 if measuring else 1
    slow: list[str] = []
    for fragment in FRAGMENTS:
        cases = best(partial(find_cases, office, fragment, 12), rounds)
        firms = best(partial(find_applicants, office, fragment, 12), rounds)
        print(f"{fragment:>10}  办件 {cases * 1000:6.1f} ms  主体 {firms * 1000:6.1f} ms")
        slow += [fragment] if cases + firms > SLOWEST else []
    for person in (many.wang, many.li, many.sun, many.admin):
        spent = best(partial(desk, office, person), rounds)
        print(f"{person.role.label} 工作台 {spent * 1000:6.1f} ms")
        slow += [person.role.label] if spent > SLOWEST_DESK else []
    spent = best(partial(queue, office, many.li), rounds)
    year = best(partial(year_figures, office, 2025), rounds)
    print(f"审批队列 {spent * 1000:6.1f} ms　年度 {year * 1000:6.1f} ms")
    slow += ["审批队列"] if spent > SLOWEST_DESK else []
    slow += ["年度"] if year > SLOWEST_DESK else []
    assert not (measuring and slow)
