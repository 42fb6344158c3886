"""A database of very many cases, written around the services and their triggers: only for measuring reads."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import Connection, insert, text

from tests.bureau import MORNING, Bureau
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.case import Case
from ycdesk.domain.dossier import Dossier
from ycdesk.domain.pinyin import search_form
from ycdesk.domain.search_words import SearchNames, SearchNumbers, words_of
from ycdesk.domain.states import STANDING, CaseState

PLACES = ("临猗", "盐湖", "永济", "河津", "闻喜", "芮城", "万荣", "新绛", "稷山", "绛县")
NAMES = ("鲜果源", "龙门铝业", "桐乡玻璃", "关公文化", "河东电商", "蒲州电机", "古耕机械", "条山纺织", "盐池化工")
ENDS = ("进出口有限公司", "国际贸易有限公司", "跨境电子商务有限公司", "股份有限公司")
LETTERS = dict(zip(PLACES, ("ly", "yh", "yj", "hj", "wx", "rc", "wr", "xj", "js", "jx"), strict=True))
OLD = 0.995
"""The part that is over: filed, refused or withdrawn; what is being worked on is some hundreds."""
LIVING = (CaseState.DRAFT, CaseState.RECEIVED, CaseState.PENDING, CaseState.SUPPORTED, CaseState.PAYABLE)
OVER = (CaseState.ARCHIVED, CaseState.ARCHIVED, CaseState.ARCHIVED, CaseState.REFUSED, CaseState.WITHDRAWN)
RESULT = {"status": "eligible", "steps": [{"text": "展位 30,000 × 80% = 24,000 ≤ 25,000", "clause": "三(一)"}] * 12}


def fill(bureau: Bureau, cases: int) -> None:
    """Fill an office with ``cases`` of a tenth as many applicants."""
    with bureau.office.engine.begin() as connection:
        _without_triggers(connection)
        dice = Random(7)
        firms = max(cases // 10, 1)
        rows = [_firm(bureau, dice, number) for number in range(2, firms + 2)]
        connection.execute(insert(Applicant), rows)
        for start in range(0, cases, 5000):
            some = range(start + 1, min(start + 5000, cases) + 1)
            connection.execute(insert(Dossier), [_dossier(bureau, number, firms) for number in some])
            made = [_case(bureau, dice, number, rows[number % firms]) for number in some]
            connection.execute(insert(Case), made)
            words = [(case["id"], *words_of(case["number"], f"J{case['number']}", case["entries"])) for case in made]
            connection.execute(insert(SearchNumbers), [{"case_id": each[0], "words": each[1]} for each in words])
            connection.execute(insert(SearchNames), [{"case_id": each[0], "words": each[2]} for each in words])
    with bureau.office.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))


def _without_triggers(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        return
    for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
        connection.execute(text(f'DROP TRIGGER "{name}"'))


def _firm(bureau: Bureau, dice: Random, number: int) -> dict[str, Any]:
    place = dice.choice(PLACES)
    name = f"{place}{dice.choice(NAMES)}{number}{dice.choice(ENDS)}"
    return {
        "id": number, "name": name, "search_name": search_form(name), "pinyin": f"{LETTERS[place]}{number}gs",
        "credit_code": f"91140800MA{number:08}", "kind": "enterprise", "county": "140821", "created_by": 1,
        "version": 1,
    }  # fmt: skip


def _dossier(bureau: Bureau, number: int, firms: int) -> dict[str, Any]:
    year, place = 2006 + number // 10_000, number % 10_000
    return {
        "id": number,
        "number": f"J{year}-{place:04}",
        "applicant_id": 2 + number % firms,
        "opened_by": 1,
        "version": 1,
    }


def _case(bureau: Bureau, dice: Random, number: int, firm: dict[str, Any]) -> dict[str, Any]:
    year, place = 2006 + number // 10_000, number % 10_000
    state = dice.choice(OVER if dice.random() < OLD else LIVING)
    when = MORNING - timedelta(days=dice.randint(0, 40) if state in LIVING else dice.randint(40, 5000))
    decided = state in (*STANDING, CaseState.REFUSED)
    award = Decimal("25000.00") if state in STANDING else None
    entries = {
        "header": {"name": f"第{dice.randint(1, 200)}届国际贸易展", "country": "VN", "opens_on": "2025-04-15"},
        "rows": [{"booth_no": f"{dice.randint(1, 9)}.{dice.randint(1, 9)}A{dice.randint(10, 99)}", "fee": "31250"}],
        "particulars": [{"number": f"{dice.randint(10**19, 10**20 - 1)}", "party": "广东展览有限公司"}],
    }
    return {
        "id": number, "number": f"{year}-{place:04}", "dossier_id": number, "measure": "exhibition", "state": state,
        "entries": entries, "entered_by": 1, "changed_by": 1, "version": 1, "state_since": when, "changed_at": when,
        "submissions": 1, "submitted_by": 1, "submitted_at": when, "applied_on": when.date(), "result": RESULT,
        "applicant_snapshot": {"name": firm["name"], "county": "140821"}, "received_on": when.date(),
        "accepted_on": when.date(), "computed_fen": award, "award_fen": award,
        "decided_by": 3 if decided else None,
        "decided_at": when if decided else None, "decider_name": "李建国" if decided else None,
    }  # fmt: skip
