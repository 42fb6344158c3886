"""One table of a draft: the rows of its measure, or 票据与标识.

The rows are texts by column in the draft's ``entries``; each cell has a path (``facts.booths[0].fee``,
``particulars[0].number``). Deeds on rows can be undone in the draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ycdesk.calculation.assessment import Line
from ycdesk.calculation.facts import FactSpec
from ycdesk.domain.entry import Entry, Reader, filled_rows
from ycdesk.domain.entry_value import EMPTY
from ycdesk.services.paste import Pasted, arrange

if TYPE_CHECKING:
    from ycdesk.services.draft import CaseDraft

MOST_ROWS = 500


class DraftRows:
    """Attributes:
    key: where the rows are in ``entries``; ``prefix``: how the path of a cell begins.
    title, row_title: what the table and one row of it are called.
    columns: their declarations. ``reader`` reads the cells.
    counts: whether the calculation says what each row comes to.
    """

    def __init__(
        self, draft: CaseDraft, key: str, prefix: str, titles: tuple[str, str], columns: tuple[FactSpec, ...]
    ) -> None:
        self.draft, self.key, self.prefix = draft, key, prefix
        self.title, self.row_title = titles
        self.columns = columns
        self.reader: Reader
        self.counts = prefix.startswith("facts.")

    @property
    def rows(self) -> list[dict[str, str]]:
        """The rows, each a text by column."""
        rows: list[dict[str, str]] = self.draft.entries[self.key]
        return rows

    @property
    def lines(self) -> tuple[Line | None, ...]:
        """What each row comes to; empty for a table that does not count."""
        return self.draft.preview().lines if self.counts else ()

    def path(self, row: int, column: str) -> str:
        """The path of a cell."""
        return f"{self.prefix}[{row}].{column}"

    def spec(self, column: str) -> FactSpec:
        """The declaration of a column. Raises KeyError for an unknown one."""
        for spec in self.columns:
            if spec.name == column:
                return spec
        raise KeyError(self.path(0, column))

    def cell(self, row: int, column: str) -> Entry:
        """What the text in a cell means, read with the rest of its row."""
        return self.reader.read_row(self.columns, self.rows[row])[column] if row < len(self.rows) else EMPTY

    # Deeds.

    def duplicate(self, number: int) -> int:
        """Add a copy below a row; gives the number of the copy."""
        self.draft.remember("")
        self.rows.insert(number + 1, dict(self.rows[number]))
        self.draft.note_change()
        return number + 1

    def remove(self, numbers: Sequence[int]) -> None:
        """Remove rows."""
        self.draft.remember("")
        for number in sorted(set(numbers), reverse=True):
            del self.rows[number]
        self.draft.note_change()

    def move(self, number: int, to: int) -> None:
        """Move a row; the order decides where a limit admits only the first."""
        self.draft.remember("")
        self.rows.insert(to, self.rows.pop(number))
        self.draft.note_change()

    def paste(self, cells: Sequence[Sequence[str]], row: int, column: int) -> Pasted:
        """Put a pasted table in: under its own headings as new rows, else from the cell at ``row``, ``column`` on."""
        plan = arrange(self.columns, cells, column)
        if not plan.rows:
            return Pasted(0, plan.skipped, ())
        self.draft.remember("")
        start = len(filled_rows(self.rows)) if plan.headed else row
        room = plan.rows[: max(0, MOST_ROWS - start)]
        skipped = plan.skipped
        if len(room) < len(plan.rows):
            skipped += (f"超出 {MOST_ROWS} 行的 {len(plan.rows) - len(room)} 行",)
        for number, cells_of_row in enumerate(room, start):
            self.grow(number)
            for spec, cell in zip(plan.columns, cells_of_row, strict=False):
                if spec is not None:
                    self.rows[number][spec.name] = self.reader.read(spec, cell).kept or cell
        self.draft.note_change()
        prefix = tuple(self.path(number, "") for number in range(start, start + len(room)))
        messages = self.draft.preview().messages.items()
        return Pasted(len(room), skipped, tuple((path, words) for path, words in messages if path.startswith(prefix)))

    def grow(self, number: int) -> None:
        """Add empty rows until there is one of this number."""
        while len(self.rows) <= number:
            self.rows.append({})
