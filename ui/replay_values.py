"""What the time machine puts in the place of the policy: another package, other values."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QStackedWidget, QWidget

from ui.line_edit import LineEdit
from ui.parts import button, message, say, secondary
from ui.rulings_table import Column, Row, RowsTable
from ui.theme import ROW, STEP
from ycdesk.calculation import PackageError, PolicyPackage
from ycdesk.calculation.parameters import Parameter, parameters_of, with_parameters
from ycdesk.services.office import Office
from ycdesk.services.packages import ListedPackage, list_packages

_COLUMNS = (Column("换的标准"), Column("改为", 104))

_SHOWN = 4
"""Rows before the list of values scrolls."""


class ReplayValues(QWidget):
    """A package, a value by name, and the values chosen so far.

    Signals:
        changed: something else is chosen now.
        wanted: Enter where nothing is left to type.
    """

    changed = Signal()
    wanted = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.listed: list[ListedPackage] = []
        self.values: dict[str, str] = {}
        self.package = QComboBox()
        self.parameter = QComboBox()
        self.text, self.choice = LineEdit(), QComboBox()
        self.value = QStackedWidget()
        self.add_button = button("加入", "", "plus")
        self.table = RowsTable("换的标准", _COLUMNS)
        self.message = message()
        self._parameters: dict[str, Parameter] = {}
        self._build()
        self.package.currentIndexChanged.connect(self._list)
        self.parameter.currentIndexChanged.connect(self._offer)
        self.text.returnPressed.connect(self._enter)
        self.add_button.clicked.connect(self.add)
        delete = QShortcut(QKeySequence("Delete"), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.remove)

    def _build(self) -> None:
        self.parameter.setEditable(True)
        self.parameter.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.parameter.model(), self.parameter)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.parameter.setCompleter(completer)
        for box in (self.package, self.parameter, self.choice):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
        self.value.addWidget(self.text)
        self.value.addWidget(self.choice)
        self.value.setFixedHeight(ROW)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(STEP * 2)
        for row, (words, field, name) in enumerate(
            (
                ("政策包", self.package, "重算用的政策包"),
                ("标准", self.parameter, "换的标准"),
                ("改为", self.value, "改为"),
            )
        ):
            caption = secondary(words)
            caption.setBuddy(field)
            field.setAccessibleName(name)
            grid.addWidget(caption, row, 0)
            grid.addWidget(field, row, 1, 1, 2 if row < 2 else 1)
        self.text.setAccessibleName("改为")
        self.choice.setAccessibleName("改为")
        grid.addWidget(self.add_button, 2, 2)
        grid.addWidget(self.message, 3, 0, 1, 3)
        grid.addWidget(self.table, 4, 0, 1, 3)
        grid.setColumnStretch(1, 1)

    # What is chosen.

    def refresh(self) -> None:
        """Read anew which packages there are; the choice stays."""
        chosen = self.package.currentData()
        self.listed = list_packages(self.office)
        self.package.blockSignals(True)
        self.package.clear()
        self.package.addItem("各件自己的政策包", "")
        for each in self.listed:
            name = f"{each.package.id} {each.package.version}"
            self.package.addItem(f"{each.package.id}　{each.package.version} 版", name)
        self.package.setCurrentIndex(max(0, self.package.findData(chosen)))
        self.package.blockSignals(False)
        self._list()

    def chosen_package(self) -> PolicyPackage | None:
        """The one in the place of the cases' own; None: their own."""
        place = self.package.currentIndex() - 1
        return self.listed[place].package if 0 <= place < len(self.listed) else None

    def _list(self) -> None:
        """The values of the package that is chosen."""
        package, chosen = self.chosen_package() or self.office.package, self.parameter.currentData()
        self._parameters = {each.name: each for each in parameters_of(package)}
        short = {measure: rules.short_title for measure, rules in package.measures.items()}
        self.parameter.blockSignals(True)
        self.parameter.clear()
        for each in self._parameters.values():
            of = f"{each.clause} {short[each.measure]}　" if each.measure else f"{each.clause}　"
            self.parameter.addItem(f"{of}{each.title}", each.name)
        self.parameter.setCurrentIndex(self.parameter.findData(chosen) if chosen in self._parameters else -1)
        self.parameter.blockSignals(False)
        self.values = {name: value for name, value in self.values.items() if name in self._parameters}
        typed = self.text.text() if chosen in self._parameters else ""
        self._offer()
        self.text.setText(typed)
        self._show()

    def _offer(self) -> None:
        """A field or a list for the value of the chosen name, which shows its beginning."""
        if (edit := self.parameter.lineEdit()) is not None:
            edit.setCursorPosition(0)
        chosen = self._parameters.get(str(self.parameter.currentData() or ""))
        self.choice.clear()
        self.text.clear()
        self.text.setPlaceholderText(f"现行 {chosen.words}" if chosen is not None else "")
        for value, words in chosen.choices if chosen is not None else ():
            if chosen is not None and value != chosen.value:
                self.choice.addItem(words, value)
        choices = chosen is not None and bool(chosen.choices)
        self.value.setCurrentWidget(self.choice if choices else self.text)
        self.value.setFocusProxy(self.choice if choices else self.text)

    # Deeds.

    def pending(self) -> bool:
        """Whether a value stands in the field that is not among the chosen ones yet."""
        return self.value.currentWidget() is self.text and bool(self.text.text().strip())

    def add(self) -> bool:
        """Take the value in; False when it cannot be, and then the line below says why."""
        chosen = self._parameters.get(str(self.parameter.currentData() or ""))
        if chosen is None:
            return self._say("请先选择要换的标准：可以输入它的几个字，如“展位”。", self.parameter)
        listed = self.value.currentWidget() is self.choice
        value = str(self.choice.currentData() or "") if listed else self.text.text().strip()
        if not value:
            return self._say("请填写改为多少。" if not listed else "它没有另一种口径。", self.value)
        try:
            with_parameters(self.chosen_package() or self.office.package, {**self.values, chosen.name: value})
        except PackageError as error:
            return self._say(str(error), self.value)
        self.values[chosen.name] = value
        say(self.message, "")
        self.text.clear()
        self._show()
        return True

    def remove(self) -> None:
        """Take the value under the cursor out (Delete)."""
        self.values.pop(str(self.table.current() or ""), None)
        self._show()

    def _enter(self) -> None:
        if self.pending():
            self.add()
        else:
            self.wanted.emit()

    def _say(self, words: str, field: QWidget) -> bool:
        say(self.message, words)
        field.setFocus()
        return False

    def _show(self) -> None:
        rows = []
        for name, value in self.values.items():
            known = self._parameters[name]
            after = dict(known.choices).get(value, value)
            rows.append(Row((known.title, after), name))
        self.table.show_rows(rows)
        self.table.setFixedHeight(ROW * (min(len(rows), _SHOWN) + 1) + STEP)
        self.table.setVisible(bool(rows))
        self.changed.emit()
