"""A page before it is a PDF: what is drawn where. Points from the upper left corner of the sheet, downwards.

The measures are those of GB/T 9704-2012: A4, margins 37 / 28 / 26 / 35 mm, which leave 156 mm by 225 mm for the text.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ycdesk.services.papers.faces import Run, Typeface
from ycdesk.services.papers.lines import Line, one_line

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
TOP, LEFT, RIGHT, BOTTOM = 37 * MM, 28 * MM, 26 * MM, 35 * MM
TEXT_WIDTH, TEXT_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM


@dataclass(frozen=True, slots=True)
class Frame:
    """A sheet and the block of text on it, in points."""

    width: float
    height: float
    left: float
    top: float
    text_width: float
    text_height: float


PORTRAIT = Frame(WIDTH, HEIGHT, LEFT, TOP, TEXT_WIDTH, TEXT_HEIGHT)
LANDSCAPE = Frame(HEIGHT, WIDTH, 20 * MM, 26 * MM, HEIGHT - 40 * MM, WIDTH - 48 * MM)
"""Wide tables: narrower margins, 257 mm by 162 mm."""

THIN, THICK = 0.5, 1.0
"""Line widths in points."""

_ASCENT = 0.88
"""From the upper edge of the em box down to the baseline, of the font size, in Chinese fonts."""


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text with its baseline at ``y``."""

    x: float
    y: float
    size: float
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight black line."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@dataclass(frozen=True, slots=True)
class Code:
    """A square code: its dark runs as (column, row, length) in modules of ``module`` points."""

    x: float
    y: float
    module: float
    runs: tuple[tuple[int, int, int], ...]


Item = Text | Stroke | Code


@dataclass(slots=True)
class Page:
    """One page: ``fixed`` is drawn once a document and reused wherever it is the same, ``own`` is this page's alone."""

    fixed: list[Item] = field(default_factory=list)
    own: list[Item] = field(default_factory=list)
    frame: Frame = PORTRAIT

    def text(self, line: Line, x: float, top: float, size: float, leading: float, *, fixed: bool = False) -> None:
        """Put a line of text into the strip of ``leading`` points below ``top``, starting at ``x``."""
        if line.runs:
            baseline = top + (leading - size) / 2 + _ASCENT * size
            (self.fixed if fixed else self.own).append(Text(round(x, 2), round(baseline, 2), size, line.runs))

    def centred(self, text: str, face: Typeface, size: float, top: float, *, field: str = "") -> None:
        """Put one line of text into the middle of the text block; wording without a field's name is fixed."""
        line = one_line(text, face, size, field)
        x = self.frame.left + (self.frame.text_width - line.width) / 2
        self.text(line, x, top, size, size, fixed=not field)

    def stroke(self, x1: float, y1: float, x2: float, y2: float, width: float = THIN) -> None:
        """Draw a line of the page's frame."""
        self.fixed.append(Stroke(round(x1, 2), round(y1, 2), round(x2, 2), round(y2, 2), width))

    def box(self, x: float, top: float, width: float, height: float, line: float = THIN) -> None:
        """Draw a rectangle of the page's frame."""
        right, bottom = x + width, top + height
        for start, end in (
            ((x, top), (right, top)),
            ((x, bottom), (right, bottom)),
            ((x, top), (x, bottom)),
            ((right, top), (right, bottom)),
        ):
            self.stroke(*start, *end, line)
