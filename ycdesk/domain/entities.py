"""All entities in one place: importing this maps every table (migrations are compared with ``Record.metadata``)."""

from ycdesk.domain.applicant import Applicant
from ycdesk.domain.bureau import Counter, PolicyClause, Setting
from ycdesk.domain.case import Case, CaseEditor, ChecklistEntry
from ycdesk.domain.dossier import Dossier
from ycdesk.domain.events import Event
from ycdesk.domain.people import Person
from ycdesk.domain.record import Record

__all__ = [
    "Applicant",
    "Case",
    "CaseEditor",
    "ChecklistEntry",
    "Counter",
    "Dossier",
    "Event",
    "Person",
    "PolicyClause",
    "Record",
    "Setting",
]
