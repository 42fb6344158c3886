"""The program killed at any moment: what was acknowledged is there, nothing is half done, the log proves itself.

``installer/dev.py soak`` kills a hundred times and more; an ordinary run, a few times.
"""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.bureau import make_bureau, reopen_bureau
from ycdesk.database.log import verify_events
from ycdesk.domain.case import Case
from ycdesk.domain.document import Document
from ycdesk.domain.events import Event
from ycdesk.domain.states import CaseState
from ycdesk.paths import sqlite_url
from ycdesk.services.office import Office
from ycdesk.services.papers.render import page_count

KILLS = int(os.environ.get("YCDESK_KILLS", "0"))
"""How often to kill each of the two; 0 for the few times of an ordinary run."""


@pytest.mark.parametrize(("way", "times"), [("services", KILLS or 4), ("window", KILLS or 2)])
def test_a_killed_program_loses_nothing_and_leaves_nothing_half_done(home: Path, way: str, times: int) -> None:
    url = sqlite_url(home / "ycdesk.sqlite3")
    make_bureau(url, home).office.close()
    chance = random.Random(times)
    done: Counter[str] = Counter()
    for _ in range(times):
        told = work_and_be_killed(way, chance.uniform(0.02, 0.8))
        done.update(line.split()[0] for line in told)
        with sqlite3.connect(home / "ycdesk.sqlite3") as file:
            assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        file.close()
        office = reopen_bureau(url, home).office
        check_office(office, told)
        office.close()
    assert done["saved"], "the desk was always killed before it had done anything"


def work_and_be_killed(way: str, after: float) -> list[str]:
    """Let a desk work for ``after`` seconds from its first line, kill it; what it had said was done."""
    desk = subprocess.Popen(
        [sys.executable, "-m", "tests.end_to_end.busy_desk", way],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert desk.stdout is not None
    assert desk.stderr is not None
    assert desk.stdout.readline() == "ready\n", desk.stderr.read()
    first = desk.stdout.readline()
    time.sleep(after)
    stopped_by_itself = desk.poll()
    desk.kill()
    rest, errors = desk.communicate()
    assert stopped_by_itself is None, errors
    return [line for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")]


def check_office(office: Office, told: list[str]) -> None:
    """Each acknowledged deed is there, each deed is whole, the chain of events holds."""
    with office.reading_sessions() as session:
        assert verify_events(session) is None
        cases = {case.id: case for case in session.scalars(select(Case))}
        events = Counter((event.case_id, event.kind) for event in session.scalars(select(Event)))
        letters = {document.sequence: document.case_id for document in session.scalars(select(Document))}
    check_letters(office, letters, told)
    for line in told:
        what, case_id, *number = line.split()
        case = cases[int(case_id)]
        if what == "saved":
            assert int(case.entries["header"]["session"]) >= int(number[0])
        elif what in ("issued", "written"):
            assert case.state is CaseState.SUPPORTED
        else:
            assert case.state in (CaseState.SUPPORTED, CaseState.PENDING if what == "submitted" else None)
    for case in cases.values():
        submitted, supported = case.state is not CaseState.DRAFT, case.state is CaseState.SUPPORTED
        assert case.submissions == events[case.id, "submit"] == submitted
        assert events[case.id, "approve"] == supported
        assert (case.facts is not None) == (case.result is not None) == (case.submitted_by is not None) == submitted
        assert (case.award is not None) == (case.decided_by is not None) == supported
    numbers = sorted(case.number for case in cases.values())
    assert numbers == [f"2025-{number:04}" for number in range(1, len(numbers) + 1)]


def check_letters(office: Office, letters: dict[int, int | None], told: list[str]) -> None:
    """No number twice and none left out; what has its final name is a whole file."""
    assert sorted(letters) == list(range(1, len(letters) + 1))
    folder = office.home / "letters"
    names = {file.name for file in folder.glob("*.pdf")}
    for line in told:
        what, case_id, *number = line.split()
        if what == "issued":
            assert letters[int(number[0])] == int(case_id)
        elif what == "written":
            assert any(name.startswith(f"2025-{int(case_id):04}-") for name in names)
    for name in names:
        assert page_count((folder / name).read_bytes()) >= 1
