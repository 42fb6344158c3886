"""Which chapter of the manual belongs to what is on screen."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget, QWidget

#: id of a page (``MainWindow.place``), or id and words of the tab in front, to the place in the manual
HELP = {
    "desk": "users/02-desk",
    "cases": "users/02-desk#办件",
    "dossier": "users/03-dossier",
    "approval": "users/05-approval",
    "applicants": "users/04-applicants",
    "money": "users/06-money",
    "money 上会与公示": "users/06-money#上会与公示",
    "money 预算": "users/06-money#预算",
    "money 拨付": "users/06-money#拨付",
    "printing": "users/07-printing",
    "print": "users/07-printing#打印一份",
    "statistics": "users/08-statistics",
    "tables": "users/10-tables",
    "tables 导入": "users/10-tables#导入",
    "tables 导出": "users/10-tables#导出表格",
    "rulings": "users/09-rulings",
    "rulings 口径": "users/09-rulings#口径",
    "rulings 裁定": "users/09-rulings#裁定",
    "rulings 回放测算": "users/09-rulings#回放测算",
    "rulings 政策对照": "administrators/04-policy#两个政策包逐条对照",
    "rulings 政策包": "administrators/04-policy",
    "administration": "administrators/06-people",
    "administration 人员": "administrators/06-people",
    "administration 办理规则": "administrators/06-people#办理规则",
    "administration 工作日历": "administrators/05-calendar",
    "administration 数据与备份": "administrators/03-backup",
}
FIRST = "users/01-first-day"


def manual_place(page_id: str, page: QWidget) -> str:
    """The place for a page of the main window: the tab in front decides where it has a place of its own."""
    place = page_id.partition("-")[0]
    tabs = page.findChild(QTabWidget)
    tab = f"{place} {tabs.tabText(tabs.currentIndex())}" if tabs is not None else place
    return HELP.get(tab) or HELP.get(place) or FIRST
