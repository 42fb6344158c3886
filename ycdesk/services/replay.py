"""The time machine: every decided case computed again from what was frozen with it, as it was or under other values.

``prove`` computes each with its own facts, history, package version and rulings, and must find what was frozen.
``what_if`` puts other values, or another package, in the place of the package and goes through the cases in the order
of their submission, so that room which one case leaves or takes reaches the later ones. What else was frozen stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy.orm import Session

from ycdesk.calculation import Assessment, PolicyPackage, assess, read_case
from ycdesk.calculation.assessment import Status
from ycdesk.calculation.casefile import EarlierAward
from ycdesk.calculation.money import in_figures
from ycdesk.calculation.parameters import has_parameter, touched, with_parameters
from ycdesk.calculation.split import split
from ycdesk.domain.states import CaseState
from ycdesk.services.office import Office, query
from ycdesk.services.replay_cases import Decided, PackageVersions, decided_cases
from ycdesk.services.replay_chain import Chain
from ycdesk.services.rulings import frozen_ruled

Watch = Callable[[int, int], None]
"""Told how many of how many cases are done; it may raise to stop."""
_NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Unequal:
    """A decided case that comes out otherwise than it was frozen, or cannot be computed any more."""

    case_id: int
    dossier_id: int
    number: str
    applicant: str
    measure: str
    """Short title."""
    state: CaseState
    why: str


@dataclass(frozen=True, slots=True)
class Proof:
    """How many decided cases were computed again, the sum of their awards in yuan, those that came out otherwise."""

    count: int
    total: Decimal
    unequal: tuple[Unequal, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A decided case that would have another amount or another city's part of it.

    Yuan; 0.00 where there is no award. A city's part is None where nothing gives a ratio.
    """

    case_id: int
    dossier_id: int
    number: str
    applicant: str
    measure: str
    """Short title."""
    county: str
    state: CaseState
    before: Decimal
    after: Decimal
    city_before: Decimal | None
    city_after: Decimal | None

    @property
    def difference(self) -> Decimal:
        """What it would get more."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Total:
    """The cases of one measure or county that would change, together."""

    title: str
    count: int
    before: Decimal
    after: Decimal
    city_before: Decimal
    city_after: Decimal

    @property
    def difference(self) -> Decimal:
        """What they would get more."""
        return self.after - self.before

    @property
    def city_difference(self) -> Decimal:
        """What the city would carry more."""
        return self.city_after - self.city_before


@dataclass(frozen=True, slots=True)
class WhatIf:
    """How many decided cases stand, and those that would change, in the order of their numbers."""

    count: int
    changes: tuple[Changed, ...]

    def by(self, what: str) -> tuple[Total, ...]:
        """Sums by ``measure`` or ``county``, the largest difference first."""
        groups: dict[str, list[Changed]] = {}
        for each in self.changes:
            groups.setdefault(getattr(each, what), []).append(each)
        totals = [total_of(title, each) for title, each in groups.items()]
        return tuple(sorted(totals, key=lambda total: (-abs(total.difference), total.title)))


def total_of(title: str, changes: list[Changed] | tuple[Changed, ...]) -> Total:
    """Several changes together."""
    names = ("before", "after", "city_before", "city_after")
    return Total(
        title, len(changes), *(sum((getattr(each, name) or _NOTHING for each in changes), _NOTHING) for name in names)
    )


def _no_watch(count: int, total: int) -> None:
    """Nobody asks."""


# As it was.


@query
def prove(session: Session, office: Office, watch: Watch = _no_watch) -> Proof:
    """Compute every decided case again. Long for thousands of cases: call it in the background with ``watch``."""
    cases = decided_cases(session)
    packages = PackageVersions(session, office)
    unequal = []
    for count, case in enumerate(cases):
        watch(count, len(cases))
        why = _unequal(case, packages)
        if why:
            title = office.titles.get(case.measure, case.measure)
            unequal.append(Unequal(case.case_id, case.dossier_id, case.number, case.applicant, title, case.state, why))
    return Proof(len(cases), sum((case.award or _NOTHING for case in cases), _NOTHING), tuple(unequal))


def _unequal(case: Decided, packages: PackageVersions) -> str:
    """Why a case does not come out as it was frozen; empty when it does."""
    package = packages.exact(case)
    if package is None:
        return f"没有留存政策包 {case.policy_id} {case.policy_version} 版，不能重算"
    again, frozen = _again(case, package), Assessment.from_dict(case.result)
    if again.amount != frozen.amount or again.status is not frozen.status:
        return f"冻结的结果是{_result_words(frozen)}，重算是{_result_words(again)}"
    if case.computed != (frozen.amount if frozen.status is Status.ELIGIBLE else case.computed):
        return f"登记的测算金额是 {in_figures(case.computed or _NOTHING)} 元，冻结的结果是{_result_words(frozen)}"
    if again.funding != frozen.funding:
        return "金额相同，市县分担不同"
    rest = [name for name in ("uses", "flags", "steps", "checks") if getattr(again, name) != getattr(frozen, name)]
    return f"金额相同，{'、'.join(_PARTS[name] for name in rest)}不同" if rest else ""


_PARTS = {"uses": "占用的限额", "flags": "口径", "steps": "测算步骤", "checks": "条件"}


def _result_words(result: Assessment) -> str:
    if result.status is Status.ELIGIBLE and result.amount is not None:
        return f" {in_figures(result.amount)} 元"
    return {Status.INELIGIBLE: "不符合条件", Status.NEEDS_RULING: "待裁定"}.get(result.status, "资料未齐")


def _again(case: Decided, package: PolicyPackage, history: tuple[EarlierAward, ...] | None = None) -> Assessment:
    file = read_case({**case.facts, "policy": package.id}, package)
    if history is not None:
        file = replace(file, history=history)
    return assess(file, package, frozen_ruled(case.rulings))


# Under other values.


@query
def what_if(
    session: Session,
    office: Office,
    values: Mapping[str, str],
    package: PolicyPackage | None = None,
    watch: Watch = _no_watch,
) -> WhatIf:
    """Which decided cases would have another amount with these ``values`` (see ``calculation.parameters``).

    ``package`` takes the place of the package of its id; one of an id that no decided case has takes the place of
    every package. Values go to each package that has them. A case that was refused although it was eligible stays
    refused; one that was awarded less than computed gets at most that. Raises PackageError for an unknown name or an
    impossible value.
    """
    cases = decided_cases(session)
    packages = PackageVersions(session, office)
    others = _Others(cases, packages, office, values, package)
    chain = Chain()
    changes: list[Changed] = []
    for count, case in enumerate(cases):
        watch(count, len(cases))
        own = packages.nearest(case)
        other = others.of(own)
        history = chain.history(case, other)
        if history is None and not others.touch(case.measure, own):
            continue
        after = _again(case, other, history)
        chain.note(case, other, after)
        if (changed := _change(office, case, other, after)) is not None:
            changes.append(changed)
    standing = sum(case.stands for case in cases)
    return WhatIf(standing, tuple(sorted(changes, key=lambda each: each.case_id)))


class _Others:
    """The packages that take the place of those of the cases, each made once."""

    def __init__(
        self,
        cases: list[Decided],
        packages: PackageVersions,
        office: Office,
        values: Mapping[str, str],
        package: PolicyPackage | None,
    ) -> None:
        self._values, self._package = values, package
        self._everywhere = package is not None and package.id not in {case.policy_id for case in cases}
        self._made: dict[tuple[str, str], PolicyPackage] = {}
        self._touched: dict[tuple[str, str], frozenset[str]] = {}
        known = list({(own.id, own.version): own for own in map(packages.nearest, cases)}.values())
        targets = [package] if package is not None else known or [office.package]
        for name in values:
            if not any(has_parameter(each, name) for each in targets):
                with_parameters(targets[0], {name: values[name]})  # raises, and says which names come near
        for each in targets:
            with_parameters(each, self._own_values(each))

    def of(self, own: PolicyPackage) -> PolicyPackage:
        """The package in the place of a case's own."""
        key = (own.id, own.version)
        if key not in self._made:
            base = self._package if self._replaces(own) and self._package is not None else own
            self._made[key] = with_parameters(base, self._own_values(base))
        return self._made[key]

    def touch(self, measure: str, own: PolicyPackage) -> bool:
        """Whether the result of a case of this measure may follow the change by itself."""
        if self._replaces(own):
            return True
        key = (own.id, own.version)
        if key not in self._touched:
            names = self._own_values(own)
            self._touched[key] = frozenset().union(*(touched(name, own) for name in names))
        return measure in self._touched[key]

    def _replaces(self, own: PolicyPackage) -> bool:
        return self._package is not None and (self._everywhere or own.id == self._package.id)

    def _own_values(self, package: PolicyPackage) -> dict[str, str]:
        return {name: value for name, value in self._values.items() if has_parameter(package, name)}


def _change(office: Office, case: Decided, package: PolicyPackage, after: Assessment) -> Changed | None:
    if not case.stands or case.refused_though_eligible:
        return None
    before = case.award or _NOTHING
    eligible = after.status is Status.ELIGIBLE
    amount = case.capped(after.amount or _NOTHING) if eligible else _NOTHING
    city_before = _NOTHING if case.award is None else case.award_city
    parts = split(amount, case.measure, case.county, package, frozen_ruled(case.rulings))
    city_after = _NOTHING if not eligible else parts.city if parts else None
    if (amount, city_after) == (before, city_before):
        return None
    county = package.counties.get(case.county or "")
    return Changed(
        case.case_id,
        case.dossier_id,
        case.number,
        case.applicant,
        office.titles.get(case.measure, case.measure),
        county.name if county else "",
        case.state,
        before,
        amount,
        city_before,
        city_after,
    )
