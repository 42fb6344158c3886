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
    """The data folder: ``YCDESK_HOME``, else the one chosen on this machine, else the user's data folder.

    Not created here.
    """
    chosen = os.environ.get("YCDESK_HOME", "").strip()
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    try:
        return Path(_chosen_home().read_text(encoding="utf-8").strip() or user_data_path("ycdesk", appauthor=False))
    except (OSError, ValueError):
        return user_data_path("ycdesk", appauthor=False)


def remember_home(folder: Path) -> None:
    """Let :func:`home` give ``folder`` from now on (unless ``YCDESK_HOME`` is set). Raises OSError."""
    _chosen_home().parent.mkdir(parents=True, exist_ok=True)
    _chosen_home().write_text(str(folder.absolute()), encoding="utf-8")


def _chosen_home() -> Path:
    from platformdirs import user_config_path

    return user_config_path("ycdesk", appauthor=False) / "home.txt"


def database_url(home: Path) -> str:
    """The database: ``YCDESK_DATABASE_URL``, else the machine's settings, else the SQLite file in ``home``."""
    chosen = os.environ.get("YCDESK_DATABASE_URL", "").strip()
    if chosen:
        return chosen
    from ycdesk.settings import read_settings

    return read_settings(home).database_url or sqlite_url(home / "ycdesk.sqlite3")


def sqlite_url(file: Path) -> str:
    """The URL of a SQLite file; spaces, ``#``, ``?`` and Chinese names in its path stand as they are."""
    return "sqlite:///" + file.absolute().as_posix()


def policy_folder() -> Path:
    """The first policy package; others stand beside it."""
    return resources() / "policy" / "yuncheng-2024-10"


def policy_folders() -> tuple[Path, ...]:
    """All policy packages that ship with the program: the first, and every other folder beside it that holds one."""
    first = policy_folder()
    others = sorted(file.parent for file in first.parent.glob("*/package.toml") if file.parent != first)
    return (first, *others)


def write_whole(file: Path, data: bytes) -> None:
    """Write a file whole or not at all, safe against loss of power. Raises OSError."""
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(file)
    except OSError:
        part.unlink(missing_ok=True)
        raise
