"""Applicants: finding, entering and changing them, and what to look at twice."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import case as sql_case
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ycdesk.calculation.package import KIND_LABELS
from ycdesk.database.log import append_event
from ycdesk.database.transaction import changed_elsewhere
from ycdesk.domain.applicant import FIELDS, Applicant
from ycdesk.domain.case import Case
from ycdesk.domain.dossier import Dossier
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.identifiers import credit_code_error, credit_code_warning, plain_code
from ycdesk.domain.people import Person, Role
from ycdesk.domain.pinyin import initials, search_form
from ycdesk.domain.states import STANDING
from ycdesk.services.fingerprints import store_applicant_keys
from ycdesk.services.office import Office, actor, deed, query
from ycdesk.services.search import keep_former_name, means

_PHONE = re.compile(r"1[3-9]\d{9}|(0\d{2,3}-?)?\d{7,8}(-\d{1,6})?|400-?\d{3}-?\d{4}")
_CODES = frozenset({"credit_code", "bank_branch_code", "account_number"})


@query
def find_applicants(session: Session, office: Office, text: str, limit: int = 20) -> list[Applicant]:
    """Applicants by a fragment of name, pinyin initials or credit code; best matches first, all for an empty text."""
    wanted = search_form(text)
    if not wanted:
        return list(session.scalars(select(Applicant).order_by(Applicant.search_name).limit(limit)))
    rank = sql_case(
        (Applicant.search_name == wanted, 0),
        (Applicant.search_name.startswith(wanted, autoescape=True), 1),
        (Applicant.pinyin.startswith(wanted, autoescape=True), 2),
        else_=3,
    )
    # The ids come out of an index that holds all that is asked for; then only the rows that are shown are read.
    best = select(Applicant.id).where(means(wanted, plain_code(text))).order_by(rank, Applicant.search_name)
    ids = list(session.scalars(best.limit(limit)))
    found = {each.id: each for each in session.scalars(select(Applicant).where(Applicant.id.in_(ids)))}
    return [found[each] for each in ids]


@query
def get_applicant(session: Session, office: Office, applicant_id: int) -> Applicant:
    """One applicant. Raises Refused when there is none."""
    applicant = session.get(Applicant, applicant_id)
    if applicant is None:
        raise Refused("找不到这个申报主体。")
    return applicant


@dataclass(frozen=True, slots=True)
class ApplicantSummary:
    """The line above a dossier: the last visit, the number of cases, and what was awarded in all (yuan)."""

    last_visit: datetime | None
    cases: int
    awarded: Decimal


@query
def applicant_summary(session: Session, office: Office, applicant_id: int) -> ApplicantSummary:
    """What this applicant has come for so far."""
    visits = select(func.max(Dossier.opened_at)).where(Dossier.applicant_id == applicant_id)
    figures = (
        select(func.count(Case.id), func.sum(sql_case((Case.state.in_(STANDING), Case.award))))
        .join(Dossier, Case.dossier_id == Dossier.id)
        .where(Dossier.applicant_id == applicant_id)
    )
    count, awarded = session.execute(figures).one()
    return ApplicantSummary(session.scalar(visits), count, awarded or Decimal("0.00"))


@deed
def save_applicant(
    session: Session,
    office: Office,
    person: Person,
    applicant_id: int | None,
    fields: dict[str, str],
    version: int | None,
) -> Applicant:
    """Enter (id None) or change an applicant; ``fields`` are texts by the names of ``domain.applicant.FIELDS``.

    Raises InputProblem with every field that cannot be used, Conflict when another desk changed it since ``version``.
    """
    by = actor(session, person)
    if by.role not in (Role.CASEWORKER, Role.ADMINISTRATOR):
        raise Refused(f"申报主体由经办人或管理员维护，您的岗位是{by.role.label}。")
    values = {name: plain_field(name, fields.get(name, "")) for name in FIELDS}
    problems = _problems(office, values)
    other = _same_code(session, values["credit_code"], applicant_id)
    if other is not None and "credit_code" not in problems:
        problems["credit_code"] = f"这个统一社会信用代码已属于“{other.name}”，请核对；如是同一家单位，请直接选用它。"
    if problems:
        raise InputProblem(problems)
    applicant = session.get(Applicant, applicant_id) if applicant_id is not None else None
    if applicant is None:
        applicant = Applicant(created_by=by.id, created_at=office.clock())
        session.add(applicant)
    elif applicant.version != version:
        raise changed_elsewhere()
    former = applicant.name
    for name, value in values.items():
        setattr(applicant, name, value)
    applicant.credit_code = values["credit_code"] or None
    applicant.search_name = search_form(applicant.name)
    applicant.pinyin = " ".join(initials(applicant.name))
    session.flush()
    if former and former != applicant.name:
        keep_former_name(session, applicant.id, former)
    store_applicant_keys(session, applicant)
    append_event(session, office.clock(), by, "save_applicant", applicant.snapshot(), applicant_id=applicant.id)
    return applicant


def applicant_warnings(fields: dict[str, str]) -> dict[str, str]:
    """What looks wrong but may be saved: field name → sentence."""
    values = {name: plain_field(name, fields.get(name, "")) for name in FIELDS}
    warnings = {}
    code = values["credit_code"]
    if code and not credit_code_error(code) and (warning := credit_code_warning(code)):
        warnings["credit_code"] = warning
    if values["contact_phone"] and not _PHONE.fullmatch(values["contact_phone"]):
        warnings["contact_phone"] = "不像是手机号或固定电话号码，请核对。"
    if values["email"] and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", values["email"]):
        warnings["email"] = "不像是电子邮箱地址，请核对。"
    account = values["account_number"]
    if account and not re.fullmatch(r"\d{8,30}", account):
        warnings["account_number"] = "账号一般是 8 至 30 位数字，请对照开户证明核对。"
    if values["bank_branch_code"] and not re.fullmatch(r"\d{12}", values["bank_branch_code"]):
        warnings["bank_branch_code"] = "行号一般是 12 位数字，请核对。"
    if values["account_name"] and search_form(values["account_name"]) != search_form(values["name"]):
        warnings["account_name"] = "开户名称与单位名称不一致，请核对。"
    return warnings


def _problems(office: Office, values: dict[str, str]) -> dict[str, str]:
    problems = {}
    if not values["name"]:
        problems["name"] = "请填写单位名称，与公章一致。"
    if values["kind"] not in KIND_LABELS:
        problems["kind"] = "请选择单位类型。"
    if values["county"] not in office.package.counties:
        problems["county"] = "请选择所在县（市、区），它决定资金由谁分担。"
    if values["credit_code"] and (error := credit_code_error(values["credit_code"])):
        problems["credit_code"] = error
    return problems


def _same_code(session: Session, code: str, applicant_id: int | None) -> Applicant | None:
    if not code:
        return None
    statement = select(Applicant).where(Applicant.credit_code == code, Applicant.id != (applicant_id or 0))
    return session.scalar(statement)


def plain_field(name: str, text: str | None) -> str:
    """Trimmed, line breaks made spaces; codes in half-width capitals. A name keeps its characters as entered."""
    if name in _CODES:
        return plain_code(text or "")
    trimmed = " ".join((text or "").split())
    return unicodedata.normalize("NFKC", trimmed) if name in ("contact_phone", "email") else trimmed
