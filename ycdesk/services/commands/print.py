"""``ycdeskctl print``."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Generator, Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.domain.case import Case
from ycdesk.domain.document_kinds import Paper, PaperKind
from ycdesk.domain.errors import Refused
from ycdesk.domain.meeting import Batch
from ycdesk.domain.states import CaseState
from ycdesk.services.commands import opened
from ycdesk.services.letters_batch import counties_of
from ycdesk.services.office import Office
from ycdesk.services.print_run import Failure, one_each, one_file
from ycdesk.services.saving import save_file


def run(options: Namespace) -> Generator[str, None, int]:
    """Papers into one PDF (a name that ends with .pdf) or a folder with one each; what failed is told line by line.

    Letters that were issued come as they were; the others without a number: numbers are given by people, on the screen.
    The status is 1 where nothing could be made.
    """
    kind, target = PaperKind(options.paper), Path(options.output)
    failures: list[Failure] = []
    with opened() as office:
        with office.reading_sessions() as session:
            papers = (_of_batches if kind.of_batch else _of_cases)(session, office, kind, options)
        if target.suffix.lower() == ".pdf":
            if pdf := one_file(office, papers, kind.label, failures):
                save_file(target, pdf)
        else:
            _, failures = one_each(office, papers, target)
    yield from (failure.words for failure in failures)
    made = len(papers) - len(failures)
    if made:
        yield f"已写 {target}：{kind.label} {made} 份。"
    return 0 if made else 1


def _of_cases(session: Session, office: Office, kind: PaperKind, options: Namespace) -> list[Paper]:
    if not options.case and not options.state:
        raise Refused(f"没有说打印哪些办件的{kind.label}。", "请写 --case 编号，或者 --state 状态。")
    wanted = select(Case.id, Case.number).order_by(Case.number)
    wanted = wanted.where(Case.number.in_(options.case) if options.case else Case.state == CaseState(options.state))
    papers = [Paper(kind, id_, number) for id_, number in session.execute(wanted)]
    _all_known(options.case or (), {paper.label for paper in papers}, "办件")
    if not papers:
        raise Refused(f"没有状态是“{CaseState(options.state).label}”的办件。")
    return papers


def _of_batches(session: Session, office: Office, kind: PaperKind, options: Namespace) -> list[Paper]:
    if not options.batch:
        raise Refused(f"没有说打印哪个批次的{kind.label}。", "请写 --batch 编号，例如 P2025-0001。")
    batches = list(session.scalars(select(Batch).where(Batch.number.in_(options.batch)).order_by(Batch.number)))
    _all_known(options.batch, {batch.number for batch in batches}, "批次")
    if kind is not PaperKind.COUNTY:
        return [Paper(kind, batch.id, batch.number) for batch in batches]
    return [
        Paper(kind, batch.id, batch.number, county)
        for batch in batches
        for county in counties_of(session, office, batch)
    ]


def _all_known(wanted: Sequence[str], known: set[str], what: str) -> None:
    missing = [number for number in wanted if number not in known]
    if missing:
        raise Refused(f"没有编号是 {'、'.join(missing[:5])} 的{what}。", "请核对编号。")
