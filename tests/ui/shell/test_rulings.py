"""口径与裁定: the list of readings, recording a ruling, the register, two packages compared."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.bureau import Bureau
from tests.services.test_reading_list import AT_HOME, ruling
from tests.successor import write
from tests.ui.conftest import Answers, nameless
from tests.ui.shell.conftest import Open, Show
from ui.background import Background
from ui.rulings import RulingsPage
from ui.rulings_dialog import RulingDialog
from ui.rulings_table import Column, Row, RowsTable
from ycdesk.domain.ruling import Subject
from ycdesk.services.packages import add_package
from ycdesk.services.ruling_effects import record_values
from ycdesk.services.rulings import list_rulings


def made(bureau: Bureau, background: Background, show: Show, qtbot: QtBot) -> RulingsPage:
    page = RulingsPage(bureau.office, bureau.li, background)
    page.resize(1280, 700)
    show(page)
    page.refresh()
    qtbot.waitUntil(lambda: not background.busy)
    return page


def test_typing_narrows_the_readings(bureau: Bureau, background: Background, show: Show, qtbot: QtBot) -> None:
    page = made(bureau, background, show, qtbot)
    assert page.readings.count.text().startswith("124 条")
    page.readings.search.setText("境内重点展会 比例")
    assert [row.data for row in page.readings.table.rows.rows] == ["8"]
    assert "境内重点展会的补助比例" in page.readings.sheet.toPlainText()
    qtbot.waitUntil(lambda: not background.busy)


def test_a_decided_case_opens_from_its_reading(
    bureau: Bureau, background: Background, show: Show, qtbot: QtBot
) -> None:
    case = bureau.pending(AT_HOME)
    page = made(bureau, background, show, qtbot)
    page.readings.show_reading("8")
    qtbot.waitUntil(lambda: bool(page.readings.cases.rows.rows))
    assert page.readings.cases.rows.rows[0].cells[4:] == ("7,000.00", "8,000.00")
    with qtbot.waitSignal(page.opened) as opened:
        page.readings.cases.activated.emit(page.readings.cases.currentIndex())
    assert opened.args is not None
    assert opened.args[0].case_id == case.id


def test_a_ruling_shows_its_consequences_before_it_is_recorded(
    bureau: Bureau, background: Background, show: Show, qtbot: QtBot
) -> None:
    case = bureau.pending(AT_HOME)
    package = bureau.office.package
    dialog = RulingDialog(None, bureau.office, bureau.li, background, package, Subject.READING, "8")
    show(dialog)
    assert nameless(dialog) == []
    dialog.accept()
    assert dialog.form.said("document").startswith("请填写裁定文件")
    assert dialog.form.said("valid_from").startswith("请填写自哪一天起")
    wanted = ruling(bureau)
    dialog.choice.setCurrentIndex(dialog.choice.findData(wanted.choice))
    values = (("document", wanted.document), ("decided_on", "20250601"), ("signer", "李"), ("valid_from", "2025.1.1"))
    for name, text in values:
        dialog.form.inputs[name].setText(text)  # type: ignore[attr-defined]
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.go.text() == "记录裁定")
    assert list_rulings(bureau.office) == []
    assert dialog.words.text() == "待审批的 1 件须退回重新提交，审批时会提示（+1,000.00 元）。"
    assert dialog.table.rows.rows[0].cells[0] == case.number
    dialog.accept()
    assert [each.document for each in list_rulings(bureau.office)] == [wanted.document]


def test_the_register_says_what_is_not_ruled(bureau: Bureau, background: Background, show: Show, qtbot: QtBot) -> None:
    page = made(bureau, background, show, qtbot)
    page.tabs.setCurrentWidget(page.register)
    assert page.register.split_words.text() == "! 永济市的市县分担比例：未裁定"
    assert page.register.rate_words.text().endswith("的补助比例：未裁定")
    values = ruling(bureau, subject=Subject.SPLIT, reading_id="", choice="", county="140881", percent=20)
    record_values(bureau.office, bureau.li, values)
    page.refresh()
    qtbot.waitUntil(lambda: not background.busy)
    assert page.register.split_words.text() == "✓ 分担比例　永济市：市级 20%，所在地 80%"
    assert page.register.table.rows.rows[0].cells[6] == "0"


def test_two_packages_are_compared_once_another_is_loaded(
    bureau: Bureau, background: Background, show: Show, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    page = RulingsPage(bureau.office, bureau.admin, background)
    show(page)
    page.tabs.setCurrentWidget(page.differences)
    assert page.differences.middle.currentWidget() is page.differences.empty
    answers.folder = write(tmp_path / "successor")
    page.differences.load()
    rows = [row.cells for row in page.differences.table.rows.rows]
    assert any(cells[0] == "三(一)" and "80" in cells[4] and "75" in cells[5] for cells in rows)
    assert any(cells[0] == "五(三)" and "500,000" in cells[4] and "400,000" in cells[5] for cells in rows)
    qtbot.waitUntil(lambda: not background.busy)


def test_every_role_sees_the_place_and_only_some_record(
    bureau: Bureau, background: Background, open_window: Open, qtbot: QtBot
) -> None:
    for person, may in ((bureau.li, True), (bureau.admin, True), (bureau.wang, False), (bureau.sun, False)):
        window = open_window(person)
        window.open_place("rulings")
        page = window.pages.currentWidget()
        assert isinstance(page, RulingsPage)
        assert page.readings.rule_button.isVisible() is may
        for tab in range(page.tabs.count()):
            page.tabs.setCurrentIndex(tab)
            assert nameless(page.tabs.currentWidget()) == []
        qtbot.waitUntil(lambda: not background.busy)


def test_what_is_copied_starts_no_formula(show: Show) -> None:
    table = RowsTable("表", (Column("单位", 100), Column("增减", 100, right=True)))
    show(table)
    table.show_rows([Row(("=cmd()", "-1,000.00"), 1)])
    assert table.copy() == 1
    assert QGuiApplication.clipboard().text() == "单位\t增减\n'=cmd()\t-1,000.00\n"


def test_of_two_policies_one_is_chosen(
    bureau: Bureau, background: Background, show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    """The readings, what is not ruled and a new ruling are those of the policy that is chosen."""
    page = made(bureau, background, show, qtbot)
    assert not page.package_box.isVisible()
    new = add_package(bureau.office, bureau.admin, write(tmp_path / "successor"))
    page.refresh()
    assert page.package_box.isVisible()
    assert page.package.id != new.id  # today is in 2025
    page.package_box.setCurrentIndex(page.package_box.findData(new.id))
    qtbot.waitUntil(lambda: not background.busy)
    assert {line.policy_id for line in page.readings.lines} == {new.id}
    assert page.package.id == new.id
    page.tabs.setCurrentWidget(page.differences)
    assert not page.package_box.isVisible()
    page.tabs.setCurrentWidget(page.register)
    assert page.register.policy_id == new.id
    assert nameless(page) == []
    qtbot.waitUntil(lambda: not background.busy)


def test_the_effects_of_a_ruling_are_counted_once_the_cursor_is_on_it(
    bureau: Bureau, background: Background, show: Show, qtbot: QtBot
) -> None:
    bureau.draft(AT_HOME)
    first = record_values(bureau.office, bureau.li, ruling(bureau))
    record_values(bureau.office, bureau.li, ruling(bureau, document="二号"))
    page = made(bureau, background, show, qtbot)
    page.tabs.setCurrentWidget(page.register)
    qtbot.waitUntil(lambda: not background.busy)
    assert [row.cells[6] for row in page.register.table.rows.rows] == ["1", ""]
    page.register.table.selectRow(1)
    qtbot.waitUntil(lambda: not background.busy)
    assert [row.cells[6] for row in page.register.table.rows.rows] == ["1", "0"]  # the later one governs
    assert page.register.table.current() == first.id
