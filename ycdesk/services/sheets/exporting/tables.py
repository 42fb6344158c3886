"""The tables that go out as workbooks (``casework.md`` §5): which there are, what narrows them, what stands in each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.calculation.package import PolicyPackage
from ycdesk.domain.errors import Refused
from ycdesk.domain.meeting import Batch
from ycdesk.domain.states import CaseState
from ycdesk.services.office import Office, query
from ycdesk.services.sheets.exporting.table import Table

Progress = Callable[[int, int], None]
"""Cases read, cases in all; may raise to stop."""
FILTERS = {"year": "年度", "batch_id": "批次", "measure": "事项", "county": "县（市、区）", "state": "状态"}
_MONEY = frozenset(FILTERS)
_DECIDED = _MONEY - {"state"}
_REGISTERED = _DECIDED - {"batch_id"}


class TableKind(StrEnum):
    """One of the tables."""

    COUNTY = "county"
    REVIEW = "review"
    NOTICE = "notice"
    ALLOTMENT = "allotment"
    ACCOUNTS = "accounts"
    LEDGER = "ledger"
    DETAIL = "detail"
    STATISTICS = "statistics"

    @property
    def label(self) -> str:
        """The Chinese name."""
        return _ABOUT[self][0]

    @property
    def summary(self) -> str:
        """Which cases stand in it, in a sentence."""
        return _ABOUT[self][1]

    @property
    def filters(self) -> frozenset[str]:
        """By what it can be narrowed: names of :data:`FILTERS`."""
        return _ABOUT[self][2]


_ABOUT: Mapping[TableKind, tuple[str, str, frozenset[str]]] = {
    TableKind.COUNTY: ("县级初审汇总表", "已接收的办件，含县级初审意见；不含草稿。", _MONEY),
    TableKind.REVIEW: ("市级审核汇总表", "已批准的办件，含核定基数、比例、上限和核减理由。", _DECIDED),
    TableKind.NOTICE: ("公示表", "已公示批次里的办件；不含账号、证件号码、电话和个人姓名。", _DECIDED),
    TableKind.ALLOTMENT: ("资金分配表", "已公示批次里的办件，按县（市、区）小计。", _DECIDED),
    TableKind.ACCOUNTS: ("收款账户表", "已安排资金的办件，一个账户一行。", _MONEY),
    TableKind.LEDGER: ("拨付台账", "已安排资金的办件，市本级和县级的应拨、实拨。", _MONEY),
    TableKind.DETAIL: ("明细表", "一个事项的全部明细行，连同申报单位和办件内容；改好以后可以再导入。", _MONEY),
    TableKind.STATISTICS: ("统计表", "登记的全部办件，按事项、县、月份、申报主体、状态各一张。", _REGISTERED),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Selection:
    """Which table of which cases; None and "" narrow nothing. ``year``: of the cases' numbers."""

    kind: TableKind
    year: int | None = None
    batch_id: int | None = None
    measure: str = ""
    county: str = ""
    state: CaseState | None = None

    def narrowed(self) -> Selection:
        """Itself without what its table does not take, and without the year beside a batch."""
        taken = self.kind.filters
        batch_id = self.batch_id if "batch_id" in taken else None
        return Selection(
            kind=self.kind,
            year=None if batch_id else self.year,
            batch_id=batch_id,
            measure=self.measure if "measure" in taken else "",
            county=self.county if "county" in taken else "",
            state=self.state if "state" in taken else None,
        )


def check(selection: Selection) -> None:
    """Raise Refused where the table cannot be narrowed like that."""
    kind = selection.kind
    surplus = [words for name, words in FILTERS.items() if getattr(selection, name) and name not in kind.filters]
    if surplus:
        taken = "、".join(words for name, words in FILTERS.items() if name in kind.filters)
        raise Refused(f"{kind.label}不能按{'、'.join(surplus)}选。", f"可以按{taken}选，请去掉多余的条件。")
    if selection.year and selection.batch_id:
        raise Refused("批次和年度只能选一个。", "批次已经说明是哪些办件，请去掉年度。")
    if kind is TableKind.DETAIL and not selection.measure:
        raise Refused("明细表一次只能导出一个事项，各事项的列不同。", "请选择事项。")


def read_tables(office: Office, selection: Selection, progress: Progress | None = None) -> list[Table]:
    """The sheets of a workbook. Raises Refused where the selection does not fit or has no ground yet."""
    check(selection)
    if selection.kind is not TableKind.STATISTICS:
        return [_read(office, selection, progress or (lambda count, total: None))]
    from ycdesk.services.statistics import Narrowed, counted_cases
    from ycdesk.services.statistics_sheet import statistics_tables

    year = selection.year or office.clock().year
    narrowed = Narrowed(year, selection.measure, selection.county)
    return statistics_tables(title_of(office, selection), counted_cases(office, narrowed))


@query
def _read(session: Session, office: Office, selection: Selection, progress: Progress) -> Table:
    from ycdesk.services.sheets.exporting import tables_cases, tables_detail, tables_money

    readers = {
        TableKind.COUNTY: tables_cases.county,
        TableKind.REVIEW: tables_cases.review,
        TableKind.NOTICE: tables_cases.notice,
        TableKind.ALLOTMENT: tables_cases.allotment,
        TableKind.ACCOUNTS: tables_money.accounts,
        TableKind.LEDGER: tables_money.ledger,
        TableKind.DETAIL: tables_detail.detail,
    }
    return readers[selection.kind](session, office, selection, progress)


@query
def title_of(session: Session, office: Office, selection: Selection) -> str:
    """What the table is called at its head, which is a good name for its file, too."""
    return heading(session, office, selection)


def heading(session: Session, office: Office, selection: Selection) -> str:
    """What the table is called at its head: 2025 年跨境电子商务扶持资金公示表."""
    batch = session.get(Batch, selection.batch_id) if selection.batch_id else None
    year = batch.year if batch is not None else selection.year
    what = office.titles.get(selection.measure, "") if selection.kind is TableKind.DETAIL else ""
    return f"{f'{year} 年' if year else ''}跨境电子商务扶持资金{what}{selection.kind.label}"


def about(session: Session, office: Office, selection: Selection, count: int, unit: str = "件") -> str:
    """What was chosen, for the line below the heading."""
    parts = []
    if selection.batch_id and (batch := session.get(Batch, selection.batch_id)) is not None:
        parts.append(f"批次：{batch.label}")
    if selection.measure and selection.kind is not TableKind.DETAIL:
        parts.append(f"事项：{office.titles.get(selection.measure, selection.measure)}")
    if selection.county:
        parts.append(f"县（市、区）：{county_name(office.package, selection.county)}")
    if selection.state is not None:
        parts.append(f"状态：{selection.state.label}")
    return "　".join((*parts, f"共 {count} {unit}"))


def county_name(package: PolicyPackage, code: str) -> str:
    """The name of a county; its code where the package does not know it, 未填写 for none."""
    record = package.counties.get(code)
    return record.name if record else code or "未填写"


def signed(unit: str) -> tuple[str, ...]:
    """What is signed by hand below a table. ``unit``: who fills it in, "" to be written."""
    return (
        f"填报单位（盖章）：{unit or '　　　　　　'}",
        "填表人：　　　　",
        "审核人：　　　　",
        "日期：　　　年　　月　　日",
    )


def batch_numbered(session: Session, number: str) -> int:
    """The id of a batch by its number. Raises Refused."""
    found = session.scalar(select(Batch.id).where(Batch.number == number.strip()))
    if found is None:
        raise Refused(f"没有编号是 {number} 的批次。", "请核对编号，例如 P2025-0001。")
    return found
