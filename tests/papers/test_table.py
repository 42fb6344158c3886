"""Columns as wide as they need to be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ycdesk.services.papers.faces import bundled_faces
from ycdesk.services.papers.table import Cell, Look, fit_columns, lay_row

LOOK = Look(bundled_faces().body, 10, 13, pad=4)
SMALL = Look(bundled_faces().body, 8, 11, pad=2)
CODE = "140802200501010017"


def test_columns_that_fit_are_stretched_alike() -> None:
    _, widths = fit_columns([("甲甲甲", "乙乙乙"), ("一", "二")], [LOOK], 400)
    assert widths == pytest.approx((200, 200))


def test_a_number_is_not_broken_while_there_is_room() -> None:
    titles = ("身份证号", "说明", *("很长的一个栏目标题",) * 7)
    look, widths = fit_columns([titles, (CODE, "说明" * 40, *("是",) * 7)], [LOOK, SMALL], 440)
    assert look is LOOK
    assert sum(widths) == pytest.approx(440)
    row = lay_row([Cell(CODE, "身份证号"), Cell("说明" * 40, "说明")], widths[:2], LOOK)
    assert len(row.cells[0].lines) == 1
    assert len(row.cells[1].lines) > 5


def test_more_numbers_than_fit_are_set_smaller() -> None:
    rows = [("甲乙丙丁",) * 5, (CODE,) * 5]
    assert fit_columns(rows, [LOOK, SMALL], 440)[0] is SMALL
    assert fit_columns(rows, [LOOK, SMALL], 600)[0] is LOOK


@settings(max_examples=100, deadline=None)
@given(
    st.integers(1, 12).flatmap(lambda n: st.lists(st.tuples(*[st.text("甲乙1234567 ", max_size=40)] * n), min_size=1))
)
def test_columns_fill_the_room_exactly(rows: list[tuple[str, ...]]) -> None:
    _, widths = fit_columns(rows, [LOOK, SMALL], 442)
    assert sum(widths) == pytest.approx(442)
    assert min(widths) > 0
