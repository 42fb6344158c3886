"""A bureau on either engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bureau import Bureau, make_bureau


@pytest.fixture
def bureau(database_url: str, home: Path) -> Iterator[Bureau]:
    """People, an applicant and an empty list of cases, once on SQLite and once on PostgreSQL."""
    made = make_bureau(database_url, home)
    yield made
    made.office.close()
