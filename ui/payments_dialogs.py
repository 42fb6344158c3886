"""The dialogs of payments: day and voucher, returns, the new account, reminders, recoveries and repayments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from ui.deed_dialog import DeedDialog
from ui.parts import money
from ycdesk.domain.errors import DeskError, InputProblem
from ycdesk.domain.people import Person
from ycdesk.services.dossiers import get_case
from ycdesk.services.office import Office
from ycdesk.services.payment_list import ListedLine, treasury_words
from ycdesk.services.payment_rounds import pay_each, remind
from ycdesk.services.payments import REPAYMENT_DAYS, Account, bounce, change_account, recover, recovery_of, repay

_ACCOUNT = {"account_name": "开户名称", "bank_name": "开户银行", "bank_branch_code": "行号", "account_number": "账号"}


def paying(parent: QWidget, office: Office, person: Person, lines: Sequence[ListedLine]) -> DeedDialog:
    """登记拨付: one day and one voucher. The deed pays the first line; the rest follows when that went well.

    Its result: the sentence of the first line where it was refused, by its id.
    """
    total = sum((each.amount for each in lines), Decimal(0))
    treasuries = "、".join(dict.fromkeys(treasury_words(office, each.treasury) for each in lines))
    words = f"{treasuries}，{len(lines)} 笔，合计 {money(total)} 元。每笔单独登记，没有登记成的留在列表里并写明原因。"
    dialog = DeedDialog(parent, "登记拨付", "登记", words)
    dialog.day_line("paid_on", "拨付日期", office.clock().date())
    dialog.line("voucher", "凭证号", True, hint="例如 记07-012")

    def pay_first() -> dict[int, DeskError]:
        first = lines[0].line_id
        failed = pay_each(office, person, [first], dialog.day("paid_on"), dialog.text("voucher"))
        if isinstance(problem := failed.get(first), InputProblem):
            raise problem
        return failed

    dialog.deed = pay_first
    return dialog


def returning(parent: QWidget, office: Office, person: Person, line: ListedLine) -> DeedDialog:
    """登记退汇: the bank has sent the payment back."""
    words = f"{line.number} {line.applicant}　{money(line.amount)} 元，{line.paid_on} 拨付，凭证 {line.voucher}。"
    dialog = DeedDialog(parent, "登记退汇", "登记", words)
    dialog.day_line("returned_on", "退汇日期", office.clock().date())
    dialog.lines("reason", "退汇原因", True)
    dialog.deed = lambda: bounce(office, person, line.line_id, dialog.day("returned_on"), dialog.text("reason"))
    return dialog


def changing_account(parent: QWidget, office: Office, person: Person, line: ListedLine) -> DeedDialog:
    """变更账户: once, by the firm's confirmation."""
    words = f"{line.number} {line.applicant} 退汇后只能变更一次账户，须有企业盖章的账户变更确认书。"
    dialog = DeedDialog(parent, "变更收款账户", "变更", words)
    for name, title in _ACCOUNT.items():
        dialog.line(name, title, name != "bank_branch_code", getattr(line.account, name))
    dialog.line("document", "账户变更确认书", True, hint="编号或日期")
    dialog.deed = lambda: change_account(
        office,
        person,
        line.case_id,
        Account(*(dialog.text(each.name) for each in fields(Account))),
        dialog.text("document"),
    )
    return dialog


def reminding(parent: QWidget, office: Office, person: Person, lines: Sequence[ListedLine]) -> DeedDialog:
    """催办县级拨付 by one letter."""
    counties = "、".join(dict.fromkeys(treasury_words(office, each.treasury) for each in lines))
    total = sum((each.amount for each in lines), Decimal(0))
    dialog = DeedDialog(
        parent, "催办县级拨付", "催办", f"{counties}，{len(lines)} 笔，合计 {money(total)} 元。记入每一件的办理记录。"
    )
    dialog.line("number", "催办函文号", hint="例如 运商函〔2025〕8号，电话催办的可以不填")
    dialog.deed = lambda: remind(office, person, [each.line_id for each in lines], dialog.text("number"))
    return dialog


def recovering(parent: QWidget, office: Office, person: Person, line: ListedLine) -> DeedDialog:
    """追回: take a paid award back."""
    words = f"{line.number} {line.applicant} 已拨付的全部金额追回；期限内退款不计利息。追回以后不能撤销。"
    dialog = DeedDialog(parent, "追回", "追回", words)
    dialog.line("days", "退款期限（天）", True, str(REPAYMENT_DAYS))
    dialog.lines("reason", "理由", True)
    version = get_case(office, line.case_id).version
    dialog.deed = lambda: recover(office, person, line.case_id, version, dialog.text("reason"), dialog.whole("days"))
    return dialog


def repaying(parent: QWidget, office: Office, person: Person, line: ListedLine) -> DeedDialog:
    """登记退款: the money is here."""
    recovery = recovery_of(office, line.case_id)
    due = f"应退 {money(recovery.amount)} 元，期限 {recovery.due_on}。" if recovery else ""
    dialog = DeedDialog(parent, "登记退款", "登记", f"{line.number} {line.applicant}　{due}")
    dialog.day_line("repaid_on", "退款日期", office.clock().date())
    dialog.line("voucher", "入库凭证号", True)
    dialog.deed = lambda: repay(office, person, line.case_id, dialog.day("repaid_on"), dialog.text("voucher"))
    return dialog
