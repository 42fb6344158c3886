"""The pots of a year as a table: what is there, what is taken, and a bar of it. Painted, no chart library."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.parts import money
from ui.rulings_table import Column, Row, RowsTable
from ui.theme import ROW, STEP, theme
from ycdesk.domain.payment import CITY
from ycdesk.services.budget import PotFigures
from ycdesk.services.office import Office
from ycdesk.services.payment_list import treasury_words
from ycdesk.services.wording import clause_short

Index = QModelIndex | QPersistentModelIndex
COLUMNS = (
    Column("财政", 160),
    Column("条款", 64),
    Column("预算（元）", 124, right=True),
    Column("预留", 112, right=True),
    Column("已安排", 112, right=True),
    Column("已支付", 112, right=True),
    Column("余额", 124, right=True),
    Column("使用情况"),
)
_BAR = 7
_HEIGHT = 8  #: px
_MOST = 8  #: rows shown at once; the others are scrolled to
_ZERO = Decimal(0)
_TONES = {3: "warn", 4: "accent", 5: "ok"}
"""Reserved, committed, paid: the figures have the colours of the bar."""


class PotsTable(RowsTable):
    """One row a pot; the last column paints paid, committed and reserved beside each other, out of the budget."""

    def __init__(self) -> None:
        super().__init__("预算和使用情况", COLUMNS)
        self.setItemDelegateForColumn(_BAR, _Bars(self))

    def show_pots(self, office: Office, pots: list[PotFigures]) -> None:
        """Show other pots."""
        self.show_rows([_row(office, pot) for pot in pots])
        rows = min(max(len(pots), 1), _MOST)
        self.setFixedHeight(rows * ROW + self.horizontalHeader().sizeHint().height() + STEP)


def _row(office: Office, pot: PotFigures) -> Row:
    free = pot.free
    cells = (
        treasury_words(office, pot.treasury),
        clause_short(pot.clause) if pot.clause else "全部",
        money(pot.total, "未登记"),
        money(pot.reserved),
        money(pot.committed),
        money(pot.paid),
        money(free),
        _in_words(pot),
    )
    tones = {1: "secondary"} | {column: tone for column, tone in _TONES.items() if cells[column] != money(_ZERO)}
    if free is None:
        tones |= {2: "secondary", _BAR: "secondary"}
    return Row(cells, pot, tones | ({6: "bad"} if free is not None and free <= 0 else {}))


def _in_words(pot: PotFigures) -> str:
    """What the bar shows, for those who hear it; in its place where there is nothing to measure against."""
    if not pot.total:
        return "未登记预算，不能安排" if pot.treasury == CITY else "未登记预算，不作限制"
    return f"已用 {pot.taken * 100 / pot.total:.0f}%"


class _Bars(QStyledItemDelegate):
    """Paints the bar of a pot in the colours of its figures."""

    def __init__(self, table: QWidget) -> None:
        super().__init__(table)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens, pot = theme().tokens, index.model().rows[index.row()].data  # type: ignore[attr-defined]
        if not pot.total:
            super().paint(painter, option, index)
            return
        area = QRectF(option.rect)  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.fillRect(area, tokens.color("selection" if chosen else "panel"))
        whole = max(pot.total, pot.taken, Decimal(1))
        bar = QRectF(area.left() + 11, area.center().y() - _HEIGHT / 2, area.width() - 22, _HEIGHT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("pressed"))
        painter.drawRoundedRect(bar, 3, 3)
        left = bar.left()
        for amount, tone in ((pot.paid, "ok"), (pot.committed, "accent"), (pot.reserved, "warn")):
            width = bar.width() * float(amount / whole)
            if amount:
                painter.setBrush(tokens.color(tone))
                painter.drawRoundedRect(QRectF(left, bar.top(), max(width, 3), _HEIGHT), 2, 2)
            left += width
