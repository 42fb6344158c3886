"""All keys on one sheet (Ctrl+/)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.parts import button, label, section
from ui.theme import STEP, kind

KEYS: dict[str, tuple[tuple[str, str], ...]] = {
    "到处可用": (
        ("Ctrl+K", "查找企业、办件或命令"),
        ("Ctrl+1 … 9", "去左边的各处"),
        ("Alt+←", "返回上一页"),
        ("F5", "刷新"),
        ("Ctrl+Shift+D", "切换深色浅色"),
        ("Ctrl+L", "锁定"),
        ("F1", "帮助：手册里讲这一页的地方"),
        ("Ctrl+/", "这张表"),
    ),
    "受理与录入": (
        ("Ctrl+N", "新来访"),
        ("Ctrl+T", "添加事项"),
        ("Ctrl+V", "从 Excel 粘贴明细"),
        ("Ctrl+D", "复制行"),
        ("Ctrl+Delete", "删除行"),
        ("Ctrl+Z", "撤销"),
        ("F3", "读入电子发票"),
        ("F4", "材料的扫描件"),
        ("F6", "免交材料"),
        ("F7", "材料全部齐备"),
        ("F8", "下一个问题"),
        ("F9", "接收、补正、受理、核查记录"),
        ("Ctrl+Enter", "提交审批"),
    ),
    "列表": (
        ("↑ ↓", "移动"),
        ("字母、数字", "按拼音首字母或编号跳到"),
        ("Enter", "打开"),
        ("F2", "修改申报主体"),
        ("Ctrl+Shift+N", "新增申报主体"),
    ),
    "审批与打印": (
        ("A", "同意"),
        ("M", "核减"),
        ("R", "退回"),
        ("N", "不予支持"),
        ("Ctrl+P", "打印"),
    ),
    "预算与拨付": (
        ("Alt+1 … 3", "上会与公示、预算、拨付"),
        ("Space", "选中或取消"),
        ("Ctrl+A", "全选"),
        ("← →", "换年度"),
        ("Ctrl+Enter", "登记拨付"),
    ),
    "打印": (
        ("Ctrl+E", "编文号"),
        ("Ctrl+S", "另存为一个 PDF"),
        ("Ctrl+Shift+S", "每份一个文件"),
        ("Ctrl+D", "登记送达"),
    ),
    "统计": (
        ("← →", "换年度"),
        ("Enter", "看一行里的办件"),
        ("Ctrl+S", "导出 Excel"),
    ),
    "导入导出": (
        ("Ctrl+O", "选择要导入的文件"),
        ("Space", "一列的金额是元或万元"),
        ("F8", "下一处错"),
        ("Ctrl+Enter", "导入"),
        ("Ctrl+Shift+S", "标红的副本"),
    ),
}


class KeysDialog(QDialog):
    """Columns of two groups."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("快捷键")
        kind(self, "panel")
        columns = QHBoxLayout()
        columns.setSpacing(STEP * 12)
        groups = list(KEYS.items())
        for half in (groups[:2], groups[2:4], groups[4:]):
            column = QVBoxLayout()
            column.setSpacing(STEP * 2)
            for heading, keys in half:
                column.addWidget(section(heading))
                column.addLayout(_grid(keys))
                column.addSpacing(STEP * 3)
            column.addStretch(1)
            columns.addLayout(column)
        close = button("关闭", "primary")
        close.clicked.connect(self.accept)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(STEP * 7, STEP * 6, STEP * 7, STEP * 5)
        whole.addLayout(columns)
        whole.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)


def _grid(keys: tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(STEP * 4)
    grid.setVerticalSpacing(STEP * 2)
    grid.setColumnMinimumWidth(0, 108)
    grid.setColumnStretch(1, 1)
    for row, (key, deed) in enumerate(keys):
        grid.addWidget(label(key, "key"), row, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(label(deed), row, 1)
    return grid
