"""Tables as text: CSV for a file, tabs for the clipboard; nothing in them starts a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from ycdesk.services.saving import save_file

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SIGNED = set("+-0123456789.,—")


def table_text(headings: Sequence[str], rows: Iterable[Sequence[str]], between: str = ",") -> str:
    """Headings and rows, the cells parted by ``between``."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=between, lineterminator="\r\n" if between == "," else "\n")
    writer.writerow(headings)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return text.getvalue()


def write_csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A file as Excel wants it: UTF-8 with a mark. Raises DeskError where it cannot be written."""
    save_file(path, table_text(headings, rows).encode("utf-8-sig"))


def _harmless(cell: str) -> str:
    """No cell starts a formula from typed text; a signed number is none."""
    return f"'{cell}" if cell.startswith(_FORMULA) and not set(cell) <= _SIGNED else cell
