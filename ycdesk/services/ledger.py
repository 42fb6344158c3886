"""The ledger of limits at work: what stands of it for a case, and the lines that its steps write.

A limit belongs to an applicant (whoever carries its credit code, under whatever name), to a park, a person or a
county. A draft counts against everything that stands; a submitted case against what it was computed with, as far as
that still stands: whoever submitted later was computed with this case counted in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from ycdesk.calculation.assessment import Assessment, LimitUse
from ycdesk.calculation.casefile import CaseFile
from ycdesk.calculation.money import in_figures
from ycdesk.calculation.package import Limit, PolicyPackage
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.case import Case
from ycdesk.domain.errors import Conflict
from ycdesk.domain.ledger import STANDING, LedgerUse, UseState

_OWN, _COUNTY = "applicant", "county"
LASTING = ""
"""The policy of a limit that lasts over policies."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A case that uses a limit. ``used``: a count, or yuan."""

    case_id: int
    number: str
    limit: str
    key: str
    used: int | Decimal
    state: UseState
    policy_id: str
    own: bool
    """Whether it counts whatever the facts say: the same applicant or county, not only the same park or person."""


Fetch = Callable[[Sequence[str]], "Sequence[Holder]"]


@dataclass
class LedgerView:
    """What stands of the ledger for one case, to be asked while its facts are typed."""

    holders: list[Holder] = field(default_factory=list)
    fetch: Fetch | None = None
    """Reads what stands for keys (of parks and persons) that were not asked for before."""
    _known: set[str] = field(default_factory=set)
    _by_key: dict[tuple[str, str], list[Holder]] = field(default_factory=dict)

    def history(self, package: PolicyPackage, file: CaseFile) -> list[dict[str, Any]]:
        """The earlier awards that count for these facts, in the form of the case file."""
        keys = keys_of(package, file)
        self._learn(keys)
        return history(package, self._counting(package, keys))

    def of(self, package: PolicyPackage, limit: LimitUse) -> list[Holder]:
        """The cases that use a limit of a result, the earliest first."""
        if not self._by_key:
            for each in self.holders:
                self._by_key.setdefault((each.limit, each.key), []).append(each)
        rules = package.limits[limit.limit]
        return [each for each in self._by_key.get((limit.limit, limit.key or ""), ()) if counts(rules, package, each)]

    def _counting(self, package: PolicyPackage, keys: Sequence[str]) -> list[Holder]:
        wanted = set(keys)
        return [
            each
            for each in self.holders
            if (each.own or each.key in wanted)
            and (rules := package.limits.get(each.limit)) is not None
            and counts(rules, package, each)
        ]

    def _learn(self, keys: Sequence[str]) -> None:
        new = [key for key in keys if key not in self._known]
        if new and self.fetch is not None:
            known = {(each.case_id, each.limit, each.key) for each in self.holders}
            found = [each for each in self.fetch(new) if (each.case_id, each.limit, each.key) not in known]
            self.holders += found
            self._by_key.clear()
        self._known.update(new)


def counts(rules: Limit, package: PolicyPackage, holder: Holder) -> bool:
    """A tally counts what was approved only; a limit within a policy counts that policy only."""
    return holder.policy_id in (LASTING, package.id) and not (rules.tally and holder.state is UseState.RESERVED)


def keys_of(package: PolicyPackage, file: CaseFile) -> list[str]:
    """The parks and persons that the facts name, as the ledger knows them."""
    keys = []
    for limit in package.measures[file.measure].limits:
        if limit.fact:
            keys += [limit.fold_key(value) or "" for value in file.values_at(limit.fact) if value]
    return list(dict.fromkeys(keys))


def history(package: PolicyPackage, holders: Iterable[Holder]) -> list[dict[str, Any]]:
    """Lines of the ledger as the case file takes them: one entry a case, its uses in the order of the ledger."""
    cases: dict[str, list[dict[str, Any]]] = {}
    for each in holders:
        money = isinstance(each.used, Decimal)
        use: dict[str, Any] = {"limit": each.limit, "key": each.key or None}
        cases.setdefault(each.number, []).append(
            use | ({"amount": f"{each.used:.2f}"} if money else {"count": each.used})
        )
    return [{"case": number, "uses": uses} for number, uses in cases.items()]


# What stands.


def view_of(session: Session, case: Case) -> LedgerView:
    """What stands for a case under any policy: all for one that can be changed, else of what it was computed with.

    Of parks and persons nothing is read yet: the caller sets ``fetch``.
    """
    return LedgerView(_read(session, case, _own(case.dossier.applicant)))


def standing_for(session: Session, case: Case, keys: Sequence[str]) -> list[Holder]:
    """What stands for parks and persons."""
    return _read(session, case, _keyed(keys))


