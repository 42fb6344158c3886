"""``ycdeskctl export``."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from ycdesk.calculation.money import in_figures
from ycdesk.domain.errors import Refused
from ycdesk.domain.states import CaseState
from ycdesk.services.commands import opened
from ycdesk.services.office import Office
from ycdesk.services.sheets.exporting.export import export
from ycdesk.services.sheets.exporting.table import Look
from ycdesk.services.sheets.exporting.tables import Selection, TableKind, batch_numbered


def run(options: Namespace) -> Iterator[str]:
    """One table into a workbook; tells how many rows it has and each of its totals."""
    path = Path(options.output)
    with opened() as office:
        selection = _selection(office, options)
        tables = export(office, selection, path)
    first = tables[0]
    yield f"已写 {path}：{selection.kind.label}，{first.count()} 行。"
    money = {column.title for column in first.columns if column.look is Look.MONEY}
    for title, amount in first.totals().items():
        yield f"{title}\t{in_figures(amount) if title in money else amount}"


def _selection(office: Office, options: Namespace) -> Selection:
    """What was chosen; without a batch the cases of one year, which is this one unless another is named."""
    batch = options.batch and _batch(office, options.batch)
    return Selection(
        kind=_table(options.table),
        year=options.year or (None if batch else office.clock().year),
        batch_id=batch or None,
        measure=_measure(office, options.measure) if options.measure else "",
        county=_county(office, options.county) if options.county else "",
        state=_state(options.state) if options.state else None,
    )


def _table(words: str) -> TableKind:
    found = {name: kind for kind in TableKind for name in (kind.value, kind.label)}.get(words)
    if found is None:
        raise Refused(f"没有“{words}”这种表。", f"可以导出：{'、'.join(f'{k.value} {k.label}' for k in TableKind)}。")
    return found


def _batch(office: Office, number: str) -> int:
    with office.reading_sessions() as session:
        return batch_numbered(session, number)


def _measure(office: Office, words: str) -> str:
    found = {name: id_ for id_, title in office.titles.items() for name in (id_, title)}.get(words)
    if found is None:
        raise Refused(
            f"没有“{words}”这个事项。", f"事项有：{'、'.join(f'{i} {t}' for i, t in office.titles.items())}。"
        )
    return found


def _county(office: Office, words: str) -> str:
    counties = office.package.counties
    found = {name: code for code, each in counties.items() for name in (code, each.name)}.get(words)
    if found is None:
        raise Refused(
            f"没有“{words}”这个县（市、区）。", f"可以写：{'、'.join(each.name for each in counties.values())}。"
        )
    return found


def _state(words: str) -> CaseState:
    found = {name: state for state in CaseState for name in (state.value, state.label)}.get(words)
    if found is None:
        raise Refused(f"没有“{words}”这个状态。", f"状态有：{'、'.join(state.label for state in CaseState)}。")
    return found
