"""The top of 导入: the file, what it is for, who sent it, which sheet and row; and the question for the unit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from ui import icons
from ui.imports_choice import Choice, Where
from ui.parts import button, label, secondary
from ui.theme import STEP
from ycdesk.services.office import Office
from ycdesk.services.sheets.book import Book, column_name
from ycdesk.services.sheets.importing.headings import WAN, YUAN, Column, Layout
from ycdesk.services.sheets.importing.planning import known_senders

SUMMARY_LIST = "县级汇总表（各事项）"
_FURTHEST = 1000
"""The last row in which headings may be said to stand."""
_LONGEST_NAME = 31
_MOST_NAMED = 3
"""Columns named in the question; of more their number is told."""


class ImportHead(QWidget):
    """Signals:
    target_changed: the rows go elsewhere.
    sender_changed: somebody else sent them.
    sheet_changed, row_changed: another sheet, other headings.
    """

    target_changed = Signal()
    sender_changed = Signal()
    sheet_changed = Signal()
    row_changed = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self._sender = ""
        self.file_button = button("选择文件…", "", "load", "Ctrl+O")
        self.file = secondary("")
        self.file.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # a name widens nothing
        self.template_button = button("模板…", "", "save", "Ctrl+Shift+T")
        self.marked_button = button("标红的副本…", key="Ctrl+Shift+S")
        self.import_button = button("导入", "primary", key="Ctrl+Return")
        self.target = _box("导入为", STEP * 72)
        self.from_whom = _box("报送单位", STEP * 60)
        self.from_whom.setEditable(True)
        self.from_whom.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.sheet = _box("工作表", STEP * 52)
        self.row = QSpinBox()
        self.row.setAccessibleName("表头在第几行")
        self.row.setRange(1, _FURTHEST)
        self.row.setKeyboardTracking(False)
        self.row.setFixedWidth(STEP * 18)
        self._build()
        self._fill()
        self._connect()

    def _build(self) -> None:
        self.import_button.setToolTip("导入　Ctrl+Enter")
        field = self.from_whom.lineEdit()
        assert field is not None
        field.setPlaceholderText("选填")
        self.from_whom.setToolTip("填了报送单位，各列的对应就记住了，它下次报来的表自动用上")
        field.setAccessibleName("报送单位")
        top = QHBoxLayout()
        top.setSpacing(STEP * 2)
        top.addWidget(self.file_button)
        top.addWidget(self.file, 1)
        for each in (self.template_button, self.marked_button, self.import_button):
            top.addWidget(each)
        below = QHBoxLayout()
        below.setSpacing(STEP * 2)
        for words, box in (("导入为", self.target), ("报送单位", self.from_whom), ("工作表", self.sheet)):
            below.addWidget(_caption(words, box))
            below.addWidget(box, box.maximumWidth())
            below.addSpacing(STEP)
        below.addWidget(_caption("表头行", self.row))
        below.addWidget(self.row)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 4, STEP * 3, STEP * 4, STEP * 2)
        column.setSpacing(STEP * 2)
        column.addLayout(top)
        column.addLayout(below)

    def _fill(self) -> None:
        self.target.addItem("请选择…", None)
        for id_, words in self.office.titles.items():
            self.target.addItem(f"新办件：{words}", Where(id_))
        self.target.addItem(f"新办件：{SUMMARY_LIST}", Where())
        self.show_book(None, None)

    def _connect(self) -> None:
        self.target.currentIndexChanged.connect(self.target_changed)
        self.from_whom.activated.connect(self._look_at_sender)
        field = self.from_whom.lineEdit()
        assert field is not None
        field.editingFinished.connect(self._look_at_sender)
        self.sheet.currentIndexChanged.connect(self.sheet_changed)
        self.row.valueChanged.connect(self.row_changed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """The senders that are known now; what is typed stays."""
        typed = self.from_whom.currentText()
        self.from_whom.clear()
        self.from_whom.addItems(known_senders(self.office))
        self.from_whom.setEditText(typed)

    def _look_at_sender(self) -> None:
        sender = self.from_whom.currentText().strip()
        if sender != self._sender:
            self._sender = sender
            self.sender_changed.emit()

    # what was chosen

    @property
    def where(self) -> Where | None:
        """Where the rows go; None while nobody has said."""
        chosen = self.target.currentData()
        return Where(*chosen) if chosen is not None else None

    @property
    def choice(self) -> Choice | None:
        """All of it; None while nobody has said where the rows go."""
        if self.where is None:
            return None
        return Choice(
            self.where, self.from_whom.currentText().strip(), self.sheet.currentData() or "", self.row.value()
        )

    def choose_case(self, number: str, words: str) -> None:
        """The rows go into the table of one case; it stays in the list until another one comes."""
        self.target.blockSignals(True)
        first = self.target.itemData(0)
        if first is None or first[1]:  # the question, or the case that was chosen before
            self.target.removeItem(0)
        self.target.insertItem(0, words, Where(case=number))
        self.target.setCurrentIndex(0)
        self.target.setToolTip(words)
        self.target.blockSignals(False)
        self.target_changed.emit()

    def show_book(self, book: Book | None, layout: Layout | None) -> None:
        """Name the file and its sheets, and say which of them is read from where."""
        for each in (self.sheet, self.row):
            each.blockSignals(True)
            each.setEnabled(book is not None)
        self.sheet.clear()
        for sheet in book.sheets if book is not None else ():
            self.sheet.addItem(sheet.name if sheet.visible else f"{sheet.name}（隐藏）", sheet.name)
        if book is not None:
            name = book.path.name
            self.file.setText(name if len(name) <= _LONGEST_NAME else f"{name[:18]}…{name[-12:]}")
            self.file.setToolTip(str(book.path))
        if layout is not None:
            self.sheet.setCurrentIndex(self.sheet.findData(layout.sheet))
            self.row.setValue(layout.last)
        for each in (self.sheet, self.row):
            each.blockSignals(False)


class UnitQuestion(QFrame):
    """Asks for the unit of money that a sheet does not say; hidden while there is nothing to ask.

    Signals:
        answered(str): 元 or 万元, for all columns that are asked for.
    """

    answered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("banner", "warn")
        sign = QLabel()
        icons.put(sign, "warn", "warn", 18)
        self.words = label("", wrap=True)
        self.buttons = {unit: button(f"是{unit}", key=key) for unit, key in ((YUAN, "Alt+Y"), (WAN, "Alt+W"))}
        row = QHBoxLayout(self)
        row.setContentsMargins(STEP * 3, STEP, STEP * 3, STEP)
        row.setSpacing(STEP * 2)
        row.addWidget(sign)
        row.addWidget(self.words, 1)
        for unit, each in self.buttons.items():
            each.setAccessibleName(f"金额单位是{unit}")
            each.clicked.connect(lambda _=False, unit=unit: self.answered.emit(unit))
            row.addWidget(each)
        self.hide()

    def ask(self, columns: Sequence[Column]) -> None:
        """Ask for these columns."""
        names = "、".join(f"{column_name(each.at)} 列「{each.heading[:16]}」" for each in columns[:_MOST_NAMED])
        many = f"等 {len(columns)} 列" if len(columns) > _MOST_NAMED else ""
        self.words.setText(f"{names}{many}没有写明金额单位，请看原表选定；选定以前不能导入。")
        self.setAccessibleName(self.words.text())
        self.setVisible(bool(columns))


def _caption(words: str, buddy: QWidget) -> QLabel:
    result = label(words)
    result.setBuddy(buddy)
    return result


def _box(name: str, widest: int) -> QComboBox:
    result = QComboBox()
    result.setAccessibleName(name)
    result.setMinimumWidth(widest // 2)
    result.setMaximumWidth(widest)
    result.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    result.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return result
