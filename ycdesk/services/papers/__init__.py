"""The papers (文书) of a case as PDF: one renderer for screen, printer and file.

Everything on a paper comes from the frozen case; the same case gives the same bytes. Import this package when a
paper is asked for, not at the start: it loads reportlab and, at the first paper, the fonts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ycdesk.services.dossiers import get_case
from ycdesk.services.papers.computation import draw_computation
from ycdesk.services.papers.faces import MissingGlyph, faces_of
from ycdesk.services.papers.facts import CaseFacts, case_facts
from ycdesk.services.papers.heading import Printing
from ycdesk.services.papers.slip import draw_slip
from ycdesk.settings import read_settings

if TYPE_CHECKING:
    from ycdesk.services.office import Office

__all__ = ["MissingGlyph", "Printing", "computation_pdf", "slip_pdf"]


def slip_pdf(office: Office, case_id: int, printing: Printing | None = None) -> bytes:
    """The 审批单 of a submitted case, one page. ``printing`` is noted on it; without it the bytes never change.

    Raises MissingGlyph for a character that no font has, Refused when there is nothing to print yet.
    """
    return draw_slip(_facts(office, case_id), printing, faces_of(read_settings(office.home).paper_fonts))


def computation_pdf(office: Office, case_id: int, printing: Printing | None = None) -> bytes:
    """The 审核表 of a submitted case. ``printing`` is noted on it; without it the bytes never change.

    Raises MissingGlyph for a character that no font has, Refused when there is nothing to print yet.
    """
    return draw_computation(_facts(office, case_id), printing, faces_of(read_settings(office.home).paper_fonts))


def _facts(office: Office, case_id: int) -> CaseFacts:
    return case_facts(get_case(office, case_id))
