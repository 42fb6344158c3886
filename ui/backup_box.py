"""备份 and 恢复: one file with everything, made and put back in the background."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import dialogs
from ui.background import Background, Cancelled, Job
from ui.banner import Banner
from ui.parts import button, label, secondary, section
from ui.theme import STEP
from ycdesk.domain.errors import DeskError
from ycdesk.domain.people import Person
from ycdesk.services.office import Office

FILES = "备份文件 (*.zip)"
ADVICE = (
    "备份是一个文件，里面有整个数据库和所有扫描件，请放在另一块磁盘或者移动硬盘上。"
    "PostgreSQL 上做的备份也能恢复到一台单机，反过来也行。"
)
_WARNING = "现有的全部数据将被它代替；代替之前会自动备份到数据文件夹的 backups 里。恢复以后程序关闭，请重新打开。"
_ON_A_SERVER = (
    "几个人合用的数据库不能在这里覆盖：请新建一个空数据库，在“数据库设置”里选用它，打开程序时选“从备份恢复”。"
)


class BackupBox(QWidget):
    """Two buttons, and when the last backup was made; what happens is said in the banner of the page."""

    def __init__(self, office: Office, person: Person, background: Background, banner: Banner) -> None:
        super().__init__()
        self.office, self.person, self.background, self.banner = office, person, background, banner
        self.last = label("")
        self.make_button = button("立即备份…", "primary", "save", "Ctrl+B")
        self.restore_button = button("恢复…", "", "load")
        self.make_button.clicked.connect(self.make)
        self.restore_button.clicked.connect(self.restore)
        buttons = QHBoxLayout()
        buttons.setSpacing(STEP * 2)
        buttons.addWidget(self.make_button)
        buttons.addWidget(self.restore_button)
        buttons.addWidget(self.last)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP * 3)
        column.addWidget(section("备份"))
        column.addLayout(buttons)
        column.addWidget(secondary(ADVICE, wrap=True))

    def refresh(self) -> None:
        """When the last backup was made."""
        from ycdesk.services.backup import last_backup

        at = last_backup(self.office)
        self.last.setText(f"上次备份：{at}" if at else "还没有做过备份。")

    def make(self) -> None:
        """A backup into a file that the person chooses (Ctrl+B)."""
        from ycdesk.services.backup import back_up, note_backup, proposed_name

        path = dialogs.save_file(self, "备份到", proposed_name(self.office), FILES)
        if path is None:
            return

        def work(job: Job) -> str:
            backup = back_up(self.office, path, job.progress)
            note_backup(self.office, self.person, path, backup)
            return backup.words

        self._run("备份", work, f"已备份到 {path}：")

    def restore(self) -> None:
        """What a backup holds in the place of what is here, once the person has read what that is."""
        from ycdesk.services.backup import read_backup, restore

        if self.office.engine.dialect.name != "sqlite":
            self.banner.tell(_ON_A_SERVER, "info")
            return
        path = dialogs.choose_file(self, "从备份恢复", FILES)
        if path is None:
            return
        try:
            words = read_backup(path).words
        except DeskError as problem:
            self.banner.tell(str(problem), "bad")
            return

        def work(job: Job) -> str:
            restore(path, self.office, replace=True, progress=job.progress)
            return ""

        text = f"{words}。\n{_WARNING}"
        if dialogs.ask(self, "用备份代替现有数据？", text, "恢复", danger=True):
            self._run("恢复", work, "")

    def _run(self, title: str, work: Callable[[Job], str], before: str) -> None:
        self.setEnabled(False)
        self.banner.tell(f"正在{title}…", "info")
        self.background.run(title, work, lambda words: self._done(before, words), self._failed)

    def _done(self, before: str, words: str) -> None:
        self.setEnabled(True)
        if words:
            self.banner.tell(f"{before}{words}。", "ok")
            self.refresh()
            return
        dialogs.tell(self, "已恢复。", "程序现在关闭，请重新打开并登录。")
        self.window().close()

    def _failed(self, error: Exception) -> None:
        self.setEnabled(True)
        if isinstance(error, DeskError):
            self.banner.tell(str(error), "bad")
        elif isinstance(error, Cancelled):
            self.banner.tell("已停止，没有做完。", "warn")
        else:
            self.banner.hide()
            raise error
