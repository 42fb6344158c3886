"""``assess()``: from a case and a policy package to an amount with its whole working."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from ycdesk.calculation.assessment import Assessment, Check, Flag, Line, Outcome, Status
from ycdesk.calculation.casefile import CaseFile
from ycdesk.calculation.exact import Term, number
from ycdesk.calculation.facts import FactKind, FormSpec, form_of
from ycdesk.calculation.measures import module_of
from ycdesk.calculation.package import PolicyPackage
from ycdesk.calculation.ruled import NOTHING_RULED, Ruled
from ycdesk.calculation.rules import KIND_LABELS
from ycdesk.calculation.split import city_percent, is_shared, split
from ycdesk.calculation.words import day_words
from ycdesk.calculation.work import ZERO, RowState, Work

_WINDOW_READING = "109"
_SPLIT_READING = "112"


@dataclass(frozen=True)
class _Outcome:
    """What one run over the case came to."""

    work: Work
    status: Status
    amount: Decimal | None
    missing: tuple[str, ...] = ()


def assess(case: CaseFile, package: PolicyPackage, ruled: Ruled = NOTHING_RULED) -> Assessment:
    """Compute the award of a case.

    Never raises on missing facts: they give ``incomplete``. ``ruled`` overrides the readings in force and supplies
    numbers that the policy does not give. A reading that came up is flagged where one of its other alternatives
    gives another result. Order of the statuses and rules: case file, "Out" and "Measures".
    """
    outcome = _run(case, package, ruled)
    work = outcome.work
    amount = outcome.amount
    funding = None
    if amount is not None:
        funding = split(amount, case.measure, case.applicant.county, package, ruled)
    return Assessment(
        measure=case.measure,
        status=outcome.status,
        amount=amount,
        funding=funding,
        lines=_lines(outcome),
        checks=tuple(work.checks),
        steps=tuple(work.steps),
        limits=tuple(work.limits),
        uses=tuple(work.uses),
        flags=_flags(outcome),
        missing=outcome.missing,
        policy={"id": package.id, "version": package.version},
    )


def _run(case: CaseFile, package: PolicyPackage, ruled: Ruled) -> _Outcome:
    """One run under one choice of readings, in the order in which the status is decided."""
    module = module_of(case.measure)
    work = Work(case, package, ruled)
    _admission(work)
    if _unmet(work.checks):
        return _refused(work)
    module.conditions(work, case.facts)
    if _unmet(work.checks):
        return _refused(work)
    missing = _missing(work, needs_day=getattr(module, "NEEDS_DAY", False))
    _judge_rows(work, module)
    if missing:
        return _Outcome(work, Status.INCOMPLETE, None, missing)
    if work.rows and not any(state.met for state in work.rows):
        return _refused(work)
    term: Term | None = module.award(work, case.facts)
    if term is None:
        return _Outcome(work, Status.NEEDS_RULING, None)
    if _applied_too_late(work):
        return _refused(work)
    return _Outcome(work, Status.ELIGIBLE, term.value)


def _applied_too_late(work: Work) -> bool:
    """Whether the policy's period also bounds the day of application: an open reading, asked only past the end."""
    applied_on, last = work.case.applied_on, work.package.window[1]
    if applied_on is None or applied_on <= last or work.reading(_WINDOW_READING) != "application":
        return False
    required = f"不晚于 {day_words(last)}"
    work.check("applied_on", "申报日在政策有效期内", required, day_words(applied_on), False, clause="十(三)")
    return True


def _admission(work: Work) -> None:
    """Applicant kinds and counties that the measure admits."""
    applicant = work.case.applicant
    kinds = work.rules.applicant_kinds
    allowed = _kinds_words(kinds)
    kind = applicant.kind
    met = None if kind is None else kind in kinds
    work.check("applicant_kind", "申报主体类型", allowed, KIND_LABELS[kind] if kind else None, met)
    shared = is_shared(work.case.measure, work.package)
    county = work.package.counties.get(applicant.county or "")
    work.check(
        "county",
        "所属县（市、区）",
        "县（市、区）或运城开发区" if shared else "运城市辖区内",
        county.name if county else None,
        None if county is None else not (shared and county.city_level),
        clause="十(二)",
    )


@cache
def _kinds_words(kinds: tuple[str, ...]) -> str:
    return "任何申报主体" if len(kinds) == len(KIND_LABELS) else "、".join(KIND_LABELS[kind] for kind in kinds)


