"""A letter in the form of GB/T 9704: title, number, addressee, paragraphs, a table in it or behind it, unit and day.

Printed again it is the same but for the count of printings, and for 作废 once it does not hold any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from ycdesk.services.papers.code import code
from ycdesk.services.papers.faces import Faces, bundled_faces
from ycdesk.services.papers.flow import Column, Flow, lay_records
from ycdesk.services.papers.heading import Printing
from ycdesk.services.papers.letter_text import Letter, LetterTable
from ycdesk.services.papers.lines import Line, break_lines, one_line, units_of
from ycdesk.services.papers.pdf import About, write_pdf
from ycdesk.services.papers.sheet import LANDSCAPE, MM, PORTRAIT, TEXT_WIDTH, Page
from ycdesk.services.papers.table import Align, Cell, LaidRow, Look, fit_columns, lay_row
from ycdesk.services.wording import day

BODY, LEADING = 16.0, 28.95
"""3 号; 22 lines a page."""
_DENSITIES = ((BODY, LEADING), (BODY, 25.0), (14.0, 22.0))
"""Sizes and leadings of the text: closer where that saves a page for the last lines."""
TITLE = 22.0
_TABLE_SIZES = (12.0, 10.5, 9.0, 8.0, 7.0)
_CODE_ROOM = 24 * MM
_BOX = 34.0
"""Height of a line to sign in the recipient's box."""


def draw_letter(letter: Letter, printing: Printing | None = None, faces: Faces | None = None) -> bytes:
    """The letter as a PDF; the same letter gives the same bytes. Raises MissingGlyph."""
    pages = letter_pages(letter, printing, faces or bundled_faces())
    return write_pdf(pages, about(letter))


def about(letter: Letter) -> About:
    """What the PDF says of itself."""
    return About(f"{letter.title} {letter.subject}", letter.number or letter.code, letter.bureau)


@dataclass(slots=True)
class _Setting:
    """How the text is set, in points."""

    faces: Faces
    size: float
    leading: float


def letter_pages(letter: Letter, printing: Printing | None, faces: Faces) -> list[Page]:
    """Lay out the pages, on one page where the text may be set a little closer for it."""
    flow = first = _laid(letter, _Setting(faces, *_DENSITIES[0]))
    for density in _DENSITIES[1:]:
        if len(flow.pages) > 1:
            flow = _laid(letter, _Setting(faces, *density))
    if len(flow.pages) > 1:
        flow = first
    if letter.table is not None and letter.table.attached:
        flow.turn(LANDSCAPE if letter.table.landscape else PORTRAIT)
        _attachment_head(flow, letter, faces)
        _draw_table(flow, letter.table, faces)
    for number, page in enumerate(flow.pages, 1):
        _foot(page, letter, faces, printing, (number, len(flow.pages)))
    return flow.pages


def _laid(letter: Letter, setting: _Setting) -> Flow:
    """Everything but what is attached."""
    faces = setting.faces
    alone = letter.table is not None and letter.table.landscape and not letter.table.attached
    flow = Flow(faces, 0.0, [Page(frame=LANDSCAPE if alone else PORTRAIT)])
    flow.y = _head(flow.page, letter, faces)
    if letter.to:
        _lines(flow, break_lines(letter.to, faces.body, setting.size, flow.frame.text_width, "主送"), setting)
    inline = letter.table is not None and not letter.table.attached
    parts = [*letter.body, *(() if inline else letter.after)]
    last = _paragraphs(flow, parts, setting, hold=not inline)
    if letter.table is not None and inline:
        _draw_table(flow, letter.table, faces)
        last = _paragraphs(flow, letter.after, setting, hold=True)
    _close(flow, letter, setting, last)
    return flow


