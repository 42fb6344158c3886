"""Rules of the work and deputies, kept by the administrator with the keyboard."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pytestqt.qtbot import QtBot

from tests.bureau import Bureau
from tests.ui.conftest import during, nameless
from ui.deed_dialog import DeedDialog
from ui.work_rules import WorkRulesPage
from ycdesk.domain.states import CaseState
from ycdesk.services.bureau_settings import letterhead, stage_limits
from ycdesk.services.deputies import deputies
from ycdesk.services.signing import second_signature


def opened(bureau: Bureau, qtbot: QtBot) -> WorkRulesPage:
    """The tab as the administrator sees it."""
    page = WorkRulesPage(bureau.office, bureau.admin)
    qtbot.addWidget(page)
    page.resize(1200, 640)
    page.show()
    page.refresh()
    return page


def test_the_amount_and_the_limits_are_kept(bureau: Bureau, qtbot: QtBot) -> None:
    page = opened(bureau, qtbot)
    page.form.inputs["amount"].setText("200,000")  # type: ignore[attr-defined]
    page.form.inputs["pending"].setText("7")  # type: ignore[attr-defined]
    page.form.inputs["returned"].setText("")  # type: ignore[attr-defined]
    page.save_button.click()
    assert second_signature(bureau.office) == Decimal("200000.00")
    limits = stage_limits(bureau.office)
    assert (limits[CaseState.PENDING], CaseState.RETURNED in limits) == (7, False)
    assert page.form.value("amount") == "200000.00"


def test_what_the_letters_say_of_the_bureau_is_kept(bureau: Bureau, qtbot: QtBot) -> None:
    page = opened(bureau, qtbot)
    page.head.inputs["phone"].setText(" 0359-2660000 ")  # type: ignore[attr-defined]
    page.save_button.click()
    assert letterhead(bureau.office) == {"phone": "0359-2660000", "supervision_phone": "", "address": ""}
    assert page.head.value("phone") == "0359-2660000"
    assert nameless(page) == []


def test_what_is_no_number_is_said_at_its_field_and_stays(bureau: Bureau, qtbot: QtBot) -> None:
    page = opened(bureau, qtbot)
    page.form.inputs["pending"].setText("十天")  # type: ignore[attr-defined]
    page.save_button.click()
    assert page.form.said("pending") == "请填写工作日数，或者留空。"
    assert page.form.value("pending") == "十天"
    assert stage_limits(bureau.office)[CaseState.PENDING] == 10


def test_a_leave_is_entered_and_ended(bureau: Bureau, qtbot: QtBot) -> None:
    page = opened(bureau, qtbot)

    def fill(dialog: object) -> None:
        assert isinstance(dialog, DeedDialog)
        assert nameless(dialog) == []
        dialog.form.inputs["deputy"].setCurrentIndex(0)  # type: ignore[attr-defined]
        dialog.accept()
        assert dialog.form.said("last_day") == "请填写代办的起止日期，起始日不晚于截止日。"
        dialog.form.inputs["last_day"].setText("2025-07-04")  # type: ignore[attr-defined]
        dialog.accept()

    during(fill)
    page.add_button.click()
    [entry] = deputies(bureau.office)
    assert (entry.person.name, entry.first_day, entry.last_day) == ("李建国", date(2025, 7, 1), date(2025, 7, 4))
    page.table.selectRow(0)
    page.end_button.click()
    assert deputies(bureau.office)[0].last_day == date(2025, 7, 1)


def test_every_input_has_a_name(bureau: Bureau, qtbot: QtBot) -> None:
    assert nameless(opened(bureau, qtbot)) == []
