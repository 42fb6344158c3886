"""How the main window makes its pages. Modules are imported when a page is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ycdesk.domain.people import Role
from ycdesk.domain.states import WAITING, CaseState

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ycdesk.services.desk import DeskRow


def make_place(window: MainWindow, place: str) -> QWidget:
    """The page of a place of the rail, connected to the window."""
    return {
        "desk": _desk,
        "cases": _cases,
        "approval": _approval,
        "applicants": _applicants,
        "money": _money,
        "printing": _printing,
        "statistics": _statistics,
        "tables": _tables,
        "rulings": _rulings,
        "administration": _administration,
    }[place](window)


def _desk(window: MainWindow) -> QWidget:
    from ui.desk import DeskPage

    page = DeskPage(window.office, window.person)
    page.opened.connect(lambda row: open_row(window, row))
    page.visit.connect(window.new_visit)
    page.people.connect(lambda: window.open_place("administration"))
    return page


def _cases(window: MainWindow) -> QWidget:
    from ui.cases import CasesPage

    page = CasesPage(window.office, window.person)
    page.opened.connect(lambda row: open_row(window, row))
    page.printed.connect(lambda row: window.open_print_preview(row.case_id))
    return page


def _applicants(window: MainWindow) -> QWidget:
    from ui.applicants import ApplicantsPage
    from ui.new_visit import NewVisit
    from ycdesk.services.applicants import get_applicant

    def visit(applicant_id: int) -> None:
        applicant = get_applicant(window.office, applicant_id)
        NewVisit.hold(window, window.office, window.person, window.open_dossier, applicant)

    page = ApplicantsPage(window.office, window.person)
    page.case_opened.connect(window.open_dossier)
    page.visit.connect(visit)
    return page


def _approval(window: MainWindow) -> QWidget:
    from ui.approval import ApprovalPage

    page = ApprovalPage(window.office, window.person)
    page.print_wanted.connect(window.open_print_preview)
    page.said.connect(window.say)
    return page


def _money(window: MainWindow) -> QWidget:
    from ui.money import MoneyPage

    page = MoneyPage(window.office, window.person, window.background)
    page.opened.connect(lambda case: window.open_dossier(case.dossier_id, case.case_id))
    page.said.connect(window.say)
    return page


def _printing(window: MainWindow) -> QWidget:
    from ui.printing import PrintingPage

    page = PrintingPage(window.office, window.person, window.background)
    page.opened.connect(lambda line: window.open_dossier(line.dossier_id, line.paper.subject_id))
    page.said.connect(window.say)
    return page


def _statistics(window: MainWindow) -> QWidget:
    from ui.statistics import StatisticsPage

    page = StatisticsPage(window.office)
    page.opened.connect(lambda row: open_row(window, row))
    page.said.connect(window.say)
    return page


def _tables(window: MainWindow) -> QWidget:
    from ui.tables import TablesPage

    page = TablesPage(window.office, window.person, window.background)
    page.case_opened.connect(window.open_dossier)
    page.said.connect(window.say)
    return page


def _rulings(window: MainWindow) -> QWidget:
    from ui.rulings import RulingsPage

    page = RulingsPage(window.office, window.person, window.background)
    page.opened.connect(lambda row: open_row(window, row))
    page.said.connect(window.say)
    return page


def _administration(window: MainWindow) -> QWidget:
    from ui.administration import AdministrationPage

    return AdministrationPage(window.office, window.person, window.background)


def dossier_page(window: MainWindow, dossier_id: int) -> tuple[QWidget, str]:
    """The page of a dossier and the words for the top bar."""
    from ui.dossier import DossierPage
    from ycdesk.domain.entry_countries import country_names

    names = country_names(window.office.package)
    window.background.run("国别拼音", lambda job: names.initials, lambda _: None, quiet=True)
    page = DossierPage(window.office, window.person, dossier_id)
    page.print_wanted.connect(lambda case_id, paper: print_case(window, case_id, paper))
    page.applicant_wanted.connect(window.open_applicant)
    page.import_wanted.connect(lambda case_id: import_rows(window, case_id))
    page.said.connect(window.say)
    return page, page.dossier.applicant.name


def print_case(window: MainWindow, case_id: int, paper: str) -> None:
    """One of the two forms in its preview; everything else in the printing centre, on the case."""
    if paper in ("slip", "computation"):
        window.open_print_preview(case_id, paper)
        return
    from ui.printing import PrintingPage
    from ycdesk.services.dossiers import get_case

    window.open_place("printing")
    page = window.pages.currentWidget()
    assert isinstance(page, PrintingPage)
    page.show_case(get_case(window.office, case_id))


def import_rows(window: MainWindow, case_id: int) -> None:
    """The import of a sheet into the table of a case; what was typed in the case is stored as its page is left."""
    from ui.tables import TablesPage

    window.open_place("tables")
    page = window.pages.currentWidget()
    assert isinstance(page, TablesPage)
    page.import_into(case_id)


def print_preview(window: MainWindow, case_id: int, paper: str) -> tuple[QWidget, str]:
    """The preview of a paper of a case and the words for the top bar."""
    from ui.print_preview import PrintPreview
    from ycdesk.services.dossiers import get_case

    page = PrintPreview(window.office, window.person, window.background, case_id, paper)
    return page, get_case(window.office, case_id).number


def show_case(page: QWidget, case_id: int) -> None:
    """Bring the tab of a case to the front of its dossier."""
    from ui.dossier import DossierPage

    assert isinstance(page, DossierPage)
    page.show_case(case_id)


def show_decision(page: QWidget, case_id: int) -> None:
    """Bring a case to the middle of the approval page."""
    from ui.approval import ApprovalPage

    assert isinstance(page, ApprovalPage)
    page.show_case(case_id)


def show_applicant(page: QWidget, applicant_id: int) -> None:
    """Bring an applicant to the front of the page of applicants."""
    from ui.applicants import ApplicantsPage

    assert isinstance(page, ApplicantsPage)
    page.show_applicant(applicant_id)


def open_row(window: MainWindow, row: DeskRow) -> None:
    """What Enter does on a case: the next step that this role has with it."""
    role = window.person.role
    if Role.SUPERVISOR in window.roles and row.state in WAITING:
        window.open_decision(row.case_id)
    elif role is Role.CLERK and row.state is CaseState.SUPPORTED:
        window.open_print_preview(row.case_id)
    else:
        window.open_dossier(row.dossier_id, row.case_id)


def show_calendar(window: MainWindow) -> None:
    """The calendar: a tab of 管理 for those who keep it, a window to look at for everybody else."""
    from ui.administration import AdministrationPage
    from ui.calendar import CalendarDialog

    if window.person.role is Role.ADMINISTRATOR:
        window.open_place("administration")
        page = window.pages.currentWidget()
        assert isinstance(page, AdministrationPage)
        page.tabs.setCurrentWidget(page.calendar)
        page.calendar.setFocus()
    else:
        dialog = CalendarDialog(window, window.office, window.person)
        dialog.exec()
        dialog.deleteLater()


def may_leave(window: MainWindow, pages: dict[str, QWidget]) -> bool:
    """Store what is typed in every open dossier; where that cannot be done, ask, and go there to be read or copied."""
    window.leave_field()
    if not any(page_id.startswith("dossier-") for page_id in pages):
        return True
    from ui import dialogs
    from ui.dossier import DossierPage

    for page in pages.values():
        tab = next((tab for tab in page.tabs if not tab.save()), None) if isinstance(page, DossierPage) else None
        if tab is not None and isinstance(page, DossierPage):
            window.open_dossier(page.dossier.id, tab.case.id)
            heading = f"{tab.case.number} 刚才输入的内容没有存上。"
            return dialogs.ask(window, heading, "现在离开，这些内容就没有了。", "仍要离开", danger=True)
    return True
