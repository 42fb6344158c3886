"""Tables that go on from page to page: headers repeat, rows are not split, blocks stay together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from ycdesk.services.papers.faces import Faces
from ycdesk.services.papers.lines import one_line
from ycdesk.services.papers.sheet import LEFT, TEXT_HEIGHT, TEXT_WIDTH, TOP, Page
from ycdesk.services.papers.table import Align, Cell, LaidRow, Look, lay_row

_END = TOP + TEXT_HEIGHT
_HEADING = 13.0
_HEADING_ROOM = 24.0
"""Points that the heading of a section takes."""


@dataclass(slots=True)
class Flow:
    """Pages that are filled from the top down. ``y`` is where the next row goes, in points."""

    faces: Faces
    y: float
    pages: list[Page] = field(default_factory=lambda: [Page()])

    @property
    def page(self) -> Page:
        return self.pages[-1]

    def heading(self, text: str, follow: float) -> None:
        """Write the heading of a section, on a page that also holds ``follow`` points of what comes after it."""
        if self.y + _HEADING_ROOM + follow > _END:
            self._turn()
        line = one_line(text, self.faces.title, _HEADING)
        self.page.text(line, LEFT, self.y, _HEADING, _HEADING_ROOM, fixed=True)
        self.y += _HEADING_ROOM

    def table(self, title: str, header: LaidRow | None, rows: Iterable[LaidRow]) -> None:
        """Write a section: heading, then the rows, each whole on one page, below the header on every page.

        Rows without a header stay together where a page can hold them.
        """
        top = header.height if header else 0.0
        pieces = [piece for row in rows for piece in row.pieces(TEXT_HEIGHT - top)]
        if not pieces:
            return
        together = pieces[:1] if header else pieces
        self.heading(title, min(top + sum(row.height for row in together), TEXT_HEIGHT - _HEADING_ROOM))
        self._row(header)
        for row in pieces:
            if self.y + row.height > _END + 0.01:
                self._turn()
                self._row(header)
            self._row(row)
        self.y += 6

    def block(self, height: float, draw: Callable[[Page, float], None]) -> None:
        """Draw something that stays together: ``draw`` gets the page and its upper edge."""
        if self.y + height > _END + 0.01:
            self._turn()
        draw(self.page, self.y)
        self.y += height

    def _row(self, row: LaidRow | None) -> None:
        if row is not None:
            row.draw(self.page, LEFT, self.y)
            self.y += row.height

    def _turn(self) -> None:
        self.pages.append(Page())
        self.y = TOP


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of records; ``part`` is its share of the width."""

    title: str
    part: float
    align: Align = Align.LEFT


def lay_records(
    columns: Sequence[Column], records: Iterable[Sequence[str]], head: Look, look: Look
) -> tuple[LaidRow, list[LaidRow]]:
    """Lay out header and rows of a table as wide as the text block. Raises MissingGlyph with a column's title."""
    total = sum(column.part for column in columns)
    widths = [column.part * TEXT_WIDTH / total for column in columns]
    header = lay_row([Cell(column.title, align=Align.CENTRE) for column in columns], widths, head)
    rows = [
        lay_row(
            [Cell(text, column.title, column.align) for column, text in zip(columns, record, strict=True)], widths, look
        )
        for record in records
    ]
    return header, rows
