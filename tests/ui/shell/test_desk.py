"""The desk and the lists of cases: groups, cursor, keys, empty states."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.bureau import HANOI, Bureau
from tests.ui.shell.conftest import Show
from ui.case_table import AMOUNT, NUMBER, STATE, CaseModel, CaseTable, Heading
from ui.cases import CasesPage
from ui.desk import DeskPage
from ui.hands import Hands
from ycdesk.domain.states import CaseState
from ycdesk.services.applicants import save_applicant
from ycdesk.services.dossiers import add_case, open_dossier
from ycdesk.services.search import find_cases
from ycdesk.services.signing import approve, return_case


def words(model: CaseModel) -> list[str]:
    """First column of each line, headings with their count."""
    return [model.data(model.index(row, NUMBER)) for row in range(model.rowCount())]


def test_the_caseworkers_desk_groups_what_waits(bureau: Bureau, show: Show) -> None:
    returned = bureau.pending()
    return_case(bureau.office, bureau.li, returned.id, returned.version, "发票看不清")
    bureau.draft()
    bureau.pending()
    page = DeskPage(bureau.office, bureau.wang)
    page.refresh()
    show(page)
    assert words(page.table.cases) == [
        "退回给我　1", "2025-0001", "草稿　1", "2025-0002", "待审批（我提交的）　1", "2025-0003",
    ]  # fmt: skip
    assert page.summary.text() == "退回给我 1 件　草稿 1 件　待审批（我提交的） 1 件"
    assert page.heading.text() == "7月1日　星期二"


def test_arrows_step_over_the_headings_and_enter_opens(bureau: Bureau, show: Show, hands: Hands, qtbot: QtBot) -> None:
    bureau.draft()
    bureau.pending()
    page = DeskPage(bureau.office, bureau.wang)
    page.refresh()
    show(page)
    assert page.table.current() is not None
    assert page.table.current().number == "2025-0001"  # type: ignore[union-attr]
    hands.press("Down")
    assert page.table.current().number == "2025-0002"  # type: ignore[union-attr]
    with qtbot.waitSignal(page.opened) as heard:
        hands.press("Enter")
    assert heard.args is not None
    assert heard.args[0].number == "2025-0002"


def test_letters_jump_to_a_name_by_its_initials_and_digits_to_a_number(
    bureau: Bureau, show: Show, hands: Hands
) -> None:
    other = {"name": "临猗县鲜果源进出口有限公司", "kind": "enterprise", "county": "140821"}
    firm = save_applicant(bureau.office, bureau.wang, None, other, None)
    bureau.draft()
    dossier = open_dossier(bureau.office, bureau.wang, firm.id)
    add_case(bureau.office, bureau.wang, dossier.id, "exhibition")
    bureau.draft()
    page = DeskPage(bureau.office, bureau.wang)
    page.refresh()
    show(page)
    hands.type("xgy")
    assert page.table.current().applicant == "临猗县鲜果源进出口有限公司"  # type: ignore[union-attr]
    page.table.keyboardSearch("no such")
    page.table.forget_typing()
    hands.type("3")
    assert page.table.current().number == "2025-0003"  # type: ignore[union-attr]


def test_the_cursor_stays_on_its_case_when_the_desk_is_read_anew(bureau: Bureau, show: Show, hands: Hands) -> None:
    bureau.draft()
    second = bureau.draft()
    page = DeskPage(bureau.office, bureau.wang)
    page.refresh()
    show(page)
    hands.press("Down")
    bureau.draft()
    page.refresh()
    assert page.table.current().case_id == second.id  # type: ignore[union-attr]


def test_an_empty_desk_says_what_to_do_first(bureau: Bureau, show: Show, qtbot: QtBot) -> None:
    page = DeskPage(bureau.office, bureau.wang)
    page.refresh()
    show(page)
    assert page.empty.heading.text() == "还没有办件"
    assert "Ctrl+N" in page.empty.sentence.text()
    with qtbot.waitSignal(page.visit):
        page.empty.button.click()
    supervisors = DeskPage(bureau.office, bureau.li)
    supervisors.refresh()
    show(supervisors)
    assert supervisors.empty.heading.text() == "没有等您审批的办件"
    assert not supervisors.empty.button.isVisible()


def test_the_year_at_a_glance(bureau: Bureau, show: Show) -> None:
    case = bureau.pending()
    flags = [flag["reading"] for flag in case.result["flags"]] if case.result else []
    approve(bureau.office, bureau.li, case.id, case.version, confirmed_flags=flags)
    bureau.draft()
    page = DeskPage(bureau.office, bureau.wang)
    page.refresh()
    show(page)
    assert page.year.year.text() == "2025 年"
    assert page.year.total.text() == "共 2 件"
    assert page.year.awarded.text() == "25,000.00 元"
    assert page.year.city.text() == "5,000.00"
    assert page.year.county.text() == "20,000.00"
    assert page.year.bars.accessibleName().startswith("草稿 1 件，待审批 0 件，拟支持 1 件，已拨付 0 件")


def test_a_row_shows_the_amount_with_separators_and_the_state_with_an_icon(bureau: Bureau, show: Show) -> None:
    bureau.pending()
    table = CaseTable("办件")
    table.show_lines(find_cases(bureau.office, ""))
    show(table)
    model = table.cases
    assert model.data(model.index(0, AMOUNT)) == "25,000.00"
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    assert model.data(model.index(0, AMOUNT), Qt.ItemDataRole.TextAlignmentRole) == right
    assert model.data(model.index(0, STATE)) == "待审批"
    assert not model.data(model.index(0, STATE), Qt.ItemDataRole.DecorationRole).isNull()


def test_a_missing_amount_is_no_zero(bureau: Bureau) -> None:
    bureau.draft({"header": {}, "rows": []})
    model = CaseModel()
    model.show_lines([Heading("草稿", 1), *find_cases(bureau.office, "")])
    assert model.data(model.index(1, AMOUNT)) == "—"
    assert model.flags(model.index(0, NUMBER)) == Qt.ItemFlag.NoItemFlags


def test_why_it_came_back_stands_over_the_state(bureau: Bureau) -> None:
    case = bureau.pending()
    return_case(bureau.office, bureau.li, case.id, case.version, "发票看不清")
    model = CaseModel()
    model.show_lines(find_cases(bureau.office, ""))
    assert model.data(model.index(0, STATE), Qt.ItemDataRole.ToolTipRole) == "退回：发票看不清"


def test_cases_are_narrowed_by_words_and_state(bureau: Bureau, show: Show, hands: Hands) -> None:
    bureau.draft()
    bureau.pending(HANOI)
    page = CasesPage(bureau.office, bureau.wang)
    page.refresh()
    show(page)
    assert words(page.table.cases) == ["2025-0002", "2025-0001"]
    assert page.count.text() == "2 件"
    hands.type("0001")
    assert words(page.table.cases) == ["2025-0001"]
    hands.press("Enter")
    assert page.table.hasFocus()
    page.search.clear()
    page.state.setCurrentIndex(page.state.findData(CaseState.PENDING))
    assert words(page.table.cases) == ["2025-0002"]
    page.search.setText("nobody")
    assert page.empty.heading.text() == "没有找到"
    assert page.empty.isVisible()


def test_only_supported_cases_print(bureau: Bureau, show: Show, qtbot: QtBot) -> None:
    case = bureau.pending()
    page = CasesPage(bureau.office, bureau.sun)
    page.refresh()
    show(page)
    assert not page.print_button.isEnabled()
    flags = [flag["reading"] for flag in case.result["flags"]] if case.result else []
    approved = approve(bureau.office, bureau.li, case.id, case.version, Decimal("24000"), "核减", "", flags)
    page.refresh()
    assert page.print_button.isEnabled()
    with qtbot.waitSignal(page.printed) as heard:
        page.print_button.click()
    assert heard.args is not None
    assert heard.args[0].case_id == approved.id
