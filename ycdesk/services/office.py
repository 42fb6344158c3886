"""The office: one database, one policy package, one data folder; and how a deed runs in it.

The policy package and pydantic, which checks it, take as long to load as the desk has to appear. So this module
imports neither: the lists need no more of the package than the titles of its measures.

A service function is written with ``session`` and ``office`` first and called without the session::

    @deed
    def open_dossier(session, office, person, applicant_id): ...

    dossier = open_dossier(office, person, applicant_id)
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, wraps
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from ycdesk import paths
from ycdesk.database.engine import make_engine, reading
from ycdesk.database.location import read_url
from ycdesk.database.schema import bring_up_to_date
from ycdesk.database.transaction import run
from ycdesk.domain import entities  # noqa: F401 - maps every table
from ycdesk.domain.bureau import BUREAU_NAME, Setting
from ycdesk.domain.errors import OfficeProblem, Refused
from ycdesk.domain.people import Person
from ycdesk.domain.record import beijing_now
from ycdesk.services.titles import short_titles

if TYPE_CHECKING:
    from ycdesk.calculation.package import PolicyPackage

P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Office:
    """What every service function is given. ``clock`` tells Beijing time; tests and demo data set their own."""

    engine: Engine
    home: Path
    clock: Callable[[], datetime] = beijing_now
    bureau: str = ""
    """The bureau's name; empty until the first start is done."""
    loaded: PolicyPackage | None = None
    """The package once it has been read; ask for ``package``."""
    sessions: sessionmaker[Session] = field(init=False)
    reading_sessions: sessionmaker[Session] = field(init=False)

    def __post_init__(self) -> None:
        """Make the two kinds of sessions: for deeds, and for reading."""
        self.sessions = sessionmaker(self.engine, expire_on_commit=False)
        self.reading_sessions = sessionmaker(reading(self.engine), expire_on_commit=False)
        self._loading = Lock()

    @property
    def package(self) -> PolicyPackage:
        """The policy package, read when it is first asked for, once. Raises OfficeProblem for a broken one."""
        if self.loaded is None:
            with self._loading:
                self.loaded = self.loaded or _load_package()
        return self.loaded

    @cached_property
    def titles(self) -> dict[str, str]:
        """The short title of each measure by its id; does not wait for the package."""
        return short_titles(paths.policy_folder())

    @property
    def url(self) -> str:
        """The database's URL, its password hidden."""
        return self.engine.url.render_as_string(hide_password=True)

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()


def deed(function: Callable[Concatenate[Session, Office, P], T]) -> Callable[Concatenate[Office, P], T]:
    """Run the function in one transaction of a writer."""

    @wraps(function)
    def one_transaction(office: Office, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return run(office.sessions, lambda session: function(session, office, *args, **kwargs))

    return one_transaction


def query(function: Callable[Concatenate[Session, Office, P], T]) -> Callable[Concatenate[Office, P], T]:
    """Run the function in one transaction that only reads."""

    @wraps(function)
    def one_reading(office: Office, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return run(office.reading_sessions, lambda session: function(session, office, *args, **kwargs))

    return one_reading


def actor(session: Session, person: Person) -> Person:
    """The person as the database knows them now; raises Refused when they may not act any more."""
    current = session.get(Person, person.id)
    if current is None or not current.active:
        raise Refused(f"{person.name}的账号已停用，不能办理。", "请联系管理员。")
    return current


def open_office(
    url: str | None = None, home: Path | None = None, package: PolicyPackage | None = None, package_later: bool = False
) -> Office:
    """Open the office: folder, database (created or migrated) and policy package. Raises OfficeProblem.

    ``package_later``: leave the package to the first who asks for it; the caller sees to it that somebody does.
    """
    home = home or paths.home()
    _make_folder(home)
    address = read_url(url or paths.database_url(home))
    if address.get_backend_name() == "sqlite":
        file = Path(str(address.database))
        _make_folder(file.parent)
        if file.exists() and not os.access(file, os.W_OK):
            raise OfficeProblem(f"数据库文件 {file} 是只读的。", "请检查它的权限，或者在设置里选用别的文件。")
    engine = make_engine(address)
    try:
        bring_up_to_date(engine, beijing_now())
        office = Office(engine, home, loaded=package)
        office.bureau = _bureau(office)
        if not package_later:
            _ = office.package
    except DBAPIError as error:
        engine.dispose()
        raise _cannot_open(error, engine) from error
    except BaseException:
        engine.dispose()
        raise
    return office


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".ycdesk-probe"
        probe.touch()
        probe.unlink(missing_ok=True)  # another window may start at this moment
    except OSError as error:
        from ycdesk.calculation.problems import cause_of  # here: the desk opens without the calculation

        raise OfficeProblem(
            f"数据文件夹 {folder} 不能写入（{cause_of(error)}）。",
            "请检查文件夹权限和磁盘空间，或者用环境变量 YCDESK_HOME 指定别的文件夹。",
        ) from error


def _load_package() -> PolicyPackage:
    from ycdesk.calculation import PackageError, load_package

    try:
        return load_package(paths.policy_folder())
    except PackageError as error:
        raise OfficeProblem(str(error), "请重新安装程序，或者改正这个文件。") from error


def _bureau(office: Office) -> str:
    with office.reading_sessions() as session:
        return session.scalar(select(Setting.value).where(Setting.key == BUREAU_NAME)) or ""


def _cannot_open(error: DBAPIError, engine: Engine) -> OfficeProblem:
    message = str(error.orig)
    if engine.dialect.name == "sqlite":
        file = engine.url.database
        if "not a database" in message:
            advice = "请在设置里选用别的文件；如果它原来是本程序的数据库，请从 backups 文件夹恢复。"
            return OfficeProblem(f"{file} 不是数据库文件，或者已经损坏。", advice)
        if "malformed" in message:
            return OfficeProblem(f"数据库文件 {file} 已损坏。", "请从 backups 文件夹里的备份恢复，并联系管理员。")
        if "full" in message:
            return OfficeProblem(f"磁盘已满，数据库文件 {file} 不能写入。", "请腾出磁盘空间后再打开。")
        if "readonly" in message or "unable to open" in message:
            return OfficeProblem(f"数据库文件 {file} 打不开或者不能写入。", "请检查它和所在文件夹的权限。")
        if "locked" in message:
            return OfficeProblem(f"数据库文件 {file} 正被别的程序占用。", "请关闭别的窗口后再打开。")
        return OfficeProblem(f"数据库文件 {file} 读写出错（{message}）。", "请检查磁盘，必要时从备份恢复。")
    server = f"{engine.url.host or '本机'}:{engine.url.port or 5432}"
    if "password" in message or "authentication" in message or "role" in message:
        return OfficeProblem(f"数据库服务器 {server} 不接受这个用户名或密码。", "请核对设置里的数据库地址。")
    if "permission denied" in message:
        return OfficeProblem(
            f"这个用户没有在数据库“{engine.url.database}”里建表的权限。",
            "请管理员授权（CREATE ON SCHEMA public）后再打开。",
        )
    if "does not exist" in message:
        return OfficeProblem(
            f"数据库服务器 {server} 上没有数据库“{engine.url.database}”。", "请核对地址，或者请管理员建库。"
        )
    if isinstance(error, OperationalError):
        return OfficeProblem(f"连不上数据库服务器 {server}。", "请检查网络、服务器是否开着，以及设置里的数据库地址。")
    return OfficeProblem(f"数据库服务器 {server} 出错（{message.strip()}）。", "请把这句话告诉管理员。")
