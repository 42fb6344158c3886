"""Nasty workbooks: what stands in their cells."""

from __future__ import annotations

from datetime import date, datetime, time

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.services.sheets.corpus import specimen
from tests.services.sheets.draft_books import BOOTHS, PAPERS, SHOPS, SUMMARY, Draft, code_of, firm

NOON = datetime(2025, 4, 15, 12, 30)  # noqa: DTZ001 - a sheet knows no zones


@specimen(BOOTHS, "xls")
def dates_of_all_kinds(d: Draft) -> None:
    d.headings()
    for written in (
        "2025-4-15", "2025/04/15", "2025.4.15", "2025年4月15日", "20250415", 20250415, 45762, "２０２５－０４－１５",
        NOON.replace(hour=0), NOON, "2025-04-15 00:00:00", " 2025 年 4 月 15 日 ",
    ):  # fmt: skip
        d.line(opens=written)
    for wrong in ("15/4/2025", "25-4-15", "2025年4月", "四月十五", "2025-13-01", 3, time(9, 30), True, "1025-4-15"):
        d.plant(d.line(), "opens", wrong, date(2025, 4, 15))


@specimen()
def days_counted_from_1904(d: Draft) -> None:
    d.workbook.epoch = CALENDAR_MAC_1904
    d.headings()
    d.lines(2)
    d.line(opens=45762 - 1462)
    d.plant(d.line(), "opens", "四月", date(2025, 4, 15))


@specimen()
def numbers_as_people_type_them(d: Draft) -> None:
    d.headings()
    for written in ("３００００", "30,000", "30,000.00", "30000元", "¥30,000.00", "3万", "3.0万元", " 30 000 ",
                    "人民币30000元整", 30000.0, "30000．0"):  # fmt: skip
        d.means(d.line(fee=written), fee="30000")
    for wrong in ("三万", "30.000,00", "3万5", "约30000", -30000, "-30000", 30000.001, "USD 3000", "30%", 1e16, "。",
                  2_000_000_000):  # fmt: skip
        row = d.line()
        d.plant(row, "fee", wrong, 30_000)
        d.means(row, fee="30000")


@specimen()
def areas_with_their_unit(d: Draft) -> None:
    d.headings()
    for written in ("9㎡", "９平方米", "9 m2", "9m²", "9平"):
        d.line(area=written)
    for wrong in ("97平方英尺", "3×3", "-9", "九"):
        d.plant(d.line(), "area", wrong, 9)


@specimen(BOOTHS, "xls")
def codes_that_a_spreadsheet_spoilt(d: Draft) -> None:
    d.headings()
    row = d.line(code=f" {code_of(1).lower()} ")
    row = d.line(code=code_of(2).replace("9", "９"))
    row = d.line(code=f"{code_of(3)[:9]} {code_of(3)[9:]}")
    for wrong in (9.1140802e17, "9.1140802E+17", code_of(row)[:17], code_of(1) + "0", "91140802MA0OI00015", 911408020,
                  "无", "91140802MA0-ABC?5X"):  # fmt: skip
        row = d.line()
        d.plant(row, "code", wrong, code_of(len(d.plain)))


@specimen()
def leading_apostrophes_and_lost_zeros(d: Draft) -> None:
    d.headings([*BOOTHS.columns, "联系电话", "银行账号"])
    row = d.line(联系电话="'0359-2222222", 银行账号="0123456789012345678")
    row = d.line(联系电话=13800000000, 银行账号="'6222020000001234567")
    d.put(row, "code", "'" + code_of(2))
    row = d.line(联系电话=3592222222)
    d.plant(row, "银行账号", 6222020000001234567, "6222020000001234567")


@specimen()
def counties_countries_and_currencies(d: Draft) -> None:
    d.headings()
    for county, code in (("山西省运城市盐湖区", "140802"), ("盐湖", "140802"), ("永济市", "140881"),
                         ("140802", "140802"), ("运城经济技术开发区", "1408KF")):  # fmt: skip
        d.means(d.line(county=county), county=code)
    for country, code in (("VN", "VN"), ("德国", "DE"), ("美利坚合众国", "US"), ("阿联酋", "AE"), ("香港", "HK")):
        d.means(d.line(country=country), country=code)
    d.plant(d.line(), "county", "尧都区", "盐湖区")
    d.plant(d.line(), "county", "运城市", "盐湖区")
    d.plant(d.line(), "country", "亚特兰蒂斯", "越南")
    row = d.line(rate=7.1)
    d.plant(row, "currency", "美刀", "USD")
    d.means(row, currency="USD", rate="7.1")


@specimen()
def foreign_money(d: Draft) -> None:
    d.headings()
    row = d.line(fee=4200.5555, currency="USD", rate=7.1012)
    d.means(row, fee="4200.5555", currency="USD", rate="7.1012")
    row = d.line(fee="€ 4,200", currency="欧元", rate="７．８")
    d.means(row, fee="4200", currency="EUR", rate="7.8")
    row = d.line(currency="人民币", rate=1)
    d.means(row, currency="CNY", rate="1")
    row = d.line(fee=4200, currency="USD", rate=7.1)
    d.plant(row, "rate", None, 7.1)
    d.means(row, fee="4200", currency="USD", rate="7.1")
    row = d.line(fee=4200, currency="USD", rate=7.1)
    d.plant(row, "rate", 710.12, 7.1)
    d.means(row, fee="4200", currency="USD", rate="7.1")
    row = d.line()
    d.plant(row, "rate", 7.1, "")
    row = d.line(currency="JPY", rate=0.05, fee=1000)
    d.plant(row, "rate", 0, 0.05)
    d.means(row, fee="1000", currency="JPY", rate="0.05")


