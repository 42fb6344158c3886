"""What a supervisor sees before deciding: the frozen case, what changed since the last submission, the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.calculation import Assessment
from ycdesk.calculation.assessment import Flag
from ycdesk.calculation.facts import FactKind, FactSpec, form_of, title_of
from ycdesk.calculation.package import PolicyPackage
from ycdesk.domain.alarm import Alarm
from ycdesk.domain.case import Case
from ycdesk.domain.errors import Refused
from ycdesk.domain.events import Event
from ycdesk.domain.people import Person
from ycdesk.domain.states import WAITING, Action
from ycdesk.domain.workflow import allowed
from ycdesk.services.acts import away_for
from ycdesk.services.basis_changes import changed
from ycdesk.services.office import Office, query
from ycdesk.services.packages import case_package
from ycdesk.services.particulars import COLUMNS, NAME, place_of
from ycdesk.services.radar import alarms_of
from ycdesk.services.rulings import cited_rulings, open_flags

_MONEY = (FactKind.MONEY, FactKind.AMOUNT)


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that differs from the submission before. Texts as shown; empty for not there."""

    path: str
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A submitted case as it is decided. ``assessment`` is the frozen result, its ``flags`` are to be confirmed."""

    case: Case
    assessment: Assessment
    changes: tuple[Change, ...]
    """Against the submission before this one; empty at the first."""
    papers: tuple[dict[str, Any], ...]
    """The checklist as submitted: id, name, required, key, ticked, the marks, pages, remark, waived_reason."""
    events: tuple[Event, ...]
    """The case's log, oldest first."""
    allowed: dict[Action, str | None]
    """For the asking person: None, or why not. Empty when nobody asked."""
    alarms: tuple[Alarm, ...]
    """What the duplicate radar says now, those without a reason first."""
    open_flags: tuple[Flag, ...]
    """The readings to be confirmed: those that decide the case and that no ruling has settled."""
    rulings: tuple[dict[str, Any], ...]
    """The rulings that decide the case."""
    outdated: str
    """What has changed since the submission so that it can only be returned; empty when nothing has."""


@query
def decision_view(session: Session, office: Office, case_id: int, person: Person | None = None) -> DecisionView:
    """The view of a submitted or decided case. Raises Refused for one that was never submitted."""
    case = session.get(Case, case_id)
    if case is None or case.result is None:
        raise Refused("这件还没有提交过，没有可以审批的内容。")
    events = tuple(session.scalars(select(Event).where(Event.case_id == case_id).order_by(Event.id)))
    submitted = [event.details for event in events if event.kind == Action.SUBMIT.value]
    package = case_package(session, office, case)
    changes: tuple[Change, ...] = ()
    if len(submitted) > 1:
        before, after = submitted[-2:]
        changes = facts_changed(case.measure, before["facts"], after["facts"], package)
        changes += numbers_changed(before.get(NAME), after.get(NAME))
    assessment = Assessment.from_dict(case.result)
    return DecisionView(
        case=case,
        assessment=assessment,
        changes=changes,
        papers=tuple(case.papers or ()),
        events=events,
        allowed=allowed(case, person, away_for(session, office, person)) if person else {},
        alarms=alarms_of(session, office, case),
        open_flags=open_flags(assessment, case.rulings),
        rulings=tuple(cited_rulings(assessment, case.rulings)),
        outdated=changed(session, office, case, assessment) if case.state in WAITING else "",
    )


def facts_changed(
    measure: str, before: dict[str, Any], after: dict[str, Any], package: PolicyPackage
) -> tuple[Change, ...]:
    """The facts that differ between two frozen case files, in the order of the form; history is left out."""
    old, new = (dict(_flat(file)) for file in (before, after))
    return tuple(
        Change(
            path,
            "政策包" if path == "policy" else title_of(measure, path),
            _shown(measure, path, old.get(path), package),
            _shown(measure, path, new.get(path), package),
        )
        for path in dict.fromkeys((*new, *old))
        if old.get(path) != new.get(path)
    )


def numbers_changed(before: list[dict[str, Any]] | None, after: list[dict[str, Any]] | None) -> tuple[Change, ...]:
    """The texts of 票据与标识 that differ between two submissions; none where one of them kept no numbers."""
    if before is None or after is None:
        return ()
    found = []
    for number in range(max(len(before), len(after))):
        old, new = (rows[number] if number < len(rows) else {} for rows in (before, after))
        for spec in COLUMNS:
            texts = [str(row.get(spec.name) or "") for row in (old, new)]
            if texts[0] != texts[1]:
                path, words = f"{NAME}[{number}].{spec.name}", dict(spec.choices)
                found.append(Change(path, place_of(path), *(words.get(text, text) for text in texts)))
    return tuple(found)


def _flat(file: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Paths and values of the package, applicant kind and county, day of application and facts."""
    yield "policy", file.get("policy")
    yield "applicant.kind", file["applicant"].get("kind")
    yield "applicant.county", file["applicant"].get("county")
    yield "applied_on", file.get("applied_on")
    yield from _leaves("facts", file["facts"])


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(f"{path}.{key}", inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(f"{path}[{index}]", inner)
    else:
        yield path, value


def _shown(measure: str, path: str, value: Any, package: PolicyPackage) -> str:
    """A stored value as people read it: yes and no, the words of a choice, the name of a country or county."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if path == "applicant.county" and value in package.counties:
        return package.counties[value].name
    spec = _spec(measure, path)
    if spec is not None and spec.choices:
        return dict(spec.choices).get(value, str(value))
    if spec is not None and spec.kind == "country" and value in package.countries:
        return package.countries[value].name
    if spec is not None and spec.kind in _MONEY:
        return f"{Decimal(value):,.2f}"
    return str(value)


def _spec(measure: str, path: str) -> FactSpec | None:
    form = form_of(measure)
    name = path.removeprefix("facts.")
    if form.table is not None and name.startswith(f"{form.table.name}["):
        column = name.partition("].")[2]
        return next((spec for spec in form.table.columns if spec.name == column), None)
    return next((spec for spec in form.header if spec.name == name), None)
