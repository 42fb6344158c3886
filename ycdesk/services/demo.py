"""Demo data: fictional persons, applicants and cases of all measures, made by the services like everybody's.

The data stand in ``resources/demo``. Days are counted back from today, so that the desk looks lived in.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from ycdesk import paths
from ycdesk.domain.applicant import FIELDS
from ycdesk.domain.case import Case
from ycdesk.domain.document_kinds import Paper, PaperKind
from ycdesk.domain.people import Person, Role
from ycdesk.domain.ruling import Subject
from ycdesk.domain.states import CaseState, Proposal
from ycdesk.services.applicants import save_applicant
from ycdesk.services.checklist import checklist, tick_all, waive
from ycdesk.services.deeds import submit, withdraw
from ycdesk.services.demo_money import play_money
from ycdesk.services.dossiers import add_case, get_case, open_dossier, save_entries
from ycdesk.services.intake import missing_papers, receive, request_supplement
from ycdesk.services.office import Office
from ycdesk.services.people import add_person, list_people
from ycdesk.services.print_log import record_print
from ycdesk.services.ruling_effects import RulingValues, record_values
from ycdesk.services.signing import approve, refuse, return_case
from ycdesk.services.undoing import correct

_PAGES = 2
"""Pages of every paper."""


def create_demo(office: Office) -> None:
    """Fill an office that has nothing but its administrator. The demo persons' passwords are shown at the sign-in."""
    data = read_demo("office.toml")
    people = enter_people(office, data)
    cases = sorted(read_demo("cases.toml")["cases"], key=lambda case: -int(case["days"]))
    applicants = {record["key"]: record for record in data["applicants"]}
    ids: dict[str, int] = {}
    money: list[tuple[int, CaseState, str]] = []
    for number, record in enumerate(cases):
        caseworker = people[Role.CASEWORKER][number % 2]
        supervisor = people[Role.SUPERVISOR][number % 2]
        morning = _morning(office.clock(), int(record["days"]))
        key = record["applicant"]
        if key not in ids:
            fields = {name: applicants[key].get(name, "") for name in FIELDS}
            fields["account_name"] = fields["name"]
            ids[key] = save_applicant(_at(office, morning), caseworker, None, fields, None).id
        case_id = _Story(office, morning, caseworker, supervisor, people[Role.CLERK][0], record).play(ids[key])
        money.append((case_id, CaseState(record["state"]), record.get("closing", "")))
    play_money(office, people[Role.SUPERVISOR][0], people[Role.CLERK][0], money)
    for record in data["rulings"]:
        _rule(office, people[Role.SUPERVISOR][1], record)


def enter_people(office: Office, data: dict[str, Any]) -> dict[Role, list[Person]]:
    """Enter the demo persons; all of the office by their roles."""
    administrator = next(person for person in list_people(office) if person.role is Role.ADMINISTRATOR)
    people: dict[Role, list[Person]] = {Role.ADMINISTRATOR: [administrator]}
    for record in data["persons"]:
        role, password = Role(record["role"]), data["password"]
        person = add_person(office, administrator, record["name"], record["login"], role, password, hint=password)
        people.setdefault(role, []).append(person)
    return people


def _rule(office: Office, by: Person, record: dict[str, Any]) -> None:
    """A ruling on applications from some days ago on, recorded today: what waits since then has to go back."""
    day = (office.clock() - timedelta(days=record["days"])).date()
    values = {name: value for name, value in record.items() if name not in ("days", "subject")}
    values["document"] = values["document"].format(year=day.year)
    ruling = RulingValues(office.package.id, Subject(record["subject"]), day, decided_on=day, **values)
    record_values(office, by, ruling)


def read_demo(name: str) -> dict[str, Any]:
    """A file of the demo data."""
    return tomllib.loads((paths.resources() / "demo" / name).read_text(encoding="utf-8"))


def _morning(now: datetime, days: int) -> datetime:
    """The start of a story that many days ago: nine in the morning, or now when it is still earlier today."""
    return min((now - timedelta(days=days)).replace(hour=9, minute=5, second=0), now - timedelta(days=days))


def _at(office: Office, time: datetime) -> Office:
    """The same office at another time."""
    return replace(office, clock=lambda: time)


