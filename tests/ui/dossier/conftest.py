"""A dossier window on a real SQLite office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.bureau import HANOI, Bureau
from ui.dossier import DossierPage
from ui.dossier_case import CaseTab

Opener = Callable[..., DossierPage]


@pytest.fixture
def open_page(bureau: Bureau, qtbot: QtBot) -> Opener:
    """Opens the dossier of a new draft with these entries, shown at the usual size."""

    def opened(entries: dict[str, Any] = HANOI, measure: str = "exhibition", papers: bool = False) -> DossierPage:
        case = bureau.draft(entries, measure, papers)
        page = DossierPage(bureau.office, bureau.wang, case.dossier_id)
        qtbot.addWidget(page)
        page.resize(1286, 690)
        with qtbot.waitExposed(page):
            page.show()
        return page

    return opened


@pytest.fixture
def tab(open_page: Opener) -> CaseTab:
    """The tab of the exhibition in Hanoi."""
    current = open_page().current
    assert current is not None
    return current
