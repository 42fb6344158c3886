"""The first schema: persons, applicants, dossiers, cases with checklist and editors, events, bureau.

Written out, not derived from the entities: a released migration never changes.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ycdesk.database.migrations import columns as c

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, then the triggers that guard them."""
    _bureau_tables()
    _applicant_tables()
    _case_table()
    _case_children()
    _event_table()
    for statement in c.guard_statements(revision):
        op.get_bind().exec_driver_sql(statement)


def _bureau_tables() -> None:
    op.create_table("bureau_settings", c.text("key"), c.text("value"), c.primary("bureau_settings", "key"))
    op.create_table(
        "counters", c.text("series"), c.whole("year"), c.whole("last"), c.primary("counters", "series", "year")
    )
    op.create_table(
        "policy_clauses",
        *(c.text(name) for name in ("policy_id", "clause", "text")),
        c.primary("policy_clauses", "policy_id", "clause"),
    )
    op.create_table(
        "persons",
        c.whole("id"),
        c.text("login"),
        c.text("name"),
        c.choice("role", "caseworker", "supervisor", "clerk", "administrator"),
        c.text("password_hash"),
        c.yes_no("active"),
        c.time("created_at"),
        c.text("password_hint"),
        c.primary("persons", "id"),
        sa.UniqueConstraint("login", name="uq_persons_login"),
    )


def _applicant_tables() -> None:
    details = ("address", "legal_representative", "contact_name", "contact_phone", "email")
    account = ("bank_name", "bank_branch_code", "account_name", "account_number")
    op.create_table(
        "applicants",
        c.whole("id"),
        *(c.text(name) for name in ("name", "search_name", "pinyin")),
        c.text("credit_code", nullable=True),
        *(c.text(name) for name in ("kind", "county", *details, *account, "remark")),
        c.person("applicants", "created_by"),
        c.time("created_at"),
        c.whole("version"),
        c.primary("applicants", "id"),
        sa.UniqueConstraint("credit_code", name="uq_applicants_credit_code"),
    )
    op.create_index("ix_applicants_pinyin", "applicants", ["pinyin"])
    op.create_index("ix_applicants_search_name", "applicants", ["search_name"])
    op.create_table(
        "dossiers",
        c.whole("id"),
        c.text("number"),
        c.key_to("dossiers", "applicant_id", "applicants"),
        c.person("dossiers", "opened_by"),
        c.time("opened_at"),
        c.whole("version"),
        c.primary("dossiers", "id"),
        sa.UniqueConstraint("number", name="uq_dossiers_number"),
    )
    op.create_index("ix_dossiers_applicant_id", "dossiers", ["applicant_id"])


def _case_table() -> None:
    op.create_table(
        "cases",
        c.whole("id"),
        c.text("number"),
        c.key_to("cases", "dossier_id", "dossiers"),
        c.text("measure"),
        c.choice("state", "draft", "pending", "returned", "supported", "refused", "withdrawn"),
        c.json("entries", nullable=False),
        c.day("applied_on", nullable=True),
        c.person("cases", "entered_by"),
        c.time("entered_at"),
        c.person("cases", "changed_by"),
        c.time("changed_at"),
        c.whole("version"),
        c.whole("submissions"),
        c.person("cases", "submitted_by", nullable=True),
        c.time("submitted_at", nullable=True),
        c.choice("proposal", "support", "refuse", nullable=True),
        c.text("proposal_reason"),
        c.text("policy_id", nullable=True),
        c.text("policy_version", nullable=True),
        *(c.json(name) for name in ("facts", "result", "papers", "applicant_snapshot", "words")),
        *(c.large(name) for name in ("computed_fen", "city_fen", "county_fen")),
        c.text("reason"),
        *(c.large(name) for name in ("award_fen", "award_city_fen", "award_county_fen")),
        c.text("award_reason"),
        c.text("opinion"),
        c.json("confirmed_flags"),
        c.person("cases", "decided_by", nullable=True),
        c.time("decided_at", nullable=True),
        c.text("decider_name", nullable=True),
        c.primary("cases", "id"),
        sa.UniqueConstraint("number", name="uq_cases_number"),
        *(sa.CheckConstraint(rule, name=f"ck_cases_{name}") for name, rule in _CASE_RULES.items()),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_cases_dossier_id", "cases", ["dossier_id"])
    op.create_index("ix_cases_state_submitted_at", "cases", ["state", "submitted_at"])


_CASE_RULES = {
    "decided_by_a_person": "(state IN ('supported', 'refused')) = (decided_by IS NOT NULL)",
    "award_when_supported": "(state = 'supported') = (award_fen IS NOT NULL)",
    "award_within_computed": "award_fen IS NULL OR (award_fen >= 0 AND award_fen <= computed_fen)",
    "parts_of_computed": "city_fen + county_fen = computed_fen",
    "parts_of_award": "award_city_fen + award_county_fen = award_fen",
    "both_parts": "(award_city_fen IS NULL) = (award_county_fen IS NULL)",
}


def _case_children() -> None:
    op.create_table(
        "case_editors",
        c.key_to("case_editors", "case_id", "cases", cascade=True),
        c.person("case_editors", "person_id"),
        c.primary("case_editors", "case_id", "person_id"),
    )
    op.create_table(
        "checklist_entries",
        c.whole("id"),
        c.key_to("checklist_entries", "case_id", "cases", cascade=True),
        c.text("paper_id"),
        *(c.yes_no(name) for name in ("ticked", "original", "copy", "stamp", "signed", "verify", "translate")),
        c.whole("pages", nullable=True),
        c.text("remark"),
        c.text("waived_reason"),
        c.person("checklist_entries", "by_id"),
        c.time("at"),
        c.primary("checklist_entries", "id"),
        sa.UniqueConstraint("case_id", "paper_id", name="uq_checklist_entries_case_id_paper_id"),
    )


def _event_table() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        c.time("at"),
        c.person("events", "person_id", nullable=True),
        c.text("person_name"),
        c.text("kind"),
        *(c.whole(name, nullable=True) for name in ("case_id", "dossier_id", "applicant_id")),
        *(c.text(name) for name in ("content", "previous_hash", "hash")),
        c.primary("events", "id"),
    )
    op.create_index("ix_events_case_id_kind", "events", ["case_id", "kind"])
