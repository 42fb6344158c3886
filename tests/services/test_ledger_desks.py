"""Eight desks fight for limits on one database: none is exceeded, the ledger, the cases and the slips agree to the 分.

``YCDESK_LEDGER_DESKS=500`` makes each desk do so many deeds; by default a few.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from tests.bureau import Bureau
from tests.papers.sample import beside
from tests.services.desks import reports_of
from tests.services.ledger_desk import few_applicants
from ycdesk.calculation.split import split
from ycdesk.database.log import verify_events
from ycdesk.domain.case import Case
from ycdesk.domain.events import Event
from ycdesk.domain.ledger import STANDING, LedgerUse, UseState
from ycdesk.domain.states import CaseState
from ycdesk.services.papers import slip_pdf
from ycdesk.services.replay import prove
from ycdesk.services.rulings import frozen_ruled
from ycdesk.services.signing import approve

DESKS = 8
DEEDS = int(os.environ.get("YCDESK_LEDGER_DESKS", "16"))
LINES = {CaseState.PENDING: UseState.RESERVED, CaseState.SUPPORTED: UseState.COMMITTED}
"""The state of the lines of a case in a state; of any other no line stands."""
DEEDS_OF = {"submit": ["submit"], "approve": ["approve"], "refuse": ["refuse"], "give_back": ["return"],
            "withdraw": ["withdraw"], "undo": ["correct"]}  # fmt: skip


def test_eight_desks_exceed_no_limit(bureau: Bureau) -> None:
    few_applicants(bureau)
    reports = reports_of(bureau, "tests.services.ledger_desk", DESKS, DEEDS)
    with bureau.office.reading_sessions() as session:
        cases = {case.id: case for case in session.scalars(select(Case).order_by(Case.id))}
        lines = list(session.scalars(select(LedgerUse).order_by(LedgerUse.id)))
        events = list(session.scalars(select(Event).order_by(Event.id)))
        assert verify_events(session) is None
    no_ceiling_exceeded(lines)
    lines_follow_the_cases(cases, lines)
    nothing_lost(reports, events)
    assert prove(bureau.office).unequal == ()
    supported = [case for case in cases.values() if case.state is CaseState.SUPPORTED]
    assert supported or DEEDS < 100
    own = bureau.pending()  # one at least is printed, whatever a few deeds have left standing
    slips(bureau, [*supported, approve(bureau.office, bureau.li, own.id, own.version)])
    refusals = [sentence for report in reports for sentence in report["refusals"]]
    assert [each for each in refusals if not re.search(r"[\u4e00-\u9fff].*。", each)] == []
    assert sum(sum(report["done"].values()) for report in reports) + len(refusals) == DESKS * DEEDS


def no_ceiling_exceeded(lines: list[LedgerUse]) -> None:
    """What stands of a limit, of its owner and key, is at most its ceiling."""
    standing: defaultdict[tuple[Any, ...], list[LedgerUse]] = defaultdict(list)
    for line in lines:
        owner = {"applicant": line.credit_code or line.applicant_id, "county": line.county}.get(line.belongs_to)
        if line.state in STANDING:
            standing[line.policy_id, line.limit_id, owner, line.key].append(line)
    for scope, group in standing.items():
        ceilings = [line.ceiling for line in group if line.ceiling is not None]
        if ceilings:
            assert sum(line.quantity for line in group) <= max(ceilings), scope
    assert len(standing) > 3 or DEEDS < 100  # of a few deeds only few may stand


def lines_follow_the_cases(cases: dict[int, Case], lines: list[LedgerUse]) -> None:
    """The lines of the last submission are the uses of its result; of an amount no more than was awarded."""
    of_case: defaultdict[int, list[LedgerUse]] = defaultdict(list)
    for line in lines:
        if line.state in STANDING:
            of_case[line.case_id].append(line)
    for case in cases.values():
        expected = []
        for use in (case.result or {})["uses"] if case.state in LINES and case.computed is not None else []:
            amount = use.get("amount")
            size = use.get("count") if amount is None else min(Decimal(amount), case.award or Decimal(amount))
            expected.append((use["limit"], use["key"] or "", size, LINES[case.state]))
        found = [(line.limit_id, line.key, line.used, line.state) for line in of_case[case.id]]
        assert sorted(found, key=str) == sorted(expected, key=str), case.number


def nothing_lost(reports: list[dict[str, Any]], events: list[Event]) -> None:
    """Each deed that a desk did stands in the log, and nothing else does; no version was written twice."""
    done: Counter[str] = sum((Counter(report["done"]) for report in reports), Counter())
    logged = Counter(event.kind for event in events)
    for name, kinds in DEEDS_OF.items():
        assert sum(logged[kind] for kind in kinds) == done[name], name
    assert logged["add_case"] == sum(len(report["touched"]) for report in reports) + logged["correct"]
    saved = [(case_id, version) for report in reports for case_id, version, _ in report["saved"]]
    assert len(set(saved)) == len(saved)


def slips(bureau: Bureau, supported: list[Case]) -> None:
    """The awards on the slips add up to those of the cases; each is split by the policy."""
    printed = Decimal(0)
    for case in supported:
        words = beside(slip_pdf(bureau.office, case.id), "核定金额")
        printed += Decimal(re.findall(r"￥([\d,]+\.\d\d)", words)[0].replace(",", ""))
        assert case.facts is not None
        county = case.facts["applicant"]["county"]
        parts = split(case.award or Decimal(0), case.measure, county, bureau.office.package, frozen_ruled(case.rulings))
        assert (case.award_city, case.award_county) == ((parts.city, parts.county) if parts else (None, None))
    assert printed == sum(case.award or 0 for case in supported)
