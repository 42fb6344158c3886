"""A year on one sheet, twelve months of it: days of rest are grey, what is out of the ordinary has a sign. Painted."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.fonts import body_font
from ui.theme import BODY, SMALL, STEP, theme
from ycdesk.domain.working_days import WorkingDays

REST, WORK = "休", "班"  #: signs of a day of rest and of a working day that its weekday does not tell
WEEKDAYS = "一二三四五六日"
_ACROSS, _WEEKS = 4, 6
_HEAD = 22  #: px, the line of a month above its weekdays
_GAP = STEP * 5  #: px between the months
_OWN = 3  #: px, the stripe at a day that the bureau has fixed
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
_MONTHS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class YearView(QWidget):
    """One day has the cursor; its year is shown.

    Signals:
        moved(): the cursor stands on another day.
        toggled(), noted(), cleared(): Space, Enter and Delete on the day with the cursor.
    """

    moved = Signal()
    toggled = Signal()
    noted = Signal()
    cleared = Signal()

    def __init__(self, today: date, years: range) -> None:
        super().__init__()
        self.today, self.years = today, years
        self.day = today
        self.days = WorkingDays()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("工作日历")
        theme().changed.connect(self.update)

    def show_days(self, days: WorkingDays) -> None:
        """Paint another calendar; the cursor stays on its day."""
        self.days = days
        self.update()

    def go(self, day: date) -> None:
        """Put the cursor on a day, if the calendar has its year."""
        if day.year in self.years and day != self.day:
            self.day = day
            self.update()
            self.moved.emit()

    def go_months(self, months: int) -> None:
        """Put the cursor so many months on: on the same day, or on the last of a shorter month."""
        number = self.day.year * 12 + self.day.month - 1 + months
        year, month = number // 12, number % 12 + 1
        self.go(date(year, month, min(self.day.day, monthrange(year, month)[1])))

    def minimumSizeHint(self) -> QSize:
        return QSize(720, 3 * (_HEAD + 7 * 15) + 2 * STEP)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        year_away = held == Qt.KeyboardModifier.ControlModifier and abs(_STEPS.get(key, 0)) == 1
        if year_away:
            self.go_months(12 * _STEPS[key])
        elif held:
            super().keyPressEvent(event)
        elif key in _STEPS:
            self.go(self.day + timedelta(days=_STEPS[key]))
        elif key in _MONTHS:
            self.go_months(_MONTHS[key])
        elif key == Qt.Key.Key_Home:
            self.go(self.day.replace(day=1))
        elif key == Qt.Key.Key_End:
            self.go(self.day.replace(day=monthrange(self.day.year, self.day.month)[1]))
        elif key == Qt.Key.Key_Space:
            self.toggled.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.noted.emit()
        elif key == Qt.Key.Key_Delete:
            self.cleared.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        for month in range(1, 13):
            for number in range(1, monthrange(self.day.year, month)[1] + 1):
                day = date(self.day.year, month, number)
                if self.cell(day).contains(event.position()):
                    self.go(day)
                    return

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # where things stand

    def _month(self, month: int) -> QRectF:
        across, down = (month - 1) % _ACROSS, (month - 1) // _ACROSS
        width = (self.width() - _GAP * (_ACROSS - 1)) / _ACROSS
        height = (self.height() - STEP * 2) / 3
        return QRectF(across * (width + _GAP), down * (height + STEP), width, height)

    def cell(self, day: date) -> QRectF:
        """Where a day of the year on screen is painted."""
        month = self._month(day.month)
        line = (month.height() - _HEAD) / (_WEEKS + 1)
        week = (day.day - 1 + day.replace(day=1).weekday()) // 7
        width = month.width() / 7
        return QRectF(month.left() + day.weekday() * width, month.top() + _HEAD + (week + 1) * line, width, line)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for month in range(1, 13):
            days = [date(self.day.year, month, n) for n in range(1, monthrange(self.day.year, month)[1] + 1)]
            self._paint_head(painter, days)
            painter.setFont(body_font(SMALL))
            for day in days:
                self._paint_day(painter, day)

    def _paint_head(self, painter: QPainter, days: list[date]) -> None:
        """The number of the month, its festivals and how many days are worked; below, the weekdays."""
        tokens, whole = theme().tokens, self._month(days[0].month)
        line = QRectF(whole.left(), whole.top(), whole.width(), _HEAD)
        painter.setFont(body_font(BODY, bold=True))
        painter.setPen(tokens.color("text"))
        painter.drawText(line, _LEFT, f"{days[0].month} 月")
        used = painter.fontMetrics().horizontalAdvance("12 月") + STEP * 2
        painter.setFont(body_font(SMALL))
        painter.setPen(tokens.color("secondary"))
        count = f"{sum(map(self.days.is_working, days))} 个工作日"
        if self.days.is_estimated(days[0]):
            count = f"约 {count}"
        painter.drawText(line, _RIGHT, count)
        metrics = painter.fontMetrics()
        specials = [self.days.special(day) for day in days]
        names = "、".join(dict.fromkeys(each.note for each in specials if each and each.note and not each.works))
        room = line.adjusted(used, 0, -metrics.horizontalAdvance(count) - STEP * 2, 0)
        painter.setPen(tokens.color("ok"))
        painter.drawText(room, _LEFT, metrics.elidedText(names, Qt.TextElideMode.ElideRight, int(room.width())))
        painter.setPen(tokens.color("faint"))
        height = (whole.height() - _HEAD) / (_WEEKS + 1)
        for number, word in enumerate(WEEKDAYS):
            width = whole.width() / 7
            box = QRectF(whole.left() + number * width, line.bottom(), width, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)

    def _paint_day(self, painter: QPainter, day: date) -> None:
        tokens, box = theme().tokens, self.cell(day).adjusted(1, 1, -1, -1)
        works, special = self.days.is_working(day), self.days.special(day)
        tone = "" if special is None else "warn" if works else "ok"
        ground = tokens.color(f"{tone}_soft") if tone else tokens.color("panel" if works else "hover")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 3, 3)
        if day in self.days.own:
            painter.setBrush(tokens.color("accent"))
            painter.drawRoundedRect(QRectF(box.left(), box.top(), _OWN, box.height()), 1, 1)
        if day == self.day:
            painter.setPen(QPen(tokens.color("accent" if self.hasFocus() else "border_strong"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 3, 3)
        painter.setPen(tokens.color(tone or ("text" if works else "secondary")))
        font = body_font(SMALL, bold=day == self.today)
        font.setUnderline(day == self.today)
        painter.setFont(font)
        middle = box.adjusted(_OWN if day in self.days.own else 0, 0, 0, 0)
        middle.setWidth(middle.width() / 2 if tone else middle.width())
        painter.drawText(middle, Qt.AlignmentFlag.AlignCenter, str(day.day))
        if tone:
            painter.setFont(body_font(SMALL))
            painter.drawText(
                middle.translated(middle.width(), 0), Qt.AlignmentFlag.AlignCenter, WORK if works else REST
            )
