"""The machine's settings and paths."""

from __future__ import annotations

from pathlib import Path

import pytest

from ycdesk.paths import database_url, resources
from ycdesk.settings import FILE_NAME, Settings, read_settings, write_settings


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    settings = Settings(database_url='postgresql://甲:"\\p\n@h/db', theme="dark", last_login="wang")
    write_settings(tmp_path / "新的", settings)
    assert read_settings(tmp_path / "新的") == settings
    assert [file.name for file in (tmp_path / "新的").iterdir()] == [FILE_NAME]


@pytest.mark.parametrize("content", ["", "no toml =", 'theme = 5\nunknown = "x"', "\x00\xff"])
def test_a_damaged_file_gives_the_defaults(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE_NAME).write_bytes(content.encode("latin-1"))
    assert read_settings(tmp_path) == Settings()


def test_a_failed_write_leaves_the_old_settings(tmp_path: Path) -> None:
    write_settings(tmp_path, Settings(theme="dark"))
    with pytest.raises(UnicodeEncodeError):
        write_settings(tmp_path, Settings(theme="\ud800"))
    assert read_settings(tmp_path) == Settings(theme="dark")
    assert len(list(tmp_path.iterdir())) == 1


def test_where_the_database_is(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert database_url(home) == f"sqlite:///{(home / 'ycdesk.sqlite3').as_posix()}"
    write_settings(home, Settings(database_url="postgresql://h/settings"))
    assert database_url(home) == "postgresql://h/settings"
    monkeypatch.setenv("YCDESK_DATABASE_URL", " postgresql://h/environment ")
    assert database_url(home) == "postgresql://h/environment"


def test_the_resources_are_there() -> None:
    assert (resources() / "refdata" / "pinyin_overrides.csv").is_file()
