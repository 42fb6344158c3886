"""The command line ``ycdeskctl`` (``python -m ycdesk.cli`` is the same program).

Exit status: 0 done; 1 the program cannot work here (policy package, file not readable); 2 a case file breaks
the format; 3 a decided case does not come out as it was frozen (``replay``). In a batch (``--jsonl``) a bad line is
answered with its errors and the status stays 0.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO

from ycdesk.calculation import CaseFileError, PackageError, PackageShelf, load_shelf
from ycdesk.calculation.measures import measure_ids
from ycdesk.calculation.problems import Problem, cause_of
from ycdesk.calculation.schema import case_schema
from ycdesk.domain.document_kinds import PaperKind
from ycdesk.domain.errors import DeskError
from ycdesk.domain.states import CaseState
from ycdesk.paths import policy_folders
from ycdesk.services import assessing

EXPORTED = (
    "county 县级初审汇总表、review 市级审核汇总表、notice 公示表、allotment 资金分配表、accounts 收款账户表、"
    "ledger 拨付台账、detail 明细表、statistics 统计表"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape" if stream is sys.stdin else "replace")
    options = command_parser().parse_args(arguments)
    try:
        status: int = options.command(options)
    except (PackageError, DeskError) as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    return status


class _ShowVersion(argparse.Action):
    """Print the version and end; it is read from the installation only when asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from importlib.metadata import version

        print(f"ycdesk {version('ycdesk')}")
        parser.exit()


def command_parser() -> argparse.ArgumentParser:
    """The commands of ``ycdeskctl`` with their options."""
    parser = argparse.ArgumentParser(
        prog="ycdeskctl", description="运城跨境电商奖补办理台的命令行。", add_help=False, allow_abbrev=False
    )
    parser.add_argument("-h", "--help", action="help", help="显示这段说明")
    parser.add_argument("--version", action=_ShowVersion, nargs=0, help="显示版本")
    commands = parser.add_subparsers(metavar="命令", required=True)

    command = commands.add_parser("assess", help="测算办件：JSON 或 YAML 文件，- 为标准输入", allow_abbrev=False)
    command.add_argument("files", metavar="文件", nargs="*", default=["-"], help="办件文件；- 为标准输入")
    command.add_argument("--jsonl", action="store_true", help="每行一个 JSON 办件，每行一个 JSON 结果")
    command.set_defaults(command=_assess)

    command = commands.add_parser("schema", help="一项措施的办件文件格式（JSON Schema）")
    command.add_argument("measure", metavar="措施", choices=measure_ids(), help="、".join(measure_ids()))
    command.set_defaults(command=_schema)
    _add_proofs(commands)
    _add_years(commands)
    _add_tables(commands)
    return parser


def _add_proofs(commands: Any) -> None:
    """What looks into the bureau's database for what is on record."""
    command = commands.add_parser("log", help="导出办理记录，每行一条，供 installer/verify_log.py 核验")
    command.set_defaults(command=_of_the_office("log", "export"))

    policy = commands.add_parser("policy", help="政策包：有哪些，两个之间有什么不同", allow_abbrev=False)
    policies = policy.add_subparsers(metavar="做什么", required=True)
    command = policies.add_parser("list", help="列出在用的和留存的政策包", allow_abbrev=False)
    command.add_argument("--json", action="store_true", help="写成 JSON")
    command.set_defaults(command=_of_the_office("policy", "show"))
    command = policies.add_parser("diff", help="逐条对照两个政策包", allow_abbrev=False)
    command.add_argument("old", metavar="旧", help="编号、编号@版本，或者政策包的文件夹")
    command.add_argument("new", metavar="新", help="编号、编号@版本，或者政策包的文件夹")
    command.add_argument("--json", action="store_true", help="写成 JSON")
    command.set_defaults(command=_of_the_office("policy", "diff"))

    command = commands.add_parser("replay", help="重算已决定的办件：原样，或者换别的标准", allow_abbrev=False)
    what = "换一个标准，可以写几次，如 exhibition.key_booths=5"
    command.add_argument("--with", dest="values", metavar="名称=值", action="append", default=[], help=what)
    command.add_argument("--package", metavar="政策包", help="换一个政策包：编号、编号@版本，或者文件夹")
    command.add_argument("--list-parameters", action="store_true", help="列出可以换的标准")
    command.add_argument("--json", action="store_true", help="写成 JSON")
    command.add_argument("-o", dest="output", metavar="文件", help="会变的办件写成 CSV 表")
    command.set_defaults(command=_of_the_office("replay", "run"))

    command = commands.add_parser("radar", help="查重：办件与其他办件、申报主体相同或相近的号码", allow_abbrev=False)
    command.add_argument("numbers", metavar="编号", nargs="*", help="办件编号；不写就查全部")
    command.add_argument("--open", action="store_true", help="只列还没有说明理由的")
    command.add_argument("--json", action="store_true", help="写成 JSON")
    command.set_defaults(command=_of_the_office("radar", "run"))


