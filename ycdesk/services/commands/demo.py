"""``ycdeskctl demo``."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from ycdesk.domain.errors import Refused
from ycdesk.services.commands import opened
from ycdesk.services.demo_year import YEAR, play_year
from ycdesk.services.desk import year_figures
from ycdesk.services.people import first_start, list_people


def run(options: Namespace) -> Iterator[str]:
    """Play a year in an office that is empty; the passwords are shown at the sign-in."""
    with opened() as office:
        if list_people(office):
            advice = "请用 YCDESK_HOME 指定一个空文件夹。"
            raise Refused("这个数据库里已经有人员和数据，不能演示。", advice)
        first_start(office, "运城市商务局（演示）", "周明", "zhouming", "yanshi123", demo=False)
        yield from play_year(office, options.cases, options.seed)
        figures = year_figures(office, YEAR)
        for state, count in figures.counts.items():
            if count:
                yield f"{state.label}\t{count} 件"
        yield f"核定\t{figures.awarded:,.2f} 元（市级 {figures.city:,.2f}，县级 {figures.county:,.2f}）"
