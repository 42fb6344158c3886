"""县级初审汇总表: what goes out comes in again, and goes out the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bureau import Bureau, make_bureau, package
from tests.services.sheets.bringing import bring_in, plan_of
from tests.services.sheets.draft_books import SUMMARY, Draft, code_of
from tests.services.sheets.exported import exported
from ycdesk.domain.states import CaseState
from ycdesk.paths import sqlite_url
from ycdesk.services.sheets.exporting.export import export
from ycdesk.services.sheets.exporting.tables import Selection, TableKind


@pytest.mark.parametrize("bureau", ["sqlite"], indirect=True)
def test_it_is_a_fixed_point(bureau: Bureau, tmp_path: Path) -> None:
    draft = Draft(SUMMARY)
    draft.above("运城市某县汇总表", merged=True)
    draft.headings()
    for number, rules in enumerate(package().measures.values(), 1):
        draft.line(
            clause=f"{rules.clause}{rules.short_title}", stated=number * 1000.5, amount=None if number % 3 else number,
            opinion=("同意", "不同意上报", "部分同意", None)[number % 4],
            project=None if number == 5 else f"项目{number}",
        )  # fmt: skip
    bring_in(bureau, draft.save(tmp_path, "来表"), "")

    drafts = Selection(TableKind.COUNTY, state=CaseState.DRAFT)
    file = tmp_path / "汇总表.xlsx"
    export(bureau.office, drafts, file)
    first = exported(bureau, TableKind.COUNTY, state=CaseState.DRAFT).rows()
    assert first[2][3:9] == [code_of(3), "第三条（三）示范企业", "项目3", 3001.5, 3, None]
    assert first[5][4:9] == ["第五条（一）人才培训", "项目6", 6003, 6, "部分同意"]
    home = tmp_path / "other"
    home.mkdir()
    other = make_bureau(sqlite_url(home / "x.sqlite3"), home)
    outcome = bring_in(other, file, "")
    assert (outcome.rows, len(outcome.added)) == (15, 15)
    assert exported(other, TableKind.COUNTY, state=CaseState.DRAFT).rows() == first
    assert plan_of(other, file, measure="").summary == "新增 0 行，已有 15 行，有错 0 行（0 处）。"
    other.office.close()
