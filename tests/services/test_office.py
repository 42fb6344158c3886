"""Opening an office: every way it can fail is one sentence and one piece of advice."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.conftest import Cluster, free_port
from ycdesk import paths
from ycdesk.domain.errors import OfficeProblem
from ycdesk.services.office import open_office


def test_a_fresh_folder_gets_a_database(home: Path) -> None:
    office = open_office()
    assert (home / "ycdesk.sqlite3").is_file()
    assert office.bureau == ""
    assert office.package.id == "yuncheng-2024-10"
    office.close()


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OfficeProblem, match="不能写入（路径中有一段是文件，不是文件夹）") as caught:
        open_office(home=tmp_path / "file" / "home")
    assert "YCDESK_HOME" in caught.value.advice


@pytest.mark.parametrize("content", [b"this is no database, just some text" * 50, b"PK\x03\x04" + bytes(5000)])
def test_a_file_that_is_no_database(home: Path, content: bytes) -> None:
    (home / "ycdesk.sqlite3").write_bytes(content)
    with pytest.raises(OfficeProblem, match="不是数据库文件"):
        open_office()
    assert (home / "ycdesk.sqlite3").read_bytes() == content


def test_a_database_of_another_program(home: Path) -> None:
    other = sqlite3.connect(home / "ycdesk.sqlite3")
    other.execute("CREATE TABLE songs (title TEXT)")
    other.close()
    with pytest.raises(OfficeProblem, match="别的程序的数据库"):
        open_office()


def test_a_folder_where_the_file_should_be(home: Path) -> None:
    (home / "ycdesk.sqlite3").mkdir()
    with pytest.raises(OfficeProblem, match="打不开"):
        open_office()


def test_a_file_that_was_cut_in_half(home: Path) -> None:
    open_office().close()
    file = home / "ycdesk.sqlite3"
    file.write_bytes(file.read_bytes()[:20480])
    with pytest.raises(OfficeProblem, match="已损坏。") as caught:
        open_office()
    assert "备份" in caught.value.advice


def test_a_file_that_is_read_only(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_office().close()
    monkeypatch.setattr("os.access", lambda *_: False)  # root may write whatever the permissions say
    with pytest.raises(OfficeProblem, match="是只读的"):
        open_office()


def test_two_desks_may_open_an_empty_database_at_once(database_url: str, home: Path) -> None:
    program = "import sys; from ycdesk.services.office import open_office; open_office(sys.argv[1]).close()"
    desks = [subprocess.Popen([sys.executable, "-c", program, database_url]) for _ in range(3)]
    assert [desk.wait() for desk in desks] == [0, 0, 0]


@pytest.mark.postgresql
def test_a_user_who_may_not_make_tables(postgres_url: str, postgres_cluster: Cluster, home: Path) -> None:
    user = f"guest_{postgres_url[-8:]}"
    postgres_cluster.execute(f"CREATE USER {user}")
    try:
        with pytest.raises(OfficeProblem, match=r"没有在数据库.*里建表的权限"):
            open_office(postgres_url.replace("postgres@", f"{user}@"))
    finally:
        postgres_cluster.execute(f"DROP USER {user}")


def test_a_newer_database(database_url: str, home: Path) -> None:
    office = open_office(database_url)
    with office.engine.begin() as connection:
        connection.execute(text("UPDATE ycdesk_schema SET version_num = '2031'"))
    office.close()
    with pytest.raises(OfficeProblem, match="本机的程序太旧"):
        open_office(database_url)


def test_a_damaged_database(home: Path) -> None:
    open_office().close()
    file = home / "ycdesk.sqlite3"
    data = bytearray(file.read_bytes())
    data[100:4096] = bytes(3996)
    file.write_bytes(bytes(data))
    with pytest.raises(OfficeProblem, match=r"已损坏|选用别的"):
        open_office()


def test_a_wrong_url(home: Path) -> None:
    with pytest.raises(OfficeProblem, match="不认识“oracle”"):
        open_office("oracle://host/db")


def test_the_url_may_come_from_the_environment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YCDESK_DATABASE_URL", f"sqlite:///{home / '数据 1.sqlite3'}")
    open_office().close()
    assert (home / "数据 1.sqlite3").is_file()


def test_a_server_that_is_not_there(home: Path) -> None:
    with pytest.raises(OfficeProblem, match=r"连不上数据库服务器 127\.0\.0\.1") as caught:
        open_office(f"postgresql://u@127.0.0.1:{free_port()}/db")
    assert "检查网络" in caught.value.advice


@pytest.mark.postgresql
def test_a_database_that_the_server_does_not_have(postgres_url: str, home: Path) -> None:
    with pytest.raises(OfficeProblem, match="没有数据库“nowhere”"):
        open_office(postgres_url.rsplit("/", 1)[0] + "/nowhere")


@pytest.mark.postgresql
def test_a_user_that_the_server_does_not_know(postgres_url: str, home: Path) -> None:
    with pytest.raises(OfficeProblem, match="不接受这个用户名或密码"):
        open_office(postgres_url.replace("postgres@", "nobody:secret@"))


def test_the_password_is_not_shown(home: Path) -> None:
    with pytest.raises(OfficeProblem) as caught:
        open_office(f"postgresql://u:geheim@127.0.0.1:{free_port()}/db")
    assert "geheim" not in str(caught.value)


def test_a_broken_package_stops_the_start(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "package"
    shutil.copytree(paths.policy_folder(), copy)
    file = copy / "measures" / "exhibition.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("key_abroad_cap", "key_abroad_cup"), encoding="utf-8")
    monkeypatch.setattr(paths, "policy_folder", lambda: copy)
    with pytest.raises(OfficeProblem, match=r"exhibition\.toml"):
        open_office()
