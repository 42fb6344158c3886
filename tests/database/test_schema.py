"""Creating, migrating and refusing databases, on both engines."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, Engine, inspect, text

from ycdesk.database.engine import make_engine
from ycdesk.database.location import read_url
from ycdesk.database.schema import SCRIPTS, VERSION_TABLE, bring_up_to_date, revisions
from ycdesk.domain.entities import Record
from ycdesk.domain.errors import OfficeProblem

NOW = datetime(2025, 7, 1, 9, 30, 0)  # noqa: DTZ001 - stored times have no zone

SECOND = '''"""A later schema, as the next version of the program will bring one."""
import sqlalchemy as sa
from alembic import op
revision = "9000"
down_revision = "{head}"
def upgrade() -> None:
    op.create_table("later", sa.Column("id", sa.Integer(), primary_key=True))
    {more}
'''


@pytest.fixture
def engine(database_url: str) -> Engine:
    """An engine on an empty database."""
    return make_engine(read_url(database_url))


def later_scripts(tmp_path: Path, more: str = "") -> Path:
    """The migrations with one more."""
    scripts = tmp_path / "migrations"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    text = SECOND.format(more=more, head=revisions()[-1])
    (scripts / "versions" / "9000_later.py").write_text(text, encoding="utf-8")
    return scripts


def stored(engine: Engine) -> str | None:
    """The revision in the database."""
    with engine.connect() as connection:
        revision: str | None = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    return revision


def test_entities_and_migrations_agree(engine: Engine) -> None:
    bring_up_to_date(engine, NOW)
    with engine.connect() as connection:
        options = {"version_table": VERSION_TABLE, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Record.metadata) == []
        declared = {
            (table.name, str(rule.name), str(rule.sqltext))
            for table in Record.metadata.tables.values()
            for rule in table.constraints
            if isinstance(rule, CheckConstraint)
        }
        stored = check_rules(connection)
        assert {rule[:2] for rule in stored} == {rule[:2] for rule in declared}
        if engine.dialect.name == "sqlite":  # PostgreSQL words them anew
            assert stored == declared
    engine.dispose()


def check_rules(connection: Connection) -> set[tuple[str, str, str]]:
    """Table, name and text of each check constraint in the database; alembic does not compare them."""
    inspector = inspect(connection)
    return {
        (table, str(rule["name"]), rule["sqltext"])
        for table in inspector.get_table_names()
        for rule in inspector.get_check_constraints(table)
    }


def test_known_revisions_are_those_of_alembic() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    scripts = ScriptDirectory.from_config(config)
    assert revisions()[-1] == scripts.get_current_head()
    assert set(revisions()) == {script.revision for script in scripts.walk_revisions()}


def test_opening_twice_changes_nothing(engine: Engine) -> None:
    bring_up_to_date(engine, NOW)
    bring_up_to_date(engine, NOW)
    assert stored(engine) == revisions()[-1]
    engine.dispose()


def test_a_newer_database_is_refused(engine: Engine) -> None:
    bring_up_to_date(engine, NOW)
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    with pytest.raises(OfficeProblem, match="更新版本的程序") as caught:
        bring_up_to_date(engine, NOW)
    assert caught.value.advice == "请在本机安装新版程序，或者在设置里选用别的数据库。"
    assert stored(engine) == "9999"
    engine.dispose()


def test_a_database_of_another_program_is_refused(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE accounts (id INTEGER)"))
    with pytest.raises(OfficeProblem, match="别的程序的数据库（里面有 accounts 等表）"):
        bring_up_to_date(engine, NOW)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["accounts"]
    engine.dispose()


def test_an_older_database_is_migrated(engine: Engine, tmp_path: Path) -> None:
    bring_up_to_date(engine, NOW)
    bring_up_to_date(engine, NOW, later_scripts(tmp_path))
    assert stored(engine) == "9000"
    engine.dispose()


def test_a_migration_that_fails_leaves_the_old_schema(engine: Engine, tmp_path: Path) -> None:
    bring_up_to_date(engine, NOW)
    with pytest.raises(ZeroDivisionError):
        bring_up_to_date(engine, NOW, later_scripts(tmp_path, more="1 / 0"))
    assert stored(engine) == revisions()[-1]
    with engine.connect() as connection:
        assert "later" not in inspect(connection).get_table_names()
    engine.dispose()


def test_a_migration_that_is_killed_leaves_the_old_schema(database_url: str, tmp_path: Path) -> None:
    """The power goes while the later schema is half made."""
    engine = make_engine(read_url(database_url))
    bring_up_to_date(engine, NOW)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO bureau_settings VALUES ('bureau_name', '运城市商务局')"))
    engine.dispose()
    more = "op.execute(\"UPDATE bureau_settings SET value = ''\"); import os; os._exit(9)"
    program = (
        "import sys; from datetime import datetime; from pathlib import Path; from ycdesk.database.engine import *;"
        "from ycdesk.database.location import read_url; from ycdesk.database.schema import bring_up_to_date;"
        "bring_up_to_date(make_engine(read_url(sys.argv[1])), datetime.now(), Path(sys.argv[2]))"
    )
    command = [sys.executable, "-c", program, database_url, str(later_scripts(tmp_path, more=more))]
    assert subprocess.run(command).returncode == 9
    assert stored(engine) == revisions()[-1]
    with engine.connect() as connection:
        assert "later" not in inspect(connection).get_table_names()
        assert connection.execute(text("SELECT value FROM bureau_settings")).scalars().all() == ["运城市商务局"]
    engine.dispose()


def test_alembic_is_not_imported_for_a_database_that_is_up_to_date(home: Path) -> None:
    program = (
        "import sys; from ycdesk.services.office import open_office;"
        "open_office().close(); print('alembic' in sys.modules)"
    )
    seen = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()
        for _ in range(2)
    ]
    assert seen == ["True", "False"]
    assert (home / "ycdesk.sqlite3").exists()
