"""Paying awards: each treasury's part by itself, payments that come back, one change of account, filing, recoveries.

A line is paid once and in full; the database holds that, too. 永济市 has no lines until a document says who pays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.database.log import append_event
from ycdesk.domain.case import Case, CaseState
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.payment import AccountChange, Payment, PaymentLine, Recovery
from ycdesk.domain.people import Person
from ycdesk.domain.states import Action
from ycdesk.services.acts import case_for, leave_event, move, need_reason
from ycdesk.services.budget import mark_paid, release
from ycdesk.services.calendar import working_days_in
from ycdesk.services.office import Office, deed, query
from ycdesk.services.undoing import close

REPAYMENT_DAYS = 15
"""Calendar days within which an award is repaid without interest (``casework.md`` §4.1, stage 15)."""


@dataclass(frozen=True, slots=True)
class Account:
    """Where the money goes."""

    account_name: str
    bank_name: str
    bank_branch_code: str
    account_number: str


@deed
def pay(session: Session, office: Office, person: Person, line_id: int, paid_on: date | None, voucher: str) -> Payment:
    """Record that a treasury has paid its part, on a day, with the number of the voucher.

    The account is the one frozen at submission, or the one it was changed to after a returned payment. Raises
    InputProblem; Refused where the line is paid, or there is no account.
    """
    line = _line(session, line_id)
    case, by = case_for(session, office, person, line.case_id, None, Action.PAY)
    if line.paid is not None:
        raise Refused(f"办件 {case.number} 的这一笔已于 {line.paid.paid_on} 拨付，不能再付。")
    _check_payment(office, case, paid_on, voucher)
    account = _account(session, case)
    if not account.account_number or not account.account_name:
        raise Refused(f"办件 {case.number} 提交时没有收款账户，不能拨付。", "请由审批人更正这件，补齐账户后重新办理。")
    payment = Payment(
        line_id=line.id,
        amount=line.amount,
        paid_on=paid_on,
        voucher=" ".join(voucher.split()),
        account_name=account.account_name,
        bank_name=account.bank_name,
        bank_branch_code=account.bank_branch_code,
        account_number=account.account_number,
        by_id=by.id,
        at=office.clock(),
    )
    session.add(payment)
    mark_paid(session, case, line.treasury, True, office.clock())
    lines = _lines(session, case)
    whole = all(each.paid is not None for each in lines)
    move(case, Action.PAY, office, 0 if case.state is CaseState.PART_PAID or not whole else 1)
    content = {"treasury": line.treasury, "amount": f"{line.amount:.2f}", "voucher": payment.voucher}
    leave_event(session, office, by, case, Action.PAY, paid_on=str(paid_on), **content)
    return payment


@deed
def bounce(
    session: Session, office: Office, person: Person, line_id: int, returned_on: date | None, reason: str
) -> Case:
    """The bank has sent a payment back (退汇): the line is open again."""
    line = _line(session, line_id)
    case, by = case_for(session, office, person, line.case_id, None, Action.BOUNCE)
    payment = line.paid
    if payment is None:
        raise Refused(f"办件 {case.number} 的这一笔还没有拨付。")
    reason = need_reason(reason, Action.BOUNCE.label)
    if returned_on is None or not payment.paid_on <= returned_on <= office.clock().date():
        raise InputProblem({"returned_on": "退汇日期应在拨付日期以后、今天以前。"})
    payment.returned_on, payment.return_reason, payment.returned_by = returned_on, reason, by.id
    mark_paid(session, case, line.treasury, False, office.clock())
    none_left = all(each.paid is None for each in _lines(session, case))
    move(case, Action.BOUNCE, office, 1 if case.state is CaseState.PAID and none_left else 0)
    content = {"treasury": line.treasury, "returned_on": str(returned_on), "reason": reason}
    leave_event(session, office, by, case, Action.BOUNCE, **content)
    return case


@deed
def change_account(
    session: Session, office: Office, person: Person, case_id: int, account: Account, document: str
) -> AccountChange:
    """The one change of account after a returned payment, by the firm's confirmation (账户变更确认书)."""
    case, by = case_for(session, office, person, case_id, None, Action.PAY)
    if session.get(AccountChange, case_id) is not None:
        raise Refused(f"办件 {case.number} 的账户已经变更过一次，不能再变更。", "请与企业核实后按更正办理。")
    if not any(payment.returned_on for line in _lines(session, case) for payment in line.payments):
        raise Refused(f"办件 {case.number} 没有退汇，账户按申报时的资料，不能变更。")
    problems = {}
    for name, label in (("account_name", "开户名称"), ("bank_name", "开户银行"), ("account_number", "账号")):
        if not getattr(account, name).strip():
            problems[name] = f"请填写{label}。"
    if not document.strip():
        problems["document"] = "请填写账户变更确认书的编号或日期。"
    if problems:
        raise InputProblem(problems)
    change = AccountChange(
        case_id=case.id,
        account_name=account.account_name.strip(),
        bank_name=account.bank_name.strip(),
        bank_branch_code=account.bank_branch_code.strip(),
        account_number="".join(account.account_number.split()),
        document=document.strip(),
        by_id=by.id,
        at=office.clock(),
    )
    session.add(change)
    session.flush()
    content = {"number": case.number, "account_number": change.account_number, "document": change.document}
    append_event(session, office.clock(), by, "change_account", content, case_id=case.id, dossier_id=case.dossier_id)
    return change