def _others(case: Case) -> ColumnElement[bool]:
    """Of a submitted case the cases that it was computed with, else all but the case itself."""
    if case.facts is not None and not case.state.editable:
        return Case.number.in_([award["case"] for award in case.facts.get("history", ())])
    return Case.id != case.id


def _own(applicant: Applicant) -> ColumnElement[bool]:
    same = LedgerUse.applicant_id == applicant.id
    if applicant.credit_code:
        same = or_(same, LedgerUse.credit_code == applicant.credit_code)
    return or_(
        and_(LedgerUse.belongs_to == _OWN, same),
        and_(LedgerUse.belongs_to == _COUNTY, LedgerUse.county == applicant.county),
    )


def _keyed(keys: Sequence[str]) -> ColumnElement[bool]:
    if not keys:
        return false()
    return and_(LedgerUse.belongs_to.not_in((_OWN, _COUNTY)), LedgerUse.key.in_(keys))


def _read(session: Session, case: Case, whose: ColumnElement[bool]) -> list[Holder]:
    rows = session.execute(_standing().where(whose, _others(case)).order_by(LedgerUse.case_id, LedgerUse.id))
    return [
        Holder(
            use.case_id,
            number,
            use.limit_id,
            use.key,
            use.used,
            use.state,
            use.policy_id,
            use.belongs_to in (_OWN, _COUNTY),
        )
        for use, number in rows
    ]


def _standing() -> Select[LedgerUse, str]:
    return select(LedgerUse, Case.number).join(Case, LedgerUse.case_id == Case.id).where(LedgerUse.state.in_(STANDING))


# What the steps of a case write.


def reserve(session: Session, package: PolicyPackage, case: Case, assessment: Assessment, now: datetime) -> None:
    """Reserve what a submission would use; before its state changes. The database refuses more than a ceiling."""
    applicant = case.dossier.applicant
    ceilings = {(limit.limit, limit.key): limit.ceiling for limit in assessment.limits}
    for use in assessment.uses:
        rules = package.limits[use.limit]
        amount = _quantity(use.amount if use.amount is not None else use.count or 0)
        ceiling = ceilings[use.limit, use.key]
        session.add(
            LedgerUse(
                case_id=case.id,
                submission=case.submissions + 1,
                policy_id=LASTING if rules.period == "ever" else package.id,
                limit_id=use.limit,
                belongs_to=rules.belongs_to,
                applicant_id=applicant.id,
                credit_code=applicant.credit_code,
                county=applicant.county,
                key=use.key or "",
                money=use.amount is not None,
                reserved=amount,
                quantity=amount,
                ceiling=None if ceiling is None else _quantity(ceiling),
                state=UseState.RESERVED,
                at=now,
                changed_at=now,
            )
        )
    session.flush()


def check_room(session: Session, case: Case) -> None:
    """Raises Conflict where a limit that the case has reserved is used up by others, whatever the computation said.

    The database moves the lines with the state of the case, in the same statement.
    """
    reserved = select(LedgerUse).where(LedgerUse.case_id == case.id, LedgerUse.state == UseState.RESERVED)
    for line in session.scalars(reserved.order_by(LedgerUse.id)):
        _check_room(session, case, line)


def _check_room(session: Session, case: Case, line: LedgerUse) -> None:
    """The applicant may have come by another's credit code since: the sum is taken over everything that stands."""
    if line.ceiling is None:
        return
    applicant = case.dossier.applicant
    same = _own(applicant) if line.belongs_to in (_OWN, _COUNTY) else LedgerUse.key == line.key
    scope = (
        LedgerUse.limit_id == line.limit_id,
        LedgerUse.key == line.key,
        LedgerUse.policy_id == line.policy_id,
        LedgerUse.state.in_(STANDING),
        LedgerUse.id != line.id,
    )
    others = session.scalar(select(func.sum(LedgerUse.quantity)).where(same, *scope)) or 0
    if others + line.quantity > line.ceiling:
        numbers = session.scalars(
            select(Case.number).join(LedgerUse, LedgerUse.case_id == Case.id).where(same, *scope).order_by(LedgerUse.id)
        )
        raise Conflict(f"限额已被别的办件占用：{'、'.join(dict.fromkeys(numbers))}。", "请退回，由经办人重新提交。")


def _quantity(value: int | Decimal) -> int:
    """A count, or yuan in 分."""
    return int(value * 100) if isinstance(value, Decimal) else value


def used_words(value: int | Decimal, unit: str) -> str:
    """A quantity of a limit as people read it."""
    return f"{in_figures(value)} 元" if isinstance(value, Decimal) else f"{value} {unit}"
