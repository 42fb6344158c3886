"""统计表: the awards of a year as bars and as a table, by whatever they are grouped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from ycdesk.calculation.money import in_figures
from ycdesk.domain.tally import Grouping, Tally, share_of
from ycdesk.services.papers.faces import Faces, bundled_faces
from ycdesk.services.papers.flow import Column, Flow, lay_records
from ycdesk.services.papers.lines import one_line
from ycdesk.services.papers.pdf import About, write_pdf
from ycdesk.services.papers.sheet import LEFT, TEXT_HEIGHT, TEXT_WIDTH, TOP, Page
from ycdesk.services.papers.table import Align, Cell, LaidRow, Look, lay_row
from ycdesk.services.wording import day

_COLUMNS = (
    Column("件数", 11, Align.RIGHT),
    Column("支持", 11, Align.RIGHT),
    Column("核定（元）", 27, Align.RIGHT),
    Column("市级（元）", 26, Align.RIGHT),
    Column("县级（元）", 26, Align.RIGHT),
    Column("已拨付（元）", 26, Align.RIGHT),
    Column("审批\n天数", 12, Align.RIGHT),
    Column("拨付\n天数", 12, Align.RIGHT),
)
_NAME = 34
_CHART = (_NAME, 110.0, 31.0)
"""Shares of the width: name, bar, amount."""
_BAR = 8.0
"""Height of a bar in points."""
_SMALL = 9.0
NOTE = (
    "审批、拨付：从接收材料到最后一次签批、到全部拨付的日历天数，取中位数；核定以后各栏只计支持的办件；"
    "分担比例没有文件确定的，市级、县级两栏不计。"
)


def draw_statistics(
    title: str, bureau: str, by: Grouping, groups: Sequence[Tally], whole: Tally, on: date, faces: Faces | None = None
) -> bytes:
    """The 统计表 as a PDF. Raises MissingGlyph for a character that no font has."""
    faces = faces or bundled_faces()
    first = Page()
    top = TOP
    for text, size, name in ((bureau, 14.0, "单位（机关）名称"), (title, 20.0, "标题")):
        first.centred(text, faces.title, size, top, field=name)
        top += size * 1.4
    flow = Flow(faces, top + 8, [first])
    look = Look(faces.body, 9, 12, pad=3, gap=2.6, least=17)
    head = Look(faces.title, 9, 12, pad=2, gap=3, least=18)
    most = max((group.award for group in groups), default=Decimal(0))
    if most:
        flow.heading("一、核定金额（其中涂黑的已经拨付）", 40)
        for group in groups:
            if group.award:
                _bar(flow, group, most, look)
        flow.y += 8
    columns = (Column(by.label, _NAME), *_COLUMNS)
    header, rows = lay_records(columns, [_record(group) for group in (*groups, whole)], head, look)
    flow.table("二、明细" if most else "一、明细", header, rows)
    for number, page in enumerate(flow.pages, 1):
        foot = one_line(f"第{number}页 共{len(flow.pages)}页　{day(on)}", faces.body, _SMALL)
        page.text(foot, LEFT + TEXT_WIDTH - foot.width, TOP + TEXT_HEIGHT + 12, _SMALL, 13)
    note = lay_row([Cell(NOTE, "说明")], [TEXT_WIDTH], Look(faces.body, _SMALL, 12.5, pad=0, gap=2))
    flow.block(note.height, lambda page, y: _unruled(page, note, y))
    return write_pdf(flow.pages, About(title, "", bureau))


def _unruled(page: Page, row: LaidRow, y: float) -> None:
    x = LEFT
    for cell in row.cells:
        cell.draw(page, x, y, row.height)
        x += cell.width


def _bar(flow: Flow, group: Tally, most: Decimal, look: Look) -> None:
    """Name, bar, amount; the paid part of the bar is solid, the rest an outline."""
    widths = [part * TEXT_WIDTH / sum(_CHART) for part in _CHART]
    texts = (Cell(group.words, "名称"), Cell(""), Cell(in_figures(group.award), "核定金额", Align.RIGHT))
    row = lay_row(texts, widths, look)
    length = widths[1] * float(group.award / most)
    solid = widths[1] * float(group.paid / most)

    def draw(page: Page, y: float) -> None:
        _unruled(page, row, y)
        x, middle = LEFT + widths[0], y + row.height / 2
        page.box(x, middle - _BAR / 2, length, _BAR)
        if solid > _BAR:  # the ends of a stroke stand out by half its width
            page.stroke(x + _BAR / 2, middle, x + solid - _BAR / 2, middle, _BAR)

    flow.block(row.height, draw)


def _record(group: Tally) -> list[str]:
    def days(of: Sequence[int]) -> str:
        middle = share_of(of, 0.5)
        return "—" if middle is None else str(middle)

    money = (group.award, group.city, group.county, group.paid)
    counts = (str(len(group.cases)), str(group.supported))
    return [
        group.words,
        *counts,
        *(in_figures(each) for each in money),
        days(group.days_to_decision),
        days(group.days_to_payment),
    ]
