"""What has to be said about the state of a case on top of its tab."""

from __future__ import annotations

from ui.banner import Banner
from ui.parts import money
from ycdesk.domain.case import Case, CaseState
from ycdesk.services.office import Office
from ycdesk.services.undoing import counterpart


def tell_state(banner: Banner, office: Office, case: Case) -> None:
    """Say who did what, when and why; nothing about a draft, unless it stands in the place of a corrected case."""
    banner.hide()
    decided = f"{case.decider.name}于 {case.decided_at:%Y-%m-%d} " if case.decider and case.decided_at else ""
    match case.state:
        case CaseState.RETURNED:
            banner.tell(f"已退回，须修改后重新提交：{case.reason}", "warn")
        case CaseState.PENDING:
            who = f"{case.submitter.name}于 {case.submitted_at:%Y-%m-%d %H:%M} " if case.submitter else ""
            banner.tell(f"{who}提交，等待审批；内容已固定，不能修改。", "info")
        case CaseState.SUPPORTED:
            less = f"核减理由：{case.award_reason.rstrip('。')}。" if case.award_reason else ""
            opinion = f"意见：{case.opinion.rstrip('。')}。" if case.opinion else ""
            banner.tell(f"{decided}同意支持。{less}{opinion}", "ok")
        case CaseState.REFUSED:
            banner.tell(f"{decided}决定不予支持：{case.reason}", "bad")
        case CaseState.WITHDRAWN:
            banner.tell(f"企业已撤回：{case.reason}", "info")
        case CaseState.CORRECTED | CaseState.RECOVERED:
            _tell_closed(banner, office, case)
        case CaseState.DRAFT if (was := counterpart(office, case)) is not None:
            amount = "不予支持" if was.award is None else f"拟支持 {money(was.award)} 元"
            banner.tell(f"更正 {was.number}（原决定{amount}）：{was.closing_reason}", "info")
        case _:
            pass


def _tell_closed(banner: Banner, office: Office, case: Case) -> None:
    """A decision that no longer stands: by whom, when and why, what it was, and what took its place."""
    who = f"{case.closer.name}于 {case.closed_at:%Y-%m-%d} " if case.closer and case.closed_at else ""
    was = "不予支持" if case.award is None else f"拟支持 {money(case.award)} 元"
    if case.state is CaseState.RECOVERED:
        banner.tell(f"{who}追回，原决定{was}，占用的限额已退还：{case.closing_reason}", "bad")
        return
    successor = counterpart(office, case)
    place = f"，由 {successor.number} 重新办理" if successor else ""
    banner.tell(f"{who}更正，原决定{was}不再有效{place}：{case.closing_reason}", "warn")
