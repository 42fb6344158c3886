"""Tables that go on from page to page: headers repeat, rows are not split, blocks stay together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from ycdesk.services.papers.faces import Faces
from ycdesk.services.papers.lines import one_line
from ycdesk.services.papers.sheet import TEXT_WIDTH, Frame, Page
from ycdesk.services.papers.table import Align, Cell, LaidRow, Look, lay_row

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
    def frame(self) -> Frame:
        """The sheet that is filled."""
        return self.pages[-1].frame

    @property
    def end(self) -> float:
        """Where the text block ends."""
        return self.frame.top + self.frame.text_height

    @property
    def page(self) -> Page:
        return self.pages[-1]

    def heading(self, text: str, follow: float) -> None:
        """Write the heading of a section, on a page that also holds ``follow`` points of what comes after it."""
        if self.y + _HEADING_ROOM + follow > self.end:
            self.turn()
        line = one_line(text, self.faces.title, _HEADING)
        self.page.text(line, self.frame.left, self.y, _HEADING, _HEADING_ROOM, fixed=True)
        self.y += _HEADING_ROOM

    def table(self, title: str, header: LaidRow | None, rows: Iterable[LaidRow]) -> None:
        """Write a section: heading, then the rows, each whole on one page, below the header on every page.

        Rows without a header stay together where a page can hold them.
        """
        top = header.height if header else 0.0
        pieces = [piece for row in rows for piece in row.pieces(self.frame.text_height - top)]
        if not pieces:
            return
        together = pieces[:1] if header else pieces
        self.heading(title, min(top + sum(row.height for row in together), self.frame.text_height - _HEADING_ROOM))
        self.rows(header, pieces)
        self.y += 6

    def rows(self, header: LaidRow | None, rows: Sequence[LaidRow], together: int = 0) -> None:
        """Write rows, each whole on one page where a page can hold it, below the header on every page.

        The last ``together`` rows stay on one page: a sum does not stand alone.
        """
        top = header.height if header else 0.0
        pieces = [piece for row in rows for piece in row.pieces(self.frame.text_height - top)]
        if header and pieces and self.y + top + pieces[0].height > self.end + 0.01:
            self.turn()
        self._row(header)
        for number, row in enumerate(pieces):
            last = pieces[number:] if number == len(pieces) - together else [row]
            if self.y + sum(each.height for each in last) > self.end + 0.01:
                self.turn()
                self._row(header)
            self._row(row)

    def block(self, height: float, draw: Callable[[Page, float], None]) -> None:
        """Draw something that stays together: ``draw`` gets the page and its upper edge."""
        if self.y + height > self.end + 0.01:
            self.turn()
        draw(self.page, self.y)
        self.y += height

    def _row(self, row: LaidRow | None) -> None:
        if row is not None:
            row.draw(self.page, self.frame.left, self.y)
            self.y += row.height

    def turn(self, frame: Frame | None = None) -> None:
        """Begin a page, of another sheet where one is given."""
        self.pages.append(Page(frame=frame or self.frame))
        self.y = self.frame.top


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of records; ``part`` is its share of the width."""

    title: str
    part: float
    align: Align = Align.LEFT


def lay_records(
    columns: Sequence[Column],
    records: Iterable[Sequence[str]],
    head: Look,
    look: Look,
    room: float = TEXT_WIDTH,
) -> tuple[LaidRow, list[LaidRow]]:
    """Lay out header and rows of a table ``room`` points wide. Raises MissingGlyph with a column's title."""
    total = sum(column.part for column in columns)
    widths = [column.part * room / total for column in columns]
    header = lay_row([Cell(column.title, align=Align.CENTRE) for column in columns], widths, head)
    rows = [
        lay_row(
            [Cell(text, column.title, column.align) for column, text in zip(columns, record, strict=True)], widths, look
        )
        for record in records
    ]
    return header, rows
