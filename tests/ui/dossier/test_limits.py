"""The limits of a preview: used by whom a key press away; what is used up; undone decisions."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.bureau import HANOI, Bureau
from tests.stages import in_state
from tests.ui.conftest import Answers, during
from ui.dossier import DossierPage
from ui.hands import Hands
from ui.holders import HoldersDialog
from ycdesk.domain.people import Person
from ycdesk.domain.states import Action, CaseState
from ycdesk.services.dossiers import get_case
from ycdesk.services.signing import approve


def booths(*numbers: str) -> dict[str, Any]:
    """The exhibition in Hanoi with these booths."""
    return {**HANOI, "rows": [{"booth_no": number, "fee": "31250"} for number in numbers]}


def opened(bureau: Bureau, qtbot: QtBot, person: Person, dossier_id: int, case_id: int) -> DossierPage:
    page = DossierPage(bureau.office, person, dossier_id)
    qtbot.addWidget(page)
    page.resize(1286, 690)
    with qtbot.waitExposed(page):
        page.show()
    page.show_case(case_id)
    return page


def test_a_used_up_limit_names_the_cases_and_opens_them(bureau: Bureau, qtbot: QtBot, hands: Hands) -> None:
    """Six booths an exhibition: four and two leave none for the third case."""
    first = bureau.pending(booths("A1", "A2", "A3", "A4"))
    approve(bureau.office, bureau.li, first.id, first.version)
    second = bureau.pending(booths("B1", "B2"))
    draft = bureau.draft(booths("C1"))
    page = opened(bureau, qtbot, bureau.wang, draft.dossier_id, draft.id)
    assert page.current is not None
    panel = page.current.panel
    line = next(line for line in panel.lines() if "本届展会标准展位" in line)
    assert line.startswith("! 本届展会标准展位　已用完")
    assert f"占用：{first.number}、{second.number}" in line
    seen: list[tuple[str, ...]] = []

    def look(dialog: QWidget) -> None:
        assert isinstance(dialog, HoldersDialog)
        seen.extend(row.cells for row in dialog.table.rows.rows)

    panel.setFocus()
    during(look)
    while not seen:
        hands.press("Down")
        if panel._items[panel._current].path.startswith("limit:"):
            hands.press("Enter")
    assert seen == [
        (first.number, "甲公司", "参展补助", "已批准占用", "2025-07-01", "4"),
        (second.number, "甲公司", "参展补助", "待审批占用", "2025-07-01", "2"),
    ]


def test_a_supervisor_corrects_a_decision(bureau: Bureau, qtbot: QtBot, answers: Answers) -> None:
    case = bureau.pending()
    approve(bureau.office, bureau.li, case.id, case.version)
    page = opened(bureau, qtbot, bureau.li, case.dossier_id, case.id)
    answers.reason = "展位费发票重复计算"
    page.deed_buttons[Action.CORRECT].click()
    assert get_case(bureau.office, case.id).state is CaseState.CORRECTED
    assert len(page.tabs) == 2
    successor = page.tabs[1].case
    assert page.current is not None
    words = page.current.banner.sentence.text()
    assert "李建国于 2025-07-01 更正，原决定拟支持 25,000.00 元不再有效" in words
    assert successor.number in words
    assert words.endswith("展位费发票重复计算")
    assert f"更正 {case.number}（原决定拟支持 25,000.00 元）" in page.tabs[1].banner.sentence.text()
    mine = opened(bureau, qtbot, bureau.wang, case.dossier_id, successor.id)
    assert mine.current is not None
    assert mine.current.writable
    assert not mine.remove_button.isVisible()


def test_a_supervisor_recovers_an_award(bureau: Bureau, qtbot: QtBot, answers: Answers) -> None:
    case = in_state(bureau, CaseState.PAID)
    page = opened(bureau, qtbot, bureau.li, case.dossier_id, case.id)
    answers.reason = "展位未实际使用"
    page.deed_buttons[Action.RECOVER].click()
    assert get_case(bureau.office, case.id).state is CaseState.RECOVERING
    assert page.current is not None
    assert "追回，原决定拟支持 25,000.00 元" in page.current.banner.sentence.text()
    assert not page.deed_buttons[Action.RECOVER].isVisible()


def test_a_caseworker_sees_no_button_to_undo(bureau: Bureau, qtbot: QtBot) -> None:
    case = bureau.pending()
    approve(bureau.office, bureau.li, case.id, case.version)
    page = opened(bureau, qtbot, bureau.wang, case.dossier_id, case.id)
    shown = [action for action, each in page.deed_buttons.items() if each.isVisible()]
    assert shown == []
