"""A bureau for tests: an office on a real database, one person of each role, one applicant, cases at every stage."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from ycdesk.calculation import PolicyPackage, load_package
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.case import Case
from ycdesk.domain.people import Person, Role
from ycdesk.domain.states import Proposal
from ycdesk.paths import policy_folder
from ycdesk.services.applicants import find_applicants, save_applicant
from ycdesk.services.checklist import tick_all
from ycdesk.services.deeds import submit
from ycdesk.services.dossiers import add_case, get_case, open_dossier, save_entries
from ycdesk.services.office import Office, open_office
from ycdesk.services.people import list_people
from ycdesk.services.radar import alarms, give_reason

MORNING = datetime(2025, 7, 1, 9, 0, 0)  # noqa: DTZ001 - stored times have no zone
BOOTH = {"booth_no": "A1", "fee": "31250"}
"""One booth in Hanoi: 80 % of 31 250 is 25 000.00, which is the cap."""
HANOI: dict[str, Any] = {
    "header": {
        "name": "河内国际贸易展",
        "session": "2025",
        "tier": "key",
        "country": "VN",
        "opens_on": "2025-04-15",
        "provincial_support": "no",
    },
    "rows": [BOOTH],
}
TOO_LITTLE: dict[str, Any] = {
    "header": {"year": "2025", "registered_on_platform": "yes", "declares_cbec": "yes"},
    "rows": [{"platform": "速卖通", "shop": "a", "kind": "b2c", "sales": "2999999.99", "orders": "100"}],
}
"""A store below the threshold: not eligible."""
FIRM = {
    "name": "甲公司",
    "credit_code": "91140802MA0ABCDE15",
    "kind": "enterprise",
    "county": "140821",
    "bank_name": "运城农商银行临猗支行",
    "account_name": "甲公司",
    "account_number": "1402020300012345678",
}


@cache
def package() -> PolicyPackage:
    """The policy package, loaded once."""
    return load_package(policy_folder())


@dataclass
class Bureau:
    """An office and its people. ``wang`` and ``zhao`` enter, ``li`` and ``chen`` decide."""

    office: Office
    wang: Person
    zhao: Person
    li: Person
    chen: Person
    sun: Person
    admin: Person
    firm: Applicant
    booths: int = field(init=False, default=0)
    """How many drafts took the booth in Hanoi: the first A1, the next A2, so that the duplicate radar is silent."""

    def draft(self, entries: dict[str, Any] = HANOI, measure: str = "exhibition", papers: bool = True) -> Case:
        """A draft of ``wang`` with these entries, its papers ticked."""
        if entries is HANOI:
            self.booths += 1
            entries = {**HANOI, "rows": [{**BOOTH, "booth_no": f"A{self.booths}"}]}
        dossier = open_dossier(self.office, self.wang, self.firm.id)
        case = add_case(self.office, self.wang, dossier.id, measure, date(2025, 6, 30))
        save_entries(self.office, self.wang, case.id, entries, date(2025, 6, 30), case.version)
        if papers:
            tick_all(self.office, self.wang, case.id)
        return get_case(self.office, case.id)

    def pending(self, entries: dict[str, Any] = HANOI, measure: str = "exhibition") -> Case:
        """A case that ``wang`` entered and submitted."""
        case = self.draft(entries, measure)
        self.explain(case)
        return submit(self.office, self.wang, case.id, case.version)

    def explain(self, case: Case) -> None:
        """Give a reason for every alarm of the duplicate radar: many tests enter the same booth again."""
        waiting = [alarm.id for alarm in alarms(self.office, case.id) if alarm.open]
        if waiting:
            give_reason(self.office, self.wang, case.id, waiting, "同一展位，分次申报")

    def proposed_refusal(self) -> Case:
        """A case below its threshold, submitted to be refused."""
        case = self.draft(TOO_LITTLE, "store_global")
        return submit(self.office, self.wang, case.id, case.version, Proposal.REFUSE, "交易额不足")


def make_bureau(url: str, home: Path) -> Bureau:
    """A bureau in an empty database. Its people cannot sign in (no password was made for them)."""
    office = open_office(url, home, package())
    office.clock = lambda: MORNING
    names = {
        "wang": ("王芳", Role.CASEWORKER),
        "zhao": ("赵敏", Role.CASEWORKER),
        "li": ("李建国", Role.SUPERVISOR),
        "chen": ("陈红", Role.SUPERVISOR),
        "sun": ("孙丽", Role.CLERK),
        "admin": ("管理员", Role.ADMINISTRATOR),
    }
    people = {
        login: Person(login=login, name=name, role=role, password_hash="", active=True, password_hint="")
        for login, (name, role) in names.items()
    }
    with office.sessions.begin() as session:
        session.add_all(people.values())
    firm = save_applicant(office, people["wang"], None, FIRM, None)
    return Bureau(office=office, firm=firm, **people)


def reopen_bureau(url: str, home: Path) -> Bureau:
    """The bureau in a copy of a database that ``make_bureau`` filled."""
    office = open_office(url, home, package())
    office.clock = lambda: MORNING
    people = {person.login: person for person in list_people(office)}
    return Bureau(office=office, firm=find_applicants(office, "")[0], **people)
