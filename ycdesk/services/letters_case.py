"""The letters about one case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.calculation.assessment import Assessment, Outcome
from ycdesk.calculation.money import in_figures
from ycdesk.calculation.package import MARK_LABELS
from ycdesk.domain.case import Case, CaseState
from ycdesk.domain.document import Document
from ycdesk.domain.document_kinds import PaperKind
from ycdesk.domain.payment import Payment, PaymentLine, Recovery
from ycdesk.domain.step import CaseStep, StepKind
from ycdesk.services.bureau_settings import limits_in
from ycdesk.services.letters import BLANK, Compose, Content, Draft, amounts, case_facts_of, draft_of, not_yet
from ycdesk.services.office import Office
from ycdesk.services.papers.letter_text import LetterTable
from ycdesk.services.payment_list import treasury_words
from ycdesk.services.wording import amount_words, check_label, clause_short, day, parts_words

OBJECTION_DAYS = 5
"""Working days to object to a recovery (``casework.md`` §4.1, stage 15)."""
_PLANNED = (CaseState.ACCEPTED, CaseState.PENDING, CaseState.COUNTERSIGN)
"""States between the acceptance and the decision."""


def compose_case(session: Session, office: Office, kind: PaperKind, case: Case) -> Draft:
    """A letter about a case, without its number. Raises Refused where the case has no ground for it."""
    content = _COMPOSERS[kind](session, office, case)
    facts = case_facts_of(session, office, case)
    return draft_of(office, kind, content, facts, (case.number, f"{case.number}　{facts['applicant']}"))


def _step(session: Session, case: Case, kind: StepKind) -> CaseStep | None:
    latest = select(CaseStep).where(CaseStep.case_id == case.id, CaseStep.kind == kind).order_by(CaseStep.id.desc())
    return session.scalars(latest.limit(1)).first()


def _receipt(session: Session, office: Office, case: Case) -> Content:
    step = _step(session, case, StepKind.RECEIPT)
    if step is None:
        raise not_yet(PaperKind.RECEIPT, case, "还没有登记接收材料。")
    papers = step.content["papers"]
    facts = {
        "deliverer": step.content["deliverer"],
        "deliverer_phone": step.content["phone"],
        "receiver": step.by.name,
        "papers": str(len(papers)),
    }
    rows = tuple(
        (str(number), paper["name"], _marks(paper), str(paper["pages"] or ""), paper["remark"])
        for number, paper in enumerate(papers, 1)
    )
    table = LetterTable(("序号", "材料名称", "形式", "页数", "备注"), (10, 60, 34, 12, 30), "cllcl", rows)
    return Content("receipt", facts, table if rows else None)


def _marks(paper: Mapping[str, Any]) -> str:
    return "、".join(label for mark, label in MARK_LABELS.items() if paper[mark]) or "已收"


def _acceptance(session: Session, office: Office, case: Case) -> Content:
    if case.accepted_on is None:
        raise not_yet(PaperKind.ACCEPTANCE, case, "还没有受理。")
    limits = limits_in(session)
    return Content("acceptance", {"limit": str(sum(limits.get(state, 0) for state in _PLANNED[:2]))})


def _supplement(session: Session, office: Office, case: Case) -> Content:
    step = _step(session, case, StepKind.SUPPLEMENT)
    if step is None:
        raise not_yet(PaperKind.SUPPLEMENT, case, "没有通知过补正。")
    rows = tuple(
        (str(number), each["paper"], each["problem"], each["standard"])
        for number, each in enumerate(step.content["demands"], 1)
    )
    facts = {
        "due": day(date.fromisoformat(step.content["due"])),
        "days": str(step.content["days"]),
        "asked_on": day(step.on_day),
    }
    table = LetterTable(("序号", "材料名称", "存在问题", "补正要求（标准）"), (10, 42, 40, 60), "clll", rows)
    return Content("supplement", facts, table)


def _rejection(session: Session, office: Office, case: Case) -> Content:
    if case.state is not CaseState.REJECTED:
        raise not_yet(PaperKind.REJECTION, case, "没有作出不予受理的决定。")
    ground, _, reason = case.reason.partition("：")
    return Content("rejection", {"ground": ground, "reason": reason or case.reason})


def _contents(session: Session, office: Office, case: Case) -> Content:
    papers = [paper for paper in case.papers or () if paper["ticked"]]
    if not papers:
        raise not_yet(PaperKind.CONTENTS, case, "还没有提交过，材料没有锁定。")
    rows, first = [], 1
    for number, paper in enumerate(papers, 1):
        pages = paper["pages"] or 0
        span = "" if not pages else str(first) if pages == 1 else f"{first}–{first + pages - 1}"
        rows.append((str(number), paper["name"], _marks(paper), str(pages or ""), span, paper["remark"]))
        first += pages
    columns = ("序号", "材料名称", "形式", "页数", "页码", "备注")
    table = LetterTable(columns, (10, 58, 32, 11, 15, 24), "cllccl", tuple(rows))
    return Content("contents", {"pages": str(first - 1) if first > 1 else BLANK}, table)


def _support(session: Session, office: Office, case: Case) -> Content:
    if case.award is None or not case.state.standing or case.words is None:
        raise not_yet(PaperKind.SUPPORT, case, "没有作出支持的决定。")
    facts = {
        "award": in_figures(case.award),
        "award_words": amount_words(case.award),
        "parts": parts_words(case.award, case.award_city, case.award_county, case.words["county"]),
        "decided_on": day(case.decided_at.date()) if case.decided_at else "",
    }
    if case.computed is None or case.award == case.computed:
        return Content("support", facts)
    cut = case.computed - case.award
    row = (case.words["measure"], *amounts(case.computed, case.award, cut), case.award_reason)
    columns = ("项目", "测算金额（元）", "核定金额（元）", "核减金额（元）", "理由")
    table = LetterTable(columns, (42, 29, 29, 29, 40), "lrrrl", (row,))
    return Content("reduced", {**facts, "cut": in_figures(cut), "reason": case.award_reason}, table)


def _refusal(session: Session, office: Office, case: Case) -> Content:
    if case.state is not CaseState.REFUSED or case.result is None:
        raise not_yet(PaperKind.REFUSAL, case, "没有作出不予支持的决定。")
    unmet = [check for check in Assessment.from_dict(case.result).checks if check.outcome is Outcome.UNMET]
    rows = tuple(
        (clause_short(check.clause), check_label(check), check.required, check.found, check.shortfall or "")
        for check in unmet
    )
    columns = ("条款", "条件", "要求", "实际", "相差")
    table = LetterTable(columns, (18, 44, 36, 36, 30), "cllll", rows)
    decided = day(case.decided_at.date()) if case.decided_at else ""
    return Content("refusal", {"reason": case.reason, "decided_on": decided}, table if rows else None)


def _paid(session: Session, case: Case) -> list[tuple[PaymentLine, Payment]]:
    found = (
        select(PaymentLine, Payment)
        .join(Payment, Payment.line_id == PaymentLine.id)
        .where(PaymentLine.case_id == case.id, Payment.returned_on.is_(None))
        .order_by(PaymentLine.id)
    )
    return [(line, payment) for line, payment in session.execute(found)]


def _payment(session: Session, office: Office, case: Case) -> Content:
    paid = _paid(session, case)
    if not paid or case.award is None:
        raise not_yet(PaperKind.PAYMENT, case, "还没有拨付。")
    total = sum((payment.amount for _, payment in paid), Decimal("0.00"))
    last = paid[-1][1]
    facts = {
        "award": in_figures(case.award),
        "award_words": amount_words(case.award),
        "paid": in_figures(total),
        "paid_words": amount_words(total),
        "account_name": last.account_name,
        "bank_name": last.bank_name,
        "account_number": last.account_number,
    }
    rows = tuple(
        (treasury_words(office, line.treasury), in_figures(payment.amount), day(payment.paid_on), payment.voucher)
        for line, payment in paid
    )
    table = LetterTable(("财政", "金额（元）", "拨付日期", "凭证号"), (40, 36, 40, 40), "lrcl", rows)
    return Content("payment", facts, table)


def _recovery(session: Session, office: Office, case: Case) -> Content:
    recovery = session.get(Recovery, case.id)
    if recovery is None:
        raise not_yet(PaperKind.RECOVERY, case, "没有决定追回。")
    paid = "；".join(
        f"{treasury_words(office, line.treasury)} {day(payment.paid_on)} {in_figures(payment.amount)} 元"
        f"（凭证 {payment.voucher}）"
        for line, payment in _paid(session, case)
    )
    facts = {
        "amount": in_figures(recovery.amount),
        "amount_words": amount_words(recovery.amount),
        "notified_on": day(recovery.notified_on),
        "due": day(recovery.due_on),
        "reason": case.closing_reason or case.reason,
        "paid_how": paid,
        "objection_days": str(OBJECTION_DAYS),
    }
    return Content("recovery", facts)


def _delivery(session: Session, office: Office, case: Case) -> Content:
    issued = select(Document).where(Document.case_id == case.id, Document.void_at.is_(None)).order_by(Document.id)
    documents = list(session.scalars(issued))
    if not documents:
        raise not_yet(PaperKind.DELIVERY, case, "还没有编号的文书可以送达。")
    rows = tuple(
        (
            each.kind.label,
            each.number,
            each.delivered_how,
            day(each.delivered_on) if each.delivered_on else "",
            each.delivered_to,
        )
        for each in documents
    )
    columns = ("文书名称", "文号", "送达方式", "送达日期", "签收人")
    return Content("delivery", {}, LetterTable(columns, (40, 40, 22, 30, 28), "llccl", rows))


_COMPOSERS: Mapping[PaperKind, Compose] = {
    PaperKind.RECEIPT: _receipt,
    PaperKind.ACCEPTANCE: _acceptance,
    PaperKind.SUPPLEMENT: _supplement,
    PaperKind.REJECTION: _rejection,
    PaperKind.CONTENTS: _contents,
    PaperKind.SUPPORT: _support,
    PaperKind.REFUSAL: _refusal,
    PaperKind.PAYMENT: _payment,
    PaperKind.RECOVERY: _recovery,
    PaperKind.DELIVERY: _delivery,
}
