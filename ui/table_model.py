"""The rows of a table of a draft for Qt: the declared columns, then 计入 where each row comes to something.

One empty row at the end is for adding. The model writes every change to the draft and tells ``edited``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ui.parts import MET, UNKNOWN, UNMET, money
from ui.table_columns import heading_of
from ycdesk.calculation.assessment import Line
from ycdesk.calculation.facts import FactKind, FactSpec
from ycdesk.domain.entry import Entry
from ycdesk.domain.entry_value import EMPTY
from ycdesk.services.draft_rows import DraftRows

Index = QModelIndex | QPersistentModelIndex
COUNTED = "计入"
CHOSEN = (FactKind.YES_NO, FactKind.CHOICE)
"""Kinds that are chosen by a key instead of being typed."""
_ROOT = QModelIndex()
_CHOOSABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_EDITABLE = _CHOOSABLE | Qt.ItemFlag.ItemIsEditable


class RowsModel(QAbstractTableModel):
    """Signals:
    edited(str): the path of a cell whose text changed, or "" for rows.
    """

    edited = Signal(str)

    def __init__(self, source: DraftRows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.source, self.draft = source, source.draft
        self.read_only = False
        self._lines: tuple[Line | None, ...] = ()
        self._rows = len(source.rows)
        self._wrong: frozenset[str] = frozenset()
        self.before: dict[str, str] = {}
        """What stood in a cell at an earlier submission, by path, where it differs."""

    def path(self, index: Index) -> str:
        """The path of a cell; empty for 计入."""
        spec = self.spec(index.column())
        return self.source.path(index.row(), spec.name) if spec else ""

    def index_of(self, path: str) -> QModelIndex | None:
        """The cell of a path, at the latest in the last row; None when it is not of this table."""
        if not path.startswith(self.source.prefix):
            return None
        row, _, name = path.removeprefix(self.source.prefix).partition(".")
        names = [spec.name for spec in self.source.columns]
        number = int(row.strip("[]")) if row else 0
        return self.index(min(number, self.rowCount() - 1), names.index(name) if name in names else 0)

    def spec(self, column: int) -> FactSpec | None:
        """The fact of a column; None for 计入."""
        return self.source.columns[column] if column < len(self.source.columns) else None

    def entry(self, index: Index) -> Entry:
        """What a cell's text means."""
        spec = self.spec(index.column())
        if spec is None:
            return EMPTY
        entry = self.source.cell(index.row(), spec.name)
        if self.before and not entry.message and (before := self.before.get(self.path(index))) is not None:
            return Entry(entry.value, "", entry.shown, entry.kept, f"已改，上次为：{before or '未填'}")
        return entry

    def line(self, row: int) -> Line | None:
        """What a row comes to; None where nothing is known."""
        lines = self.source.lines
        return lines[row] if row < len(lines) else None

    def is_blank(self, row: int) -> bool:
        """Whether a row holds nothing, as the one at the end."""
        return row >= len(self.source.rows) or not any(str(v).strip() for v in self.source.rows[row].values())

    def counted(self, row: int) -> tuple[str, str, str]:
        """Sign, words and tone of the column 计入."""
        line = self.line(row)
        if line is None or self.is_blank(row):
            return "", "", "faint"
        if line.counted is None:
            return UNKNOWN, "待定", "secondary"
        if not line.counted:
            return UNMET, "不计", "bad"
        return MET, money(line.amount), "text"

    def words(self, index: Index) -> tuple[str, str]:
        """The sentence about a cell and its tone (bad, warn, hint), for the line under the table."""
        spec = self.spec(index.column())
        if spec is None:
            line = self.line(index.row())
            if line is None or self.is_blank(index.row()):
                return "", "hint"
            if line.counted:
                count = f"，计 {line.count} 个" if line.count is not None and line.count != 1 else ""
                return f"第 {index.row() + 1} 行计入 {money(line.amount)} 元{count}。{line.reason}", "hint"
            return f"第 {index.row() + 1} 行：{line.reason}", "bad" if line.counted is False else "hint"
        entry = self.entry(index)
        if entry.message:
            return f"第 {index.row() + 1} 行{spec.title}：{entry.message}", "bad"
        if entry.note:
            return f"第 {index.row() + 1} 行{spec.title}：{entry.note}", "warn"
        unit = f"（{spec.unit}）" if spec.unit else ""
        return f"{spec.title}{unit}　{spec.help or ('选填' if spec.optional else '')}".rstrip(), "hint"

    def texts(self) -> list[list[str]]:
        """What is shown in each column, from top to bottom."""
        rows = range(len(self.source.rows))
        return [[self.source.cell(row, spec.name).shown for row in rows] for spec in self.source.columns]

    def remarks(self) -> list[str]:
        """A sentence for each row that does not count and each cell that was changed or is to be checked."""
        found: list[str] = []
        for row in range(len(self.source.rows)):
            line = self.line(row)
            if line is not None and line.counted is not True and not self.is_blank(row):
                found.append(self.words(self.index(row, self.columnCount() - 1))[0])
            cells = (self.words(self.index(row, column)) for column in range(len(self.source.columns)))
            found += [words for words, tone in cells if tone != "hint"]
        return found

    # Changes.

    def type(self, index: Index, text: str) -> None:
        """A key was typed in a cell."""
        path = self.path(index)
        if self.read_only or not path or self.draft.text(path) == text:
            return
        grows = index.row() >= len(self.source.rows)
        if grows:
            self.beginInsertRows(_ROOT, index.row() + 1, index.row() + 1)
        self.draft.set(path, text)
        if grows:
            self._rows = len(self.source.rows)
            self.endInsertRows()
        self.edited.emit(path)

    def choose(self, index: Index, key: str) -> bool:
        """Space goes round, a first letter or character chooses; False for a cell that is typed."""
        spec = self.spec(index.column())
        if spec is None or spec.kind not in CHOSEN or self.read_only or not key:
            return False
        choices = keys_of(spec)
        values = ["", *(value for value, _ in choices)]
        text = self.draft.entry(self.path(index)).kept if index.row() < len(self.source.rows) else ""
        if key == " ":
            self.type(index, values[(values.index(text) + 1) % len(values)] if text in values else values[1])
            return True
        wanted = [value for value, keys in choices if key.lower() in keys]
        if not wanted:
            return key.isprintable()
        self.type(index, wanted[(wanted.index(text) + 1) % len(wanted)] if text in wanted else wanted[0])
        return True

    def settle(self, index: Index) -> None:
        """A cell was left."""
        path = self.path(index)
        if path and index.row() < len(self.source.rows) and not self.read_only:
            self.draft.settle(path)

    def refresh(self) -> None:
        """After any change of the draft: repaint the rows whose text, problem or amount changed."""
        if len(self.source.rows) != self._rows:
            self.beginResetModel()
            self._rows = len(self.source.rows)
            self.endResetModel()
        messages, lines = self.draft.preview().messages, self.source.lines
        wrong = frozenset(path for path in messages if path.startswith(self.source.prefix))
        if wrong != self._wrong:
            changed = list(range(self._rows))
        else:
            pairs = enumerate(lines)
            changed = [n for n, line in pairs if n >= len(self._lines) or line != self._lines[n]]
        self._lines, self._wrong = lines, wrong
        if changed:
            last = self.columnCount() - 1
            self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], last))

    def reset(self) -> None:
        """After rows were added, removed or moved in the draft."""
        self.beginResetModel()
        self._rows = len(self.source.rows)
        self.endResetModel()
        self.edited.emit("")

    # Qt.

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else self._rows + (0 if self.read_only else 1)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.source.columns) + self.source.counts

    def flags(self, index: Index) -> Qt.ItemFlag:
        return _CHOOSABLE if self.read_only or self.spec(index.column()) is None else _EDITABLE

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        spec = self.spec(section) if orientation == Qt.Orientation.Horizontal else None
        if role == Qt.ItemDataRole.DisplayRole:
            if orientation == Qt.Orientation.Vertical:
                return "＋" if section >= self._rows else str(section + 1)
            return COUNTED if spec is None else heading_of(spec)
        if role == Qt.ItemDataRole.ToolTipRole and spec is not None:
            return spec.help or None
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            side = Qt.AlignmentFlag.AlignRight if spec is None or is_figure(spec) else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        spec = self.spec(index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if spec is None:
                return " ".join(self.counted(index.row())[:2]).strip()
            return self.entry(index).shown
        if role == Qt.ItemDataRole.EditRole and spec is not None:
            return self.draft.text(self.path(index)) if index.row() < len(self.source.rows) else ""
        if role == Qt.ItemDataRole.ToolTipRole:
            words, tone = self.words(index)
            return words if tone != "hint" or spec is None else self.entry(index).shown or None
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self.words(index)[0]
        return None


def sheet_of(chosen: Sequence[Index]) -> str:
    """Cells as text for a spreadsheet, rows from top to bottom."""
    lines: dict[int, list[str]] = {}
    for index in chosen:
        lines.setdefault(index.row(), []).append(str(index.data() or ""))
    return "\n".join("\t".join(cells) for _, cells in sorted(lines.items()))


def is_figure(spec: FactSpec) -> bool:
    """Whether a column is right-aligned."""
    return spec.kind in (FactKind.MONEY, FactKind.AMOUNT, FactKind.DECIMAL, FactKind.WHOLE, FactKind.RATE)


def keys_of(spec: FactSpec) -> list[tuple[str, str]]:
    """(value, keys that choose it) for each choice of a cell that is chosen instead of typed."""
    if spec.kind is FactKind.YES_NO:
        return [("yes", "y1是有s√"), ("no", "n0否无f×")]
    from ycdesk.domain.pinyin import initials

    return [
        (value, value[0].lower() + value[-1].lower() + words[0] + initials(words)[0][0] + str(number))
        for number, (value, words) in enumerate(spec.choices, 1)
    ]
