"""The policy packages in force beside each other, and which of them a case takes (第十条(三)).

A case takes the package by the days of its events, not by the day on which it is entered:

1. Each known event day (``event_days`` of the measure) speaks for every package whose window holds it; the package
   with the most days is taken, of several the earliest.
2. Where no window holds an event day, the earliest event day decides: the last package begun by then, else the first.
3. Without a known event day, the day of application decides: the earliest window that holds it, else the last
   package begun by then, else the first. Without that day, too: the first.

Rows whose event lies in the window of another package do not count in this case; they are applied for in one of
their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ycdesk.calculation.package import PolicyPackage, load_package
from ycdesk.calculation.problems import PackageError

if TYPE_CHECKING:
    from ycdesk.calculation.casefile import CaseFile


@dataclass(frozen=True)
class PackageShelf:
    """Packages in the order in which their windows begin. Raises PackageError for none, or for two of one id."""

    packages: tuple[PolicyPackage, ...]

    def __post_init__(self) -> None:
        """Put the packages in order."""
        if not self.packages:
            raise PackageError("没有任何政策包。")
        ordered = sorted(self.packages, key=lambda package: (package.window, package.id))
        object.__setattr__(self, "packages", tuple(ordered))
        if twice := [policy_id for policy_id in self.ids if self.ids.count(policy_id) > 1]:
            raise PackageError(f"有两个政策包的编号都是「{twice[0]}」，请只留一个。")

    def __iter__(self) -> Iterator[PolicyPackage]:
        """The packages, the earliest window first."""
        return iter(self.packages)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.packages)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids, the earliest window first."""
        return tuple(package.id for package in self.packages)

    def get(self, policy_id: str | None) -> PolicyPackage | None:
        """The package of an id; None when there is none."""
        return next((package for package in self.packages if package.id == policy_id), None)

    def on(self, day: date | None) -> PolicyPackage:
        """The last package begun on or before a day, else the first."""
        begun = [package for package in self.packages if day is not None and package.window[0] <= day]
        return begun[-1] if begun else self.packages[0]

    def chosen(self, event_days: Iterable[date], applied_on: date | None) -> PolicyPackage:
        """The package of a case with these event days, by the rule at the top of this module."""
        if len(self.packages) == 1:
            return self.packages[0]
        days = tuple(event_days) or ((applied_on,) if applied_on is not None else ())
        held = [sum(package.in_window(day) for day in days) for package in self.packages]
        most = max(held)
        return self.packages[held.index(most)] if most else self.on(min(days, default=None))

    def package_of(self, case: CaseFile) -> PolicyPackage:
        """The package that a case was read with. Raises KeyError when it is not on the shelf."""
        package = self.get(case.policy)
        if package is None:
            raise KeyError(case.policy)
        return package


def shelf_of(packages: PolicyPackage | PackageShelf) -> PackageShelf:
    """A shelf as it is; one package as a shelf of one."""
    return packages if isinstance(packages, PackageShelf) else PackageShelf((packages,))


def load_shelf(sources: Iterable[Path | Mapping[str, str]]) -> PackageShelf:
    """Load several packages. Raises PackageError with file, key and reason, or for two of one id."""
    return PackageShelf(tuple(load_package(source) for source in sources))
