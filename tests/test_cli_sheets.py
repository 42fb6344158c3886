"""``ycdeskctl template`` and ``ycdeskctl import``: looked at without a person, brought in by one who signs in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bureau import Bureau, make_bureau
from tests.services.sheets.bringing import contents
from tests.services.sheets.draft_books import SUMMARY, Draft
from tests.services.sheets.senders_books import red_cells
from ycdesk import paths
from ycdesk.cli import main
from ycdesk.domain.people import Role
from ycdesk.paths import sqlite_url
from ycdesk.services.commands.sheets import PASSWORD
from ycdesk.services.people import add_person
from ycdesk.services.search import find_cases
from ycdesk.services.sheets.importing.planning import known_senders


@pytest.fixture(autouse=True)
def bureau(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    """An office with a caseworker and a supervisor who can sign in."""
    monkeypatch.setattr(paths, "home", lambda: home)
    monkeypatch.delenv(PASSWORD, raising=False)
    made = make_bureau(sqlite_url(home / "ycdesk.sqlite3"), home)
    add_person(made.office, made.admin, "钱进", "qian", Role.CASEWORKER, "mima-1234")
    add_person(made.office, made.admin, "周明", "zhou", Role.SUPERVISOR, "mima-1234")
    yield made
    made.office.close()


def sheet(folder: Path, wrong: bool = False, unit: bool = True) -> Path:
    """A county's list of three rows, one of them wrong if asked for."""
    draft = Draft(SUMMARY)
    if unit:
        draft.headings()
    else:
        draft.headings(stated="申报金额", amount="初审金额")
    rows = draft.lines(3)
    if wrong:
        draft.put(rows[1], "stated", "两万")
    return draft.save(folder, "来表")


def run(*arguments: object) -> int:
    """The exit status of the command."""
    return main(["import", "--measure", "summary", *map(str, arguments)])


def test_without_a_person_it_is_only_looked_at(
    bureau: Bureau, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(bureau)
    assert run(sheet(tmp_path)) == 0
    assert capsys.readouterr().out.splitlines() == [
        "新增 3 行（新办件 3 件），已有 0 行，有错 0 行（0 处）。",
        "只是预览，什么也没有改。导入请加 --login 登录名，密码在提示时输入或者放在环境变量 YCDESK_PASSWORD 里。",
    ]
    assert contents(bureau) == before


def test_a_caseworker_brings_in_and_mistakes_are_told(
    bureau: Bureau, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, "mima-1234")
    marked = tmp_path / "回表.xlsx"
    file = sheet(tmp_path, wrong=True)
    assert run(file, "--login", "qian", "--marked", marked, "--sender", "临猗县商务局") == 2
    lines = capsys.readouterr().out.splitlines()
    year = find_cases(bureau.office, "")[0].number[:4]
    assert lines[0].startswith("申报汇总!G3：「两万」")
    assert lines[1:] == [
        "新增 2 行（新办件 2 件），已有 0 行，有错 1 行（1 处）。",
        f"已写 {marked}：1 处标红。",
        f"已导入 2 行，新办件 2 件（{year}-0001 至 {year}-0002）。",
    ]
    assert list(red_cells(marked)) == [("申报汇总", "G3")]
    assert known_senders(bureau.office) == ["临猗县商务局"]
    assert run(file, "--login", "qian") == 2
    assert "没有可以导入的新行，什么也没有改。" in capsys.readouterr().out


def test_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(sheet(tmp_path, wrong=True), "--json") == 2
    told = json.loads(capsys.readouterr().out)
    assert told["rows"] == {"new": 2, "known": 0, "wrong": 1, "skipped": 0}
    assert [(each["sheet"], each["row"], each["column"]) for each in told["errors"]] == [("申报汇总", 3, 7)]


def test_a_unit_that_nobody_says_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = sheet(tmp_path, unit=False)
    assert run(file) == 1
    assert "G 列「申报金额」、H 列「初审金额」没有写明金额单位" in capsys.readouterr().err
    assert run(file, "--unit", "元") == 0


@pytest.mark.parametrize(
    ("login", "password", "words"),
    [
        ("qian", "wrong-one", "登录名或密码不对"),
        ("nobody", "mima-1234", "登录名或密码不对"),
        ("zhou", "mima-1234", "经办人"),
        ("qian", None, "没有密码"),
    ],
)
def test_who_may_not_bring_in_is_told(
    bureau: Bureau, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    login: str, password: str | None, words: str,
) -> None:  # fmt: skip
    if password:
        monkeypatch.setenv(PASSWORD, password)
    file = sheet(tmp_path)
    assert run(file, "--login", login) == 1
    assert words in capsys.readouterr().err
    assert find_cases(bureau.office, "") == []


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "是空文件"), (b"PK\x03\x04broken", "坏"), (b"%PDF-1.7", "是 PDF 文件"), (b"\x00\x01\x02", "")],
)
def test_a_bad_file_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, words: str
) -> None:
    file = tmp_path / "坏.xlsx"
    file.write_bytes(content)
    assert run(file) == 1
    told = capsys.readouterr().err
    assert words in told
    assert "Traceback" not in told
    assert len(told.strip().splitlines()) <= 2
    assert run(tmp_path / "没有.xlsx") == 1
    assert "没有.xlsx" in capsys.readouterr().err


def test_what_is_no_table_of_ours_and_what_was_not_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "别的.csv"
    file.write_text("甲,乙\n1,2\n", "utf-8")
    assert run(file) == 1
    assert "没有找到认得出的表头" in capsys.readouterr().err
    good = sheet(tmp_path)
    assert main(["import", str(good)]) == 1
    assert "没有说是哪个事项" in capsys.readouterr().err
    assert run(good, "--sheet", "别的") == 1
    assert "没有名为“别的”的表" in capsys.readouterr().err
    assert run(good, "--sheet", "申报汇总", "--heading-row", 1) == 0
    assert run(good, "--sheet", "申报汇总", "--heading-row", 99) == 1
    assert main(["import", str(good), "--case", "2099-0001"]) == 1


def test_a_template_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "模板.xlsx"
    assert main(["template", "exhibition", "-o", str(file)]) == 0
    assert capsys.readouterr().out == f"已写 {file}：企业参加出口重点展会补助申报明细表。\n"
    assert main(["import", str(file), "--measure", "exhibition"]) == 0
    assert main(["template", "exhibition", "-o", str(tmp_path / "没有的文件夹" / "x.xlsx")]) == 1
