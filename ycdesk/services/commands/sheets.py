"""``ycdeskctl template`` and ``ycdeskctl import``."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Generator, Iterator
from getpass import getpass
from pathlib import Path

from ycdesk.domain.errors import Refused
from ycdesk.domain.people import Person
from ycdesk.services.commands import as_json, opened
from ycdesk.services.office import Office
from ycdesk.services.people import sign_in
from ycdesk.services.sheets.book import Book, cell_name
from ycdesk.services.sheets.importing.carrying_out import carry_out
from ycdesk.services.sheets.importing.headings import Layout, layout_at, propose, propose_sheet
from ycdesk.services.sheets.importing.plan import Plan
from ycdesk.services.sheets.importing.planning import case_target, plan_import, remembered_columns
from ycdesk.services.sheets.importing.targets import Target, cases_target
from ycdesk.services.sheets.marking import write_marked
from ycdesk.services.sheets.reading import read_book

PASSWORD = "YCDESK_PASSWORD"
SUMMARY_LIST = "summary"
"""``--measure`` for a county's list of several measures."""


def template(options: Namespace) -> Iterator[str]:
    """The workbook of a measure that a firm or a county fills in."""
    from ycdesk.calculation.shelf import load_shelf
    from ycdesk.paths import policy_folders
    from ycdesk.services.sheets.importing.template import write_template

    path = Path(options.output)
    package = load_shelf(policy_folders()).packages[-1]
    write_template(package, options.measure, path)
    yield f"已写 {path}：{package.measures[options.measure].title}申报明细表。"


def bring_in(options: Namespace) -> Generator[str, None, int]:
    """What a file says, brought in by the person who signs in; without one it is only looked at.

    The status is 2 where the file has mistakes (the good rows go in all the same), 1 where nothing could be done.
    """
    with opened() as office:
        person = _who(office, options.login) if options.login else None
        book = read_book(Path(options.file))
        target = _target(office, options)
        plan = plan_import(office, book, target, _layout(office, book, target, options))
        if plan.problem:
            raise Refused(
                plan.problem, "单位用 --unit 元 或 --unit 万元 写明；列对不上的，请在程序的“导入导出”里指定。"
            )
        if options.marked and plan.marks:
            write_marked(book, plan.marks, Path(options.marked))
        if options.json:
            yield as_json(plan.as_dict())
        else:
            yield from _told(plan)
            if options.marked and plan.marks:
                yield f"已写 {options.marked}：{len(plan.marks)} 处标红。"
        if person is not None:
            outcome = carry_out(office, person, plan, options.sender)
            if not options.json:
                yield outcome.summary
        elif not options.json:
            yield f"只是预览，什么也没有改。导入请加 --login 登录名，密码在提示时输入或者放在环境变量 {PASSWORD} 里。"
    return 2 if plan.marks else 0


def _told(plan: Plan) -> Iterator[str]:
    for mark in plan.marks:
        yield f"{mark.sheet}!{cell_name(mark.row, mark.column)}：{mark.words}"
    yield plan.summary


def _who(office: Office, login: str) -> Person:
    """Who brings it in: nobody may enter in another's name and then approve."""
    password = os.environ.get(PASSWORD)
    if password is None:
        if not sys.stdin.isatty():
            raise Refused("没有密码。", f"请把密码放在环境变量 {PASSWORD} 里。")
        password = getpass(f"{login} 的密码：")
    return sign_in(office, login, password)


def _target(office: Office, options: Namespace) -> Target:
    if options.case:
        return case_target(office, options.case)
    if not options.measure:
        raise Refused("没有说是哪个事项。", f"请写 --measure 事项，县级汇总表写 --measure {SUMMARY_LIST}。")
    return cases_target(office.package, "" if options.measure == SUMMARY_LIST else options.measure)


def _layout(office: Office, book: Book, target: Target, options: Namespace) -> Layout:
    known = remembered_columns(office, options.sender, target)
    names = [sheet.name for sheet in book.sheets]
    if options.sheet and options.sheet not in names:
        raise Refused(f"没有名为“{options.sheet}”的表。", f"文件里有：{'、'.join(names)}。")
    if options.sheet:
        sheet = book.sheets[names.index(options.sheet)]
        row = options.heading_row
        layout = layout_at(sheet, target, row, known) if row else propose_sheet(sheet, target, known)
    else:
        layout = propose(book, target, known)
    if layout is None:
        raise Refused(
            "没有找到认得出的表头。", "请用 ycdeskctl template 的模板，或者在程序的“导入导出”里指定各列是什么。"
        )
    return layout.in_unit(options.unit) if options.unit else layout
