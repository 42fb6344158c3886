"""Where a database may be."""

from __future__ import annotations

from pathlib import Path

import pytest

from ycdesk.database import engine, location
from ycdesk.database.location import network_mount, read_url
from ycdesk.domain.errors import OfficeProblem

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
proc /proc proc rw 0 0
server:/export /mnt/share nfs4 rw 0 0
//nas/data /home/u/共享\\040data cifs rw 0 0
/dev/sdb1 /mnt/share/local ext4 rw 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
"""


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("/home/u/.local/share/ycdesk/ycdesk.sqlite3", False),
        ("/mnt/share/ycdesk.sqlite3", True),
        ("/mnt/shared/ycdesk.sqlite3", False),
        ("/mnt/share/local/ycdesk.sqlite3", False),
        ("/home/u/共享 data/ycdesk.sqlite3", True),
        ("/run/user/1000/gvfs/smb-share/ycdesk.sqlite3", True),
    ],
)
def test_network_mounts(file: str, expected: bool) -> None:
    assert network_mount(Path(file), MOUNTS) is expected


def test_a_file_on_a_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {tmp_path.resolve()} nfs4 rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(location, "_MOUNTS", mounts)
    with pytest.raises(OfficeProblem, match="网络共享文件夹") as caught:
        engine.make_engine(read_url(f"sqlite:///{tmp_path}/ycdesk.sqlite3"))
    assert "PostgreSQL" in caught.value.advice


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "数据库地址写得不对，读不懂。"),
        ("C:\\数据\\a.db", "数据库地址写得不对，读不懂。"),
        ("postgresql://u:p@host:port/db", "数据库地址"),
        ("postgresql://host", "数据库地址里没有写数据库的名称。"),
        ("mysql://host/db", "不认识“mysql”这种数据库。"),
        ("sqlite://", "数据库地址里没有写数据库文件。"),
        ("sqlite:///", "数据库地址里没有写数据库文件。"),
        ("sqlite:///:memory:", "数据库地址里没有写数据库文件。"),
    ],
)
def test_wrong_urls_are_named(text: str, sentence: str) -> None:
    with pytest.raises(OfficeProblem) as caught:
        read_url(text)
    assert caught.value.sentence.startswith(sentence)
    assert "postgresql://用户:密码@服务器/数据库" in caught.value.advice


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgresql_means_psycopg_3(scheme: str) -> None:
    url = read_url(f" {scheme}://u:p@host:5433/db ")
    assert (url.drivername, url.host, url.port, url.database) == ("postgresql+psycopg", "host", 5433, "db")


@pytest.mark.parametrize("name", ["数 据/a?b#c.sqlite3", "a%20b.sqlite3"])
def test_a_sqlite_path_is_taken_as_it_is(name: str) -> None:
    assert read_url(f"sqlite:////data/{name}").database == f"/data/{name}"
