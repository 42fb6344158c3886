"""Policy packages beside each other: which one a case takes, the copies that the database keeps, loading another.

A submitted case keeps the version that it was submitted with, whatever is loaded later: every version that froze a
case lies in the database with all its texts. A draft takes the package of its event dates as they are typed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ycdesk import paths
from ycdesk.calculation import PackageError, PackageShelf, PolicyPackage, load_package, load_shelf
from ycdesk.calculation.casefile import policy_for
from ycdesk.calculation.facts import form_of
from ycdesk.calculation.package import version_order
from ycdesk.calculation.shelf import shelf_of
from ycdesk.database.log import append_event
from ycdesk.domain.bureau import PackageCopy
from ycdesk.domain.case import Case
from ycdesk.domain.entry import Reader, facts_of
from ycdesk.domain.errors import InputProblem, OfficeProblem, Refused
from ycdesk.domain.people import Person, Role
from ycdesk.services.office import Office, actor, deed, query

_READ: dict[str, PolicyPackage] = {}
"""Copies that this process has read, by their digest."""


# The package of a case.


def typed_package(
    packages: PackageShelf,
    measure: str,
    applied_on: date | None,
    entries: Mapping[str, Any],
    reader: Reader | None = None,
) -> PolicyPackage:
    """The package that a draft takes by its event dates as typed; ``reader`` is one that remembers."""
    if len(packages) == 1:
        return packages.packages[0]
    facts, _ = facts_of(form_of(measure), entries, packages.packages[0], reader)
    return policy_for({"measure": measure, "applied_on": applied_on, "facts": facts}, packages)


def case_package(session: Session, office: Office, case: Case) -> PolicyPackage:
    """The package of a case: of a submitted one the very version that froze it, else by its dates as typed."""
    if case.policy_id is not None and not case.state.editable:
        return package_version(session, office, case.policy_id, case.policy_version or "")
    return typed_package(office.packages, case.measure, case.applied_on, case.entries)


package_for = query(case_package)
"""``case_package`` for a case that is at hand."""


def package_version(session: Session, office: Office, policy_id: str, version: str) -> PolicyPackage:
    """A version of a package to show a case with: that in force, else the copy.

    For one that was never kept, or that this program can no longer read, what comes nearest stands in.
    """
    in_force = office.packages.get(policy_id)
    if in_force is not None and in_force.version == version:
        return in_force
    try:
        return load_copy(session, policy_id, version) or in_force or office.package
    except OfficeProblem:
        return in_force or office.package


# Copies in the database.


def load_copy(session: Session, policy_id: str, version: str) -> PolicyPackage | None:
    """The copy of a version, read once in this process; None where none was kept. Raises OfficeProblem if damaged."""
    key = (PackageCopy.policy_id == policy_id, PackageCopy.version == version)
    digest = session.scalar(select(PackageCopy.digest).where(*key))
    if digest is None:
        return None
    if digest not in _READ:
        content = session.scalars(select(PackageCopy.content).where(*key)).one()
        _READ[digest] = _read(policy_id, version, digest, content)
    return _READ[digest]


def _read(policy_id: str, version: str, digest: str, content: str) -> PolicyPackage:
    try:
        if hashlib.sha256(content.encode()).hexdigest() != digest:
            raise PackageError("内容与留存时的校验值不符。")
        return load_package(json.loads(content))
    except (PackageError, ValueError) as error:
        raise OfficeProblem(
            f"数据库里留存的政策包 {policy_id} {version} 版不能用：{error}", "请升级程序，或者从备份恢复数据库。"
        ) from error


def keep_copy(session: Session, office: Office, package: PolicyPackage, by: Person) -> None:
    """Keep the version that freezes a case, unless it is kept. Raises Refused where one of other content is."""
    digest = session.scalar(_digest(package))
    if digest is None:
        session.add(_copy(package, by, office.clock(), active=False))
        session.flush()
    elif digest != package.digest:
        raise Refused(
            f"政策包 {package.id} 的内容改过，版本号却还是 {package.version}，与本单位已经用过的不一样。",
            "请管理员提高 package.toml 里的 version 后再提交。",
        )


def _digest(package: PolicyPackage) -> Select[str]:
    return select(PackageCopy.digest).where(PackageCopy.policy_id == package.id, PackageCopy.version == package.version)


def _copy(package: PolicyPackage, by: Person, at: datetime, active: bool) -> PackageCopy:
    return PackageCopy(
        policy_id=package.id,
        version=package.version,
        digest=package.digest,
        content=package.content,
        active=active,
        loaded_by=by.id,
        loaded_at=at,
    )


# What is in force.


def read_shelf(session: Session, office: Office) -> PackageShelf:
    """The shipped packages and the bureau's own; of one id the later version. Raises OfficeProblem for a broken one."""
    try:
        shipped = load_shelf(paths.policy_folders()) if office.shipped is None else shelf_of(office.shipped)
    except PackageError as error:
        raise OfficeProblem(str(error), "请重新安装程序，或者改正这个文件。") from error
    office.shipped = shipped
    office.active = active_copies(session)
    latest = {package.id: package for package in shipped}
    for policy_id, version, _ in office.active:
        earlier = latest.get(policy_id)
        if earlier is None or version_order(version) > earlier.version_order:
            package = load_copy(session, policy_id, version)
            latest |= {policy_id: package} if package is not None else {}
    return PackageShelf(tuple(latest.values()))


