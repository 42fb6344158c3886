"""工作日历: the year by keys, days and notes, an estimated year, files of days, and those who only look."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.bureau import MORNING, Bureau
from tests.ui.conftest import Answers, during, nameless
from tests.ui.shell.conftest import Open, Show
from ui.administration import AdministrationPage
from ui.calendar import CalendarDialog, CalendarPage
from ui.hands import Hands
from ui.theme import theme
from ui.year_view import YearView
from ycdesk.domain.working_days import SpecialDay
from ycdesk.services.calendar import confirm_year, set_day, working_days

TODAY = MORNING.date()  # Tuesday 2025-07-01


@pytest.fixture
def page(bureau: Bureau, show: Show) -> CalendarPage:
    page = CalendarPage(bureau.office, bureau.admin)
    page.resize(1280, 640)
    page.refresh()
    show(page)
    return page


def ground(view: YearView, day: date) -> QColor:
    """The colour in the corner of a day's cell, where no sign stands."""
    box = view.cell(day)
    return view.grab().toImage().pixelColor(QPoint(int(box.center().x()), int(box.bottom()) - 2))


def test_the_cursor_walks_through_days_months_and_years(page: CalendarPage, hands: Hands) -> None:
    assert page.view.hasFocus()
    assert page.view.day == TODAY
    ways = [
        ("Right", date(2025, 7, 2)),
        ("Down", date(2025, 7, 9)),
        ("Left", date(2025, 7, 8)),
        ("Up", TODAY),
        ("Left", date(2025, 6, 30)),
        ("PageDown", date(2025, 7, 30)),
        ("End", date(2025, 7, 31)),
        ("PageUp", date(2025, 6, 30)),  # June has no 31st
        ("Home", date(2025, 6, 1)),
        ("Ctrl+Right", date(2026, 6, 1)),
        ("Ctrl+Left", date(2025, 6, 1)),
    ]
    for key, day in ways:
        hands.press(key)
        assert page.view.day == day, key
    assert page.heading.text() == "2025 年"
    assert page.total.text() == "全年 248 个工作日"


def test_the_29th_of_february_has_no_next_year_and_the_calendar_ends(page: CalendarPage, hands: Hands) -> None:
    page.view.go(date(2024, 2, 29))
    hands.press("Ctrl+Right")
    assert page.view.day == date(2025, 2, 28)
    page.view.go(date(2100, 12, 31))
    hands.press("Right")
    assert page.view.day == date(2100, 12, 31)
    page.after.click()
    assert page.heading.text() == "2100 年"


def test_the_day_is_said_in_words(page: CalendarPage) -> None:
    said = {
        date(2025, 7, 1): "2025-07-01 星期二　上班",
        date(2025, 7, 5): "2025-07-05 星期六　休息",
        date(2025, 9, 28): "2025-09-28 星期日　上班　国庆节",
        date(2025, 10, 6): "2025-10-06 星期一　休息　中秋",
    }
    for day, words in said.items():
        page.view.go(day)
        assert page.words.text() == page.view.accessibleDescription() == page.day_words(day) == words


def test_space_lets_a_day_rest_and_enter_says_why(bureau: Bureau, page: CalendarPage, hands: Hands) -> None:
    friday = date(2025, 7, 4)
    hands.press("Right", "Right", "Right")
    assert not page.note.isEnabled()
    hands.press("Enter")  # nothing to say about a day that is as published
    assert page.view.hasFocus()
    hands.press("Space")
    assert working_days(bureau.office).own == {friday: SpecialDay(False)}
    assert (page.words.text(), page.toggle_button.text()) == ("2025-07-04 星期五　休息　本局自定", "改为上班")
    assert page.total.text() == "全年 247 个工作日"
    hands.press("Enter")
    assert page.note.hasFocus()
    hands.type("机关停电")
    hands.press("Enter")
    assert page.view.hasFocus()
    assert working_days(bureau.office).own == {friday: SpecialDay(False, "机关停电")}
    hands.press("Right", "Left")
    assert page.note.text() == "机关停电"
    hands.press("Space")  # as published again
    assert working_days(bureau.office).own == {}
    assert page.total.text() == "全年 248 个工作日"


