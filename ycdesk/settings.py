"""Settings of this machine (not of the bureau): one small TOML file in the data folder, replaced atomically."""

from __future__ import annotations

import json
import os
import tempfile
import tomllib
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

FILE_NAME = "settings.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a machine remembers. An empty text means "as the program has it"."""

    database_url: str = ""
    theme: str = ""
    """``light``, ``dark`` or empty for what the system says."""
    last_login: str = ""
    last_version: str = ""
    """Of the program, as it was last used here; empty also where that was before it was remembered."""
    paper_fonts: str = ""
    """``machine`` to set papers in the machine's own 仿宋 and 小标宋 where it has them; empty for the bundled fonts."""


def read_settings(home: Path) -> Settings:
    """The settings in ``home``. A missing, unreadable or damaged file, or an unknown key, gives the defaults."""
    try:
        found = tomllib.loads((home / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    known = {field.name for field in fields(Settings)}
    return Settings(**{name: value for name, value in found.items() if name in known and isinstance(value, str)})


def write_settings(home: Path, settings: Settings) -> None:
    """Replace the file in one step, so that a power cut leaves the old one or the new one. Raises OSError."""
    home.mkdir(parents=True, exist_ok=True)
    # A JSON string without raw control characters is a TOML basic string.
    text = "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in asdict(settings).items())
    handle, name = tempfile.mkstemp(dir=home, prefix=FILE_NAME)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(name, home / FILE_NAME)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def remember(home: Path, **changes: str) -> None:
    """Change some settings; a folder that cannot be written only means that they are forgotten."""
    with suppress(OSError):
        write_settings(home, replace(read_settings(home), **changes))
