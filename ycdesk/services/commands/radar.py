"""``ycdeskctl radar``: the duplicate alarms of cases, as every desk sees them."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from ycdesk.services.commands import as_json, opened
from ycdesk.services.radar import sweep


def run(options: Namespace) -> Iterator[str]:
    """The alarms of the cases asked for, or of all that count; ``--open``: only those without a reason."""
    with opened() as office:
        found = sweep(office, options.numbers)
    kept = [(each, [alarm for alarm in each.alarms if alarm.open or not options.open]) for each in found]
    if options.json:
        yield as_json([{"case": each.number, **alarm.as_dict()} for each, alarms in kept for alarm in alarms])
        return
    for each, alarms in kept:
        for alarm in alarms:
            said = f"已说明（{alarm.reason_by}）：{alarm.reason}" if alarm.reason else "未说明"
            yield f"{each.number}　{each.applicant}　{each.measure}：{alarm.sentence}。{said}"
    count, cases = sum(len(alarms) for _, alarms in kept), sum(bool(alarms) for _, alarms in kept)
    words = f"{cases} 件有 {count} 条重复提示" if count else "没有重复提示"
    yield f"查了 {len(found)} 件，{words}。"
