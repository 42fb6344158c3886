"""What a question changes of the ledger: what earlier cases would have used, as a later case would meet it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ycdesk.calculation import Assessment, PolicyPackage, read_case
from ycdesk.calculation.casefile import EarlierAward
from ycdesk.calculation.package import Limit
from ycdesk.domain.ledger import UseState
from ycdesk.domain.states import CaseState
from ycdesk.services.ledger import LASTING, Holder, counts, history, keys_of
from ycdesk.services.replay_cases import Decided


@dataclass(frozen=True, slots=True)
class _Use:
    """A use that an earlier case would have had."""

    limit: Limit
    key: str
    used: int | Decimal


@dataclass(frozen=True, slots=True)
class _Earlier:
    """An earlier case whose uses would have been others."""

    case: Decided
    policy_id: str
    uses: tuple[_Use, ...]
    award: Decimal
    """Yuan; no limit by amount is used for more once this is decided."""

    def stands_at(self, at: datetime) -> bool:
        """Whether its uses would have counted for a submission at this time."""
        ends = [self.case.closed_at]
        if self.case.refused_though_eligible:
            ends.append(self.case.decided_at)
        return self.case.submitted_at <= at and all(end is None or end > at for end in ends)


class Chain:
    """The earlier cases whose uses would have been others, found by applicant, county, park and person."""

    def __init__(self) -> None:
        self._changed: dict[str, _Earlier] = {}
        self._places: dict[tuple[str, object], list[str]] = {}

    def note(self, case: Decided, package: PolicyPackage, after: Assessment) -> None:
        """Remember what a case would have used, where that is not what it used."""
        if after.uses == Assessment.from_dict(case.result).uses:
            return
        uses = tuple(
            _Use(package.limits[use.limit], use.key or "", use.amount if use.amount is not None else use.count or 0)
            for use in after.uses
        )
        self._changed[case.number] = _Earlier(case, package.id, uses, case.capped(after.amount or Decimal(0)))
        for place in {*_own_places(case), *(("key", use.key) for use in uses if use.limit.fact)}:
            self._places.setdefault(place, []).append(case.number)

    def history(self, case: Decided, package: PolicyPackage) -> tuple[EarlierAward, ...] | None:
        """The earlier awards as this case would have met them; None where they are those frozen with it."""
        if not self._changed:
            return None
        frozen = case.facts.get("history") or []
        named = {award["case"] for award in frozen}
        keys = keys_of(package, read_case({**case.facts, "policy": package.id}, package))
        places = [*_own_places(case), *(("key", key) for key in keys)]
        new = {number for place in places for number in self._places.get(place, ())}
        met = [self._changed[number] for number in (named & self._changed.keys()) | (new - named)]
        if not met:
            return None
        kept = [award for award in frozen if award["case"] not in self._changed]
        holders = [
            holder
            for earlier in sorted(met, key=lambda each: each.case.case_id)
            for holder in _holders(earlier, case, package, set(keys))
        ]
        awards = [*kept, *history(package, holders)]
        return tuple(EarlierAward.model_validate(award) for award in awards)


def _own_places(case: Decided) -> list[tuple[str, object]]:
    places: list[tuple[str, object]] = [("applicant", case.applicant_id)]
    if case.credit_code:
        places.append(("code", case.credit_code))
    if case.county:
        places.append(("county", case.county))
    return places


def _holders(earlier: _Earlier, case: Decided, package: PolicyPackage, keys: set[str]) -> Iterator[Holder]:
    """Its uses that count for this case."""
    if not earlier.stands_at(case.submitted_at):
        return
    decided = earlier.case.decided_at <= case.submitted_at
    approved = earlier.case.award is not None or earlier.case.state is CaseState.REFUSED
    state = UseState.COMMITTED if decided and approved else UseState.RESERVED
    same = earlier.case.applicant_id == case.applicant_id or (
        bool(case.credit_code) and earlier.case.credit_code == case.credit_code
    )
    for use in earlier.uses:
        own = {"applicant": same, "county": earlier.case.county == case.county}.get(use.limit.belongs_to)
        if not (use.key in keys if own is None else own):
            continue
        used = min(use.used, earlier.award) if decided and isinstance(use.used, Decimal) else use.used
        policy_id = LASTING if use.limit.period == "ever" else earlier.policy_id
        holder = Holder(
            earlier.case.case_id,
            earlier.case.number,
            use.limit.id,
            use.key,
            used,
            state,
            policy_id,
            own is not None,
        )
        rules = package.limits.get(use.limit.id)
        if rules is not None and counts(rules, package, holder):
            yield holder
