"""From the counter to the submission through the menu 办理 of a dossier."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from tests.bureau import Bureau
from tests.paid import later
from tests.stages import in_state
from tests.ui.conftest import Answers, during, nameless
from ui.deed_dialog import DeedDialog
from ui.dossier import DossierPage
from ui.intake import intake_menu, perform, story
from ui.intake_dialogs import StepDialog, SupplementDialog
from ui.line_edit import LineEdit
from ycdesk.domain.case import Case
from ycdesk.domain.states import Action, CaseState
from ycdesk.domain.step import StepKind
from ycdesk.services.dossiers import get_case
from ycdesk.services.intake import steps_of


def opened(bureau: Bureau, qtbot: QtBot, case: Case) -> DossierPage:
    """The dossier as the caseworker sees it."""
    page = DossierPage(bureau.office, bureau.wang, case.dossier_id)
    qtbot.addWidget(page)
    page.resize(1280, 700)
    page.show()
    page.show_case(case.id)
    return page


def entries(bureau: Bureau, page: DossierPage) -> list[str]:
    """The words of the menu."""
    tab = page.current
    assert tab is not None
    menu = intake_menu(page, bureau.office, bureau.wang, tab.case, tab.version, lambda deed, words: None)
    return [action.text() for action in menu.actions() if action.text()]


def do(bureau: Bureau, page: DossierPage, action: Action) -> None:
    """Choose an entry."""
    tab = page.current
    assert tab is not None
    perform(page, bureau.office, bureau.wang, tab.case, tab.version, action, partial(page._do, tab))


def fill(dialog: DeedDialog, **texts: str) -> None:
    """Type into fields."""
    for name, text in texts.items():
        field = dialog.form.inputs[name]
        assert isinstance(field, LineEdit)
        field.setText(text)


def test_the_menu_follows_the_table(bureau: Bureau, qtbot: QtBot) -> None:
    page = opened(bureau, qtbot, bureau.draft())
    assert entries(bureau, page) == ["接收材料…", "核查记录…", "办理经过和时长…"]
    received = opened(bureau, qtbot, in_state(bureau, CaseState.RECEIVED))
    assert entries(bureau, received) == ["通知补正…", "受理", "不予受理…", "核查记录…", "办理经过和时长…"]
    supplement = opened(bureau, qtbot, in_state(bureau, CaseState.SUPPLEMENT))
    assert entries(bureau, supplement) == ["登记补正…", "视为放弃", "核查记录…", "办理经过和时长…"]
    paid = opened(bureau, qtbot, in_state(bureau, CaseState.PAID))
    assert entries(bureau, paid) == ["办理经过和时长…"]


def test_from_the_receipt_to_the_acceptance(bureau: Bureau, qtbot: QtBot) -> None:
    page = opened(bureau, qtbot, bureau.draft(papers=False))

    def receive(dialog: object) -> None:
        assert isinstance(dialog, DeedDialog)
        assert nameless(dialog) == []
        fill(dialog, deliverer="刘洋", phone="13803590101")
        dialog.accept()

    during(receive)
    do(bureau, page, Action.RECEIVE)
    assert page.current is not None
    assert page.current.case.state is CaseState.RECEIVED

    def ask(dialog: object) -> None:
        assert isinstance(dialog, SupplementDialog)
        assert nameless(dialog) == []
        assert "到 2025-07-15（星期二）为止" in dialog.until.text()
        assert len(dialog.demands()) > 3
        fill(dialog, days="0")
        dialog.accept()
        assert dialog.form.said("days") == "补正期限应在 1 到 60 个工作日之间。"
        fill(dialog, days="3")
        assert "2025-07-04（星期五）" in dialog.until.text()
        dialog.accept()

    during(ask)
    do(bureau, page, Action.REQUEST_SUPPLEMENT)
    case = page.current.case
    assert (case.state, case.supplement_due) == (CaseState.SUPPLEMENT, date(2025, 7, 4))

    def supply(dialog: object) -> None:
        assert isinstance(dialog, DeedDialog)
        fill(dialog, remark="补齐")
        dialog.accept()

    during(supply)
    do(bureau, page, Action.SUPPLY)
    do(bureau, page, Action.ACCEPT)
    assert get_case(bureau.office, case.id).state is CaseState.ACCEPTED


def test_giving_up_waits_for_its_day(bureau: Bureau, qtbot: QtBot, answers: Answers) -> None:
    page = opened(bureau, qtbot, in_state(bureau, CaseState.SUPPLEMENT))
    do(bureau, page, Action.LAPSE)
    assert any("现在还不能视为放弃" in words for words in answers.said)
    page.office = bureau.office = later(bureau.office, 15)
    do(bureau, page, Action.LAPSE)
    assert page.current is not None
    assert page.current.case.state is CaseState.LAPSED


@pytest.mark.parametrize("kind", [StepKind.SITE_VISIT, StepKind.NEGATIVE_CHECK])
def test_a_step_is_recorded_and_told(bureau: Bureau, qtbot: QtBot, kind: StepKind) -> None:
    case = bureau.draft()
    page = opened(bureau, qtbot, case)

    def record(dialog: object) -> None:
        assert isinstance(dialog, StepDialog)
        box = dialog.form.inputs["kind"]
        assert isinstance(box, QComboBox)
        box.setCurrentIndex(box.findData(kind.value))
        assert nameless(dialog) == []
        dialog.accept()
        assert dialog.fields.said("source" if kind is StepKind.NEGATIVE_CHECK else "place").startswith("请填写")
        for field in dialog.fields.inputs.values():
            if isinstance(field, LineEdit):
                field.setText("王芳、李建国")
        dialog.accept()

    during(record)
    do(bureau, page, Action.RECORD)
    assert [step.kind for step in steps_of(bureau.office, case.id)] == [kind]
    assert kind.label in story(bureau.office, get_case(bureau.office, case.id))


def test_the_story_tells_stages_and_days(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.PAID)
    told = story(bureau.office, case)
    for words in ("草稿", "已受理", "待审批", "公示中", "已拨付", "王芳", "李建国"):
        assert words in told
