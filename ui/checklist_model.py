"""The papers of a case as a Qt table: whether each lies there, its marks, pages and remark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ui.parts import MET, UNKNOWN, UNMET
from ycdesk.services.checklist import MARKS, ChecklistRow

Index = QModelIndex | QPersistentModelIndex
HERE, NAME = 0, 1
FIRST_MARK = 2
PAGES = FIRST_MARK + len(MARKS)
SCANS = PAGES + 1
REMARK = SCANS + 1
HEADINGS = ("收到", "材料", "原件", "复印", "盖章", "签字", "验原", "译文", "页数", "扫描", "备注")
_ROOT = QModelIndex()
Tick = Callable[[str, dict[str, Any]], bool]
"""Stores marks of a paper; False when it was refused (and said so)."""


class ChecklistModel(QAbstractTableModel):
    """Rows come from the draft's facts; changes go out through ``tick``."""

    def __init__(self, tick: Tick) -> None:
        super().__init__()
        self.papers: list[ChecklistRow] = []
        self.read_only = False
        self._tick = tick

    def show_rows(self, rows: list[ChecklistRow]) -> None:
        """Show other rows; the table is built anew only when papers came or went."""
        if [row.paper.id for row in rows] != [row.paper.id for row in self.papers]:
            self.beginResetModel()
            self.papers = rows
            self.endResetModel()
        else:
            self.papers = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, REMARK))

    def counts(self) -> tuple[int, int]:
        """How many required papers are settled, and how many are required."""
        required = [row for row in self.papers if row.paper.required]
        return sum(row.settled for row in required), len(required)

    def missing(self) -> list[str]:
        """Names of the required papers that are neither there nor waived."""
        return [row.name for row in self.papers if not row.settled]

    def state(self, row: int) -> tuple[str, str]:
        """Sign and tone of a paper."""
        paper = self.papers[row]
        if paper.ticked:
            return MET, "ok"
        if paper.waived:
            return "–", "secondary"
        return (UNMET, "bad") if paper.paper.required else (UNKNOWN, "faint")

    def mark(self, row: int, column: int) -> tuple[bool, bool]:
        """Whether a mark is wanted of a paper, and whether it is there."""
        name, paper = MARKS[column - FIRST_MARK], self.papers[row]
        return name in paper.paper.marks, bool(paper.entry and getattr(paper.entry, name))

    def note(self, row: int) -> str:
        """The remark of a paper: why it is waived, what was noted, or when it is needed."""
        paper = self.papers[row]
        if paper.waived:
            return f"免交：{paper.waived}"
        if paper.entry and paper.entry.remark:
            return paper.entry.remark
        if paper.ticked or self.read_only:
            return ""
        if paper.paper.required:
            return "← 缺"
        return f"需要时：{paper.paper.condition}" if paper.paper.condition else ""

    def toggle(self, index: Index) -> None:
        """Tick a paper with all its marks, or one mark of it."""
        if self.read_only or not index.isValid():
            return
        paper = self.papers[index.row()]
        if index.column() in (HERE, NAME):
            self.put(index.row(), not paper.ticked)
        elif FIRST_MARK <= index.column() < PAGES:
            wanted, there = self.mark(index.row(), index.column())
            if wanted or there:
                self._tick(paper.paper.id, {MARKS[index.column() - FIRST_MARK]: not there})

    def put(self, row: int, here: bool) -> bool:
        """A paper lies there with all that is wanted of it, or does not."""
        paper = self.papers[row].paper
        return self._tick(paper.id, {"ticked": here, **dict.fromkeys(paper.marks, here)})

    # Qt.

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.papers)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if section in (NAME, REMARK) else Qt.AlignmentFlag.AlignHCenter
            return Qt.AlignmentFlag.AlignVCenter | side
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() in (PAGES, REMARK) and not self.read_only:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        paper, column = self.papers[index.row()], index.column()
        if role == Qt.ItemDataRole.AccessibleTextRole and column < PAGES:
            if column in (HERE, NAME):
                return f"{paper.name}：{'已收到' if paper.ticked else '免交' if paper.waived else '未收到'}"
            wanted, there = self.mark(index.row(), column)
            return f"{paper.name} {HEADINGS[column]}：{'有' if there else '缺' if wanted else '不需要'}"
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if column == NAME:
                return paper.name
            if column == PAGES:
                return str(paper.entry.pages or "") if paper.entry else ""
            if column == SCANS:
                return f"{len(paper.scans)} 份" if paper.scans else ""
            return self.note(index.row()) if column == REMARK else ""
        if role == Qt.ItemDataRole.EditRole:
            if column == PAGES:
                return str(paper.entry.pages or "") if paper.entry else ""
            return paper.entry.remark if paper.entry else ""
        if role == Qt.ItemDataRole.ToolTipRole and column == SCANS:
            return "\n".join(scan.name for scan in paper.scans) or "把扫描件拖到这一行，或者按 F4"
        if role == Qt.ItemDataRole.ToolTipRole and column in (NAME, REMARK):
            return "\n".join(part for part in (paper.name, paper.paper.note, self.note(index.row())) if part)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        paper = self.papers[index.row()].paper
        text = str(value).strip()
        if index.column() == REMARK:
            return self._tick(paper.id, {"remark": text})
        return self._tick(paper.id, {"pages": text})
