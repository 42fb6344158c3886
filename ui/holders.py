"""限额占用: the cases that use a limit, a key press away from its figures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ui import dialogs
from ui.parts import money, secondary, section
from ui.preview_items import LIMIT, limit_words
from ui.rulings_table import Column, Row, RowsTable
from ui.theme import STEP
from ycdesk.calculation.assessment import LimitUse
from ycdesk.domain.errors import DeskError
from ycdesk.services.holders import HolderRow, holder_rows
from ycdesk.services.office import Office
from ycdesk.services.preview import Preview

_COLUMNS = (
    Column("办件", 96),
    Column("申报主体", 0),
    Column("事项", 140),
    Column("占用", 176),
    Column("日期", 96),
    Column("数量", 120, right=True),
)


class HoldersDialog(QDialog):
    """What a limit is, how much of it is used, and by which cases; Esc closes, Ctrl+C copies the chosen rows."""

    def __init__(self, parent: QWidget | None, limit: LimitUse, rows: Sequence[HolderRow]) -> None:
        super().__init__(parent)
        self.setWindowTitle("限额占用")
        self.setMinimumSize(840, 360)
        self.table = RowsTable("限额占用", _COLUMNS)
        self.table.show_rows([_row(each) for each in rows])
        box = QDialogButtonBox()
        box.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 5, STEP * 5, STEP * 5, STEP * 4)
        column.setSpacing(STEP * 2)
        column.addWidget(section(" ".join(part for part in (limit.label, (limit.key or "").replace("|", " ")) if part)))
        column.addWidget(secondary(limit_words(limit), wrap=True))
        column.addWidget(self.table, 1)
        column.addWidget(box)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def show_holders(parent: QWidget, office: Office, preview: Preview, path: str) -> None:
    """Open the cases behind the limit that a line of the preview leads to."""
    number = int(path.removeprefix(LIMIT))
    try:
        rows = holder_rows(office, preview.holders[number])
    except DeskError as error:
        dialogs.warn(parent, error.sentence, error.advice)
        return
    HoldersDialog(parent, preview.assessment.limits[number], rows).exec()


def _row(each: HolderRow) -> Row:
    used = f"{each.used}" if isinstance(each.used, int) else f"{money(each.used)} 元"
    day = f"{each.since:%Y-%m-%d}" if each.since else ""
    return Row((each.number, each.applicant, each.measure, each.state.label, day, used), each)
