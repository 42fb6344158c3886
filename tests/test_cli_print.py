"""``ycdeskctl print``: one file, one each, what failed line by line, and what is wanted of nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bureau import Bureau, make_bureau
from tests.paid import posted
from tests.papers.sample import page_texts, text_of
from tests.stages import in_state
from ycdesk import paths
from ycdesk.cli import main
from ycdesk.domain.document_kinds import PaperKind
from ycdesk.domain.states import CaseState
from ycdesk.paths import sqlite_url
from ycdesk.services.documents import issue


@pytest.fixture
def bureau(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    """Two supported cases in a batch that is posted, and a draft."""
    monkeypatch.setattr(paths, "home", lambda: home)
    made = make_bureau(sqlite_url(home / "ycdesk.sqlite3"), home)
    made.office.bureau = "运城市商务局"
    cases = [in_state(made, CaseState.SUPPORTED), in_state(made, CaseState.SUPPORTED)]
    posted(made.office, made.li, cases)
    made.draft()
    yield made
    made.office.close()


def said(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    """What the command prints, with the status it should have."""
    assert main(["print", *arguments]) == status
    out, err = capsys.readouterr()
    return out + err


def test_one_file_of_all_cases_in_a_state(bureau: Bureau, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "审批单.pdf"
    assert said(capsys, "--paper", "slip", "--state", "publicised", "-o", str(file)) == f"已写 {file}：审批单 2 份。\n"
    first, second = page_texts(file.read_bytes())
    assert "办件编号：2025-0001" in first.replace(" ", "")
    assert "办件编号：2025-0002" in second.replace(" ", "")


def test_a_file_each_and_the_one_that_failed(
    bureau: Bureau, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "通知书"
    words = said(capsys, "--paper", "support", "--case", "2025-0001", "2025-0003", "2025-0002", "-o", str(folder))
    assert "2025-0003 支持（核减）通知书：办件 2025-0003 现在是“草稿”" in words
    assert f"已写 {folder}：支持（核减）通知书 2 份。" in words
    names = sorted(file.name for file in folder.iterdir())
    assert names == [f"2025-000{number}-甲公司-支持（核减）通知书.pdf" for number in (1, 2)]


def test_an_issued_letter_has_its_number_another_has_none(
    bureau: Bureau, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    issue(bureau.office, bureau.sun, PaperKind.SUPPORT, 1)
    for number, shown in (("2025-0001", True), ("2025-0002", False)):
        file = tmp_path / f"{number}.pdf"
        said(capsys, "--paper", "support", "--case", number, "-o", str(file))
        assert ("运商支〔2025〕1号" in text_of(file.read_bytes())) is shown


def test_the_papers_of_a_batch(bureau: Bureau, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind in ("notice", "allotment", "county", "summary"):
        file = tmp_path / f"{kind}.pdf"
        assert "1 份" in said(capsys, "--paper", kind, "--batch", "P2025-0001", "-o", str(file))
        assert file.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--paper", "slip"), "请写 --case 编号，或者 --state 状态"),
        (("--paper", "slip", "--case", "2025-0009"), "没有编号是 2025-0009 的办件"),
        (("--paper", "slip", "--state", "paid"), "没有状态是“已拨付”的办件"),
        (("--paper", "notice", "--case", "2025-0001"), "请写 --batch 编号"),
        (("--paper", "notice", "--batch", "P2025-0009"), "没有编号是 P2025-0009 的批次"),
        (("--paper", "slip", "--case", "2025-0003"), "2025-0003 审批单：办件 2025-0003 还是草稿"),
    ],
)
def test_what_cannot_be_printed_is_said(
    bureau: Bureau, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    file = tmp_path / "x.pdf"
    assert words in said(capsys, *arguments, "-o", str(file), status=1)
    assert not file.exists()


def test_a_folder_that_is_not_there(bureau: Bureau, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "没有" / "x.pdf"
    words = said(capsys, "--paper", "slip", "--case", "2025-0001", "-o", str(file), status=1)
    assert "写不了文件" in words
