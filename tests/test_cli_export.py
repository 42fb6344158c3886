"""``ycdeskctl export``: every table by its id and by its name, totals told, wrong choices in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.bureau import Bureau, make_bureau
from tests.stages import in_state
from ycdesk import paths
from ycdesk.cli import EXPORTED, main
from ycdesk.domain.states import CaseState
from ycdesk.paths import sqlite_url
from ycdesk.services.sheets.exporting.tables import TableKind


@pytest.fixture(autouse=True)
def office_with_cases(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    """An award of 25 000 yuan, paid, and a refusal, in 2025."""
    monkeypatch.setattr(paths, "home", lambda: home)
    bureau = make_bureau(sqlite_url(home / "ycdesk.sqlite3"), home)
    in_state(bureau, CaseState.PAID)
    in_state(bureau, CaseState.REFUSED)
    yield bureau
    bureau.office.close()


@pytest.mark.parametrize("name", [name for kind in TableKind for name in (kind.value, kind.label)])
def test_every_table_by_its_id_and_by_its_name(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "表.xlsx"
    measure = ("--measure", "参展补助") if name in ("detail", "明细表") else ()
    assert main(["export", name, "--year", "2025", *measure, "-o", str(file)]) == 0
    first, *totals = capsys.readouterr().out.splitlines()
    assert first.startswith(f"已写 {file}：")
    assert bool(totals) == (name not in ("detail", "明细表"))
    assert load_workbook(file).worksheets[0]["A3"].value


def test_the_help_names_every_table() -> None:
    assert "、".join(f"{kind.value} {kind.label}" for kind in TableKind) == EXPORTED


def test_rows_and_totals_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "台账.xlsx"
    assert main(["export", "ledger", "--batch", "P2025-0001", "-o", str(file)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"已写 {file}：拨付台账，1 行。",
        "市本级应拨\t5,000.00",
        "市本级实拨\t5,000.00",
        "县级应拨\t20,000.00",
        "县级实拨\t20,000.00",
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("台帐",), "没有“台帐”这种表。可以导出：county 县级初审汇总表、"),
        (("notice", "--year", "2025", "--state", "已拨付"), "公示表不能按状态选"),
        (("notice", "--batch", "P2025-0001", "--year", "2025"), "批次和年度只能选一个"),
        (("notice", "--batch", "P2025-0009"), "没有编号是 P2025-0009 的批次"),
        (("detail", "--year", "2025"), "明细表一次只能导出一个事项"),
        (("county", "--measure", "展会"), "没有“展会”这个事项"),
        (("county", "--county", "太原市"), "没有“太原市”这个县（市、区）"),
        (("county", "--state", "付了"), "没有“付了”这个状态"),
        (("ledger", "--year", "2024"), "没有可以列入拨付台账的办件"),
    ],
)
def test_what_cannot_be_exported_is_said(
    arguments: tuple[str, ...], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", *arguments, "-o", str(tmp_path / "x.xlsx")]) == 1
    assert sentence in capsys.readouterr().err
    assert list(tmp_path.glob("x.xlsx")) == []


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "county", "--year", "2025", "-o", str(tmp_path / "没有" / "x.xlsx")]) == 1
    assert "写不了文件" in capsys.readouterr().err
