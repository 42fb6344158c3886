"""预算: entering money, what is taken of it, the queue, another year, funding and deferring."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QWidget

from tests.bureau import Bureau
from tests.paid import cleared, later, paid, posted
from tests.services.test_meeting import supported
from tests.ui.conftest import Answers, nameless
from tests.ui.money.conftest import Desk, Go
from ui.budget_dialogs import BudgetDialog
from ycdesk.domain.payment import CITY
from ycdesk.domain.states import CaseState
from ycdesk.services.budget import add_budget, budget_entries
from ycdesk.services.dossiers import get_case
from ycdesk.services.meeting import clear


def opened(desk: Desk) -> Desk:
    """With the tab in front."""
    desk.hands.press("Alt+2")
    return desk


def pots(desk: Desk) -> list[tuple[str, ...]]:
    """The cells of the pots."""
    return [row.cells for row in desk.page.budget.pots.rows.rows]


def queue(desk: Desk) -> list[str]:
    """Number and verdict of each case, and the heading between them."""
    rows = desk.page.budget.queue.rows.rows
    return [f"{row.cells[2]} {row.cells[6]}" if row.data else row.cells[0] for row in rows]


def test_the_amount_in_yuan_is_checked_in_ten_thousands(bureau: Bureau, go: Go) -> None:
    desk = opened(go(bureau.li))

    def act(dialog: QWidget) -> None:
        assert isinstance(dialog, BudgetDialog)
        assert nameless(dialog) == []
        desk.hands.type("12,000,000")
        assert dialog.check.text() == "= 1,200 万元"
        desk.hands.press("Ctrl+Enter")
        assert dialog.form.said("document") == "请填写预算文件的文号或者名称。"
        assert dialog.form.value("amount") == "12,000,000"
        desk.hands.type("运财预1号")
        desk.hands.press("Ctrl+Enter")

    desk.in_dialog("Ctrl+B", act)
    assert pots(desk) == [("市本级", "全部", "12,000,000.00", "0.00", "0.00", "0.00", "12,000,000.00", "已用 0%")]
    desk.fill("Ctrl+B", "-500000", "运财预2号")
    assert [row.cells[:4] for row in desk.page.budget.entries.rows.rows] == [
        ("市本级", "全部", "12,000,000.00", "运财预1号"),
        ("市本级", "全部", "-500,000.00", "运财预2号"),
    ]
    assert pots(desk)[0][6] == "11,500,000.00"


def test_what_cannot_be_read_is_said_at_its_field(bureau: Bureau, go: Go) -> None:
    desk = opened(go(bureau.admin))

    def act(dialog: QWidget) -> None:
        assert isinstance(dialog, BudgetDialog)
        desk.hands.type("12 dollars")
        desk.hands.press("Ctrl+Enter")
        assert dialog.form.said("amount")
        assert dialog.check.text() == ""
        assert dialog.isVisible()

    desk.in_dialog("Ctrl+B", act)
    assert budget_entries(bureau.office, 2025) == []


def test_pots_show_what_is_reserved_committed_and_paid(bureau: Bureau, go: Go) -> None:
    add_budget(bureau.office, bureau.li, 2025, CITY, Decimal(100_000), "运财预1号")
    paid(bureau.office, bureau.li, supported(bureau))
    cleared(bureau.office, bureau.li, supported(bureau))
    posted(bureau.office, bureau.li, [supported(bureau)])
    desk = opened(go(bureau.sun))
    assert pots(desk) == [
        ("市本级", "全部", "100,000.00", "5,000.00", "5,000.00", "5,000.00", "85,000.00", "已用 15%"),
        ("临猗县", "全部", "未登记", "20,000.00", "20,000.00", "20,000.00", "—", "未登记预算，不作限制"),
    ]


def test_left_and_right_go_to_other_years(bureau: Bureau, go: Go) -> None:
    add_budget(bureau.office, bureau.li, 2026, CITY, Decimal(7), "运财预1号")
    desk = opened(go(bureau.li))
    assert pots(desk) == []
    desk.hands.press("Right")
    assert (desk.page.budget.switch.words.text(), pots(desk)[0][2]) == ("2026 年", "7.00")
    desk.hands.press("Left", "Left", "Left")
    assert desk.page.budget.switch.words.text() == "2024 年"  # no budget is older


def test_who_waits_gets_the_money_and_gives_it_back(bureau: Bureau, go: Go, answers: Answers) -> None:
    first, second = supported(bureau), supported(bureau)
    batch = posted(bureau.office, bureau.li, [first, second], None)
    clear(later(bureau.office, 8), bureau.li, batch.id)
    desk = opened(go(bureau.li))
    desk.later(9)
    assert queue(desk) == [f"{case.number} △ 差市本级 5,000.00 元" for case in (first, second)]
    desk.fill("Ctrl+B", "5000", "运财预1号")
    desk.hands.press("Ctrl+E")
    assert desk.page.budget.banner.sentence.text() == f"已安排 1 件：{first.number}。"
    heading = "已安排、还没有拨付　1 件　25,000.00 元"
    assert queue(desk) == [f"{second.number} △ 差市本级 5,000.00 元", heading, f"{first.number} ✓ 已安排"]
    desk.page.budget.queue.setFocus()
    desk.hands.press("End")
    desk.fill("Ctrl+D", "企业要求明年再付")
    assert get_case(bureau.office, first.id).state is CaseState.UNFUNDED
    assert queue(desk) == [f"{first.number} ✓ 可安排", f"{second.number} △ 差市本级 5,000.00 元"]


def test_who_may_not_is_told_why(bureau: Bureau, go: Go) -> None:
    desk = opened(go(bureau.sun))
    tab = desk.page.budget
    assert tab.add_button.toolTip() == "预算由审批人或管理员登记，您的岗位是文印员。"
    assert tab.fund_button.toolTip() == "安排资金由审批人办理，您的岗位是文印员。"
    assert not tab.defer_button.isEnabled()
    assert nameless(desk.page) == []
