"""Where the bytes of scans lie: in files beside a SQLite file, in a table where desks share only a server.

A file is named by the hash of its bytes and written whole before the database tells of it, so a scan that the database
knows is never half there; what was written for a deed that failed lies unused.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from ycdesk.calculation.problems import cause_of
from ycdesk.domain.errors import OfficeProblem
from ycdesk.domain.scan import ScanContent
from ycdesk.paths import write_whole

LOST = "请从备份里恢复扫描件，或者移除后重新添加。"


def scan_folder(engine: Engine) -> Path | None:
    """The folder of the files; None where the bytes are in the database."""
    if engine.dialect.name != "sqlite":
        return None
    return Path(str(engine.url.database)).parent / "scans"


def scan_file(folder: Path, digest: str) -> Path:
    """The file of some bytes: at most some hundred in one folder."""
    return folder / digest[:2] / digest


def keep(session: Session, engine: Engine, data: bytes) -> str:
    """Keep bytes; returns their digest. Raises OfficeProblem where the disk takes them not."""
    digest = sha256(data).hexdigest()
    folder = scan_folder(engine)
    if folder is None:
        if session.get(ScanContent, digest) is None:
            session.add(ScanContent(digest=digest, content=data))
            session.flush()
        return digest
    file = scan_file(folder, digest)
    if not file.exists():
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file, data)
        except OSError as error:
            raise OfficeProblem(
                f"扫描件没有存下来（{file.parent}：{cause_of(error)}）。", "请检查磁盘空间和文件夹权限后再试。"
            ) from error
    return digest


def fetch(session: Session, engine: Engine, digest: str) -> bytes:
    """The bytes again. Raises OfficeProblem where they are lost or not those that were kept."""
    folder = scan_folder(engine)
    if folder is None:
        stored = session.get(ScanContent, digest)
        data = stored.content if stored is not None else None
    else:
        try:
            data = scan_file(folder, digest).read_bytes()
        except FileNotFoundError:
            data = None
        except OSError as error:
            raise OfficeProblem(f"扫描件读不出来（{cause_of(error)}）。", "请检查磁盘和文件夹权限。") from error
    if data is None:
        raise OfficeProblem("扫描件的内容不见了。", LOST)
    if sha256(data).hexdigest() != digest:
        raise OfficeProblem("扫描件的内容已损坏，和添加时不一样。", LOST)
    return data
