"""A bureau's year, played day by day through the services: applications come, and everybody does their work.

The same ``seed`` plays the same year. Nothing here writes to the database but the deeds that the screens call, so
what comes out is what a bureau would have: limits that run out, papers that come late, a budget that does not suffice,
payments that come back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from random import Random
from typing import Any

from ycdesk.domain.applicant import FIELDS
from ycdesk.domain.case import Case
from ycdesk.domain.errors import DeskError
from ycdesk.domain.payment import CITY
from ycdesk.domain.people import Person, Role
from ycdesk.domain.states import CaseState, Proposal
from ycdesk.domain.step import NEGATIVE_LIST, StepKind
from ycdesk.services import intake, signing
from ycdesk.services.applicants import save_applicant
from ycdesk.services.budget import add_budget
from ycdesk.services.bureau_settings import set_second_signature
from ycdesk.services.calendar import working_days
from ycdesk.services.checklist import tick_all
from ycdesk.services.deeds import submit, withdraw
from ycdesk.services.demo import enter_people, read_demo
from ycdesk.services.demo_year_money import MoneyDesk
from ycdesk.services.dossiers import add_case, get_case, open_dossier, save_entries
from ycdesk.services.draft import open_draft
from ycdesk.services.office import Office
from ycdesk.services.radar import alarms, give_reason

YEAR = 2025
MEASURES = {
    "exhibition": 40, "certification": 25, "store_global": 12, "independent_site": 8, "overseas_warehouse": 6,
    "public_overseas_warehouse": 3, "credit_insurance": 12, "demo_enterprise": 4,
}  # fmt: skip
"""What firms apply for, and how often."""
COUNTIES = ("140802", "1408KF", "140821", "140822", "140823", "140824", "140826", "140882", "140830", "140881")
SECOND_SIGNATURE = Decimal("300000.00")
START_BUDGET, LATER_BUDGET = Decimal("20000.00"), Decimal("6000.00")
"""Yuan of the city's money for each case of the year, in January and in July: not enough for all."""
_NAMES = (
    "鲜果源",
    "龙门",
    "桐乡",
    "关公",
    "河东",
    "蒲州",
    "古耕",
    "条山",
    "盐池",
    "禹都",
    "舜帝",
    "稷王",
    "涑水",
    "汾河",
)
_TRADES = ("铝业", "果业", "玻璃", "机电", "纺织", "化工", "食品", "药业", "商贸", "科技")


def play_year(office: Office, cases: int, seed: int) -> Iterator[str]:
    """Play the year in an office that has its administrator and nothing else; yields a line a month.

    Raises DeskError when a deed that must succeed is refused.
    """
    yield from YearDesk(office, cases, seed).play()


