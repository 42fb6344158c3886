"""The office: one database, its policy packages, one data folder; and how a deed runs in it.

The policy packages and pydantic, which checks them, take as long to load as the desk has to appear. So this module
imports neither: the lists need no more of a package than the titles of its measures.

A service function is written with ``session`` and ``office`` first and called without the session::

    @deed
    def open_dossier(session, office, person, applicant_id): ...

    dossier = open_dossier(office, person, applicant_id)
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial, wraps
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
from ycdesk.services.titles import folder_on, short_titles

if TYPE_CHECKING:
    from ycdesk.calculation.package import PolicyPackage
    from ycdesk.calculation.shelf import PackageShelf

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
    shipped: PolicyPackage | PackageShelf | None = None
    """The packages that come with the program, before the bureau's own; read from the resources unless given."""
    sessions: sessionmaker[Session] = field(init=False)
    reading_sessions: sessionmaker[Session] = field(init=False)

    def __post_init__(self) -> None:
        """Make the two kinds of sessions: for deeds, and for reading."""
        self.sessions = sessionmaker(self.engine, expire_on_commit=False)
        self.reading_sessions = sessionmaker(reading(self.engine), expire_on_commit=False)
        self._loading = Lock()
        self._loaded: PackageShelf | None = None
        self._titles: dict[str, str] = {}
        self.active: tuple[tuple[str, str, str], ...] = ()
        """Id, version and digest of each of the bureau's own packages, as they were last seen in the database."""

    @property
    def packages(self) -> PackageShelf:
        """The policy packages in force beside each other: the shipped ones and the bureau's own.

        Read when they are first asked for. Raises OfficeProblem for a broken one.
        """
        if self._loaded is None:
            from ycdesk.services.packages import read_shelf

            with self._loading:
                if self._loaded is None:
                    with self.reading_sessions() as session:
                        self._loaded = read_shelf(session, self)
        return self._loaded

    @property
    def package(self) -> PolicyPackage:
        """The policy package for what belongs to no case: the last begun before today, else the first."""
        return self.packages.on(self.clock().date())

    @property
    def loaded(self) -> PackageShelf | None:
        """The packages if they have been read; setting it puts others in their place."""
        return self._loaded

    @loaded.setter
    def loaded(self, packages: PolicyPackage | PackageShelf) -> None:
        from ycdesk.calculation.shelf import shelf_of

        self._loaded = shelf_of(packages)

    def notice(self, session: Session) -> None:
        """See what another desk has loaded or stopped since; one short query where nothing has changed."""
        if self._loaded is None:
            return  # whoever asks first reads what is in force then
        from ycdesk.services.packages import active_copies, read_shelf

        if active_copies(session) != self.active:
            self._loaded = read_shelf(session, self)

    @property
    def titles(self) -> dict[str, str]:
        """The short title of each measure by its id; does not wait for the packages."""
        if not self._titles:
            self._titles = short_titles(folder_on(paths.policy_folders(), self.clock().date()))
        return self._titles

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
    url: str | None = None,
    home: Path | None = None,
    package: PolicyPackage | PackageShelf | None = None,
    package_later: bool = False,
) -> Office:
    """Open the office: folder, database (created or migrated) and policy packages. Raises OfficeProblem.

    ``package``: take this one (or these) for what ships with the program. ``package_later``: leave the packages to
    the first who asks for them; the caller sees to it that somebody does.
    """
    home = home or paths.home()
    _make_folder(home)
    address = read_url(url or paths.database_url(home))
    if address.get_backend_name() == "sqlite":
        file = Path(str(address.database))
        _make_folder(file.parent)
        if file.exists() and not os.access(file, os.W_OK):
            raise OfficeProblem(f"数据库文件 {file} 是只读的。", "请检查它的权限，或者在设置里选用别的文件。")
    from ycdesk.services.fingerprints import bring_keys_up_to_date  # here: that module is written with this one

    engine = make_engine(address)
    office = Office(engine, home, shipped=package)
    try:
        bring_up_to_date(engine, beijing_now(), keep=partial(_keep_before_upgrade, office))
        office.bureau = _bureau(office)
        bring_keys_up_to_date(office)
        if not package_later:
            _ = office.packages
    except DBAPIError as error:
        engine.dispose()
        raise _cannot_open(error, engine) from error
    except BaseException:
        engine.dispose()
        raise
    return office


def _keep_before_upgrade(office: Office, revision: str, now: datetime) -> AbstractContextManager[object]:
    from ycdesk.services.upgrade import keep_before_upgrade  # here: only an upgrade needs backups

    return keep_before_upgrade(office, revision, now)


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
