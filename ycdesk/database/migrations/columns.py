"""How the migrations write columns. A released migration never changes, so what stands here may only be added to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from alembic import op

_GUARDS = Path(__file__).parent / "guards"


def text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    """Text without a length."""
    return sa.Column(name, sa.Text(), nullable=nullable)


def whole(name: str, *, nullable: bool = False) -> sa.Column[int]:
    """A whole number."""
    return sa.Column(name, sa.Integer(), nullable=nullable)


def key_to(table: str, name: str, other: str, *, nullable: bool = False, cascade: bool = False) -> sa.Column[int]:
    """A column of ``table`` that refers to ``other``.id."""
    rule = "CASCADE" if cascade else None
    key = sa.ForeignKey(f"{other}.id", name=f"fk_{table}_{name}_{other}", ondelete=rule)
    return sa.Column(name, sa.Integer(), key, nullable=nullable)


def person(table: str, name: str, *, nullable: bool = False) -> sa.Column[int]:
    """A person of the bureau."""
    return key_to(table, name, "persons", nullable=nullable)


def day(name: str, *, nullable: bool = False) -> sa.Column[object]:
    """A calendar day."""
    return sa.Column(name, sa.Date(), nullable=nullable)


def time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    """A wall time of Beijing."""
    return sa.Column(name, sa.DateTime(), nullable=nullable)


def yes_no(name: str) -> sa.Column[bool]:
    """Yes or no."""
    return sa.Column(name, sa.Boolean(), nullable=False)


def large(name: str, *, nullable: bool = True) -> sa.Column[int]:
    """A large number: money in 分, or a quantity."""
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def json(name: str, *, nullable: bool = True) -> sa.Column[object]:
    """JSON."""
    return sa.Column(name, sa.JSON(), nullable=nullable)


def choice(name: str, *values: str, nullable: bool = False) -> sa.Column[str]:
    """One of some words, stored as text."""
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=False, length=20)
    return sa.Column(name, kind, nullable=nullable)


def primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    """The primary key of a table."""
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def guard_statements(revision: str) -> list[str]:
    """The triggers of a revision for the database at hand."""
    file = _GUARDS / f"{revision}_{op.get_bind().dialect.name}.sql"
    return file.read_text(encoding="utf-8").split("\n----\n")


def widen_table(table: str, revision: str, widen: Callable[[], None]) -> None:
    """Change columns and rules of a table that triggers guard; afterwards the revision puts up its own triggers.

    SQLite cannot change the rules of a table and makes it anew: all triggers go before it and come back after it but
    for those that the revision replaces, and the number of a removed row is not given again. PostgreSQL only rests
    the triggers of the table meanwhile.
    """
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        bind.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        widen()
        bind.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        return
    triggers = bind.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    last = bind.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).scalar()
    for trigger in triggers:
        bind.exec_driver_sql(f'DROP TRIGGER "{trigger.name}"')
    widen()
    if last is not None:
        bind.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
        bind.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last))
    new = " ".join(guard_statements(revision))
    for trigger in triggers:
        if f"CREATE TRIGGER {trigger.name} " not in new:
            bind.exec_driver_sql(trigger.sql)
