"""Breaking lines: 行首禁则, and nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ycdesk.services.papers.faces import bundled_faces
from ycdesk.services.papers.lines import NOT_FIRST, NOT_LAST, break_lines, one_line

SIZE = 10.0
TEXTS = st.text(st.sampled_from("甲乙丙丁，。、；：！？）》”’…—％（《“‘￥ABC123 .,%()"), max_size=120)


def lines(text: str, room: float) -> list[str]:
    broken = break_lines(text, bundled_faces().body, SIZE, room)
    return ["".join(characters for _, characters in line.runs) for line in broken]


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        ("甲乙丙丁戊", 50, ["甲乙丙丁戊"]),
        ("甲乙丙丁戊己", 50, ["甲乙丙丁戊", "己"]),
        ("甲乙丙丁戊，己庚", 50, ["甲乙丙丁", "戊，己庚"]),
        ("甲乙丙丁戊！”己", 50, ["甲乙丙丁", "戊！”己"]),
        ("甲乙丙丁（戊）", 50, ["甲乙丙丁", "（戊）"]),
        ("甲乙丙 48,000.00 元丁", 60, ["甲乙丙", "48,000.00 元", "丁"]),
        ("甲乙丙48,000.00元", 60, ["甲乙丙", "48,000.00元"]),
        ("甲\n乙", 50, ["甲", "乙"]),
        ("甲\n\n乙", 50, ["甲", "", "乙"]),
        ("", 50, [""]),
        ("　　甲乙丙丁", 50, ["　　甲乙丙", "丁"]),
    ],
)
def test_lines_break_where_chinese_allows(text: str, room: float, expected: list[str]) -> None:
    assert lines(text, room) == expected


def test_what_is_wider_than_a_line_is_cut_where_the_line_is_full() -> None:
    broken = lines("甲" + "1234567890" * 4, 60)
    assert "".join(broken) == "甲" + "1234567890" * 4
    assert len(broken) > 3


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.sampled_from([40.0, 73.0, 120.0]))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, room: float) -> None:
    face = bundled_faces().body
    broken = lines(text, room)
    assert "".join(broken).replace(" ", "") == text.replace(" ", "")
    assert all(face.width(line, SIZE, "") <= room + 0.02 for line in broken)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.sampled_from(["", "", "，", "。", "）", "”"])), max_size=60))
def test_no_line_begins_with_a_closing_mark(parts: list[tuple[str, str]]) -> None:
    for line in lines("".join(word + mark for word, mark in parts), 45)[1:]:
        assert line[0] not in NOT_FIRST


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["", "", "（", "《", "“", "￥"]), st.sampled_from("甲乙丙")), max_size=60))
def test_no_line_ends_with_an_opening_mark(parts: list[tuple[str, str]]) -> None:
    for line in lines("".join(mark + word for mark, word in parts), 45)[:-1]:
        assert line[-1] not in NOT_LAST


def test_a_rare_character_is_as_wide_as_any_other() -> None:
    assert one_line("吉𠮷", bundled_faces().body, 12).width == pytest.approx(24)
