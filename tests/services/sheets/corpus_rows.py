"""Nasty workbooks: rows that are none, rows twice, merged and hidden ones, and files of every kind."""

from __future__ import annotations

from tests.services.sheets.corpus import specimen
from tests.services.sheets.draft_books import BOOTHS, PAPERS, SUMMARY, Draft, code_of, firm


@specimen()
def one_firm_merged_over_its_rows(d: Draft) -> None:
    d.headings()
    first = d.line(1)
    for number in range(2, 5):
        row = d.line(number, **dict.fromkeys(("name", "code", "kind", "county", "expo", "session", "tier", "country",
                                              "opens", "province")))  # fmt: skip
        for key in ("applicant.name", "applicant.credit_code"):
            d.plain[row][key] = d.plain[first][key]
    for name in ("name", "code", "kind", "county", "expo", "session", "tier", "country", "opens", "province"):
        d.sheet.merge_cells(f"{d.cell(first, name)}:{d.cell(d.at - 1, name)}")
    d.plant(first + 2, "fee", "同上", 30_003)


@specimen()
def an_amount_merged_over_rows(d: Draft) -> None:
    d.headings()
    rows = d.lines(4)
    cells = [(d.sheet.title, d.cell(row, "fee")) for row in rows[:3]]
    if not d.fixed:
        d.sheet.merge_cells(f"{cells[0][1]}:{cells[2][1]}")
    d.bad.update(rows[:3])
    d.planted.update(cells)
    d.anchors = dict.fromkeys(cells, cells[0])


@specimen()
def hidden_and_filtered_rows(d: Draft) -> None:
    d.headings()
    rows = d.lines(5)
    d.sheet.row_dimensions[rows[1]].hidden = True
    d.sheet.row_dimensions[rows[3]].hidden = True
    d.sheet.auto_filter.ref = f"A1:{d.cell(rows[4], 'rate')}"
    d.sheet.auto_filter.add_filter_column(1, [firm(1)])
    d.plant(rows[3], "fee", "?", 30_004)


@specimen()
def a_total_that_says_so(d: Draft) -> None:
    d.headings()
    rows = d.lines(3)
    d.plant(rows[1], "fee", None, 30_002)
    d.foot("合　计", None, None, None, None, None, None, None, None, None, None, None, None, 60_004)
    d.foot("大写：陆万零肆元整")


@specimen(SUMMARY, "xls")
def a_total_that_does_not(d: Draft) -> None:
    d.headings()
    d.lines(3)
    d.foot(None, None, None, None, None, None, "=SUM(G2:G4)", "=SUM(H2:H4)")
    for cell, stored in (("G5", 60_006), ("H5", 54_006)):
        column = d.columns[ord(cell[0]) - 65]
        d.formula(5, column, f"=SUM({cell[0]}2:{cell[0]}4)", stored)


@specimen(SUMMARY)
def a_last_row_that_is_no_total(d: Draft) -> None:
    d.headings()
    d.lines(3)
    row = d.line()
    d.plant(row, "name", None, firm(4))
    d.plant(row, "clause", None, "三(一)")


@specimen(SUMMARY)
def subtotals_in_between(d: Draft) -> None:
    d.headings()
    d.lines(2)
    d.foot("小计", None, None, None, None, None, 40_003, 36_003)
    rows = d.lines(2)
    d.plant(rows[0], "amount", "同左", 18_003)
    d.foot(None, "小  计", None, None, None, None, 40_007, 36_007)
    d.foot("总计", None, None, None, None, None, 80_010, 72_010)


@specimen()
def notes_below(d: Draft) -> None:
    d.headings()
    rows = d.lines(2)
    d.plant(rows[0], "opens", None, "2025-04-15")
    d.at += 1
    d.foot("备注：1.展位费不含特装。2.外币按付款日汇率。")
    d.foot("填表人：王五　　审核人：赵六　　联系电话：0359-2222222")
    d.foot("注：本表一式两份")
    d.foot("制表日期：2025-06-30")


@specimen()
def a_seal_and_a_day_below(d: Draft) -> None:
    d.headings()
    rows = d.lines(2)
    d.plant(rows[1], "fee", "N/A", 30_002)
    d.at += 2
    d.foot("（盖章）")
    d.foot(None, "单位负责人（签字）：")
    d.foot(None, None, "2025年6月30日")
    d.foot("以上情况属实。")


@specimen()
def a_foot_below_the_names(d: Draft) -> None:
    d.headings([name for name in BOOTHS.columns if name != "no"])
    rows = d.lines(3)
    d.plant(rows[0], "opens", "4月15日", "2025-04-15")
    d.foot("填报单位（盖章）：盐湖区商务局")
    d.foot("以上情况属实，特此承诺。")
    d.foot("单位负责人（签字）：王五", None, None, "日期：2025.6.30")
    d.foot("经办人：李四", "电话：0359-2222222")
    d.foot("2025年6月30日")


@specimen(SUMMARY)
def subtotals_by_county(d: Draft) -> None:
    d.headings([name for name in SUMMARY.columns if name != "no"])
    d.lines(2)
    d.foot("临猗县小计", None, None, None, None, 40_003, 36_003)
    rows = d.lines(2)
    d.plant(rows[1], "clause", "十一", "三(一)")
    d.foot(None, "企业合计", None, None, None, 40_007, 36_007)
    d.foot("以上 4 家")
    d.foot("县商务局（公章）", None, "2025年7月1日")