def _head(page: Page, letter: Letter, faces: Faces) -> float:
    """Unit, title, number; returns where the text begins."""
    frame = page.frame
    page.own.append(code(letter.code, frame.left + frame.text_width, frame.top - 5 * MM))
    room, top = frame.text_width - 2 * _CODE_ROOM, frame.top - 2 * MM
    for text, size, name in ((letter.bureau, BODY, "单位（机关）名称"), (letter.title, TITLE, "标题")):
        for line in _balanced(text, faces, size, room, name):
            page.text(line, frame.left + (frame.text_width - line.width) / 2, top, size, size * 1.35)
            top += size * 1.35
    top += 6
    mark = "（作废）" if letter.void else ""
    if letter.number or mark:
        number = one_line(f"{letter.number}{mark}", faces.body, 14.0, "文号")
        page.text(number, frame.left + frame.text_width - number.width, top, 14.0, 20.0)
        top += 20
    return top + 12


def _balanced(text: str, faces: Faces, size: float, room: float, name: str) -> tuple[Line, ...]:
    """A title in lines of about the same length, as official papers set it."""
    count = len(break_lines(text, faces.title, size, room, name))
    while count > 1 and room > size * 4:
        narrower = break_lines(text, faces.title, size, room - size, name)
        if len(narrower) > count:
            break
        room -= size
    return break_lines(text, faces.title, size, room, name)


def _paragraphs(flow: Flow, texts: Sequence[str], setting: _Setting, *, hold: bool) -> tuple[Line, ...]:
    """Write paragraphs, their first line two characters in; ``hold`` keeps the last line back for what follows."""
    lines = [line for text in texts for line in _indented(text, setting, flow.frame.text_width)]
    held = lines[-1:] if hold else []
    _lines(flow, lines[: len(lines) - len(held)], setting)
    return tuple(held)


def _indented(text: str, setting: _Setting, width: float) -> tuple[Line, ...]:
    return break_lines(f"\u3000\u3000{text}", setting.faces.body, setting.size, width, "正文")


def _lines(flow: Flow, lines: Sequence[Line], setting: _Setting) -> None:
    for line in lines:
        flow.block(setting.leading, partial(_line, line, setting))


def _line(line: Line, setting: _Setting, page: Page, y: float) -> None:
    page.text(line, page.frame.left, y, setting.size, setting.leading)


def _draw_table(flow: Flow, table: LetterTable, faces: Faces) -> None:
    """The rows, none split, the header on each page; smaller where numbers would else be broken."""
    room = flow.frame.text_width
    size, widths = _fitted(table, faces, room)
    look = Look(faces.body, size, size * 1.35, pad=4, gap=3.2, least=size * 1.9)
    head = Look(faces.title, size, size * 1.35, pad=3, gap=3.2, least=size * 1.9)
    align = {"l": Align.LEFT, "c": Align.CENTRE, "r": Align.RIGHT}
    columns = [
        Column(title, width, align[side])
        for title, width, side in zip(table.columns, widths, table.aligns, strict=True)
    ]
    header, rows = lay_records(columns, table.rows, head, look, room)
    for number in table.bold:
        texts = zip(table.rows[number], columns, strict=True)
        cells = [Cell(text, column.title, column.align) for text, column in texts]
        rows[number] = lay_row(cells, widths, head)
    flow.y += 4
    flow.rows(header, rows, together=2 if table.bold else 0)
    flow.y += 8


def _fitted(table: LetterTable, faces: Faces, room: float) -> tuple[float, tuple[float, ...]]:
    """Size and widths of the columns: as the table asks where everything that must not break fits, else as it needs."""
    asked = tuple(part * room / sum(table.parts) for part in table.parts)
    texts = (table.columns, *table.rows)
    for size in _TABLE_SIZES:
        look = Look(faces.title, size, size * 1.35, pad=4)
        if all(
            _widest_unit(column, look) <= width for column, width in zip(zip(*texts, strict=True), asked, strict=True)
        ):
            return size, asked
    looks = [Look(faces.title, size, size * 1.35, pad=4) for size in _TABLE_SIZES]
    look, widths = fit_columns(texts, looks, room)
    return look.size, widths


def _widest_unit(texts: Sequence[str], look: Look) -> float:
    """What a column needs so that no number, code or word in it is broken, in points."""
    units = {unit for text in texts for unit in units_of(text)}
    return max((one_line(unit, look.face, look.size, "表格").width for unit in units), default=0.0) + 2 * look.pad + 1


