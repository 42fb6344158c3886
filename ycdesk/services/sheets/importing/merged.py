"""Cells merged over several rows: what they say in each of the rows, and which cannot be shared out."""

from __future__ import annotations

from collections.abc import Mapping

from ycdesk.services.sheets.book import SheetCells, Value


def merged_down(
    sheet: SheetCells, headings: int, used: Mapping[int, bool]
) -> tuple[Mapping[int, dict[int, Value]], Mapping[int, dict[int, int]]]:
    """By row and column (from 0) what a cell merged over several rows below the ``headings`` says in the lower ones.

    ``used`` are the columns, True for those of quantities of one row: nobody knows how these are shared out, so they
    are not handed down. They are the second answer, each with the rows that it is merged over.
    """
    handed: dict[int, dict[int, Value]] = {}
    shared: dict[int, dict[int, int]] = {}
    for first_row, first_column, last_row, last_column in sheet.merged:
        if first_row <= headings or last_row == first_row:
            continue
        cells = sheet.rows[first_row - 1] if first_row <= len(sheet.rows) else ()
        value = cells[first_column - 1] if first_column <= len(cells) else None
        if value is None:
            continue
        for at in range(first_column - 1, min(last_column, max(used, default=-1) + 1)):
            if at not in used:
                continue
            for number in range(first_row, min(last_row, len(sheet.rows)) + 1):
                if used[at]:
                    shared.setdefault(number, {})[at] = last_row - first_row + 1
                elif number > first_row:
                    handed.setdefault(number, {})[at] = value
    return handed, shared