class YearDesk:
    """The people of the bureau, the firms, and the cases on their way."""

    def __init__(self, office: Office, cases: int, seed: int) -> None:
        self.now = datetime.combine(date(YEAR, 1, 1), time(9))
        self.office = replace(office, clock=lambda: self.now)
        self.dice, self.wanted = Random(seed), cases
        self.calendar = working_days(office)
        data = read_demo("office.toml")
        self.people = enter_people(self.office, data)
        self.templates: dict[str, list[dict[str, Any]]] = {}
        for record in read_demo("cases.toml")["cases"]:
            self.templates.setdefault(record["measure"], []).append(record)
        self.firms: list[int] = []
        self.living: dict[int, date] = {}
        """Cases on their way, and the day on which somebody looks at them next."""
        self.entered = 0
        administrator = self.people[Role.ADMINISTRATOR][0]
        set_second_signature(self.office, administrator, SECOND_SIGNATURE)
        self.money = MoneyDesk(self.office, self.dice, self.people[Role.SUPERVISOR][0], self.people[Role.CLERK][0])

    def play(self) -> Iterator[str]:
        """Day by day; on rest days nobody works."""
        supervisor = self.people[Role.SUPERVISOR][0]
        add_budget(self.office, supervisor, YEAR, CITY, START_BUDGET * self.wanted, f"运财预〔{YEAR}〕2号")
        day, later = date(YEAR, 1, 1), False
        while day <= date(YEAR, 12, 31):
            self.now = datetime.combine(day, time(9))
            if self.calendar.is_working(day):
                if day.month >= 7 and not later:
                    more = LATER_BUDGET * self.wanted
                    add_budget(self.office, supervisor, YEAR, CITY, more, f"运财预〔{YEAR}〕28号")
                    later = True
                self._work(day)
            day += timedelta(days=1)
            if day.day == 1:
                month = (day - timedelta(days=1)).month
                yield f"{YEAR} 年 {month} 月：登记 {self.entered} 件，在办 {len(self.living)} 件"

    def _work(self, day: date) -> None:
        """What happens on one working day: who comes, what is looked at, and the money."""
        left = max((date(YEAR, 11, 30) - day).days, 1)
        due = (self.wanted - self.entered) / (left * 0.68)
        for _ in range(int(due) + (self.dice.random() < due % 1)):
            if self.entered < self.wanted:
                self._enter(day)
        for case_id in [each for each, when in self.living.items() if when <= day]:
            self.now += timedelta(minutes=3)
            self._look_at(get_case(self.office, case_id), day)
        self.money.work(self.now)

    # The counter.

    def _enter(self, day: date) -> None:
        self.entered += 1
        self.now += timedelta(minutes=7)
        caseworker = self._any(Role.CASEWORKER)
        measure = self.dice.choices(list(MEASURES), list(MEASURES.values()))[0]
        dossier = open_dossier(self.office, caseworker, self._firm(caseworker))
        case = add_case(self.office, caseworker, dossier.id, measure, day)
        entries = self._entries(measure)
        save_entries(self.office, caseworker, case.id, entries, day, case.version)
        if self.dice.random() < 0.85:
            tick_all(self.office, caseworker, case.id, pages=2)
        case = get_case(self.office, case.id)
        intake.receive(self.office, caseworker, case.id, case.version, "企业经办", "13800000000")
        self._again(case.id, day, 1, 4)

    def _firm(self, caseworker: Person) -> int:
        """Often one that was here before."""
        if self.firms and self.dice.random() < 0.45:
            return self.dice.choice(self.firms)
        number = len(self.firms)
        county = self.dice.choice(COUNTIES)
        name = f"运城{self.dice.choice(_NAMES)}{self.dice.choice(_TRADES)}{number:03}号进出口有限公司"
        fields = dict.fromkeys(FIELDS, "") | {
            "name": name,
            "kind": "enterprise",
            "county": county,
            "account_name": name,
            "bank_name": "演示银行运城分行",
            "account_number": f"6200{number:012}",
        }
        self.firms.append(save_applicant(self.office, caseworker, None, fields, None).id)
        return self.firms[-1]

    def _entries(self, measure: str) -> dict[str, Any]:
        """One of the demo cases of the measure with other amounts and other numbers."""
        record = self.dice.choice(self.templates[measure])
        header = dict(record.get("header", {}))
        if measure == "exhibition":
            header["session"] = f"{YEAR}-{self.entered}"
        rows = [self._row(row, at) for at, row in enumerate(record.get("rows", []))]
        return {"header": header, "rows": rows}

    def _row(self, row: dict[str, str], at: int) -> dict[str, str]:
        changed = dict(row)
        for name in ("fee", "sales", "cost", "premium"):
            if name in changed:
                share = Decimal(self.dice.randint(60, 120)) / 100
                with suppress(InvalidOperation):  # typed with units or in full width: left as it is
                    changed[name] = f"{(Decimal(changed[name].replace(',', '')) * share).quantize(Decimal('0.01'))}"
        for name in ("booth_no", "certificate_no", "shop", "domain", "policy_no", "recognition_no", "name"):
            if name in changed:
                changed[name] = f"{self.entered}-{at}-{changed[name]}"
        return changed

    # The desks.

    def _look_at(self, case: Case, day: date) -> None:
        steps: dict[CaseState, Callable[[Case, date], None]] = {
            CaseState.RECEIVED: self._receive,
            CaseState.SUPPLEMENT: self._supplement,
            CaseState.ACCEPTED: self._submit,
            CaseState.RETURNED: self._submit,
            CaseState.PENDING: self._decide,
            CaseState.COUNTERSIGN: self._countersign,
        }
        step = steps.get(case.state)
        if step is None:
            self.living.pop(case.id)
            return
        step(case, day)

    def _receive(self, case: Case, day: date) -> None:
        caseworker, version = self._any(Role.CASEWORKER), case.version
        missing = intake.missing_papers(self.office, case)
        if missing and case.supplement_due is None:
            intake.request_supplement(self.office, caseworker, case.id, version, missing)
            self._again(case.id, day, 3, 22)
        elif missing or self.dice.random() < 0.02:
            ground = intake.GROUNDS[3 if missing else 1]
            intake.reject(self.office, caseworker, case.id, version, ground, "按申报指南审查")
        else:
            intake.accept(self.office, caseworker, case.id, version)
            check = {"item": self.dice.choice(NEGATIVE_LIST), "source": "信用中国", "result": "未发现"}
            intake.record_step(self.office, caseworker, case.id, StepKind.NEGATIVE_CHECK, day, check)
            self._again(case.id, day, 1, 8)

    def _supplement(self, case: Case, day: date) -> None:
        caseworker = self._any(Role.CASEWORKER)
        if case.supplement_due is not None and day > case.supplement_due:
            intake.lapse(self.office, caseworker, case.id, case.version)
        elif self.dice.random() < 0.8:
            intake.supply(self.office, caseworker, case.id, case.version, "补齐")
            if self.dice.random() < 0.95:
                tick_all(self.office, caseworker, case.id, pages=2)
            self._again(case.id, day, 1, 3)
        else:
            self._again(case.id, day, 5, 15)

    def _submit(self, case: Case, day: date) -> None:
        person = self._owner(case)
        open_ones = [alarm.id for alarm in alarms(self.office, case.id) if alarm.open]
        if open_ones:
            give_reason(self.office, person, case.id, open_ones, "已核对原件，不是同一笔。")
        assessment = open_draft(self.office, person, case).preview().assessment
        eligible = bool(assessment.amount)
        proposal, reason = (Proposal.SUPPORT, "") if eligible else (Proposal.REFUSE, "不符合申报条件")
        case = get_case(self.office, case.id)
        try:
            submit(self.office, person, case.id, case.version, proposal, reason)
        except DeskError:
            # Eligible without an amount (a limit is used up): the firm is told and takes its application back.
            self._withdraw(case, person)
            return
        self._again(case.id, day, 1, 9)

    def _withdraw(self, case: Case, person: Person) -> None:
        withdraw(self.office, person, case.id, case.version, "限额已用完，企业撤回")

    def _decide(self, case: Case, day: date) -> None:
        supervisor, seen = self._any(Role.SUPERVISOR), (case.id, case.version)
        if case.proposal is Proposal.REFUSE:
            signing.refuse(self.office, supervisor, *seen, "不符合申报条件")
        elif self.dice.random() < 0.05 and case.submissions < 2:
            signing.return_case(self.office, supervisor, *seen, "请核对金额")
            self._again(case.id, day, 1, 5)
        else:
            self._approve(case, supervisor, day)

    def _approve(self, case: Case, supervisor: Person, day: date) -> None:
        flags = [flag["reading"] for flag in (case.result or {})["flags"]]
        less = (case.computed or Decimal(0)) * Decimal("0.8") if self.dice.random() < 0.06 else None
        award = less.quantize(Decimal("0.01")) if less is not None else None
        why = "核减未实际发生的费用" if award is not None else ""
        try:
            case = signing.approve(self.office, supervisor, case.id, case.version, award, why, "同意", flags)
        except DeskError:
            # What it was computed with has changed since: back to the caseworker, who submits it anew.
            signing.return_case(self.office, supervisor, case.id, case.version, "测算已变化，请重新提交")
        self._again(case.id, day, 1, 3)

    def _countersign(self, case: Case, day: date) -> None:
        other = next(each for each in self.people[Role.SUPERVISOR] if each.id != case.decided_by)
        try:
            signing.countersign(self.office, other, case.id, case.version, "同意")
        except DeskError:
            signing.return_case(self.office, other, case.id, case.version, "测算已变化，请重新提交")
            self._again(case.id, day, 1, 3)

    def _again(self, case_id: int, day: date, least: int, most: int) -> None:
        self.living[case_id] = day + timedelta(days=self.dice.randint(least, most))

    def _any(self, role: Role) -> Person:
        return self.dice.choice(self.people[role])

    def _owner(self, case: Case) -> Person:
        return next(each for each in self.people[Role.CASEWORKER] if each.id == case.entered_by)
