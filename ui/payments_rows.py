"""拨付: which lines the filters let through, and how they stand in the table, treasury by treasury."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from ui.parts import money, secondary
from ui.rulings_table import Column, Row
from ui.theme import STEP
from ycdesk.domain.payment import CITY
from ycdesk.domain.states import CaseState
from ycdesk.services.office import Office
from ycdesk.services.payment_list import LineState, ListedLine, treasury_words

COLUMNS = (
    Column("编号", 96),
    Column("申报主体"),
    Column("事项", 116),
    Column("金额（元）", 112, right=True),
    Column("账号", 196),
    Column("开户银行", 176),
    Column("等待", 88, right=True),
    Column("状态", 232),
)
_OPEN, _COUNTIES = "open", "counties"
_ALL = ""


class Filters(QWidget):
    """Treasury, state, batch and county.

    Signals:
        changed: something else is wanted.
    """

    changed = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.treasury = self._box("按财政筛选", 108)
        self.state = self._box("按状态筛选", 144)
        self.batch = self._box("按批次筛选", 152)
        self.county = self._box("按县（市、区）筛选", 132)
        for words, data in (("市县两级", _ALL), ("市本级", CITY), ("县级", _COUNTIES)):
            self.treasury.addItem(words, data)
        for words, data in (
            ("待付（含退汇）", _OPEN),
            ("退汇", LineState.RETURNED),
            ("已付", LineState.PAID),
            ("全部", _ALL),
        ):
            self.state.addItem(words, data)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP * 2)
        for words, box in (
            ("财政", self.treasury),
            ("状态", self.state),
            ("批次", self.batch),
            ("所在地", self.county),
        ):
            caption = secondary(words)
            caption.setBuddy(box)
            row.addWidget(caption)
            row.addWidget(box)
            box.currentIndexChanged.connect(self.changed)
        self.offer([])

    def _box(self, name: str, width: int) -> QComboBox:
        box = QComboBox()
        box.setFixedWidth(width)
        box.setAccessibleName(name)
        return box

    def offer(self, lines: Iterable[ListedLine]) -> None:
        """Let batches and counties be chosen from those that there are; what is chosen stays."""
        lines = list(lines)
        batches = {each.batch_id: each.batch for each in lines if each.batch_id is not None}
        counties = sorted({each.county for each in lines})
        _fill(self.batch, "全部批次", [(words, id_) for id_, words in sorted(batches.items(), reverse=True)])
        _fill(self.county, "全部", [(treasury_words(self.office, each), each) for each in counties])

    def passes(self, line: ListedLine) -> bool:
        """Whether a line is wanted."""
        treasury, state = self.treasury.currentData(), self.state.currentData()
        batch, county = self.batch.currentData(), self.county.currentData()
        return (
            treasury in (_ALL, line.treasury if line.treasury == CITY else _COUNTIES)
            and (state in (_ALL, line.state) or (state == _OPEN and line.open))
            and batch in (_ALL, line.batch_id)
            and county in (_ALL, line.county)
        )


def _fill(box: QComboBox, first: str, items: list[tuple[str, object]]) -> None:
    chosen = box.currentData()
    box.blockSignals(True)
    box.clear()
    box.addItem(first, _ALL)
    for words, data in items:
        box.addItem(words, data)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    box.blockSignals(False)


def line_rows(office: Office, lines: Iterable[ListedLine], failed: Mapping[int, str]) -> list[Row]:
    """The rows, each treasury under a heading with its sum; ``failed``: why a line could not be paid just now."""
    rows = []
    for treasury, group in groupby(lines, key=lambda line: line.treasury):
        of_treasury = list(group)
        total = sum((each.amount for each in of_treasury), Decimal(0))
        rows.append(Row((f"{treasury_words(office, treasury)}　{len(of_treasury)} 笔　{money(total)} 元",)))
        rows += [_row(each, failed.get(each.line_id, "")) for each in of_treasury]
    return rows


def _row(line: ListedLine, failed: str) -> Row:
    account = line.account
    words, tone = _state(line)
    if failed:
        words, tone = f"× {failed}", "bad"
    other = f"（{account.account_name}）" if account.account_name not in ("", line.applicant) else ""
    cells = (
        line.number,
        line.applicant,
        line.measure,
        money(line.amount),
        f"{account.account_number}{other}" if line.has_account else "! 无账户",
        account.bank_name,
        "" if not line.open else f"! 超 {line.late} 日" if line.late else f"{line.days} 天",
        words,
    )
    tones = {0: "secondary", 2: "secondary", 5: "secondary", 6: "bad" if line.late else "secondary", 7: tone}
    return Row(cells, line.line_id, tones if line.has_account else tones | {4: "bad"})


def _state(line: ListedLine) -> tuple[str, str]:
    if line.case_state in (CaseState.RECOVERING, CaseState.RECOVERED):
        return f"◆ {line.case_state.label}　{line.paid_on:%m-%d} {line.voucher}", "bad"
    match line.state:
        case LineState.PAID:
            filed = "　已归档" if line.case_state is CaseState.ARCHIVED else ""
            return f"✓ {line.paid_on:%m-%d} {line.voucher}{filed}", "ok"
        case LineState.RETURNED:
            return f"← 退汇：{line.return_reason}", "warn"
    reminded = f"　{line.reminded_on:%m-%d} 已催办" if line.reminded_on else ""
    return f"○ 待付{reminded}", "secondary"
