"""What can be printed, on both databases: grounds, filters, numbers, counts of printings."""

from __future__ import annotations

from datetime import date

import pytest

from tests.bureau import Bureau
from tests.paid import later, posted
from tests.services.test_statistics import other_firm
from tests.stages import in_state
from ycdesk.domain.document_kinds import PaperKind
from ycdesk.domain.states import CaseState
from ycdesk.services.documents import deliver, issue
from ycdesk.services.dossiers import get_case
from ycdesk.services.print_list import Printable, Wanted, printables, usual_paper
from ycdesk.services.print_log import record_print
from ycdesk.services.undoing import correct

DAY = date(2025, 7, 1)


def numbers(bureau: Bureau, kind: PaperKind, **narrowed: object) -> list[str]:
    """The numbers that are listed."""
    return [line.paper.label for line in printables(bureau.office, Wanted(kind, **narrowed))]  # type: ignore[arg-type]


def only(bureau: Bureau, kind: PaperKind) -> Printable:
    """The one line of a paper."""
    [line] = printables(bureau.office, Wanted(kind))
    return line


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (PaperKind.RECEIPT, CaseState.RECEIVED),
        (PaperKind.ACCEPTANCE, CaseState.ACCEPTED),
        (PaperKind.SUPPLEMENT, CaseState.SUPPLEMENT),
        (PaperKind.REJECTION, CaseState.REJECTED),
        (PaperKind.CONTENTS, CaseState.PENDING),
        (PaperKind.COMPUTATION, CaseState.PENDING),
        (PaperKind.SLIP, CaseState.PENDING),
        (PaperKind.SUPPORT, CaseState.SUPPORTED),
        (PaperKind.REFUSAL, CaseState.REFUSED),
        (PaperKind.PAYMENT, CaseState.PAID),
        (PaperKind.RECOVERY, CaseState.RECOVERING),
    ],
)
def test_a_paper_lists_the_cases_that_it_has_a_ground_for(bureau: Bureau, kind: PaperKind, state: CaseState) -> None:
    in_state(bureau, CaseState.DRAFT)
    case = in_state(bureau, state)
    assert numbers(bureau, kind) == [case.number]
    assert numbers(bureau, usual_paper(state)) == [case.number]


def test_the_filters(bureau: Bureau) -> None:
    first = in_state(bureau, CaseState.SUPPORTED)
    batch = posted(bureau.office, bureau.li, [first])
    bureau.firm = other_firm(bureau, name="龙门铝业公司", county="140882")
    second = in_state(bureau, CaseState.REFUSED)
    both = [second.number, first.number]
    for narrowed, wanted in (
        ({}, both),
        ({"state": CaseState.REFUSED}, both[:1]),
        ({"batch_id": batch.id}, both[1:]),
        ({"measure": "exhibition"}, both),
        ({"measure": "air_cargo"}, []),
        ({"county": "140882"}, both[:1]),
        ({"first_day": DAY, "last_day": DAY}, both),
        ({"first_day": date(2025, 7, 2)}, []),
        ({"last_day": date(2025, 6, 30)}, []),
        ({"text": first.number}, both[1:]),
        ({"text": "龙门"}, both[:1]),
        ({"text": "没有"}, []),
    ):
        assert numbers(bureau, PaperKind.SLIP, **narrowed) == wanted


def test_number_printings_and_delivery_stand_in_the_line(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.SUPPORTED)
    line = only(bureau, PaperKind.SUPPORT)
    assert (line.number, line.printed, line.delivered, line.document_id) == ("", 0, "", None)
    letter = issue(bureau.office, bureau.sun, PaperKind.SUPPORT, case.id)
    assert [record_print(bureau.office, bureau.sun, line.paper) for _ in range(2)] == [1, 2]
    deliver(bureau.office, bureau.sun, letter.id, DAY, "邮寄送达", "李晓红")
    line = only(bureau, PaperKind.SUPPORT)
    assert (line.number, line.printed, line.delivered) == ("运商支〔2025〕1号", 2, "07-01 李晓红")
    assert only(bureau, PaperKind.SLIP).printed == 0
    assert only(bureau, PaperKind.DELIVERY).paper.subject_id == case.id
    case = get_case(bureau.office, case.id)
    correct(bureau.office, bureau.li, case.id, case.version, "发票作废")
    line = only(bureau, PaperKind.SUPPORT)
    assert (line.number, line.document_id, line.state) == ("运商支〔2025〕1号（作废）", None, "已更正")


def test_the_papers_of_batches(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.SUPPORTED)
    assert numbers(bureau, PaperKind.NOTICE) == []
    batch = posted(bureau.office, bureau.li, [case])
    for kind in (PaperKind.NOTICE, PaperKind.ALLOTMENT, PaperKind.SUMMARY):
        assert only(bureau, kind).paper.subject_id == batch.id
    county = only(bureau, PaperKind.COUNTY)
    assert (county.paper.county, county.about) == ("140821", "临猗县")
    now = later(bureau.office, 1)
    issue(now, bureau.li, PaperKind.COUNTY, batch.id, "140821")
    assert [record_print(now, bureau.sun, county.paper) for _ in range(2)] == [1, 2]
    county = only(bureau, PaperKind.COUNTY)
    assert (county.number, county.printed) == ("运商函〔2025〕1号", 2)
    assert only(bureau, PaperKind.NOTICE).printed == 0
    assert numbers(bureau, PaperKind.COUNTY, county="140882") == []
    assert numbers(bureau, PaperKind.NOTICE, text="P2025-0002") == []
