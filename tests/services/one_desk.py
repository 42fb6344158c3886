"""One desk of many: a process that does random deeds on random cases of a shared database.

``python -m tests.services.one_desk URL HOME SEED DEEDS`` prints one JSON object: what it did, what it was told.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from tests.bureau import HANOI, Bureau, reopen_bureau
from ycdesk.domain.case import Case
from ycdesk.domain.errors import DeskError
from ycdesk.domain.people import Person, Role
from ycdesk.services.checklist import tick_all
from ycdesk.services.deeds import submit, withdraw
from ycdesk.services.dossiers import add_case, get_case, open_dossier, remove_draft, save_entries
from ycdesk.services.people import change_person
from ycdesk.services.signing import approve, refuse, return_case

DAY = date(2025, 6, 30)


class Desk:
    """A desk that looks at a case, thinks, and does something to what it saw."""

    def __init__(self, bureau: Bureau, seed: int) -> None:
        self.bureau, self.office = bureau, bureau.office
        self.dice = random.Random(seed)
        self.token = f"{seed}-"
        self.saved: list[tuple[int, int, str]] = []
        self.touched: list[tuple[int, int]] = []
        self.refusals: list[str] = []
        self.done: dict[str, int] = {}

    def work(self, deeds: int) -> None:
        """Do so many deeds; a refusal is written down."""
        for number in range(deeds):
            deed = self.enter if number == 0 else self.dice.choice(self.choices())
            self.token = f"{self.token.split('-')[0]}-{number}"
            try:
                deed()
                self.done[deed.__name__] = self.done.get(deed.__name__, 0) + 1
            except DeskError as refused:
                self.refusals.append(str(refused))

    def choices(self) -> list[Callable[[], None]]:
        """What it may do next."""
        deeds: list[Callable[[], None]] = [self.enter, self.edit, self.submit, self.submit, self.tick, self.promote]
        return [*deeds, self.approve, self.approve, self.refuse, self.give_back, self.withdraw, self.remove]

    def enter(self) -> None:
        """A new visit with one case."""
        person = self.bureau.wang
        dossier = open_dossier(self.office, person, self.bureau.firm.id)
        case = add_case(self.office, person, dossier.id, "exhibition", DAY)
        self.touched.append((case.id, person.id))
        self.save(person, case)
        tick_all(self.office, person, case.id)

    def edit(self) -> None:
        """Change the text of a case as it was seen."""
        self.save(self.person(), self.seen())

    def tick(self) -> None:
        """Tick all papers of a case."""
        person, case = self.person(), self.seen()
        if tick_all(self.office, person, case.id):
            self.touched.append((case.id, person.id))

    def submit(self) -> None:
        """Submit a case."""
        person, case = self.person(), self.seen()
        submit(self.office, person, case.id, case.version)
        self.touched.append((case.id, person.id))

    def approve(self) -> None:
        """Support a case."""
        case = self.seen()
        approve(self.office, self.person(), case.id, case.version)

    def refuse(self) -> None:
        """Refuse a case."""
        case = self.seen()
        refuse(self.office, self.person(), case.id, case.version, "不符合")

    def give_back(self) -> None:
        """Return a case."""
        case = self.seen()
        return_case(self.office, self.person(), case.id, case.version, "请改")

    def withdraw(self) -> None:
        """The firm withdraws."""
        case = self.seen()
        withdraw(self.office, self.person(), case.id, case.version, "来函")

    def remove(self) -> None:
        """Remove a draft, now and then."""
        if self.dice.random() < 0.3:
            remove_draft(self.office, self.person(), self.seen().id)

    def promote(self) -> None:
        """Make a caseworker a supervisor, or back: whoever entered before must still not decide."""
        role = self.dice.choice((Role.CASEWORKER, Role.SUPERVISOR))
        change_person(self.office, self.bureau.admin, self.bureau.zhao.id, role=role)

    def save(self, person: Person, case: Case) -> None:
        """Write a text that nobody else writes."""
        entries = {"header": {**HANOI["header"], "remark": self.token}, "rows": HANOI["rows"]}
        version = save_entries(self.office, person, case.id, entries, DAY, case.version)
        self.saved.append((case.id, version, self.token))
        self.touched.append((case.id, person.id))

    def person(self) -> Person:
        """Anybody who enters or decides."""
        return self.dice.choice((self.bureau.wang, self.bureau.zhao, self.bureau.li, self.bureau.chen))

    def seen(self) -> Case:
        """One of the latest cases, looked at for a moment."""
        case = get_case(self.office, self.dice.choice(self.latest()))
        time.sleep(self.dice.random() * 0.01)
        return case

    def latest(self) -> list[int]:
        """The cases among which it looks for one."""
        with self.office.reading_sessions() as session:
            return list(session.scalars(select(Case.id).order_by(Case.id.desc()).limit(12)))

    def report(self) -> dict[str, Any]:
        """What happened at this desk."""
        return {"saved": self.saved, "touched": self.touched, "refusals": self.refusals, "done": self.done}


def serve(desk_class: type[Desk], url: str, home: str, seed: str, deeds: str) -> None:
    """Work, and tell."""
    bureau = reopen_bureau(url, Path(home))
    desk = desk_class(bureau, int(seed))
    desk.work(int(deeds))
    bureau.office.close()
    json.dump(desk.report(), sys.stdout)


if __name__ == "__main__":
    serve(Desk, *sys.argv[1:])
