"""Eight desks at once on one database: nothing is lost, nobody decides their own case, every loser is told why.

``YCDESK_MANY_DESKS=100`` makes each desk do a hundred deeds; by default a few.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from typing import Any

from sqlalchemy import select

from tests.bureau import Bureau
from tests.services.desks import reports_of
from ycdesk.database.log import verify_events
from ycdesk.domain.case import Case, CaseState
from ycdesk.domain.events import Event

DESKS = 8
DEEDS = int(os.environ.get("YCDESK_MANY_DESKS", "8"))


def test_eight_desks_lose_nothing(bureau: Bureau) -> None:
    bureau.draft(papers=False)  # a desk may look for a case before anybody has entered one
    reports = reports_of(bureau, "tests.services.one_desk", DESKS, DEEDS)
    with bureau.office.reading_sessions() as session:
        cases = {case.id: case for case in session.scalars(select(Case))}
        events = list(session.scalars(select(Event).order_by(Event.id)))
        assert verify_events(session) is None
    saved_texts(reports, cases)
    numbers(cases, events)
    two_persons(reports, cases)
    limits(cases)
    refusals = [sentence for report in reports for sentence in report["refusals"]]
    assert refusals
    assert [each for each in refusals if not re.search(r"[\u4e00-\u9fff].*。", each)] == []
    done = sum((Counter(report["done"]) for report in reports), Counter())
    assert done["enter"] >= DESKS
    assert sum(done.values()) + len(refusals) == DESKS * DEEDS


def saved_texts(reports: list[dict[str, Any]], cases: dict[int, Case]) -> None:
    """No two desks wrote the same version of a case, and the last text written is the one that stands."""
    saved = [tuple(each) for report in reports for each in report["saved"]]
    assert len({(case_id, version) for case_id, version, _ in saved}) == len(saved)
    last = {case_id: token for case_id, _, token in sorted(saved)}
    for case in cases.values():
        assert case.entries["header"].get("remark") == last.get(case.id)


def numbers(cases: dict[int, Case], events: list[Event]) -> None:
    """Numbers were given one after the other; what is missing was removed as a draft, and the log says so."""
    given = [event.details["number"] for event in events if event.kind == "add_case"]
    assert given == [f"2025-{number:04d}" for number in range(1, len(given) + 1)]
    removed = {event.details["number"] for event in events if event.kind == "remove_draft"}
    assert {case.number for case in cases.values()} == set(given) - removed


def two_persons(reports: list[dict[str, Any]], cases: dict[int, Case]) -> None:
    """Whoever touched a case is among its editors, and no editor decided it."""
    for case_id, person_id in (pair for report in reports for pair in report["touched"]):
        if case_id in cases:
            assert person_id in cases[case_id].editor_ids
    for case in cases.values():
        assert case.decided_by not in case.editor_ids


def limits(cases: dict[int, Case]) -> None:
    """Every case is one booth of the same exhibition and firm: six are supported at the most."""
    supported = [case for case in cases.values() if case.state is CaseState.SUPPORTED]
    assert (
        sum(use["count"] for case in supported for use in (case.result or {})["uses"] if "booths" in use["limit"]) <= 6
    )
