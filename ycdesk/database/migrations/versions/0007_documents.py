"""The documents that the bureau issues."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ycdesk.database.migrations import columns as c

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table, then its triggers."""
    op.create_table(
        "documents",
        c.whole("id"),
        c.choice("kind", *_KINDS),
        c.whole("year"),
        c.whole("sequence"),
        c.text("number"),
        c.key_to("documents", "case_id", "cases", nullable=True),
        c.key_to("documents", "batch_id", "batches", nullable=True),
        c.text("county"),
        c.json("content", nullable=False),
        c.person("documents", "by_id"),
        c.time("at"),
        c.time("void_at", nullable=True),
        c.day("delivered_on", nullable=True),
        c.text("delivered_how"),
        c.text("delivered_to"),
        c.person("documents", "delivered_by", nullable=True),
        c.primary("documents", "id"),
        sa.UniqueConstraint("kind", "year", "sequence", name="uq_documents_kind_year_sequence"),
    )
    op.create_index("ix_documents_case_id", "documents", ["case_id"])
    op.create_index("ix_documents_batch_id", "documents", ["batch_id"])
    for statement in c.guard_statements(revision):
        op.get_bind().exec_driver_sql(statement)


_KINDS = (
    "acceptance", "supplement", "rejection", "support", "refusal", "payment", "recovery", "notice", "allotment",
    "county",
)  # fmt: skip
