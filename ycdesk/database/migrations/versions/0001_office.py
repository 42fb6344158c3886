"""The first schema: persons, applicants, dossiers, cases with checklist and editors, events, bureau.

Written out, not derived from the entities: a released migration never changes.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_GUARDS = Path(__file__).parent.parent / "guards"


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _whole(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _person(table: str, name: str, *, nullable: bool = False) -> sa.Column[int]:
    key = sa.ForeignKey("persons.id", name=f"fk_{table}_{name}_persons")
    return sa.Column(name, sa.Integer(), key, nullable=nullable)


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(), nullable=nullable)


def _yes_no(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _fen(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=True)


def _json(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(), nullable=nullable)


def _choice(name: str, *values: str, nullable: bool = False) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=False, length=20)
    return sa.Column(name, kind, nullable=nullable)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def upgrade() -> None:
    """Create the tables, then the triggers that guard them."""
    _bureau_tables()
    _applicant_tables()
    _case_table()
    _case_children()
    _event_table()
    statements = (_GUARDS / f"0001_{op.get_bind().dialect.name}.sql").read_text(encoding="utf-8")
    for statement in statements.split("\n----\n"):
        op.get_bind().exec_driver_sql(statement)


def _bureau_tables() -> None:
    op.create_table("bureau_settings", _text("key"), _text("value"), _key("bureau_settings", "key"))
    op.create_table("counters", _text("series"), _whole("year"), _whole("last"), _key("counters", "series", "year"))
    op.create_table(
        "policy_clauses",
        *(_text(name) for name in ("policy_id", "clause", "text")),
        _key("policy_clauses", "policy_id", "clause"),
    )
    op.create_table(
        "persons",
        _whole("id"),
        _text("login"),
        _text("name"),
        _choice("role", "caseworker", "supervisor", "clerk", "administrator"),
        _text("password_hash"),
        _yes_no("active"),
        _time("created_at"),
        _text("password_hint"),
        _key("persons", "id"),
        sa.UniqueConstraint("login", name="uq_persons_login"),
    )


def _applicant_tables() -> None:
    details = ("address", "legal_representative", "contact_name", "contact_phone", "email")
    account = ("bank_name", "bank_branch_code", "account_name", "account_number")
    op.create_table(
        "applicants",
        _whole("id"),
        *(_text(name) for name in ("name", "search_name", "pinyin")),
        _text("credit_code", nullable=True),
        *(_text(name) for name in ("kind", "county", *details, *account, "remark")),
        _person("applicants", "created_by"),
        _time("created_at"),
        _whole("version"),
        _key("applicants", "id"),
        sa.UniqueConstraint("credit_code", name="uq_applicants_credit_code"),
    )
    op.create_index("ix_applicants_pinyin", "applicants", ["pinyin"])
    op.create_index("ix_applicants_search_name", "applicants", ["search_name"])
    op.create_table(
        "dossiers",
        _whole("id"),
        _text("number"),
        sa.Column(
            "applicant_id",
            sa.Integer(),
            sa.ForeignKey("applicants.id", name="fk_dossiers_applicant_id_applicants"),
            nullable=False,
        ),
        _person("dossiers", "opened_by"),
        _time("opened_at"),
        _whole("version"),
        _key("dossiers", "id"),
        sa.UniqueConstraint("number", name="uq_dossiers_number"),
    )
    op.create_index("ix_dossiers_applicant_id", "dossiers", ["applicant_id"])


def _case_table() -> None:
    op.create_table(
        "cases",
        _whole("id"),
        _text("number"),
        sa.Column(
            "dossier_id",
            sa.Integer(),
            sa.ForeignKey("dossiers.id", name="fk_cases_dossier_id_dossiers"),
            nullable=False,
        ),
        _text("measure"),
        _choice("state", "draft", "pending", "returned", "supported", "refused", "withdrawn"),
        _json("entries", nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=True),
        _person("cases", "entered_by"),
        _time("entered_at"),
        _person("cases", "changed_by"),
        _time("changed_at"),
        _whole("version"),
        _whole("submissions"),
        _person("cases", "submitted_by", nullable=True),
        _time("submitted_at", nullable=True),
        _choice("proposal", "support", "refuse", nullable=True),
        _text("proposal_reason"),
        _text("policy_id", nullable=True),
        _text("policy_version", nullable=True),
        *(_json(name) for name in ("facts", "result", "papers", "applicant_snapshot", "words")),
        *(_fen(name) for name in ("computed_fen", "city_fen", "county_fen")),
        _text("reason"),
        *(_fen(name) for name in ("award_fen", "award_city_fen", "award_county_fen")),
        _text("award_reason"),
        _text("opinion"),
        _json("confirmed_flags"),
        _person("cases", "decided_by", nullable=True),
        _time("decided_at", nullable=True),
        _text("decider_name", nullable=True),
        _key("cases", "id"),
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
        _case_id("case_editors"),
        _person("case_editors", "person_id"),
        _key("case_editors", "case_id", "person_id"),
    )
    op.create_table(
        "checklist_entries",
        _whole("id"),
        _case_id("checklist_entries"),
        _text("paper_id"),
        *(_yes_no(name) for name in ("ticked", "original", "copy", "stamp", "signed", "verify", "translate")),
        _whole("pages", nullable=True),
        _text("remark"),
        _text("waived_reason"),
        _person("checklist_entries", "by_id"),
        _time("at"),
        _key("checklist_entries", "id"),
        sa.UniqueConstraint("case_id", "paper_id", name="uq_checklist_entries_case_id_paper_id"),
    )


def _case_id(table: str) -> sa.Column[int]:
    key = sa.ForeignKey("cases.id", name=f"fk_{table}_case_id_cases", ondelete="CASCADE")
    return sa.Column("case_id", sa.Integer(), key, nullable=False)


def _event_table() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        _time("at"),
        _person("events", "person_id", nullable=True),
        _text("person_name"),
        _text("kind"),
        *(_whole(name, nullable=True) for name in ("case_id", "dossier_id", "applicant_id")),
        *(_text(name) for name in ("content", "previous_hash", "hash")),
        _key("events", "id"),
    )
    op.create_index("ix_events_case_id_kind", "events", ["case_id", "kind"])
