"""Before a case goes to a supervisor: everything that stands in the way in one place, or the amount once more."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ui.labels import on_key
from ui.parts import Amount, label, message, say, secondary, title
from ui.theme import DISPLAY, ROW, STEP
from ycdesk.calculation.assessment import Status
from ycdesk.calculation.money import in_words
from ycdesk.domain.alarm import Alarm
from ycdesk.domain.states import Proposal
from ycdesk.services.draft import CaseDraft


class SubmitDialog(QDialog):
    """Attributes, after it was accepted:

    path: where to go instead of submitting, empty when the case is to be submitted.
    proposal, reason: how it is to be submitted.
    seen: the amount that was shown, None where none is proposed.
    """

    def __init__(
        self, parent: QWidget | None, draft: CaseDraft, papers: list[str], alarms: Sequence[Alarm] = ()
    ) -> None:
        super().__init__(parent)
        self.path = ""
        self.proposal = Proposal.SUPPORT
        self.seen: Decimal | None = None
        self._alarms = alarms
        self.setWindowTitle("提交审批")
        self.setMinimumWidth(520)
        self._message = message()
        self._reason: QPlainTextEdit | None = None
        self._box = QDialogButtonBox()
        self._box.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self._box.rejected.connect(self.reject)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(STEP * 5, STEP * 5, STEP * 5, STEP * 4)
        self._column.setSpacing(STEP * 2)
        problems = [(path, words) for path, words in self._problems(draft)]
        problems += [("papers", f"材料未收到：{name}") for name in papers]
        assessment = draft.preview().assessment
        if assessment.status is Status.ELIGIBLE and (waiting := sum(alarm.open for alarm in alarms)):
            problems.append(("alarms", f"有 {waiting} 处重复提示还没有说明"))
        if problems:
            self._list(problems)
        elif assessment.status is Status.ELIGIBLE:
            self._summary(draft)
        elif assessment.status is Status.NEEDS_RULING:
            self._list([("facts.decided_amount", "政策没有规定计算办法，请录入决定金额和决定文件")])
        else:
            self._refusal(draft)
        self._column.addWidget(self._box)

    def reason(self) -> str:
        """Why support is not proposed; empty for a proposal to support."""
        return self._reason.toPlainText().strip() if self._reason is not None else ""

    def accept(self) -> None:
        """Submit, unless a reason is still missing."""
        if self._reason is not None and len(self.reason()) < 2 and not self.path:
            say(self._message, "请写明不予支持的理由（至少 2 个字）。")
            self._reason.setFocus()
            return
        super().accept()

    @staticmethod
    def _problems(draft: CaseDraft) -> list[tuple[str, str]]:
        from ycdesk.calculation.facts import title_of

        preview = draft.preview()
        wrong = [(path, f"{title_of(draft.measure, path)}：{words}") for path, words in preview.messages.items()]
        return wrong + [(path, f"{words}未填") for path, words in preview.missing]

    def _list(self, problems: list[tuple[str, str]]) -> None:
        self._column.addWidget(title(f"还有 {len(problems)} 处要补"))
        self._column.addWidget(secondary("选一条按 Enter，直接去改。"))
        view = QListWidget()
        view.setAccessibleName("提交前要补的内容")
        view.setWordWrap(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for path, words in problems:
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, path)
            view.addItem(item)
        view.setCurrentRow(0)
        view.setFixedHeight(min(max(len(problems), 2), 10) * (ROW + 4) + STEP * 2)
        view.itemActivated.connect(self._jump)
        self._column.addWidget(view)
        go = self._box.addButton("去修改", QDialogButtonBox.ButtonRole.AcceptRole)
        go.clicked.connect(lambda: self._jump(view.currentItem()))
        view.setFocus()

    def _jump(self, item: QListWidgetItem) -> None:
        self.path = str(item.data(Qt.ItemDataRole.UserRole))
        self.accept()

    def _summary(self, draft: CaseDraft) -> None:
        amount = draft.preview().assessment.amount
        assert amount is not None
        self._column.addWidget(secondary("报请支持"))
        figure = Amount(amount, DISPLAY, bold=True)
        figure.setAlignment(Qt.AlignmentFlag.AlignLeft)
        figure.show_amount(amount, "元")
        self._column.addWidget(figure)
        self._column.addWidget(label(in_words(amount)))
        self.seen = amount
        flags = len(draft.preview().open_flags)
        if flags:
            self._column.addWidget(label(f"! 有 {flags} 处口径由主管确认。", "flag"))
        for each in draft.preview().rulings:
            self._column.addWidget(secondary(f"按裁定办理：{each['cited']}", wrap=True))
        if self._alarms:
            self._column.addWidget(label(f"! 有 {len(self._alarms)} 处重复提示，已写明理由，由主管再看。", "flag"))
        self._column.addWidget(secondary("提交后内容固定，退回前不能再改。", wrap=True))
        self._accept("提交审批")

    def _refusal(self, draft: CaseDraft) -> None:
        self.proposal = Proposal.REFUSE
        self._column.addWidget(title("测算结果：不符合条件"))
        unmet = [check for check in draft.preview().assessment.checks if check.outcome == "unmet"]
        for check in unmet[:4]:
            words = f"× {check.label}：要求{check.required}，现为{check.found}" + (
                f"，{check.shortfall}" if check.shortfall else ""
            )
            self._column.addWidget(label(words, "bad", wrap=True))
        caption = secondary("可以按不符合条件报请不予支持，请写明理由：")
        self._reason = QPlainTextEdit()
        self._reason.setAccessibleName("报请不予支持的理由")
        self._reason.setTabChangesFocus(True)
        self._reason.setFixedHeight(88)
        caption.setBuddy(self._reason)
        for part in (caption, self._reason, self._message):
            self._column.addWidget(part)
        self._accept("报请不予支持")
        self._reason.setFocus()

    def _accept(self, words: str) -> None:
        submit = self._box.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
        submit.setDefault(True)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            on_key(self, key, self.accept)
        self._box.accepted.connect(self.accept)
        submit.setFocus()
