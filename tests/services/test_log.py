"""The log, proved by a script that knows nothing of the program: ``installer/verify_log.py``."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.bureau import Bureau, make_bureau
from tests.house import ROOT
from ycdesk.cli import main
from ycdesk.database.log import verify_events
from ycdesk.services.log import log_lines
from ycdesk.services.signing import approve

Lines = list[dict[str, Any]]


def verify(*arguments: str | Path, given: str | None = None) -> tuple[int, str]:
    """Exit status and words of the script, run without any library but Python's own."""
    command = [sys.executable, "-I", "-S", str(ROOT / "installer" / "verify_log.py"), *map(str, arguments)]
    run = subprocess.run(command, input=given, capture_output=True, encoding="utf-8", env={"PYTHONUTF8": "1"})
    return run.returncode, run.stdout + run.stderr


def worked(bureau: Bureau) -> None:
    """A day's log: an applicant with a character beyond the BMP, entered, submitted, approved."""
    case = bureau.pending()
    approve(bureau.office, bureau.li, case.id, case.version, opinion="同意𠮷")


def test_a_whole_log_is_proved_on_either_engine(bureau: Bureau) -> None:
    worked(bureau)
    lines = list(log_lines(bureau.office))
    status, words = verify("-", given="\n".join(lines))
    assert status == 0, words
    assert words.rstrip().endswith(f"{len(lines)}:{json.loads(lines[-1])['hash']}")
    with bureau.office.sessions() as session:
        assert verify_events(session) is None


def test_the_command_line_writes_what_the_script_reads(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bureau = make_bureau(f"sqlite:///{home / 'ycdesk.sqlite3'}", home)
    worked(bureau)
    assert main(["log"]) == 0
    export = home / "log.jsonl"
    export.write_text(capsys.readouterr().out, encoding="utf-8")
    assert verify(export) == verify(home / "ycdesk.sqlite3")
    assert verify(export)[0] == 0
    bureau.office.close()


def removed(log: Lines) -> None:
    del log[2]


def inserted(log: Lines) -> None:
    log.insert(3, {**log[3], "content": "{}"})


def reordered(log: Lines) -> None:
    log[2], log[3] = log[3], log[2]


def renumbered(log: Lines) -> None:
    del log[2]
    for number, event in enumerate(log, start=1):
        event["id"] = number


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda log: log[2].update(content='{"award":"1.00"}'), "第 3 条的内容与它的散列不符"),
        (lambda log: log[2].update(person_name="别人"), "第 3 条的内容与它的散列不符"),
        (lambda log: log[2].update(at="2024-01-01T00:00:00"), "第 3 条的内容与它的散列不符"),
        (removed, "应为第 3 条的地方是第 4 条"),
        (inserted, "第 4 条的内容与它的散列不符"),
        (reordered, "应为第 3 条的地方是第 4 条"),
        (renumbered, "第 3 条没有接在前一条之后"),
    ],
)
def test_tampering_is_told(sqlite_log: Lines, spoil: Callable[[Lines], None], said: str) -> None:
    spoil(sqlite_log)
    status, words = verify("-", given="\n".join(map(json.dumps, sqlite_log)))
    assert (status, said in words) == (1, True), words


def test_what_was_noted_shows_a_rewritten_and_a_shortened_log(sqlite_log: Lines) -> None:
    noted = f"{sqlite_log[4]['id']}:{sqlite_log[4]['hash']}"
    whole = "\n".join(map(json.dumps, sqlite_log))
    assert verify("-", "--noted", noted, given=whole)[0] == 0
    status, words = verify("-", "--noted", noted, given="\n".join(map(json.dumps, sqlite_log[:3])))
    assert (status, "末尾的记录被删除" in words) == (1, True), words
    status, words = verify("-", "--noted", f"5:{'a' * 64}", given=whole)
    assert (status, "此前的记录被改写过" in words) == (1, True), words


def test_a_changed_database_file_is_told(home: Path) -> None:
    file = home / "ycdesk.sqlite3"
    bureau = make_bureau(f"sqlite:///{file}", home)
    worked(bureau)
    bureau.office.close()
    with closing(sqlite3.connect(file)) as owner, owner:
        owner.execute("DROP TRIGGER events_unchanged")
        owner.execute("UPDATE events SET person_name = '别人' WHERE id = 4")
    status, words = verify(file)
    assert (status, "第 4 条的内容与它的散列不符" in words) == (1, True), words


def test_what_is_no_log_is_said_to_be_none(home: Path) -> None:
    other = home / "其他.txt"
    other.write_text("不是记录", encoding="utf-8")
    for name in (other, home / "没有这个文件"):
        status, words = verify(name)
        assert (status, "读不出办理记录" in words, "Traceback" in words) == (2, True, False), words


@pytest.fixture
def sqlite_log(home: Path) -> Lines:
    """The exported events of a worked day, as a file of them is read."""
    bureau = make_bureau(f"sqlite:///{home / 'ycdesk.sqlite3'}", home)
    worked(bureau)
    lines = [json.loads(line) for line in log_lines(bureau.office)]
    bureau.office.close()
    return lines
