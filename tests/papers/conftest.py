"""A bureau on SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bureau import Bureau, make_bureau
from ycdesk.paths import sqlite_url


@pytest.fixture
def bureau(home: Path) -> Iterator[Bureau]:
    """People, an applicant and an empty list of cases."""
    made = make_bureau(sqlite_url(home / "ycdesk.sqlite3"), home)
    made.office.bureau = "运城市商务局"
    yield made
    made.office.close()