def _unmet(checks: list[Check]) -> bool:
    return any(check.outcome is Outcome.UNMET for check in checks)


def _refused(work: Work) -> _Outcome:
    """Ineligible: nothing is used up and the only step says so."""
    work.steps.clear()
    work.limits.clear()
    work.uses.clear()
    if not work.rows:
        _open_rows(work)
        for state in work.rows:
            state.pass_over("本办件不符合申报条件")
    work.step("不符合条件，不予补助", number(0), "不符合条件，补助金额为 0.00 元")
    return _Outcome(work, Status.INELIGIBLE, ZERO)


def _open_rows(work: Work) -> None:
    facts = work.case.facts
    if facts.table is not None:
        work.rows.extend(RowState(index, f"facts.{facts.table}[{index}]", row) for index, row in enumerate(facts.rows))


def _judge_rows(work: Work, module: object) -> None:
    _open_rows(work)
    judge = getattr(module, "judge_row", None)
    if judge is not None:
        for state in work.rows:
            judge(work, work.case.facts, state.row, state)


def _missing(work: Work, needs_day: bool) -> tuple[str, ...]:
    """Paths of missing facts: those that decide the most first (applicant, then figures and dates, then names)."""
    case = work.case
    paths = []
    if case.applicant.kind is None:
        paths.append("applicant.kind")
    if case.applicant.county is None:
        paths.append("applicant.county")
    if needs_day and case.applied_on is None:
        paths.append("applied_on")
    facts = [path for name in case.facts.missing() if (path := f"facts.{name}") not in work.not_needed]
    if facts:
        names = _names(form_of(case.measure))
        facts.sort(key=lambda path: (path.rpartition(".")[2] in names, "[" in path))
    return (*paths, *facts)


def _names(form: FormSpec) -> set[str]:
    """Facts that only name something; they never change an amount by their size."""
    specs = (*form.header, *(form.table.columns if form.table else ()))
    return {spec.name for spec in specs if spec.kind is FactKind.TEXT}


def _lines(outcome: _Outcome) -> tuple[Line, ...]:
    lines = []
    for state in outcome.work.rows:
        line = state.line
        if outcome.status in (Status.INCOMPLETE, Status.NEEDS_RULING) and state.met is not False:
            line = Line(state.path, None, None, None, "尚有未填事项" if outcome.missing else "待决定")
        elif line is None or outcome.status is Status.INELIGIBLE:
            reason = "；".join(state.reasons) or (line.reason if line else "") or "本办件不符合申报条件"
            line = Line(state.path, False, ZERO, None, reason)
        lines.append(line)
    return tuple(lines)


def _flags(outcome: _Outcome) -> tuple[Flag, ...]:
    """The readings that decide this case: flagged by the measure, or with another result under another choice."""
    work = outcome.work
    readings, chosen = work.package.readings_of[work.case.measure], work.ruled.readings
    flags = []
    if outcome.status in (Status.INCOMPLETE, Status.NEEDS_RULING):
        return ()
    for reading_id in work.consulted:
        reading = readings[reading_id]
        choice = chosen.get(reading_id, reading.in_force)
        for other in reading.alternatives:
            if other.id == choice:
                continue
            result = _run(work.case, work.package, replace(work.ruled, readings={**chosen, reading_id: other.id}))
            if result.amount != outcome.amount:
                flags.append(
                    Flag(reading_id, reading.clause, reading.question, reading.words(choice), other.text, result.amount)
                )
                break
    for reading_id, text in work.flagged.items():
        reading = readings[reading_id]
        flags.append(Flag(reading_id, reading.clause, text, reading.words(chosen.get(reading_id, reading.in_force))))
    if outcome.status is Status.ELIGIBLE and _no_ratio(work) and _SPLIT_READING in readings:
        reading = readings[_SPLIT_READING]
        flags.append(
            Flag(
                _SPLIT_READING,
                reading.clause,
                "文件没有规定该地的分担比例，须以文件确定市与所在地的分担",
                reading.words(chosen.get(_SPLIT_READING, reading.in_force)),
            )
        )
    return tuple(flags)


def _no_ratio(work: Work) -> bool:
    return city_percent(work.case.measure, work.case.applicant.county, work.package, work.ruled) is None
