"""The cases that a ruling touches, as a table with its sums in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from ui.labels import on_key
from ui.parts import STATE_SIGNS, button, label, money, secondary
from ui.rulings_table import Column, Row, RowsTable
from ui.theme import STEP
from ycdesk.services.ruling_effects import Consequences, Effect

COLUMNS = (
    Column("办件", 96),
    Column("申报主体"),
    Column("所在地", 84),
    Column("事项", 120),
    Column("状态", 80),
    Column("现在", 108, right=True),
    Column("按裁定", 108, right=True),
    Column("市级", 108, right=True),
    Column("增减", 108, right=True),
)


def effect_rows(effects: Sequence[Effect]) -> list[Row]:
    """One row a case."""
    return [
        Row(
            (
                each.number,
                each.applicant,
                each.county,
                each.measure,
                each.state.label,
                money(each.before),
                money(each.after),
                money(each.city_after),
                signed(each.difference),
            ),
            each,
            {0: "secondary", 4: STATE_SIGNS[each.state.value][1]},
        )
        for each in effects
    ]


def signed(amount: Decimal) -> str:
    """``+1,000.00``; nothing added or taken is a dash."""
    return f"{amount:+,.2f}" if amount else "—"


def summary(found: Consequences) -> str:
    """What happens to whom, in one sentence each."""
    groups = (
        (found.drafts, "草稿和退回的 {} 件立即按裁定测算"),
        (found.pending, "待审批的 {} 件须退回重新提交，审批时会提示"),
        (found.decided, "已办结的 {} 件不变，仅列出按裁定的金额"),
    )
    said = [
        f"{words.format(len(effects))}（{signed(Consequences.sum_of(effects))} 元）".replace("（— 元）", "（金额不变）")
        for effects, words in groups
        if effects
    ]
    return "；".join(said) + "。" if said else "没有办件的金额或分担因此改变。"


class EffectsDialog(QDialog):
    """受影响的办件 of a recorded ruling: Enter opens a case, Ctrl+C copies.

    Signals:
        opened(effect): a case was chosen; the dialog closes.
    """

    opened = Signal(object)

    def __init__(self, parent: QWidget | None, heading: str, found: Consequences) -> None:
        super().__init__(parent)
        self.setWindowTitle("受影响的办件")
        self.setMinimumSize(1040, 480)
        self.table = RowsTable("受影响的办件", COLUMNS)
        self.table.show_rows(effect_rows(found.all))
        self.table.opened.connect(self._open)
        copy = button("复制表格", "", "copy", "Ctrl+Shift+C")
        copy.clicked.connect(lambda: self.table.copy())
        box = QDialogButtonBox()
        box.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        box.rejected.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(copy)
        foot.addStretch(1)
        foot.addWidget(box)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 5, STEP * 5, STEP * 5, STEP * 4)
        column.setSpacing(STEP * 2)
        column.addWidget(label(heading, "section", wrap=True))
        column.addWidget(secondary(summary(found), wrap=True))
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        on_key(self, "Esc", self.reject)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, effect: Effect) -> None:
        self.accept()
        self.opened.emit(effect)
