"""The table of rows with its heading, its deeds and the line that speaks about the current cell."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from ui.invoices import KEY, InvoiceDrop
from ui.parts import button, label, section, tool
from ui.table import RowsTable
from ui.theme import STEP, kind
from ycdesk.services.draft import CaseDraft
from ycdesk.services.draft_rows import DraftRows
from ycdesk.services.invoices.fill import takes_invoices
from ycdesk.services.paste import Pasted

ONE_LINE = 700
"""px; in less, the sentence under the table takes two lines."""
_KEYS = "Enter 下一格　Ctrl+D 复制行　Ctrl+Delete 删除行　Ctrl+V 从 Excel 粘贴　Alt+↑ ↓ 移动行"
_NUMBERS = "票据、合同等的号码，用来查重，不影响测算。"
MOST_REMARKS = 6
"""Said under rows that are only read."""


def sections_for(draft: CaseDraft) -> list[TableSection]:
    """One for each table of a draft, in their order."""
    return [TableSection(source, takes_invoices(draft, source)) for source in draft.tables.values()]


class TableSection(QWidget):
    """Signals: those of ``table``. ``invoices``: whether electronic invoices have a place in it, by button or drop."""

    def __init__(self, source: DraftRows, invoices: bool) -> None:
        super().__init__()
        self.source = source
        self.table = RowsTable(source)
        self.table.setParent(self)  # before its buttons: from the form the cursor goes straight into the rows
        self.count = label("", "hint")
        self.count.setFixedSize(STEP * 34, STEP * 7)  # a fixed size: new words lay nothing out anew
        self.line = label("", "hint", wrap=True)
        self.line.setFixedHeight(STEP * 5)
        self.line.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.foreign = QToolButton()
        self.foreign.setText("外币")
        self.foreign.setToolTip("显示币种和汇率两栏")
        self.foreign.setCheckable(True)
        self.foreign.setAccessibleName("显示币种和汇率")
        if not self.table.has_foreign():
            self.foreign.hide()  # never setVisible(True) here: without a parent yet, it would open as a window
        self.foreign.toggled.connect(self.table.show_foreign)
        self._buttons: list[QWidget] = [self.foreign]
        self.invoices = button("电子发票…", "quiet", "load")
        self.invoices.setToolTip(f"读入电子发票（XML、PDF、OFD），也可以把文件拖到行上　{KEY}")
        self.drop = InvoiceDrop(self.table) if invoices else None
        self.import_button = button("导入…", "quiet", "tables")
        self.import_button.setToolTip("从 Excel 导入明细")
        for each, wanted in ((self.invoices, invoices), (self.import_button, source.counts)):
            if wanted:
                self._buttons.append(each)
            else:
                each.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addLayout(self._top())
        column.addWidget(self.table)
        column.addWidget(self.line)
        self.table.current_changed.connect(self._speak)
        self.table.pasted.connect(self._tell_pasted)

    def _top(self) -> QHBoxLayout:
        """The heading and the buttons."""
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(STEP)
        top.addWidget(section(self.source.title))
        top.addSpacing(STEP)
        top.addWidget(self.count)
        top.addStretch(1)
        top.addWidget(self.foreign)
        top.addWidget(self.invoices)
        top.addWidget(self.import_button)
        for words, icon, keys, deed in (
            ("粘贴", "paste", "Ctrl+V", self.table.paste),
            ("复制行", "copy", "Ctrl+D", self.table.duplicate),
            ("删除行", "trash", "Ctrl+Delete", self.table.remove),
        ):
            each = tool(icon, words)  # without words, for which a small screen has no room; the line below has the keys
            each.setToolTip(f"{words}　{keys}")
            each.clicked.connect(deed)
            top.addWidget(each)
            self._buttons.append(each)
        return top

    def show_draft(self) -> None:
        """Show what changed in the draft."""
        self.table.show_draft()
        self.foreign.blockSignals(True)
        self.foreign.setChecked(self.table.foreign)
        self.foreign.blockSignals(False)
        rows, counted = len(self.source.rows), sum(bool(line and line.counted) for line in self.source.lines)
        words = f"{rows} 行，计入 {counted} 行" if self.source.counts else f"{rows} 行"
        self.count.setText(words if rows else "")
        if self.table.rows.read_only:
            self._tell_remarks()
        else:
            self._speak()

    def set_read_only(self, read_only: bool) -> None:
        """Show only."""
        self.table.set_read_only(read_only)
        self.setHidden(read_only and not self.source.counts and not self.source.rows)
        for each in self._buttons:
            each.setVisible(not read_only and (each is not self.foreign or self.table.has_foreign()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.table.rows.read_only:
            self.line.setFixedHeight(STEP * (5 if self.width() >= ONE_LINE else 9))

    def _tell_remarks(self) -> None:
        """Of rows that are only read: why some do not count, and what was changed, without pointing at them."""
        remarks = self.table.rows.remarks()
        more = f"\n另有 {len(remarks) - MOST_REMARKS} 条，移到该行可见" if len(remarks) > MOST_REMARKS else ""
        self.line.setMinimumHeight(0)
        self.line.setMaximumHeight(STEP * 100)
        self.line.setText("\n".join(remarks[:MOST_REMARKS]) + more)
        self.line.setVisible(bool(remarks))
        kind(self.line, "notice")

    def _speak(self) -> None:
        if self.table.rows.read_only:
            return
        words, tone = self.table.sentence() if self.table.busy else self._rest()
        self.line.setText(words)
        kind(self.line, {"bad": "message", "warn": "notice"}.get(tone, "hint"))

    def _rest(self) -> tuple[str, str]:
        """While the cursor is elsewhere: why a row does not count, else what the keys do here."""
        rows = self.table.rows
        for number, line in enumerate(self.source.lines):
            if line is not None and line.counted is False and not rows.is_blank(number):
                return rows.words(rows.index(number, rows.columnCount() - 1))[0], "warn"
        invoices = f"　{KEY} 电子发票" if self.drop is not None else ""
        return (_KEYS if self.source.counts else _NUMBERS) + invoices, "hint"

    def _tell_pasted(self, result: Pasted) -> None:
        self.line.setText(result.summary)
        kind(self.line, "message" if result.problems else "hint")
