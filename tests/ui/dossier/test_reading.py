"""What is only read: facts in words, rows as wide as what stands in them, readings beside a computation that stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tests.bureau import HANOI, Bureau
from tests.ui.dossier.conftest import Opener
from ui.approval_decide import DecisionPanel
from ui.approval_flags import FlagBox
from ui.dossier import DossierPage
from ui.dossier_case import CaseTab
from ui.hands import Hands
from ycdesk.calculation.assessment import Flag
from ycdesk.services.decision import decision_view
from ycdesk.services.draft import open_draft

FLAG = Flag("8", "三(一)", "境内重点展会的补助比例", "按其他国家和地区 70%", "按 80%", None)


def submitted(bureau: Bureau, qtbot: QtBot) -> CaseTab:
    """The tab of a case that waits for its decision."""
    case = bureau.pending()
    page = DossierPage(bureau.office, bureau.wang, case.dossier_id)
    qtbot.addWidget(page)
    page.resize(1286, 690)
    with qtbot.waitExposed(page):
        page.show()
    assert page.current is not None
    return page.current


def test_a_submitted_case_shows_its_facts_as_words(bureau: Bureau, qtbot: QtBot) -> None:
    tab = submitted(bureau, qtbot)
    assert not tab.form.isVisible()
    assert tab.facts.values["facts.tier"].text() == "重点"
    assert tab.facts.values["facts.provincial_support"].text() == "否"
    assert tab.facts.values["facts.country"].text() == "越南"
    assert tab.facts.notes["facts.country"].text() == "RCEP · 一带一路 · 丝路电商（2025-04-15）"


def test_a_fact_that_was_not_entered_is_called_so(open_page: Opener) -> None:
    tab = open_page({**HANOI, "header": {**HANOI["header"], "session": ""}}).current
    assert tab is not None
    tab.facts.show_draft()
    assert tab.facts.values["facts.session"].text() == "未填"


def test_columns_in_which_nothing_stands_take_no_room_when_read(bureau: Bureau, qtbot: QtBot) -> None:
    tab = submitted(bureau, qtbot)
    assert tab.table is not None
    table = tab.table.table
    shown = [spec.name for number, spec in enumerate(tab.table.source.columns) if not table.isColumnHidden(number)]
    assert shown == ["booth_no", "fee"]
    assert table.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("count", [1, 6])
def test_readings_leave_room_for_the_computation(bureau: Bureau, qtbot: QtBot, count: int) -> None:
    case = bureau.pending()
    view = decision_view(bureau.office, case.id, bureau.li)
    flags = tuple(Flag(str(number), FLAG.clause, FLAG.text, FLAG.choice, FLAG.other, None) for number in range(count))
    panel = DecisionPanel()
    qtbot.addWidget(panel)
    panel.resize(336, 690)
    panel.show()
    preview = open_draft(bureau.office, bureau.li, view.case).preview()
    panel.show_view(bureau.office, replace(view, open_flags=flags), preview)
    qtbot.waitUntil(lambda: panel.flags.area.viewport().width() > 200)
    assert panel.panel.height() >= 220
    assert (panel.flags.area.verticalScrollBar().maximum() > 0) == (count == 6)
    last = panel.flags.flags[-1]
    panel.flags.go_to(last.box)
    top = last.mapTo(panel.flags.area.viewport(), last.rect().topLeft()).y()
    assert 0 <= top <= panel.flags.area.viewport().height() - last.words[0].height()


def test_every_decision_can_be_read_on_a_narrow_screen(qtbot: QtBot) -> None:
    panel = DecisionPanel()
    qtbot.addWidget(panel)
    panel.setFixedWidth(336)
    panel.resize(336, 600)
    with qtbot.waitExposed(panel):
        panel.show()
    assert [key for key, each in panel.buttons.items() if each.width() < each.sizeHint().width()] == []


def test_a_reading_says_what_else_it_could_come_to() -> None:
    box = FlagBox(FLAG)
    assert [words.text() for words in box.words] == [
        "境内重点展会的补助比例",
        "现行：按其他国家和地区 70%",
        "另一口径：按 80%",
        "口径 8　三(一)",
    ]
    assert "境内重点展会的补助比例" in box.box.accessibleName()
    assert "按 80%" in box.box.accessibleDescription()


def test_enter_in_the_last_field_begins_the_next_row(tab: CaseTab, hands: Hands) -> None:
    tab.focus("applied_on")
    hands.press("Enter")
    assert tab.table is not None
    assert hands.focus() is tab.table.table
    assert (tab.table.table.currentIndex().row(), tab.table.table.currentIndex().column()) == (1, 0)
    hands.type("B7")
    assert tab.draft.text("facts.booths[1].booth_no") == "B7"


def test_tab_goes_from_the_form_into_the_rows(tab: CaseTab, hands: Hands) -> None:
    tab.focus("applied_on")
    hands.press("Tab")
    assert tab.table is not None
    assert hands.focus() is tab.table.table


def test_the_panel_scrolls_to_its_end_by_keys(tab: CaseTab, hands: Hands) -> None:
    tab.panel.setFixedHeight(260)
    bar = tab.panel.verticalScrollBar()
    assert bar.maximum() > 0
    tab.panel.setFocus()
    hands.press(*["Down"] * 60)
    assert bar.value() == bar.maximum()
    hands.press("Home")
    assert bar.value() == 0
    hands.press("End")
    assert bar.value() == bar.maximum()


def test_a_decision_case_asks_for_the_written_decision(open_page: Opener) -> None:
    tab = open_page({"header": {}, "rows": []}, "special_matter").current
    assert tab is not None
    for path in ("facts.decided_amount", "facts.decision_document"):
        described = tab.form.fields[path].input.accessibleDescription()
        assert "须有书面决定" in described
        assert "选填" not in described


def test_a_row_that_lacks_facts_is_open_in_one_word(open_page: Opener) -> None:
    tab = open_page({**HANOI, "rows": [{"booth_no": "A1", "fee": ""}]}).current
    assert tab is not None
    assert tab.table is not None
    rows = tab.table.table.rows
    last = rows.index(0, rows.columnCount() - 1)
    assert rows.data(last) == "○ 待定"
    assert "未填" in rows.words(last)[0]
