"""A seeded set of cases for the duplicate radar, with planted duplicates, written by what clerks see, not by its rules.

Numbers of one seller, office or insurer follow each other, and neighbours often cost the same: that is what makes
false alarms. Names of firms, persons, shops and sites are random; each stands once, except where it was planted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select

from tests.bureau import MORNING, Bureau
from tests.slips import slipped, written
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.case import Case
from ycdesk.domain.dossier import Dossier
from ycdesk.domain.states import CaseState
from ycdesk.services.fingerprints import make_all_anew

APPLICANTS = 1_200
_SYLLABLES = re.findall("..", "anbeidufeguhajikulameniperesitaweyuze")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "建国志强秀英丽华晓明海燕文军玉兰春梅红霞永平俊杰雪峰瑞芳新民云飞鹏程晨光思远嘉怡子轩雨桐浩然"
_CITIES = ("汉堡", "洛杉矶", "莫斯科", "阿拉木图", "迪拜", "华沙", "吉隆坡", "河内", "曼谷", "鹿特丹")
_COUNTRIES = ("DE", "US", "RU", "KZ", "AE", "PL", "MY", "VN", "TH", "NL")


@dataclass(frozen=True)
class Typed:
    """One case as it was entered, and where in it a number stands that can be planted again."""

    measure: str
    header: dict[str, str] = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)
    particulars: list[dict[str, str]] = field(default_factory=list)
    kind: str = ""
    column: str = ""
    """Of the rows; empty: of the particulars."""


@dataclass(frozen=True)
class Planted:
    """A case (or applicant) that repeats a number of another one."""

    number: str
    kind: str
    exact: bool
    others: frozenset[str]
    """Numbers of the cases that have the original."""
    text: str
    original: str


class RadarSet:
    """``cases`` with their applicants; ``planted`` says what the radar must find."""

    def __init__(self, seed: int, count: int, planted: int) -> None:
        self.rng = Random(seed)
        self._counters: defaultdict[str, int] = defaultdict(int)
        self._sellers: dict[str, int] = {}
        self.applicants = [self._applicant(number) for number in range(APPLICANTS)]
        self.cases: list[tuple[int, Typed]] = []
        self.planted: list[Planted] = []
        makers = (
            (self._exhibition, 26), (self._service, 14), (self._certificate, 14), (self._trainees, 10),
            (self._store, 10), (self._site, 6), (self._warehouse, 5), (self._policy, 8), (self._flights, 3),
            (self._platform, 4),
        )  # fmt: skip
        for _ in range(count - planted):
            [make] = self.rng.choices([each for each, _ in makers], [weight for _, weight in makers])
            self.cases.append((self.rng.randrange(APPLICANTS), make()))
        self._plant(planted)

    # Applicants.

    def _applicant(self, number: int) -> dict[str, str]:
        rng = self.rng
        branch = ("0511020409", "1415200001", "6232110014", "0405080129", "1700123409")[number % 5]
        # each person once: 23 x 23 given names, and another surname on the next round
        given = _GIVEN[number % 23 * 2] + _GIVEN[number // 23 % 23 * 2 + 1]
        return {
            "name": f"运城{number}号商贸有限公司",
            "account_number": f"{branch}{rng.randrange(10**7, 10**8)}{number:04}",
            "legal_representative": _SURNAMES[(number + number // 529) % len(_SURNAMES)] + given,
            "contact_phone": f"1{rng.choice('3589')}{rng.randrange(10)}{rng.randrange(10**8):08}",
        }

    # Cases.

    def _next(self, series: str) -> int:
        self._counters[series] += 1
        return self._counters[series]

    def _day(self) -> date:
        return date(2024, 1, 1) + timedelta(days=self.rng.randrange(700))

    def _word(self, syllables: int) -> str:
        return "".join(self.rng.choice(_SYLLABLES) for _ in range(syllables))

    def _invoice(self, seller: str, day: date, fee: int) -> dict[str, str]:
        code = self._sellers.setdefault(seller, len(self._sellers) + 10)
        number = f"{day:%y}142000000{code:03}{10_000_000 + self._next(seller) * 3:08}"
        return {"kind": "invoice", "number": number, "day": str(day), "amount": str(fee)}

    def _exhibition(self) -> Typed:
        """One to four neighbouring booths at one price, an invoice of the organiser for each."""
        fair, session = self.rng.randrange(60), self.rng.randrange(130, 139)
        opens = date(2024, 1, 10) + timedelta(days=fair * 11)
        fee, hall = (8_000, 9_800, 12_000, 21_500)[fair % 4], f"{fair % 9 + 1}.{fair % 3 + 1}"
        start = self._next(f"{fair} {session}") * 5
        numbers = range(start, start + self.rng.randint(1, 4))
        header = {"name": f"第{fair}届国际{_CITIES[fair % 10]}贸易展", "session": str(session), "tier": "key",
                  "country": "VN", "opens_on": str(opens), "provincial_support": "no"}  # fmt: skip
        rows = [{"booth_no": f"{hall}{'ABCDEFGH'[n // 60 % 8]}{n % 60 + 1:02}", "fee": str(fee)} for n in numbers]
        invoices = [self._invoice(f"organiser {fair}", opens, fee) for _ in rows]
        kind, column = self.rng.choice((("booth", "booth_no"), ("invoice", "")))
        return Typed("exhibition", header, rows, invoices, kind, column)

    def _service(self) -> Typed:
        firm, day, fee = self.rng.randrange(40), self._day(), self.rng.randrange(20, 900) * 100
        contract = f"{'ABDHJKMNRT'[firm % 10]}{'YCSX'[firm // 10]}-{day.year}-{self._next(f'contract {firm}'):04}"
        row = {"provider": f"服务商{firm}", "contract_no": contract, "paid_on": str(day), "fee": str(fee)}
        invoice = self._invoice(f"provider {firm}", day, fee)
        kind, column = self.rng.choice((("contract", "contract_no"), ("invoice", "")))
        return Typed("support_service", {"year": str(day.year)}, [row], [invoice], kind, column)

    def _certificate(self) -> Typed:
        body, day = self.rng.randrange(12), self._day()
        number = f"{('CE', 'FDA', 'GS', 'UL', 'SGS', 'TUV')[body % 6]}{body}-{day.year}-{self._next(f'body {body}'):05}"
        row = {"kind": "certification", "name": "认证", "certificate_no": number, "obtained_on": str(day),
               "fee": str((6_000, 9_500, 18_000)[body % 3])}  # fmt: skip
        return Typed("certification", {}, [row], [], "certificate", "certificate_no")

    def _trainees(self) -> Typed:
        rows = [{"id_no": self._identity(), "training_days": "30"} for _ in range(self.rng.randint(1, 12))]
        return Typed("talent_training", {"base_agreement": "yes"}, rows, [], "trainee", "id_no")

    def _identity(self) -> str:
        """A valid number (GB 11643) of somebody from Yuncheng."""
        born = date(1970, 1, 1) + timedelta(days=self.rng.randrange(12_000))
        body = f"1427{self.rng.randrange(1, 35):02}{born:%Y%m%d}{self.rng.randrange(1000):03}"
        total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body))
        return body + "10X98765432"[total % 11]

    def _store(self) -> Typed:
        shop = f"{self._word(2).title()}-{self._word(1).title()} {self.rng.choice(('Store', 'Shop', 'Official'))}"
        row = {"platform": self.rng.choice(("Amazon", "速卖通", "Shopee", "Temu", "eBay")), "kind": "b2c",
               "shop": f"{shop} {self._next('shop')}", "sales": str(self.rng.randrange(10**6, 9 * 10**6))}  # fmt: skip
        return Typed("store_global", {"year": "2025"}, [row], [], "shop", "shop")

    def _site(self) -> Typed:
        domain = f"{self._word(2)}-{self._word(2)}{self._next('site')}.{self.rng.choice(('com', 'cn', 'shop'))}"
        row = {"domain": domain, "sales": str(self.rng.randrange(10**6, 9 * 10**6)), "launched_on": str(self._day())}
        return Typed("independent_site", {"year": "2025"}, [row], [], "domain", "domain")

    def _warehouse(self) -> Typed:
        place = self.rng.randrange(10)
        name = f"{_CITIES[place]} {self._word(3).title()} 海外仓 {self._next('warehouse')}号"
        row = {"name": name, "country": _COUNTRIES[place], "mode": "leased", "area_m2": "2500",
               "in_use_since": str(self._day()), "cost": str(self.rng.randrange(3, 90) * 10_000)}  # fmt: skip
        return Typed("overseas_warehouse", {}, [row], [], "warehouse", "name")

    def _policy(self) -> Typed:
        day = self._day()
        row = {"policy_no": f"PYIE{day.year}1408{self._next('policy'):07}", "invoiced_on": str(day),
               "premium": str(self.rng.randrange(1_000, 90_000))}  # fmt: skip
        return Typed("credit_insurance", {}, [row], [], "policy", "policy_no")

    def _flights(self) -> Typed:
        """The same few flights on many days."""
        flight = ("CA1049", "O37158", "CF9062", "YG9083", "GI4112")[self.rng.randrange(5)]
        days = [date(2024, 1, 1) + timedelta(days=self._next(flight)) for _ in range(self.rng.randint(1, 3))]
        charge = str(self.rng.randrange(300, 900) * 100)
        rows = [{"kind": "flight", "number": flight, "day": str(day), "amount": charge} for day in days]
        return Typed("air_cargo", {"year": "2025"}, [], rows, "flight", "")

    def _platform(self) -> Typed:
        day, fee = self._day(), self.rng.randrange(10, 400) * 100
        invoice = self._invoice(f"hotel {self.rng.randrange(15)}", day, fee)
        row = {"invoice_no": invoice["number"], "invoiced_on": str(day), "fee": str(fee)}
        return Typed("talent_platform", {"year": "2025"}, [row], [], "invoice", "invoice_no")

    # Duplicates.

    def _plant(self, count: int) -> None:
        kinds = ("invoice", "contract", "booth", "flight", "shop", "domain", "certificate", "warehouse", "policy",
                 "trainee", "account", "representative", "phone")  # fmt: skip
        fields = {"account": "account_number", "representative": "legal_representative", "phone": "contact_phone"}
        base = list(enumerate(self.cases))
        by_kind: defaultdict[str, list[tuple[int, Typed]]] = defaultdict(list)
        for number, (_, typed) in base:
            by_kind[typed.kind].append((number, typed))
        for turn in range(count):
            kind, exact = kinds[turn % len(kinds)], turn % 2 == 0
            change: Callable[[Random, str], str] = written if exact else slipped
            if kind in fields:
                self._plant_applicant(kind, fields[kind], exact, change)
            else:
                number, typed = by_kind[kind].pop(self.rng.randrange(len(by_kind[kind])))
                self._plant_case(number, typed, exact, change)

    def _plant_case(self, number: int, typed: Typed, exact: bool, change: Callable[[Random, str], str]) -> None:
        """The same thing applied for again by another firm (or the same), alone in its case."""
        column, rows = typed.column or "number", typed.rows if typed.column else typed.particulars
        row = self.rng.choice(rows)
        again = {**row, column: change(self.rng, row[column])}
        twin = Typed(typed.measure, typed.header, [again] if typed.column else [], [] if typed.column else [again])
        if typed.kind in ("invoice", "contract") and self.rng.random() < 0.5:  # across measures
            twin = self._across(typed.kind, row, again[column])
        self._add(
            self.rng.randrange(APPLICANTS), twin, typed.kind, exact, {_number(number)}, again[column], row[column]
        )

    def _across(self, kind: str, row: dict[str, str], text: str) -> Typed:
        day = row.get("day") or row.get("paid_on") or row["invoiced_on"]
        amount = row.get("amount") or row["fee"]
        typed = {"kind": kind, "number": text, "day": day, "amount": amount}
        return Typed("leading_enterprise", {}, [], [typed])

    def _plant_applicant(self, kind: str, name: str, exact: bool, change: Callable[[Random, str], str]) -> None:
        """Another firm with the same number; slips also share the address, as one household's firms do."""
        owner = self.rng.choice([index for index, _ in self.cases[:5_000]])
        original = self.applicants[owner]
        twin = self._applicant(len(self.applicants))
        twin[name] = change(self.rng, original[name])
        if not exact:
            twin["address"] = original.setdefault("address", f"运城市盐湖区解放路{owner}号")
        self.applicants.append(twin)
        others = {_number(n) for n, (index, _) in enumerate(self.cases) if index == owner}
        self._add(len(self.applicants) - 1, self._service(), kind, exact, others, twin[name], original[name])

    def _add(
        self, applicant: int, typed: Typed, kind: str, exact: bool, others: set[str], text: str, original: str
    ) -> None:
        self.planted.append(Planted(_number(len(self.cases)), kind, exact, frozenset(others), text, original))
        self.cases.append((applicant, typed))

    # Into the database.

    def store(self, bureau: Bureau) -> None:
        """Write all as drafts, and their keys by the program."""
        with bureau.office.sessions.begin() as session:
            own: dict[str, Any] = {"kind": "enterprise", "county": "140821", "created_by": bureau.wang.id, "version": 1}
            session.execute(insert(Applicant), [{**own, **self._found(each)} for each in self.applicants])
            name = self.applicants[0]["name"]
            self._first_applicant = session.scalars(select(Applicant.id).where(Applicant.name == name)).one()
            session.execute(insert(Dossier), [self._dossier(bureau, n) for n in range(len(self.cases))])
            self._first_dossier = session.scalars(select(Dossier.id).where(Dossier.number == "J2024-00000")).one()
            session.execute(insert(Case), [self._case(bureau, n) for n in range(len(self.cases))])
            self._first_case = session.scalars(select(Case.id).where(Case.number == _number(0))).one()
        make_all_anew(bureau.office)

    def case_id(self, number: str) -> int:
        """The id of a stored case."""
        return self._first_case + int(number[-5:])

    def entered(self, number: str) -> tuple[str, int, dict[str, Any]]:
        """Measure, applicant id and entries of a stored case."""
        applicant, typed = self.cases[int(number[-5:])]
        return typed.measure, self._first_applicant + applicant, _entries(typed)

    def _found(self, applicant: dict[str, str]) -> dict[str, str]:
        return {"address": "", "search_name": applicant["name"], "pinyin": "", **applicant}

    def _dossier(self, bureau: Bureau, number: int) -> dict[str, Any]:
        return {"number": f"J2024-{number:05}", "applicant_id": self._first_applicant + self.cases[number][0],
                "opened_by": bureau.wang.id, "opened_at": MORNING, "version": 1}  # fmt: skip

    def _case(self, bureau: Bureau, number: int) -> dict[str, Any]:
        typed = self.cases[number][1]
        return {"number": _number(number), "dossier_id": self._first_dossier + number, "measure": typed.measure,
                "state": CaseState.DRAFT, "entries": _entries(typed), "applied_on": date(2025, 6, 30),
                "entered_by": bureau.wang.id, "changed_by": bureau.wang.id, "version": 1}  # fmt: skip


def _entries(typed: Typed) -> dict[str, Any]:
    return {"header": typed.header, "rows": typed.rows, "particulars": typed.particulars}


def _number(place: int) -> str:
    return f"2024-{place:05}"
