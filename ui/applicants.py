"""Applicants: found as one types, by name, pinyin initials or credit code; beside the list, one with all its cases."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QSplitter,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui.applicant_card import ApplicantCard
from ui.applicant_form import ApplicantDialog
from ui.empty_state import EmptyState
from ui.focus import enter_at, go_down
from ui.fonts import body_font
from ui.line_edit import LineEdit
from ui.parts import button, small
from ui.theme import SMALL, STEP, kind, theme
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.people import Person, Role
from ycdesk.services.applicants import find_applicants, get_applicant
from ycdesk.services.office import Office

SHOWN = 200  #: the list shows this many; the search narrows it down
_HEIGHT = 52  #: px, two lines


class ApplicantModel(QAbstractListModel):
    """The applicants found."""

    def __init__(self, counties: dict[str, str]) -> None:
        super().__init__()
        self.found: list[Applicant] = []
        self._counties = counties

    def show_found(self, found: list[Applicant]) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.found = found
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.found)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        applicant = self.found[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return applicant.name
        if role == Qt.ItemDataRole.UserRole:
            return f"{self._counties.get(applicant.county, '')}　{applicant.credit_code or '未填信用代码'}"
        return None


class TwoLines(QStyledItemDelegate):
    """The name, and under it in grey what tells two of the same name apart."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, _HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens = theme().tokens
        state = option.state  # type: ignore[attr-defined]
        area: QRect = option.rect  # type: ignore[attr-defined]
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, tokens.color("selection"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, tokens.color("hover"))
        for role, top, font, tone in (
            (Qt.ItemDataRole.DisplayRole, 6, body_font(), "text"),
            (Qt.ItemDataRole.UserRole, 28, body_font(SMALL), "secondary"),
        ):
            painter.setFont(font)
            painter.setPen(tokens.color(tone))
            line = area.adjusted(STEP * 4, top, -STEP * 3, 0)
            words = painter.fontMetrics().elidedText(index.data(role), Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, words)


class ApplicantsPage(QWidget):
    """The list at the left, the chosen applicant at the right.

    Signals:
        case_opened(dossier_id, case_id): a case of the applicant was chosen.
        visit(applicant_id): this applicant is at the counter.
    """

    case_opened = Signal(int, int)
    visit = Signal(int)

    def __init__(self, office: Office, person: Person) -> None:
        super().__init__()
        self.office, self.person = office, person
        self.search = LineEdit(placeholder="单位名称、拼音首字母或信用代码")
        self.search.setAccessibleName("查找申报主体")
        self.search.setClearButtonEnabled(True)
        self.new_button = button("新增", "", "plus", "Ctrl+Shift+N")
        self.list = QListView()
        self.model = ApplicantModel({code: county.name for code, county in office.package.counties.items()})
        self.count = small("")
        self.card = ApplicantCard(office, person)
        self.empty = EmptyState(
            "applicants", "还没有申报主体", "企业来申请时，在这里登记单位名称、信用代码和收款账户。", "新增申报主体"
        ).on_action(self.new)
        self.right = QStackedWidget()
        self._build()
        self.search.textChanged.connect(self.refresh)
        go_down(self.search, self.list)
        self.list.selectionModel().currentChanged.connect(self._show_current)
        self.list.activated.connect(self._edit_index)
        self.new_button.clicked.connect(self.new)
        self.card.edit_wanted.connect(self.edit)
        self.card.case_opened.connect(self.case_opened)
        self.card.visit.connect(self.visit)
        may = person.role in (Role.CASEWORKER, Role.ADMINISTRATOR)
        self.new_button.setVisible(may)
        self.empty.button.setVisible(may)
        enter_at(self, self.search)

    def _build(self) -> None:
        self.list.setModel(self.model)
        self.list.setItemDelegate(TwoLines(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName("申报主体")
        left = kind(QWidget(), "panel")
        left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, STEP * 3, 0, 0)
        column.setSpacing(STEP * 2)
        head = QHBoxLayout()
        head.setContentsMargins(STEP * 3, 0, STEP * 3, 0)
        head.addWidget(self.search, 1)
        head.addWidget(self.new_button)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(STEP * 4, 0, STEP * 3, STEP * 2)
        foot.addWidget(self.count)
        column.addLayout(foot)
        for page in (self.card, self.empty):
            self.right.addWidget(page)
        split = QSplitter()
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.right)
        split.setSizes([360, 900])
        split.setStretchFactor(1, 1)
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(split)

    def keys(self) -> list[tuple[str, str]]:
        """The keys that the status bar shows."""
        keys = [("↑ ↓", "移动"), ("F5", "刷新")]
        return [("F2", "修改"), ("Ctrl+Shift+N", "新增"), *keys] if self.card.may_edit else keys

    def refresh(self) -> None:
        """Search anew; the cursor stays on its applicant when it is still there."""
        text = self.search.text()
        current = self.card.applicant
        found = find_applicants(self.office, text, SHOWN)
        self.model.show_found(found)
        more = "（只列出前 200 个，请输入更多文字）" if len(found) == SHOWN else ""
        self.count.setText(f"{len(found)} 个{more}")
        if not found:
            self._show_none(bool(text.strip()))
            return
        row = next((row for row, each in enumerate(found) if current and each.id == current.id), 0)
        self.list.setCurrentIndex(self.model.index(row))
        self._show_row(row)

    def show_applicant(self, applicant_id: int) -> None:
        """Put the cursor on one applicant, also when the search would not show it."""
        if not any(each.id == applicant_id for each in self.model.found):
            self.search.setText(get_applicant(self.office, applicant_id).name)
        row = next((row for row, each in enumerate(self.model.found) if each.id == applicant_id), -1)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))
            self._show_row(row)

    def new(self) -> None:
        """Enter an applicant (Ctrl+Shift+N); what was searched for becomes its name."""
        typed = self.search.text().strip()
        dialog = ApplicantDialog(self, self.office, self.person, None, "" if typed.isascii() else typed)
        self._after(dialog)

    def edit(self) -> None:
        """Change the one shown (F2)."""
        if self.card.applicant is not None and self.card.may_edit:
            self._after(ApplicantDialog(self, self.office, self.person, self.card.applicant))

    def _after(self, dialog: ApplicantDialog) -> None:
        if dialog.exec() and dialog.saved is not None:
            self.search.clear()
            self.refresh()
            self.show_applicant(dialog.saved.id)
            self.list.setFocus()
        dialog.deleteLater()

    def _edit_index(self, _: QModelIndex) -> None:
        self.edit()

    def _show_current(self, current: QModelIndex) -> None:
        self._show_row(current.row())

    def _show_row(self, row: int) -> None:
        if 0 <= row < len(self.model.found):
            self.card.show_applicant(self.model.found[row])
            self.right.setCurrentWidget(self.card)

    def _show_none(self, searched: bool) -> None:
        if searched:
            self.empty.put("没有找到", "换几个字试试，或者按 Ctrl+Shift+N 新增。")
        else:
            self.empty.put("还没有申报主体", "企业来申请时，在这里登记单位名称、信用代码和收款账户。")
        self.card.applicant = None
        self.right.setCurrentWidget(self.empty)
