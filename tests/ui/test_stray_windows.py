"""No part of a page is ever a window of its own: it would flash, and take the focus with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.bureau import HANOI, Bureau
from tests.ui.conftest import during
from ui.approval import ApprovalPage
from ui.approval_decide import ReduceDialog
from ui.background import Background
from ui.dossier import DossierPage
from ui.dossier_submit import SubmitDialog
from ui.hands import Hands
from ui.main_window import MainWindow
from ui.rail import places_of
from ycdesk.calculation.measures import measure_ids
from ycdesk.services.dossiers import add_case, open_dossier

CANTON = {**HANOI, "header": {**HANOI["header"], "name": "广交会", "country": "CN"}, "rows": [{"fee": "10000"}]}
_POPUPS = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)


class Shown(QObject):
    """Every window that is shown while this watches, dialogs and pop-ups left out."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and _stray(watched):
            self.windows.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[Shown]:
    """Watches the whole application."""
    watcher = Shown()
    qapp.installEventFilter(watcher)
    yield watcher
    qapp.removeEventFilter(watcher)


@pytest.fixture
def background() -> Iterator[Background]:
    """The program's one thread."""
    background = Background()
    yield background
    background.close()


def test_a_widget_shown_before_it_has_a_parent_is_noticed(shown: Shown, qtbot: QtBot) -> None:
    stray = QWidget()
    qtbot.addWidget(stray)
    stray.setAccessibleName("没有归属")
    stray.setVisible(True)
    assert shown.windows == ["QWidget 没有归属"]


@pytest.mark.parametrize("measure", measure_ids())
def test_no_form_opens_a_window(bureau: Bureau, qtbot: QtBot, shown: Shown, measure: str) -> None:
    dossier = open_dossier(bureau.office, bureau.wang, bureau.firm.id)
    add_case(bureau.office, bureau.wang, dossier.id, measure)
    page = DossierPage(bureau.office, bureau.wang, dossier.id)
    assert shown.windows == []
    qtbot.addWidget(page)


def test_no_page_of_any_role_opens_a_window(bureau: Bureau, background: Background, qtbot: QtBot, shown: Shown) -> None:
    pending = [bureau.pending(), bureau.pending(CANTON), bureau.proposed_refusal()]
    for person in (bureau.wang, bureau.li, bureau.sun, bureau.admin):
        window = MainWindow(bureau.office, person, background)
        qtbot.addWidget(window)
        window.appear()
        for place in places_of({person.role}):
            window.open_place(place.id)
            QApplication.processEvents()
        window.open_dossier(pending[0].dossier_id, pending[0].id)
        window.open_applicant(bureau.firm.id)
        QApplication.processEvents()
        window.hide()
    assert shown.windows == []


def test_going_through_the_queue_opens_no_window(bureau: Bureau, qtbot: QtBot, shown: Shown, hands: Hands) -> None:
    for entries in (HANOI, CANTON, HANOI):
        bureau.pending(entries)
    page = ApprovalPage(bureau.office, bureau.li)
    qtbot.addWidget(page)
    page.refresh()
    assert shown.windows == []
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.queue.setFocus()
    hands.press("Down", "Down", "Up", "Home")
    during(lambda dialog: _leave(dialog, ReduceDialog))
    hands.press("m")
    assert set(shown.windows) == {"ApprovalPage "}


def test_submitting_opens_one_dialog_and_no_other_window(
    bureau: Bureau, qtbot: QtBot, shown: Shown, hands: Hands
) -> None:
    case = bureau.draft(papers=False)
    page = DossierPage(bureau.office, bureau.wang, case.dossier_id)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    assert page.current is not None
    page.current.focus_first()
    during(lambda dialog: _leave(dialog, SubmitDialog))
    hands.press("Ctrl+Enter")
    assert set(shown.windows) == {"DossierPage "}


def _stray(widget: QWidget) -> bool:
    """Whether this is a window that is none of those a person expects."""
    expected = isinstance(widget, QDialog | MainWindow) or widget.windowType() in _POPUPS
    return widget.isWindow() and not expected


def _leave(dialog: QWidget, wanted: type[QDialog]) -> None:
    assert isinstance(dialog, wanted)
    dialog.reject()
