"""统计: a year's cases by measure, county, month, applicant or state; Enter shows the cases behind a number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui import dialogs
from ui.banner import Banner
from ui.case_table import CaseTable
from ui.empty_state import EmptyState
from ui.focus import enter_at
from ui.parts import button, label, money, secondary
from ui.print_paper import print_pdf
from ui.statistics_rows import TallyTable
from ui.theme import STEP, kind
from ui.year_switch import YearSwitch
from ycdesk.domain.errors import DeskError
from ycdesk.domain.payment import CITY
from ycdesk.domain.tally import Counted, Grouping, Tally, share_of, tally, total
from ycdesk.services.budget import budget_figures
from ycdesk.services.office import Office
from ycdesk.services.statistics import MOST, Narrowed, cases_behind, counted_cases


class StatisticsPage(QWidget):
    """Signals:
    opened(row): a case was chosen.
    said(words): news for the status bar.
    """

    opened = Signal(object)
    said = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.switch = YearSwitch(office.clock().year, self)
        self.cases: list[Counted] = []
        self.shown: Tally | None = None
        """Whose cases are listed; None while the groups are."""
        kind(self, "panel").setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.banner = Banner()
        counties = ((record.name, code) for code, record in office.package.counties.items())
        self.by = _choice("分组", [(each.label, each) for each in Grouping])
        self.measure = _choice("事项", [("全部事项", ""), *((words, id_) for id_, words in office.titles.items())])
        self.county = _choice("县（市、区）", [("全部县（市、区）", ""), *counties])
        self.export_button = button("导出 Excel…", "", "save", "Ctrl+S")
        self.print_button = button("打印…", "", "print", "Ctrl+P")
        self.words = secondary("", wrap=True)
        self.back_button = button("返回统计", "quiet", "left", "Esc")
        self.table = TallyTable()
        self.list = CaseTable("统计的办件")
        self.empty = EmptyState("statistics", "没有办件", "")
        self.middle = QStackedWidget()
        self._build()
        self._connect()
        enter_at(self, self.table)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(STEP * 4, STEP * 3, STEP * 5, STEP)
        head.setSpacing(STEP * 2)
        head.addWidget(self.switch)
        head.addSpacing(STEP * 2)
        caption = label("按")
        caption.setBuddy(self.by)
        for part in (caption, self.by, self.measure, self.county):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self.export_button)
        head.addWidget(self.print_button)
        below = QHBoxLayout()
        below.setContentsMargins(STEP * 5, 0, STEP * 5, STEP * 2)
        below.addWidget(self.back_button)
        below.addWidget(self.words, 1)
        for page in (self.table, self.list, self.empty):
            self.middle.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addLayout(head)
        column.addLayout(below)
        column.addWidget(self.middle, 1)

    def _connect(self) -> None:
        self.switch.changed.connect(self._from_the_groups)
        for choice in (self.by, self.measure, self.county):
            choice.currentIndexChanged.connect(self._from_the_groups)
        self.table.opened.connect(self._drill)
        self.list.opened.connect(self.opened)
        self.back_button.clicked.connect(self._from_the_groups)
        self.export_button.clicked.connect(self.export)
        self.print_button.clicked.connect(self.print_sheet)

    def keys(self) -> list[tuple[str, str]]:
        """The keys that the status bar shows."""
        return [("← →", "年度"), ("Enter", "看办件"), ("Esc", "返回"), ("Ctrl+S", "导出 Excel"), ("Ctrl+P", "打印")]

    # showing

    @property
    def grouping(self) -> Grouping:
        """By what the cases are grouped."""
        return Grouping(self.by.currentData())

    @property
    def year(self) -> int:
        """The year that is shown."""
        return self.switch.year

    def refresh(self) -> None:
        """Count anew, and list the cases of the same number where some are listed."""
        narrowed = Narrowed(self.year, self.measure.currentData(), self.county.currentData())
        self.cases = counted_cases(self.office, narrowed)
        groups, whole = tally(self.cases, self.grouping), total(self.cases)
        self.table.show_groups(self.grouping, groups, whole)
        for each in (self.export_button, self.print_button):
            each.setEnabled(bool(groups))
        narrow = "换一个事项或者县（市、区），" if narrowed.measure or narrowed.county else ""
        self.empty.put("没有办件", f"{self.year} 年没有这样的办件；{narrow}用 ← → 换年度。")
        wanted = self.shown and next((each for each in (*groups, whole) if each.words == self.shown.words), None)
        if wanted is not None:
            self._drill(wanted)
            return
        self.shown = None
        self.words.setText(f"{_sums(whole)}\n{self._budget()}")
        self._turn(self.table if groups else self.empty)

    def _from_the_groups(self) -> None:
        """Show the groups again, on the row whose cases were listed."""
        left, self.shown = self.shown, None
        self.refresh()
        words = [row.cells[0] for row in self.table.rows.rows]
        if left is not None and left.words in words:
            self.table.selectRow(words.index(left.words))

    def _turn(self, page: QWidget) -> None:
        listed = page is self.list
        self.back_button.setVisible(listed)
        had_focus = self.middle.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self.middle.setCurrentWidget(page)
        enter_at(self, page if page is not self.empty else self.by)
        if had_focus:
            page.setFocus()

    def _drill(self, group: Tally) -> None:
        """The cases behind a row."""
        rows = cases_behind(self.office, group)
        self.shown = group
        self.list.show_lines(rows)
        only = f"（列出最近的 {MOST} 件）" if len(group.cases) > MOST else ""
        self.words.setText(f"{self.grouping.label}：{group.words}，{_sums(group)}{only}")
        self._turn(self.list)

    def _budget(self) -> str:
        """What of the city's budget of the year is used."""
        pots = (pot for pot in budget_figures(self.office, self.year) if pot.treasury == CITY and not pot.clause)
        pot = next(pots, None)
        if pot is None or not pot.total:
            return f"{self.year} 年市本级预算未登记"
        used = f"{pot.taken * 100 / pot.total:.1f}%"
        parts = f"已支付 {money(pot.paid)}，已安排 {money(pot.committed)}，预留 {money(pot.reserved)}"
        return f"{self.year} 年市本级预算 {money(pot.total)} 元，已用 {used}（{parts}）"

    # taking along

    @property
    def heading(self) -> str:
        """What the sheet on paper is called."""
        narrowed = [choice.currentText() for choice in (self.measure, self.county) if choice.currentData()]
        return "".join((f"{self.year} 年跨境电子商务扶持资金统计表", *(f"（{each}）" for each in narrowed)))

    def export(self) -> None:
        """All groupings as an Excel workbook (Ctrl+S)."""
        from ycdesk.services.sheets.exporting.export import write
        from ycdesk.services.statistics_sheet import statistics_tables

        path = dialogs.save_file(self, "导出 Excel", f"{self.heading}.xlsx", "Excel 工作簿 (*.xlsx)")
        if path is None:
            return
        try:
            write(self.office, statistics_tables(self.heading, self.cases), path)
        except DeskError as problem:
            self.banner.tell(str(problem), "bad")
            return
        self.banner.hide()
        self.said.emit(f"已导出 {path.name}，{len(self.cases)} 件。")

    def print_sheet(self) -> None:
        """The table on screen with its bars on paper (Ctrl+P)."""
        from ycdesk.services.papers.statistics import draw_statistics

        by, bureau, on = self.grouping, self.office.bureau, self.office.clock().date()
        try:
            printed = print_pdf(
                self,
                self.heading,
                lambda: draw_statistics(self.heading, bureau, by, tally(self.cases, by), total(self.cases), on),
            )
        except DeskError as problem:
            self.banner.tell(str(problem), "bad")
            return
        if printed:
            self.said.emit(f"{self.heading}已交给打印机。")


def _choice(name: str, entries: Sequence[tuple[str, str]]) -> QComboBox:
    result = QComboBox()
    result.setAccessibleName(name)
    result.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    result.setMaximumWidth(190)
    for words, data in entries:
        result.addItem(words, data)
    return result


def _sums(group: Tally) -> str:
    """In one sentence."""
    words = (
        f"{len(group.cases)} 件，支持 {group.supported} 件，核定 {money(group.award)} 元，已拨付 {money(group.paid)} 元"
    )
    half, most = share_of(group.days_to_payment, 0.5), share_of(group.days_to_payment, 0.9)
    return words if half is None else f"{words}；从接收到拨付，一半在 {half} 天以内，九成在 {most} 天以内"
