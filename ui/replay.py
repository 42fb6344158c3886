"""回放测算: decided cases computed again, as they were frozen (a proof) or under other values (a question)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ui import dialogs
from ui.background import Background, Cancelled, Job
from ui.banner import Banner
from ui.change_bars import ChangeBars
from ui.empty_state import EmptyState
from ui.focus import enter_at
from ui.parts import STATE_SIGNS, button, label, money, section, upright
from ui.replay_values import ReplayValues
from ui.rulings_effects import signed
from ui.rulings_table import Column, Row, RowsTable
from ui.theme import STEP, kind
from ycdesk.calculation import PackageError
from ycdesk.domain.errors import DeskError
from ycdesk.services.office import Office
from ycdesk.services.replay import Changed, Proof, Unequal, Watch, WhatIf, prove, total_of, what_if

T = TypeVar("T")
_SIDE = 356
"""px of the column at the left."""
_NOTHING = Decimal(0)
_TOLD = 20
"""Cases between two words about the progress."""
_CHANGES = (
    Column("编号", 92),
    Column("申报主体"),
    Column("所在地", 112),
    Column("事项", 116),
    Column("核定", 104, right=True),
    Column("重算", 104, right=True),
    Column("增减", 104, right=True),
    Column("市级增减", 104, right=True),
)
_UNEQUAL = (Column("编号", 92), Column("申报主体", 200), Column("事项", 116), Column("状态", 80), Column("不一致之处"))


class ReplayTab(QWidget):
    """Signals:
    opened(case): a case of a table was chosen.
    """

    opened = Signal(object)

    def __init__(self, office: Office, background: Background) -> None:
        super().__init__()
        self.office, self.background = office, background
        self.banner = Banner()
        self.values = ReplayValues(office)
        self.ask_button = button("测算", "primary", "", "Ctrl+Return")
        self.prove_button = button("核对全部决定", "", "check", "Ctrl+Shift+H")
        self.copy_button = button("复制表格", "", "copy", "Ctrl+Shift+C")
        self.save_button = button("存为 CSV…", "", "save", "Ctrl+S")
        self.words = label("", wrap=True)
        self.changes = RowsTable("会变的办件", _CHANGES)
        self.unequal = RowsTable("重算不一致的办件", _UNEQUAL)
        self.empty = EmptyState(
            "clock",
            "换一个标准，哪些决定会变",
            "在左边选标准、填新值，或者选另一个政策包，再按“测算”。办件不会改动。",
        )
        self.middle = QStackedWidget()
        self.by_measure, self.by_county = ChangeBars("按事项"), ChangeBars("按县（市、区）")
        self._sums = QWidget()
        self._job: Job | None = None
        self._build()
        self.ask_button.clicked.connect(self.ask)
        self.values.wanted.connect(self.ask)
        self.prove_button.clicked.connect(self.prove)
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(self._save)
        self.values.changed.connect(self._outdated)
        for table in (self.changes, self.unequal):
            table.opened.connect(self.opened)
        self._show(self.empty, "")
        enter_at(self, self.values.parameter)

    def _build(self) -> None:
        deeds = QHBoxLayout()
        deeds.setSpacing(STEP * 2)
        deeds.addWidget(self.prove_button)
        deeds.addStretch(1)
        deeds.addWidget(self.ask_button)
        sums = QVBoxLayout(self._sums)
        sums.setContentsMargins(0, STEP * 2, 0, 0)
        sums.setSpacing(STEP)
        for bars in (self.by_measure, self.by_county):
            sums.addWidget(section(bars.accessibleName()))
            sums.addWidget(bars)
            sums.addSpacing(STEP * 2)
        inner = kind(QWidget(), "panel")
        left = QVBoxLayout(inner)
        left.setContentsMargins(STEP * 5, STEP * 3, STEP * 4, STEP * 3)
        left.setSpacing(STEP * 2)
        left.addWidget(self.values)
        left.addLayout(deeds)
        left.addWidget(self._sums)
        left.addStretch(1)
        side = QScrollArea()
        side.setWidget(inner)
        side.setWidgetResizable(True)
        side.setFixedWidth(_SIDE)
        side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = QHBoxLayout()
        head.setContentsMargins(STEP * 4, STEP * 3, STEP * 5, STEP * 2)
        head.setSpacing(STEP * 2)
        head.addWidget(self.words, 1)
        head.addWidget(self.copy_button)
        head.addWidget(self.save_button)
        for page in (self.empty, self.changes, self.unequal):
            self.middle.addWidget(page)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(head)
        right.addWidget(self.middle, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(upright())
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addLayout(row, 1)

    def refresh(self) -> None:
        """Read anew which packages there are; what was computed stays."""
        self.values.refresh()

    # Asking.

    def ask(self) -> None:
        """Which decided cases would change (Ctrl+Enter)."""
        if self.values.pending() and not self.values.add():
            return
        values, package = dict(self.values.values), self.values.chosen_package()
        if not values and package is None:
            self.banner.tell("请先选一个标准并填写新值，或者选另一个政策包。", "info")
            self.values.parameter.setFocus()
            return
        self._run("回放测算", lambda watch: what_if(self.office, values, package, watch), self._show_changes)

    def prove(self) -> None:
        """Compute every decided case as it was frozen."""
        self._run("核对全部决定", lambda watch: prove(self.office, watch), self._show_proof)

    def _run(self, title: str, work: Callable[[Watch], T], done: Callable[[T], None]) -> None:
        if self._job is not None:
            self._job.cancel()
        self.banner.hide()
        self._show(self.empty, f"{title}…")

        def told(job: Job) -> Watch:
            return lambda count, total: job.progress(count, total) if count % _TOLD == 0 else None

        def arrived(result: T) -> None:
            if self._job is job:
                self._job = None
                done(result)

        self._job = job = self.background.run(title, lambda job: work(told(job)), arrived, self._failed)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            if self._job is not None and self._job.cancelled:
                self._job = None
                self._show(self.empty, "已取消。")
            return
        self._job = None
        self._show(self.empty, "")
        if not isinstance(error, DeskError | PackageError):
            raise error
        self.banner.tell(str(error), "bad")

    def _outdated(self) -> None:
        """Other values: what stands there answers another question."""
        if self.middle.currentWidget() is not self.empty:
            self._show(self.empty, "")

    # What came out.

    def _show_changes(self, found: WhatIf) -> None:
        if not found.changes:
            self._show(self.empty, f"现有决定 {found.count} 件，没有一件会变。")
            return
        self.changes.show_rows([_changed_row(each) for each in found.changes], keep=False)
        self.by_measure.show_totals(found.by("measure"))
        self.by_county.show_totals(found.by("county"))
        whole = total_of("", found.changes)
        self._show(
            self.changes,
            f"现有决定 {found.count} 件，{whole.count} 件会变：{money(whole.before)} → {money(whole.after)} 元，"
            f"增减 {signed(whole.difference)}，其中市级 {signed(whole.city_difference)}",
        )
        self.changes.setFocus()

    def _show_proof(self, proof: Proof) -> None:
        whole = f"重算已决定的办件 {proof.count} 件，核定合计 {money(proof.total)} 元"
        if not proof.unequal:
            self._show(self.empty, "")
            self.banner.tell(f"{whole}：与冻结的结果全部一致。", "ok")
            return
        self.unequal.show_rows([_unequal_row(each) for each in proof.unequal], keep=False)
        self._show(self.unequal, f"{whole}：{len(proof.unequal)} 件不一致")
        self.unequal.setFocus()

    def _show(self, page: QWidget, words: str) -> None:
        self.middle.setCurrentWidget(page)
        self.words.setText(words)
        self._sums.setVisible(page is self.changes)
        for each in (self.copy_button, self.save_button):
            each.setVisible(page is not self.empty)

    def _table(self) -> RowsTable:
        return self.unequal if self.middle.currentWidget() is self.unequal else self.changes

    def _copy(self) -> None:
        self.banner.tell(f"已复制 {self._table().copy()} 行，可以粘贴到 Excel。", "ok")

    def _save(self) -> None:
        path = dialogs.save_file(self, "存为 CSV", "回放测算.csv", "CSV 表 (*.csv)")
        if path is None:
            return
        try:
            self.banner.tell(f"已写入 {path}：{self._table().write(path)} 行。", "ok")
        except DeskError as error:
            self.banner.tell(str(error), "bad")


def _changed_row(each: Changed) -> Row:
    cells = (
        each.number,
        each.applicant,
        each.county,
        each.measure,
        money(each.before),
        money(each.after),
        signed(each.difference),
        signed((each.city_after or _NOTHING) - (each.city_before or _NOTHING)),
    )
    return Row(cells, each, {0: "secondary"})


def _unequal_row(each: Unequal) -> Row:
    cells = (each.number, each.applicant, each.measure, each.state.label, each.why)
    return Row(cells, each, {0: "secondary", 3: STATE_SIGNS[each.state.value][1], 4: "bad"})
