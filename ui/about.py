"""About the program: version, libraries and faces with their licences, where the data lies."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui import APPLICATION_NAME, icons
from ui.changes import ChangesDialog
from ui.parts import button, label, secondary, section, small, title
from ui.theme import STEP, kind
from ycdesk.services.office import Office

LICENCES = (
    ("PySide6-Essentials", "Qt for Python 与 Qt", "LGPL-3.0"),
    ("SQLAlchemy", "数据库访问", "MIT"),
    ("alembic", "数据库升级", "MIT"),
    ("psycopg", "PostgreSQL 连接", "LGPL-3.0"),
    ("pydantic", "数据校验", "MIT"),
    ("reportlab", "PDF 文书", "BSD"),
    ("pypdfium2", "PDF 预览与打印", "BSD-3-Clause / Apache-2.0"),
    ("segno", "二维码", "BSD-3-Clause"),
    ("pillow", "PDF 里的图片", "MIT-CMU"),
    ("openpyxl", "Excel 表格", "MIT"),
    ("XlsxWriter", "Excel 导出", "BSD-2-Clause"),
    ("xlrd", "旧版 Excel 读取", "BSD-3-Clause"),
    ("defusedxml", "电子发票读取", "PSF-2.0"),
    ("argon2-cffi", "密码", "MIT"),
    ("pypinyin", "拼音首字母", "MIT"),
    ("chinesecalendar", "工作日历", "MIT"),
    ("platformdirs", "数据文件夹", "MIT"),
    ("PyYAML", "办件文件", "MIT"),
)
FACES = (
    ("Noto Sans SC", "屏幕字体", "SIL OFL 1.1"),
    ("Noto Serif SC", "文书字体", "SIL OFL 1.1"),
    ("HanaMinB", "罕用字", "花园字体许可 / SIL OFL 1.1"),
)


def version_of(package: str) -> str:
    """The version that is installed; empty when it is not (a frozen program may carry no metadata)."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


class AboutDialog(QDialog):
    """One sheet."""

    def __init__(self, parent: QWidget | None, office: Office) -> None:
        super().__init__(parent)
        self.setWindowTitle("关于")
        self.resize(640, 560)
        kind(self, "panel")
        picture = QLabel()
        picture.setPixmap(icons.application_icon().pixmap(56, 56))
        head = QHBoxLayout()
        head.setSpacing(STEP * 4)
        head.addWidget(picture)
        words = QVBoxLayout()
        words.addWidget(title(APPLICATION_NAME))
        self.version = secondary(f"版本 {version_of('ycdesk')}　{office.bureau}")
        words.addWidget(self.version)
        head.addLayout(words, 1)
        system = f"Qt {qVersion()}　Python {platform.python_version()}　{platform.system()} {platform.release()}"
        self.changes = button("更新内容…")
        self.changes.clicked.connect(lambda: ChangesDialog(self, office.titles).exec())
        close = button("关闭", "primary")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(self.changes)
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 7, STEP * 6, STEP * 7, STEP * 5)
        column.setSpacing(STEP * 3)
        column.addLayout(head)
        for package in office.packages:
            column.addWidget(small(f"{package.document}　政策包 {package.id} 版本 {package.version}"))
        column.addWidget(small(system))
        column.addWidget(_licences(), 1)
        column.addLayout(foot)


def _licences() -> QScrollArea:
    inside = kind(QWidget(), "panel")
    grid = QGridLayout(inside)
    grid.setContentsMargins(0, 0, STEP * 4, 0)
    grid.setHorizontalSpacing(STEP * 5)
    grid.setVerticalSpacing(STEP)
    grid.addWidget(section("使用的软件和字体"), 0, 0, 1, 4)
    lines = [(name, version_of(name), use, licence) for name, use, licence in LICENCES]
    lines += [(name, "", use, licence) for name, use, licence in FACES]
    for row, (name, number, use, licence) in enumerate(lines, start=1):
        for column, part in enumerate((label(name), secondary(number), secondary(use), secondary(licence))):
            grid.addWidget(part, row, column)
    grid.setColumnStretch(3, 1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(inside)
    area.setAccessibleName("使用的软件和字体")
    return area
