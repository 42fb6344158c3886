"""All entities in one place: importing this maps every table (migrations are compared with ``Record.metadata``)."""

from ycdesk.domain.applicant import Applicant
from ycdesk.domain.bureau import Counter, PackageCopy, PolicyClause, Setting
from ycdesk.domain.calendar_day import CalendarDay, ConfirmedYear
from ycdesk.domain.case import Case, CaseEditor, ChecklistEntry
from ycdesk.domain.dossier import Dossier
from ycdesk.domain.events import Event
from ycdesk.domain.fingerprint import DuplicateReason, Fingerprint
from ycdesk.domain.ledger import LedgerUse
from ycdesk.domain.people import Person
from ycdesk.domain.record import Record
from ycdesk.domain.ruling import Ruling

__all__ = [
    "Applicant",
    "CalendarDay",
    "Case",
    "CaseEditor",
    "ChecklistEntry",
    "ConfirmedYear",
    "Counter",
    "Dossier",
    "DuplicateReason",
    "Event",
    "Fingerprint",
    "LedgerUse",
    "PackageCopy",
    "Person",
    "PolicyClause",
    "Record",
    "Ruling",
    "Setting",
]