@deed
def archive(session: Session, office: Office, person: Person, case_id: int, version: int) -> Case:
    """File a paid case (归档)."""
    case, by = case_for(session, office, person, case_id, version, Action.ARCHIVE)
    move(case, Action.ARCHIVE, office)
    leave_event(session, office, by, case, Action.ARCHIVE)
    return case


@deed
def recover(
    session: Session,
    office: Office,
    person: Person,
    case_id: int,
    version: int,
    reason: str,
    days: int = REPAYMENT_DAYS,
) -> Case:
    """Take a paid award back (追回), without interest until the deadline. Its limits stay taken till then."""
    case, by = case_for(session, office, person, case_id, version, Action.RECOVER)
    need_reason(reason, Action.RECOVER.label)
    if not 1 <= days <= 365:
        raise InputProblem({"days": "退款期限应在 1 到 365 天之间。"})
    today = office.clock().date()
    paid = sum((line.amount for line in _lines(session, case) if line.paid is not None), Decimal("0.00"))
    due = working_days_in(session).calendar_deadline(today, days).last_day
    session.add(Recovery(case_id=case.id, amount=paid, notified_on=today, due_on=due))
    session.flush()
    close(session, office, by, case, Action.RECOVER, reason, amount=f"{paid:.2f}", due_on=str(due))
    return case


@deed
def repay(session: Session, office: Office, person: Person, case_id: int, repaid_on: date | None, voucher: str) -> Case:
    """The money that was taken back is here: the case ends, its limits and the budget are free again."""
    case, by = case_for(session, office, person, case_id, None, Action.REPAY)
    recovery = session.get_one(Recovery, case_id)
    problems = {}
    if repaid_on is None or not recovery.notified_on <= repaid_on <= office.clock().date():
        problems["repaid_on"] = "退款日期应在通知日期以后、今天以前。"
    if not voucher.strip():
        problems["voucher"] = "请填写入库凭证号。"
    if problems:
        raise InputProblem(problems)
    recovery.repaid_on, recovery.voucher, recovery.repaid_to = repaid_on, voucher.strip(), by.id
    release(session, case, office.clock())
    move(case, Action.REPAY, office)
    leave_event(session, office, by, case, Action.REPAY, repaid_on=str(repaid_on), voucher=recovery.voucher)
    return case


@query
def payment_lines(session: Session, office: Office, case_id: int) -> list[PaymentLine]:
    """The lines of a case with their payments, the city's first."""
    return list(session.scalars(select(PaymentLine).where(PaymentLine.case_id == case_id).order_by(PaymentLine.id)))


@query
def account_of(session: Session, office: Office, case: Case) -> Account:
    """The account to which the next payment of a case goes."""
    return _account(session, case)


@query
def recovery_of(session: Session, office: Office, case_id: int) -> Recovery | None:
    """What is being, or was, taken back of a case."""
    return session.get(Recovery, case_id)


def _line(session: Session, line_id: int) -> PaymentLine:
    line = session.get(PaymentLine, line_id)
    if line is None:
        raise Refused("找不到这一笔拨付。")
    return line


def _lines(session: Session, case: Case) -> list[PaymentLine]:
    session.flush()
    lines = select(PaymentLine).where(PaymentLine.case_id == case.id).order_by(PaymentLine.id)
    return list(session.scalars(lines.execution_options(populate_existing=True)))


def _account(session: Session, case: Case) -> Account:
    change = session.get(AccountChange, case.id)
    kept = case.applicant_snapshot or {}
    names = ("account_name", "bank_name", "bank_branch_code", "account_number")
    return Account(*((getattr(change, name) if change else kept.get(name) or "") for name in names))


def _check_payment(office: Office, case: Case, paid_on: date | None, voucher: str) -> None:
    problems = {}
    decided = case.decided_at.date() if case.decided_at else date.min
    if paid_on is None or not decided <= paid_on <= office.clock().date():
        problems["paid_on"] = "拨付日期应在审批日期以后、今天以前。"
    if not voucher.strip():
        problems["voucher"] = "请填写凭证号。"
    if problems:
        raise InputProblem(problems)
