"""A table copied from Excel: its cells, its headings, and what of it belongs to the form.

``cells_of`` splits the clipboard's text; ``arrange`` finds the heading row by the titles and their usual
synonyms (casework §2, §5), leaves out merged titles, totals and empty rows, and says what it left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ycdesk.calculation.facts import FactKind, FactSpec
from ycdesk.domain.entry import clean

SYNONYMS: dict[str, tuple[str, ...]] = {
    "booth_no": ("展位号", "展位编号", "摊位号", "展台号"),
    "area_m2": ("面积", "展位面积", "仓库面积", "使用面积", "平方米"),
    "fee": (
        "费用",
        "金额",
        "展位费",
        "展位费用",
        "合同金额",
        "发票金额",
        "认证费",
        "已付金额",
        "合作费用",
        "支付金额",
        "摊位费",
        "展台费",
    ),
    "currency": ("币种", "币别", "货币"),
    "exchange_rate": ("汇率", "折算率", "中间价"),
    "opens_on": ("开展时间", "开展日期", "展会时间", "开幕时间", "举办时间"),
    "route": ("航线", "航线名称", "起讫"),
    "destination": ("目的地", "目的国", "国家", "目的地国家"),
    "flights": ("班次", "航班数", "架次", "班数"),
    "all_cargo": ("全货机", "是否全货机"),
    "kind": ("类别", "类型", "种类", "店铺类型", "模式"),
    "name": ("名称", "海外仓名称", "仓库名称", "项目名称"),
    "certificate_no": ("证书编号", "证书号", "注册号", "报告编号", "编号"),
    "obtained_on": ("取得日期", "发证日期", "证书日期", "获证日期", "注册日期"),
    "other_support": ("其他补助", "已获补助", "省级补助", "已获支持"),
    "id_no": ("身份证号", "身份证号码", "证件号码", "身份证", "证件号"),
    "training_days": ("培训天数", "实际培训天数", "天数"),
    "training_ended_on": ("培训结束", "培训结束日期", "结业日期", "培训结束时间"),
    "contract_from": ("合同起", "合同开始", "合同起始日期", "劳动合同起", "合同起始"),
    "contract_to": ("合同止", "合同终止", "合同终止日期", "劳动合同止", "合同到期"),
    "open_ended": ("无固定期限", "无固定期"),
    "employer_is_cbec": ("企业开展跨境电商", "跨境电商企业", "用工单位为跨境电商企业"),
    "invoice_no": ("发票号", "发票号码", "发票编号"),
    "invoiced_on": ("开票日期", "发票日期", "开票时间"),
    "platform": ("平台", "平台名称", "电商平台", "第三方平台"),
    "shop": ("店铺", "店铺名称", "店名"),
    "sales": ("交易额", "年度交易额", "销售额", "年交易额", "成交额"),
    "orders": ("订单数", "交易单数", "成交单数", "单数", "订单量"),
    "domain": ("域名", "网址", "独立站域名"),
    "holds_domain": ("直接持有域名", "域名持有", "是否持有域名"),
    "launched_on": ("上线日期", "上线时间", "建成日期"),
    "country": ("国家", "国别", "国家地区", "所在国", "所在国家"),
    "mode": ("方式", "建设方式", "类型", "自建租赁"),
    "in_use_since": ("启用日期", "投入使用日期", "使用起始", "起用日期"),
    "cost": ("费用", "建设费用", "租赁费用", "租金", "实际费用"),
    "recognised_on": ("认定日期", "认定时间"),
    "recognition_no": ("认定文号", "文号"),
    "provider": ("服务方", "服务企业", "服务商", "合作方"),
    "contract_no": ("合同号", "合同编号", "协议编号"),
    "paid_on": ("支付日期", "付款日期", "付款时间"),
    "policy_no": ("保单号", "保单编号", "保险单号"),
    "premium": ("保费", "保险费", "保费金额", "实缴保费"),
    "number": (
        "号码",
        "名称",
        "发票号",
        "发票号码",
        "合同号",
        "合同编号",
        "航班号",
        "保单号",
        "保单号码",
        "店铺名称",
        "域名",
    ),
    "day": ("开票日期", "签订日期", "航班日期", "起保日期", "保险起期"),
    "seller": ("销售方", "销售方名称", "销方名称", "开票方"),
    "until": ("终止日期", "保险止期", "到期日期"),
    "provincial_support": ("省级补助", "省级支持", "省级已补助", "省补金额", "省级资金是否支持", "省级是否支持"),
}
"""Headings under which a column arrives, besides its own title."""

_TOTALS = ("合计", "总计", "小计", "共计", "制表", "填报", "填表", "审核人", "备注:", "注:")
UNITS = ("元", "万元", "人民币元", "㎡", "m2", "m²", "平方米", "单", "人", "天", "%")
NUMBERS = ("序号", "编号", "no", "no.", "#", "行号")


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What of a pasted table belongs to the form."""

    columns: tuple[FactSpec | None, ...]
    """The fact of each pasted column, None for one that the form has no place for."""
    rows: tuple[tuple[str, ...], ...]
    headed: bool
    """Whether a heading row was found; then the rows are new ones."""
    skipped: tuple[str, ...] = ()
    """In words what was left out."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a paste did."""

    rows: int
    skipped: tuple[str, ...]
    problems: tuple[tuple[str, str], ...]

    @property
    def summary(self) -> str:
        """One sentence for the line under the table."""
        if not self.rows:
            return "没有可以粘贴的明细行。" + ("；".join(self.skipped) and f"（{'；'.join(self.skipped)}）")
        parts = [f"已粘贴 {self.rows} 行", *self.skipped]
        if self.problems:
            parts.append(f"{len(self.problems)} 格需要改正（F8 逐个查看）")
        return "；".join(parts) + "。Ctrl+Z 撤销。"


