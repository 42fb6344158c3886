"""``ycdeskctl statistics``."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from ycdesk.calculation.money import in_figures
from ycdesk.domain.tally import Grouping, Tally, tally, total
from ycdesk.services.commands import as_json, opened
from ycdesk.services.sheets.exporting.export import write
from ycdesk.services.statistics import Narrowed, counted_cases
from ycdesk.services.statistics_sheet import HEADINGS, statistics_tables, values_of


def run(options: Namespace) -> Iterator[str]:
    """The groups of a year, one a line, all of them together in the last; or the workbook with ``-o``."""
    by = Grouping(options.by)
    with opened() as office:
        year = options.year or office.clock().year
        cases = counted_cases(office, Narrowed(year, options.measure or ""))
        if options.output:
            title = f"{office.bureau} {year} 年跨境电子商务扶持资金统计表"
            write(office, statistics_tables(title, cases), Path(options.output))
    if options.output:
        yield f"已写 {options.output}，{len(cases)} 件。"
        return
    groups = [*tally(cases, by), total(cases)]
    if options.json:
        rows = [{by.label: group.words, **_named(group)} for group in groups]
        yield as_json({"year": year, "groups": rows})
        return
    yield "\t".join((by.label, *HEADINGS))
    for group in groups:
        yield "\t".join((group.words, *(_word(value) for value in values_of(group))))


def _named(group: Tally) -> dict[str, str | int | None]:
    """The numbers under their headings; amounts as text with two decimals."""
    values = (f"{value:.2f}" if isinstance(value, Decimal) else value for value in values_of(group))
    return dict(zip(HEADINGS, values, strict=True))


def _word(value: Decimal | int | None) -> str:
    return in_figures(value) if isinstance(value, Decimal) else "" if value is None else str(value)
