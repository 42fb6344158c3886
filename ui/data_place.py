"""Where the data of this machine lies, and the ways to change it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.background import Background
from ui.backup_box import BackupBox
from ui.banner import Banner
from ui.focus import enter_at
from ui.parts import button, label, secondary, section
from ui.settings_dialog import DatabaseDialog
from ui.theme import STEP
from ycdesk.domain.people import Person
from ycdesk.services.office import Office


class DataPlace(QWidget):
    """The last tab of the administration."""

    def __init__(self, office: Office, person: Person, background: Background) -> None:
        super().__init__()
        self.office = office
        self.banner = Banner()
        self.backup = BackupBox(office, person, background, self.banner)
        self.folder_button = button("打开文件夹", "", "cases")
        self.database_button = button("数据库设置…", "", "database")
        self.folder_button.clicked.connect(self.open_folder)
        self.database_button.clicked.connect(self.change)
        self.facts: dict[str, QLabel] = {}
        buttons = QHBoxLayout()
        buttons.setSpacing(STEP * 2)
        buttons.addWidget(self.folder_button)
        buttons.addWidget(self.database_button)
        buttons.addStretch(1)
        inside = QVBoxLayout()
        inside.setContentsMargins(STEP * 5, STEP * 4, STEP * 5, STEP * 4)
        inside.setSpacing(STEP * 3)
        inside.addWidget(section("数据在哪里"))
        inside.addLayout(self._places(office))
        inside.addLayout(buttons)
        inside.addWidget(
            secondary(
                "一个人使用时，数据都在这个文件夹里。几个人同时使用时，请改用 PostgreSQL 服务器；"
                "不要把数据文件夹放在网络共享盘上。",
                wrap=True,
            )
        )
        inside.addSpacing(STEP * 4)
        inside.addWidget(self.backup)
        inside.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.banner)
        column.addLayout(inside)
        enter_at(self, self.folder_button)

    def _places(self, office: Office) -> QGridLayout:
        facts = QGridLayout()
        facts.setHorizontalSpacing(STEP * 4)
        facts.setVerticalSpacing(STEP * 2)
        facts.setColumnStretch(1, 1)
        for row, (title, words) in enumerate(
            (
                ("单位", office.bureau),
                ("数据文件夹", str(office.home)),
                ("数据库", office.url),
                ("运行日志", str(office.home / "logs" / "ycdesk.log")),
                ("政策包", "；".join(f"{package.id}　版本 {package.version}" for package in office.packages)),
            )
        ):
            value = label(words)
            value.setAccessibleName(title)
            self.facts[title] = value
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            facts.addWidget(secondary(title), row, 0)
            facts.addWidget(value, row, 1)
        return facts

    def refresh(self) -> None:
        """When the last backup was made."""
        self.backup.refresh()

    def open_folder(self) -> None:
        """Show the folder in the file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.office.home)))

    def change(self) -> None:
        """Other settings, in force when the program is opened again."""
        if DatabaseDialog(self, self.office.home).exec():
            self.banner.tell("已保存，下次打开程序时起作用。", "ok")
