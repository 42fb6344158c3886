"""What 导入 writes for a sender: the template of a measure, and their own workbook with its mistakes in red."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from ui import dialogs
from ycdesk.domain.errors import DeskError

if TYPE_CHECKING:
    from ui.imports import ImportsPage

_KINDS = "Excel 工作簿 (*{})"


def save_template(page: ImportsPage) -> None:
    """模板 (Ctrl+Shift+T): the workbook of the chosen measure, to be filled in by a firm."""
    from ycdesk.services.sheets.importing.template import write_template

    where, package = page.head.where, page.office.package
    if where is None or not where.measure:
        return
    title = f"{package.measures[where.measure].title}申报明细表"
    path = dialogs.save_file(page, "存模板", f"{title}.xlsx", _KINDS.format(".xlsx"))
    if path is None:
        return
    try:
        write_template(package, where.measure, path)
    except DeskError as problem:
        page.banner.tell(str(problem), "bad")
        return
    page.banner.tell(f"已存 {path.name}。", "ok", "打开所在文件夹", lambda: open_folder(path))


def save_marked(page: ImportsPage) -> None:
    """标红的副本 (Ctrl+Shift+S): beside the original, every mistake with its comment."""
    from ycdesk.services.sheets.marking import marked_name, write_marked

    plan = page.planning.plan
    if plan is None or not plan.marks or page.working is not None:
        return
    name = marked_name(plan.book)
    path = dialogs.save_file(page, "存标红的副本", name, _KINDS.format(Path(name).suffix), plan.book.path.parent)
    if path is None:
        return
    page.banner.hide()

    def done(_: None) -> None:
        words = f"已存 {path.name}，{len(plan.marks)} 处标红，每处有批注。"
        page.banner.tell(words, "ok", "打开所在文件夹", lambda: open_folder(path))

    page.work("标红", lambda job: write_marked(plan.book, plan.marks, path), done, "已停止，没有写文件。")


def open_folder(path: Path) -> None:
    """The folder of a file in the system's own window."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