def _close(flow: Flow, letter: Letter, setting: _Setting, last: tuple[Line, ...]) -> None:
    """The last line of the text, unit and day, and the recipient's box, all on one page."""
    signature, leading = _signature(letter, setting), setting.leading
    box = _receipt(letter, setting.faces)
    gap = leading * 1.5 if signature else 0.0
    height = (len(last) + len(signature)) * leading + gap + (box.height + 16 if box else 0)
    if not height:
        return

    def draw(page: Page, y: float) -> None:
        for line in last:
            _line(line, setting, page, y)
            y += leading
        y += gap
        right = page.frame.left + page.frame.text_width - 4 * setting.size
        widest = max((line.width for line in signature), default=0.0)
        for line in signature:
            page.text(line, right - (widest + line.width) / 2, y, setting.size, leading)
            y += leading
        if box is not None:
            box.draw(page, page.frame.left, y + 16)

    flow.block(height, draw)


def _signature(letter: Letter, setting: _Setting) -> tuple[Line, ...]:
    """Unit and day, the one above the middle of the other; the seal goes over both."""
    if not letter.signed_on:
        return ()
    face, size = setting.faces.body, setting.size
    unit = break_lines(letter.bureau, face, size, TEXT_WIDTH - 6 * size, "单位（机关）名称")
    return (*unit, one_line(letter.signed_on, face, size))


def _receipt(letter: Letter, faces: Faces) -> LaidRow | None:
    if not letter.receipt:
        return None
    look = Look(faces.body, 12, 17, pad=6, gap=6)
    texts = [*letter.receipt, "日期：　　　　年　　月　　日"]
    rows = [lay_row([Cell(text, "签收")], [TEXT_WIDTH], look) for text in texts]
    cells = tuple(cell for row in rows for cell in row.cells)
    return _Stack(cells, sum(max(_BOX, row.height) for row in rows))


class _Stack(LaidRow):
    """Cells below each other in one frame."""

    def draw(self, page: Page, x: float, top: float) -> None:
        page.box(x, top, TEXT_WIDTH, self.height)
        for cell in self.cells:
            height = max(_BOX, cell.height)
            cell.draw(page, x, top, height)
            top += height


def _attachment_head(flow: Flow, letter: Letter, faces: Faces) -> None:
    page, frame = flow.page, flow.frame
    page.text(one_line("附件", faces.title, BODY), frame.left, frame.top, BODY, LEADING)
    flow.y += LEADING
    for line in _balanced(_short(letter.title), faces, 18.0, frame.text_width - 40, "标题"):
        page.text(line, frame.left + (frame.text_width - line.width) / 2, flow.y, 18.0, 26.0)
        flow.y += 26.0
    flow.y += 6


def _short(title: str) -> str:
    """The title of a table: what the letter is about, without 关于…的通知."""
    for start, end in (("关于", "的公示"), ("关于", "的通知"), ("关于", "的告知函")):
        if title.startswith(start) and title.endswith(end):
            return f"{title[len(start) : -len(end)]}明细表"
    return f"{title}明细表"


def _foot(page: Page, letter: Letter, faces: Faces, printing: Printing | None, count: tuple[int, int]) -> None:
    """Which page of how many, of which paper; the how-many-eth printing."""
    frame, size = page.frame, 9.0
    number, pages = count
    left = f"{letter.subject}　{letter.number}{'（作废）' if letter.void else ''}" if number > 1 else ""
    printed = f"第{printing.count}次打印 {day(printing.on)}" if printing else ""
    right = "　".join(part for part in (printed, f"第{number}页 共{pages}页" if pages > 1 else "") if part)
    y = frame.top + frame.text_height + 5 * MM
    for text, at_right in ((left, False), (right, True)):
        line = one_line(text, faces.body, size, "页脚")
        x = frame.left + (frame.text_width - line.width if at_right else 0)
        page.text(line, x, y, size, 13)
