"""Fixtures: a bureau is made once for each engine and copied for each test, which is ten times faster."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bureau import Bureau, make_bureau, reopen_bureau
from tests.conftest import Cluster
from ycdesk.database import engine

TEMPLATE = "bureau_template"


@pytest.fixture(scope="session")
def sqlite_bureau(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with people and an applicant."""
    folder = tmp_path_factory.mktemp("bureau")
    file = folder / "ycdesk.sqlite3"
    make_bureau(f"sqlite:///{file.as_posix()}", folder).office.close()
    return file


@pytest.fixture(scope="session")
def postgres_bureau(postgres_cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a PostgreSQL database with people and an applicant."""
    name = f"{TEMPLATE}_{uuid.uuid4().hex[:8]}"
    postgres_cluster.execute(f"CREATE DATABASE {name}")
    make_bureau(postgres_cluster.url(name), tmp_path_factory.mktemp("bureau")).office.close()
    return name


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def bureau(request: pytest.FixtureRequest, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    """People, an applicant and an empty list of cases, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        # No power cut is tested here, and the private PostgreSQL server does not wait for the disk either.
        pragmas = tuple(pragma.replace("synchronous = FULL", "synchronous = OFF") for pragma in engine._PRAGMAS)
        monkeypatch.setattr(engine, "_PRAGMAS", pragmas)
        file = shutil.copy(request.getfixturevalue("sqlite_bureau"), home / "ycdesk.sqlite3")
        made = reopen_bureau(f"sqlite:///{Path(file).as_posix()}", home)
        yield made
        made.office.close()
        return
    cluster: Cluster = request.getfixturevalue("postgres_cluster")
    template: str = request.getfixturevalue("postgres_bureau")
    name = f"test_{uuid.uuid4().hex}"
    cluster.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    made = reopen_bureau(cluster.url(name), home)
    yield made
    made.office.close()
    cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")
