"""``ycdeskctl statistics``: lines, JSON, the workbook."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bureau import Bureau, make_bureau
from tests.stages import in_state
from ycdesk import paths
from ycdesk.cli import main
from ycdesk.domain.states import CaseState
from ycdesk.paths import sqlite_url


@pytest.fixture(autouse=True)
def office_with_cases(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    """An award of 25 000 yuan, paid, and a refusal, in 2025."""
    monkeypatch.setattr(paths, "home", lambda: home)
    bureau = make_bureau(sqlite_url(home / "ycdesk.sqlite3"), home)
    in_state(bureau, CaseState.PAID)
    in_state(bureau, CaseState.REFUSED)
    yield bureau
    bureau.office.close()


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What the command prints."""
    assert main(["statistics", "--year", "2025", *arguments]) == 0
    return capsys.readouterr().out


def test_a_line_for_each_group_and_one_for_all(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line.split("\t") for line in said(capsys, "--by", "state").splitlines()]
    assert [line[0] for line in lines] == ["状态", "已拨付", "不予支持", "合计"]
    assert lines[-1][1:4] == ["2", "1", "1"]
    assert lines[-1][5:10] == ["25,000.00", "5,000.00", "20,000.00", "25,000.00", "0.00"]


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    groups = json.loads(said(capsys, "--json"))["groups"]
    assert groups[-1]["事项"] == "合计"
    assert groups[-1]["核定金额（元）"] == "25000.00"


def test_the_workbook(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "统计.xlsx"
    assert said(capsys, "-o", str(file)) == f"已写 {file}，2 件。\n"
    assert file.stat().st_size > 5000
