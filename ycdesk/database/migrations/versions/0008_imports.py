"""What sheets brought in, and what the headings of a sender's sheets mean."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ycdesk.database.migrations import columns as c

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the two tables."""
    op.create_table(
        "imported_cases",
        c.key_to("imported_cases", "case_id", "cases", cascade=True),
        c.text("key", nullable=True),
        c.json("rows", nullable=False),
        c.primary("imported_cases", "case_id"),
        sa.UniqueConstraint("key", name="uq_imported_cases_key"),
    )
    op.create_table(
        "sender_columns",
        c.text("sender"),
        c.text("target"),
        c.json("meanings", nullable=False),
        c.primary("sender_columns", "sender", "target"),
    )
