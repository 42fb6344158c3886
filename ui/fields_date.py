"""A date as typed, with a small calendar for those who want one (F4 or Alt+↓)."""

from __future__ import annotations

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QToolButton, QVBoxLayout

from ui import icons
from ui.fields import LineField
from ui.theme import kind, theme
from ycdesk.calculation.facts import FactSpec


class DateField(LineField):
    """Takes ``20250415``, ``2025.4.15`` and the like; the draft gives them one form when the field is left."""

    def __init__(self, spec: FactSpec) -> None:
        super().__init__(spec)
        self._action = QAction("打开日历", self.edit)
        self._action.setToolTip("打开日历　F4")
        icons.put(self._action, "calendar", size=16)
        self._action.triggered.connect(self.open_calendar)
        self.edit.addAction(self._action, self.edit.ActionPosition.TrailingPosition)
        for button in self.edit.findChildren(QToolButton):
            button.setStyleSheet("min-height: 0; padding: 0; border: none; background: transparent;")
        self.edit.setPlaceholderText("年-月-日")
        self.edit.installEventFilter(self)
        self._popup: QFrame | None = None

    def open_calendar(self) -> None:
        """Show the calendar below the field, at the day typed or today."""
        calendar = QCalendarWidget()
        calendar.setAccessibleName(f"{self.spec.title}日历")
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        calendar.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        plain = QTextCharFormat()
        plain.setForeground(theme().tokens.color("secondary"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, plain)
        for name, icon in (("qt_calendar_prevmonth", "left"), ("qt_calendar_nextmonth", "right")):
            if isinstance(turn := calendar.findChild(QToolButton, name), QToolButton):
                icons.put(turn, icon, size=16)
        typed = QDate.fromString(self.edit.text(), Qt.DateFormat.ISODate)
        calendar.setSelectedDate(typed if typed.isValid() else QDate.currentDate())
        popup = kind(QFrame(self, Qt.WindowType.Popup), "raised")
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box = QVBoxLayout(popup)
        box.setContentsMargins(4, 4, 4, 4)
        box.addWidget(calendar)
        calendar.activated.connect(self._chosen)
        calendar.clicked.connect(self._chosen)
        popup.move(self.mapToGlobal(self.rect().bottomLeft()))
        popup.show()
        calendar.setFocus()
        self._popup = popup

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
            if event.key() == Qt.Key.Key_F4 or down:
                self.open_calendar()
                return True
        return super().eventFilter(watched, event)

    def _chosen(self, day: QDate) -> None:
        if self._popup is not None:
            self._popup.close()
            self._popup = None
        self.edit.setText(day.toString(Qt.DateFormat.ISODate))
        self.edited.emit(self.edit.text())
        self.edit.setFocus()
