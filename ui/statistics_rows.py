"""统计 as rows of a table: a group each, the last column a bar of what is paid and what is still owed. Painted."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.parts import money
from ui.rulings_table import Column, Row, RowsTable
from ui.theme import theme
from ycdesk.domain.tally import Grouping, Tally, share_of

Index = QModelIndex | QPersistentModelIndex
_COLUMNS = (
    Column("", 168),
    Column("件数", 52, right=True),
    Column("支持", 52, right=True),
    Column("不支持", 60, right=True),
    Column("核定（元）", 124, right=True),
    Column("市级", 112, right=True),
    Column("县级", 112, right=True),
    Column("已拨付", 112, right=True),
    Column("未拨付", 112, right=True),
    Column("审批天数", 68, right=True),
    Column("拨付天数", 68, right=True),
    Column("已拨付和未拨付"),
)
_BAR, _HEIGHT = 11, 10
_PAID, _UNPAID = "ok", "accent"
_LEAST = 120  #: px, the bar of a narrow window


class TallyTable(RowsTable):
    """One row a group and one for all of them; Enter shows the cases behind it."""

    def __init__(self) -> None:
        super().__init__("统计", _COLUMNS)
        self.setItemDelegateForColumn(_BAR, _Bars(self))
        self.horizontalHeader().setMinimumSectionSize(48)
        self.most = Decimal(0)

    def show_groups(self, by: Grouping, groups: Sequence[Tally], whole: Tally) -> None:
        """Show other groups, all of them together in the last row."""
        self.most = max((group.award for group in groups), default=Decimal(0))
        self.rows.columns = (_COLUMNS[0]._replace(title=by.label), *_COLUMNS[1:])
        self.show_rows([_row(group) for group in (*groups, whole)] if groups else [], keep=False)


def _row(group: Tally) -> Row:
    amounts = (group.award, group.city, group.county, group.paid, group.unpaid)
    cells = (
        group.words,
        str(len(group.cases)),
        str(group.supported),
        str(group.refused),
        *(money(each) for each in amounts),
        _days(group.days_to_decision),
        _days(group.days_to_payment),
        f"已拨付 {group.paid * 100 / group.award:.0f}%" if group.award else "",
    )
    tones = {9: "secondary", 10: "secondary"} | {4 + at: "faint" for at, each in enumerate(amounts) if not each}
    tones |= {7: _PAID} if group.paid else {}
    return Row(cells, group, tones | ({8: _UNPAID} if group.unpaid else {}))


def _days(days: Sequence[int]) -> str:
    middle = share_of(days, 0.5)
    return "" if middle is None else str(middle)


class _Bars(QStyledItemDelegate):
    """Paints what is paid and what is owed of a group beside each other; the longest bar is the largest group's."""

    def __init__(self, table: TallyTable) -> None:
        super().__init__(table)
        self.table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens, group = theme().tokens, self.table.rows.rows[index.row()].data
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        area = QRectF(option.rect)  # type: ignore[attr-defined]
        painter.fillRect(area, tokens.color("selection" if chosen else "panel"))
        if not group.award or group.award > self.table.most:  # the sum of all has no place on this scale
            return
        room = area.width() - 22
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        left = area.left() + 11
        for amount, tone in ((group.paid, _PAID), (group.unpaid, _UNPAID)):
            width = room * float(amount / self.table.most)
            if amount:
                painter.setBrush(tokens.color(tone))
                painter.drawRect(QRectF(left, area.center().y() - _HEIGHT / 2, max(width, 2), _HEIGHT))
            left += width
