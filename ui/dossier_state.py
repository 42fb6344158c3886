"""What has to be said about the state of a case on top of its tab."""

from __future__ import annotations

from ui.banner import Banner
from ycdesk.domain.case import Case, CaseState


def tell_state(banner: Banner, case: Case) -> None:
    """Say who did what, when and why; nothing about a draft."""
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
        case _:
            pass
