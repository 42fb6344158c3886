"""The changelog as the Debian package wants it."""

from __future__ import annotations

from datetime import datetime, time, timedelta, timezone

from ycdesk.changelog import AmountChange, releases

_NOON = time(12, tzinfo=timezone(timedelta(hours=8)))


def debian_entries() -> list[tuple[str, datetime, list[str]]]:
    """Version, time (noon of the day in Beijing) and lines of each version, newest first; amounts come first."""
    return [
        (each.version, datetime.combine(each.day, _NOON), [*map(_line, each.amounts), *each.entries])
        for each in releases()
    ]


def _line(change: AmountChange) -> str:
    return f"影响金额（{change.scope}）：{change.text}"
