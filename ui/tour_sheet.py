"""The tour's chapter on a county's own list."""

from __future__ import annotations

from openpyxl import Workbook

from ui.tables import TablesPage
from ui.tour_stage import TourStage

_COUNTY_LIST = """盐湖区2025年参展补助申报表
序号\t企业名称\t统一社会信用代码\t县区\t单位性质\t展会名称\t届次\t展会类别\t举办国家\t开幕日期\t省级已支持同一展会\t展位号\t展位费
1\t运城市南风日化进出口有限公司\t\t盐湖区\t企业\t曼谷国际食品展\t2025\t重点\t泰国\t2025.5.27\t否\tC18\t3.2
2\t运城市南风日化进出口有限公司\t\t盐湖区\t企业\t曼谷国际食品展\t2025\t重点\t泰国\t2025.5.27\t否\tC19\t3.2
3\t山西河东农产品贸易有限公司\t\t盐湖区\t企业\t迪拜国际贸易展\t2025\t一般\t阿联酋\t２０２５年６月３日\t否\tB7\t两万八
4\t山西舜帝果业有限公司\t91140802MA0ABCDE14\t盐湖区\t企业\t迪拜国际贸易展\t2025\t一般\t阿联酋\t2025-06-03\t否\tB9\t2.86
5\t运城市禹都电子商务有限公司\t\t\t企业\t河内国际贸易博览会\t2025\t重点\t越南\t2025-04-15\t否\t\t3.125
合计\t\t\t\t\t\t\t\t\t\t\t\t15.21"""


def look_into_a_sheet(stage: TourStage) -> None:
    """Its unit is asked and its mistakes are found; nothing of it goes in."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "申报表"
    for line in _COUNTY_LIST.splitlines():
        sheet.append(line.split("\t"))
    file = stage.folder / "盐湖区参展补助申报表.xlsx"
    book.save(file)
    window = stage.window()
    window.open_place("tables")
    page = window.pages.currentWidget()
    assert isinstance(page, TablesPage)
    assert page.imports is not None
    imports = page.imports
    imports.head.target.setCurrentIndex(imports.head.target.findText("新办件：参展补助"))
    imports.open(file)
    stage.until(imports.units.isVisible, "来表")
    stage.hands.press("Alt+W")
    stage.until(lambda: not imports.background.busy, "核对")
    stage.hands.press("F8")
    stage.picture("imports", window)
    window.open_place("desk")
