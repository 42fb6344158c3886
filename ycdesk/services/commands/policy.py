"""``ycdeskctl policy``: the policy packages that there are, and what differs between two of them."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ycdesk import paths
from ycdesk.calculation import PackageError, PolicyPackage, load_package, load_shelf
from ycdesk.calculation.difference_words import span
from ycdesk.calculation.differences import Difference, differences
from ycdesk.database.location import read_url
from ycdesk.services.commands import as_json, opened
from ycdesk.services.packages import ListedPackage, list_packages
from ycdesk.services.wording import clause_words


def show(options: Namespace) -> Iterator[str]:
    """``policy list``: every version that is in force or kept."""
    listed = _listed()
    if options.json:
        yield as_json([_as_dict(each) for each in listed])
        return
    for each in listed:
        package = each.package
        yield f"{package.id} {package.version}　{package.document}《{package.title}》"
        who = f"，{each.loaded_by} {each.loaded_at:%Y-%m-%d %H:%M}" if each.loaded_at and each.loaded_by else ""
        yield f"  有效期 {span(package.window)}　{'在用' if each.in_force else '不在用'}　{each.origin}{who}"


def diff(options: Namespace) -> Iterator[str]:
    """``policy diff OLD NEW``: what differs, clause by clause."""
    old, new = package_named(options.old), package_named(options.new)
    found = differences(old, new)
    if options.json:
        yield as_json([_difference(one) for one in found])
        return
    pair = f"{old.id} {old.version} → {new.id} {new.version}"
    yield f"{pair}：{len(found)} 处不同" if found else f"{pair}：没有不同"
    heading = ""
    for one in found:
        above = _heading(one, new)
        if above != heading:
            heading = above
            yield f"\n{heading}"
        yield f"  {one.what.label}　{one.title}：{one.before or '（无）'} → {one.after or '（无）'}"


def _heading(one: Difference, package: PolicyPackage) -> str:
    if not one.clause:
        return "政策包"
    clauses = "、".join(clause_words(clause) for clause in one.clause.split("、"))
    return f"{clauses}　{package.measures[one.measure].short_title}" if one.measure else clauses


def _difference(one: Difference) -> dict[str, str]:
    return {
        "clause": one.clause,
        "measure": one.measure,
        "what": one.what.value,
        "title": one.title,
        "before": one.before,
        "after": one.after,
    }


def _as_dict(each: ListedPackage) -> dict[str, Any]:
    package = each.package
    return {
        "id": package.id,
        "version": package.version,
        "title": package.title,
        "document": package.document,
        "window": [day.isoformat() for day in package.window],
        "in_force": each.in_force,
        "origin": each.origin,
        "loaded_by": each.loaded_by,
        "loaded_at": each.loaded_at.isoformat() if each.loaded_at else None,
        "digest": package.digest,
    }


def package_named(name: str) -> PolicyPackage:
    """A package by its folder, its id (that in force), or id and version as ``id@version``. Raises PackageError."""
    if Path(name).is_dir():
        return load_package(Path(name))
    listed = _listed()
    policy_id, _, version = name.partition("@")
    for each in listed:
        if each.package.id == policy_id and (each.package.version == version if version else each.in_force):
            return each.package
    known = "、".join(f"{each.package.id}@{each.package.version}" for each in listed)
    raise PackageError(f"没有“{name}”这个政策包，也没有这个文件夹；现有：{known}。")


def _listed() -> list[ListedPackage]:
    """What the bureau's database lists; where there is none yet, what ships with the program."""
    if not _has_database():
        return [ListedPackage(package, "随程序安装", True, "", None) for package in load_shelf(paths.policy_folders())]
    with opened() as office:
        return list_packages(office)


def _has_database() -> bool:
    """Whether there is a database to ask: to look makes none."""
    url = read_url(paths.database_url(paths.home()))
    return url.get_backend_name() != "sqlite" or Path(str(url.database)).is_file()
