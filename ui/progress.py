"""What the background thread is doing, in the status bar, with a way to stop it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from ui.background import Background
from ui.parts import button, small
from ui.theme import STEP


class ProgressStrip(QWidget):
    """Words, a bar and 取消; hidden while nothing runs."""

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background
        self.words = small("")
        self.bar = QProgressBar()
        self.bar.setFixedWidth(160)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("后台任务进度")
        self.cancel = button("取消", "link")
        self.cancel.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, STEP * 2, 0)
        row.setSpacing(STEP * 2)
        for part in (self.words, self.bar, self.cancel):
            row.addWidget(part)
        background.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        job = self._background.current
        self.setVisible(job is not None)
        if job is None:
            return
        count = f"　{job.count}/{job.total}" if job.total else ""
        self.words.setText("正在取消…" if job.cancelled else f"{job.title}{count}")
        self.bar.setRange(0, job.total)
        self.bar.setValue(job.count)
        self.cancel.setEnabled(not job.cancelled)

    def _cancel(self) -> None:
        job = self._background.current
        if job is not None:
            job.cancel()
            self._follow()
