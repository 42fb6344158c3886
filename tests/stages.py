"""A case in each state, brought there by the deeds themselves."""

from __future__ import annotations

from decimal import Decimal

from tests.bureau import Bureau
from tests.paid import cleared, later, paid, posted, taken_back
from ycdesk.domain.case import Case
from ycdesk.domain.states import CaseState
from ycdesk.services.bureau_settings import set_second_signature
from ycdesk.services.deeds import withdraw
from ycdesk.services.dossiers import get_case
from ycdesk.services.intake import GROUNDS, Demand, accept, lapse, receive, reject, request_supplement
from ycdesk.services.payments import archive, bounce, payment_lines, recover
from ycdesk.services.signing import approve, refuse, return_case
from ycdesk.services.undoing import correct

WANTED = [Demand("展位费发票", "缺原件", "原件一份，加盖公章")]


def in_state(bureau: Bureau, state: CaseState) -> Case:
    """A case of ``wang`` in this state; of 25 000 yuan, 5 000 of it the city's."""
    before_submission = _taken_in(bureau, state)
    if before_submission is not None:
        return before_submission
    office, li = bureau.office, bureau.li
    case = bureau.pending()
    seen = (case.id, case.version)
    match state:
        case CaseState.PENDING:
            return case
        case CaseState.RETURNED:
            return return_case(office, li, *seen, "请改")
        case CaseState.REFUSED:
            return refuse(office, li, *seen, "不符合")
        case CaseState.WITHDRAWN:
            return withdraw(office, bureau.wang, *seen, "来函")
        case CaseState.COUNTERSIGN:
            set_second_signature(office, bureau.admin, Decimal("25000.00"))
    case = approve(office, li, *seen)
    if state not in (CaseState.COUNTERSIGN, CaseState.SUPPORTED):
        case = _after_the_decision(bureau, case, state)
    assert case.state is state
    return case


def _taken_in(bureau: Bureau, state: CaseState) -> Case | None:
    office, wang = bureau.office, bureau.wang
    if state not in (
        CaseState.DRAFT, CaseState.RECEIVED, CaseState.SUPPLEMENT, CaseState.ACCEPTED, CaseState.REJECTED,
        CaseState.LAPSED,
    ):  # fmt: skip
        return None
    case = bureau.draft()
    if state is CaseState.DRAFT:
        return case
    case = receive(office, wang, case.id, case.version)
    match state:
        case CaseState.ACCEPTED:
            return accept(office, wang, case.id, case.version)
        case CaseState.REJECTED:
            return reject(office, wang, case.id, case.version, GROUNDS[0], "七月才交，窗口期已过")
        case CaseState.SUPPLEMENT | CaseState.LAPSED:
            case = request_supplement(office, wang, case.id, case.version, WANTED)
            return case if state is CaseState.SUPPLEMENT else lapse(later(office, 40), wang, case.id, case.version)
        case _:
            return case


def _after_the_decision(bureau: Bureau, case: Case, state: CaseState) -> Case:
    office, li = bureau.office, bureau.li
    match state:
        case CaseState.CORRECTED:
            correct(office, li, case.id, case.version, "核查发现有误")
            return get_case(office, case.id)
        case CaseState.PUBLICISED:
            posted(office, li, [case])
            return get_case(office, case.id)
        case CaseState.UNFUNDED:
            return cleared(office, li, case, Decimal("4999.99"))
        case CaseState.PAYABLE:
            return cleared(office, li, case)
        case CaseState.PART_PAID:
            case = paid(office, li, case)
            now = later(office, 31)
            return bounce(now, li, payment_lines(office, case.id)[1].id, now.clock().date(), "账号有误")
        case CaseState.RECOVERED:
            return taken_back(office, li, case, "虚假发票")
    case = paid(office, li, case)
    if state is CaseState.ARCHIVED:
        return archive(later(office, 40), bureau.sun, case.id, case.version)
    if state is CaseState.RECOVERING:
        return recover(later(office, 40), li, case.id, case.version, "虚假发票")
    return case
