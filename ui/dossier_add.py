"""Choosing a measure to add to a dossier: all of them, narrowed by typing a name, pinyin initials or a clause."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui.line_edit import LineEdit
from ui.parts import KeyHints, label
from ui.theme import ROW, STEP
from ycdesk.calculation.package import KIND_LABELS, MeasureRules, PolicyPackage

_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class MeasurePicker(QDialog):
    """Enter chooses, Esc gives up. ``measure`` is the id chosen; measures for other applicants come last, with why."""

    def __init__(self, parent: QWidget | None, package: PolicyPackage, kind: str) -> None:
        super().__init__(parent)
        self.measure = ""
        self._package, self._kind = package, kind
        self.setWindowTitle("添加事项")
        self.setMinimumSize(560, 560)
        self.search = LineEdit(placeholder="名称、拼音首字母或条款")
        self.search.setAccessibleName("查找事项")
        self.list = QListWidget()
        self.list.setAccessibleName("事项")
        self.list.setUniformItemSizes(True)
        self.about = label("", "hint", wrap=True)
        self.about.setMinimumHeight(ROW + STEP * 2)
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 4, STEP * 4, STEP * 4, STEP * 3)
        column.setSpacing(STEP * 2)
        hints = KeyHints([("↑ ↓", "选择"), ("Enter", "添加"), ("Esc", "取消")])
        for part in (self.search, self.list, self.about, hints):
            column.addWidget(part)
        self.search.textChanged.connect(self._narrow)
        self.search.installEventFilter(self)
        self.list.itemActivated.connect(self._take)
        self.list.currentItemChanged.connect(lambda now, _: self._tell(now))
        self._narrow("")
        self.search.setFocus()

    def _narrow(self, text: str) -> None:
        from ycdesk.domain.pinyin import initials, search_form

        wanted = search_form(text)
        self.list.clear()
        rules = sorted(self._package.measures.values(), key=lambda each: (not self._fits(each), each.order))
        for each in rules:
            words = (search_form(each.title), search_form(each.short_title), search_form(each.clause))
            spelled = initials(each.short_title) + initials(each.title) if wanted.isascii() and wanted else []
            if any(wanted in word for word in words) or any(wanted in short for short in spelled):
                item = QListWidgetItem(f"{each.short_title}　{each.clause}")
                item.setData(Qt.ItemDataRole.UserRole, each.id)
                if not self._fits(each):
                    item.setForeground(self.palette().placeholderText())
                self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _fits(self, rules: MeasureRules) -> bool:
        return self._kind in rules.applicant_kinds

    def _tell(self, item: QListWidgetItem | None) -> None:
        if item is None:
            self.about.setText("没有这样的事项，换几个字再找。")
            return
        rules = self._package.measures[item.data(Qt.ItemDataRole.UserRole)]
        text = f"{rules.title}。{rules.summary}"
        if not self._fits(rules):
            kinds = "、".join(KIND_LABELS[kind] for kind in rules.applicant_kinds)
            text = f"这项面向{kinds}，本单位是{KIND_LABELS[self._kind]}。{rules.summary}"
        self.about.setText(text)

    def _take(self, item: QListWidgetItem) -> None:
        self.measure = item.data(Qt.ItemDataRole.UserRole)
        self.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not self.search.composing:
            row = self.list.currentRow()
            if event.key() in _MOVES:
                step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8}.get(Qt.Key(event.key()), 8)
                self.list.setCurrentRow(min(max(row + step, 0), self.list.count() - 1))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if (item := self.list.currentItem()) is not None:
                    self._take(item)
                return True
        return super().eventFilter(watched, event)
