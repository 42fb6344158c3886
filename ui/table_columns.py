"""How wide the columns of a table of rows are: what their words need, and a fair share of the rest."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics

from ui.theme import BODY, SMALL, STEP
from ycdesk.calculation.facts import FactKind, FactSpec

FOREIGN = (FactKind.CURRENCY, FactKind.RATE)
"""Shown only when wanted or filled."""
COUNTED = 88
"""px at least for 计入."""
_WIDTHS = {
    FactKind.TEXT: 76, FactKind.MONEY: 96, FactKind.AMOUNT: 96, FactKind.DECIMAL: 64, FactKind.WHOLE: 64,
    FactKind.YEAR: 60, FactKind.DATE: 88, FactKind.YES_NO: 52, FactKind.CHOICE: 64, FactKind.COUNTRY: 84,
    FactKind.CURRENCY: 56, FactKind.RATE: 72,
}  # fmt: skip
_NUMBERS = {"id_no": 154, "number": 172, "invoice_no": 172}
"""px for the 18 characters of an identity number and the 20 of an invoice's, which must not be cut."""
_FIRST = 76
"""px for the words in the empty row."""
_WEIGHTS = {FactKind.TEXT: 4, FactKind.COUNTRY: 2}
_PADDING = STEP * 4
_CHARACTER = 12
"""px of a Chinese character in a heading: where a line of it may end."""
_WIDEST, _NARROWEST = 260, 72
"""px that the text of a column that is only read may ask for, and what is left to it where room is short."""


def heading_of(spec: FactSpec) -> str:
    """The words over a column."""
    return f"{spec.title} {spec.unit}".strip()


def heading_height(columns: Sequence[FactSpec], widths: Sequence[int], metrics: QFontMetrics) -> int:
    """px of the highest heading when the columns have these widths."""
    lines = 1
    for spec, width in zip(columns, widths, strict=False):
        room = QRect(0, 0, width - STEP * 3, 1000)
        height = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), heading_of(spec)).height() if width else 0
        lines = max(lines, round(height / metrics.height()))
    return STEP * 3 + lines * STEP * 4 + 2


def column_widths(
    columns: Sequence[FactSpec], foreign: bool, metrics: QFontMetrics, counted: int | None, room: int
) -> list[int]:
    """Widths in px of the facts' columns and of 计入 while rows are typed, 0 for one that is hidden.

    ``counted``: what the words in 计入 need.
    """
    least = [
        0 if spec.kind in FOREIGN and not foreign else max(_heading(spec, metrics), _kind_width(spec, metrics))
        for spec in columns
    ]
    least[0] = max(least[0], _FIRST)
    last = _last(counted)
    return _spread(least + last, [_weight(spec) for spec in columns], room)


def reading_widths(
    columns: Sequence[FactSpec], texts: Sequence[int], metrics: QFontMetrics, counted: int | None, room: int
) -> list[int]:
    """Widths while rows are only read: as wide as what is there; a column in which nothing stands is hidden.

    ``texts``: px of the longest text of each column, 0 where nothing stands.
    """
    least = [
        max(_heading(spec, metrics), min(longest + STEP * 5, _WIDEST)) if longest else 0
        for spec, longest in zip(columns, texts, strict=True)
    ]
    last = _last(counted)
    over = max(0, sum(least + last) - room)
    for number, spec in enumerate(columns):
        if spec.kind is FactKind.TEXT and spec.name not in _NUMBERS and least[number] > _NARROWEST:
            given = min(over, least[number] - _NARROWEST)
            least[number] -= given
            over -= given
    return _spread(least + last, [_weight(spec) for spec in columns], room)


def _last(counted: int | None) -> list[int]:
    """px of 计入, where there is such a column."""
    return [] if counted is None else [max(COUNTED, counted)]


def _heading(spec: FactSpec, metrics: QFontMetrics) -> int:
    """px that the heading needs: up to four characters in one line, longer ones in two or three."""
    words = metrics.horizontalAdvance(heading_of(spec))
    lines = 1 if words <= _CHARACTER * 4 else 2 if words <= _CHARACTER * 11 else 3
    return -(-words // lines // _CHARACTER) * _CHARACTER + _PADDING


def _kind_width(spec: FactSpec, metrics: QFontMetrics) -> int:
    words = max((metrics.horizontalAdvance(words) for _, words in spec.choices), default=0) * BODY // SMALL
    return _NUMBERS.get(spec.name) or max(_WIDTHS[spec.kind], words and words + STEP * 4)


def _weight(spec: FactSpec) -> int:
    """What a column gets of the rest; a number of a known length needs no more."""
    return 1 if spec.name in _NUMBERS else _WEIGHTS.get(spec.kind, 1)


def _spread(least: list[int], weights: list[int], room: int) -> list[int]:
    """Hand out what is left over; 计入 counts as one."""
    shares = [weight if width else 0 for width, weight in zip(least, [*weights, 1], strict=False)]
    spare = max(0, room - sum(least))
    return [width + spare * share // max(1, sum(shares)) for width, share in zip(least, shares, strict=True)]
