"""``ycdesk --self-test``: it passes here, and says which check does not hold where something is broken."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import ROOT
from tests.test_house import FIFTEEN
from ui import self_test

CHECKS = ("政策包", "十五项措施", "数据库", "字体和 PDF", "Excel 表格", "窗口", "程序模块")


def asked(*options: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8", **variables}
    command = [sys.executable, "-m", "ui.main", *options]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8")


def test_it_passes_here_and_leaves_the_data_folder_alone(tmp_path: Path) -> None:
    run = asked("--self-test", YCDESK_HOME=str(tmp_path / "home"))
    lines = run.stdout.splitlines()
    assert (run.returncode, lines[-1]) == (0, "自检通过。"), run.stdout + run.stderr
    assert [line.split("：")[0] for line in lines[:-1]] == [f"通过　　{name}" for name in CHECKS]
    assert not (tmp_path / "home").exists()


def test_a_shared_database_is_opened_too(postgres_url: str) -> None:
    run = asked("--self-test", YCDESK_DATABASE_URL=postgres_url)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "通过　　共用数据库：postgresql，人员 0 名" in run.stdout.splitlines()


def test_a_shared_database_that_is_not_there_is_told() -> None:
    run = asked("--self-test", YCDESK_DATABASE_URL="postgresql://nobody@127.0.0.1:1/nowhere")
    assert (run.returncode, run.stdout.splitlines()[-1]) == (1, "自检没有通过：共用数据库。")


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The resources in a folder of this test; the fonts are links."""
    folder = tmp_path / "resources"
    folder.mkdir()
    for part in (ROOT / "resources").iterdir():
        (folder / part.name).symlink_to(part)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    return folder


def test_a_wrong_award_is_named(broken: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = json.loads((ROOT / "resources" / "self_test.json").read_text("utf-8"))
    known[0]["amount"] = "126000.01"
    (broken / "self_test.json").unlink()
    (broken / "self_test.json").write_text(json.dumps(known), "utf-8")
    assert self_test.holds("十五项措施", self_test.awards) is False
    assert "exhibition 应为 126000.01 元，算出 126000.00 元" in capsys.readouterr().out


def test_every_measure_has_a_known_award() -> None:
    known = json.loads((ROOT / "resources" / "self_test.json").read_text("utf-8"))
    assert {each["case"]["measure"] for each in known} == FIFTEEN


@pytest.mark.parametrize("program", ["ui.main", "ycdesk.cli"])
def test_both_programs_tell_their_version(program: str) -> None:
    command = [sys.executable, "-m", program, "--version"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.startswith("ycdesk ")
    assert run.stdout.split()[1][0].isdigit()
