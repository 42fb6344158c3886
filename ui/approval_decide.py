"""The right of the approval page: the computation, the readings to confirm one by one, the opinion and the decision."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from ui.approval_flags import FlagList
from ui.fields import unit_inside
from ui.labels import on_key
from ui.line_edit import LineEdit, mark
from ui.parts import button, message, money, say, secondary
from ui.preview_items import head_of, items_of, sentence_of
from ui.preview_panel import PreviewPanel
from ui.theme import STEP, kind
from ycdesk.calculation.facts import FactKind, FactSpec
from ycdesk.domain.entry import read_entry
from ycdesk.domain.states import Action, CaseState
from ycdesk.services.decision import DecisionView
from ycdesk.services.office import Office
from ycdesk.services.preview import Preview

DECISIONS = (
    (Action.APPROVE, "同意", "A", "primary"),
    (None, "核减", "M", ""),
    (Action.RETURN, "退回", "R", ""),
    (Action.REFUSE, "不予支持", "N", "danger"),
)
"""Action (None: approve less), word, key and style of each button."""


class DecisionPanel(QWidget):
    """Signals:
    decided(str): the key of a decision: A, M, R or N.
    """

    decided = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.panel = PreviewPanel()
        self.flags = FlagList()
        self.opinion = LineEdit(placeholder="审批意见（可不填）")
        self.opinion.setAccessibleName("审批意见")
        self.message = message()
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout()
        row.setSpacing(STEP * 2)
        for _, words, key, style in DECISIONS:
            each = button(f"{words} {key}", style)
            each.setAutoDefault(False)
            each.clicked.connect(lambda _=False, key=key: self.decided.emit(key))
            each.setAccessibleName(words)
            self.buttons[key] = each
            each.setProperty("tight", True)
            row.addWidget(each, 1)
        low = kind(QWidget(), "panel")
        column = QVBoxLayout(low)
        column.setContentsMargins(STEP * 5, STEP * 3, STEP * 5, STEP * 4)
        column.setSpacing(STEP * 2)
        for part in (self.flags, self.opinion, self.message):
            column.addWidget(part)
        column.addLayout(row)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.panel, 1)
        line = kind(QWidget(), "line")
        line.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        whole.addWidget(line)
        whole.addWidget(low)

    def show_view(self, office: Office, view: DecisionView, preview: Preview) -> None:
        """Show a case: its frozen computation and what may be done with it."""
        package = office.packages.get(view.case.policy_id) or office.package
        county = package.counties.get((view.case.applicant_snapshot or {}).get("county", ""))
        head = head_of(view.assessment, county.name if county else "所在地", view.case.award)
        self.panel.show_result(head, items_of(preview, flags=False), sentence_of(view.assessment, head))
        self.opinion.clear()
        self.say("")
        self.flags.show_flags(view.open_flags)
        second = view.case.state is CaseState.COUNTERSIGN
        self.buttons["A"].setText("复签 A" if second else "同意 A")
        for action, _, key, _ in DECISIONS:
            wanted = action or Action.APPROVE
            why = view.allowed.get(Action.COUNTERSIGN if second and key == "A" else wanted)
            self.buttons[key].setEnabled(why is None)
            self.buttons[key].setToolTip(why or "")

    def say(self, sentence: str) -> None:
        """Say above the decisions why one could not be taken."""
        say(self.message, sentence)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.flags.limit(self.height())


class ReduceDialog(QDialog):
    """Less than computed, and why. After accepting, ``award`` and ``reason`` hold the decision."""

    def __init__(self, parent: QWidget, office: Office, computed: Decimal) -> None:
        super().__init__(parent)
        self.award = computed
        self._office, self._computed = office, computed
        self._spec = FactSpec("award", FactKind.MONEY, "核定金额", "元")
        self.setWindowTitle("核减")
        self.setMinimumWidth(440)
        self.amount = LineEdit(placeholder=f"不超过 {money(computed)}")
        self.amount.setAccessibleName("核定金额")
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight)
        unit_inside(self.amount, "元")
        self._reason = QPlainTextEdit()
        self._reason.setAccessibleName("核减理由")
        self._reason.setTabChangesFocus(True)
        self._reason.setFixedHeight(88)
        self._message = message()
        box = QDialogButtonBox()
        box.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        box.addButton("核减并同意", QDialogButtonBox.ButtonRole.AcceptRole)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            on_key(self, key, self.accept)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 5, STEP * 5, STEP * 5, STEP * 4)
        column.setSpacing(STEP * 2)
        column.addWidget(secondary(f"测算 {money(computed)} 元；核定金额不能高于测算。", wrap=True))
        for words, part in (("核定金额", self.amount), ("核减理由（写入审批单）", self._reason)):
            caption = secondary(words)
            caption.setBuddy(part)
            column.addWidget(caption)
            column.addWidget(part)
        column.addWidget(self._message)
        column.addWidget(box)
        self.amount.setFocus()

    @property
    def reason(self) -> str:
        """Why less."""
        return self._reason.toPlainText().strip()

    def accept(self) -> None:
        """Close when amount and reason can be used; else say what is wrong and stay."""
        entry = read_entry(self._spec, self.amount.text(), self._office.package)
        if entry.value is None:
            self._refuse(entry.message or "请填写核定金额。", self.amount)
            return
        self.award = Decimal(str(entry.value)).quantize(Decimal("0.01"))
        if self.award >= self._computed:
            self._refuse(f"核定金额应低于测算的 {money(self._computed)} 元；同意全额请按“同意”。", self.amount)
        elif len(self.reason) < 2:
            self._refuse("请写明核减理由（至少 2 个字）。", self._reason)
        else:
            super().accept()

    def _refuse(self, sentence: str, field: QWidget) -> None:
        say(self._message, sentence)
        mark(self.amount, "bad" if field is self.amount else "")
        field.setFocus()
