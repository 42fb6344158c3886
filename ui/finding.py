"""What the search box of the main window finds: its commands, the manual, letters, cases, applicants."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ui.pages import open_row, show_calendar
from ui.rail import places_of
from ui.search_box import Found
from ui.theme import theme
from ycdesk.domain.people import Role

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ycdesk.domain.applicant import Applicant
    from ycdesk.services.desk import DeskRow

Command = tuple[str, str, str, Callable[[], None]]
"""Icon, words, key, deed."""
_MOST = 6  #: of each sort that the search box shows
_HEADINGS = 3


def commands(window: MainWindow) -> list[Command]:
    """What the search box can do besides finding."""
    places: list[Command] = [
        (place.icon, place.words, f"Ctrl+{number}", partial(window.open_place, place.id))
        for number, place in enumerate(places_of(window.roles), start=1)
    ]
    deeds: list[Command] = [
        ("calendar", "工作日历", "", lambda: show_calendar(window)),
        ("help", "帮助手册", "F1", window.show_help),
        ("keyboard", "快捷键", "Ctrl+/", window.show_keys),
        ("moon", "切换深色浅色", "Ctrl+Shift+D", theme().toggle),
        ("lock", "锁定", "Ctrl+L", window.locked.emit),
        ("signout", "退出登录", "Ctrl+Shift+Q", window.sign_out),
    ]
    if window.person.role is Role.CASEWORKER:
        deeds.insert(0, ("plus", "新来访", "Ctrl+N", window.new_visit))
    return [*places, *deeds]


def find(window: MainWindow, text: str) -> list[Found]:
    """Commands, letters, cases, applicants and headings of the manual."""
    from ycdesk.services.applicants import find_applicants
    from ycdesk.services.search import find_cases

    found = [Found(icon, words, key, deed) for icon, words, key, deed in commands(window) if _fits(words, text)]
    found += _document_found(window, text)
    found += [_case_found(window, row) for row in find_cases(window.office, text, _MOST)]
    found += [_applicant_found(window, each) for each in find_applicants(window.office, text, _MOST)]
    return found + _manual_found(window, text)


def _manual_found(window: MainWindow, text: str) -> list[Found]:
    """Headings of the manual, last: who types here mostly looks for a case."""
    from ycdesk.services.manual import headings_with

    if len(text) < 2 or text.isascii():
        return []
    return [
        Found("help", hit.section.heading, f"手册　{hit.title}", partial(window.show_help, hit.section.place))
        for hit in headings_with(text, _HEADINGS)
    ]


def _document_found(window: MainWindow, text: str) -> list[Found]:
    """The letter whose code was scanned, and whether it holds; it opens its case."""
    if text.count("-") != 2:
        return []
    from ycdesk.services.documents import document_by_code

    document = document_by_code(window.office, text)
    if document is None or document.case is None:
        return []
    case = document.case
    words = f"{document.kind.label}　{case.number}　{'已作废' if document.void_at else '有效'}"
    return [Found("file", document.number, words, lambda: window.open_dossier(case.dossier_id, case.id))]


def _case_found(window: MainWindow, row: DeskRow) -> Found:
    hit = f"　含“{row.hit}”" if row.hit else ""
    detail = f"{row.applicant}　{row.measure}　{row.state.label}{hit}"
    return Found("file", row.number, detail, lambda: open_row(window, row))


def _applicant_found(window: MainWindow, applicant: Applicant) -> Found:
    county = window.office.package.counties.get(applicant.county)
    return Found(
        "applicants", applicant.name, county.name if county else "", lambda: window.open_applicant(applicant.id)
    )


def _fits(words: str, text: str) -> bool:
    from ycdesk.domain.pinyin import initials, search_form

    wanted = search_form(text)
    return wanted in search_form(words) or any(reading.startswith(wanted) for reading in initials(words))
