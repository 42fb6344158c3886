"""Somebody is at the counter: who it is, what for; then their dossier opens (Ctrl+N)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.applicant_form import ApplicantDialog
from ui.applicants import ApplicantModel, TwoLines
from ui.banner import Banner
from ui.line_edit import LineEdit
from ui.parts import KeyHints, button, label, secondary, title
from ui.theme import STEP, kind
from ycdesk.calculation.package import KIND_LABELS, MeasureRules
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.errors import DeskError
from ycdesk.domain.people import Person
from ycdesk.services.applicants import find_applicants
from ycdesk.services.dossiers import add_case, open_dossier
from ycdesk.services.office import Office

SHOWN = 50


class NewVisit(QDialog):
    """Two steps on one sheet: the applicant (found or entered), then the measures.

    Attributes:
        opened: id of the dossier after it has been opened, and of its first case.
    """

    def __init__(self, parent: QWidget | None, office: Office, person: Person) -> None:
        super().__init__(parent)
        self.office, self.person = office, person
        self.applicant: Applicant | None = None
        self.opened: tuple[int, int] | None = None
        self.setWindowTitle("新来访")
        self.resize(760, 560)
        kind(self, "panel")
        self.banner = Banner()
        self.steps = QStackedWidget()
        self.search = LineEdit(placeholder="单位名称、拼音首字母或信用代码")
        self.search.setAccessibleName("来访单位")
        self.search.installEventFilter(self)
        self.list = QListView()
        self.model = ApplicantModel({code: county.name for code, county in office.package.counties.items()})
        self.new_button = button("新增申报主体", "", "plus", "Ctrl+Shift+N")
        self.who = title("")
        self.what = secondary("")
        self.measures = QListWidget()
        self.summary = secondary("", wrap=True)
        self.start_button = button("开始录入", "primary")
        self.again_button = button("换一家", "", "left")
        self.start_button.setAutoDefault(False)  # else Enter in the search box would press it, too
        self._build()
        self._connect()
        self._search("")
        self.search.setFocus()

    @classmethod
    def hold(
        cls,
        parent: QWidget,
        office: Office,
        person: Person,
        then: Callable[[int, int], None],
        applicant: Applicant | None = None,
    ) -> None:
        """Ask, and open what was begun; with ``applicant`` the first step is skipped."""
        dialog = cls(parent, office, person)
        if applicant is not None:
            dialog.choose(applicant)
        if dialog.exec() and dialog.opened is not None:
            then(*dialog.opened)
        dialog.deleteLater()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.steps, 1)
        self.steps.addWidget(self._applicant_step())
        self.steps.addWidget(self._measure_step())

    def _applicant_step(self) -> QWidget:
        self.list.setModel(self.model)
        self.list.setItemDelegate(TwoLines(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName("找到的申报主体")
        result = QWidget()
        column = QVBoxLayout(result)
        column.setContentsMargins(STEP * 6, STEP * 5, STEP * 6, STEP * 4)
        column.setSpacing(STEP * 3)
        column.addWidget(title("哪家单位来办理？"))
        head = QHBoxLayout()
        head.addWidget(self.search, 1)
        head.addWidget(self.new_button)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(KeyHints([("Enter", "选定"), ("↑ ↓", "移动"), ("Ctrl+Shift+N", "新增"), ("Esc", "取消")]))
        return result

    def _measure_step(self) -> QWidget:
        self.measures.setAccessibleName("申报事项")
        self.measures.installEventFilter(self)
        self.measures.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        result = QWidget()
        column = QVBoxLayout(result)
        column.setContentsMargins(STEP * 6, STEP * 5, STEP * 6, STEP * 4)
        column.setSpacing(STEP * 2)
        column.addWidget(self.who)
        column.addWidget(self.what)
        column.addSpacing(STEP)
        column.addWidget(label("申报哪些事项？", "section"))
        column.addWidget(self.measures, 1)
        column.addWidget(self.summary)
        foot = QHBoxLayout()
        foot.addWidget(KeyHints([("空格", "勾选"), ("Enter", "开始录入")]), 1)
        foot.addWidget(self.again_button)
        foot.addWidget(self.start_button)
        column.addLayout(foot)
        return result

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search)
        self.list.activated.connect(self._choose_current)
        self.new_button.clicked.connect(self._new)
        self.measures.currentRowChanged.connect(self._describe)
        self.measures.itemChanged.connect(self._count)
        self.again_button.clicked.connect(self._back)
        self.start_button.clicked.connect(self.begin)

    def choose(self, applicant: Applicant) -> None:
        """The applicant is known; on to the measures."""
        self.applicant = applicant
        self.who.setText(applicant.name)
        county = self.office.package.counties.get(applicant.county)
        parts = (county.name if county else "", KIND_LABELS.get(applicant.kind, ""), applicant.credit_code or "")
        self.what.setText("　".join(part for part in parts if part))
        self.measures.clear()
        rules = self.office.package.measures.values()
        for measure in sorted(rules, key=lambda each: applicant.kind not in each.applicant_kinds):
            self.measures.addItem(self._measure_item(measure, applicant.kind))
        self.measures.setCurrentRow(0)
        self.steps.setCurrentIndex(1)
        self.measures.setFocus()
        self._count()

    def _measure_item(self, measure: MeasureRules, applicant_kind: str) -> QListWidgetItem:
        fits = applicant_kind in measure.applicant_kinds
        kinds = "、".join(KIND_LABELS[each] for each in measure.applicant_kinds)
        item = QListWidgetItem(f"{measure.clause}　{measure.title}" + ("" if fits else f"　　限{kinds}"))
        item.setData(Qt.ItemDataRole.UserRole, measure.id)
        item.setCheckState(Qt.CheckState.Unchecked)
        if not fits:
            item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren)
        return item

    def chosen(self) -> list[str]:
        """Ids of the measures ticked, in the order of the policy."""
        items = [self.measures.item(row) for row in range(self.measures.count())]
        return [
            str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() is Qt.CheckState.Checked
        ]

    def begin(self) -> None:
        """Open the dossier with a draft for each measure ticked; nothing ticked means the one under the cursor."""
        current = self.measures.currentItem()
        chosen = self.chosen() or ([str(current.data(Qt.ItemDataRole.UserRole))] if current else [])
        if self.applicant is None or not chosen:
            return
        try:
            dossier = open_dossier(self.office, self.person, self.applicant.id)
            cases = [add_case(self.office, self.person, dossier.id, measure) for measure in chosen]
        except DeskError as problem:
            self.banner.tell(str(problem), "bad")
            return
        self.opened = (dossier.id, cases[0].id)
        self.accept()

    def _search(self, text: str) -> None:
        self.model.show_found(find_applicants(self.office, text, SHOWN))
        if self.model.found:
            self.list.setCurrentIndex(self.model.index(0))

    def _choose_current(self) -> None:
        row = self.list.currentIndex().row()
        if 0 <= row < len(self.model.found):
            self.choose(self.model.found[row])
        elif self.search.text().strip():
            self._new()

    def _new(self) -> None:
        typed = self.search.text().strip()
        dialog = ApplicantDialog(self, self.office, self.person, None, "" if typed.isascii() else typed)
        if dialog.exec() and dialog.saved is not None:
            self.choose(dialog.saved)
        dialog.deleteLater()

    def _back(self) -> None:
        self.steps.setCurrentIndex(0)
        self.search.setFocus()

    def _describe(self, row: int) -> None:
        item = self.measures.item(row)
        measure = self.office.package.measures[str(item.data(Qt.ItemDataRole.UserRole))] if item else None
        self.summary.setText(measure.summary if measure else "")

    def _count(self) -> None:
        count = len(self.chosen())
        self.start_button.setText(f"开始录入（{count} 项）" if count else "开始录入")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the search box move in the list; Enter chooses there, and among the measures it begins."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self.search and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.model.found:
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                row = max(0, min(self.list.currentIndex().row() + step, len(self.model.found) - 1))
                self.list.setCurrentIndex(self.model.index(row))
                return True
            if watched is self.search and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if not self.search.composing:
                    self._choose_current()
                return True
            if watched is self.measures and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.begin()
                return True
        return super().eventFilter(watched, event)
