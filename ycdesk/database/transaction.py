"""Running a unit of work: one transaction, bounded retries, and errors of the database turned into sentences."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from ycdesk.domain.errors import Conflict, DeskError, OfficeProblem, Refused

T = TypeVar("T")

ATTEMPTS = 5
_TRY_AGAIN = frozenset({"40001", "40P01"})  # serialisation failure, deadlock
_LOCK_TIMEOUT = "55P03"


def run(sessions: sessionmaker[Session], work: Callable[[Session], T]) -> T:
    """Run ``work`` in one transaction: all or nothing. A transaction that PostgreSQL asks to repeat is repeated.

    Raises DeskError subclasses; anything else is a defect of the program.
    """
    for attempt in range(ATTEMPTS):
        try:
            with sessions.begin() as session:
                return work(session)
        except StaleDataError as error:
            raise changed_elsewhere() from error
        except DBAPIError as error:
            if _sqlstate(error) not in _TRY_AGAIN or attempt == ATTEMPTS - 1:
                raise said_plainly(error) from error
            time.sleep(random.uniform(0, 0.02 * 2**attempt))
    raise AssertionError("the last attempt returns or raises")


def changed_elsewhere() -> Conflict:
    """What somebody reads whose page is older than the record."""
    return Conflict("这份内容刚才已被别处修改。", "请重新打开，看过最新内容后再办。")


def said_plainly(error: SQLAlchemyError) -> DeskError | SQLAlchemyError:
    """The sentence for an error of the database; the error itself when it is a defect of the program."""
    if not isinstance(error, DBAPIError):
        return error
    message, state = _message(error), _sqlstate(error)
    if isinstance(error, IntegrityError):
        if any("\u4e00" <= mark <= "\u9fff" for mark in message):
            return Refused(message)
        return changed_elsewhere() if "unique" in message.lower() else error
    lowered = message.lower()
    if "locked" in lowered or state in _TRY_AGAIN or state == _LOCK_TIMEOUT:
        return Conflict("数据库正忙，别的电脑或窗口正在写入，这一步没有保存。", "请稍候再试一次。")
    for known, (sentence, advice) in _DISK.items():
        if known in lowered:
            return OfficeProblem(sentence, advice)
    # A server that is gone leaves no state; SQLite has no states, and what it says beyond the disk is a defect.
    gone = state is None and not isinstance(error.orig, sqlite3.Error)
    if error.connection_invalidated or gone or (state or "")[:2] in ("08", "57"):
        return OfficeProblem("与数据库的连接断了，这一步没有保存。", "请检查网络和数据库服务器，然后再试一次。")
    return error


_DISK = {
    "disk is full": ("磁盘已满，这一步没有保存。", "请腾出磁盘空间后再试一次。"),
    "readonly database": ("数据库文件是只读的，这一步没有保存。", "请检查数据文件夹的写入权限。"),
    "disk i/o error": ("磁盘读写出错，这一步没有保存。", "请检查磁盘，必要时从备份恢复。"),
    "malformed": ("数据库文件已损坏。", "请从 backups 文件夹里的备份恢复，并联系管理员。"),
    "unable to open": ("数据库文件打不开。", "请检查数据文件夹是否还在、能否写入。"),
}


def _message(error: DBAPIError) -> str:
    diagnosis = getattr(error.orig, "diag", None)
    return str(getattr(diagnosis, "message_primary", None) or error.orig)


def _sqlstate(error: DBAPIError) -> str | None:
    state = getattr(error.orig, "sqlstate", None)
    return state if isinstance(state, str) else None
