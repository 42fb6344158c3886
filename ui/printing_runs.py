"""What the printing centre does behind the screen: each gives a piece of work for the background thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ui.background import Job
from ycdesk.domain.document_kinds import Paper
from ycdesk.domain.errors import DeskError
from ycdesk.domain.people import Person
from ycdesk.services.office import Office
from ycdesk.services.saving import save_file

if TYPE_CHECKING:
    from ycdesk.services.print_run import Failure


@dataclass(frozen=True)
class Outcome:
    """How it went."""

    made: int
    failures: Sequence[Failure]


Work = Callable[[Job], Outcome]


def number_papers(office: Office, person: Person, papers: Sequence[Paper]) -> Work:
    """Give each letter its number, one deed each: what is done stays done."""

    def work(job: Job) -> Outcome:
        from ycdesk.services.documents import issue
        from ycdesk.services.print_run import Failure

        failures = []
        for done, paper in enumerate(reversed(papers)):  # the oldest first
            job.progress(done, len(papers))
            try:
                issue(office, person, paper.kind, paper.subject_id, paper.county)
            except DeskError as problem:
                failures.append(Failure(paper, str(problem)))
        return Outcome(len(papers) - len(failures), failures)

    return work


def print_papers(
    office: Office,
    person: Person,
    papers: Sequence[Paper],
    title: str,
    draw: Callable[[bytes, Callable[[int, int], None]], None],
) -> Work:
    """All papers to a printer, each with the count of its printing."""

    def work(job: Job) -> Outcome:
        from ycdesk.services.papers.heading import Printing
        from ycdesk.services.print_log import record_print
        from ycdesk.services.print_run import one_file

        def number(paper: Paper) -> Printing:
            return Printing(record_print(office, person, paper), office.clock().date())

        failures: list[Failure] = []
        pdf = one_file(office, papers, title, failures, job.progress, number)
        if pdf:
            draw(pdf, job.progress)
        return Outcome(len(papers) - len(failures), failures)

    return work


def save_one(office: Office, papers: Sequence[Paper], title: str, path: Path) -> Work:
    """All papers into one file, whole or not at all."""

    def work(job: Job) -> Outcome:
        from ycdesk.services.print_run import one_file

        failures: list[Failure] = []
        pdf = one_file(office, papers, title, failures, job.progress)
        if pdf:
            save_file(path, pdf)
        return Outcome(len(papers) - len(failures), failures)

    return work


def save_each(office: Office, papers: Sequence[Paper], folder: Path) -> Work:
    """A file for each paper."""

    def work(job: Job) -> Outcome:
        from ycdesk.services.print_run import one_each

        files, failures = one_each(office, papers, folder, job.progress)
        return Outcome(len(files), failures)

    return work
