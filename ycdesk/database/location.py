"""Where a database is: reading its URL, and refusing a SQLite file on a network share."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from ycdesk.domain.errors import OfficeProblem

_NETWORK_TYPES = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "ncpfs", "afs", "9p", "davfs", "fuse.davfs2"}
    | {"fuse.sshfs", "fuse.smbnetfs", "fuse.gvfsd-fuse", "fuse.rclone", "glusterfs", "fuse.glusterfs", "ceph", "lustre"}
)
_MOUNTS = Path("/proc/mounts")
_DRIVE_REMOTE = 4
_SQLITE = "sqlite:///"


def read_url(text: str) -> URL:
    """The URL for SQLAlchemy; ``postgresql://`` means psycopg 3. Raises OfficeProblem for other engines."""
    advice = "请写成 sqlite:///文件路径 或 postgresql://用户:密码@服务器/数据库，或者清空设置，用本机的数据库文件。"
    text = text.strip()
    if text.startswith(_SQLITE):
        # Taken as it is: make_url would end the path at a question mark.
        file = text.removeprefix(_SQLITE)
        if file in ("", ":memory:"):
            raise OfficeProblem("数据库地址里没有写数据库文件。", advice)
        return URL.create("sqlite", database=file)
    try:
        url = make_url(text)
    except ArgumentError:
        raise OfficeProblem("数据库地址写得不对，读不懂。", advice) from None
    except ValueError:
        raise OfficeProblem("数据库地址里的端口不是数字。", advice) from None
    if url.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        if not url.database:
            raise OfficeProblem("数据库地址里没有写数据库的名称。", advice)
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite":
        raise OfficeProblem("数据库地址里没有写数据库文件。", advice)
    raise OfficeProblem(f"不认识“{url.drivername}”这种数据库。", advice)


def on_network_share(file: Path) -> bool:
    """Whether ``file`` lies (or would lie) on a drive of another machine, as far as this system tells."""
    if sys.platform == "win32":
        return _remote_drive(file)
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return network_mount(file.absolute().resolve(), mounts)


def network_mount(file: Path, mounts: str) -> bool:
    """Whether the innermost mount point above ``file`` in ``mounts`` (the form of /proc/mounts) is a network one."""
    innermost, network = -1, False
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), fields[1]))
        if file.is_relative_to(point) and len(point.parts) >= innermost:
            innermost, network = len(point.parts), fields[2] in _NETWORK_TYPES
    return network


def _remote_drive(file: Path) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    drive = file.absolute().drive
    return drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == _DRIVE_REMOTE
