"""Scans of the papers of a case: attached, looked at, taken away while the case can be edited."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.calculation.problems import cause_of
from ycdesk.database.log import append_event
from ycdesk.database.scan_store import fetch, keep
from ycdesk.domain.case import Case, ChecklistEntry
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.people import Person
from ycdesk.domain.scan import Scan
from ycdesk.domain.states import Action
from ycdesk.services.acts import case_for
from ycdesk.services.checklist import entry_of
from ycdesk.services.invoices import is_ofd, looks_like_xml, read_invoice
from ycdesk.services.office import Office, deed, query

LARGEST = 30_000_000
"""Bytes of one scan; a hundred pages in grey have some 10 MB."""
KINDS = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"BM", "bmp"),
)
INVOICES = ("xml", "ofd")
"""Kinds that are no pictures: electronic invoices, of which the fields are shown."""
PATTERNS = "*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.bmp *.xml *.ofd"
"""The names that files of these kinds usually have."""


@dataclass(frozen=True, slots=True)
class NewScan:
    """A file that is to be attached: its name and its bytes."""

    name: str
    data: bytes


def kind_of(name: str, data: bytes) -> str:
    """What a file is, by its first bytes. Raises InputProblem for one that cannot be a scan."""
    if not data:
        raise InputProblem({"file": f"{name} 是空的，请重新扫描。"})
    for start, kind in KINDS:
        if data.startswith(start):
            return kind
    if looks_like_xml(data):
        return "xml"
    if is_ofd(data):
        return "ofd"
    raise InputProblem({"file": f"{name} 不是能看的扫描件，请另存为 PDF 或者图片（PNG、JPEG、TIFF、BMP）后再添加。"})


def read_scan(path: Path) -> NewScan:
    """A file as it lies on the disk. Raises InputProblem for one too large or that cannot be read."""
    try:
        if path.is_dir():
            raise InputProblem({"file": f"{path.name} 是文件夹，请选里面的文件。"})
        size = path.stat().st_size
        if size > LARGEST:
            words = f"{path.name} 有 {size / 1e6:.0f} MB，超过 {LARGEST // 1_000_000} MB"
            raise InputProblem({"file": f"{words}，请降低分辨率重新扫描，或者分成几个文件。"})
        return NewScan(path.name, path.read_bytes())
    except OSError as error:
        raise InputProblem({"file": f"{path.name} 读不出来（{cause_of(error)}），请检查文件。"}) from error


@deed
def add_scan(session: Session, office: Office, person: Person, case_id: int, paper_id: str, file: NewScan) -> Scan:
    """Attach a file to a paper of the checklist. Raises InputProblem; Refused for a case that cannot be edited."""
    name, data = file.name, file.data
    kind = kind_of(name, data)
    if kind == "pdf":
        _check_pdf(name, data)
    elif kind in INVOICES:
        read_invoice(name, data)
    entry = entry_of(session, office, person, case_id, paper_id)
    session.flush()
    digest = keep(session, office.engine, data)
    known = session.scalar(select(Scan).where(Scan.entry_id == entry.id, Scan.digest == digest))
    if known is not None:
        raise InputProblem({"file": f"{name} 已经添加过了，就是“{known.name}”。"})
    scan = Scan(
        entry_id=entry.id, name=name, kind=kind, digest=digest, size=len(data), by_id=person.id, at=office.clock()
    )
    session.add(scan)
    session.flush()
    content = {"paper": paper_id, "name": name, "sha256": digest, "size": len(data)}
    append_event(session, office.clock(), person, "add_scan", content, case_id=case_id)
    return scan


def _check_pdf(name: str, data: bytes) -> None:
    from ycdesk.services.papers.render import page_count

    try:
        pages = page_count(data)
    except ValueError:
        pages = 0
    if not pages:
        raise InputProblem({"file": f"{name} 打不开（文件损坏，或者加了密码），请重新扫描或者去掉密码。"})


@deed
def remove_scan(session: Session, office: Office, person: Person, scan_id: int) -> None:
    """Take a scan away from a case that can be edited; its bytes stay. Raises Refused."""
    found = session.execute(select(Scan, ChecklistEntry).join(ChecklistEntry).where(Scan.id == scan_id)).first()
    if found is None:
        raise Refused("这份扫描件已经移除。", "请刷新。")
    scan, entry = found
    case_for(session, office, person, entry.case_id, None, Action.EDIT)
    entry_of(session, office, person, entry.case_id, entry.paper_id)  # who takes away edits, too
    session.delete(scan)
    content = {"paper": entry.paper_id, "name": scan.name, "sha256": scan.digest}
    append_event(session, office.clock(), person, "remove_scan", content, case_id=entry.case_id)


@query
def scans_of(session: Session, office: Office, case_id: int) -> dict[str, list[Scan]]:
    """The scans of a case by the id of the paper, in the order in which they came."""
    found: dict[str, list[Scan]] = {}
    entries = select(ChecklistEntry).where(ChecklistEntry.case_id == case_id)
    for entry in session.scalars(entries):
        if entry.scans:
            found[entry.paper_id] = list(entry.scans)
    return found


@query
def scan_bytes(session: Session, office: Office, digest: str) -> bytes:
    """The bytes of a scan. Raises OfficeProblem where they are lost or damaged."""
    return fetch(session, office.engine, digest)


def invoice_facts(name: str, data: bytes) -> list[tuple[str, str]]:
    """Title and text of each field of an electronic invoice that was attached; of one damaged, why it is not shown."""
    try:
        invoice = read_invoice(name, data)
    except InputProblem as problem:
        return [("说明", str(problem))]
    return [*invoice.lines(), *(("请核对", note) for note in invoice.notes)]


@query
def same_scan(session: Session, office: Office, digest: str, case_id: int) -> list[str]:
    """The numbers of the other cases that hold the very same file: one invoice, perhaps, applied for twice."""
    others = (
        select(Case.number)
        .join(ChecklistEntry, ChecklistEntry.case_id == Case.id)
        .join(Scan, Scan.entry_id == ChecklistEntry.id)
        .where(Scan.digest == digest, Case.id != case_id)
        .order_by(Case.number)
        .distinct()
    )
    return list(session.scalars(others))
