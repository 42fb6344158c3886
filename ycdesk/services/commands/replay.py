"""``ycdeskctl replay``: the decided cases computed again, as they were or under other values."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Generator, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from ycdesk.calculation import PackageError, PolicyPackage
from ycdesk.calculation.money import in_figures
from ycdesk.calculation.parameters import parameters_of
from ycdesk.services.commands import as_json, opened
from ycdesk.services.commands.policy import package_named
from ycdesk.services.csv_text import write_csv
from ycdesk.services.replay import Changed, Proof, Total, WhatIf, prove, total_of, what_if

UNEQUAL = 3
"""Exit status when a decided case does not come out as it was frozen."""
HEADINGS = (
    "编号", "申报主体", "事项", "县（市、区）", "状态", "核定（元）", "重算（元）", "差额（元）", "市级核定（元）",
    "市级重算（元）",
)  # fmt: skip


def run(options: Namespace) -> Generator[str, None, int]:
    """The proof, or with ``--with`` or ``--package`` the cases that would change; gives the exit status."""
    package = package_named(options.package) if options.package else None
    if options.list_parameters:
        yield from _parameters(package, options.json)
        return 0
    values = dict(map(_pair, options.values))
    with opened() as office:
        if not values and package is None:
            proof = prove(office)
            yield from _proof_json(proof) if options.json else _proof(proof)
            return UNEQUAL if proof.unequal else 0
        outcome = what_if(office, values, package)
    if options.output:
        write_csv(Path(options.output), HEADINGS, [cells_of(change) for change in outcome.changes])
        yield f"已写入 {options.output}：{len(outcome.changes)} 件会变。"
    elif options.json:
        yield _outcome_json(outcome)
    else:
        yield from _outcome(outcome)
    return 0


def cells_of(change: Changed) -> tuple[str, ...]:
    """The words of one line under ``HEADINGS``."""
    amounts = (change.before, change.after, change.difference, change.city_before, change.city_after)
    figures = ("" if amount is None else in_figures(amount) for amount in amounts)
    return (change.number, change.applicant, change.measure, change.county, change.state.label, *figures)


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise PackageError(f"“{text}”不是“名称=值”，如 exhibition.key_booths=5；名称见 --list-parameters。")
    return name.strip(), value.strip()


def _parameters(package: PolicyPackage | None, json: bool) -> Iterator[str]:
    if package is None:
        with opened() as office:
            package = office.package
    listed = parameters_of(package)
    if json:
        names = ("name", "clause", "measure", "title", "value")
        rows: list[dict[str, Any]] = [{name: getattr(each, name) for name in names} for each in listed]
        for row, each in zip(rows, listed, strict=True):
            row["choices"] = dict(each.choices)
        yield as_json(rows)
        return
    for each in listed:
        yield f"{each.name}={each.value}　{each.clause}　{each.title}：{each.words}"
        for value, words in each.choices:
            yield f"    {value}　{words}"


# The proof.


def _proof(proof: Proof) -> Iterator[str]:
    for each in proof.unequal:
        yield f"{each.number}　{each.applicant}　{each.measure}　{each.state.label}：{each.why}。"
    found = f"{len(proof.unequal)} 件不一致" if proof.unequal else "全部一致"
    yield f"重算已决定的办件 {proof.count} 件，核定合计 {in_figures(proof.total)} 元：{found}。"


def _proof_json(proof: Proof) -> Iterator[str]:
    unequal = [
        {"number": each.number, "applicant": each.applicant, "measure": each.measure, "why": each.why}
        for each in proof.unequal
    ]
    yield as_json({"count": proof.count, "total": f"{proof.total:.2f}", "unequal": unequal})


# Under other values.


def _outcome(outcome: WhatIf) -> Iterator[str]:
    if not outcome.changes:
        yield f"现有决定 {outcome.count} 件，没有一件会变。"
        return
    for change in outcome.changes:
        number, applicant, measure, county, state, before, after, difference, *_ = cells_of(change)
        yield f"{number}　{applicant}　{measure}　{county}　{state}：{before} → {after}（{_signed(difference)}）"
    yield from _sums("按事项", outcome.by("measure"))
    yield from _sums("按县（市、区）", outcome.by("county"))
    whole = total_of("合计", outcome.changes)
    yield f"\n现有决定 {outcome.count} 件，{whole.count} 件会变：{_sum_words(whole)}。"


def _sums(title: str, totals: Iterable[Total]) -> Iterator[str]:
    yield f"\n{title}"
    for total in totals:
        yield f"  {total.title or '（未填）'}　{total.count} 件：{_sum_words(total)}"


def _sum_words(total: Total) -> str:
    moved = f"{in_figures(total.before)} → {in_figures(total.after)} 元"
    return f"{moved}，差 {_signed(in_figures(total.difference))}，其中市级 {_signed(in_figures(total.city_difference))}"


def _signed(figures: str) -> str:
    return figures if figures.startswith("-") else f"+{figures}"


def _outcome_json(outcome: WhatIf) -> str:
    return as_json(
        {
            "count": outcome.count,
            "changes": [_change_dict(change) for change in outcome.changes],
            "by_measure": [_total_dict(total) for total in outcome.by("measure")],
            "by_county": [_total_dict(total) for total in outcome.by("county")],
            "total": _total_dict(total_of("", outcome.changes)),
        }
    )


def _change_dict(change: Changed) -> dict[str, str | None]:
    amounts = ("before", "after", "difference", "city_before", "city_after")
    words = {name: getattr(change, name) for name in ("number", "applicant", "measure", "county")}
    return {**words, "state": change.state.value, **{name: _yuan(getattr(change, name)) for name in amounts}}


def _total_dict(total: Total) -> dict[str, str | int | None]:
    amounts = ("before", "after", "difference", "city_before", "city_after")
    return {"title": total.title, "count": total.count, **{name: _yuan(getattr(total, name)) for name in amounts}}


def _yuan(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"
