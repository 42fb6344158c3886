"""What goes wrong unforeseen: written to a log in the data folder, told in one sentence, never as a traceback."""

from __future__ import annotations

import faulthandler
import logging
import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger("ui")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def install(home: Path) -> None:
    """Send Python's and Qt's last words to ``home/logs``; a folder that cannot be written is passed over."""
    sys.excepthook = _excepthook
    qInstallMessageHandler(_on_qt_message)
    try:
        (home / "logs").mkdir(parents=True, exist_ok=True)
        _open_log(home / "logs")
    except OSError:
        logging.basicConfig(stream=sys.stderr, level=logging.WARNING)


def log_file() -> Path | None:
    """Where the details lie, if they could be written."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.FileHandler):
            return Path(handler.baseFilename)
    return None


def report(error: BaseException) -> None:
    """Write ``error`` to the log and tell the person, in one sentence, that something went wrong.

    A DeskError has its own sentence: the disk is full or the server is gone, wherever that was noticed.
    """
    from PySide6.QtWidgets import QApplication

    from ycdesk.domain.errors import DeskError

    if isinstance(error, DeskError):
        log.warning("%s", error)
        words = error.sentence, error.advice
    else:
        log.error("unforeseen", exc_info=(type(error), error, error.__traceback__))
        words = _words()
    if _state["telling"] or QApplication.instance() is None:
        return
    _state["telling"] = True
    try:
        from ui import dialogs

        dialogs.warn(QApplication.activeWindow(), *words)
    finally:
        _state["telling"] = False


def _words() -> tuple[str, str]:
    file = log_file()
    where = f"详细情况已记入 {file}，请把这个文件交给技术人员。" if file else "详细情况没能写入日志文件。"
    return "程序出了点问题，刚才的操作没有完成。", f"已保存的数据不受影响，可以再试一次。{where}"


_state = {"telling": False}


def _excepthook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    report(error)


def _on_qt_message(level: QtMsgType, _: QMessageLogContext, text: str) -> None:
    log.log(_LEVELS.get(level, logging.INFO), "Qt: %s", text)


def _open_log(folder: Path) -> None:
    from logging.handlers import RotatingFileHandler

    handler = RotatingFileHandler(folder / "ycdesk.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    logging.raiseExceptions = False  # a full disk must not print tracebacks about its own log
    faulthandler.enable((folder / "fault.log").open("a", encoding="utf-8"))
