"""The pots of a year as a table: what is there, what is taken, and a bar of it. Painted, no chart library."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.parts import money
from ui.rulings_table import Column, Row, RowsTable
from ui.theme import theme
from ycdesk.services.budget import PotFigures
from ycdesk.services.office import Office
from ycdesk.services.payment_list import treasury_words
from ycdesk.services.wording import clause_short

Index = QModelIndex | QPersistentModelIndex
COLUMNS = (
    Column("财政", 168),
    Column("条款", 72),
    Column("预算（元）", 136, right=True),
    Column("预留", 128, right=True),
    Column("已安排", 128, right=True),
    Column("已支付", 128, right=True),
    Column("余额", 136, right=True),
    Column("已支付 ■　已安排 ■　预留 ■"),
)
_BAR = 7
_HEIGHT = 8  #: px
_TONES = ("ok", "accent", "warn")


class PotsTable(RowsTable):
    """One row a pot; the last column paints paid, committed and reserved beside each other, out of the budget."""

    def __init__(self) -> None:
        super().__init__("预算和使用情况", COLUMNS)
        self.setItemDelegateForColumn(_BAR, _Bars(self))

    def show_pots(self, office: Office, pots: list[PotFigures]) -> None:
        """Show other pots."""
        self.show_rows([_row(office, pot) for pot in pots])


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
    tones = {1: "secondary"} if pot.total is not None else {1: "secondary", 2: "secondary"}
    return Row(cells, pot, tones | ({6: "bad"} if free is not None and free <= 0 else {}))


def _in_words(pot: PotFigures) -> str:
    """What the bar shows, for those who hear it."""
    whole = pot.total or pot.taken
    return f"已用 {pot.taken * 100 / whole:.0f}%" if whole else "没有使用"


class _Bars(QStyledItemDelegate):
    """Paints the bar of a pot; the colours stand in the heading's order from the left."""

    def __init__(self, table: QWidget) -> None:
        super().__init__(table)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        tokens, pot = theme().tokens, model.rows[index.row()].data  # type: ignore[attr-defined]
        area = QRectF(option.rect)  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.fillRect(area, tokens.color("selection" if chosen else "panel"))
        whole = max(pot.total or Decimal(0), pot.taken, Decimal(1))
        bar = QRectF(area.left() + 11, area.center().y() - _HEIGHT / 2, area.width() - 22, _HEIGHT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("pressed"))
        painter.drawRoundedRect(bar, 3, 3)
        left = bar.left()
        for amount, tone in zip((pot.paid, pot.committed, pot.reserved), _TONES, strict=True):
            width = bar.width() * float(amount / whole)
            if amount:
                painter.setBrush(tokens.color(tone))
                painter.drawRoundedRect(QRectF(left, bar.top(), max(width, 3), _HEIGHT), 2, 2)
            left += width
