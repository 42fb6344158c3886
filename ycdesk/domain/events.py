"""Events (办理记录): what was done, by whom, when; append-only and chained by hashes.

Each event's hash covers the hash before it and the event's own content in canonical JSON, so that a changed,
inserted or removed event breaks the chain from there on. ``broken_link`` needs nothing but the rows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ycdesk.domain.record import Record

GENESIS = "0" * 64
"""What the first event takes for the hash before it."""

LABELS = {
    "first_start": "建立单位",
    "add_person": "增加人员",
    "change_person": "修改人员",
    "change_password": "修改密码",
    "save_applicant": "保存申报主体",
    "load_policy_text": "载入政策原文",
    "add_package": "载入政策包",
    "stop_package": "停用政策包",
    "calendar_day": "修改工作日历",
    "calendar_year": "确认年度放假安排",
    "open_dossier": "建卷",
    "add_case": "登记办件",
    "import": "导入表格",
    "take_over": "接手修改",
    "remove_draft": "删除草稿",
    "waive": "免交材料",
    "receive": "接收材料",
    "request_supplement": "通知补正",
    "supply": "补正材料收到",
    "lapse": "视为放弃",
    "accept": "受理",
    "reject": "不予受理",
    "record": "核查记录",
    "submit": "提交审批",
    "withdraw": "企业撤回",
    "return": "退回",
    "approve": "同意支持",
    "countersign": "复签",
    "retract": "撤销签批",
    "refuse": "不予支持",
    "open_batch": "建立批次",
    "fill_batch": "调整批次",
    "record_minutes": "记录会议纪要",
    "publicise": "公示",
    "object": "登记异议",
    "answer": "答复异议",
    "clear": "公示期满",
    "fund": "安排资金",
    "defer": "转待资金",
    "pay": "拨付",
    "bounce": "退汇",
    "change_account": "变更收款账户",
    "archive": "归档",
    "correct": "更正",
    "recover": "追回",
    "repay": "退款到账",
    "remind": "催办县级拨付",
    "budget": "登记预算",
    "deputy": "登记代办",
    "change_setting": "修改设置",
    "duplicate_reason": "查重说明",
    "record_ruling": "记录裁定",
    "print": "打印",
}


class Event(Record):
    """One line of the log. The database refuses updates, deletions and rows that do not continue the chain."""

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_case_id_kind", "case_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """1, 2, 3, … without gaps."""
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    person_name: Mapped[str]
    kind: Mapped[str]
    case_id: Mapped[int | None]
    """No foreign key: the event of a removed draft stays."""
    dossier_id: Mapped[int | None]
    applicant_id: Mapped[int | None]
    content: Mapped[str]
    """Canonical JSON; text, so that both databases keep it byte for byte."""
    previous_hash: Mapped[str]
    hash: Mapped[str]

    @property
    def label(self) -> str:
        """The kind in Chinese."""
        return LABELS.get(self.kind, self.kind)

    @property
    def details(self) -> dict[str, Any]:
        """The content, read back."""
        read: dict[str, Any] = json.loads(self.content)
        return read

    def hashed(self) -> dict[str, Any]:
        """What the hash covers besides the hash before it, JSON-ready."""
        return {
            "id": self.id,
            "at": self.at.isoformat(),
            "person_id": self.person_id,
            "person_name": self.person_name,
            "kind": self.kind,
            "case_id": self.case_id,
            "dossier_id": self.dossier_id,
            "applicant_id": self.applicant_id,
            "content": self.content,
        }

    def computed_hash(self) -> str:
        """The hash this event must have, from its own columns."""
        return chain_hash(self.previous_hash, self.hashed())


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(content: Mapping[str, Any]) -> str:
    """JSON with sorted keys, without spaces, Chinese as itself: one content, one text."""
    return _CANONICAL.encode(content)


def chain_hash(previous_hash: str, fields: Mapping[str, Any]) -> str:
    """SHA-256 in hex over the hash before, a newline and the fields in canonical JSON."""
    return hashlib.sha256(f"{previous_hash}\n{canonical(fields)}".encode()).hexdigest()


def broken_link(events: Iterable[Event]) -> int | None:
    """The number of the first event that does not continue the chain; None when all do. Events in order of id."""
    previous = GENESIS
    for number, event in enumerate(events, start=1):
        if event.id != number or event.previous_hash != previous or event.hash != event.computed_hash():
            return number
        previous = event.hash
    return None
