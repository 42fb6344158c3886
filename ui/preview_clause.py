"""A clause of the policy: our own summary, and the bureau's own text of it where it has been loaded."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from ui.parts import label, secondary, section
from ui.theme import STEP
from ycdesk.calculation.package import PolicyPackage
from ycdesk.services.office import Office
from ycdesk.services.policy_text import clause_text


class ClauseDialog(QDialog):
    """Shows one clause such as ``三(一)``; Esc closes."""

    def __init__(
        self, parent: QWidget | None, office: Office, clause: str, package: PolicyPackage | None = None
    ) -> None:
        super().__init__(parent)
        package = package or office.package
        self.setWindowTitle(f"{package.document} 第{clause}")
        self.setMinimumWidth(560)
        box = QVBoxLayout(self)
        box.setContentsMargins(STEP * 5, STEP * 5, STEP * 5, STEP * 4)
        box.setSpacing(STEP * 2)
        for rules in package.measures.values():
            if rules.clause == clause:
                box.addWidget(section(rules.title))
                box.addWidget(label(rules.summary, wrap=True))
        text = clause_text(office, clause, package.id)
        box.addWidget(secondary(f"原文　第{clause}"))
        if text:
            view = QPlainTextEdit(text)
            view.setReadOnly(True)
            view.setAccessibleName(f"第{clause}原文")
            view.setMinimumHeight(220)
            box.addWidget(view)
        else:
            none = "尚未载入政策原文。请管理员在“口径与裁定 → 政策包”中载入本单位的政策文本（.txt）。"
            box.addWidget(label(none, "hint", wrap=True))
        close = QDialogButtonBox()
        close.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        close.rejected.connect(self.reject)
        box.addWidget(close)
