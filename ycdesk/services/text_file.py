"""Text files that the bureau brings along, whatever program wrote them."""

from __future__ import annotations

from pathlib import Path

from ycdesk.domain.errors import InputProblem

LARGEST = 2_000_000
"""Bytes; the policy has some 8 000."""


def read_text(path: Path) -> str:
    """The text of a UTF-8 or GB18030 file. Raises InputProblem for one that cannot be read or is no text."""
    try:
        if path.stat().st_size > LARGEST:
            raise InputProblem({"path": f"{path.name} 太大，不像是要载入的文本，请选用文本文件（.txt、.csv）。"})
        data = path.read_bytes()
    except OSError as error:
        from ycdesk.calculation.problems import cause_of  # here: the desk opens without the calculation

        raise InputProblem({"path": f"{path.name} 读不出来（{cause_of(error)}），请检查文件。"}) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise InputProblem({"path": f"{path.name} 不是文本文件，请另存为文本文件（.txt、.csv）后再载入。"})
