"""Where things lie: the resources that ship with the program, and the data folder of this machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def resources() -> Path:
    """The folder ``resources``: beside the packages in a source tree or an installation, in the bundle when frozen."""
    bundle = getattr(sys, "_MEIPASS", None)
    return (Path(bundle) if bundle else Path(__file__).resolve().parent.parent) / "resources"


def home() -> Path:
    """The data folder: ``YCDESK_HOME``, else the user's data folder as the system has it. Not created here."""
    chosen = os.environ.get("YCDESK_HOME", "").strip()
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path("ycdesk", appauthor=False)


def database_url(home: Path) -> str:
    """The database: ``YCDESK_DATABASE_URL``, else the machine's settings, else the SQLite file in ``home``."""
    chosen = os.environ.get("YCDESK_DATABASE_URL", "").strip()
    if chosen:
        return chosen
    from ycdesk.settings import read_settings

    return read_settings(home).database_url or sqlite_url(home / "ycdesk.sqlite3")


def sqlite_url(file: Path) -> str:
    """The URL of a SQLite file. Works for folders with spaces, ``#``, ``?`` and Chinese names: the path is taken as is."""
    return "sqlite:///" + file.absolute().as_posix()
