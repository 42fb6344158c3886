"""What each role finds on the desk."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from tests.bureau import FIRM, HANOI, MORNING, Bureau
from ycdesk.domain.people import Person, Role
from ycdesk.domain.states import CaseState
from ycdesk.services.applicants import get_applicant, save_applicant
from ycdesk.services.deeds import record_print, withdraw
from ycdesk.services.desk import SLIP, applicant_cases, desk, find_cases, queue, year_figures
from ycdesk.services.dossiers import save_entries
from ycdesk.services.people import change_person
from ycdesk.services.signing import approve, refuse, return_case


def numbers(bureau: Bureau, person: Person) -> dict[str, list[str]]:
    """Titles of the groups with the numbers of their cases."""
    return {group.title: [row.number for row in group.rows] for group in desk(bureau.office, person)}


def busy(bureau: Bureau) -> None:
    """Six cases of ``wang``: 1 draft, 2 pending, 3 returned, 4 supported, 5 refused, 6 withdrawn."""
    office = bureau.office
    bureau.draft(papers=False)
    cases = [bureau.pending() for _ in range(5)]
    return_case(office, bureau.li, cases[1].id, cases[1].version, "请改展位费")
    approve(office, bureau.li, cases[2].id, cases[2].version, Decimal(20000), "核减")
    refuse(office, bureau.chen, cases[3].id, cases[3].version, "不符合")
    withdraw(office, bureau.wang, cases[4].id, cases[4].version, "企业来函")


def test_a_caseworkers_desk(bureau: Bureau) -> None:
    busy(bureau)
    assert numbers(bureau, bureau.wang) == {
        "退回给我": ["2025-0003"],
        "草稿": ["2025-0001"],
        "待审批（我提交的）": ["2025-0002"],
        "近日办结": ["2025-0006", "2025-0005", "2025-0004"],
    }
    assert set(map(tuple, numbers(bureau, bureau.zhao).values())) == {()}


def test_a_supervisors_desk(bureau: Bureau) -> None:
    busy(bureau)
    assert numbers(bureau, bureau.li) == {
        "待我审批": ["2025-0002"],
        "须由他人审批": [],
        "近日由我办结": ["2025-0004"],
    }


def test_a_supervisor_sees_what_is_for_others_and_why(bureau: Bureau) -> None:
    bureau.pending()
    turned = change_person(bureau.office, bureau.admin, bureau.wang.id, role=Role.SUPERVISOR)
    waiting, blocked, _done = desk(bureau.office, turned)
    assert waiting.rows == ()
    assert waiting.empty == "没有等您审批的办件。"
    assert [row.blocked for row in blocked.rows] == ["这件是您本人录入的，须由其他审批人审批。"]
    assert [row.blocked for row in queue(bureau.office, bureau.li)] == [""]


def test_a_clerks_desk_empties_with_the_printing(bureau: Bureau) -> None:
    busy(bureau)
    assert numbers(bureau, bureau.sun) == {"待打印": ["2025-0004"]}
    case_id = find_cases(bureau.office, "2025-0004")[0].case_id
    record_print(bureau.office, bureau.sun, case_id, "审核表")
    assert numbers(bureau, bureau.sun) == {"待打印": ["2025-0004"]}
    record_print(bureau.office, bureau.sun, case_id, SLIP)
    assert numbers(bureau, bureau.sun) == {"待打印": []}


def test_an_administrators_desk(bureau: Bureau) -> None:
    busy(bureau)
    assert numbers(bureau, bureau.admin) == {"待审批": ["2025-0002"], "退回": ["2025-0003"], "草稿": ["2025-0001"]}


def test_the_year_at_a_glance(bureau: Bureau) -> None:
    busy(bureau)
    figures = year_figures(bureau.office, 2025)
    here = ("draft", "pending", "returned", "supported", "refused", "withdrawn")
    assert figures.counts == {state: int(state.value in here) for state in CaseState}
    assert (figures.awarded, figures.city, figures.county) == (Decimal(20000), Decimal(4000), Decimal(16000))
    other = year_figures(bureau.office, 2026)
    assert (set(other.counts.values()), other.awarded) == ({0}, Decimal(0))


def test_a_row_tells_what_matters(bureau: Bureau) -> None:
    busy(bureau)
    row = next(row for row in find_cases(bureau.office, "2025-0004"))
    assert (row.applicant, row.measure, row.amount) == ("甲公司", "参展补助", Decimal("20000.00"))
    assert (row.state, row.next_step, row.days) == (CaseState.SUPPORTED, "打印审批单", 0)
    returned = find_cases(bureau.office, "2025-0003")[0]
    assert (returned.note, returned.next_step, returned.amount) == (
        "请改展位费",
        "修改后重新提交",
        Decimal("25000.00"),
    )


def test_days_are_counted_from_the_last_step(bureau: Bureau) -> None:
    bureau.pending()
    bureau.office.clock = lambda: MORNING + timedelta(days=12, hours=-2)
    bureau.pending()
    bureau.office.clock = lambda: MORNING + timedelta(days=12, hours=8)
    rows = queue(bureau.office, bureau.li)
    assert [(row.number, row.days) for row in rows] == [("2025-0001", 12), ("2025-0002", 0)]


def test_what_was_done_long_ago_leaves_the_desk(bureau: Bureau) -> None:
    busy(bureau)
    bureau.office.clock = lambda: MORNING + timedelta(days=31)
    assert numbers(bureau, bureau.wang)["近日办结"] == []
    assert len(find_cases(bureau.office, "")) == 6


def test_a_proposed_refusal_is_marked_in_the_queue(bureau: Bureau) -> None:
    bureau.proposed_refusal()
    assert [(row.next_step, row.amount) for row in queue(bureau.office, bureau.li)] == [("审批（报请不予支持）", None)]


def test_finding_cases(bureau: Bureau) -> None:
    busy(bureau)
    assert [row.number for row in find_cases(bureau.office, "jgs", limit=2)] == ["2025-0006", "2025-0005"]
    assert [row.number for row in find_cases(bureau.office, "-0002")] == ["2025-0002"]
    assert find_cases(bureau.office, "乙公司") == []
    assert find_cases(bureau.office, "%") == []
    assert [row.number for row in find_cases(bureau.office, "甲", state=CaseState.REFUSED)] == ["2025-0005"]
    assert len(applicant_cases(bureau.office, bureau.firm.id)) == 6


def test_a_colleagues_takeover_shows_on_both_desks(bureau: Bureau) -> None:
    case = bureau.draft(papers=False)
    save_entries(bureau.office, bureau.zhao, case.id, HANOI, None, case.version)
    assert numbers(bureau, bureau.wang)["草稿"] == numbers(bureau, bureau.zhao)["草稿"] == ["2025-0001"]


def test_a_submitted_case_is_listed_under_its_name_of_then(bureau: Bureau) -> None:
    pending, draft = bureau.pending(), bureau.draft(papers=False)
    firm = get_applicant(bureau.office, bureau.firm.id)
    save_applicant(bureau.office, bureau.zhao, firm.id, {**FIRM, "name": "改名后的公司"}, firm.version)
    names = {row.case_id: row.applicant for row in applicant_cases(bureau.office, firm.id)}
    assert names == {pending.id: "甲公司", draft.id: "改名后的公司"}