def test_delete_takes_the_bureaus_word_back(bureau: Bureau, page: CalendarPage, hands: Hands) -> None:
    holiday = date(2025, 10, 1)
    page.view.go(holiday)
    hands.press("Space")
    assert working_days(bureau.office).own == {holiday: SpecialDay(True)}
    assert page.clear_button.isEnabled()
    hands.press("Delete")
    assert working_days(bureau.office).own == {}
    assert page.words.text() == "2025-10-01 星期三　休息　国庆节"
    hands.press("Delete")
    assert page.banner.sentence.text() == "2025-10-01 没有本局自定的安排，不用恢复。"


def test_an_imported_festival_keeps_its_name_when_it_is_worked(bureau: Bureau, show: Show, hands: Hands) -> None:
    set_day(bureau.office, bureau.admin, date(2027, 2, 8), False, "春节")
    page = CalendarPage(bureau.office, bureau.admin)
    page.view.go(date(2027, 2, 8))
    page.refresh()
    show(page)
    hands.press("Space")  # a Monday that nobody has published: worked means nothing of the bureau's own
    assert working_days(bureau.office).own == {}
    set_day(bureau.office, bureau.admin, date(2027, 2, 6), False, "春节")  # a Saturday
    page.view.go(date(2027, 2, 6))
    page.refresh()
    hands.press("Space")
    assert working_days(bureau.office).own == {date(2027, 2, 6): SpecialDay(True, "春节")}


def test_2027_is_estimated_until_it_is_confirmed(
    bureau: Bureau, page: CalendarPage, hands: Hands, answers: Answers
) -> None:
    """261 weekdays: 52 weeks of five and Friday, the first and the last day of 2027."""
    hands.press("Ctrl+Right", "Ctrl+Right")
    sentence = "2027 年的放假安排程序还不知道：按周一至周五估算，请核对后确认"
    assert page.state_words.text() == f"! {sentence}"
    assert page.state.property("banner") == "warn"
    assert page.total.text() == "全年约 261 个工作日"
    answers.yes = False
    page.confirm_button.click()
    assert page.days.confirmed == frozenset()
    answers.yes = True
    page.confirm_button.click()
    assert "全年 261 个工作日" in answers.said[-1]
    assert page.state_words.text() == "✓ 2027 年的放假安排已由管理员核对确认。"
    assert page.total.text() == "全年 261 个工作日"
    assert (page.confirm_button.isVisible(), page.unconfirm_button.isVisible()) == (False, True)
    page.unconfirm_button.click()
    assert working_days(bureau.office).is_estimated(date(2027, 1, 4))
    assert page.confirm_button.isVisible()


def test_who_was_slower_reads_why(bureau: Bureau, page: CalendarPage) -> None:
    page.view.go(date(2027, 1, 4))
    confirm_year(bureau.office, bureau.admin, 2027)
    page.confirm_button.click()
    assert page.banner.sentence.text() == "2027 年的放假安排已经确认过了。"


def test_a_file_of_days_is_taken(bureau: Bureau, page: CalendarPage, answers: Answers, tmp_path: Path) -> None:
    answers.file = tmp_path / "2027.csv"
    answers.file.write_bytes("日期,是否上班,节日\n2027/2/14,上班,春节\n2027/2/5,放假,春节\n".encode("gb18030"))
    page.import_button.click()
    assert page.view.day == date(2027, 2, 5)
    said = "已从 2027.csv 导入 2 天（2027-02-05 至 2027-02-14），请核对后确认本年。"
    assert page.banner.sentence.text() == said
    assert page.note.text() == "春节"
    assert set(working_days(bureau.office).own) == {date(2027, 2, 5), date(2027, 2, 14)}


