"""Before anybody has signed in: another data folder, a backup from another machine."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ui import dialogs
from ui.background import Background
from ui.backup_box import FILES
from ui.first_start import FirstStartPage
from ycdesk.domain.errors import DeskError, InputProblem
from ycdesk.paths import remember_home
from ycdesk.services.office import Office


def choose_home(parent: QWidget, home: Path) -> Path | None:
    """Another data folder, remembered for this machine; None when the person gave up."""
    folder = dialogs.choose_folder(parent, "选择数据文件夹", home.parent)
    if folder is None:
        return None
    if os.environ.get("YCDESK_HOME"):
        dialogs.tell(
            parent,
            "本次使用所选的文件夹。",
            "这台电脑用环境变量 YCDESK_HOME 指定了数据文件夹，下次启动仍以它为准；要长期更换，请改这个变量。",
        )
    else:
        remember_home(folder)
    return folder


def restore_into(page: FirstStartPage, background: Background, office: Office, done: Callable[[], None]) -> None:
    """Fill an empty office from a backup that the person chooses; ``done`` opens it anew."""
    path = dialogs.choose_file(page, "从备份恢复", FILES)
    if path is None:
        return
    page.busy("正在恢复…")

    def work(job: object) -> None:
        from ycdesk.services.backup import restore

        restore(path, office)

    def failed(error: Exception) -> None:
        page.busy("")
        if not isinstance(error, DeskError):
            raise error
        page.refuse(error.problems if isinstance(error, InputProblem) else {}, str(error))

    def restored(_: None) -> None:
        page.busy("")
        done()

    background.run("恢复", work, restored, failed, quiet=True)
