"""The dialogs of the budget: entering money by its document, giving a case's money back."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from ui.deed_dialog import DeedDialog
from ui.labels import secondary
from ycdesk.calculation.clauses import clause_order
from ycdesk.domain.errors import DeskError, InputProblem
from ycdesk.domain.payment import CITY
from ycdesk.domain.people import Person
from ycdesk.services.batch_list import BatchCase
from ycdesk.services.budget import add_budget
from ycdesk.services.dossiers import get_case
from ycdesk.services.funding import defer
from ycdesk.services.office import Office
from ycdesk.services.payment_list import CITY_WORDS
from ycdesk.services.wording import clause_short

_WAN = Decimal(10_000)


class BudgetDialog(DeedDialog):
    """登记预算: the amount is typed in 元; what it is in 万元 stands beside it as a check."""

    def __init__(self, parent: QWidget | None, office: Office, person: Person, year: int) -> None:
        super().__init__(parent, "登记预算", "登记", "登记后不能修改；登记错了，再登记一笔负数冲回。", 620)
        counties = [each for each in office.package.counties.values() if not each.city_level]
        treasuries: list[tuple[str, object]] = [(CITY_WORDS, CITY), *((each.name, each.code) for each in counties)]
        rules = office.package.measures.values()
        clauses = sorted({each.clause for each in rules}, key=clause_order)
        whole: list[tuple[str, object]] = [("全部条款", ""), *((clause_short(each), each) for each in clauses)]
        self.line("year", "年度", True, str(year))
        self.choice("treasury", "财政", treasuries)
        self.choice("clause", "条款", whole)
        self.check = secondary("")
        self.check.setMinimumWidth(132)
        amount = self.line("amount", "金额（元）", True, hint="例如 12,000,000；减少的填负数", beside=self.check)
        amount.textChanged.connect(self._check)
        self.line("document", "预算文件", True, hint=f"例如 运财预〔{year}〕16号")
        self.deed = lambda: add_budget(
            office,
            person,
            self.whole("year"),
            self.text("treasury"),
            self.amount("amount"),
            self.text("document"),
            self.text("clause"),
        )

    def _check(self) -> None:
        amount = self.amount("amount")
        self.check.setText("" if amount is None else f"= {(amount / _WAN).normalize():,f} 万元")


def deferring(parent: QWidget, office: Office, person: Person, cases: Sequence[BatchCase]) -> DeedDialog:
    """转待资金: the money of unpaid cases goes back to the budget. Its result: what was refused, in sentences."""
    who = f"{cases[0].number} {cases[0].applicant}" if len(cases) == 1 else f"选中的 {len(cases)} 件"
    dialog = DeedDialog(parent, "转待资金", "转待资金", f"{who}的资金退回预算，等以后年度或追加预算时再安排。")
    dialog.lines("reason", "理由", True)
    versions = {case.case_id: get_case(office, case.case_id).version for case in cases}

    def give_back() -> list[str]:
        refused = []
        for case_id, version in versions.items():
            try:
                defer(office, person, case_id, version, dialog.text("reason"))
            except InputProblem:
                raise  # it lacks for all
            except DeskError as problem:
                refused.append(str(problem))
        return refused

    dialog.deed = give_back
    return dialog
