"""The start of the window: ``ycdesk``. Imports only what the sign-in window needs; the rest follows its first paint."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

# The wheel of Qt carries only the ibus plugin; this order finds fcitx 5 first. Read when Qt starts.
os.environ.setdefault("QT_IM_MODULES", "fcitx;ibus")

import contextlib
import gc

from PySide6.QtCore import QLibraryInfo, QLocale, QLockFile, QTranslator
from PySide6.QtWidgets import QApplication

from ui import APPLICATION_NAME, fonts
from ui.theme import Mode, theme
from ycdesk import paths
from ycdesk.settings import read_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window and stay until it is closed; the exit status of the program."""
    arguments = list(sys.argv if arguments is None else arguments)
    if any(word.startswith("--") for word in arguments[1:]):
        from ui import options

        status = options.answer(arguments)
        if status is not None:
            return status
    gc.disable()  # modules are no garbage: looking through them costs a tenth of the start; ui.opening enables it again
    app = prepare(arguments)
    home = paths.home()
    settings = read_settings(home)
    theme().apply(Mode(settings.theme) if settings.theme in ("light", "dark") else Mode.SYSTEM)
    lock = lock_home(home)
    if lock is None:
        from ui import dialogs

        dialogs.tell(
            None, f"{APPLICATION_NAME}已经打开。", "同一个数据文件夹一次只开一个窗口，请在任务栏里找到已打开的窗口。"
        )
        return 1
    from ui.app import Program

    program = Program(app, home, settings)
    if "--first-paint" in arguments:
        program.door.painted.connect(options.leave)
    program.start()
    status = app.exec()
    program.close()
    lock.unlock()
    return status


def prepare(arguments: list[str]) -> QApplication:
    """The application, dressed."""
    app = QApplication(arguments)
    app.setQuitOnLastWindowClosed(False)
    dress(app)
    return app


def dress(app: QApplication) -> None:
    """Give the application its names, style, language and faces."""
    app.setApplicationName("ycdesk")
    app.setApplicationDisplayName(APPLICATION_NAME)
    app.setDesktopFileName("ycdesk")
    app.setStyle("Fusion")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    fonts.load_first(app)


def lock_home(home: Path) -> QLockFile | None:
    """The lock of the data folder; None when another window has it.

    A folder that cannot be written has no lock to take: the office itself says so a moment later.
    """
    with contextlib.suppress(OSError):
        home.mkdir(parents=True, exist_ok=True)
    lock = QLockFile(str(home / "desk.lock"))
    lock.setStaleLockTime(0)
    if not lock.tryLock(0) and lock.error() == QLockFile.LockError.LockFailedError:
        return None
    return lock


if __name__ == "__main__":
    sys.exit(main())
