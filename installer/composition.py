"""What a frozen folder is made of, by size."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

MOST_INSTALLED, MOST_PACKED = 270, 110
"""MB (10⁶ bytes): what the folder may take when installed, and the package that it is sent in."""

_PARTS = (
    ("Qt 与 PySide6", ("PySide6", "shiboken6", "libQt6", "libicu")),
    ("字体", ("resources/fonts",)),
    ("资源（政策包、图标、图片、手册……）", ("resources",)),
    ("许可", ("licences",)),
    (
        "Python",
        ("libpython", "python3", "lib-dynload", "base_library.zip", "libsqlite3", "libffi", "libuuid", "liblzma"),
    ),
    ("ycdesk 自身", ("ycdesk", "ui")),
    ("SQLAlchemy 与 Alembic", ("sqlalchemy", "alembic", "mako", "markupsafe")),
    ("PostgreSQL 连接", ("psycopg", "libpq", "libcrypto-", "libssl-", "libkrb5", "libgssapi", "libldap", "liblber")),
    ("PDF（reportlab、pypdfium2、segno）", ("reportlab", "pypdfium2", "segno")),
    (
        "Excel（openpyxl、XlsxWriter、xlrd）",
        ("openpyxl", "xlsxwriter", "xlrd", "et_xmlfile"),
    ),
    ("pydantic", ("pydantic", "annotated_types", "typing")),
    ("拼音和日历", ("pypinyin", "chinese_calendar", "chinesecalendar")),
    ("窗口系统的小库（xcb、xkbcommon）", ("libxcb", "libxkb")),
)
_REST = "其余库和 Python 标准库"


def size_of(folder: Path) -> int:
    """Bytes of all files, links as they are."""
    return sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_dir() or file.is_symlink())


def parts_of(folder: Path) -> list[tuple[str, int]]:
    """The parts of a frozen folder with their bytes, largest first."""
    found: Counter[str] = Counter()
    for file in folder.rglob("*"):
        if file.is_dir() and not file.is_symlink():
            continue
        found[_part(file.relative_to(folder))] += file.lstat().st_size
    return found.most_common()


def _part(place: Path) -> str:
    inside = place.as_posix().removeprefix("_internal/")
    if len(place.parts) == 1:
        return "ycdesk 自身"
    return next((name for name, starts in _PARTS if inside.startswith(starts)), _REST)


def table(folder: Path) -> str:
    """The parts as lines of text, MB on the left."""
    lines = [f"{size / 1e6:8.1f} MB  {name}" for name, size in parts_of(folder)]
    return os.linesep.join([*lines, f"{size_of(folder) / 1e6:8.1f} MB  合计（不超过 {MOST_INSTALLED} MB）"])
