"""回放测算: values by keys, the cases that change, the proof."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.bureau import Bureau
from tests.decided import tamper
from tests.successor import write
from tests.ui.conftest import Answers, nameless
from tests.ui.shell.conftest import Show
from ui.background import Background
from ui.hands import Hands
from ui.replay import ReplayTab
from ui.rulings import RulingsPage
from ycdesk.domain.case import Case
from ycdesk.services.packages import add_package
from ycdesk.services.signing import approve


@pytest.fixture
def decided(bureau: Bureau) -> list[Case]:
    """Two cases of 25 000.00 yuan in 临猗县."""
    cases = [bureau.pending(), bureau.pending()]
    for case in cases:
        approve(bureau.office, bureau.li, case.id, case.version)
    return cases


@pytest.fixture
def page(bureau: Bureau, decided: list[Case], background: Background, show: Show, qtbot: QtBot) -> RulingsPage:
    page = RulingsPage(bureau.office, bureau.li, background)
    page.resize(1286, 640)
    show(page)
    page.tabs.setCurrentWidget(page.replay)
    qtbot.waitUntil(lambda: not background.busy)
    return page


@pytest.fixture
def tab(page: RulingsPage) -> ReplayTab:
    return page.replay


def test_a_value_by_keys_and_the_cases_it_changes(
    tab: ReplayTab, background: Background, decided: list[Case], hands: Hands, qtbot: QtBot
) -> None:
    """70 % of 31 250 is 21 875.00; the county carries 80 % of it."""
    tab.values.parameter.setCurrentIndex(tab.values.parameter.findData("exhibition.key_group_percent"))
    tab.values.text.setFocus()
    hands.type("70")
    hands.press("Enter")
    assert tab.values.values == {"exhibition.key_group_percent": "70"}
    hands.press("Enter")  # nothing left to type: go
    qtbot.waitUntil(lambda: bool(tab.changes.rows.rows) and not background.busy)
    assert tab.words.text() == ("现有决定 2 件，2 件会变：50,000.00 → 43,750.00 元，增减 -6,250.00，其中市级 -1,250.00")
    cells = tab.changes.rows.rows[0].cells
    assert cells == (
        decided[0].number,
        "甲公司",
        "临猗县",
        "参展补助",
        "25,000.00",
        "21,875.00",
        "-3,125.00",
        "-625.00",
    )
    assert [(each.title, each.count) for each in tab.by_measure.totals] == [("参展补助", 2)]
    assert tab.by_county.accessibleDescription() == "临猗县 50,000.00 变为 43,750.00"
    assert nameless(tab) == []
    with qtbot.waitSignal(tab.opened) as opened:
        hands.press("Enter")
    assert opened.args is not None
    assert opened.args[0].dossier_id == decided[0].dossier_id
    tab.values.table.setFocus()
    hands.press("Delete")
    assert tab.values.values == {}
    assert tab.middle.currentWidget() is tab.empty  # what stood there answered another question


def test_a_value_typed_and_not_added_counts(tab: ReplayTab, background: Background, hands: Hands, qtbot: QtBot) -> None:
    tab.values.parameter.setCurrentIndex(tab.values.parameter.findData("demo_park.award"))
    tab.values.text.setFocus()
    hands.type("1")
    hands.press("Ctrl+Enter")
    qtbot.waitUntil(lambda: tab.words.text() == "现有决定 2 件，没有一件会变。")
    assert tab.values.values == {"demo_park.award": "1"}


def test_what_cannot_be_is_said_at_the_field(tab: ReplayTab, hands: Hands) -> None:
    tab.values.add()
    assert tab.values.message.text().startswith("请先选择要换的标准")
    tab.values.parameter.setCurrentIndex(tab.values.parameter.findData("exhibition.key_booths"))
    tab.values.text.setFocus()
    hands.type("两个")
    hands.press("Enter")
    assert "写成数字" in tab.values.message.text()
    tab.refresh()
    assert tab.values.text.text() == "两个"  # nothing typed is lost
    tab.values.text.clear()
    tab.ask()
    assert tab.banner.sentence.text().startswith("请先选一个标准")


def test_a_reading_offers_its_other_alternatives(tab: ReplayTab) -> None:
    tab.values.parameter.setCurrentIndex(tab.values.parameter.findData("reading.8"))
    assert tab.values.value.currentWidget() is tab.values.choice
    assert tab.values.choice.count() == 1
    assert tab.values.add()
    assert list(tab.values.values) == ["reading.8"]


def test_another_package_changes_what_it_takes_over(
    tab: ReplayTab, bureau: Bureau, background: Background, qtbot: QtBot, tmp_path: Path
) -> None:
    """The successor of 2026 admits nothing of 2025."""
    add_package(bureau.office, bureau.admin, write(tmp_path / "successor"))
    tab.refresh()
    tab.values.package.setCurrentIndex(tab.values.package.count() - 1)
    tab.ask()
    qtbot.waitUntil(lambda: bool(tab.changes.rows.rows) and not background.busy)
    assert [row.cells[5] for row in tab.changes.rows.rows] == ["0.00", "0.00"]


def test_the_proof_and_what_does_not_come_out(
    tab: ReplayTab, bureau: Bureau, background: Background, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    tab.prove()
    qtbot.waitUntil(lambda: tab.banner.sentence.text().endswith("与冻结的结果全部一致。"))
    tamper(bureau, "UPDATE cases SET result = replace(result, '25000.00', '26000.00') WHERE id = 1")
    tab.prove()
    qtbot.waitUntil(lambda: bool(tab.unequal.rows.rows) and not background.busy)
    assert tab.words.text().endswith("1 件不一致")
    answers.file = tmp_path / "表.csv"
    tab.save_button.click()
    assert "冻结的结果是 26,000.00 元" in answers.file.read_text("utf-8-sig")
    answers.file = tmp_path / "没有" / "表.csv"
    tab.save_button.click()
    assert tab.banner.sentence.text().startswith("写不了文件")
