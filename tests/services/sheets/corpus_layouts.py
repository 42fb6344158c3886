"""Nasty workbooks: titles, headings, units and columns."""

from __future__ import annotations

from tests.services.sheets.corpus import specimen
from tests.services.sheets.draft_books import BOOTHS, PAPERS, ROSTER, SHOPS, SUMMARY, Draft, code_of


@specimen(BOOTHS, "xls", "xlsx")
def merged_title(d: Draft) -> None:
    d.above("运城市2025年跨境电子商务参展补助申报汇总表", merged=True)
    d.above("填报单位（盖章）：盐湖区商务局　　　　2025年6月30日", merged=True)
    d.headings()
    rows = d.lines(4)
    d.plant(rows[1], "country", "越楠", "越南")
    d.plant(rows[2], "fee", "三万元", 30_003)


@specimen()
def title_of_one_cell_and_empty_lines(d: Draft) -> None:
    d.at = 2
    d.above("附件3")
    d.at = 5
    d.above("参展补助明细")
    d.at = 8
    d.headings()
    rows = d.lines(3)
    d.plant(rows[0], "opens", "2025-02-30", "2025-04-15")


@specimen()
def headings_stacked_in_two_rows(d: Draft) -> None:
    d.headings()
    d.at = 1
    tops = {"name": "申报单位", "expo": "展会", "booth": "展位"}
    d.sheet.insert_rows(1)
    for at, name in enumerate(d.columns, 1):
        d.sheet.cell(1, at, tops.get(name))
    for first, last in (("name", "county"), ("expo", "province"), ("booth", "rate")):
        top = f"{d.cell(1, first)}:{d.cell(1, last)}"
        d.sheet.merge_cells(top)
    d.at = 3
    rows = d.lines(3)
    d.plant(rows[1], "tier", "特级", "重点")


@specimen()
def headings_stacked_in_three_rows(d: Draft) -> None:
    d.above("2025年度", merged=False)
    d.headings()
    d.sheet.insert_rows(2, 2)
    d.sheet.cell(2, 1, "汇总情况")
    d.sheet.merge_cells(f"A2:{d.cell(2, 'rate')}")
    d.sheet.cell(3, d.columns.index("booth") + 1, "展位情况")
    d.sheet.merge_cells(f"{d.cell(3, 'booth')}:{d.cell(3, 'rate')}")
    for name in ("name", "code", "expo"):  # these stand in both rows
        cell = d.cell(4, name)
        heading = d.sheet[cell].value
        d.sheet[cell], d.sheet[d.cell(3, name)] = None, heading
        d.sheet.merge_cells(f"{d.cell(3, name)}:{cell}")
    d.at = 5
    rows = d.lines(3)
    d.plant(rows[2], "code", "91140802MA0000", code_of(3))


@specimen(PAPERS)
def units_in_the_row_below(d: Draft) -> None:
    d.headings(fee="认证费", other="已获支持")
    d.foot(None, None, None, None, None, None, None, None, "万元", "元")
    for number in range(1, 4):
        row = d.line(fee=1.25 + number, other=100)
        d.means(row, fee=str(12_500 + number * 10_000), other="100")
    row = d.line()
    d.means(row, fee="25000.5")
    d.put(row, "fee", 2.50005)
    row = d.line(fee=1)
    d.means(row, fee="10000")
    d.plant(row, "fee", 1.0000001, 1)


@specimen(PAPERS)
def numbers_of_columns_below_the_headings(d: Draft) -> None:
    d.headings()
    d.foot(*range(1, len(d.columns) + 1))
    rows = d.lines(2)
    d.plant(rows[0], "what", "认可", "国际认证")


@specimen(SUMMARY)
def unit_in_a_line_above(d: Draft) -> None:
    d.above("县级初审汇总表")
    d.above("单位：万元")
    d.headings(stated="申报金额", amount="初审金额")
    for _ in range(3):
        row = d.line(stated=2.4, amount="１．８")
        d.means(row, stated="24000", amount="18000")
    row = d.line(stated="2,4", amount=1.8)
    d.means(row, stated="24000", amount="18000")
    d.plant(row, "stated", "2,4", 2.4)


@specimen(SUMMARY)
def unit_asked_for(d: Draft) -> None:
    d.headings(stated="申请补助金额", amount="初审金额")
    d.unit = "万元"
    for _ in range(2):
        row = d.line(stated=0.123456, amount=1e-4)
        d.means(row, stated="1234.56", amount="1")
    row = d.line(stated=2, amount=2)
    d.means(row, stated="20000", amount="20000")
    d.plant(row, "amount", -2, 2)


