"""What a paper costs: one file as the preview asks for it, and a page among many."""

from __future__ import annotations

from dataclasses import replace

from pytest_benchmark.fixture import BenchmarkFixture

from tests.papers.sample import FACTS, PARTY, facts
from ycdesk.services.papers.computation import draw_computation
from ycdesk.services.papers.faces import bundled_faces
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


def test_the_first_page_of_a_preview(benchmark: BenchmarkFixture) -> None:
    pdf = draw_slip(FACTS)
    assert benchmark(page_image, pdf, 0, 96).width == 794
