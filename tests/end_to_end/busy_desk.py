"""A desk that works without end, to be killed: ``python -m tests.end_to_end.busy_desk services|window``.

It prints a line as soon as the program has told the person that something is done: ``saved CASE COUNT``, ``submitted
CASE``, ``approved CASE``. Whatever was printed must be there after the next start.
"""

from __future__ import annotations

import sys
from copy import deepcopy
from datetime import date
from typing import Any

from tests.bureau import BOOTH, HANOI, Bureau, reopen_bureau
from ycdesk import paths
from ycdesk.domain.case import Case
from ycdesk.domain.document_kinds import Paper, PaperKind
from ycdesk.paths import write_whole
from ycdesk.services.checklist import tick_all
from ycdesk.services.deeds import submit
from ycdesk.services.documents import issue
from ycdesk.services.dossiers import add_case, get_case, open_dossier, save_entries
from ycdesk.services.print_run import one_each, one_file
from ycdesk.services.signing import approve

DAY = date(2025, 6, 30)


def say(*words: object) -> None:
    """One line for the one who kills, at once."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def entries(case: Case, number: int) -> dict[str, Any]:
    """The exhibition of a case with ``number`` as its session, and enough text for several pages of the file."""
    made: dict[str, Any] = deepcopy(HANOI)
    made["header"] |= {"name": f"河内国际贸易展{case.number}" + "长" * 170, "session": str(number)}
    made["rows"] = [{**BOOTH, "booth_no": f"A{row}" + "馆" * 150} for row in range(6)]
    return made


def new_case(bureau: Bureau) -> Case:
    """A draft with every fact and every paper."""
    office = bureau.office
    case = add_case(office, bureau.wang, open_dossier(office, bureau.wang, bureau.firm.id).id, "exhibition", DAY)
    save_entries(office, bureau.wang, case.id, entries(case, 0), DAY, case.version)
    tick_all(office, bureau.wang, case.id)
    say("saved", case.id, 0)
    return get_case(office, case.id)


def by_services(bureau: Bureau) -> None:
    """Type, save, submit and approve, case after case, by the functions that every screen calls."""
    office = bureau.office
    while True:
        case = new_case(bureau)
        version = case.version
        for number in range(1, 6):
            version = save_entries(office, bureau.wang, case.id, entries(case, number), DAY, version)
            say("saved", case.id, number)
        case = submit(office, bureau.wang, case.id, version)
        say("submitted", case.id)
        approve(office, bureau.li, case.id, case.version)
        say("approved", case.id)
        print_letter(bureau, case)


def print_letter(bureau: Bureau, case: Case) -> None:
    """Number the letter of support and save it, alone and with the slips of all cases so far in one file."""
    office = bureau.office
    letter = issue(office, bureau.sun, PaperKind.SUPPORT, case.id)
    say("issued", case.id, letter.sequence)
    folder = office.home / "letters"
    one_each(office, [Paper(PaperKind.SUPPORT, case.id, case.number)], folder)
    say("written", case.id)
    slips = [Paper(PaperKind.SLIP, number, str(number)) for number in range(1, case.id + 1)]
    write_whole(folder / "slips.pdf", one_file(office, slips, "审批单", []))


def by_window(bureau: Bureau) -> None:
    """The same by keys, in the windows of a caseworker and a supervisor."""
    from PySide6.QtWidgets import QApplication

    from tests.ui.conftest import during
    from ui.approval import ApprovalPage
    from ui.background import Background
    from ui.dossier import DossierPage
    from ui.hands import Hands
    from ui.main import prepare
    from ui.main_window import MainWindow
    from ycdesk.domain.states import CaseState

    app, hands, background = prepare(["busy_desk"]), Hands(), Background()
    desks = [MainWindow(bureau.office, person, background) for person in (bureau.wang, bureau.li)]

    def turn_to(window: MainWindow) -> None:
        window.appear()
        window.activateWindow()
        while QApplication.activeWindow() is not window:
            app.processEvents()

    while True:
        case = new_case(bureau)
        turn_to(desks[0])
        desks[0].open_dossier(case.dossier_id, case.id)
        page = desks[0].pages.currentWidget()
        assert isinstance(page, DossierPage)
        assert page.current is not None
        for number in range(1, 4):
            page.current.focus("facts.session")
            hands.press("Ctrl+A")
            hands.type(str(number))
            hands.press("Enter")
            say("saved", case.id, number)
        during(lambda _: hands.press("Ctrl+Enter"))
        hands.press("Ctrl+Enter")
        assert page.current.case.state is CaseState.PENDING
        say("submitted", case.id)
        desks[0].close_page(page)
        turn_to(desks[1])
        desks[1].open_decision(case.id)
        approval = desks[1].pages.currentWidget()
        assert isinstance(approval, ApprovalPage)
        approval.queue.setFocus()
        hands.press("a")
        assert get_case(bureau.office, case.id).state is CaseState.SUPPORTED
        say("approved", case.id)


def main() -> None:
    """Open the bureau that lies in the data folder and work until killed."""
    home = paths.home()
    bureau = reopen_bureau(paths.database_url(home), home)
    say("ready")
    {"services": by_services, "window": by_window}[sys.argv[1]](bureau)


if __name__ == "__main__":
    main()
