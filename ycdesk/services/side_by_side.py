"""Two cases side by side, row by row, for whoever has to say whether one is the other again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from ycdesk.calculation.facts import FactKind, FactSpec, form_of
from ycdesk.calculation.money import in_figures
from ycdesk.calculation.package import KIND_LABELS, PolicyPackage
from ycdesk.domain.applicant import FIELD_LABELS
from ycdesk.domain.case import Case
from ycdesk.domain.errors import Refused
from ycdesk.domain.likeness import plain
from ycdesk.services.office import Office, query
from ycdesk.services.packages import case_package
from ycdesk.services.particulars import COLUMNS, TITLE, rows_of


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One fact of two cases; ``same`` as the duplicate radar compares, without width, case and punctuation."""

    group: str
    title: str
    mine: str
    theirs: str
    same: bool
    telling: bool
    """Whether it means something that both are the same: not what every case of one applicant has."""


_CASE, _APPLICANT = "办件", "申报主体"
_Cells = dict[tuple[str, str], str]
"""What a case says, by group and title."""


@query
def side_by_side(session: Session, office: Office, case_id: int, other_case_id: int) -> tuple[ComparedRow, ...]:
    """Both cases in the order of the first one's form; what is empty on both sides is left out.

    Raises Refused when one of them is gone.
    """
    cases = [_case(session, each) for each in (case_id, other_case_id)]
    one_applicant = len({case.dossier.applicant_id for case in cases}) == 1
    mine, theirs = (_said(session, office, case) for case in cases)
    places: dict[tuple[str, str], None] = dict.fromkeys([*mine, *theirs])
    groups = list(dict.fromkeys(group for group, _ in places))
    rows = []
    for place in sorted(places, key=lambda each: groups.index(each[0])):
        one, other = mine.get(place, ""), theirs.get(place, "")
        if one or other:
            telling = place[0] not in (_CASE, _APPLICANT) or (place[0] == _APPLICANT and not one_applicant)
            rows.append(ComparedRow(*place, one, other, bool(one) and plain(one) == plain(other), telling))
    return tuple(rows)


def _case(session: Session, case_id: int) -> Case:
    case = session.get(Case, case_id)
    if case is None:
        raise Refused("这件已被删除。", "请回到工作台刷新。")
    return case


def _said(session: Session, office: Office, case: Case) -> _Cells:
    package = case_package(session, office, case)
    amount = case.computed if case.award is None else case.award
    cells: _Cells = {
        (_CASE, "编号"): case.number,
        (_CASE, "事项"): office.titles[case.measure],
        (_CASE, "状态"): case.state.label,
        (_CASE, "申请日期"): case.applied_on.isoformat() if case.applied_on else "",
        (_CASE, "金额"): "" if amount is None else f"{in_figures(amount)} 元",
    }
    applicant = case.dossier.applicant.snapshot()
    county = applicant["county"]
    applicant["county"] = package.counties[county].name if county in package.counties else county
    applicant["kind"] = KIND_LABELS.get(applicant["kind"], applicant["kind"])
    cells |= {(_APPLICANT, words): str(applicant.get(name) or "") for name, words in FIELD_LABELS.items()}
    return cells | dict(_facts(package, case)) | dict(_particulars(package, case))


def _facts(package: PolicyPackage, case: Case) -> Iterator[tuple[tuple[str, str], str]]:
    form = form_of(case.measure)
    header = case.entries.get("header") or {}
    for spec in form.header:
        yield ("事实", spec.title), _shown(package, spec, header.get(spec.name))
    if form.table is not None:
        for number, row in enumerate(case.entries.get("rows") or (), start=1):
            for spec in form.table.columns:
                yield (form.table.title, f"第 {number} 行 {spec.title}"), _shown(package, spec, row.get(spec.name))


def _particulars(package: PolicyPackage, case: Case) -> Iterator[tuple[tuple[str, str], str]]:
    for number, row in enumerate(rows_of(case.entries), start=1):
        for spec in COLUMNS:
            yield (TITLE, f"第 {number} 行 {spec.title}"), _shown(package, spec, row.get(spec.name))


def _shown(package: PolicyPackage, spec: FactSpec, typed: Any) -> str:
    """As typed; choices, countries and yes or no in words."""
    text = str(typed or "")
    if spec.kind is FactKind.YES_NO:
        return {"yes": "是", "no": "否"}.get(text, text)
    if spec.kind is FactKind.COUNTRY and text in package.countries:
        return package.countries[text].name
    return dict(spec.choices).get(text, text)
