"""Saving what the program made into a file that a person chose."""

from __future__ import annotations

from pathlib import Path

from ycdesk.domain.errors import DeskError
from ycdesk.paths import write_whole


def save_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises DeskError where it cannot be written."""
    try:
        write_whole(path, data)
    except OSError as error:
        from ycdesk.calculation.problems import cause_of  # here: the desk opens without the calculation

        advice = "请换一个文件夹或文件名，并检查磁盘空间和权限；文件正在别的程序里打开的，请先关闭。"
        raise DeskError(f"写不了文件 {path}：{cause_of(error)}。", advice) from error
