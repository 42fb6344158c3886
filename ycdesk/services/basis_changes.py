"""Whether a submitted case still rests on what it was computed with: program, package, applicant, ledger, rulings."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.calculation import Assessment, assess
from ycdesk.calculation.money import in_figures
from ycdesk.domain.case import Case
from ycdesk.domain.errors import Conflict
from ycdesk.services.case_files import Typed, current_file
from ycdesk.services.office import Office

AGAIN = "请退回，由经办人重新提交。"


def check_unchanged(session: Session, office: Office, case: Case, frozen: Assessment) -> None:
    """What is decided must be what was submitted. Raises Conflict with what has changed."""
    sentence = changed(session, office, case, frozen)
    if sentence:
        raise Conflict(sentence, AGAIN)


def changed(session: Session, office: Office, case: Case, frozen: Assessment) -> str:
    """What has changed since the submission, in Chinese; empty when the case can be decided as it was submitted.

    That an earlier case gave room back matters only where this one would get or use something else for it.
    """
    office.notice(session)
    package = office.packages.get(case.policy_id)
    if package is None:
        return f"提交时用的政策包 {case.policy_id} 现在已经停用。"
    if package.version != case.policy_version:
        return f"提交时用的是政策包 {case.policy_version} 版，现在是 {package.version} 版。"
    typed = current_file(session, office, case)
    now = assess(typed.file, package, typed.governing.ruled)
    if now.engine != frozen.engine:
        return f"提交时用的是测算程序 {frozen.engine} 版，现在是 {now.engine} 版。"
    if now.as_dict() == case.result:
        return ""
    released, rulings = _ledger_changes(session, case, typed), _new_rulings(case, typed)
    same_facts = _without_history(typed.file.as_dict()) == _without_history(case.facts or {})
    if released and not rulings and same_facts and _awarded(now) == _awarded(frozen):
        return ""  # an earlier case has left room that this one does not need
    why = "；".join([*released, *rulings]) or "申报主体资料有变化"
    if now.amount == frozen.amount and now.status is frozen.status:
        return f"提交以后，{why}：金额不变，但测算过程与提交时不同。"
    return f"提交以后，{why}：提交时测算 {amount_words(frozen)}，现在测算 {amount_words(now)}。"


def amount_words(assessment: Assessment) -> str:
    """The amount of a result in words."""
    return "没有金额" if assessment.amount is None else f"{in_figures(assessment.amount)} 元"


def _without_history(file: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in file.items() if name != "history"}


def _awarded(result: Assessment) -> tuple[object, ...]:
    """What a decision decides: all of a result but the way to it."""
    return result.status, result.amount, result.funding, result.uses, result.flags


def _ledger_changes(session: Session, case: Case, typed: Typed) -> list[str]:
    """The earlier cases whose use of a limit is no longer what it was, and what has become of them."""
    before = {award["case"]: award["uses"] for award in (case.facts or {}).get("history", ())}
    now = {award["case"]: award["uses"] for award in typed.file.as_dict().get("history", ())}
    other = [number for number, uses in before.items() if now.get(number) != uses]
    found = session.execute(select(Case.number, Case.state).where(Case.number.in_(other)))
    states = {row.number: row.state for row in found}
    return [f"办件 {number}（{states[number].label}）占用的限额变了" for number in other if number in states]


def _new_rulings(case: Case, typed: Typed) -> list[str]:
    known = {each["id"] for each in case.rulings or ()}
    new: list[dict[str, Any]] = [each for each in typed.governing.frozen() if each["id"] not in known]
    return [f"有了新的裁定 {each['cited']}" for each in new]