def _add_years(commands: Any) -> None:
    """A year at a glance, and one played through."""
    command = commands.add_parser("demo", help="在空的数据库里演示一年的办理", allow_abbrev=False)
    command.add_argument("--cases", metavar="件数", type=int, default=600, help="一年登记多少件（600）")
    command.add_argument("--seed", metavar="种子", type=int, default=7, help="同一个数演示同样的一年（7）")
    command.set_defaults(command=_of_the_office("demo", "run"))

    command = commands.add_parser("backup", help="备份：整个数据库和所有扫描件，一个文件", allow_abbrev=False)
    command.add_argument("path", metavar="文件", help="写到哪里；写一个文件夹，文件名带日期")
    command.set_defaults(command=_of_the_office("backup", "run"))

    command = commands.add_parser("restore", help="把备份恢复到本机设置的数据库", allow_abbrev=False)
    command.add_argument("path", metavar="文件", help="备份文件")
    command.add_argument("--replace", action="store_true", help="代替现有的数据（先备份到 backups；仅限 SQLite）")
    command.set_defaults(command=_of_the_office("backup", "put_back"))

    kinds = {kind.value: kind.label for kind in PaperKind}
    states = {state.value: state.label for state in CaseState}
    command = commands.add_parser("print", help="打印文书：写成 PDF", allow_abbrev=False)
    which = "、".join(f"{kind} {label}" for kind, label in kinds.items())
    command.add_argument("--paper", choices=kinds, required=True, metavar="文书", help=which)
    command.add_argument("--case", nargs="+", metavar="编号", help="这些办件")
    some = "、".join(f"{state} {label}" for state, label in states.items())
    command.add_argument("--state", choices=states, metavar="状态", help=f"这个状态的全部办件：{some}")
    command.add_argument("--batch", nargs="+", metavar="批次", help="这些批次（公示、资金分配通知、告知函、汇总表）")
    command.add_argument(
        "-o", dest="output", required=True, metavar="文件", help="*.pdf 写成一个文件，否则每份一个文件"
    )
    command.set_defaults(command=_of_the_office("print", "run"))

    command = commands.add_parser("statistics", help="一年的统计", allow_abbrev=False)
    command.add_argument("--year", metavar="年度", type=int, help="登记的年度；不写就是今年")
    ways = {"measure": "事项", "county": "县（市、区）", "month": "月份", "applicant": "申报主体", "state": "状态"}
    command.add_argument("--by", choices=ways, default="measure", help="、".join(f"{k} 按{v}" for k, v in ways.items()))
    command.add_argument("--measure", choices=measure_ids(), metavar="措施", help="只统计一项措施")
    command.add_argument("--json", action="store_true", help="写成 JSON")
    command.add_argument("-o", dest="output", metavar="文件", help="写成 Excel 工作簿，各种分组一张表")
    command.set_defaults(command=_of_the_office("statistics", "run"))