class _Story:
    """One case from the counter to its state."""

    def __init__(
        self,
        office: Office,
        start: datetime,
        caseworker: Person,
        supervisor: Person,
        clerk: Person,
        record: dict[str, Any],
    ) -> None:
        self._office, self._start, self._record = office, start, record
        self._caseworker, self._supervisor, self._clerk = caseworker, supervisor, clerk
        self._state = CaseState(record["state"])

    def play(self, applicant_id: int) -> int:
        """Enter the case and lead it to its state, as far as its award is decided; returns its id."""
        office = self._after(hours=0)
        dossier = open_dossier(office, self._caseworker, applicant_id)
        case = add_case(office, self._caseworker, dossier.id, self._record["measure"], self._start.date())
        entries = {name: self._record.get(name, []) for name in ("header", "rows", "particulars")}
        save_entries(office, self._caseworker, case.id, entries, case.applied_on, case.version)
        if self._state is CaseState.DRAFT:
            return case.id
        if self._state in (CaseState.RECEIVED, CaseState.SUPPLEMENT):
            self._take_in(case.id)
            return case.id
        self._tick_papers(case.id)
        if "again" in self._record:
            self._return_and_change(self._submit(case.id), entries)
        self._finish(self._submit(case.id))
        return case.id

    def _take_in(self, case_id: int) -> None:
        """A receipt for what lies there; perhaps a request for the rest."""
        office = self._after(hours=1)
        version = get_case(office, case_id).version
        case = receive(office, self._caseworker, case_id, version, "李娜", "13903590000")
        if self._state is CaseState.SUPPLEMENT:
            wanted = missing_papers(office, case)
            request_supplement(self._after(hours=20), self._caseworker, case_id, case.version, wanted)

    def _after(self, hours: int) -> Office:
        """The office some hours into the story, never later than now."""
        return _at(self._office, min(self._start + timedelta(hours=hours), self._office.clock()))

    def _tick_papers(self, case_id: int) -> None:
        """All required papers, with the marks they ask for; the table of contents is waived."""
        office = self._after(hours=1)
        for row in checklist(office, get_case(office, case_id)):
            if row.paper.required and row.paper.name == "材料目录":
                waive(office, self._caseworker, case_id, row.paper.id, "材料不足十份，免编目录。")
        tick_all(office, self._caseworker, case_id, pages=_PAGES)

    def _submit(self, case_id: int) -> Case:
        office = self._after(hours=2)
        reason = self._record.get("propose", "")
        proposal = Proposal.REFUSE if reason else Proposal.SUPPORT
        version = get_case(office, case_id).version
        return submit(office, self._caseworker, case_id, version, proposal, reason)

    def _return_and_change(self, case: Case, entries: dict[str, Any]) -> None:
        office = self._after(hours=24)
        case = return_case(office, self._supervisor, case.id, case.version, self._record["reason"])
        rows = [dict(row) | self._record["again"].get(str(at), {}) for at, row in enumerate(entries["rows"])]
        changed = {**entries, "rows": rows}
        save_entries(office, self._caseworker, case.id, changed, case.applied_on, case.version)

    def _finish(self, case: Case) -> None:
        office, reason = self._after(hours=48), self._record.get("reason", "")
        match self._state:
            case CaseState.RETURNED:
                return_case(office, self._supervisor, case.id, case.version, reason)
            case CaseState.WITHDRAWN:
                withdraw(office, self._caseworker, case.id, case.version, reason)
            case CaseState.REFUSED:
                refuse(office, self._supervisor, case.id, case.version, reason)
            case CaseState.CORRECTED:
                case = self._approve(office, case)
                correct(self._after(hours=120), self._supervisor, case.id, case.version, self._record["closing"])
            case state if state.decided:
                self._approve(office, case)

    def _approve(self, office: Office, case: Case) -> Case:
        award = Decimal(self._record["award"]) if "award" in self._record else None
        flags = [flag["reading"] for flag in (case.result or {})["flags"]]
        why = self._record.get("award_reason", "")
        case = approve(office, self._supervisor, case.id, case.version, award, why, "同意支持。", flags)
        if self._record.get("printed"):
            record_print(office, self._clerk, Paper(PaperKind.SLIP, case.id, case.number))
        return case