@specimen(SUMMARY)
def unit_yuan_answered(d: Draft) -> None:
    d.headings(stated="申请资金", amount="审核金额")
    d.unit = "元"
    rows = d.lines(3)
    d.plant(rows[0], "stated", "两万", 20_001)


@specimen(SHOPS)
def unit_wan_in_the_heading(d: Draft) -> None:
    d.headings()
    rows = d.lines(3)
    d.put(rows[0], "sales", "301.0")
    d.put(rows[1], "sales", "302万元")
    d.plant(rows[2], "orders", 99.5, 120)


@specimen(BOOTHS, "xls")
def other_words_in_any_order(d: Draft) -> None:
    order = [
        "fee", "booth", "opens", "country", "tier", "session", "expo", "county", "kind", "code", "name",
        "province", "area",
    ]  # fmt: skip
    d.headings(
        order, name="申请单位", code="社会统一信用代码", kind="主体类型", county="所属县（市、区）", fee="展位费用(元)",
        booth="展位编号", area="面积(平方米)", country="国别",
    )  # fmt: skip
    rows = d.lines(3)
    d.plant(rows[0], "area", "九平米", 9)
    d.plant(rows[2], "province", "不详", "否")


@specimen()
def headings_with_breaks_blanks_stars_and_help(d: Draft) -> None:
    d.headings(
        name="企业\n名称*", code="统一社会\r\n信用代码（18位）", county="县 区", opens="开幕日期\n（yyyy-mm-dd）",
        fee="展位费\n（元）", booth="展 位 号：", province="省级已支持\n同一展会【是/否】",
    )  # fmt: skip
    rows = d.lines(2)
    d.plant(rows[1], "province", "部分", "否")


@specimen()
def columns_nobody_uses(d: Draft) -> None:
    d.headings(["no", "传真", "name", "code", "kind", "county", "expo", "session", "tier", "country", "opens",
                "province", "邮编", "booth", "area", "fee", "企业规模"])  # fmt: skip
    for _ in range(3):
        d.line(传真="0359-2222222", 邮编="044000", 企业规模="#N/A")
    row = d.line(邮编="邮编不详")
    d.plant(row, "session", None, "第5届")


@specimen()
def two_hundred_columns(d: Draft) -> None:
    d.headings([*BOOTHS.columns, *(f"备用{number}" for number in range(184))])
    rows = [d.line(**{f"备用{number}": number for number in range(184)}) for _ in range(5)]
    d.plant(rows[3], "fee", "未定", 30_004)


@specimen(BOOTHS, "xls")
def headings_repeated_on_printed_pages(d: Draft) -> None:
    for _ in range(3):
        at = d.at
        d.above("运城市参展补助申报表（续）")
        d.headings()
        d.lines(2)
        if at == 1:
            d.plant(d.at - 1, "fee", "30,0002", 30_002)
        d.foot("第 1 页　共 3 页")


@specimen(SUMMARY)
def the_county_list_as_printed(d: Draft) -> None:
    d.above("县级初审汇总表", merged=True)
    d.above("填报单位（盖章）：临猗县商务局", merged=True)
    d.headings()
    rows = d.lines(4)
    d.put(rows[1], "clause", "第三条（一）参展补助")
    d.put(rows[2], "clause", "四、认证和商标注册费用补助")
    d.means(rows[2], clause="certification")
    d.put(rows[3], "clause", "五(一)人才培训")
    d.means(rows[3], clause="talent_training")
    row = d.line()
    d.plant(row, "clause", "五(一)", "五(一)产教平台")
    d.means(row, clause="talent_platform")
    row = d.line()
    d.plant(row, "clause", "二(九)", "三(一)")
    row = d.line()
    d.plant(row, "opinion", "待定", "同意上报")
    d.foot("合计", None, None, None, None, None, 140_028, 126_028)
    d.foot("填表人：张三", None, None, "审核人：李四", None, None, "日期：2025年6月30日")


@specimen(ROSTER)
def a_roster(d: Draft) -> None:
    d.headings()
    rows = d.lines(6)
    d.put(rows[0], "id", "'140802200501010011")
    d.means(rows[0], id="140802200501010011")
    d.plant(rows[1], "id", 140802200501010024, "14080220050101002X")
    d.means(rows[1], id="14080220050101002X")
    d.plant(rows[2], "to", None, "2026/3/31")
    d.put(rows[3], "to", None)
    d.put(rows[3], "open", "是")
    d.means(rows[3], to="", open="yes")
    d.plant(rows[4], "days", "一个月", 30)
    d.plant(rows[5], "id", "140802200501", "14080220050101006X")
