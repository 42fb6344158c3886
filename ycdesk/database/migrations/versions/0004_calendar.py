"""The calendar of the bureau: its own working days and days of rest, and the years that it has confirmed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ycdesk.database.migrations import columns as c

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the two tables, then the triggers that say who may write in them."""
    op.create_table(
        "calendar_days",
        c.day("day"),
        c.yes_no("works"),
        c.text("note"),
        c.person("calendar_days", "recorded_by"),
        c.time("recorded_at"),
        c.primary("calendar_days", "day"),
    )
    op.create_table(
        "confirmed_years",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        c.person("confirmed_years", "confirmed_by"),
        c.time("confirmed_at"),
        c.primary("confirmed_years", "year"),
    )
    for statement in c.guard_statements(revision):
        op.get_bind().exec_driver_sql(statement)
