"""Pages as pictures."""

from __future__ import annotations

import pytest

from tests.papers.sample import FACTS, facts, many_steps
from ycdesk.services.papers.computation import draw_computation
from ycdesk.services.papers.render import page_count, page_image
from ycdesk.services.papers.slip import draw_slip


def test_a_page_is_rendered_at_its_resolution() -> None:
    picture = page_image(draw_slip(FACTS), 0, 96)
    assert (picture.width, picture.height) == (794, 1123)
    assert len(picture.data) == picture.stride * picture.height
    assert picture.data[:4] == b"\xff\xff\xff\xff"
    assert set(picture.data[3::4]) == {255}
    assert min(picture.data) == 0


def test_pages_are_counted_from_nought() -> None:
    pdf = draw_computation(facts(assessment=many_steps(60)))
    pages = page_count(pdf)
    assert pages > 2
    assert page_image(pdf, pages - 1, 50).data != page_image(pdf, 0, 50).data
    for wrong in (-1, pages):
        with pytest.raises(IndexError):
            page_image(pdf, wrong, 50)


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(ValueError, match="not a PDF"):
        page_count(b"not a PDF at all")
