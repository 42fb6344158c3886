"""工作日历: the year with its working days, what the bureau changes in it, and whether it is known or estimated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui import dialogs
from ui.banner import Banner
from ui.focus import enter_at
from ui.line_edit import LineEdit
from ui.parts import Badge, KeyHints, button, label, secondary, title, tool
from ui.theme import STEP, kind
from ui.year_view import REST, WEEKDAYS, WORK, YearView
from ycdesk.domain.errors import DeskError, InputProblem
from ycdesk.domain.people import Person, Role
from ycdesk.domain.working_days import WorkingDays, published_years
from ycdesk.services.calendar import (
    EARLIEST,
    LATEST,
    clear_day,
    confirm_year,
    import_file,
    set_day,
    unconfirm_year,
    working_days,
)
from ycdesk.services.office import Office

_SHOWN = 10  #: problems of a file that are read out


class CalendarPage(QWidget):
    """The year above, the day with the cursor below; only an administrator changes anything."""

    def __init__(self, office: Office, person: Person) -> None:
        super().__init__()
        self.office, self.person = office, person
        self.days = WorkingDays()
        self.banner = Banner()
        self.heading, self.total = title(""), secondary("")
        self.before, self.after = tool("left", "上一年"), tool("right", "下一年")
        self.state = QFrame()
        self.state_words = label("", wrap=True)
        self.confirm_button = button("确认本年")
        self.unconfirm_button = button("撤销确认")
        self.import_button = button("导入…", "", "load")
        self.view = YearView(office.clock().date(), range(EARLIEST, LATEST + 1))
        self.words = label("")
        self.note = LineEdit(placeholder="本局自定的日子可以写说明，例如：机关停电")
        self.toggle_button = button("改为休息")
        self.clear_button = button("恢复")
        self._build()
        self._connect()
        enter_at(self, self.view)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(STEP * 2)
        head.addWidget(self.before)
        head.addWidget(self.heading)
        head.addWidget(self.after)
        head.addSpacing(STEP * 2)
        head.addWidget(self.total)
        head.addStretch(1)
        for words, tone, sign in (("放假", "ok", REST), ("上班", "warn", WORK), ("本局自定", "accent", "|")):
            head.addWidget(Badge(words, tone, sign))
        state = QHBoxLayout(self.state)
        state.setContentsMargins(STEP * 3, STEP, STEP * 2, STEP)
        state.setSpacing(STEP * 2)
        state.addWidget(self.state_words, 1)
        self.note.setAccessibleName("说明")
        below = QHBoxLayout()
        below.setSpacing(STEP * 2)
        below.addWidget(self.words)
        below.addWidget(self.note, 1)
        keys = [("← → ↑ ↓", "移动"), ("PageUp PageDown", "月"), ("Ctrl+← →", "年")]
        if self.may_change:
            for part in (self.confirm_button, self.unconfirm_button, self.import_button):
                state.addWidget(part)
            for part in (self.toggle_button, self.clear_button):
                below.addWidget(part)
            keys += [("空格", "上班或休息"), ("Enter", "写说明"), ("Delete", "恢复")]
        inside = QVBoxLayout()
        inside.setContentsMargins(STEP * 5, STEP * 2, STEP * 5, STEP * 2)
        inside.setSpacing(STEP * 2)
        inside.addLayout(head)
        inside.addWidget(self.state)
        inside.addWidget(self.view, 1)
        inside.addLayout(below)
        inside.addWidget(KeyHints(keys))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addLayout(inside, 1)

    def _connect(self) -> None:
        self.before.setToolTip("上一年　Ctrl+←")
        self.after.setToolTip("下一年　Ctrl+→")
        self.before.clicked.connect(lambda: self.view.go_months(-12))
        self.after.clicked.connect(lambda: self.view.go_months(12))
        self.view.moved.connect(self._show)
        if not self.may_change:
            return
        self.toggle_button.setToolTip("改为休息或上班　空格")
        self.clear_button.setToolTip("恢复程序自带的安排　Delete")
        self.view.toggled.connect(self.toggle)
        self.view.noted.connect(self._go_to_note)
        self.view.cleared.connect(self.clear)
        self.note.returnPressed.connect(self.keep_note)
        self.toggle_button.clicked.connect(self.toggle)
        self.clear_button.clicked.connect(self.clear)
        self.confirm_button.clicked.connect(self.confirm)
        self.unconfirm_button.clicked.connect(self.unconfirm)
        self.import_button.clicked.connect(self.load)

    @property
    def may_change(self) -> bool:
        """Whether this person keeps the calendar."""
        return self.person.role is Role.ADMINISTRATOR

    def refresh(self) -> None:
        """Read the calendar anew; the cursor stays on its day."""
        self.days = working_days(self.office)
        self.view.show_days(self.days)
        self._show()

    # deeds

    def toggle(self) -> None:
        """Let the bureau rest on the day if it works, and work if it rests."""
        day = self.view.day
        own, works = self.days.own.get(day), not self.days.is_working(day)
        if own is not None and works == WorkingDays().is_working(day):
            self.clear()
        else:
            self._do(lambda: set_day(self.office, self.person, day, works, own.note if own else ""))

    def keep_note(self) -> None:
        """Store the note of the day, and go back to the year."""
        day, text = self.view.day, self.note.text()
        own = self.days.own.get(day)
        if own is not None and " ".join(text.split()) != own.note:
            self._do(lambda: set_day(self.office, self.person, day, own.works, text))
        self.view.setFocus()

    def clear(self) -> None:
        """Take the bureau's own word on the day back."""
        self._do(lambda: clear_day(self.office, self.person, self.view.day))

    def confirm(self) -> None:
        """Say that the year agrees with the notice."""
        year = self.view.day.year
        heading = f"{year} 年的放假安排已经与国务院办公厅的通知逐日核对过了？"
        text = f"日历上全年 {self._count(year)} 个工作日。确认以后，这一年的期限不再标为估算。"
        if dialogs.ask(self, heading, text, "确认本年"):
            self._do(lambda: confirm_year(self.office, self.person, year))

    def unconfirm(self) -> None:
        """Take that back."""
        self._do(lambda: unconfirm_year(self.office, self.person, self.view.day.year))

    def load(self) -> None:
        """Take days from a file."""
        path = dialogs.choose_file(self, "导入放假安排", "表格 (*.csv *.txt);;所有文件 (*)")
        if path is None:
            return
        try:
            days = import_file(self.office, self.person, path)
        except InputProblem as problem:
            said = list(problem.problems.values())
            more = [f"……共 {len(said)} 处。"] if len(said) > _SHOWN else []
            dialogs.warn(self, f"{path.name} 没有导入，请改好后再试。", "\n".join(said[:_SHOWN] + more))
        except DeskError as problem:
            self.banner.tell(str(problem), "bad")
        else:
            self.refresh()
            self.view.go(days[0])
            check = "，请核对后确认本年" if self.days.is_estimated(days[0]) else ""
            self.banner.tell(f"已从 {path.name} 导入 {len(days)} 天（{days[0]} 至 {days[-1]}）{check}。", "ok")

    def _do(self, deed: Callable[[], object]) -> None:
        try:
            deed()
        except DeskError as problem:
            self.banner.tell(str(problem), "bad")
        else:
            self.banner.hide()
            self.refresh()

    # showing

    def _show(self) -> None:
        year, day = self.view.day.year, self.view.day
        estimated = self.days.is_estimated(day)
        self.heading.setText(f"{year} 年")
        self.total.setText(f"全年{'约' if estimated else ''} {self._count(year)} 个工作日")
        self._show_state(year, estimated)
        words, own = self.day_words(day), self.days.own.get(day)
        self.words.setText(words)
        self.view.setAccessibleDescription(words)
        self.note.setText(own.note if own else "")
        self.note.setVisible(self.may_change)
        self.note.setEnabled(own is not None)
        self.toggle_button.setText("改为休息" if self.days.is_working(day) else "改为上班")
        self.clear_button.setEnabled(own is not None)

    def _show_state(self, year: int, estimated: bool) -> None:
        if estimated:
            who = "" if self.may_change else "管理员"
            tone, words = "warn", f"! {year} 年的放假安排程序还不知道：按周一至周五估算，请{who}核对后确认"
        elif year in published_years():
            change = "；与本局实际不同的日子可以改" if self.may_change else ""
            tone, words = "info", f"{year} 年的放假安排随程序提供{change}。"
        else:
            tone, words = "ok", f"✓ {year} 年的放假安排已由管理员核对确认。"
        self.state_words.setText(words)
        if self.state.property("banner") != tone:
            self.state.setProperty("banner", tone)
            self.state.style().unpolish(self.state)
            self.state.style().polish(self.state)
        self.confirm_button.setVisible(self.may_change and estimated)
        self.unconfirm_button.setVisible(self.may_change and tone == "ok")

    def day_words(self, day: date) -> str:
        """A day in words: what it is and by whose word."""
        special, own = self.days.special(day), day in self.days.own
        parts = [f"{day.isoformat()} 星期{WEEKDAYS[day.weekday()]}", "上班" if self.days.is_working(day) else "休息"]
        if special is not None:
            parts += ["本局自定"] * own
            parts += [special.note] * (not own or not self.may_change)  # else it stands in its field
        return "　".join(part for part in parts if part)

    def _count(self, year: int) -> int:
        return self.days.working_days_between(date(year - 1, 12, 31), date(year, 12, 31))

    def _go_to_note(self) -> None:
        if self.note.isEnabled():
            self.note.setFocus()
            self.note.selectAll()


class CalendarDialog(QDialog):
    """The calendar for whoever has no 管理."""

    def __init__(self, parent: QWidget | None, office: Office, person: Person) -> None:
        super().__init__(parent)
        self.setWindowTitle("工作日历")
        kind(self, "panel")
        self.resize(1120, 640)
        self.page = CalendarPage(office, person)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, STEP, 0, 0)
        column.addWidget(self.page)
        self.page.refresh()
        self.page.view.setFocus()