def cells_of(text: str) -> list[list[str]]:
    """Cells of a text from Excel: tabs between cells; a quoted cell may hold line breaks and doubled quotes."""
    rows: list[list[str]] = [[]]
    cell: list[str] = []
    quoted = False
    position, text = 0, text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    while position < len(text):
        char = text[position]
        if quoted and text[position : position + 2] == '""':
            cell.append('"')
            position += 1
        elif char == '"' and (not cell if not quoted else text[position + 1 : position + 2] in ("", "\t", "\n")):
            quoted = not quoted
        elif char in "\t\n" and not quoted:
            rows[-1].append("".join(cell).strip())
            cell = []
            if char == "\n":
                rows.append([])
        else:
            cell.append(" " if char == "\n" else char)
        position += 1
    rows[-1].append("".join(cell).strip())
    return rows


def arrange(specs: Sequence[FactSpec], cells: Sequence[Sequence[str]], first_column: int) -> Arrangement:
    """Give each pasted column its fact: by the headings, else from ``first_column`` on in the form's order."""
    heading = _heading(specs, cells)
    skipped: list[str] = []
    if heading is None:
        width = max((len(row) for row in cells), default=0)
        columns: tuple[FactSpec | None, ...] = tuple(
            specs[first_column + n] if first_column + n < len(specs) else None for n in range(width)
        )
        body = list(cells)
    else:
        at, columns = heading
        below = at + 1
        while below < len(cells) and _is_more_heading(specs, cells[below]):
            below += 1
        if below > 1:
            skipped.append(f"标题 {below - 1} 行")
        unused = [cell for cell, spec in zip(cells[at], columns, strict=False) if spec is None and not _is_number(cell)]
        if named := [heading_words(cell) for cell in unused if cell.strip()]:
            skipped.append(f"未用的列：{'、'.join(named)}")
        units = ["".join(cells_above) for cells_above in zip_longest(*cells[at:below], fillvalue="")]
        body = [_scaled(row, units, columns) for row in cells[below:]]
    kept, empty, totals = [], 0, 0
    for row in body:
        filled = [cell for cell, spec in zip(row, columns, strict=False) if cell.strip() and (spec or heading is None)]
        if not any(cell.strip() for cell in row):
            empty += 1
        elif is_total(row) or (heading is not None and not filled) or _is_merged(row, specs, heading is None):
            totals += 1
        else:
            kept.append(tuple(row))
    if empty:
        skipped.append(f"空行 {empty} 行")
    if totals:
        skipped.append(f"标题、合计等非明细 {totals} 行")
    return Arrangement(columns, tuple(kept), heading is not None, tuple(skipped))


def _heading(
    specs: Sequence[FactSpec], cells: Sequence[Sequence[str]]
) -> tuple[int, tuple[FactSpec | None, ...]] | None:
    """The row that names the columns, among the first eight: at least two columns, or the only one."""
    for at, row in enumerate(cells[:8]):
        columns: list[FactSpec | None] = []
        for cell in row:
            spec = _column(specs, cell)
            columns.append(None if spec in columns else spec)
        found = sum(spec is not None for spec in columns)
        filled = sum(bool(cell.strip()) for cell in row)
        if found >= 2 or (found == 1 and filled == 1 and len(cells) > 1):
            return at, tuple(columns)
    return None


def _column(specs: Sequence[FactSpec], heading: str) -> FactSpec | None:
    word = heading_words(heading)
    if not word:
        return None
    for spec in specs:
        if word == heading_words(spec.title):
            return spec
    for spec in specs:
        if word in SYNONYMS.get(spec.name, ()):
            return spec
    return next((spec for spec in specs if len(word) > 2 and word.startswith(heading_words(spec.title))), None)


def heading_words(heading: str) -> str:
    """A heading without its unit in brackets, stars, colons and blanks."""
    bare = re.sub(r"[(\[（【].*?[)\]）】]", "", clean(heading))
    return re.sub(r"[\s*:：、，,/]", "", bare).casefold()


def _scaled(row: Sequence[str], heading: Sequence[str], columns: Sequence[FactSpec | None]) -> list[str]:
    """Amounts under a heading that says 万元 keep that unit: ``2.5`` becomes ``2.5万``."""
    result = list(row)
    for number, spec in enumerate(columns[: len(result)]):
        money = spec is not None and spec.kind in (FactKind.MONEY, FactKind.AMOUNT)
        if money and "万元" in clean(heading[number]) and re.fullmatch(r"[\d.,]+", clean(result[number])):
            result[number] += "万"
    return result


def _is_more_heading(specs: Sequence[FactSpec], row: Sequence[str]) -> bool:
    """A row below the headings that still belongs to them: nothing but units and names of columns."""
    filled = [cell for cell in row if cell.strip()]
    return bool(filled) and all(
        not heading_words(cell) or heading_words(cell) in UNITS or _column(specs, cell) is not None for cell in filled
    )


def _is_number(cell: str) -> bool:
    return clean(cell).casefold() in NUMBERS


def is_total(row: Sequence[str]) -> bool:
    first = next((clean(cell).replace(" ", "") for cell in row if cell.strip()), "")
    return first.startswith(_TOTALS)


def _is_merged(row: Sequence[str], specs: Sequence[FactSpec], unheaded: bool) -> bool:
    """A merged title: one cell of words in a table of several columns, when nothing says what the columns are."""
    filled = [cell for cell in row if cell.strip()]
    wide = len(row) >= 3 and len(specs) >= 3
    return unheaded and wide and len(filled) == 1 and bool(row[0].strip()) and not any(c.isdigit() for c in row[0][:1])
