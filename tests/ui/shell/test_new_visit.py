"""Ctrl+N: the applicant, the measures, and the dossier that opens."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.bureau import Bureau
from tests.ui.conftest import during, nameless
from tests.ui.shell.conftest import Open, Show
from ui.applicant_form import ApplicantDialog
from ui.hands import Hands
from ui.new_visit import NewVisit
from ycdesk.services.dossiers import get_dossier


@pytest.fixture
def dialog(bureau: Bureau, show: Show) -> NewVisit:
    dialog = NewVisit(None, bureau.office, bureau.wang)
    show(dialog)
    dialog.search.setFocus()
    return dialog


def test_from_the_counter_to_the_dossier_by_keys_alone(
    bureau: Bureau, dialog: NewVisit, hands: Hands, qtbot: QtBot
) -> None:
    hands.type("jgs")
    hands.press("Enter")
    assert dialog.who.text() == "甲公司"
    assert dialog.measures.hasFocus()
    hands.press("Space", "Down", "Down", "Space")
    assert dialog.start_button.text() == "开始录入（2 项）"
    with qtbot.waitSignal(dialog.accepted):
        hands.press("Enter")
    assert dialog.opened is not None
    dossier_id, case_id = dialog.opened
    cases = get_dossier(bureau.office, dossier_id).cases
    assert [case.measure for case in cases] == ["exhibition", "demo_enterprise"]
    assert cases[0].id == case_id


def test_enter_without_a_tick_takes_the_measure_under_the_cursor(
    bureau: Bureau, dialog: NewVisit, hands: Hands
) -> None:
    hands.type("jgs")
    hands.press("Enter", "Down", "Enter")
    assert dialog.opened is not None
    assert [case.measure for case in get_dossier(bureau.office, dialog.opened[0]).cases] == ["demo_park"]


def test_enter_that_confirms_a_candidate_chooses_nobody(dialog: NewVisit, hands: Hands) -> None:
    hands.compose("jia")
    hands.press("Enter")
    assert dialog.applicant is None
    assert dialog.steps.currentIndex() == 0


def test_measures_for_others_cannot_be_ticked_and_say_for_whom(dialog: NewVisit, hands: Hands) -> None:
    hands.press("Enter")
    last = dialog.measures.item(dialog.measures.count() - 1)
    assert not last.flags() & Qt.ItemFlag.ItemIsEnabled
    assert last.text().endswith(("限院校", "限政府（管委会）"))


def test_an_unknown_firm_is_entered_on_the_way(bureau: Bureau, dialog: NewVisit, hands: Hands) -> None:
    hands.type("丁公司")

    def enter(inner: object) -> None:
        assert isinstance(inner, ApplicantDialog)
        assert inner.form.value("name") == "丁公司"
        for name, value in (("kind", "enterprise"), ("county", "140821")):
            box = inner.form.inputs[name]
            box.setCurrentIndex(box.findData(value))  # type: ignore[attr-defined]
        inner.accept()

    during(enter)
    hands.press("Enter")
    assert dialog.who.text() == "丁公司"


def test_another_firm_after_all(dialog: NewVisit, hands: Hands) -> None:
    hands.press("Enter")
    dialog.again_button.click()
    assert dialog.steps.currentIndex() == 0
    assert dialog.search.hasFocus()


def test_every_input_has_a_name(dialog: NewVisit) -> None:
    assert nameless(dialog) == []


def test_ctrl_n_on_the_desk_ends_in_the_dossier(bureau: Bureau, open_window: Open, hands: Hands) -> None:
    window = open_window(bureau.wang)

    def visit(dialog: object) -> None:
        assert isinstance(dialog, NewVisit)
        hands.type("jgs")
        hands.press("Enter", "Enter")

    during(visit)
    hands.press("Ctrl+N")
    assert (window.bar.where.text(), window.bar.detail.text()) == ("办件", "甲公司")
