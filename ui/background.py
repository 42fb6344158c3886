"""One thread for what takes longer than a blink: opening the office, PDF batches, files.

Rules: ✓ ``work`` touches no widget, gets everything it needs as arguments and returns a value. ✓ ``done`` and
``failed`` run on the screen's thread. × No second pool, no QRunnable with signals of its own (results get lost).
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

T = TypeVar("T")
log = logging.getLogger(__name__)


class Cancelled(Exception):
    """The job was cancelled."""


class Job:
    """One piece of work: what it is called, how far it is, whether it should stop.

    Attributes:
        title: words for the status bar.
        count, total: how far; ``total`` 0 means that the length is not known.
        quiet: not shown in the status bar.
    """

    def __init__(self, title: str, background: Background, quiet: bool) -> None:
        self.title = title
        self.count = 0
        self.total = 0
        self.quiet = quiet
        self.cancelled = False
        self._background = background

    def progress(self, count: int, total: int) -> None:
        """Called by the work from its thread; raises :class:`Cancelled` when the person asked to stop."""
        if self.cancelled:
            raise Cancelled
        self.count, self.total = count, total
        self._background.post(lambda: self._background.changed.emit())

    def cancel(self) -> None:
        """Ask the work to stop at its next call of :meth:`progress`; what waits does not start."""
        self.cancelled = True


class Background(QObject):
    """Runs jobs one after another on one thread and brings their results back to the screen's thread.

    Signals:
        changed: a job began, went on or ended; read ``current``.
    """

    changed = Signal()
    _arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._closed = False
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="background")
        self._news: deque[Callable[[], None]] = deque()
        self._jobs: deque[Job] = deque()
        self._arrived.connect(self._drain, Qt.ConnectionType.QueuedConnection)

    @property
    def current(self) -> Job | None:
        """The job to show in the status bar, if any."""
        return next((job for job in self._jobs if not job.quiet), None)

    @property
    def busy(self) -> bool:
        """Whether anything runs or waits."""
        return bool(self._jobs)

    def run(
        self,
        title: str,
        work: Callable[[Job], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        quiet: bool = False,
    ) -> Job:
        """Do ``work(job)`` on the thread, then ``done(result)`` here; ``failed`` gets the exception.

        Nothing begins any more once the end has come.
        """
        job = Job(title, self, quiet)
        if self._closed:
            job.cancel()
            return job
        self._jobs.append(job)
        self._pool.submit(self._work, job, work, done, failed)
        self.changed.emit()
        return job

    def post(self, deed: Callable[[], None]) -> None:
        """Do ``deed`` on the screen's thread (callable from any thread)."""
        self._news.append(deed)
        self._arrived.emit()

    def close(self) -> None:
        """Cancel what runs and wait for the thread to end."""
        self._closed = True
        for job in self._jobs:
            job.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._news.clear()

    def _work(self, job: Job, work: Callable[[Job], Any], done: Callable[[Any], None], failed: Any) -> None:
        try:
            if job.cancelled:
                raise Cancelled
            result = work(job)
        except Exception as error:
            wrong = error
            self.post(lambda: self._end(job, lambda: _report(job, wrong, failed)))
        else:
            self.post(lambda: self._end(job, lambda: done(result)))

    def _end(self, job: Job, deed: Callable[[], None]) -> None:
        self._jobs.remove(job)
        self.changed.emit()
        deed()

    def _drain(self) -> None:
        while self._news:
            self._news.popleft()()


def _report(job: Job, error: Exception, failed: Callable[[Exception], None] | None) -> None:
    if failed is not None:
        failed(error)
    elif not isinstance(error, Cancelled):
        log.error("%s", job.title, exc_info=error)
        raise error
