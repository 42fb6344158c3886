"""At least sixty nasty workbooks: every defect found in one pass at its cell, no false alarm, nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bureau import Bureau
from tests.house import ROOT
from tests.services.sheets import corpus_cells, corpus_layouts, corpus_rows
from tests.services.sheets.bringing import bag, contents, look_at, rows_of, wrong_cells
from tests.services.sheets.corpus import SPECIMENS, Specimen
from tests.services.sheets.draft_books import Draft
from tests.services.sheets.senders_books import cells_of, red_cells
from ycdesk.database.log import verify_events
from ycdesk.services.sheets.book import Book
from ycdesk.services.sheets.importing.carrying_out import carry_out
from ycdesk.services.sheets.importing.plan import Fate, Plan
from ycdesk.services.sheets.marking import marked_name, write_marked

assert all((corpus_cells, corpus_layouts, corpus_rows))  # their workbooks are entered when they are imported
STORED = ROOT / "tests" / "data" / "sheets"
ON_BOTH = {
    "merged_title", "units_in_the_row_below", "the_county_list_as_printed", "a_roster", "foreign_money",
    "one_firm_merged_over_its_rows", "the_same_row_twice", "a_csv_in_gb18030",
}  # fmt: skip
CASES = [
    *(pytest.param("sqlite", each, id=name) for name, each in SPECIMENS.items()),
    *(
        pytest.param("postgresql", SPECIMENS[name], id=f"{name}-postgresql", marks=pytest.mark.postgresql)
        for name in sorted(ON_BOTH)
    ),
]


def test_there_are_enough_of_them() -> None:
    assert len(SPECIMENS) >= 60


@pytest.mark.parametrize(("bureau", "specimen"), CASES, indirect=["bureau"])
def test_a_nasty_workbook(bureau: Bureau, specimen: Specimen, tmp_path: Path) -> None:
    draft = specimen.draft()
    path = STORED / specimen.stored if specimen.stored else draft.save(tmp_path, "来表")
    first = look_at(bureau, path, draft)
    assert wrong_cells(first) == draft.planted
    assert carry_out(bureau.office, bureau.wang, first).rows == len(draft.good)
    assert rows_of(bureau, draft) == bag(draft.good)

    before = contents(bureau)
    again = look_at(bureau, path, draft)
    assert wrong_cells(again) == draft.planted
    assert (again.counts[Fate.NEW], again.counts[Fate.KNOWN]) == (0, len(draft.good))
    assert carry_out(bureau.office, bureau.wang, again).summary == "没有可以导入的新行，什么也没有改。"
    assert contents(bureau) == before

    only_marks_differ(first.book, first, tmp_path, draft)
    right = specimen.draft(fixed=True)
    rest = look_at(bureau, right.save(tmp_path, "改好的"), right)
    assert wrong_cells(rest) == set()
    assert (rest.counts[Fate.NEW], rest.counts[Fate.KNOWN]) == (len(draft.bad), len(draft.good))
    carry_out(bureau.office, bureau.wang, rest)
    assert rows_of(bureau, right) == bag(right.plain.values())
    with bureau.office.sessions() as session:
        assert verify_events(session) is None


def only_marks_differ(book: Book, plan: Plan, folder: Path, draft: Draft) -> None:
    """The marked copy: red at the planted cells, all else as the sender made it."""
    copy = folder / marked_name(book)
    write_marked(book, plan.marks, copy)
    if not draft.planted:
        return
    red = red_cells(copy)
    assert set(red) == {draft.anchors.get(cell, cell) for cell in draft.planted}
    assert all(len(words) > 20 for words in red.values())
    if book.kind != "xlsx":
        return
    before, after = cells_of(book.path), cells_of(copy)
    assert set(before) <= set(after)
    for place, (value, look, fill, comment) in before.items():
        if place in red:
            assert after[place][0] == value
            assert value is None or after[place][1] == look  # a cell that is not there gets that of its column
        else:
            assert after[place] == (value, look, fill, comment)
