"""All entities in one place: importing this maps every table (migrations are compared with ``Record.metadata``)."""

from ycdesk.domain.applicant import Applicant
from ycdesk.domain.budget import BudgetEntry, BudgetUse
from ycdesk.domain.bureau import Counter, PackageCopy, PolicyClause, Setting
from ycdesk.domain.calendar_day import CalendarDay, ConfirmedYear
from ycdesk.domain.case import Case, CaseEditor, ChecklistEntry
from ycdesk.domain.deputy import Deputy
from ycdesk.domain.document import Document
from ycdesk.domain.dossier import Dossier
from ycdesk.domain.events import Event
from ycdesk.domain.fingerprint import DuplicateReason, Fingerprint
from ycdesk.domain.imported import ImportedCase, SenderColumns
from ycdesk.domain.ledger import LedgerUse
from ycdesk.domain.meeting import Batch, Objection
from ycdesk.domain.payment import AccountChange, Payment, PaymentLine, Recovery
from ycdesk.domain.people import Person
from ycdesk.domain.record import Record
from ycdesk.domain.ruling import Ruling
from ycdesk.domain.scan import Scan, ScanContent
from ycdesk.domain.search_words import SearchNames, SearchNumbers
from ycdesk.domain.step import CaseStep

__all__ = [
    "AccountChange",
    "Applicant",
    "Batch",
    "BudgetEntry",
    "BudgetUse",
    "CalendarDay",
    "Case",
    "CaseEditor",
    "CaseStep",
    "ChecklistEntry",
    "ConfirmedYear",
    "Counter",
    "Deputy",
    "Document",
    "Dossier",
    "DuplicateReason",
    "Event",
    "Fingerprint",
    "ImportedCase",
    "LedgerUse",
    "Objection",
    "PackageCopy",
    "Payment",
    "PaymentLine",
    "Person",
    "PolicyClause",
    "Record",
    "Recovery",
    "Ruling",
    "Scan",
    "ScanContent",
    "SearchNames",
    "SearchNumbers",
    "SenderColumns",
    "Setting",
]
