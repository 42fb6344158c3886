"""Scans of the papers, and who has seen their originals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ycdesk.database.migrations import columns as c

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Widen the checklist, create the two tables, then the triggers."""
    c.widen_table("checklist_entries", revision, _widen_checklist)
    op.create_table(
        "scans",
        c.whole("id"),
        c.key_to("scans", "entry_id", "checklist_entries", cascade=True),
        *(c.text(name) for name in ("name", "kind", "digest")),
        c.whole("size"),
        c.person("scans", "by_id"),
        c.time("at"),
        c.primary("scans", "id"),
        sa.UniqueConstraint("entry_id", "digest", name="uq_scans_entry_id_digest"),
        sa.CheckConstraint("length(digest) = 64", name="ck_scans_digest_is_sha256"),
    )
    op.create_index("ix_scans_digest", "scans", ["digest"])
    op.create_table(
        "scan_contents",
        c.text("digest"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        c.primary("scan_contents", "digest"),
    )
    for statement in c.guard_statements(revision):
        op.get_bind().exec_driver_sql(statement)


def _widen_checklist() -> None:
    with op.batch_alter_table("checklist_entries") as batch:
        batch.add_column(c.person("checklist_entries", "seen_by_id", nullable=True))
        batch.add_column(c.time("seen_at", nullable=True))
