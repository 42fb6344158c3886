"""How wide the columns of a table of rows are: what their words need, and a fair share of the rest."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QFontMetrics

from ui.theme import STEP
from ycdesk.calculation.facts import FactKind, FactSpec

FOREIGN = (FactKind.CURRENCY, FactKind.RATE)
"""Shown only when wanted or filled."""
COUNTED = 108
"""px at least for 计入."""
_ONE_LINE, _TWO_LINES = 60, 128
"""px; a longer heading takes two lines, or three."""
_WIDTHS = {
    FactKind.TEXT: 84, FactKind.MONEY: 100, FactKind.AMOUNT: 104, FactKind.DECIMAL: 64, FactKind.WHOLE: 64,
    FactKind.YEAR: 60, FactKind.DATE: 94, FactKind.YES_NO: 56, FactKind.CHOICE: 76, FactKind.COUNTRY: 96,
    FactKind.CURRENCY: 56, FactKind.RATE: 72,
}  # fmt: skip
_IDENTITY = 168
"""px for the 18 characters of an identity number."""
_WEIGHTS = {FactKind.TEXT: 4, FactKind.COUNTRY: 2}


def lines_of(words: int) -> int:
    """Lines that a heading of this width takes."""
    return 1 if words <= _ONE_LINE else 2 if words <= _TWO_LINES else 3


def heading_lines(columns: Sequence[FactSpec], metrics: QFontMetrics) -> int:
    """Lines of the highest heading."""
    return max(lines_of(metrics.horizontalAdvance(f"{spec.title} {spec.unit}")) for spec in columns)


def column_widths(columns: Sequence[FactSpec], foreign: bool, metrics: QFontMetrics, room: int) -> list[int]:
    """Widths in px of the facts' columns and of 计入, 0 for one that is hidden."""
    widths, weights = [], []
    for spec in columns:
        hidden = spec.kind in FOREIGN and not foreign
        words = metrics.horizontalAdvance(f"{spec.title} {spec.unit}")
        title = words // lines_of(words) + STEP * (5 if words <= _ONE_LINE else 8)
        least = _IDENTITY if spec.name == "id_no" else _WIDTHS[spec.kind]
        widths.append(0 if hidden else max(title, least))
        weights.append(0 if hidden else _WEIGHTS.get(spec.kind, 1))
    widths.append(COUNTED)
    weights.append(1)
    spare, share = max(0, room - sum(widths)), sum(weights)
    return [width + spare * weight // share for width, weight in zip(widths, weights, strict=True)]
