"""A table from the database into a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ycdesk.domain.errors import Refused
from ycdesk.services.office import Office
from ycdesk.services.saving import save_file
from ycdesk.services.sheets.exporting.table import Table
from ycdesk.services.sheets.exporting.tables import Selection, read_tables

Progress = Callable[[int, int], None]
HALF = 500
"""Of a thousand: reading takes about as long as writing."""


def export(office: Office, selection: Selection, path: Path, progress: Progress | None = None) -> list[Table]:
    """Read and write in one go; ``progress`` hears thousandths and may raise to stop, then nothing is written.

    Raises Refused where the selection does not fit or is empty, DeskError where the file cannot be written.
    """
    told = progress or (lambda count, total: None)
    tables = read_tables(office, selection, lambda count, total: told(count * HALF // max(total, 1), 2 * HALF))
    if not any(table.rows for table in tables):
        raise Refused(f"没有可以列入{selection.kind.label}的办件。", "请换一个年度、批次或者条件。")
    write(office, tables, path, lambda count, total: told(HALF + count * HALF // max(total, 1), 2 * HALF))
    return tables


def write(office: Office, tables: Sequence[Table], path: Path, progress: Progress | None = None) -> None:
    """Tables that were read into a file, whole or not at all. Raises DeskError where it cannot be written."""
    from ycdesk.services.sheets.exporting.table_writer import write_tables

    save_file(path, write_tables(tables, office.bureau, office.clock(), progress))
