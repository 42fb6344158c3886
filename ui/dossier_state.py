"""What has to be said about the state of a case on top of its tab."""

from __future__ import annotations

from ui.banner import Banner
from ui.parts import money
from ycdesk.domain.case import Case, CaseState
from ycdesk.services.office import Office
from ycdesk.services.payments import recovery_of
from ycdesk.services.undoing import counterpart


def tell_state(banner: Banner, office: Office, case: Case) -> None:
    """Say who did what, when and why; nothing about a draft, unless it stands in the place of a corrected case."""
    banner.hide()
    decided = f"{case.decider_name}于 {case.decided_at:%Y-%m-%d} " if case.decided_at else ""
    match case.state:
        case CaseState.RECEIVED:
            banner.tell(f"{case.received_on} 接收材料，还没有受理。材料不全的请通知补正（只通知一次）。", "info")
        case CaseState.SUPPLEMENT:
            banner.tell(f"已通知企业补正，期限到 {case.supplement_due} 为止；补正材料收到后请登记。", "warn")
        case CaseState.ACCEPTED:
            banner.tell(f"{case.accepted_on} 受理。", "info")
        case CaseState.RETURNED:
            banner.tell(f"已退回，须修改后重新提交：{case.reason}", "warn")
        case CaseState.PENDING:
            who = f"{case.submitter.name}于 {case.submitted_at:%Y-%m-%d %H:%M} " if case.submitter else ""
            again = f"上次签批已撤销：{case.reason}。" if case.reason else ""
            banner.tell(f"{who}提交，等待审批；内容已固定，不能修改。{again}", "info")
        case CaseState.COUNTERSIGN:
            banner.tell(
                f"{decided}同意支持 {money(case.award)} 元，金额达到两人签批的标准，等待第二位审批人复签。", "info"
            )
        case CaseState.REFUSED:
            banner.tell(f"{decided}决定不予支持：{case.reason}", "bad")
        case CaseState.REJECTED:
            banner.tell(f"不予受理，{case.reason}", "bad")
        case CaseState.LAPSED:
            banner.tell(f"补正期限 {case.supplement_due} 已过，视为放弃申请。", "info")
        case CaseState.WITHDRAWN:
            banner.tell(f"企业已撤回：{case.reason}", "info")
        case CaseState.CORRECTED | CaseState.RECOVERING | CaseState.RECOVERED:
            _tell_closed(banner, office, case)
        case CaseState.DRAFT if (was := counterpart(office, case)) is not None:
            amount = "不予支持" if was.award is None else f"拟支持 {money(was.award)} 元"
            banner.tell(f"更正 {was.number}（原决定{amount}）：{was.closing_reason}", "info")
        case state if state.standing:
            _tell_supported(banner, case, decided)
        case _:
            pass


def _tell_supported(banner: Banner, case: Case, decided: str) -> None:
    """The decision; where its money has got to stands beside the number."""
    second = f"{case.countersigner_name}于 {case.countersigned_at:%Y-%m-%d} 复签。" if case.countersigned_at else ""
    less = f"核减理由：{case.award_reason.rstrip('。')}。" if case.award_reason else ""
    opinion = f"意见：{case.opinion.rstrip('。')}。" if case.opinion else ""
    wait = "资金不足或者分担比例未定，等待安排资金。" if case.state is CaseState.UNFUNDED else ""
    banner.tell(f"{decided}同意支持。{second}{less}{opinion}{wait}", "warn" if wait else "ok")


def _tell_closed(banner: Banner, office: Office, case: Case) -> None:
    """A decision that no longer stands: by whom, when and why, what it was, and what took its place."""
    who = f"{case.closer.name}于 {case.closed_at:%Y-%m-%d} " if case.closer and case.closed_at else ""
    was = "不予支持" if case.award is None else f"拟支持 {money(case.award)} 元"
    if case.state is not CaseState.CORRECTED:
        recovery = recovery_of(office, case.id)
        if recovery is None:  # taken back before payments were kept
            money_words = "占用的限额已退还"
        elif recovery.repaid_on is None:
            money_words = f"应退 {money(recovery.amount)} 元，{recovery.due_on} 前不计利息"
        else:
            money_words = f"{recovery.repaid_on} 已退 {money(recovery.amount)} 元，占用的限额已退还"
        banner.tell(f"{who}追回，原决定{was}，{money_words}：{case.closing_reason}", "bad")
        return
    successor = counterpart(office, case)
    place = f"，由 {successor.number} 重新办理" if successor else ""
    banner.tell(f"{who}更正，原决定{was}不再有效{place}：{case.closing_reason}", "warn")
