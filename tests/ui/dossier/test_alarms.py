"""查重提醒 on the screen: at entry, at submission and at approval, with reasons by keys and the cases side by side."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QListWidget, QWidget
from pytestqt.qtbot import QtBot

from tests.bureau import HANOI, Bureau
from tests.ui.conftest import Answers, during, nameless
from ui.alarms import CompareDialog
from ui.approval import ApprovalPage
from ui.dossier import DossierPage
from ui.dossier_case import CaseTab
from ui.dossier_submit import SubmitDialog
from ui.hands import Hands
from ycdesk.domain.case import Case
from ycdesk.domain.states import CaseState
from ycdesk.services.dossiers import get_case
from ycdesk.services.radar import alarms

SAME_BOOTH = {**HANOI, "rows": [{"booth_no": "Ａ１", "fee": "20000"}]}
"""Booth A1 of the first draft of HANOI, typed in full width."""


@pytest.fixture
def twin(bureau: Bureau, qtbot: QtBot) -> CaseTab:
    """The tab of a draft whose booth another case has, too."""
    bureau.pending()
    case = bureau.draft(SAME_BOOTH)
    page = DossierPage(bureau.office, bureau.wang, case.dossier_id)
    qtbot.addWidget(page)
    page.resize(1286, 690)
    with qtbot.waitExposed(page):
        page.show()
    page.show_case(case.id)
    assert page.current is not None
    return page.current


def number_of_the_first(bureau: Bureau, tab: CaseTab) -> str:
    return alarms(bureau.office, tab.case.id)[0].other_number


def test_a_case_without_alarms_shows_none(tab: CaseTab) -> None:
    assert not tab.alarms.isVisible()


def test_an_alarm_says_what_is_the_same_and_where(twin: CaseTab, bureau: Bureau) -> None:
    assert twin.alarms.isVisible()
    [alarm] = twin.alarms.alarms
    assert twin.alarms.table.rows.rows[0].cells[:3] == ("相同 !", "展会与展位号", alarm.value)
    assert alarm.other_number in twin.alarms.table.rows.rows[0].cells[3]
    assert nameless(twin.alarms) == []


def test_enter_on_an_alarm_goes_to_the_field(twin: CaseTab, hands: Hands) -> None:
    twin.focus("alarms")
    hands.press("Enter")
    assert twin.table is not None
    assert hands.focus() is twin.table.table
    assert twin.table.table.rows.path(twin.table.table.currentIndex()).endswith("booth_no")


def test_a_reason_by_keys(twin: CaseTab, bureau: Bureau, hands: Hands, answers: Answers) -> None:
    twin.focus("alarms")
    answers.reason = "同一展位分两次付款"
    hands.press("Alt+L")
    [alarm] = alarms(bureau.office, twin.case.id)
    assert (alarm.reason, alarm.reason_by) == ("同一展位分两次付款", "王芳")
    assert "都已说明" in twin.alarms.heading
    answers.reason = None
    hands.press("Alt+L")
    assert alarms(bureau.office, twin.case.id)[0].reason == "同一展位分两次付款"


def test_both_cases_side_by_side(twin: CaseTab, hands: Hands) -> None:
    seen: dict[str, tuple[str, ...]] = {}

    def look(dialog: QWidget) -> None:
        assert isinstance(dialog, CompareDialog)
        seen.update({row.cells[1]: row.cells for row in dialog.table.rows.rows})

    twin.focus("alarms")
    during(look)
    hands.press("Alt+B")
    assert seen["申报主体　统一社会信用代码"][0] == "相同"
    assert seen["办件　编号"][0] == "不同"
    booth = next(cells for title, cells in seen.items() if title.endswith("展位号"))
    assert booth == ("相同", booth[1], "Ａ１", "A1")
    fee = next(cells for title, cells in seen.items() if "费" in title and title.startswith("展位"))
    assert fee[0] == "不同"


def test_a_draft_with_an_open_alarm_is_led_to_it(
    twin: CaseTab, monkeypatch: pytest.MonkeyPatch, hands: Hands, answers: Answers
) -> None:
    page = twin.parent()
    while not isinstance(page, DossierPage):
        assert page is not None
        page = page.parent()
    lines: list[str] = []

    def first(dialog: SubmitDialog) -> int:
        listed = dialog.findChild(QListWidget)
        if isinstance(listed, QListWidget) and listed.count():
            lines.extend(listed.item(number).text() for number in range(listed.count()))
            listed.itemActivated.emit(listed.item(listed.count() - 1))
        return 1

    monkeypatch.setattr(SubmitDialog, "exec", first)
    page.submit()
    assert lines == ["有 1 处重复提示还没有说明"]
    assert hands.focus() is twin.alarms.table
    hands.press("Alt+L")
    page.submit()
    assert twin.case.state is CaseState.PENDING


# At approval.


def pending_twin(bureau: Bureau) -> Case:
    bureau.pending()
    return bureau.pending(SAME_BOOTH)


def shown(bureau: Bureau, qtbot: QtBot, case: Case) -> ApprovalPage:
    page = ApprovalPage(bureau.office, bureau.li)
    qtbot.addWidget(page)
    page.resize(1286, 690)
    with qtbot.waitExposed(page):
        page.show()
    page.refresh()
    page.show_case(case.id)
    return page


def test_the_supervisor_sees_the_reason(bureau: Bureau, qtbot: QtBot) -> None:
    page = shown(bureau, qtbot, pending_twin(bureau))
    assert page.sheet is not None
    assert page.sheet.alarms.isVisible()
    assert page.sheet.alarms.table.rows.rows[0].cells[4] == "同一展位，分次申报（王芳）"


def test_an_alarm_that_came_later_holds_the_approval_up(
    bureau: Bureau, qtbot: QtBot, hands: Hands, answers: Answers
) -> None:
    first = bureau.pending()
    bureau.draft(SAME_BOOTH)
    page = shown(bureau, qtbot, first)
    hands.press("a")
    assert "提交以后出现了新的重复提示" in page.decision.message.text()
    assert get_case(bureau.office, first.id).state is CaseState.PENDING
    assert page.sheet is not None
    page.sheet.alarms.table.setFocus()
    hands.press("Alt+L")
    hands.press("a")
    assert get_case(bureau.office, first.id).state is CaseState.SUPPORTED


def test_several_at_once_leave_out_what_has_an_open_alarm(
    bureau: Bureau, qtbot: QtBot, hands: Hands, answers: Answers
) -> None:
    first = bureau.pending()
    second = bureau.pending()
    bureau.draft(SAME_BOOTH)
    page = shown(bureau, qtbot, first)
    page.queue.setFocus()
    hands.press("Ctrl+A", "a")
    assert "同意 1 件" in answers.said[-1]
    assert get_case(bureau.office, first.id).state is CaseState.PENDING
    assert get_case(bureau.office, second.id).state is CaseState.SUPPORTED