@specimen(SUMMARY)
def the_unit_above_two_headings(d: Draft) -> None:
    d.headings(stated="申报金额", amount="初审金额")
    d.sheet.insert_rows(1)
    d.sheet[d.cell(1, "stated")] = "金额（万元）"
    d.sheet.merge_cells(f"{d.cell(1, 'stated')}:{d.cell(1, 'amount')}")
    d.at = 3
    for _ in range(2):
        d.means(d.line(stated=2, amount=1.5), stated="20000", amount="15000")
    row = d.line(stated=2, amount=1.5)
    d.means(row, stated="20000", amount="15000")
    d.plant(row, "amount", "1.5.1", 1.5)


@specimen()
def stacked_headings_on_every_page(d: Draft) -> None:
    for _ in range(2):
        top = d.at
        d.foot(None, "申报单位", None, None, None, "展会", None, None, None, None, None, "展位")
        for first, last in (("B", "E"), ("F", "K"), ("L", "P")):
            d.sheet.merge_cells(f"{first}{top}:{last}{top}")
        d.headings()
        rows = d.lines(2)
    d.plant(rows[0], "session", "", "第5届")


@specimen()
def empty_rows_in_between(d: Draft) -> None:
    d.headings()
    d.at += 1
    d.lines(2)
    d.at += 3
    d.plant(d.line(), "country", "外国", "越南")
    d.sheet.cell(d.at + 50, 1, " ")
    d.sheet.cell(d.at + 60, 3, "\u3000")


@specimen(BOOTHS, "xlsx")
def rows_that_are_only_numbered(d: Draft) -> None:
    d.headings()
    rows = d.lines(2)
    d.plant(rows[0], "tier", None, "一般性")
    d.means(rows[0], tier="general")
    for number in range(3, 9):
        d.foot(number)


@specimen()
def the_same_row_twice(d: Draft) -> None:
    d.headings()
    d.line(1)
    d.line(2)
    row = d.line(1)
    d.plant(row, "booth", "B1", "B1-2", at="name")
    d.means(row, booth="B1-2")
    d.line(3)


@specimen(SUMMARY)
def one_code_with_two_names(d: Draft) -> None:
    d.headings()
    d.lines(2)
    d.plant(d.line(), "code", code_of(1), code_of(3))


@specimen()
def two_tables_below_each_other(d: Draft) -> None:
    d.headings()
    rows = d.lines(2)
    d.plant(rows[1], "session", None, "第5届")
    d.at += 2
    d.foot("二、人才培训花名册")
    d.foot("序号", "姓名", "身份证号", "培训天数")
    d.foot("合计", "0 人")


@specimen()
def the_right_sheet_is_the_second(d: Draft) -> None:
    wrong = d.workbook.create_sheet("封面", 0)
    wrong["A1"], wrong["A2"], wrong["B2"] = "参展补助申报", "单位", "联系人"
    notes = d.workbook.create_sheet("填表说明")
    notes["A1"], notes["B1"], notes["A2"] = "企业名称", "照营业执照填写", "不得空缺"
    d.headings()
    rows = d.lines(3)
    d.plant(rows[2], "fee", "nil", 30_003)


@specimen(PAPERS)
def a_hidden_sheet_with_better_headings(d: Draft) -> None:
    d.headings(["name", "code", "kind", "county", "what", "paper", "day", "fee"])
    rows = d.lines(2)
    d.plant(rows[0], "what", "ISO", "国际认证")
    hidden = d.workbook.create_sheet("旧表")
    hidden.sheet_state = "hidden"
    hidden.append([heading for heading, _, _ in PAPERS.columns.values()])
    hidden.append([1, "旧公司", "x", "x", "x", "x", "x", "x", "x", "x"])


@specimen()
def a_csv_in_gb18030(d: Draft) -> None:
    d.suffix, d.encoding = ".csv", "gb18030"
    d.above("参展补助申报表")
    d.headings()
    d.line(name="运城市𠮷祥㐂公司")
    d.means(2 + 1, name="运城市𠮷祥㐂公司")
    rows = d.lines(2)
    d.plant(rows[1], "country", "德意志", "越南")


@specimen(SUMMARY)
def a_csv_in_utf_16(d: Draft) -> None:
    d.suffix, d.encoding = ".csv", "utf-16"
    d.headings()
    rows = d.lines(3)
    d.put(rows[0], "project", "第1个\n项目")
    d.means(rows[0], project="第1个 项目")
    d.plant(rows[0], "amount", "1.8.0", 18_001)


@specimen()
def a_workbook_with_macros(d: Draft) -> None:
    d.suffix = ".xlsm"
    d.headings()
    rows = d.lines(2)
    d.plant(rows[0], "rate", "abc", "")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macro = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    d.part("[Content_Types].xml", lambda text: text.replace(kind, macro))


@specimen()
def nothing_wrong_at_all(d: Draft) -> None:
    d.headings()
    d.lines(12)


@specimen()
def everything_wrong(d: Draft) -> None:
    d.headings()
    for _ in range(40):
        row = d.line()
        d.plant(row, "code", "x", code_of(len(d.plain)))
        d.plant(row, "fee", "?", 30_000 + len(d.plain))
