"""拨付: vouchers, filters, returns and the new account, counties reminded, filing and recoveries."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tests.bureau import FIRM, Bureau
from tests.paid import cleared
from tests.services.test_meeting import supported
from tests.stages import in_state
from tests.ui.conftest import nameless
from tests.ui.money.conftest import Desk, Go
from ui.deed_dialog import DeedDialog
from ycdesk.domain.case import Case
from ycdesk.domain.states import CaseState
from ycdesk.services.applicants import save_applicant
from ycdesk.services.dossiers import get_case
from ycdesk.services.intake import steps_of
from ycdesk.services.payment_list import LineState


def opened(desk: Desk, days: int = 30) -> Desk:
    """With the tab in front, so many days after the first of July."""
    desk.later(days)
    desk.hands.press("Alt+3")
    return desk


def payable(bureau: Bureau) -> Case:
    """A case with its money, from the 21st of July."""
    return cleared(bureau.office, bureau.li, supported(bureau))


def shown(desk: Desk, column: int) -> list[str]:
    """A column of the table; of a heading its words."""
    return [row.cells[column] if row.data else row.cells[0] for row in desk.page.payments.table.rows.rows]


def show_all(desk: Desk) -> None:
    """Paid lines, too."""
    box = desk.page.payments.filters.state
    box.setCurrentIndex(box.count() - 1)


def test_lines_stand_under_their_treasury_with_the_sums(bureau: Bureau, go: Go) -> None:
    first, second = payable(bureau), payable(bureau)
    desk = opened(go(bureau.sun))
    numbers = [first.number, second.number]
    assert shown(desk, 1) == ["市本级　2 笔　10,000.00 元", *numbers, "临猗县　2 笔　40,000.00 元", *numbers]
    assert set(shown(desk, 7)) >= {"10 天"}
    assert desk.page.payments.sums.text() == "共 4 笔 50,000.00 元"
    assert nameless(desk.page.payments) == []


def test_a_missing_voucher_is_said_beside_its_field(bureau: Bureau, go: Go) -> None:
    case = payable(bureau)
    desk = opened(go(bureau.sun))

    def act(dialog: QWidget) -> None:
        assert isinstance(dialog, DeedDialog)
        assert nameless(dialog) == []
        assert dialog.form.inputs["voucher"].hasFocus()
        desk.hands.press("Ctrl+Enter")
        assert dialog.form.said("voucher") == "请填写凭证号。"
        assert dialog.form.value("paid_on") == "2025-07-31"
        assert dialog.isVisible()
        desk.hands.type("01-7")
        desk.hands.press("Ctrl+Enter")

    desk.in_dialog("Ctrl+Enter", act)
    assert get_case(bureau.office, case.id).state is CaseState.PART_PAID
    assert shown(desk, 1)[1:] == [case.number]  # what is paid has left the list


def test_what_could_not_be_paid_stays_marked_with_its_sentence(bureau: Bureau, go: Go) -> None:
    good = payable(bureau)
    firm = FIRM | {"account_name": "", "account_number": ""}
    save_applicant(bureau.office, bureau.wang, bureau.firm.id, firm, bureau.firm.version)
    bad = payable(bureau)
    desk = opened(go(bureau.sun))
    assert shown(desk, 5).count("! 无账户") == 2
    desk.hands.press("Ctrl+A", "Space")
    desk.fill("Ctrl+Enter", "01-7")
    assert get_case(bureau.office, good.id).state is CaseState.PAID
    assert shown(desk, 1)[1::2] == [bad.number, bad.number]
    table = desk.page.payments.table
    assert len(table.marks) == 2
    assert all(f"× 办件 {bad.number} 提交时没有收款账户，不能拨付。" in words for words in shown(desk, 8)[1::2])
    assert desk.page.payments.banner.sentence.text().startswith("2 笔已登记，2 笔没有登记：")


def test_filters_narrow_the_list(bureau: Bureau, go: Go) -> None:
    payable(bureau)
    in_state(bureau, CaseState.PART_PAID)  # its county line came back
    desk = opened(go(bureau.sun), 35)
    filters = desk.page.payments.filters
    assert len(desk.page.payments.lines) == 4
    filters.state.setCurrentIndex(filters.state.findData(LineState.RETURNED))
    assert shown(desk, 8)[1:] == ["← 退汇：账号有误"]
    show_all(desk)
    assert len(shown(desk, 1)) == 4 + 2
    filters.treasury.setFocus()
    desk.hands.press("Down")
    assert shown(desk, 1)[0].startswith("市本级　2 笔")
    assert len(shown(desk, 1)) == 3
    filters.batch.setCurrentIndex(1)
    assert len(shown(desk, 1)) == 2
    filters.county.setCurrentIndex(1)
    assert filters.county.currentText() == "临猗县"
    assert len(shown(desk, 1)) == 2


def test_an_overdue_county_is_reminded(bureau: Bureau, go: Go) -> None:
    case = payable(bureau)
    desk = opened(go(bureau.sun), 43)  # two working days late
    tab = desk.page.payments
    assert shown(desk, 7)[1::2] == ["! 超 2 日", "! 超 2 日"]
    assert tab.sums.text() == "共 2 笔 25,000.00 元，逾期 2 笔"
    assert tab.remind_button.toolTip() == "市本级的拨付不用催办，请选县级的。"
    desk.hands.press("Down")
    desk.fill("Ctrl+R", "运商函〔2025〕8号")
    (step,) = steps_of(bureau.office, case.id)
    assert step.content == {"county": "临猗县", "number": "运商函〔2025〕8号"}
    assert shown(desk, 8)[-1] == "○ 待付　08-13 已催办"


def test_a_payment_that_came_back_goes_to_the_new_account(bureau: Bureau, go: Go) -> None:
    case = in_state(bureau, CaseState.PAID)
    desk = opened(go(bureau.sun), 40)
    show_all(desk)
    tab = desk.page.payments
    tab.table.setFocus()
    assert tab.account_button.toolTip() == "没有退汇，账户按申报时的资料，不能变更。"
    desk.fill("Ctrl+B", "账号有误")
    assert shown(desk, 8)[1] == "← 退汇：账号有误"

    def act(dialog: QWidget) -> None:
        assert isinstance(dialog, DeedDialog)
        assert nameless(dialog) == []
        dialog.form.inputs["account_number"].setFocus()
        desk.hands.press("Ctrl+A")
        desk.hands.type("0512 0000 1234")
        desk.hands.press("Ctrl+Enter")
        assert dialog.form.said("document") == "请填写账户变更确认书的编号或日期。"
        desk.hands.type("确认书1号")
        desk.hands.press("Ctrl+Enter")

    desk.in_dialog("Ctrl+U", act)
    assert shown(desk, 5)[1] == "051200001234"
    desk.fill("Ctrl+Enter", "01-8")
    assert get_case(bureau.office, case.id).state is CaseState.PAID


def test_a_paid_case_is_filed_or_taken_back(bureau: Bureau, go: Go) -> None:
    filed, wrong = in_state(bureau, CaseState.PAID), in_state(bureau, CaseState.PAID)
    desk = opened(go(bureau.li), 40)
    show_all(desk)
    desk.page.payments.table.setFocus()
    desk.hands.press("Ctrl+G")
    assert get_case(bureau.office, filed.id).state is CaseState.ARCHIVED
    desk.hands.press("Down")
    desk.fill("Ctrl+Shift+B", "发票为虚开")
    assert get_case(bureau.office, wrong.id).state is CaseState.RECOVERING
    assert shown(desk, 8)[2].startswith("◆ 追回中")
    desk.fill("Ctrl+Y", "07-9")
    assert get_case(bureau.office, wrong.id).state is CaseState.RECOVERED


def test_enter_opens_the_case(bureau: Bureau, go: Go) -> None:
    case = payable(bureau)
    desk = opened(go(bureau.sun))
    desk.hands.press("Enter")
    assert desk.window.bar.detail.text() == "甲公司"
    assert case.dossier_id
