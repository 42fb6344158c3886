"""``ycdeskctl replay``: proof and question at the command line."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.bureau import Bureau, make_bureau
from tests.decided import tamper
from tests.successor import write
from ycdesk import paths
from ycdesk.cli import main
from ycdesk.paths import sqlite_url
from ycdesk.services.signing import approve


@pytest.fixture
def decided(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    """Two cases of 25 000.00 yuan in 临猗县, the second cut down to 20 000.00."""
    monkeypatch.setattr(paths, "home", lambda: home)
    bureau = make_bureau(sqlite_url(home / "ycdesk.sqlite3"), home)
    first, second = bureau.pending(), bureau.pending()
    approve(bureau.office, bureau.li, first.id, first.version)
    approve(bureau.office, bureau.li, second.id, second.version, Decimal("20000.00"), "核减")
    yield bureau
    bureau.office.close()


def said(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    """What a command prints, with the status it should have."""
    assert main(["replay", *arguments]) == status
    out, err = capsys.readouterr()
    return out + err


def test_the_proof(decided: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys) == "重算已决定的办件 2 件，核定合计 45,000.00 元：全部一致。\n"
    assert json.loads(said(capsys, "--json")) == {"count": 2, "total": "45000.00", "unequal": []}


def test_what_does_not_come_out_gives_a_status(decided: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    tamper(decided, "UPDATE cases SET result = replace(result, '25000.00', '26000.00') WHERE id = 1")
    words = said(capsys, status=3)
    assert "2025-0001　甲公司　参展补助　拟支持：冻结的结果是 26,000.00 元，重算是 25,000.00 元。" in words
    assert words.endswith("1 件不一致。\n")


def test_the_cases_that_another_rate_changes(decided: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """70 % of 31 250 is 21 875.00; what was cut down to 20 000.00 stays."""
    assert said(capsys, "--with", "exhibition.key_group_percent=70") == (
        "2025-0001　甲公司　参展补助　临猗县　拟支持：25,000.00 → 21,875.00（-3,125.00）\n\n"
        "按事项\n  参展补助　1 件：25,000.00 → 21,875.00 元，差 -3,125.00，其中市级 -625.00\n\n"
        "按县（市、区）\n  临猗县　1 件：25,000.00 → 21,875.00 元，差 -3,125.00，其中市级 -625.00\n\n"
        "现有决定 2 件，1 件会变：25,000.00 → 21,875.00 元，差 -3,125.00，其中市级 -625.00。\n"
    )
    assert said(capsys, "--with", "demo_park.award=1") == "现有决定 2 件，没有一件会变。\n"
    found = json.loads(said(capsys, "--with", "exhibition.key_group_percent=60", "--json"))
    assert [(each["number"], each["after"]) for each in found["changes"]] == [
        ("2025-0001", "18750.00"),
        ("2025-0002", "18750.00"),
    ]
    assert found["total"]["difference"] == "-7500.00"


def test_another_package_and_a_file(decided: Bureau, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The successor has 75 %, here from 2024 on: 23 437.50."""
    folder, file = tmp_path / "next", tmp_path / "changes.csv"
    write(folder)
    words = said(capsys, "--package", str(folder), "--with", "window.from=2024-01-01", "-o", str(file))
    assert words == f"已写入 {file}：1 件会变。\n"
    with file.open(encoding="utf-8-sig", newline="") as stream:
        [line] = csv.DictReader(stream)
    assert (line["编号"], line["核定（元）"], line["重算（元）"]) == ("2025-0001", "25,000.00", "23,437.50")
    assert "写不了文件" in said(
        capsys, "--with", "exhibition.key_booths=0", "-o", str(tmp_path / "no" / "x.csv"), status=1
    )


def test_names_and_values(decided: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    listed = said(capsys, "--list-parameters")
    assert "exhibition.key_group_percent=80　三(一)　" in listed
    names = [each["name"] for each in json.loads(said(capsys, "--list-parameters", "--json"))]
    assert {"window.to", "county.140802", "reading.8"} <= set(names)
    assert "是不是 exhibition.key_booths" in said(capsys, "--with", "exhibition.key_boots=2", status=1)
    assert "不是“名称=值”" in said(capsys, "--with", "exhibition.key_booths", status=1)
    assert "没有“x@1”这个政策包" in said(capsys, "--package", "x@1", status=1)
