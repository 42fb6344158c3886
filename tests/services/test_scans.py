"""Scans: what is taken, kept once, given back unharmed, frozen with the papers, and who may take them away."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests.bureau import HANOI, Bureau
from ycdesk.database.scan_store import scan_file, scan_folder
from ycdesk.domain.case import CaseEditor
from ycdesk.domain.errors import InputProblem, OfficeProblem, Refused
from ycdesk.domain.events import Event
from ycdesk.domain.scan import Scan
from ycdesk.services.checklist import tick
from ycdesk.services.deeds import submit
from ycdesk.services.dossiers import get_case
from ycdesk.services.papers import slip_pdf
from ycdesk.services.scans import (
    LARGEST,
    NewScan,
    add_scan,
    kind_of,
    read_scan,
    remove_scan,
    same_scan,
    scan_bytes,
    scans_of,
)
from ycdesk.services.signing import approve, return_case

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
PAPER = "invoice"
INVOICE = NewScan("展位费发票.png", PNG)


def paper(bureau: Bureau) -> str:
    """A paper of the exhibition."""
    return bureau.office.package.measures["exhibition"].papers[0].id


def test_a_scan_is_given_back_as_it_came(bureau: Bureau) -> None:
    case = bureau.draft()
    scan = add_scan(bureau.office, bureau.wang, case.id, paper(bureau), INVOICE)
    assert (scan.kind, scan.size, scan.digest) == ("png", 48, sha256(PNG).hexdigest())
    [found] = scans_of(bureau.office, case.id)[paper(bureau)]
    assert (found.name, found.by.name) == ("展位费发票.png", "王芳")
    assert scan_bytes(bureau.office, scan.digest) == PNG


def test_the_same_bytes_are_kept_once_and_told(bureau: Bureau) -> None:
    first, second = bureau.draft(), bureau.draft()
    add_scan(bureau.office, bureau.wang, first.id, paper(bureau), INVOICE)
    with pytest.raises(InputProblem, match=r"又是它\.png 已经添加过了，就是“展位费发票\.png”"):
        add_scan(bureau.office, bureau.wang, first.id, paper(bureau), NewScan("又是它.png", PNG))
    scan = add_scan(bureau.office, bureau.wang, second.id, paper(bureau), INVOICE)
    assert same_scan(bureau.office, scan.digest, second.id) == [first.number]
    folder = scan_folder(bureau.office.engine)
    with bureau.office.reading_sessions() as session:
        in_database = session.execute(text("SELECT count(*) FROM scan_contents")).scalar()
    files = [file for file in folder.rglob("*") if file.is_file()] if folder else []
    assert (in_database, len(files)) == ((1, 0) if folder is None else (0, 1))


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("空.pdf", b"", "是空的"),
        ("表.docx", b"PK\x03\x04" + bytes(9), "另存为 PDF 或者图片"),
        ("坏.pdf", b"%PDF-1.7 nothing", "打不开（文件损坏，或者加了密码）"),
    ],
)
def test_what_is_no_scan_is_said(bureau: Bureau, name: str, data: bytes, words: str) -> None:
    case = bureau.draft()
    with pytest.raises(InputProblem, match=words):
        add_scan(bureau.office, bureau.wang, case.id, paper(bureau), NewScan(name, data))
    assert scans_of(bureau.office, case.id) == {}


def test_files_too_large_missing_or_folders_are_said(tmp_path: Path) -> None:
    large = tmp_path / "大.pdf"
    with large.open("wb") as stream:
        stream.truncate(LARGEST + 1)
    for path, words in (
        (large, "有 30 MB，超过 30 MB"),
        (tmp_path / "没有.pdf", "读不出来"),
        (tmp_path, "是文件夹"),
    ):
        with pytest.raises(InputProblem, match=words):
            read_scan(path)


def test_kinds_are_told_by_the_first_bytes() -> None:
    starts = {b"%PDF-1.4": "pdf", b"\xff\xd8\xff\xe0": "jpeg", b"II*\x00": "tiff", b"MM\x00*": "tiff", b"BM66": "bmp"}
    assert {kind_of("x", start) for start in starts} == {"pdf", "jpeg", "tiff", "bmp"}


def test_a_submitted_case_keeps_its_scans(bureau: Bureau) -> None:
    case = bureau.draft()
    scan = add_scan(bureau.office, bureau.wang, case.id, paper(bureau), INVOICE)
    case = get_case(bureau.office, case.id)
    case = submit(bureau.office, bureau.wang, case.id, case.version)
    frozen = {row["id"]: row for row in case.papers or ()}[paper(bureau)]
    assert frozen["scans"] == [{"name": "展位费发票.png", "sha256": scan.digest}]
    for deed in (
        lambda: remove_scan(bureau.office, bureau.wang, scan.id),
        lambda: add_scan(bureau.office, bureau.wang, case.id, paper(bureau), NewScan("后来.png", PNG + b"1")),
    ):
        with pytest.raises(Refused):
            deed()
    for statement in (
        f"DELETE FROM scans WHERE id = {scan.id}",
        f"UPDATE scans SET digest = '{'0' * 64}' WHERE id = {scan.id}",
        f"INSERT INTO scans (id, entry_id, name, kind, digest, size, by_id, at)"
        f" SELECT 99, entry_id, name, kind, '{'0' * 64}', size, by_id, at FROM scans",
    ):
        with pytest.raises(DBAPIError, match="扫描件"), bureau.office.sessions.begin() as session:
            session.execute(text(statement))
    approve(bureau.office, bureau.li, case.id, case.version)
    assert slip_pdf(bureau.office, case.id).startswith(b"%PDF")


def test_the_bytes_cannot_be_exchanged_in_the_database(bureau: Bureau) -> None:
    with bureau.office.sessions.begin() as session:
        session.execute(text("INSERT INTO scan_contents (digest, content) VALUES ('a', '1')"))
    for statement in ("UPDATE scan_contents SET content = '2'", "DELETE FROM scan_contents"):
        with pytest.raises(DBAPIError, match="扫描件的内容不能改"), bureau.office.sessions.begin() as session:
            session.execute(text(statement))


def test_a_returned_case_may_change_its_scans_and_the_log_tells(bureau: Bureau) -> None:
    case = bureau.draft()
    scan = add_scan(bureau.office, bureau.wang, case.id, paper(bureau), INVOICE)
    case = get_case(bureau.office, case.id)
    case = submit(bureau.office, bureau.wang, case.id, case.version)
    case = return_case(bureau.office, bureau.li, case.id, case.version, "扫描件看不清")
    remove_scan(bureau.office, bureau.wang, scan.id)
    assert scans_of(bureau.office, case.id) == {}
    with pytest.raises(Refused, match="已经移除"):
        remove_scan(bureau.office, bureau.wang, scan.id)
    with bureau.office.reading_sessions() as session:
        kinds = list(session.scalars(select(Event.kind)))
    assert kinds.count("add_scan") == kinds.count("remove_scan") == 1


def test_who_attaches_edits_and_does_not_decide(bureau: Bureau) -> None:
    """Also through the back door of the database."""
    case = bureau.draft()
    scan = add_scan(bureau.office, bureau.wang, case.id, paper(bureau), INVOICE)
    with bureau.office.sessions.begin() as session:
        session.add(
            Scan(entry_id=scan.entry_id, name="x", kind="png", digest="0" * 64, size=1, by_id=bureau.li.id, at=scan.at)
        )
    with bureau.office.reading_sessions() as session:
        editors = set(session.scalars(select(CaseEditor.person_id).where(CaseEditor.case_id == case.id)))
    assert bureau.li.id in editors
    case = get_case(bureau.office, case.id)
    case = submit(bureau.office, bureau.wang, case.id, case.version)
    with pytest.raises(Refused):
        approve(bureau.office, bureau.li, case.id, case.version)


@pytest.mark.parametrize("bureau", ["sqlite"], indirect=True)  # a server keeps them itself
def test_bytes_that_are_lost_or_harmed_are_said(bureau: Bureau) -> None:
    folder = scan_folder(bureau.office.engine)
    assert folder is not None
    case = bureau.draft(HANOI)
    scan = add_scan(bureau.office, bureau.wang, case.id, paper(bureau), INVOICE)
    file = scan_file(folder, scan.digest)
    file.write_bytes(PNG[:-1])
    with pytest.raises(OfficeProblem, match="已损坏"):
        scan_bytes(bureau.office, scan.digest)
    file.unlink()
    with pytest.raises(OfficeProblem, match="不见了"):
        scan_bytes(bureau.office, scan.digest)


def test_who_has_seen_the_original_and_when(bureau: Bureau) -> None:
    case = bureau.draft(papers=False)
    name = paper(bureau)
    entry = tick(bureau.office, bureau.wang, case.id, name, ticked=True)
    assert (entry.seen_by_id, entry.seen_at) == (None, None)
    tick(bureau.office, bureau.wang, case.id, name, original=True)
    entry = tick(bureau.office, bureau.zhao, case.id, name, pages=3)
    assert entry.seen_by_id == bureau.wang.id
    assert entry.seen_at == bureau.office.clock()
    entry = tick(bureau.office, bureau.wang, case.id, name, original=False)
    assert entry.seen_by_id is None
