"""The base of all stored entities, the column types they share, and the clock of the records.

Times are stored as the wall time of Beijing without a zone, to the second: the bureau, its papers and its
deadlines know no other, whatever zone the machine is set to.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, Dialect, Enum, MetaData, Text
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator, TypeEngine

BEIJING = timezone(timedelta(hours=8))


def beijing_now() -> datetime:
    """The time now as it is stored: Beijing, without a zone, to the second."""
    return datetime.now(BEIJING).replace(tzinfo=None, microsecond=0)


class Fen(TypeDecorator[Decimal]):
    """Money: ``Decimal`` yuan with two decimals in Python, whole 分 as BIGINT in the database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Yuan to 分; raises ValueError for a fraction of a 分."""
        if value is None:
            return None
        fen = value * 100
        if fen != fen.to_integral_value():
            raise ValueError(f"{value} has a fraction of a fen")
        return int(fen)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """分 to yuan with two decimals."""
        return None if value is None else Decimal(value).scaleb(-2)


def as_text(kind: type[StrEnum]) -> TypeEngine[Any]:
    """The column type of an enum: its value as text, so that a new member needs no ALTER TYPE."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=20,
        values_callable=lambda members: [member.value for member in members],
    )


class Record(DeclarativeBase):
    """Base of the entities. Text columns have no length: PostgreSQL and SQLite need none."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        Decimal: Fen(),
        dict[str, Any]: JSON(none_as_null=True),
        list[Any]: JSON(none_as_null=True),
    }


__all__ = ["BEIJING", "Fen", "Record", "as_text", "beijing_now"]
