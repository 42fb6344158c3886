"""What a calculation costs: one exhibition of six different booths, and a batch of case files as lines.

Measured in seconds of the processor, not of the clock, and by the least disturbed of many rounds: what else the
machine does meanwhile is no part of it.
"""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable
from typing import TypeVar

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.calculation.build import case_data, printed, yuncheng
from ycdesk.calculation import assess, read_case
from ycdesk.services.assessing import answer_lines

T = TypeVar("T")
LINES = 1_000
FEES = ("12345.67", "20000", "25678.9", "31250", "33333.33", "40000.01")
BOOTHS = [{"booth_no": f"3.2A{number}", "fee": fee} for number, fee in enumerate(FEES, 11)]
CASE = case_data("exhibition", *BOOTHS)
# 80 %: 9876.53 + 16000.00 + 20543.12 + 25000.00 + 2 × 25000.00 at the cap
AMOUNT = "121419.65"


def pedantic(benchmark: BenchmarkFixture, what: Callable[[], T], rounds: int, iterations: int) -> T:
    """Measure so many rounds of so many calls each, after two rounds to warm up; gives back the result of a call."""
    measure: Callable[..., T] = benchmark.pedantic
    return measure(what, rounds=rounds, iterations=iterations, warmup_rounds=2)


def a_second(benchmark: BenchmarkFixture, each_call: int = 1) -> tuple[float, float]:
    """How many a second in the least disturbed round, and at the mean of all rounds."""
    assert benchmark.stats is not None
    stats = benchmark.stats.stats
    return each_call / stats.min, each_call / stats.mean


@pytest.mark.benchmark(timer=time.process_time)
def test_five_thousand_exhibitions_of_six_booths_a_second(benchmark: BenchmarkFixture, measuring: bool) -> None:
    package = yuncheng()
    case = read_case(CASE, package)
    found = pedantic(benchmark, lambda: assess(case, package), rounds=400, iterations=20)
    assert (printed(found.amount), len(found.steps), found.flags) == (AMOUNT, 7, ())
    if measuring:
        best, mean = a_second(benchmark)
        print(f"\nassess(): {best:,.0f} a second (mean of all rounds {mean:,.0f})")
        assert best >= 5_000


@pytest.mark.benchmark(timer=time.process_time)
def test_a_batch_of_lines(benchmark: BenchmarkFixture, measuring: bool) -> None:
    text = f"{json.dumps(CASE, ensure_ascii=False)}\n" * LINES

    def answer_all() -> list[str]:
        return [json.dumps(answer, ensure_ascii=False) for answer in answer_lines(io.StringIO(text), yuncheng())]

    answers = pedantic(benchmark, answer_all, rounds=5, iterations=1)
    assert len(answers) == LINES
    assert {json.loads(answer)["amount"] for answer in answers} == {AMOUNT}
    if measuring:
        best, mean = a_second(benchmark, LINES)
        print(f"\nread, assessed and written: {best:,.0f} lines a second (mean of all rounds {mean:,.0f})")
