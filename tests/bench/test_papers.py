"""What a paper costs: one file as the preview asks for it, and a page among many."""

from __future__ import annotations

import time
from dataclasses import replace

from pytest_benchmark.fixture import BenchmarkFixture

from tests.papers.sample import FACTS, PARTY, facts
from tests.papers.test_letters import LETTER
from ycdesk.services.papers.computation import draw_computation
from ycdesk.services.papers.faces import bundled_faces
from ycdesk.services.papers.letter import draw_letter
from ycdesk.services.papers.pdf import About, write_pdf
from ycdesk.services.papers.render import page_image
from ycdesk.services.papers.slip import draw_slip, slip_page

COUNT = 100


def test_a_slip_as_a_file_of_its_own(benchmark: BenchmarkFixture) -> None:
    assert benchmark(draw_slip, FACTS).startswith(b"%PDF-")


def test_a_computation_as_a_file_of_its_own(benchmark: BenchmarkFixture) -> None:
    assert benchmark(draw_computation, FACTS).startswith(b"%PDF-")


def test_a_hundred_slips_in_one_file(benchmark: BenchmarkFixture) -> None:
    cases = [
        facts(number=f"2026-{number:04}", party=replace(PARTY, name=f"运城市第{number}进出口贸易有限公司"))
        for number in range(1, COUNT + 1)
    ]

    def print_all() -> bytes:
        return write_pdf(
            (slip_page(case, None, bundled_faces()) for case in cases), About("审批单", "", "运城市商务局")
        )

    pdf = benchmark(print_all)
    assert pdf.count(b"/Type /Page\n") == COUNT
    assert len(pdf) < COUNT * 4_000


def test_the_cost_of_a_page_does_not_grow_with_the_file(measuring: bool) -> None:
    """Two hundred slips against ten thousand."""
    few, many = (200, 10_000) if measuring else (2, 4)
    draw_slip(FACTS)
    costs = []
    for count in (few, many):
        cases = (facts(number=f"2026-{number:05}") for number in range(count))
        start = time.perf_counter()
        pdf = write_pdf((slip_page(case, None, bundled_faces()) for case in cases), About("审批单", "", ""))
        costs.append((time.perf_counter() - start) / count)
        assert pdf.count(b"/Type /Page\n") == count
    print(f"每页 {costs[0] * 1000:.2f} ms，{costs[1] * 1000:.2f} ms")
    assert not measuring or costs[1] < costs[0] * 1.3


def test_a_letter_as_a_file_of_its_own(benchmark: BenchmarkFixture) -> None:
    assert benchmark(draw_letter, LETTER).startswith(b"%PDF-")


def test_the_first_page_of_a_preview(benchmark: BenchmarkFixture) -> None:
    pdf = draw_slip(FACTS)
    assert benchmark(page_image, pdf, 0, 96).width == 794
