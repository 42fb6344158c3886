"""The changelog as the Debian package wants it."""

from __future__ import annotations

from datetime import datetime, time, timedelta, timezone

from ycdesk.changelog import AmountChange, releases

_NOON = time(12, tzinfo=timezone(timedelta(hours=8)))


def debian_entries() -> list[tuple[str, datetime, list[str]]]:
    """Version, time and lines of each version, newest first; amounts come first.

    The time is noon of the day in Beijing; of two versions of one day the later has the next hour.
    """
    found: list[tuple[str, datetime, list[str]]] = []
    for each in reversed(releases()):
        at = datetime.combine(each.day, _NOON)
        if found and found[0][1] >= at:
            at = found[0][1] + timedelta(hours=1)
        found.insert(0, (each.version, at, [*map(_line, each.amounts), *each.entries]))
    return found


def _line(change: AmountChange) -> str:
    return f"影响金额（{change.scope}）：{change.text}"
