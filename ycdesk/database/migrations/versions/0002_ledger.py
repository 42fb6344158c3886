"""The ledger of limits, rulings, the radar's fingerprints, copies of policy packages; corrections and recoveries."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from alembic import op

from ycdesk.database.migrations import columns as c

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_DECIDED = "'supported', 'refused', 'corrected', 'recovered'"
_OLD_RULES = ("decided_by_a_person", "award_when_supported")
_NEW_RULES = {
    "decided_by_a_person": f"(state IN ({_DECIDED})) = (decided_by IS NOT NULL)",
    "award_of_a_decision": "award_fen IS NULL OR decided_by IS NOT NULL",
    "award_when_supported": "state NOT IN ('supported', 'recovered') OR award_fen IS NOT NULL",
    "closed_by_a_person": "(state IN ('corrected', 'recovered')) = (closed_by IS NOT NULL)",
}


def upgrade() -> None:
    """Widen the table of cases, add the new tables, then the triggers of both."""
    c.widen_table("cases", revision, _widen_cases)
    _ledger_tables()
    _radar_tables()
    _book_earlier_cases()
    for statement in c.guard_statements(revision):
        op.get_bind().exec_driver_sql(statement)


def _case_columns() -> list[sa.Column[Any]]:
    return [
        c.json("rulings"),
        c.json("duplicates"),
        c.key_to("cases", "corrects_id", "cases", nullable=True),
        c.person("cases", "closed_by", nullable=True),
        c.time("closed_at", nullable=True),
        sa.Column("closing_reason", sa.Text(), nullable=False, server_default=""),
    ]


def _widen_cases() -> None:
    with op.batch_alter_table("cases", table_kwargs={"sqlite_autoincrement": True}) as batch:
        for column in _case_columns():
            batch.add_column(column)
        batch.create_unique_constraint("uq_cases_corrects_id", ["corrects_id"])
        for name in _OLD_RULES:
            batch.drop_constraint(f"ck_cases_{name}", type_="check")
        for name, rule in _NEW_RULES.items():
            batch.create_check_constraint(f"ck_cases_{name}", rule)


def _ledger_tables() -> None:
    op.create_table(
        "uses",
        c.whole("id"),
        c.key_to("uses", "case_id", "cases"),
        c.whole("submission"),
        *(c.text(name) for name in ("policy_id", "limit_id", "belongs_to")),
        c.key_to("uses", "applicant_id", "applicants"),
        c.text("credit_code", nullable=True),
        *(c.text(name) for name in ("county", "key")),
        c.yes_no("money"),
        *(c.large(name, nullable=False) for name in ("reserved", "quantity")),
        c.large("ceiling"),
        c.choice("state", "reserved", "committed", "released", "given_back"),
        *(c.time(name) for name in ("at", "changed_at")),
        c.primary("uses", "id"),
    )
    for columns in (["case_id"], ["applicant_id"], ["credit_code"], ["limit_id", "key"]):
        op.create_index(f"ix_uses_{'_'.join(columns)}", "uses", columns)
    op.create_table(
        "rulings",
        c.whole("id"),
        c.text("policy_id"),
        c.choice("subject", "reading", "split", "rate", "amount"),
        *(c.text(name) for name in ("reading_id", "choice", "county", "measure")),
        c.key_to("rulings", "case_id", "cases", nullable=True),
        c.whole("percent", nullable=True),
        c.large("amount_fen"),
        c.text("document"),
        c.day("decided_on"),
        c.text("signer"),
        c.day("valid_from"),
        c.text("note"),
        c.person("rulings", "recorded_by"),
        c.time("recorded_at"),
        c.primary("rulings", "id"),
        sa.CheckConstraint("percent IS NULL OR percent BETWEEN 0 AND 100", name="ck_rulings_percent_of_hundred"),
        sa.CheckConstraint("amount_fen IS NULL OR amount_fen >= 0", name="ck_rulings_amount_not_negative"),
    )
    op.create_table(
        "policy_packages",
        *(c.text(name) for name in ("policy_id", "version", "digest", "content")),
        c.yes_no("active"),
        c.person("policy_packages", "loaded_by", nullable=True),
        c.time("loaded_at"),
        c.primary("policy_packages", "policy_id", "version"),
    )


def _radar_tables() -> None:
    op.create_table(
        "fingerprints",
        c.whole("id"),
        c.key_to("fingerprints", "case_id", "cases", nullable=True, cascade=True),
        c.key_to("fingerprints", "applicant_id", "applicants"),
        *(c.text(name) for name in ("kind", "exact", "near", "shown", "path")),
        *(c.day(name, nullable=True) for name in ("first_day", "last_day")),
        c.large("amount_fen"),
        c.primary("fingerprints", "id"),
    )
    for columns in (["case_id"], ["applicant_id"], ["kind", "exact"], ["kind", "near"]):
        op.create_index(f"ix_fingerprints_{'_'.join(columns)}", "fingerprints", columns)
    op.create_table(
        "duplicate_reasons",
        c.whole("id"),
        c.key_to("duplicate_reasons", "case_id", "cases", cascade=True),
        *(c.text(name) for name in ("kind", "exact")),
        c.key_to("duplicate_reasons", "other_case_id", "cases", nullable=True, cascade=True),
        c.key_to("duplicate_reasons", "other_applicant_id", "applicants"),
        c.text("reason"),
        c.person("duplicate_reasons", "by_id"),
        c.time("at"),
        c.primary("duplicate_reasons", "id"),
    )
    op.create_index("ix_duplicate_reasons_case_id", "duplicate_reasons", ["case_id"])


_LASTING = {"demo_park_award", "demo_enterprise_award", "warehouse_once", "public_warehouse_once"}
_OWNERS = {"demo_park_award": "park", "talent_trainee": "person", "support_service_year": "county"}


def _book_earlier_cases() -> None:
    """Enter what waits for a decision or was supported before there was a ledger."""
    bind = op.get_bind()
    cases = sa.table(
        "cases",
        *(sa.column(name) for name in ("id", "state", "submissions", "policy_id", "award_fen", "dossier_id")),
        sa.column("submitted_at", sa.DateTime()),
        *(sa.column(name, sa.JSON()) for name in ("result", "applicant_snapshot")),
    )
    dossiers = sa.table("dossiers", sa.column("id"), sa.column("applicant_id"))
    found = bind.execute(
        sa.select(cases, dossiers.c.applicant_id)
        .join(dossiers, dossiers.c.id == cases.c.dossier_id)
        .where(cases.c.state.in_(("pending", "supported")))
        .order_by(cases.c.submitted_at, cases.c.id)
    )
    lines = [line for case in found for line in _lines(case)]
    if lines:
        uses = sa.table("uses", *(sa.column(name) for name in lines[0] if not name.endswith("at")))
        uses.append_column(sa.column("at", sa.DateTime()))
        uses.append_column(sa.column("changed_at", sa.DateTime()))
        bind.execute(uses.insert(), lines)


def _lines(case: Any) -> Iterator[dict[str, Any]]:
    ceilings = {(limit["limit"], limit["key"]): limit["ceiling"] for limit in case.result["limits"]}
    for use in case.result["uses"]:
        money = use.get("amount") is not None
        reserved = _quantity(use["amount"] if money else use["count"], money)
        ceiling = ceilings.get((use["limit"], use["key"]))
        yield {
            "case_id": case.id,
            "submission": case.submissions,
            "policy_id": "" if use["limit"] in _LASTING else case.policy_id,
            "limit_id": use["limit"],
            "belongs_to": _OWNERS.get(use["limit"], "applicant"),
            "applicant_id": case.applicant_id,
            "credit_code": case.applicant_snapshot["credit_code"],
            "county": case.applicant_snapshot["county"],
            "key": use["key"] or "",
            "money": money,
            "reserved": reserved,
            "quantity": min(reserved, case.award_fen) if money and case.award_fen is not None else reserved,
            "ceiling": None if ceiling is None else _quantity(ceiling, money),
            "state": "reserved" if case.state == "pending" else "committed",
            "at": case.submitted_at,
            "changed_at": case.submitted_at,
        }


def _quantity(value: Any, money: bool) -> int:
    return int(Decimal(value) * 100) if money else int(value)
