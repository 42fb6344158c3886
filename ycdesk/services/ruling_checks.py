"""What a ruling must say before it is recorded: a paper to stand on, and a point that the policy leaves open."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from ycdesk.calculation.package import PolicyPackage
from ycdesk.domain.case import Case
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.ruling import Ruling, Subject
from ycdesk.services.office import Office

LONGEST = 100
RATED = "talent_platform"
"""The one measure whose clause names costs but no rate: 五(一)."""
DECIDED = ("leading_enterprise", "special_matter", RATED)
"""The measures whose amount can be decided case by case."""


def check_ruling(session: Session, office: Office, ruling: Ruling) -> None:
    """Raises InputProblem with every field that is missing or wrong, Refused for a package that is not in force."""
    office.notice(session)
    package = office.packages.get(ruling.policy_id)
    if package is None:
        raise Refused(f"没有编号为“{ruling.policy_id}”的政策包。", "请刷新后重新选择。")
    if problems := _paper_problems(ruling, office) | _choice_problems(session, package, ruling):
        raise InputProblem(problems)


def _paper_problems(ruling: Ruling, office: Office) -> dict[str, str]:
    problems = {}
    if not ruling.document:
        problems["document"] = "请填写裁定文件的名称和文号，例如“运商函〔2026〕5号”。"
    elif len(ruling.document) > LONGEST:
        problems["document"] = f"文件名称和文号最多 {LONGEST} 个字，请写简称。"
    if not ruling.signer:
        problems["signer"] = "请填写签发人。"
    if ruling.decided_on is None:
        problems["decided_on"] = "请填写文件日期。"
    elif ruling.decided_on > office.clock().date():
        problems["decided_on"] = "文件日期不能晚于今天。"
    if ruling.valid_from is None:
        problems["valid_from"] = "请填写自哪一天起的申请适用。"
    return problems


def _choice_problems(session: Session, package: PolicyPackage, ruling: Ruling) -> dict[str, str]:
    """What is ruled must be something that the package leaves open."""
    match ruling.subject:
        case Subject.READING:
            reading = _readings(package).get(ruling.reading_id)
            if reading is None:
                return {"reading_id": f"政策包里没有口径 {ruling.reading_id}。"}
            if ruling.choice not in {each.id for each in reading.alternatives}:
                return {"choice": "请选择一种读法。"}
        case Subject.SPLIT:
            county = package.counties.get(ruling.county)
            if county is None or county.city_percent is not None or county.city_level:
                return {"county": "政策已规定该地的分担比例，不能另行裁定。"}
            return _percent_problem(ruling, "市级承担的比例")
        case Subject.RATE:
            if ruling.measure != RATED:
                return {"measure": "该事项的比例由政策规定，不能另行裁定。"}
            return _percent_problem(ruling, "补助比例")
        case Subject.AMOUNT:
            return _amount_problems(session, ruling)
    return {}


def _percent_problem(ruling: Ruling, words: str) -> dict[str, str]:
    if ruling.percent is None or not 0 <= ruling.percent <= 100:
        return {"percent": f"{words}应为 0 至 100 的整数。"}
    return {}


def _amount_problems(session: Session, ruling: Ruling) -> dict[str, str]:
    case = session.get(Case, ruling.case_id) if ruling.case_id is not None else None
    if case is None or case.measure not in DECIDED:
        return {"case_id": "一事一议的裁定须指明一件“一事一议”的办件。"}
    if not case.state.editable:
        return {"case_id": f"办件 {case.number} 现在是“{case.state.label}”，须先退回才能记录裁定金额。"}
    if ruling.amount is None or ruling.amount < 0 or ruling.amount * 100 != int(ruling.amount * 100):
        return {"amount": "裁定金额应为不小于零、最多两位小数的金额。"}
    return {}


def _readings(package: PolicyPackage) -> dict[str, Any]:
    return {reading.id: reading for readings in package.readings_of.values() for reading in readings.values()}
