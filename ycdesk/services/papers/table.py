"""Rows of ruled cells: laid out first, so that their height is known, then drawn where they find room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from ycdesk.services.papers.faces import Typeface
from ycdesk.services.papers.lines import Line, break_lines, one_line, units_of
from ycdesk.services.papers.sheet import Page

_NARROWEST = 3
"""Characters that a line of a title has at least."""


class Align(Enum):
    """Where the lines of a cell stand, as a part of the free width to their left."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


@dataclass(frozen=True, slots=True)
class Look:
    """How the cells of a table are set; points."""

    face: Typeface
    size: float
    leading: float
    pad: float = 5.0
    """Room left and right of the text."""
    gap: float = 4.0
    """Room above and below the text."""
    least: float = 0.0
    """Least height of a row."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Text in a cell. ``field`` names the datum for messages; wording of the form itself has none."""

    text: str
    field: str = ""
    align: Align = Align.LEFT
    span: int = 1
    look: Look | None = None
    """Another look than that of its table."""


@dataclass(frozen=True, slots=True)
class LaidCell:
    """A cell broken into lines for its width."""

    cell: Cell
    look: Look
    width: float
    lines: tuple[Line, ...]

    @property
    def height(self) -> float:
        return len(self.lines) * self.look.leading + 2 * self.look.gap

    def draw(self, page: Page, x: float, top: float, height: float) -> None:
        """Draw the lines, centred in the height of the row."""
        look = self.look
        y = top + (height - len(self.lines) * look.leading) / 2
        for line in self.lines:
            free = self.width - 2 * look.pad - line.width
            page.text(
                line,
                x + look.pad + free * self.cell.align.value,
                y,
                look.size,
                look.leading,
                fixed=not self.cell.field,
            )
            y += look.leading


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A row with its height in points."""

    cells: tuple[LaidCell, ...]
    height: float

    def draw(self, page: Page, x: float, top: float) -> None:
        """Draw the row with its rules, its upper left corner at (x, top)."""
        right = x + sum(cell.width for cell in self.cells)
        for edge in (top, top + self.height):
            page.stroke(x, edge, right, edge)
        page.stroke(x, top, x, top + self.height)
        for cell in self.cells:
            cell.draw(page, x, top, self.height)
            x += cell.width
            page.stroke(x, top, x, top + self.height)

    def pieces(self, room: float) -> list[LaidRow]:
        """The row itself, or, where a whole page cannot hold it, its lines in rows that fit into ``room`` points."""
        if self.height <= room:
            return [self]
        count = min(int((room - 2 * cell.look.gap) / cell.look.leading) for cell in self.cells)
        longest = max(len(cell.lines) for cell in self.cells)
        return [
            _row(replace(cell, lines=cell.lines[start : start + count]) for cell in self.cells)
            for start in range(0, longest, count)
        ]


def lay_row(cells: Sequence[Cell], widths: Sequence[float], look: Look) -> LaidRow:
    """Break the cells of a row into lines for the widths of the columns in points. Raises MissingGlyph."""
    laid, column = [], 0
    for cell in cells:
        own = cell.look or look
        width = sum(widths[column : column + cell.span])
        lines = break_lines(cell.text, own.face, own.size, width - 2 * own.pad, cell.field)
        laid.append(LaidCell(cell, own, width, lines))
        column += cell.span
    return _row(laid, look.least)


def fit_columns(rows: Sequence[Sequence[str]], looks: Sequence[Look], room: float) -> tuple[Look, tuple[float, ...]]:
    """The first look in which no number or code need be broken, else the last; and the widths of the columns in points.

    ``rows`` are texts, titles first. The widths fill ``room``; where not all texts fit on one line each, the wide
    columns share what the narrow ones leave.
    """
    for look in looks:
        natural, least = _needs(rows, look)
        if sum(least) <= room:
            break
    if sum(natural) <= room or sum(least) >= room:
        widths = natural if sum(natural) <= room else least
        return look, tuple(width * room / sum(widths) for width in widths)
    widths, free = list(least), room - sum(least)
    wishes = [wide - narrow for wide, narrow in zip(natural, least, strict=True)]
    for place, column in enumerate(sorted(range(len(widths)), key=wishes.__getitem__)):
        given = min(wishes[column], free / (len(widths) - place))
        widths[column] += given
        free -= given
    return look, tuple(widths)


def _needs(rows: Sequence[Sequence[str]], look: Look) -> tuple[list[float], list[float]]:
    """For each column the width at which every text is one line, and that below which a number would break."""
    natural, least = [], []
    for title, texts in zip(rows[0], zip(*rows, strict=True), strict=True):
        edge = 2 * look.pad + 1
        natural.append(_widest(texts, look, title) + edge)
        units = (unit for text in texts for unit in units_of(text))
        least.append(min(natural[-1], max(_widest(units, look, title), _NARROWEST * look.size) + edge))
    return natural, least


def _widest(texts: Iterable[str], look: Look, field: str) -> float:
    return max((one_line(text, look.face, look.size, field).width for text in texts), default=0.0)


def _row(cells: Iterable[LaidCell], least: float = 0.0) -> LaidRow:
    laid = tuple(cells)
    return LaidRow(laid, max(least, *(cell.height for cell in laid)))
