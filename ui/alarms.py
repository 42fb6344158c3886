"""查重提醒: the alarms of the duplicate radar in a case, why they are none, and the two cases side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from ui import dialogs
from ui.labels import on_key
from ui.parts import button, label, secondary, section
from ui.rulings_table import Column, Row, RowsTable
from ui.theme import ROW, STEP
from ycdesk.domain.alarm import Alarm, AlarmId
from ycdesk.domain.errors import DeskError
from ycdesk.domain.people import Person
from ycdesk.services.office import Office
from ycdesk.services.radar import alarms, give_reason
from ycdesk.services.side_by_side import ComparedRow, side_by_side

_COLUMNS = (Column("", 64), Column("类别", 108), Column("本件", 0), Column("对方", 0), Column("说明", 128))
_COMPARED = (Column("", 60), Column("内容", 240), Column("本件", 0), Column("对方", 0))
_MOST = 5
"""Alarms before the list scrolls."""


class AlarmList(QWidget):
    """The alarms of one case, open ones first; hidden while there are none.

    Signals:
        explained: reasons were stored.
        path_wanted(str): Enter on an alarm: where its number was typed.
    """

    explained = Signal()
    path_wanted = Signal(str)

    def __init__(self, office: Office, person: Person, case_id: int) -> None:
        super().__init__()
        self.office, self.person, self.case_id = office, person, case_id
        self.before: Callable[[], object] = lambda: True
        """Called before a reason is stored: what was typed must be stored first."""
        self.alarms: tuple[Alarm, ...] = ()
        self._heading = section("查重提醒")
        self._sentence = secondary("", wrap=True)
        self.table = RowsTable("查重提醒", _COLUMNS)
        self.table.opened.connect(lambda alarm: self.path_wanted.emit(alarm.path))
        self.table.current_changed.connect(self._tell)
        self.compare_button = button("并排比较", "", "", "Alt+B")
        self.compare_button.clicked.connect(self.compare)
        self.reason_button = button("写明理由…", "", "", "Alt+L")
        self.reason_button.clicked.connect(self.explain)
        top = QHBoxLayout()
        top.addWidget(self._heading, 1)
        top.addWidget(self.compare_button)
        top.addWidget(self.reason_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addLayout(top)
        column.addWidget(self.table)
        column.addWidget(self._sentence)
        self.hide()

    def show_alarms(self, found: Sequence[Alarm], writable: bool) -> None:
        """Show what the radar says now; ``writable``: whether this person may give reasons."""
        if tuple(found) == self.alarms and self.reason_button.isEnabled() == writable:
            return
        self.alarms = tuple(found)
        waiting = sum(alarm.open for alarm in found)
        said = f"还有 {waiting} 处要说明" if waiting else "都已说明"
        self._heading.setText(f"查重提醒　{len(found)} 处，{said}")
        self.table.show_rows([_row(alarm) for alarm in found])
        shown = min(max(len(found), 1), _MOST)
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + shown * ROW + STEP)
        self.reason_button.setEnabled(writable)
        self.setVisible(bool(found))

    def refresh(self, writable: bool) -> None:
        """Ask the radar about the stored case; what cannot be read is said in place of the alarms."""
        try:
            self.show_alarms(alarms(self.office, self.case_id), writable)
        except DeskError as error:
            self._sentence.setText(str(error))
            self.show()

    @property
    def heading(self) -> str:
        """How many there are and how many wait, in words."""
        return self._heading.text()

    def chosen(self) -> list[AlarmId]:
        """The selected alarms."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.alarms[row].id for row in rows]

    def explain(self) -> None:
        """One reason for all selected alarms."""
        ids = self.chosen()
        if not ids or not self.reason_button.isEnabled():
            return
        text = f"选中的 {len(ids)} 处为什么不是重复，或者为什么可以继续？审批人会看到。"
        reason = dialogs.ask_reason(self, "查重说明", text, "记录")
        if reason is None or self.before() is False:
            return
        try:
            found = give_reason(self.office, self.person, self.case_id, ids, reason)
        except DeskError as error:
            dialogs.warn(self, "理由没有记下", str(error))
            return
        self.show_alarms(found, True)
        self.explained.emit()

    def compare(self) -> None:
        """The current alarm's two cases side by side."""
        alarm = self.table.current()
        if alarm is None:
            return
        try:
            rows = side_by_side(self.office, self.case_id, alarm.other_case_id or self.case_id)
        except DeskError as error:
            dialogs.warn(self, "不能并排比较", str(error))
            return
        CompareDialog(self, alarm, rows).exec()

    def _tell(self) -> None:
        alarm = self.table.current()
        self._sentence.setText("" if alarm is None else f"{alarm.title}：{alarm.sentence}。")


def _row(alarm: Alarm) -> Row:
    theirs = alarm.other_title if alarm.inside else f"{alarm.other_number}　{alarm.other_applicant}"
    other = theirs if alarm.exact else f"{theirs}　{alarm.other_value}"
    said = f"{alarm.reason}（{alarm.reason_by}）" if alarm.reason else "未说明"
    words = ("相同" if alarm.exact else "相近") + ("" if alarm.reason else " !")
    tone = "secondary" if alarm.reason else "bad" if alarm.exact else "warn"
    return Row((words, alarm.label, alarm.value, other, said), alarm, {0: tone, 4: tone})


class CompareDialog(QDialog):
    """Two cases row by row; what is the same says so in words and colour."""

    def __init__(self, parent: QWidget | None, alarm: Alarm, rows: Sequence[ComparedRow]) -> None:
        super().__init__(parent)
        self.setWindowTitle("并排比较")
        self.setMinimumSize(960, 560)
        self.table = RowsTable("并排比较", _COMPARED)
        self.table.show_rows(
            [
                Row(
                    ("相同" if each.same else "不同", f"{each.group}　{each.title}", each.mine, each.theirs),
                    each,
                    {0: "bad" if each.same and each.telling else "secondary", 1: "secondary"},
                )
                for each in rows
            ]
        )
        box = QDialogButtonBox()
        box.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        box.rejected.connect(self.reject)
        same = sum(each.same for each in rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 5, STEP * 5, STEP * 5, STEP * 4)
        column.setSpacing(STEP * 2)
        column.addWidget(label(f"{alarm.sentence}。", "section", wrap=True))
        column.addWidget(secondary(f"{len(rows)} 项里有 {same} 项相同；全角半角、大小写和标点不计。", wrap=True))
        column.addWidget(self.table, 1)
        column.addWidget(box)
        on_key(self, "Esc", self.reject)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
