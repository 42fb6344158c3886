"""What each version of the program brought: read from ``resources/changelog.toml``, the one place where it stands."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date

from ycdesk.paths import resources


@dataclass(frozen=True, slots=True)
class AmountChange:
    """Something that makes the program come to other amounts than the version before."""

    text: str
    clauses: tuple[str, ...]
    """As the policy package writes them: ``三(一)``."""
    measures: tuple[str, ...]
    """Their ids."""
    first: date
    last: date | None
    """The event days it holds for; None where there is no end."""

    @property
    def scope(self) -> str:
        """Clauses and period in words."""
        end = f"至 {self.last}" if self.last else "起"
        return f"{'、'.join(self.clauses)}，{self.first} {end}"


@dataclass(frozen=True, slots=True)
class Release:
    """A version of the program."""

    version: str
    day: date
    entries: tuple[str, ...]
    amounts: tuple[AmountChange, ...]


def releases() -> tuple[Release, ...]:
    """All versions, newest first."""
    data = tomllib.loads((resources() / "changelog.toml").read_text(encoding="utf-8"))
    return tuple(
        Release(
            each["version"],
            each["date"],
            tuple(each["entries"]),
            tuple(
                AmountChange(
                    change["text"],
                    tuple(change["clauses"]),
                    tuple(change["measures"]),
                    change["from"],
                    change.get("to"),
                )
                for change in each.get("amounts", ())
            ),
        )
        for each in data["releases"]
    )


def order_of(version: str) -> tuple[int, ...]:
    """By which versions are compared: 0.10 comes after 0.9. Raises ValueError for what is none."""
    return tuple(int(part) for part in version.split("."))


def installed_version() -> str:
    """The version that runs, which stands in pyproject.toml only; empty where the package carries no metadata."""
    from importlib.metadata import PackageNotFoundError, version  # here: the start does without

    try:
        return version("ycdesk")
    except PackageNotFoundError:
        return ""


def unseen(seen: str, installed: str) -> tuple[Release, ...]:
    """What came after the version ``seen``, up to ``installed``; only the newest where nobody knows what was seen."""
    try:
        now, before = order_of(installed), order_of(seen) if seen else ()
    except ValueError:
        return ()
    new = tuple(each for each in releases() if before < order_of(each.version) <= now)
    return new if seen else new[:1]


def upgrade_sentence(new: tuple[Release, ...]) -> str:
    """What to say once after an upgrade, amounts first of all."""
    changes = [change for each in reversed(new) for change in each.amounts]
    clauses = "、".join(dict.fromkeys(clause for change in changes for clause in change.clauses))
    told = f"有 {len(changes)} 处改动影响金额，涉及{clauses}。" if changes else "没有影响金额的改动。"
    return f"程序已升级到 {new[0].version}。{told}"
