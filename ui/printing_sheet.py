"""打印: the paper under the cursor, as it will be printed."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QStackedWidget

from ui.background import Background
from ui.empty_state import EmptyState
from ui.sheets import GAP, Sheets, picture
from ycdesk.domain.document_kinds import Paper
from ycdesk.domain.errors import DeskError
from ycdesk.services.office import Office

SHOWN = 12
"""Pages that are shown; the file has them all."""
_PATIENCE = 90  #: ms, for who walks through the list


@dataclass(frozen=True)
class _Shown:
    paper: Paper
    pages: list[QImage]
    count: int


class PaperSheet(QStackedWidget):
    """Signals:
    told(words): how many pages the paper has; "" where it cannot be made.
    """

    told = Signal(str)

    def __init__(self, office: Office, background: Background) -> None:
        super().__init__()
        self.office, self.background = office, background
        self.paper: Paper | None = None
        self.sheet = Sheets()
        self.area = QScrollArea()
        self.area.setWidget(self.sheet)
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName("文书预览")
        self.empty = EmptyState("print", "没有可以预览的文书", "")
        self.addWidget(self.area)
        self.addWidget(self.empty)
        self.setCurrentWidget(self.empty)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_PATIENCE)
        self._settle.timeout.connect(self._render)

    def show_paper(self, paper: Paper | None) -> None:
        """Show another paper, a moment later."""
        self.paper = paper
        if paper is None:
            self._settle.stop()
            self._say("没有可以预览的文书", "")
        else:
            self._settle.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.paper is not None and event.size().width() != event.oldSize().width():
            self._settle.start()

    def _render(self) -> None:
        paper, office = self.paper, self.office
        if paper is None:
            return
        ratio = self.devicePixelRatioF()
        width = int((max(self.width(), 240) - GAP * 3) * ratio)

        def work(job: object) -> _Shown:
            from ycdesk.services.papers.render import page_count, page_within
            from ycdesk.services.print_run import paper_pdf

            pdf = paper_pdf(office, paper)
            count = page_count(pdf)
            pages = [picture(page_within(pdf, number, width), ratio) for number in range(min(count, SHOWN))]
            return _Shown(paper, pages, count)

        self.background.run("预览", work, self._show, lambda error: self._fail(paper, error), quiet=True)

    def _show(self, shown: _Shown) -> None:
        if shown.paper != self.paper:
            return
        self.sheet.show_pages(shown.pages)
        self.area.verticalScrollBar().setValue(0)
        self.setCurrentWidget(self.area)
        more = f"（预览前 {SHOWN} 页）" if shown.count > SHOWN else ""
        self.told.emit(f"共 {shown.count} 页{more}")

    def _fail(self, paper: Paper, error: Exception) -> None:
        if not isinstance(error, DeskError):
            raise error
        if paper == self.paper:
            self._say("这份文书还不能打印", str(error))

    def _say(self, words: str, why: str) -> None:
        self.empty.put(words, why)
        self.setCurrentWidget(self.empty)
        self.told.emit("")
