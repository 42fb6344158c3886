"""Alembic's entry: runs the migrations inside the transaction that ``ycdesk.database.schema`` has begun."""

from __future__ import annotations

from alembic import context

from ycdesk.database.schema import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    version_table=VERSION_TABLE,
    transactional_ddl=False,  # the caller's transaction spans all migrations
)
context.run_migrations()
