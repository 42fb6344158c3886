"""Second signatures by amount, taking a signature back, and deputies that never become self-approval."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.bureau import Bureau
from tests.paid import later, posted
from tests.stages import in_state
from ycdesk.domain.case import Case
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.ledger import LedgerUse, UseState
from ycdesk.domain.states import CaseState
from ycdesk.services.bureau_settings import set_second_signature
from ycdesk.services.deeds import submit
from ycdesk.services.deputies import add_deputy, deputies, end_deputy
from ycdesk.services.dossiers import get_case
from ycdesk.services.signing import approve, countersign, refuse, retract, return_case, second_signature
from ycdesk.services.undoing import correct

TODAY = date(2025, 7, 1)


def uses(bureau: Bureau, case: Case) -> list[UseState]:
    """The lines of the ledger of a case."""
    with bureau.office.reading_sessions() as session:
        return list(session.scalars(select(LedgerUse.state).where(LedgerUse.case_id == case.id)))


def test_from_an_amount_on_two_supervisors_sign(bureau: Bureau) -> None:
    set_second_signature(bureau.office, bureau.admin, Decimal("25000.00"))
    assert second_signature(bureau.office) == Decimal("25000.00")
    case = bureau.pending()
    case = approve(bureau.office, bureau.li, case.id, case.version)
    assert (case.state, case.award, uses(bureau, case)) == (
        CaseState.COUNTERSIGN,
        Decimal("25000.00"),
        [UseState.RESERVED],
    )
    with pytest.raises(Refused, match="第一次签批是您签的"):
        countersign(bureau.office, bureau.li, case.id, case.version)
    case = countersign(bureau.office, bureau.chen, case.id, case.version, "同意")
    assert (case.state, case.countersigner_name, uses(bureau, case)) == (
        CaseState.SUPPORTED,
        "陈红",
        [UseState.COMMITTED],
    )


def test_below_the_amount_one_is_enough(bureau: Bureau) -> None:
    set_second_signature(bureau.office, bureau.admin, Decimal("25000.01"))
    case = bureau.pending()
    assert approve(bureau.office, bureau.li, case.id, case.version).state is CaseState.SUPPORTED


def test_an_award_cut_below_the_amount_needs_one(bureau: Bureau) -> None:
    set_second_signature(bureau.office, bureau.admin, Decimal("25000.00"))
    case = bureau.pending()
    case = approve(bureau.office, bureau.li, case.id, case.version, Decimal("24999.99"), "核减一分")
    assert case.state is CaseState.SUPPORTED


def test_only_the_administrator_sets_the_amount(bureau: Bureau) -> None:
    with pytest.raises(Refused, match="办理规则由管理员设置"):
        set_second_signature(bureau.office, bureau.li, Decimal(1))
    with pytest.raises(InputProblem, match="大于零"):
        set_second_signature(bureau.office, bureau.admin, Decimal(0))
    set_second_signature(bureau.office, bureau.admin, Decimal(100))
    set_second_signature(bureau.office, bureau.admin, None)
    assert second_signature(bureau.office) is None


def test_the_second_signer_returns_to_the_first_or_to_the_caseworker(bureau: Bureau) -> None:
    for to in (CaseState.PENDING, CaseState.RETURNED):
        case = in_state(bureau, CaseState.COUNTERSIGN)
        case = return_case(bureau.office, bureau.chen, case.id, case.version, "金额请再核", to)
        assert (case.state, case.award, case.decided_by, case.reason) == (to, None, None, "金额请再核")
        assert uses(bureau, case) == [UseState.RESERVED if to is CaseState.PENDING else UseState.RELEASED]
        set_second_signature(bureau.office, bureau.admin, None)


def test_a_signature_is_taken_back_by_its_signer(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.SUPPORTED)
    with pytest.raises(Refused, match="只有最后签批的人本人"):
        retract(bureau.office, bureau.chen, case.id, case.version, "看错了")
    with pytest.raises(InputProblem, match="撤销签批须写明理由"):
        retract(bureau.office, bureau.li, case.id, case.version, " ")
    case = retract(bureau.office, bureau.li, case.id, case.version, "看错了")
    assert (case.state, case.award, case.decided_by, case.reason) == (CaseState.PENDING, None, None, "看错了")
    assert uses(bureau, case) == [UseState.RESERVED]
    case = approve(bureau.office, bureau.chen, case.id, case.version, Decimal("20000"), "核减")
    assert (case.state, case.award, uses(bureau, case)) == (
        CaseState.SUPPORTED,
        Decimal("20000.00"),
        [UseState.COMMITTED],
    )


def test_two_signatures_are_taken_back_one_by_one(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.COUNTERSIGN)
    case = countersign(bureau.office, bureau.chen, case.id, case.version)
    with pytest.raises(Refused, match="只有最后签批的人本人"):
        retract(bureau.office, bureau.li, case.id, case.version, "看错了")
    case = retract(bureau.office, bureau.chen, case.id, case.version, "看错了")
    assert (case.state, case.countersigned_by, case.decided_by) == (CaseState.COUNTERSIGN, None, bureau.li.id)
    case = retract(bureau.office, bureau.li, case.id, case.version, "我也看错了")
    assert (case.state, case.decided_by) == (CaseState.PENDING, None)


def test_what_is_in_a_batch_or_publicised_is_signed_for_good(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.SUPPORTED)
    posted(bureau.office, bureau.li, [case])
    case = get_case(bureau.office, case.id)
    with pytest.raises(Refused, match="现在是“公示中”"):
        retract(bureau.office, bureau.li, case.id, case.version, "看错了")


# Deputies.


def leave(bureau: Bureau, first: int = 0, last: int = 3) -> int:
    """李建国 is on leave and 赵敏, a caseworker, stands in; days from today."""
    start, end = TODAY + timedelta(days=first), TODAY + timedelta(days=last)
    return add_deputy(bureau.office, bureau.admin, bureau.li.id, bureau.zhao.id, start, end, "出差").id


def test_a_deputy_decides_in_the_name_of_who_is_away(bureau: Bureau) -> None:
    case = bureau.pending()
    with pytest.raises(Refused, match="由审批人办理"):
        approve(bureau.office, bureau.zhao, case.id, case.version)
    leave(bureau)
    case = approve(bureau.office, bureau.zhao, case.id, case.version)
    assert (case.decided_by, case.decided_for, case.decider_name) == (bureau.zhao.id, bureau.li.id, "赵敏")


def test_a_deputy_does_not_decide_what_the_deputy_entered(bureau: Bureau) -> None:
    add_deputy(bureau.office, bureau.admin, bureau.li.id, bureau.wang.id, TODAY, TODAY)
    case = bureau.pending()
    with pytest.raises(Refused, match="您本人录入的"):
        approve(bureau.office, bureau.wang, case.id, case.version)
    with pytest.raises(Refused, match="您本人录入的"):
        refuse(bureau.office, bureau.wang, case.id, case.version, "理由")


def test_the_leave_has_its_days(bureau: Bureau) -> None:
    leave(bureau, 1, 2)
    case = bureau.pending()
    for days, may in ((0, False), (1, True), (3, False)):
        office = later(bureau.office, days)
        if not may:
            with pytest.raises(Refused, match="由审批人办理"):
                approve(office, bureau.zhao, case.id, case.version)
            continue
        approved = approve(office, bureau.zhao, case.id, case.version)
        case = return_to_pending(bureau, approved)


def return_to_pending(bureau: Bureau, case: Case) -> Case:
    """What the deputy signed is corrected and waits again, as another case of the same booth."""
    draft = correct(bureau.office, bureau.chen, case.id, case.version, "再来")
    return submit(bureau.office, bureau.wang, draft.id, draft.version)


def test_who_comes_back_early_ends_the_leave(bureau: Bureau) -> None:
    entry = leave(bureau, 0, 5)
    tomorrow = later(bureau.office, 1)
    end_deputy(tomorrow, bureau.li, entry)
    assert deputies(bureau.office)[0].last_day == TODAY + timedelta(days=1)
    case = bureau.pending()
    with pytest.raises(Refused, match="由审批人办理"):
        approve(later(bureau.office, 2), bureau.zhao, case.id, case.version)


def test_a_deputy_does_not_sign_beside_the_one_who_is_away(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.COUNTERSIGN)  # signed by 李建国
    leave(bureau)
    with pytest.raises(Refused, match="您代李建国办理，而李建国本人不能办：第一次签批是您签的"):
        countersign(bureau.office, bureau.zhao, case.id, case.version)


@pytest.mark.parametrize(
    ("who", "away", "deputy", "first", "last", "sentence"),
    [
        ("wang", "li", "zhao", 0, 1, "代办由管理员登记"),
        ("admin", "li", "li", 0, 1, "请选择另一位在岗人员代办"),
        ("admin", "li", "admin", 0, 1, "管理员不代办业务"),
        ("admin", "wang", "zhao", 0, 1, "别的岗位由同岗位的人直接接手"),
        ("admin", "li", "zhao", 2, 1, "起始日不晚于截止日"),
        ("admin", "li", "zhao", -1, 1, "从今天或以后开始"),
    ],
)
def test_leaves_are_entered_properly(
    bureau: Bureau, who: str, away: str, deputy: str, first: int, last: int, sentence: str
) -> None:
    persons = {name: getattr(bureau, name) for name in (who, away, deputy)}
    start, end = TODAY + timedelta(days=first), TODAY + timedelta(days=last)
    with pytest.raises((InputProblem, Refused), match=sentence):
        add_deputy(bureau.office, persons[who], persons[away].id, persons[deputy].id, start, end)
