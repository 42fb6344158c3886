"""Applicants (申报主体): the firm, park, school or office that applies, with contacts and bank account."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ycdesk.domain.record import Record, beijing_now


class Applicant(Record):
    """An applicant as the bureau knows it today; a submitted case keeps its own copy (``snapshot``)."""

    __tablename__ = "applicants"

    __table_args__ = (Index("ix_applicants_found_by", "search_name", "pinyin", "credit_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    """As on the seal, exactly as entered; may hold characters beyond the BMP."""
    search_name: Mapped[str] = mapped_column(index=True)
    """NFKC, case folded, without spaces: what a search looks into."""
    pinyin: Mapped[str] = mapped_column(index=True)
    """Pinyin initials; all accepted readings, separated by spaces, the usual one first."""
    credit_code: Mapped[str | None] = mapped_column(unique=True)
    kind: Mapped[str]
    """One of ``ycdesk.calculation.package.KIND_LABELS``."""
    county: Mapped[str]
    """Code of the policy package's counties; decides the split."""
    address: Mapped[str] = mapped_column(default="")
    legal_representative: Mapped[str] = mapped_column(default="")
    contact_name: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    bank_name: Mapped[str] = mapped_column(default="")
    bank_branch_code: Mapped[str] = mapped_column(default="")
    account_name: Mapped[str] = mapped_column(default="")
    account_number: Mapped[str] = mapped_column(default="")
    remark: Mapped[str] = mapped_column(default="")
    created_by: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    created_at: Mapped[datetime] = mapped_column(default=beijing_now)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class

    def snapshot(self) -> dict[str, Any]:
        """Name, codes, contacts and bank account as JSON-ready values, for freezing into a case."""
        return {name: getattr(self, name) for name in FIELDS}


FIELDS = (
    "name",
    "credit_code",
    "kind",
    "county",
    "address",
    "legal_representative",
    "contact_name",
    "contact_phone",
    "email",
    "bank_name",
    "bank_branch_code",
    "account_name",
    "account_number",
    "remark",
)
"""What a person enters, in the order of the form."""

FIELD_LABELS = {
    "name": "单位名称",
    "credit_code": "统一社会信用代码",
    "kind": "单位类型",
    "county": "所在县（市、区）",
    "address": "地址",
    "legal_representative": "法定代表人",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "email": "电子邮箱",
    "bank_name": "开户银行",
    "bank_branch_code": "行号",
    "account_name": "开户名称",
    "account_number": "账号",
    "remark": "备注",
}
