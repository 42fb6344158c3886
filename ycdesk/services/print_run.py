"""Printing many papers: what fails is named and the rest goes on; no half file stands under its final name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from ycdesk.calculation.problems import cause_of
from ycdesk.domain.case import Case
from ycdesk.domain.document_kinds import FORMS, Paper, PaperKind
from ycdesk.domain.errors import DeskError, Refused
from ycdesk.paths import write_whole
from ycdesk.services.documents import compose, last_issued, standing, stored_letter
from ycdesk.services.office import Office
from ycdesk.services.papers.computation import computation_pages
from ycdesk.services.papers.faces import Faces, faces_of
from ycdesk.services.papers.facts import case_facts
from ycdesk.services.papers.heading import Printing
from ycdesk.services.papers.letter import about, letter_pages
from ycdesk.services.papers.letter_text import Letter
from ycdesk.services.papers.pdf import About, write_pdf
from ycdesk.services.papers.sheet import Page
from ycdesk.services.papers.slip import slip_page
from ycdesk.settings import read_settings

Progress = Callable[[int, int], None]
Number = Callable[["Paper"], Printing | None]
_TOGETHER = 100
"""Cases that are read at once."""
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
"""What no file name may hold on one of the systems."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A paper that could not be made, and why."""

    paper: Paper
    why: str

    @property
    def words(self) -> str:
        """In one line."""
        return f"{self.paper.label} {self.paper.kind.label}：{self.why}"


@dataclass(frozen=True, slots=True)
class Made:
    """A paper laid out."""

    paper: Paper
    pages: list[Page]
    about: About


def lay_out(
    office: Office,
    paper: Paper,
    printing: Printing | None = None,
    faces: Faces | None = None,
    case: Case | None = None,
) -> Made:
    """The pages of one paper. A letter that was issued is as it was; another one has no number yet.

    ``case``: that of a form where it is at hand. Raises DeskError where there is no ground for it, or no glyph.
    """
    faces = faces or faces_of(read_settings(office.home).paper_fonts)
    if paper.kind in FORMS:
        return _form(paper, case or _cases(office, [paper])[paper.subject_id], printing, faces)
    with office.reading_sessions() as session:
        letter = _letter(session, office, paper)
    return Made(paper, letter_pages(letter, printing, faces), about(letter))


def _form(paper: Paper, case: Case, printing: Printing | None, faces: Faces) -> Made:
    facts = case_facts(case)
    about_it = About(f"{paper.kind.label} {facts.number} {facts.party.name}", facts.number, facts.bureau)
    if paper.kind is PaperKind.SLIP:
        return Made(paper, [slip_page(facts, printing, faces)], about_it)
    return Made(paper, computation_pages(facts, printing, faces), about_it)


def _cases(office: Office, papers: Sequence[Paper]) -> dict[int, Case]:
    """The cases of forms, read at once and let go: while they are drawn, deeds may write."""
    ids = [paper.subject_id for paper in papers if paper.kind in FORMS]
    with office.reading_sessions() as session:
        return {case.id: case for case in session.scalars(select(Case).where(Case.id.in_(ids)).options(lazyload("*")))}


def _letter(session: Session, office: Office, paper: Paper) -> Letter:
    """The letter that stands; else one that could be issued now; else the last one, which is void."""
    if not paper.kind.numbered:
        return compose(session, office, paper.kind, paper.subject_id, paper.county).letter
    document = session.scalars(standing(paper.kind, paper.subject_id, paper.county)).first()
    if document is not None:
        return stored_letter(document)
    try:
        return compose(session, office, paper.kind, paper.subject_id, paper.county).letter
    except Refused:
        void = session.scalars(last_issued(paper.kind, paper.subject_id, paper.county)).first()
        if void is None:
            raise
        return stored_letter(void)


def paper_pdf(office: Office, paper: Paper, printing: Printing | None = None) -> bytes:
    """One paper as a PDF; without ``printing`` always the same bytes. Raises DeskError."""
    made = lay_out(office, paper, printing)
    return write_pdf(made.pages, made.about)


def one_file(
    office: Office,
    papers: Sequence[Paper],
    title: str,
    failures: list[Failure],
    progress: Progress | None = None,
    number: Number | None = None,
) -> bytes:
    """All papers in one PDF; those that could not be made are added to ``failures``. b"" where none could."""
    made = _each(office, papers, failures, progress, number)
    first = next(made, None)
    if first is None:
        return b""

    def pages() -> Iterator[Page]:
        yield from first.pages
        for each in made:
            yield from each.pages

    return write_pdf(pages(), About(title, "", office.bureau))


def one_each(
    office: Office,
    papers: Sequence[Paper],
    folder: Path,
    progress: Progress | None = None,
    number: Number | None = None,
) -> tuple[list[Path], list[Failure]]:
    """A file for each paper: number, applicant and kind in its name. Raises DeskError where none can be written."""
    written: list[Path] = []
    failures: list[Failure] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for made in _each(office, papers, failures, progress, number):
            path = folder / file_name(made)
            write_whole(path, write_pdf(made.pages, made.about))
            written.append(path)
    except OSError as error:
        advice = f"已写好 {len(written)} 份；请检查磁盘空间和文件夹权限后再试。"
        raise DeskError(f"文书没有写成（{folder}：{cause_of(error)}）。", advice) from error
    return written, failures


def file_name(made: Made) -> str:
    """2025-0001-甲公司-审批单.pdf"""
    subject = made.about.title.removeprefix(made.paper.kind.label).strip()
    parts = [part for part in re.split(r"[\s　]+", subject) if part]
    name = parts[-1] if made.paper.kind in FORMS or not made.paper.kind.of_batch else made.paper.county
    pieces = (made.paper.label, name, made.paper.kind.label)
    return "-".join(_UNFIT.sub("_", piece)[:60] for piece in pieces if piece) + ".pdf"


def _each(
    office: Office,
    papers: Sequence[Paper],
    failures: list[Failure],
    progress: Progress | None,
    number: Number | None,
) -> Iterator[Made]:
    faces = faces_of(read_settings(office.home).paper_fonts)
    for done, paper in enumerate(papers):
        if done % _TOGETHER == 0:
            cases = _cases(office, papers[done : done + _TOGETHER])
        if progress is not None:
            progress(done, len(papers))
        try:
            yield lay_out(office, paper, number(paper) if number else None, faces, cases.get(paper.subject_id))
        except DeskError as problem:
            failures.append(Failure(paper, str(problem)))
