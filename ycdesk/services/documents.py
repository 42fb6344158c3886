"""Issuing letters: the number, what is kept, what takes whose place, delivery. A number is given once and stays."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, lazyload

from ycdesk.database.log import append_event
from ycdesk.domain.case import Case
from ycdesk.domain.document import Document
from ycdesk.domain.document_kinds import PaperKind
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.meeting import Batch
from ycdesk.domain.people import Person, Role
from ycdesk.services.letters import Draft
from ycdesk.services.letters_batch import compose_batch
from ycdesk.services.letters_case import compose_case
from ycdesk.services.office import Office, actor, deed, query
from ycdesk.services.papers.letter_text import Letter

WAYS = ("直接送达", "邮寄送达", "留置送达")
_CODE = re.compile(r"([a-z]+)-(\d{4})-(\d+)")


@deed
def issue(
    session: Session, office: Office, person: Person, kind: PaperKind, subject_id: int, county: str = ""
) -> Document:
    """Give a letter its number and keep it as it is; the one that stands already is given back unless it says less.

    ``subject_id``: of the case, or of the batch for a letter about one. Whoever may print may issue; the administrator
    does neither. Raises Refused where there is no ground for the letter.
    """
    by = actor(session, person)
    if by.role is Role.ADMINISTRATOR:
        raise Refused("文书由经办人、审批人或文印员编号，管理员不办理业务。")
    if not kind.numbered:
        raise Refused(f"{kind.label}不编文号，可以直接打印。")
    draft = compose(session, office, kind, subject_id, county)
    old = session.scalars(standing(kind, subject_id, county)).first()
    if old is not None:
        if _says(Letter.from_dict(old.content)) == _says(draft.letter):
            return old
        old.void_at = office.clock()
        session.flush()
    return _number(session, office, by, kind, subject_id, county, draft)


def compose(session: Session, office: Office, kind: PaperKind, subject_id: int, county: str = "") -> Draft:
    """A letter as it would be issued now. Raises Refused."""
    if kind.of_batch:
        return compose_batch(session, office, kind, session.get_one(Batch, subject_id), county)
    return compose_case(session, office, kind, plain_case(session, subject_id))


def plain_case(session: Session, case_id: int) -> Case:
    """A case with nothing around it that is not asked for: a batch of a thousand papers asks for little."""
    return session.get_one(Case, case_id, options=[lazyload("*")])


def standing(kind: PaperKind, subject_id: int, county: str = "") -> Select[Document]:
    """The statement for the letter that holds; none where it was never issued."""
    return last_issued(kind, subject_id, county).where(Document.void_at.is_(None))


def last_issued(kind: PaperKind, subject_id: int, county: str = "") -> Select[Document]:
    """The statement for all letters of a kind, void ones included, the last first."""
    subject = Document.batch_id if kind.of_batch else Document.case_id
    wanted = (Document.kind == kind, subject == subject_id, Document.county == county)
    return select(Document).where(*wanted).order_by(Document.id.desc())


def _says(letter: Letter) -> Letter:
    """What a letter says, whenever it is dated and however it is numbered."""
    return replace(letter, number="", code="", signed_on="")


def _number(
    session: Session, office: Office, by: Person, kind: PaperKind, subject_id: int, county: str, draft: Draft
) -> Document:
    now = office.clock()
    last = select(func.max(Document.sequence)).where(Document.kind == kind, Document.year == now.year)
    sequence = (session.scalar(last) or 0) + 1
    number = f"{draft.word}〔{now.year}〕{sequence}号"
    letter = replace(draft.letter, number=number, code=f"{kind.value}-{now.year}-{sequence}")
    document = Document(
        kind=kind,
        year=now.year,
        sequence=sequence,
        number=number,
        case_id=None if kind.of_batch else subject_id,
        batch_id=subject_id if kind.of_batch else None,
        county=county,
        content=letter.as_dict(),
        by_id=by.id,
        at=now,
    )
    session.add(document)
    session.flush()
    content = {"kind": kind.value, "number": number, "batch": document.batch_id}
    append_event(session, now, by, "issue_document", content, case_id=document.case_id)
    return document


@deed
def deliver(
    session: Session, office: Office, person: Person, document_id: int, on_day: date | None, how: str, to: str
) -> Document:
    """Record that a letter was delivered (送达). Raises InputProblem; Refused for one that is void or was delivered."""
    by = actor(session, person)
    document = session.get_one(Document, document_id)
    if document.void_at is not None:
        raise Refused(f"{document.number} 已作废，不用送达。")
    if document.delivered_on is not None:
        raise Refused(f"{document.number} 已于 {document.delivered_on} 送达，签收人{document.delivered_to}。")
    problems = {}
    if on_day is None or not document.at.date() <= on_day <= office.clock().date():
        problems["on"] = f"送达日期应在 {document.at:%Y-%m-%d} 到今天之间。"
    if how not in WAYS:
        problems["how"] = f"送达方式请选{'、'.join(WAYS)}之一。"
    if not to.strip():
        problems["to"] = "请填写签收人；留置送达的，填写见证人。"
    if problems:
        raise InputProblem(problems)
    document.delivered_on, document.delivered_how, document.delivered_to = on_day, how, to.strip()
    document.delivered_by = by.id
    content = {"number": document.number, "on": str(on_day), "how": how, "to": document.delivered_to}
    append_event(session, office.clock(), by, "deliver_document", content, case_id=document.case_id)
    return document


@query
def documents_of(session: Session, office: Office, case_id: int) -> list[Document]:
    """The letters of a case, void ones included, in the order of issue."""
    return list(session.scalars(select(Document).where(Document.case_id == case_id).order_by(Document.id)))


@query
def document_by_code(session: Session, office: Office, code: str) -> Document | None:
    """The letter that carries a scanned code; None for anything else."""
    found = _CODE.fullmatch(code.strip())
    if found is None or found[1] not in set(PaperKind):
        return None
    wanted = (Document.kind == found[1], Document.year == int(found[2]), Document.sequence == int(found[3]))
    return session.scalars(select(Document).where(*wanted).options(joinedload(Document.case))).first()


def stored_letter(document: Document) -> Letter:
    """The letter as it was issued, marked where it does not hold any more."""
    return replace(Letter.from_dict(document.content), void=document.void_at is not None)
