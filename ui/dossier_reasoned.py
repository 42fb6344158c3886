"""The deeds of a dossier that need nothing but a reason: withdrawing, correcting a decision, recovering an award."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ycdesk.domain.case import Case
from ycdesk.domain.states import Action
from ycdesk.services.deeds import withdraw
from ycdesk.services.payments import recover
from ycdesk.services.signing import retract
from ycdesk.services.undoing import correct


@dataclass(frozen=True, slots=True)
class Reasoned:
    """How such a deed is asked for and reported."""

    button: str
    question: str
    deed_name: str
    done: str
    deed: Callable[..., Case]


REASONED = {
    Action.WITHDRAW: Reasoned("企业撤回", "企业为什么撤回申请？撤回后不能再恢复。", "企业撤回", "已撤回。", withdraw),
    Action.CORRECT: Reasoned(
        "更正…",
        "原决定错在哪里？更正后原决定不再有效，占用的限额退还，由原经办人在新的草稿上重新办理。",
        "更正",
        "已更正，新的草稿由原经办人办理。",
        correct,
    ),
    Action.RETRACT: Reasoned(
        "撤销签批…", "为什么撤销？撤销后这件回到待审批，占用的限额仍然保留。", "撤销签批", "签批已撤销。", retract
    ),
    Action.RECOVER: Reasoned(
        "追回…", "为什么追回？企业须在十五日内退款，到账后占用的限额退还。", "追回", "已开始追回。", recover
    ),
}