def active_copies(session: Session) -> tuple[tuple[str, str, str], ...]:
    """Id, version and digest of each package that the bureau has loaded and not stopped."""
    columns = (PackageCopy.policy_id, PackageCopy.version, PackageCopy.digest)
    rows = session.execute(select(*columns).where(PackageCopy.active).order_by(*columns))
    return tuple((policy_id, version, digest) for policy_id, version, digest in rows)


@query
def refresh_packages(session: Session, office: Office) -> None:
    """See what another desk has loaded or stopped; the desk, a draft and a decision do so by themselves."""
    office.notice(session)


# Loading and stopping.


def add_package(office: Office, person: Person, folder: Path) -> PolicyPackage:
    """Load a package from a folder beside those in force; administrators do. All desks take it from then on.

    Raises InputProblem with the package's own sentence for a broken one, Refused for one that may not be loaded.
    """
    try:
        package = load_package(folder)
    except PackageError as error:
        raise InputProblem({"folder": str(error)}) from error
    _add(office, person, package)
    refresh_packages(office)
    return package


@deed
def _add(session: Session, office: Office, person: Person, package: PolicyPackage) -> None:
    by = _administrator(session, person, "载入")
    office.notice(session)
    in_force = office.packages.get(package.id)
    if in_force is not None and in_force.version_order > package.version_order:
        raise Refused(f"政策包 {package.id} 已经在用更新的 {in_force.version} 版，不能再载入 {package.version} 版。")
    kept = session.get(PackageCopy, (package.id, package.version))
    same = in_force.digest if in_force and in_force.version == package.version else kept.digest if kept else None
    if same is not None and same != package.digest:
        raise Refused(
            f"政策包 {package.id} {package.version} 版本单位已经用过，内容与这一份不一样。",
            "改过内容的，请先提高 package.toml 里的 version 再载入。",
        )
    if in_force is not None and in_force.version == package.version:
        raise Refused(f"政策包 {package.id} {package.version} 版已经在用，不必再载入。")
    _stop(session, package.id)
    if kept is None:
        session.add(_copy(package, by, office.clock(), active=True))
    else:
        kept.active, kept.loaded_by, kept.loaded_at = True, by.id, office.clock()
    session.flush()
    append_event(session, office.clock(), by, "add_package", _event(package))


def stop_package(office: Office, person: Person, policy_id: str) -> None:
    """Take a package that the bureau loaded off the shelf again; administrators do.

    What it froze stays as it is; drafts take another one. Raises Refused for one that ships with the program.
    """
    _stop_it(office, person, policy_id)
    refresh_packages(office)


@deed
def _stop_it(session: Session, office: Office, person: Person, policy_id: str) -> None:
    by = _administrator(session, person, "停用")
    stopped = _stop(session, policy_id)
    if not stopped:
        raise Refused(f"政策包 {policy_id} 不是本单位载入的，不能停用。")
    content = {"policy": policy_id, "versions": [copy.version for copy in stopped]}
    append_event(session, office.clock(), by, "stop_package", content)


def _stop(session: Session, policy_id: str) -> list[PackageCopy]:
    active = list(session.scalars(select(PackageCopy).where(PackageCopy.policy_id == policy_id, PackageCopy.active)))
    for copy in active:
        copy.active = False
    session.flush()
    return active


def _administrator(session: Session, person: Person, words: str) -> Person:
    by = actor(session, person)
    if by.role is not Role.ADMINISTRATOR:
        raise Refused(f"政策包由管理员{words}，您的岗位是{by.role.label}。")
    return by


def _event(package: PolicyPackage) -> dict[str, Any]:
    window = [day.isoformat() for day in package.window]
    return {"policy": package.id, "version": package.version, "digest": package.digest, "window": window}


# Listing.


@dataclass(frozen=True, slots=True)
class ListedPackage:
    """One version of a package, as lists show it."""

    package: PolicyPackage
    origin: str
    """In Chinese: where it comes from."""
    in_force: bool
    """Whether cases take it."""
    loaded_by: str
    """Who loaded it, or submitted the first case with it; empty for one that only ships."""
    loaded_at: datetime | None


@query
def list_packages(session: Session, office: Office) -> list[ListedPackage]:
    """All versions of all packages that are in force or kept: by window and id, the latest version first."""
    office.notice(session)
    shelf, shipped = office.packages, shelf_of(office.shipped) if office.shipped else office.packages
    listed: dict[tuple[str, str], ListedPackage] = {
        (package.id, package.version): ListedPackage(package, "随程序安装", shelf.get(package.id) is package, "", None)
        for package in shipped
    }
    rows = session.execute(
        select(PackageCopy.policy_id, PackageCopy.version, PackageCopy.active, PackageCopy.loaded_at, Person.name).join(
            Person, PackageCopy.loaded_by == Person.id, isouter=True
        )
    )
    for policy_id, version, active, at, name in rows:
        if (policy_id, version) not in listed and (package := load_copy(session, policy_id, version)) is not None:
            in_force = shelf.get(policy_id)
            origin = "本单位载入" if active else "办件留存"
            taken = in_force is not None and in_force.version == version
            listed[policy_id, version] = ListedPackage(package, origin, taken, name or "", at)
    by_version = sorted(listed.values(), key=lambda each: each.package.version_order, reverse=True)
    return sorted(by_version, key=lambda each: (each.package.window, each.package.id))
