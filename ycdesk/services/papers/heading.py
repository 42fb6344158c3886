"""The head and the foot that the papers of a case share: bureau, title, number, code, legal basis, print count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ycdesk.services.papers.code import code
from ycdesk.services.papers.faces import Faces
from ycdesk.services.papers.facts import CaseFacts
from ycdesk.services.papers.lines import break_lines, one_line
from ycdesk.services.papers.sheet import LEFT, MM, TEXT_HEIGHT, TEXT_WIDTH, TOP, Page
from ycdesk.services.wording import day

_CODE_ROOM = 22 * MM
"""Left and right of the title, so that it stands in the middle and clear of the code."""

_FOOT = TOP + TEXT_HEIGHT + 4 * MM
_SMALL, _LEADING = 9.0, 13.0


@dataclass(frozen=True, slots=True)
class Printing:
    """The how-many-eth printing of a paper this is, and its day. Given by the caller: papers know no clock."""

    count: int
    on: date


def draw_heading(page: Page, faces: Faces, facts: CaseFacts, title: str) -> float:
    """Draw the head of a first page; returns where what follows may begin, in points from the top of the sheet."""
    page.own.append(code(facts.number, LEFT + TEXT_WIDTH, TOP - 5 * MM))
    room = TEXT_WIDTH - 2 * _CODE_ROOM
    top = TOP - 2 * MM
    for text, size, name in ((facts.bureau, 16.0, "单位（机关）名称"), (title, 22.0, "")):
        for line in break_lines(text, faces.title, size, room, name):
            page.text(line, LEFT + (TEXT_WIDTH - line.width) / 2, top, size, size * 1.3, fixed=not name)
            top += size * 1.3
        top += 2
    top += 7
    number = one_line(f"办件编号：{facts.number}", faces.body, 12)
    state = one_line(f"办理状态：{facts.state}", faces.body, 12)
    page.text(number, LEFT, top, 12, 15)
    page.text(state, LEFT + TEXT_WIDTH - state.width, top, 12, 15)
    return top + 19


def draw_continuation(page: Page, faces: Faces, facts: CaseFacts, title: str) -> None:
    """Draw the line above the text block of a following page: which paper and case it belongs to."""
    line = one_line(f"{title}　{facts.number}　{facts.party.name}（续）", faces.body, _SMALL, "单位名称")
    page.text(line, LEFT, TOP - 18, _SMALL, _LEADING)


def draw_foot(page: Page, faces: Faces, facts: CaseFacts, printing: Printing | None, pages: str = "") -> None:
    """Draw the line below the text block: the legal basis, the printing, and the page where there are several."""
    room = TEXT_WIDTH - 60
    printed = f"第{printing.count}次打印 {day(printing.on)}" if printing else ""
    for row, text in enumerate((pages, printed) if pages else (printed,)):
        right = one_line(text, faces.body, _SMALL)
        page.text(right, LEFT + TEXT_WIDTH - right.width, _FOOT + row * _LEADING, _SMALL, _LEADING)
    for row, line in enumerate(break_lines(f"依据：{facts.policy}", faces.body, _SMALL, room, "政策依据")):
        page.text(line, LEFT, _FOOT + row * _LEADING, _SMALL, _LEADING)
