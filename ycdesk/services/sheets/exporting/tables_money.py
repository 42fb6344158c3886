"""The tables of payment: 收款账户表 and 拨付台账, from the same list of lines as the screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from sqlalchemy.orm import Session

from ycdesk.domain.payment import CITY
from ycdesk.services.office import Office
from ycdesk.services.payment_list import CITY_WORDS, LineState, ListedLine, lines_in
from ycdesk.services.sheets.exporting.table import Cell, Column, Look, Table
from ycdesk.services.sheets.exporting.tables import Progress, Selection, about, heading, signed

_MONEY = "为市本级和所在地应拨的合计，已拨付的也在内。"


def accounts(session: Session, office: Office, selection: Selection, progress: Progress) -> Table:
    """收款账户表: a line for each account that money goes to; what was taken back is not among it."""
    sums: dict[tuple[str, ...], Decimal] = {}
    for line in _lines(session, office, selection):
        if line.case_state.standing:
            account = line.account
            payee = (line.applicant, line.credit_code, account.account_name, account.bank_name)
            key = (*payee, account.bank_branch_code, account.account_number)
            sums[key] = sums.get(key, Decimal("0.00")) + line.amount
    rows: list[tuple[Cell, ...]] = [(*key, amount, "") for key, amount in sorted(sums.items())]
    progress(len(rows), len(rows))
    return Table(
        name=selection.kind.label,
        title=heading(session, office, selection),
        columns=(
            *(Column("单位名称", widest=34), Column("信用代码", widest=20), Column("开户名称", widest=34)),
            *(Column("开户银行", widest=34), Column("行号", widest=14), Column("账号", widest=26)),
            *(Column("金额", Look.MONEY, summed=True), Column("核对人", widest=12)),
        ),
        rows=rows,
        about=about(session, office, selection, len(rows), "个账户"),
        notes=(f"注：金额{_MONEY}",),
        signed=signed(office.bureau),
    )


def ledger(session: Session, office: Office, selection: Selection, progress: Progress) -> Table:
    """拨付台账: a line for each case, what each treasury owes and has paid."""
    cases: dict[str, list[ListedLine]] = {}
    for line in _lines(session, office, selection):
        cases.setdefault(line.number, []).append(line)
    rows = [_ledger_row(number, cases[number]) for number in sorted(cases)]
    progress(len(rows), len(rows))
    return Table(
        name=selection.kind.label,
        title=heading(session, office, selection),
        columns=(
            *(Column("受理编号", widest=12), Column("单位", widest=34)),
            *_parts_of("市本级"),
            *_parts_of("县级"),
            *(Column("状态", widest=20), Column("逾期天数", Look.WHOLE, centred=True)),
        ),
        rows=rows,
        about=about(session, office, selection, len(rows)),
        notes=("注：逾期天数为超过拨付期限的工作日，市本级、县级取长的一个。",),
        signed=signed(office.bureau),
        frozen=2,
    )


def _parts_of(treasury: str) -> tuple[Column, ...]:
    return (
        *(Column(f"{treasury}应拨", Look.MONEY, summed=True), Column(f"{treasury}实拨", Look.MONEY, summed=True)),
        *(Column(f"{treasury}日期", Look.DAY), Column(f"{treasury}凭证号", widest=16)),
    )


def _lines(session: Session, office: Office, selection: Selection) -> Iterable[ListedLine]:
    for line in lines_in(session, office):
        if (
            (not selection.year or line.number.startswith(f"{selection.year}-"))
            and selection.batch_id in (None, line.batch_id)
            and selection.measure in ("", line.measure_id)
            and selection.county in ("", line.county)
            and selection.state in (None, line.case_state)
        ):
            yield line


def _ledger_row(number: str, lines: Sequence[ListedLine]) -> tuple[Cell, ...]:
    city = next((line for line in lines if line.treasury == CITY), None)
    rest = next((line for line in lines if line.treasury != CITY), None)
    first = lines[0]
    back = [words for words, line in ((CITY_WORDS, city), ("县级", rest)) if line and line.state is LineState.RETURNED]
    state = f"{first.case_state.label}（{'、'.join(back)}退汇）" if back else first.case_state.label
    late = max(line.late for line in lines)
    return (number, first.applicant, *_line(city), *_line(rest), state, late or None)


def _line(line: ListedLine | None) -> tuple[Cell, ...]:
    if line is None:
        return (None, None, None, None)
    paid = line.amount if line.state is LineState.PAID else None
    return (line.amount, paid, line.paid_on, line.voucher)
