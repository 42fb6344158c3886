"""Money and time as they are stored."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.dialects import sqlite

from ycdesk.domain.record import Fen, beijing_now

DIALECT = sqlite.dialect()


@pytest.mark.parametrize(
    ("yuan", "fen"),
    [("0.00", 0), ("0.01", 1), ("25000.00", 2_500_000), ("9999999999999.99", 999_999_999_999_999)],
)
def test_yuan_are_stored_as_whole_fen(yuan: str, fen: int) -> None:
    assert Fen().process_bind_param(Decimal(yuan), DIALECT) == fen
    assert str(Fen().process_result_value(fen, DIALECT)) == yuan


def test_nothing_stays_nothing() -> None:
    assert Fen().process_bind_param(None, DIALECT) is None
    assert Fen().process_result_value(None, DIALECT) is None


def test_a_fraction_of_a_fen_is_a_defect_and_not_rounded() -> None:
    with pytest.raises(ValueError, match=r"0\.005"):
        Fen().process_bind_param(Decimal("0.005"), DIALECT)


def test_time_is_that_of_beijing_whatever_the_zone_of_the_machine() -> None:
    now = beijing_now()
    assert now.tzinfo is None
    assert now.microsecond == 0
    assert timedelta(0) <= datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=8) - now < timedelta(minutes=1)
