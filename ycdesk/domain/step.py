"""Recorded steps of the examination (核查记录): they change no state, and nobody takes them back.

The wording of the fields is that of the papers in ``casework.md`` §4.3. The result of a check of the negative list is
recorded with its source and day; the supervisor judges it, the program refuses nobody for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ycdesk.domain.people import Person
from ycdesk.domain.record import Record, as_text, beijing_now


class StepKind(StrEnum):
    """What was done."""

    RECEIPT = "receipt"
    SUPPLEMENT = "supplement"
    SUPPLIED = "supplied"
    COUNTY_REVIEW = "county_review"
    SITE_VISIT = "site_visit"
    LETTER = "letter"
    REPLY = "reply"
    THIRD_PARTY = "third_party"
    NEGATIVE_CHECK = "negative_check"
    REMINDER = "reminder"

    @property
    def label(self) -> str:
        """The Chinese word on screens and papers."""
        return _FORMS[self].title

    @property
    def fields(self) -> tuple[StepField, ...]:
        """What is written down about it."""
        return _FORMS[self].fields


@dataclass(frozen=True, slots=True)
class StepField:
    """One field of a step: its name in ``content``, its label, and whether it may be left empty."""

    name: str
    label: str
    required: bool = True
    choices: tuple[str, ...] = ()
    money: bool = False
    """An amount in yuan."""
    day: bool = False
    many: int = 1
    """How many names, separated by 、, it must hold at least."""


@dataclass(frozen=True, slots=True)
class _Form:
    title: str
    fields: tuple[StepField, ...]


NEGATIVE_LIST = (
    "严重失信主体",
    "失信被执行人",
    "海关失信企业",
    "经营异常或严重违法",
    "涉黑涉恶",
    "拖欠财政资金",
    "近三年重大违法",
    "行政处罚",
    "安全、环保、质量事故",
    "重复或多头申报",
    "审计机构失信",
)
"""The checks that real guides ask for (``casework.md`` §3)."""

_FORMS = {
    StepKind.RECEIPT: _Form(
        "材料接收", (StepField("deliverer", "递交人", required=False), StepField("phone", "递交人电话", required=False))
    ),
    StepKind.SUPPLEMENT: _Form("通知补正", ()),
    StepKind.SUPPLIED: _Form("补正材料收到", (StepField("remark", "说明", required=False),)),
    StepKind.COUNTY_REVIEW: _Form(
        "县级初审",
        (
            StepField("opinion", "初审意见", choices=("同意上报", "不同意上报", "部分同意")),
            StepField("amount", "初审金额", required=False, money=True),
            StepField("stated", "申报金额", required=False, money=True),
            StepField("project", "项目名称", required=False),
            StepField("officer", "初审人"),
            StepField("document", "初审文号", required=False),
            StepField("remark", "说明", required=False),
        ),
    ),
    StepKind.SITE_VISIT: _Form(
        "现场核查",
        (
            StepField("place", "核查地点"),
            StepField("officers", "核查人（两人以上，用顿号隔开）", many=2),
            StepField("companion", "企业陪同人", required=False),
            StepField("findings", "核查情况"),
            StepField("conclusion", "核查结论", choices=("属实", "部分属实", "不属实")),
        ),
    ),
    StepKind.LETTER: _Form(
        "发函核查",
        (
            StepField("office", "主送单位"),
            StepField("number", "文号", required=False),
            StepField("question", "需核事项"),
            StepField("reply_due", "回复期限", required=False, day=True),
            StepField("officers", "经办两人（用顿号隔开）", many=2),
        ),
    ),
    StepKind.REPLY: _Form(
        "收到回函",
        (StepField("office", "回函单位"), StepField("number", "文号", required=False), StepField("answer", "回函内容")),
    ),
    StepKind.THIRD_PARTY: _Form(
        "第三方报告",
        (
            StepField("firm", "机构名称"),
            StepField("number", "报告编号"),
            StepField("conclusion", "结论"),
            StepField("amount", "审定金额", required=False, money=True),
        ),
    ),
    StepKind.NEGATIVE_CHECK: _Form(
        "负面清单核查",
        (
            StepField("item", "核查事项", choices=NEGATIVE_LIST),
            StepField("source", "查询来源"),
            StepField("result", "查询结果", choices=("未发现", "有记录", "查询不到")),
            StepField("remark", "说明", required=False),
        ),
    ),
    StepKind.REMINDER: _Form(
        "催办县级拨付", (StepField("number", "文号", required=False), StepField("county", "致送单位"))
    ),
}
EXAMINATION = (
    StepKind.COUNTY_REVIEW,
    StepKind.SITE_VISIT,
    StepKind.LETTER,
    StepKind.REPLY,
    StepKind.THIRD_PARTY,
    StepKind.NEGATIVE_CHECK,
)
"""The steps that people record freely; the others belong to a deed of the workflow."""


class CaseStep(Record):
    """One recorded step of a case. The database keeps it as it is."""

    __tablename__ = "case_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    kind: Mapped[StepKind] = mapped_column(as_text(StepKind))
    on_day: Mapped[date]
    """The day of the visit, letter, report or look-up."""
    content: Mapped[dict[str, Any]]
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(default=beijing_now)

    by: Mapped[Person] = relationship(lazy="joined", viewonly=True)