def test_of_a_wrong_file_ten_lines_are_read_out(
    bureau: Bureau, page: CalendarPage, answers: Answers, tmp_path: Path
) -> None:
    answers.file = tmp_path / "2027.csv"
    answers.file.write_text("date,is_workday\n" + "2027-13-01,1\n" * 12, encoding="utf-8")
    page.import_button.click()
    said = answers.said[-1]
    assert said.startswith("2027.csv 没有导入，请改好后再试。第 2 行：“2027-13-01”不是日期")
    assert "第 11 行：" in said
    assert "第 12 行：" not in said
    assert said.endswith("……共 12 处。")
    answers.file = tmp_path / "none.csv"
    page.import_button.click()
    assert "none.csv 读不出来" in answers.said[-1]
    answers.file = None
    page.import_button.click()
    assert working_days(bureau.office).own == {}


def test_days_of_rest_and_swapped_days_are_coloured(bureau: Bureau, page: CalendarPage) -> None:
    set_day(bureau.office, bureau.admin, date(2025, 7, 4), False)
    page.refresh()
    tokens = theme().tokens
    grounds = {
        date(2025, 7, 5): tokens.hover,
        date(2025, 10, 1): tokens.ok_soft,
        date(2025, 9, 28): tokens.warn_soft,
        date(2025, 7, 4): tokens.ok_soft,
    }
    assert {day: ground(page.view, day).name() for day in grounds} == grounds
    box = page.view.cell(date(2025, 7, 4))
    stripe = page.view.grab().toImage().pixelColor(QPoint(int(box.left()) + 2, int(box.center().y())))
    assert stripe.name() == tokens.accent


def test_a_click_puts_the_cursor_on_a_day(page: CalendarPage) -> None:
    day = date(2025, 11, 30)
    QTest.mouseClick(page.view, Qt.MouseButton.LeftButton, pos=page.view.cell(day).center().toPoint())
    assert page.view.day == day


def test_every_day_has_its_own_place(page: CalendarPage) -> None:
    """2025-06 begins on a Sunday and has six weeks, all inside the view."""
    for month in range(1, 13):
        days = [date(2025, month, number) for number in range(1, 29)]
        boxes = [page.view.cell(day).adjusted(0.5, 0.5, -0.5, -0.5) for day in days]
        assert all(not one.intersects(other) for one in boxes for other in boxes if one != other)
    assert page.view.rect().toRectF().contains(page.view.cell(date(2025, 12, 31)))
    assert page.view.rect().toRectF().contains(page.view.cell(date(2025, 6, 30)))


def test_the_administrator_finds_the_calendar_by_its_name(bureau: Bureau, open_window: Open, hands: Hands) -> None:
    window = open_window(bureau.admin)
    hands.press("Ctrl+K")
    hands.type("gzrl")
    hands.press("Enter")
    place = window.pages.currentWidget()
    assert isinstance(place, AdministrationPage)
    assert place.tabs.currentWidget() is place.calendar
    assert place.calendar.view.hasFocus()
    assert place.calendar.total.text() == "全年 248 个工作日"


def test_everybody_else_may_look_at_it(bureau: Bureau, open_window: Open, hands: Hands) -> None:
    set_day(bureau.office, bureau.admin, date(2025, 7, 2), False, "机关停电")
    open_window(bureau.wang)

    def look(dialog: QWidget) -> None:
        assert isinstance(dialog, CalendarDialog)
        assert nameless(dialog) == []
        page = dialog.page
        assert page.view.hasFocus()
        hands.press("Space", "Enter", "Delete", "Right")
        assert page.words.text() == "2025-07-02 星期三　休息　本局自定　机关停电"
        assert [each.isVisible() for each in (page.note, page.confirm_button, page.import_button)] == [False] * 3
        hands.press("Ctrl+Right", "Ctrl+Right")
        assert page.state_words.text().endswith("按周一至周五估算，请管理员核对后确认")
        hands.press("Esc")

    hands.press("Ctrl+K")
    hands.type("工作日历")
    during(look)
    hands.press("Enter")
    assert set(working_days(bureau.office).own) == {date(2025, 7, 2)}
    assert QApplication.activeModalWidget() is None
