"""上会与公示: from the decided cases to the payment by keys alone, the sentence about the money, objections."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtWidgets import QLineEdit, QWidget

from tests.bureau import Bureau
from tests.paid import posted
from tests.services.test_meeting import supported
from tests.ui.conftest import Answers, nameless
from tests.ui.money.conftest import Desk, Go
from ui.batches_dialogs import NoticeDialog
from ui.deed_dialog import DeedDialog
from ycdesk.domain.payment import CITY
from ycdesk.domain.states import CaseState
from ycdesk.services.budget import add_budget
from ycdesk.services.calendar import set_day
from ycdesk.services.dossiers import get_case
from ycdesk.services.meeting import batches, objections_to
from ycdesk.services.payments import payment_lines


def cells(desk: Desk, column: int) -> list[str]:
    """A column of the cases of the batch."""
    return [row.cells[column] for row in desk.page.batches.table.rows.rows]


def test_from_the_decision_to_the_payment_of_both_parts_by_keys(bureau: Bureau, go: Go, answers: Answers) -> None:
    ids = [supported(bureau).id, supported(bureau).id]
    desk = go(bureau.li)
    desk.hands.press("Alt+2")
    desk.fill("Ctrl+B", "12,000,000", "运财预〔2025〕16号")
    desk.hands.press("Alt+1")
    desk.page.batches.table.setFocus()
    desk.hands.press("Ctrl+A", "Space")
    desk.fill("Ctrl+B", "第一批")
    assert cells(desk, 9) == ["✓ 可安排", "✓ 可安排"]
    assert desk.page.batches.words.text() == "本年资金够用，办完还余 市本级 11,990,000.00 元"
    desk.fill("Ctrl+M", "局党组纪要〔2025〕5号")
    desk.fill("Ctrl+G")
    ((batch, _),) = batches(bureau.office)
    assert (str(batch.first_day), str(batch.last_day), batch.place) == ("2025-07-02", "2025-07-08", "运城市商务局网站")
    assert not desk.page.batches.clear_button.isEnabled()
    assert "公示到 2025-07-08 为止" in desk.page.batches.clear_button.toolTip()
    desk.later(8)
    desk.hands.press("Ctrl+E")
    assert answers.said == [f"批次 {batch.number} 公示期满，转入拨付？没有异议。公示期满"]
    assert {get_case(bureau.office, case_id).state for case_id in ids} == {CaseState.PAYABLE}
    desk.hands.press("Alt+3", "Ctrl+A", "Space")
    desk.fill("Ctrl+Enter", "记07-012")
    assert {get_case(bureau.office, case_id).state for case_id in ids} == {CaseState.PAID}
    paid = [line.paid for case_id in ids for line in payment_lines(bureau.office, case_id)]
    assert [(payment.voucher, str(payment.paid_on)) for payment in paid if payment] == [("记07-012", "2025-07-09")] * 4


def test_the_sentence_names_the_first_case_without_money_and_what_is_lacking(bureau: Bureau, go: Go) -> None:
    for _ in range(3):
        supported(bureau)  # 5 000 of the city's each
    add_budget(bureau.office, bureau.li, 2025, CITY, Decimal("10000.01"), "运财预1号")
    desk = go(bureau.li)
    assert desk.page.batches.words.text() == "按优先顺序，从第 3 件起本年资金不足，差 4,999.99 元"
    assert cells(desk, 9) == ["✓ 可安排", "✓ 可安排", "△ 差市本级 4,999.99 元"]
    assert cells(desk, 1) == ["1", "2", "3"]


def test_minutes_without_a_number_are_refused_beside_the_field_and_nothing_typed_is_lost(
    bureau: Bureau, go: Go
) -> None:
    supported(bureau)
    desk = go(bureau.li)
    desk.fill("Ctrl+B", "第一批")

    def act(dialog: QWidget) -> None:
        assert isinstance(dialog, DeedDialog)
        assert nameless(dialog) == []
        desk.hands.press("Tab", "Ctrl+A")
        desk.hands.type("2025-13-01")
        desk.hands.press("Ctrl+Enter")
        assert dialog.form.said("number") == "请填写会议纪要的文号。"
        assert "没有 13 月" in dialog.form.said("held_on")
        assert dialog.form.value("held_on") == "2025-13-01"
        assert dialog.form.inputs["number"].hasFocus()

    desk.in_dialog("Ctrl+M", act)
    assert batches(bureau.office)[0][0].minutes_number == ""


def test_the_days_of_the_notice_follow_what_is_typed(bureau: Bureau, go: Go) -> None:
    set_day(bureau.office, bureau.admin, date(2025, 7, 3), False)
    supported(bureau)
    desk = go(bureau.li)
    desk.fill("Ctrl+B", "第一批")
    desk.fill("Ctrl+M", "纪要1号")

    def act(dialog: QWidget) -> None:
        assert isinstance(dialog, NoticeDialog)
        assert nameless(dialog) == []
        assert dialog.period.text() == "2025-07-02 至 2025-07-09"
        days = dialog.form.inputs["days"]
        assert isinstance(days, QLineEdit)
        days.setFocus()
        desk.hands.press("Ctrl+A")
        desk.hands.type("7")
        desk.hands.press("Tab", "Down")  # calendar days
        assert dialog.period.text() == "2025-07-02 至 2025-07-08"
        days.setText("0")
        assert dialog.period.text() == "—"
        desk.hands.press("Ctrl+Enter")
        assert dialog.form.said("days") == "公示天数应在 1 到 60 之间。"
        dialog.form.inputs["posted_on"].setText("2031-07-01")  # type: ignore[attr-defined]
        days.setText("5")
        assert dialog.period.text().endswith("（估算：所在年度的放假安排还没有确认）")

    desk.in_dialog("Ctrl+G", act)


def test_cases_go_into_a_batch_and_out_again(bureau: Bureau, go: Go) -> None:
    first, second = supported(bureau), supported(bureau)
    desk = go(bureau.li)
    assert desk.page.batches.put_in_button.toolTip() == "没有还未公示的批次，请先建立批次。"
    desk.fill("Ctrl+B", "第一批")  # takes the case under the cursor
    assert cells(desk, 2) == [first.number]
    desk.page.batches.list.setFocus()
    desk.hands.press("Home")
    assert cells(desk, 2) == [second.number]
    desk.fill("Ctrl+I")
    desk.hands.press("Down")
    assert cells(desk, 2) == [first.number, second.number]
    desk.page.batches.table.setFocus()
    desk.hands.press("Down", "Ctrl+O")
    assert cells(desk, 2) == [first.number]
    assert get_case(bureau.office, second.id).batch_id is None


def test_an_objection_is_registered_and_answered(bureau: Bureau, go: Go) -> None:
    case = supported(bureau)
    posted(bureau.office, bureau.li, [case])
    desk = go(bureau.li)
    desk.page.batches.list.setFocus()
    desk.hands.press("Down")
    assert not desk.page.batches.answer_button.isEnabled()
    desk.fill("Ctrl+Y", "某人", "13900000000", "展位照片不是本届的")
    assert cells(desk, 8) == ["! 异议待答复"]
    desk.fill("Ctrl+Shift+Y", "经核查，照片为本届所摄。")
    (objection,) = objections_to(bureau.office, case.id)
    assert (objection.objector, objection.answer) == ("某人", "经核查，照片为本届所摄。")
    assert cells(desk, 8) == ["公示中"]


def test_clerk_and_administrator_see_why_they_cannot(bureau: Bureau, go: Go) -> None:
    supported(bureau)
    for person in (bureau.sun, bureau.admin):
        tab = go(person).page.batches
        for button in (tab.open_button, tab.minutes_button, tab.publicise_button, tab.put_in_button):
            assert not button.isEnabled()
            assert button.toolTip() == f"批次和公示由审批人办理，您的岗位是{person.role.label}。"
        assert len(tab.table.rows.rows) == 1
