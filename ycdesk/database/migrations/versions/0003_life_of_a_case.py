"""From the papers received to the money paid: intake, second signature, batches, budget, payments, deputies."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from ycdesk.database.migrations import columns as c

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_STANDING = "'supported', 'publicised', 'unfunded', 'payable', 'part_paid', 'paid', 'archived', 'recovering'"
_CLOSED = "'corrected', 'recovering', 'recovered'"
_CHANGED_RULES = {
    "decided_by_a_person": (
        f"(state IN ('countersign', {_STANDING}, 'refused', 'corrected', 'recovered')) = (decided_by IS NOT NULL)"
    ),
    "award_when_supported": f"state NOT IN ('countersign', {_STANDING}, 'recovered') OR award_fen IS NOT NULL",
    "closed_by_a_person": f"(state IN ({_CLOSED})) = (closed_by IS NOT NULL)",
}
_NEW_RULE = "countersigned_by IS NULL OR countersigned_by <> decided_by"


def upgrade() -> None:
    """Add the tables, widen that of cases, then the triggers of both."""
    _meeting_tables()
    c.widen_table("cases", revision, _widen_cases)
    _intake_tables()
    _budget_tables()
    _payment_tables()
    for statement in c.guard_statements(revision):
        op.get_bind().exec_driver_sql(statement)


def _case_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("state_since", sa.DateTime(), nullable=False, server_default="2024-01-01 00:00:00"),
        *(c.day(name, nullable=True) for name in ("received_on", "supplement_due", "accepted_on")),
        *(c.person("cases", name, nullable=True) for name in ("decided_for", "countersigned_by")),
        c.time("countersigned_at", nullable=True),
        c.text("countersigner_name", nullable=True),
        c.person("cases", "countersigned_for", nullable=True),
        c.key_to("cases", "batch_id", "batches", nullable=True),
    ]


def _widen_cases() -> None:
    with op.batch_alter_table("cases", table_kwargs={"sqlite_autoincrement": True}) as batch:
        for column in _case_columns():
            batch.add_column(column)
        for name, rule in _CHANGED_RULES.items():
            batch.drop_constraint(f"ck_cases_{name}", type_="check")
            batch.create_check_constraint(f"ck_cases_{name}", rule)
        batch.create_check_constraint("ck_cases_signed_by_two", _NEW_RULE)
        batch.create_index("ix_cases_batch_id", ["batch_id"])
    op.get_bind().exec_driver_sql(
        "UPDATE cases SET received_on = date(entered_at), accepted_on = date(submitted_at),"
        " state_since = coalesce((SELECT max(at) FROM events WHERE events.case_id = cases.id"
        " AND kind IN ('submit', 'return', 'withdraw', 'approve', 'refuse', 'correct', 'recover')), changed_at)"
        " WHERE submitted_at IS NOT NULL"
    )
    op.get_bind().exec_driver_sql("UPDATE cases SET state_since = changed_at WHERE submitted_at IS NULL")


def _meeting_tables() -> None:
    op.create_table(
        "batches",
        c.whole("id"),
        *(c.text(name) for name in ("number", "name")),
        c.whole("year"),
        c.person("batches", "opened_by"),
        c.time("opened_at"),
        c.whole("version"),
        c.text("minutes_number"),
        *(c.day(name, nullable=True) for name in ("minutes_on", "posted_on", "first_day", "last_day")),
        c.whole("days", nullable=True),
        *(c.yes_no(name) for name in ("working", "estimated")),
        c.text("place"),
        c.primary("batches", "id"),
        sa.UniqueConstraint("number", name="uq_batches_number"),
        sa.CheckConstraint("(posted_on IS NULL) = (last_day IS NULL)", name="ck_batches_notice_has_its_days"),
    )
    op.create_table(
        "objections",
        c.whole("id"),
        c.key_to("objections", "case_id", "cases"),
        c.day("received_on"),
        *(c.text(name) for name in ("objector", "contact", "content")),
        c.person("objections", "recorded_by"),
        c.time("recorded_at"),
        c.choice("outcome", "not_accepted", "dismissed", "upheld", nullable=True),
        c.text("answer"),
        c.day("answered_on", nullable=True),
        c.person("objections", "answered_by", nullable=True),
        c.primary("objections", "id"),
    )
    op.create_index("ix_objections_case_id", "objections", ["case_id"])


def _intake_tables() -> None:
    op.create_table(
        "case_steps",
        c.whole("id"),
        c.key_to("case_steps", "case_id", "cases", cascade=True),
        c.choice("kind", "receipt", nullable=False),
        c.day("on_day"),
        c.json("content", nullable=False),
        c.person("case_steps", "by_id"),
        c.time("at"),
        c.primary("case_steps", "id"),
    )
    op.create_index("ix_case_steps_case_id", "case_steps", ["case_id"])
    op.create_table(
        "deputies",
        c.whole("id"),
        *(c.person("deputies", name) for name in ("person_id", "deputy_id")),
        *(c.day(name) for name in ("first_day", "last_day")),
        c.text("reason"),
        c.person("deputies", "recorded_by"),
        c.time("recorded_at"),
        c.primary("deputies", "id"),
        sa.CheckConstraint("person_id <> deputy_id", name="ck_deputies_two_persons"),
        sa.CheckConstraint("first_day <= last_day", name="ck_deputies_days_in_order"),
    )
    for column in ("person_id", "deputy_id"):
        op.create_index(f"ix_deputies_{column}", "deputies", [column])


def _budget_tables() -> None:
    op.create_table(
        "budget_entries",
        c.whole("id"),
        c.whole("year"),
        *(c.text(name) for name in ("treasury", "clause")),
        c.large("amount_fen", nullable=False),
        c.text("document"),
        c.person("budget_entries", "by_id"),
        c.time("at"),
        c.primary("budget_entries", "id"),
    )
    op.create_table(
        "budget_uses",
        c.whole("id"),
        c.key_to("budget_uses", "case_id", "cases"),
        c.whole("year"),
        *(c.text(name) for name in ("treasury", "clause")),
        c.large("amount_fen", nullable=False),
        c.choice("state", "reserved", "committed", "paid", "released"),
        *(c.time(name) for name in ("at", "changed_at")),
        c.primary("budget_uses", "id"),
        sa.CheckConstraint("amount_fen > 0", name="ck_budget_uses_something_taken"),
    )
    op.create_index("ix_budget_uses_case_id", "budget_uses", ["case_id"])
    for table in ("budget_entries", "budget_uses"):
        op.create_index(f"ix_{table}_year_treasury", table, ["year", "treasury"])


def _payment_tables() -> None:
    account = ("account_name", "bank_name", "bank_branch_code", "account_number")
    op.create_table(
        "payment_lines",
        c.whole("id"),
        c.key_to("payment_lines", "case_id", "cases"),
        c.text("treasury"),
        c.large("amount_fen", nullable=False),
        c.key_to("payment_lines", "ruling_id", "rulings", nullable=True),
        c.time("at"),
        c.primary("payment_lines", "id"),
        sa.UniqueConstraint("case_id", "treasury", name="uq_payment_lines_case_id_treasury"),
        sa.CheckConstraint("amount_fen > 0", name="ck_payment_lines_something_to_pay"),
    )
    op.create_table(
        "payments",
        c.whole("id"),
        c.key_to("payments", "line_id", "payment_lines"),
        c.large("amount_fen", nullable=False),
        c.day("paid_on"),
        *(c.text(name) for name in ("voucher", *account)),
        c.person("payments", "by_id"),
        c.time("at"),
        c.day("returned_on", nullable=True),
        c.text("return_reason"),
        c.person("payments", "returned_by", nullable=True),
        c.primary("payments", "id"),
    )
    op.create_index("ix_payments_line_id", "payments", ["line_id"])
    op.create_table(
        "account_changes",
        c.key_to("account_changes", "case_id", "cases"),
        *(c.text(name) for name in (*account, "document")),
        c.person("account_changes", "by_id"),
        c.time("at"),
        c.primary("account_changes", "case_id"),
    )
    op.create_table(
        "recoveries",
        c.key_to("recoveries", "case_id", "cases"),
        c.large("amount_fen", nullable=False),
        *(c.day(name) for name in ("notified_on", "due_on")),
        c.day("repaid_on", nullable=True),
        c.text("voucher"),
        c.person("recoveries", "repaid_to", nullable=True),
        c.primary("recoveries", "case_id"),
    )
