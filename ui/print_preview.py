"""The preview of a paper: the very PDF that will be printed or saved, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QScrollArea, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from ui import dialogs
from ui.background import Background
from ui.banner import Banner
from ui.empty_state import EmptyState
from ui.focus import enter_at
from ui.parts import button, secondary, small
from ui.print_paper import print_pdf
from ui.sheets import GAP, Sheets, picture
from ui.theme import STEP, kind
from ycdesk.domain.document_kinds import Paper, PaperKind
from ycdesk.domain.errors import DeskError
from ycdesk.domain.people import Person
from ycdesk.services.dossiers import get_case
from ycdesk.services.office import Office
from ycdesk.services.print_log import record_print
from ycdesk.services.saving import save_file

PAPERS = {"slip": "审批单", "computation": "审核表"}
"""Papers by the word that the window asks for them."""
PAGE_WIDTH = 595.28
"""Points of a sheet of A4."""
SCREEN_DPI = 96
MOST_SCALE = 1.6
"""Logical px for a point at most; a sheet that fills a wide screen is not easier to read."""


@dataclass(frozen=True)
class _Rendered:
    pdf: bytes
    pages: list[QImage]


class PrintPreview(QWidget):
    """Signals:
    printed(int): a paper of this case was sent to the printer, the how-many-eth time.
    """

    printed = Signal(int)

    def __init__(self, office: Office, person: Person, background: Background, case_id: int, paper: str) -> None:
        super().__init__()
        self.office, self.person, self.background = office, person, background
        self.case = get_case(office, case_id)
        self.paper = paper
        self.pdf = b""
        self._printing: tuple[int, date] | None = None
        kind(self, "panel").setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.banner = Banner()
        self.sheet = Sheets()
        self.area = QScrollArea()
        self.area.setWidget(self.sheet)
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName("文书预览")
        self.empty = EmptyState("print", "", "")
        self.middle = QStackedWidget()
        self.middle.addWidget(self.area)
        self.middle.addWidget(self.empty)
        self.words = secondary("")
        self.count = small("")
        self.print_button = button("打印", "primary", "print")
        self.save_button = button("另存为 PDF", "", "save")
        self._sizes = QButtonGroup(self)
        self._papers = QButtonGroup(self)
        self._build()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(120)
        self._settle.timeout.connect(self._render)
        for keys, deed in (("Ctrl+P", self.print_paper), ("Ctrl+S", self.save_paper)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(deed)
        enter_at(self, self.area)

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(STEP * 5, STEP * 2, STEP * 5, STEP * 2)
        top.setSpacing(STEP * 2)
        for number, (paper, words) in enumerate(PAPERS.items()):
            top.addWidget(_choice(self._papers, words, number, paper == self.paper))
        top.addSpacing(STEP * 2)
        top.addWidget(self.words)
        top.addWidget(self.count)
        top.addStretch(1)
        top.addWidget(_choice(self._sizes, "适合宽度", 0, True))
        top.addWidget(_choice(self._sizes, "100%", 1, False))
        top.addWidget(self.save_button)
        top.addWidget(self.print_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.banner)
        column.addWidget(self.middle, 1)
        self._sizes.idClicked.connect(lambda _: self._render())
        self._papers.idClicked.connect(self._change_paper)
        self.print_button.clicked.connect(self.print_paper)
        self.save_button.clicked.connect(self.save_paper)

    def keys(self) -> list[tuple[str, str]]:
        """The keys of this page, for the status bar."""
        return [("Ctrl+P", "打印"), ("Ctrl+S", "另存为 PDF"), ("Alt+←", "返回")]

    # The paper on the screen.

    def refresh(self) -> None:
        """Make the paper anew from the frozen case."""
        self.case = get_case(self.office, self.case.id)
        applicant = (self.case.applicant_snapshot or {}).get("name", "")
        self.words.setText(f"{self.case.number}　{applicant}")
        self.pdf = b""
        self._render()

    def _change_paper(self, number: int) -> None:
        self.paper = list(PAPERS)[number]
        self._printing = None
        self.count.setText("")
        self.refresh()

    def _scale(self) -> float:
        """Logical px for one point."""
        if self._sizes.checkedId() == 1:
            return SCREEN_DPI / 72
        room = max(self.area.viewport().width(), 480) - GAP * 2
        return min(room / PAGE_WIDTH, MOST_SCALE)

    def _render(self) -> None:
        """Render in the background what is shown; PDF and pages take longer than a frame."""
        scale, ratio = self._scale(), self.devicePixelRatioF()
        office, case_id, paper, pdf, printing = self.office, self.case.id, self.paper, self.pdf, self._printing

        def work(job: object) -> _Rendered:
            from ycdesk.services.papers.render import page_count, page_image

            made = pdf or make_paper(office, case_id, paper, printing)
            pages = [page_image(made, number, 72 * scale * ratio) for number in range(page_count(made))]
            return _Rendered(made, [picture(page, ratio) for page in pages])

        self.background.run("生成文书", work, lambda done: self._show(paper, done), self._fail, quiet=True)

    def _show(self, paper: str, rendered: _Rendered) -> None:
        if paper != self.paper:
            return
        self.pdf = rendered.pdf
        self.sheet.show_pages(rendered.pages)
        self.sheet.setAccessibleName(f"{PAPERS[paper]}，共 {len(rendered.pages)} 页")
        self.middle.setCurrentWidget(self.area)
        for each in (self.print_button, self.save_button):
            each.setEnabled(True)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, DeskError | ValueError):
            raise error
        self.empty.put("这份文书还不能打印", str(error))
        self.middle.setCurrentWidget(self.empty)
        for each in (self.print_button, self.save_button):
            each.setEnabled(False)

    # Deeds.

    def print_paper(self) -> None:
        """Send the paper to a printer; it carries the number of the printing (Ctrl+P)."""
        if not self.pdf:
            return
        words = f"{self.case.number} {PAPERS[self.paper]}"

        def numbered() -> bytes:
            number = record_print(
                self.office, self.person, Paper(PaperKind(self.paper), self.case.id, self.case.number)
            )
            self._printing = (number, self.office.clock().date())
            self.pdf = make_paper(self.office, self.case.id, self.paper, self._printing)
            return self.pdf

        if not print_pdf(self, words, numbered):
            return
        number = self._printing[0] if self._printing else 1
        self.count.setText(f"第 {number} 次打印")
        self.banner.tell(f"{words}已送打印机，第 {number} 次打印。", "ok")
        self._render()
        self.printed.emit(number)

    def save_paper(self) -> None:
        """Save the very bytes that are shown (Ctrl+S)."""
        if not self.pdf:
            return
        name = f"{self.case.number}-{PAPERS[self.paper]}.pdf"
        path = dialogs.save_file(self, "另存为 PDF", name, "PDF 文件 (*.pdf)")
        if path is None:
            return
        try:
            save_file(path, self.pdf)
        except DeskError as problem:
            dialogs.warn(self, problem.sentence, problem.advice)
            return
        self.banner.tell(f"已保存到 {path}。", "ok")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.pdf and self._sizes.checkedId() == 0:
            self._settle.start()


def make_paper(office: Office, case_id: int, paper: str, printing: tuple[int, date] | None = None) -> bytes:
    """The PDF of a paper; ``printing`` is the number and day of a printing to be noted on it."""
    from ycdesk.services.papers import Printing, computation_pdf, slip_pdf

    draw = slip_pdf if paper == "slip" else computation_pdf
    return draw(office, case_id, Printing(*printing) if printing else None)


def _choice(group: QButtonGroup, words: str, number: int, chosen: bool) -> QToolButton:
    each = QToolButton()
    each.setText(words)
    each.setCheckable(True)
    each.setChecked(chosen)
    each.setAccessibleName(words)
    group.addButton(each, number)
    return each