@specimen()
def yes_and_no(d: Draft) -> None:
    d.headings()
    for written in ("否", "无", "×", "N", "no", "0", 0, False, "没有", " 否 "):
        d.line(province=written)
    for written in ("是", "√", "有", "Y", 1, True):
        d.means(d.line(province=written), province="yes")
    for wrong in ("待定", "？", "是否", 2, "#N/A"):
        d.plant(d.line(), "province", wrong, "否")


@specimen()
def formulas(d: Draft) -> None:
    d.headings()
    row = d.line()
    d.formula(row, "fee", "=15000*2+1", 30001)
    row = d.line()
    d.formula(row, "name", '="运城市"&"丙2号"', firm(2))
    row = d.line()
    d.plant(row, "fee", "=A1+30000", 30_003)  # saved without a value
    row = d.line()
    d.plant(row, "fee", "#REF!", 30_004)
    row = d.line()
    d.plant(row, "expo", "#N/A", "河内国际贸易展")
    row = d.line()
    if not d.fixed:
        d.formula(row, "area", "=1/0", "#DIV/0!")
    d.plant(row, "area", "=1/0", 9)
    row = d.line()
    d.plant(row, "code", "=B2&C2", code_of(7))


@specimen()
def blanks_that_cannot_be_seen(d: Draft) -> None:
    d.headings()
    d.line(name=f"\u00a0{firm(1)} ", county=" 盐湖区\u3000", expo="河内国际贸易展\u200b")
    d.line(name=f"{firm(2)}\u200b", session="第5届\n", tier="重点\t")
    d.line(fee="\u00a030003\u00a0", area="\ufeff9")
    d.line(currency="\u3000", rate=" ")
    d.plant(d.line(), "session", "\u200b", "第5届")
    d.plant(d.line(), "expo", "   ", "河内国际贸易展")
    d.plant(d.line(), "name", "\u00a0", firm(7))


@specimen()
def texts_in_pieces(d: Draft) -> None:
    d.headings()
    bold = InlineFont(b=True)
    d.line(name=CellRichText(firm(1)[:4], TextBlock(bold, firm(1)[4:])))
    d.line(fee=CellRichText(TextBlock(bold, "30"), "002"))
    d.plant(d.line(), "tier", CellRichText("特", TextBlock(bold, "级")), "重点")


@specimen()
def readings_above_the_characters(d: Draft) -> None:
    d.headings()
    rows = d.lines(2)
    d.plant(rows[1], "country", "越楠", "越南")
    item = f"<si><t>{firm(1)}</t></si>"
    read = f'<si><t>{firm(1)}</t><rPh sb="0" eb="3"><t>yun cheng</t></rPh><phoneticPr fontId="1"/></si>'
    d.part("xl/sharedStrings.xml", lambda text: text.replace(item, read))


@specimen()
def texts_that_look_like_formulas(d: Draft) -> None:
    d.headings()
    rows = d.lines(3)
    for row, text in zip(rows, ("=HYPERLINK(1)展", "+1展", "@展"), strict=True):
        d.put(row, "expo", text)
        d.sheet[d.cell(row, "expo")].data_type = "s"
        d.means(row, expo=text)
    row = d.line()
    d.plant(row, "tier", "=1+1", "重点")
    if not d.fixed:
        d.sheet[d.cell(row, "tier")].data_type = "s"


@specimen()
def too_long(d: Draft) -> None:
    d.headings()
    d.means(d.line(expo="展" * 200), expo="展" * 200)
    d.plant(d.line(), "expo", "展" * 201, "河内国际贸易展")


@specimen(SHOPS)
def what_a_row_needs_because_of_others(d: Draft) -> None:
    d.headings()
    d.means(d.line(type="B2B", orders=None), type="b2b", orders="")
    d.plant(d.line(), "orders", None, 120)
    d.plant(d.line(), "type", None, "B2C")


@specimen(PAPERS)
def all_defects_of_one_row(d: Draft) -> None:
    d.headings()
    d.line()
    row = d.line()
    for name, wrong, right in (
        ("code", "123", code_of(2)), ("kind", "公司", "企业"), ("county", "运城", "盐湖区"), ("what", "证", "国际认证"),
        ("paper", "1.2E+15", "CE-0002"), ("day", "去年", "2025年3月1日"), ("fee", "免费", 8002), ("other", "无", None),
    ):  # fmt: skip
        d.plant(row, name, wrong, right)
    d.line()


@specimen(SUMMARY)
def a_new_firm_without_county(d: Draft) -> None:
    d.headings()
    d.lines(2)
    d.plant(d.line(), "county", None, "临猗县")
    d.plant(d.line(), "name", None, firm(4))
