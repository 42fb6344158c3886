"""What each role finds on the desk."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.bureau import FIRM, HANOI, MORNING, Bureau
from tests.stages import in_state
from ycdesk.domain.document_kinds import Paper, PaperKind
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.people import Person, Role
from ycdesk.domain.states import CaseState
from ycdesk.services.applicants import get_applicant, save_applicant
from ycdesk.services.bureau_settings import set_stage_limits
from ycdesk.services.deeds import withdraw
from ycdesk.services.deputies import add_deputy
from ycdesk.services.desk import applicant_cases, desk, queue, year_figures
from ycdesk.services.dossiers import save_entries
from ycdesk.services.meeting import object_to
from ycdesk.services.people import change_person
from ycdesk.services.print_log import record_print
from ycdesk.services.search import find_cases
from ycdesk.services.signing import approve, refuse, return_case


def numbers(bureau: Bureau, person: Person) -> dict[str, list[str]]:
    """Titles of the groups that hold something, with the numbers of their cases."""
    return {group.title: [row.number for row in group.rows] for group in desk(bureau.office, person) if group.rows}


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
    assert numbers(bureau, bureau.zhao) == {}


def test_a_supervisors_desk(bureau: Bureau) -> None:
    busy(bureau)
    assert numbers(bureau, bureau.li) == {
        "待我审批": ["2025-0002"],
        "待列入批次上会": ["2025-0004"],
        "近日由我办结": ["2025-0004"],
    }


def test_a_supervisor_sees_what_is_for_others_and_why(bureau: Bureau) -> None:
    bureau.pending()
    turned = change_person(bureau.office, bureau.admin, bureau.wang.id, role=Role.SUPERVISOR)
    waiting, blocked, *_ = desk(bureau.office, turned)
    assert waiting.rows == ()
    assert waiting.empty == "没有等您审批的办件。"
    assert [row.blocked for row in blocked.rows] == ["这件是您本人录入的，须由其他审批人审批。"]
    assert [row.blocked for row in queue(bureau.office, bureau.li)] == [""]


def test_a_clerks_desk_empties_with_the_printing(bureau: Bureau) -> None:
    busy(bureau)
    assert numbers(bureau, bureau.sun) == {"待打印": ["2025-0004"]}
    case_id = find_cases(bureau.office, "2025-0004")[0].case_id
    record_print(bureau.office, bureau.sun, Paper(PaperKind.COMPUTATION, case_id, ""))
    assert numbers(bureau, bureau.sun) == {"待打印": ["2025-0004"]}
    record_print(bureau.office, bureau.sun, Paper(PaperKind.SLIP, case_id, ""))
    assert numbers(bureau, bureau.sun) == {}


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
    assert (row.state, row.next_step, row.days) == (CaseState.SUPPORTED, "列入批次上会", 0)
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
    assert "近日办结" not in numbers(bureau, bureau.wang)
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


def test_what_is_due_stands_above_and_says_by_how_much_it_is_late(bureau: Bureau) -> None:
    """Received on Tuesday 1 July: five working days end on the 8th."""
    case = in_state(bureau, CaseState.RECEIVED)
    assert numbers(bureau, bureau.wang) == {"已接收，待受理": [case.number]}
    for days, late in ((7, 0), (8, 1), (13, 4)):  # 8, 9 and 14 July
        bureau.office.clock = lambda days=days: MORNING + timedelta(days=days)  # type: ignore[misc]
        assert numbers(bureau, bureau.wang) == {"今天到期和已超期": [case.number]}
        row = find_cases(bureau.office, case.number)[0]
        assert (row.due, row.late, row.days) == (date(2025, 7, 8), late, days)


def test_a_supplement_waits_for_the_firm_until_its_day_is_over(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.SUPPLEMENT)  # until 15 July
    assert numbers(bureau, bureau.wang) == {"待企业补正": [case.number]}
    bureau.office.clock = lambda: MORNING + timedelta(days=15)
    assert numbers(bureau, bureau.wang) == {"今天到期和已超期": [case.number]}
    row = find_cases(bureau.office, case.number)[0]
    assert (row.late, row.next_step) == (1, "已过期，可视为放弃")


def test_the_bureau_sets_its_own_limits(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.PENDING)
    row = find_cases(bureau.office, case.number)[0]
    assert row.due == date(2025, 7, 15)
    set_stage_limits(bureau.office, bureau.admin, {CaseState.PENDING: 2})
    assert find_cases(bureau.office, case.number)[0].due == date(2025, 7, 3)
    received = in_state(bureau, CaseState.RECEIVED)
    assert find_cases(bureau.office, received.number)[0].due is None
    with pytest.raises(InputProblem, match="待审批的时限应在 1 到 250 个工作日之间"):
        set_stage_limits(bureau.office, bureau.admin, {CaseState.PENDING: 0})
    with pytest.raises(Refused, match="办理规则由管理员设置"):
        set_stage_limits(bureau.office, bureau.li, {})


def test_a_supervisor_sees_notices_that_are_over_objections_and_missing_money(bureau: Bureau) -> None:
    free, held = (in_state(bureau, CaseState.PUBLICISED) for _ in range(2))  # both until 8 July
    object_to(bureau.office, bureau.wang, held.id, MORNING.date(), "某人", "", "不实")
    assert numbers(bureau, bureau.li)["有异议待处理"] == [held.number]
    assert "公示期满" not in numbers(bureau, bureau.li)
    bureau.office.clock = lambda: MORNING + timedelta(days=8)
    assert numbers(bureau, bureau.li)["公示期满"] == [free.number]


def test_a_clerk_sees_what_is_to_be_paid_filed_and_repaid(bureau: Bureau) -> None:
    states = (CaseState.PAYABLE, CaseState.PART_PAID, CaseState.PAID, CaseState.RECOVERING)
    payable, part, paid, recovering = (in_state(bureau, state).number for state in states)
    assert numbers(bureau, bureau.sun) == {
        "待拨付": [payable, part],
        "待退款": [recovering],
        "待归档": [paid],
    }


def test_a_case_that_waits_for_the_second_signature(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.COUNTERSIGN)
    assert numbers(bureau, bureau.li)["须由他人审批"] == [case.number]
    assert numbers(bureau, bureau.chen) == {"待我审批": [case.number]}
    assert numbers(bureau, bureau.wang) == {"待审批（我提交的）": [case.number]}


def test_a_deputy_sees_what_the_one_on_leave_would(bureau: Bureau) -> None:
    case = bureau.pending()
    today = MORNING.date()
    add_deputy(bureau.office, bureau.admin, bureau.li.id, bureau.zhao.id, today, today)
    assert numbers(bureau, bureau.zhao) == {"代李建国审批": [case.number]}
    add_deputy(bureau.office, bureau.admin, bureau.chen.id, bureau.wang.id, today, today)
    assert "代陈红审批" not in numbers(bureau, bureau.wang)  # entered it
