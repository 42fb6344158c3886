"""What all tests share: a data folder of their own, and a database on either engine.

A test that reads or writes the data folder asks for ``home``; one that must hold on both engines asks for
``database_url``; one that is about PostgreSQL asks for ``postgres_url``.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import hypothesis
import psycopg
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything makes a QApplication

hypothesis.settings.register_profile("ycdesk", deadline=None, derandomize="CI" in os.environ)  # no test is timed
hypothesis.settings.load_profile("ycdesk")

PROGRAMS = ("initdb", "pg_ctl", "postgres")


@pytest.fixture(scope="session", autouse=True)
def nobodys_own_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep tests away from the person's data and settings: where no ``home`` is asked for, there is none."""
    folder = tmp_path_factory.mktemp("nobody")
    no_folder = folder / "a test that needs a data folder asks for the fixture home"
    no_folder.touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YCDESK_HOME", str(no_folder))
        patch.delenv("YCDESK_DATABASE_URL", raising=False)
        for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            patch.setenv(variable, str(folder))
        yield


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder that the program takes for its own; the database is the SQLite file inside it."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("YCDESK_HOME", str(folder))
    monkeypatch.delenv("YCDESK_DATABASE_URL", raising=False)
    return folder


@pytest.fixture
def measuring(request: pytest.FixtureRequest) -> bool:
    """True under ``installer/dev.py bench``: only then may a test compare times."""
    return bool(request.config.getoption("benchmark_enable"))


class Account(NamedTuple):
    """A user of this machine and the group it belongs to, by number."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL server of this test session, on the loopback address only."""

    port: int

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of one of its databases."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def execute(self, statement: str) -> None:
        """Run one statement outside any transaction, in the server's own database."""
        with psycopg.connect(host="127.0.0.1", port=self.port, user="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """Start a private server and stop it at the end of the session; skip where PostgreSQL is not installed."""
    programs = postgres_programs()
    if programs is None:
        pytest.skip("本机没有安装 PostgreSQL 服务器（找不到 initdb、pg_ctl、postgres），PostgreSQL 上的测试已跳过")
    folder = Path(tempfile.mkdtemp(prefix="ycdesk-postgres-"))  # pytest's own folders are closed to other users
    owner = server_owner()
    if owner:
        os.chown(folder, owner.uid, owner.gid)
    data, log, port = folder / "data", folder / "log", free_port()
    speed = "-F -c full_page_writes=off -c synchronous_commit=off"
    options = f"-h 127.0.0.1 -p {port} {speed}" + ("" if os.name == "nt" else f" -k {folder}")
    initdb = [str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust"]
    control = [str(programs / "pg_ctl"), "-D", str(data), "-w"]
    try:
        as_owner(owner, *initdb, "-E", "UTF8", "--locale=C", "--no-sync")
        as_owner(owner, *control, "-l", str(log), "-o", options, "start")
        try:
            yield Cluster(port)
        finally:
            as_owner(owner, *control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_cluster: Cluster) -> Iterator[str]:
    """The URL of an empty PostgreSQL database of this test's own, dropped afterwards."""
    name = f"test_{uuid.uuid4().hex}"
    postgres_cluster.execute(f"CREATE DATABASE {name}")
    try:
        yield postgres_cluster.url(name)
    finally:
        postgres_cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{(tmp_path / 'ycdesk.sqlite3').as_posix()}"
    url: str = request.getfixturevalue("postgres_url")
    return url


def postgres_programs() -> Path | None:
    """The folder of the server's programs: that on PATH, else the newest that Debian has; None without a server."""
    found = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    for folder in ([Path(found).resolve().parent] if found else []) + debian[::-1]:
        if all(shutil.which(program, path=str(folder)) for program in PROGRAMS):
            return folder
    return None


def server_owner() -> Account | None:
    """The account the server runs under, because it refuses to run as root; None when this one will do."""
    if os.name == "nt" or os.geteuid() != 0:
        return None
    import pwd

    entries = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = entries.get("postgres") or entries["nobody"]
    return Account(entry.pw_uid, entry.pw_gid)


def as_owner(owner: Account | None, *command: str) -> None:
    """Run one of the server's programs to its end; its messages are shown when it fails."""
    with tempfile.TemporaryFile("w+") as output:  # not a pipe, which a started server would keep open
        result = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=tempfile.gettempdir(),
            user=owner.uid if owner else None,
            group=owner.gid if owner else None,
            extra_groups=[] if owner else None,
        )
        if result.returncode:
            output.seek(0)
            raise RuntimeError(f"{' '.join(command)}\n{output.read()}")


def free_port() -> int:
    """A TCP port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