def _add_tables(commands: Any) -> None:
    """Workbooks in and out."""
    command = commands.add_parser("export", help="导出表格：写成 Excel 工作簿", allow_abbrev=False)
    command.add_argument("table", metavar="表", help=EXPORTED)
    command.add_argument("--year", metavar="年度", type=int, help="登记的年度；不写年度和批次就是今年")
    command.add_argument("--batch", metavar="批次", help="一个批次，例如 P2025-0001")
    command.add_argument("--measure", metavar="措施", help="一项措施的编号或名称；明细表必须写")
    command.add_argument("--county", metavar="县", help="县（市、区）的名称或代码")
    command.add_argument("--state", metavar="状态", help="办件的状态，例如 已拨付")
    command.add_argument("-o", dest="output", metavar="文件", required=True, help="写到哪个文件（.xlsx）")
    command.set_defaults(command=_of_the_office("export", "run"))

    command = commands.add_parser("template", help="一项措施的填报模板：Excel 工作簿", allow_abbrev=False)
    command.add_argument("measure", metavar="措施", choices=measure_ids(), help="、".join(measure_ids()))
    command.add_argument("-o", dest="output", metavar="文件", required=True, help="写到哪个文件（.xlsx）")
    command.set_defaults(command=_of_the_office("sheets", "template"))

    command = commands.add_parser("import", help="导入表格：模板，或者别的单位报来的表", allow_abbrev=False)
    command.add_argument("file", metavar="文件", help="Excel 工作簿（.xlsx、.xlsm、.xls）或者 CSV")
    where = command.add_mutually_exclusive_group()
    measures = [*measure_ids(), "summary"]
    where.add_argument(
        "--measure", choices=measures, metavar="措施", help="每行（或几行）成为这项措施的一件办件；summary 为县级汇总表"
    )
    where.add_argument("--case", metavar="编号", help="各行加入这件办件的明细表")
    command.add_argument("--unit", choices=("元", "万元"), help="没有写明单位的金额列按什么单位")
    command.add_argument("--sheet", metavar="表名", help="读哪张表；不写就找表头最像的一张")
    command.add_argument("--heading-row", metavar="行", type=int, help="表头在第几行（同 --sheet 一起用）")
    command.add_argument("--sender", metavar="单位", default="", help="报送单位：记住它的表头是什么意思")
    command.add_argument("--marked", metavar="文件", help="有错的格标红、加批注，写成来表的副本")
    command.add_argument("--login", metavar="登录名", help="由谁导入（经办人）；不写就只预览")
    command.add_argument("--json", action="store_true", help="预览写成 JSON")
    command.set_defaults(command=_of_the_office("sheets", "bring_in"))


def _of_the_office(module: str, name: str) -> Callable[[argparse.Namespace], int]:
    """A command of ``ycdesk.services.commands``, imported only for it: measuring a case needs no database."""

    def command(options: argparse.Namespace) -> int:
        lines = getattr(import_module(f"ycdesk.services.commands.{module}"), name)(options)
        while True:
            try:
                print(next(lines))
            except StopIteration as end:
                return int(end.value or 0)

    return command


def _shelf() -> PackageShelf:
    return load_shelf(policy_folders())


def _assess(options: argparse.Namespace) -> int:
    packages = _shelf()
    if options.jsonl:
        return _assess_lines(options.files, packages)
    results: list[Any] = []
    status = 0
    for name in options.files:
        try:
            results.append(assessing.answer(assessing.parse(_read(name)), packages).as_dict())
        except CaseFileError as error:
            status = 2
            results.append(assessing.problem_list(error))
            _tell(name, error)
        except OSError as error:
            print(_unreadable(name, error), file=sys.stderr)
            return 1
    _write(results[0] if len(results) == 1 else results)
    return status


def _assess_lines(names: Sequence[str], packages: PackageShelf) -> int:
    for name in names:
        try:
            with _open(name) as stream:
                for result in assessing.answer_lines(stream, packages):
                    print(json.dumps(result, ensure_ascii=False), flush=sys.stdout.isatty())
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            print(_unreadable(name, error), file=sys.stderr)
            return 1
    sys.stdout.flush()
    return 0


def _schema(options: argparse.Namespace) -> int:
    _write(case_schema(options.measure, _shelf()))
    return 0


def _open(name: str) -> TextIO:
    if name == "-":
        return open(sys.stdin.fileno(), encoding="utf-8", errors="surrogateescape", closefd=False)
    return Path(name).open(encoding="utf-8-sig", errors="surrogateescape")


def _read(name: str) -> str:
    """The text of a file. Raises OSError, or CaseFileError where it is not UTF-8."""
    data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CaseFileError([Problem("", "不是 UTF-8 编码的文本")]) from None


def _tell(name: str, error: CaseFileError) -> None:
    for problem in error.problems:
        print(f"{name}：{problem.path or '文件'}：{problem.message}", file=sys.stderr)


def _unreadable(name: str, error: OSError) -> str:
    return f"{name}：读不出来（{cause_of(error)}）。请检查路径和权限。"


def _write(data: Any) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    sys.exit(main())
