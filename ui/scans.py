"""扫描件: the files that show one paper of a case, with a viewer; added by dropping them, or with Ctrl+O."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui import dialogs
from ui.banner import Banner
from ui.parts import button, label, secondary, small, tool
from ui.scan_view import ScanView
from ui.theme import STEP, kind
from ycdesk.domain.errors import DeskError, InputProblem
from ycdesk.domain.people import Person
from ycdesk.domain.scan import Scan
from ycdesk.services.office import Office
from ycdesk.services.saving import save_file
from ycdesk.services.scans import (
    INVOICES,
    PATTERNS,
    add_scan,
    invoice_facts,
    read_scan,
    remove_scan,
    same_scan,
    scan_bytes,
    scans_of,
)

_READABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


def dropped_files(event: QDragEnterEvent | QDropEvent) -> list[Path]:
    """The files of this machine that are dragged."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def attach(office: Office, person: Person, case_id: int, paper_id: str, files: Iterable[Path]) -> list[str]:
    """Attach files; returns a sentence for each that was not taken. Raises DeskError where none can be."""
    problems: list[str] = []
    for file in files:
        try:
            add_scan(office, person, case_id, paper_id, read_scan(file))
        except InputProblem as problem:
            problems.extend(problem.problems.values())
    return problems


class ScansDialog(QDialog):
    """The files at the left, the one under the cursor at the right."""

    def __init__(
        self, parent: QWidget, office: Office, person: Person, case_id: int, paper: tuple[str, str], writable: bool
    ) -> None:
        super().__init__(parent)
        self.office, self.person, self.case_id = office, person, case_id
        self.paper_id, name = paper
        self.writable = writable
        self.scans: list[Scan] = []
        kind(self, "panel")
        self.setWindowTitle(f"扫描件　{name}")
        self.setAcceptDrops(writable)
        self.banner = Banner()
        self.list = QListWidget()
        self.list.setAccessibleName("扫描件清单")
        self.view = ScanView()
        self.facts = label("", wrap=True)
        self.facts.setTextFormat(Qt.TextFormat.RichText)
        self.facts.setTextInteractionFlags(_READABLE)
        self.facts.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.facts.setAccessibleName("发票内容")
        self.about = secondary("", wrap=True)
        self.count = small("")
        kinds = "PDF、PNG、JPEG、TIFF、BMP，电子发票也可以是 XML、OFD，每个不超过 30 MB。"
        self.hint = label(f"把文件拖进来，或者按“添加文件”。{kinds}", "hint", wrap=True)
        self.add_button = button("添加文件…", "primary", "plus", "Ctrl+O")
        self.remove_button = button("移除", "danger", "trash", "Ctrl+Delete")
        self.save_button = button("另存为…", "", "save", "Ctrl+S")
        self.before, self.after = tool("left", "上一页　PageUp"), tool("right", "下一页　PageDown")
        self.smaller, self.larger = tool("zoom-out", "缩小　-"), tool("zoom-in", "放大　+")
        self._build()
        self._connect()
        self.resize(980, 680)
        self.refresh()

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(STEP * 2)
        left.addWidget(self.list, 1)
        left.addWidget(self.about)
        left.addWidget(self.hint)
        for each in (self.add_button, self.remove_button, self.save_button):
            left.addWidget(each)
        for part in (self.add_button, self.remove_button, self.hint):
            part.setVisible(self.writable)
        turning = QHBoxLayout()
        turning.addStretch(1)
        for place in (self.before, self.count, self.after, self.smaller, self.larger):
            turning.addWidget(place)
        right = QVBoxLayout()
        right.setSpacing(STEP)
        right.addLayout(turning)
        right.addWidget(self.view, 1)
        right.addWidget(self.facts, 1)
        self.facts.hide()
        middle = QHBoxLayout()
        middle.setSpacing(STEP * 4)
        middle.addLayout(left, 3)
        middle.addLayout(right, 7)
        close = button("关闭")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 4, STEP * 4, STEP * 4, STEP * 4)
        column.setSpacing(STEP * 3)
        column.addWidget(self.banner)
        column.addLayout(middle, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._show)
        self.add_button.clicked.connect(self.choose)
        self.remove_button.clicked.connect(self.remove)
        self.save_button.clicked.connect(self.save)
        for deed, part, key in (
            (lambda: self._move(self.view.turn, -1), self.before, "PgUp"),
            (lambda: self._move(self.view.turn, 1), self.after, "PgDown"),
            (lambda: self._move(self.view.magnify, -1), self.smaller, "-"),
            (lambda: self._move(self.view.magnify, 1), self.larger, "="),
        ):
            part.clicked.connect(deed)
            QShortcut(QKeySequence(key), self).activated.connect(deed)
        QShortcut(QKeySequence("+"), self).activated.connect(self.larger.click)

    # showing

    @property
    def scan(self) -> Scan | None:
        """The scan under the cursor."""
        row = self.list.currentRow()
        return self.scans[row] if 0 <= row < len(self.scans) else None

    def refresh(self, keep: int = 0) -> None:
        """Read the list anew, the cursor on row ``keep``."""
        self.scans = scans_of(self.office, self.case_id).get(self.paper_id, [])
        self.list.blockSignals(True)
        self.list.clear()
        for scan in self.scans:
            self.list.addItem(QListWidgetItem(scan.name))
        self.list.blockSignals(False)
        self.list.setCurrentRow(min(keep, len(self.scans) - 1))
        self._show()

    def _show(self) -> None:
        scan = self.scan
        for each in (self.remove_button, self.save_button):
            each.setEnabled(scan is not None)
        if scan is None:
            self.about.setText("" if self.scans else "还没有扫描件。")
            self.view.show_nothing()
            self._show_facts([])
        else:
            others = same_scan(self.office, scan.digest, self.case_id)
            twice = f"\n同一份文件也在 {'、'.join(others)}，请核对是否重复申报。" if others else ""
            self.about.setText(f"{scan.by.name} {scan.at:%Y-%m-%d %H:%M} 添加，{_size(scan.size)}{twice}")
            self._look(scan)
        self._tell_page()

    def _look(self, scan: Scan) -> None:
        try:
            data = scan_bytes(self.office, scan.digest)
            self._show_facts(invoice_facts(scan.name, data) if scan.kind in INVOICES else [])
            if scan.kind in INVOICES:
                self.view.show_nothing()
            else:
                self.view.show_scan(data, scan.kind)
        except ValueError:
            self.view.show_nothing()
            self.banner.tell(f"{scan.name} 打不开，文件已损坏；请重新扫描后添加。", "bad")
        except DeskError as problem:
            self.view.show_nothing()
            self.banner.tell(str(problem), "bad")
        else:
            self.banner.hide()

    def _show_facts(self, facts: list[tuple[str, str]]) -> None:
        """What an electronic invoice says, in the place of a picture; the file itself is saved with Ctrl+S."""
        cells = "".join(f"<tr><td>{escape(title)}</td><td>{escape(text)}</td></tr>" for title, text in facts)
        self.facts.setText(f"<table cellpadding='{STEP}'>{cells}</table>")
        self.facts.setVisible(bool(facts))
        self.view.setVisible(not facts)

    def _move(self, how: Callable[[int], None], step: int) -> None:
        how(step)
        self._tell_page()

    def _tell_page(self) -> None:
        pages, page = self.view.pages, self.view.page
        self.count.setText(f"第 {page + 1} 页，共 {pages} 页" if pages else "")
        self.before.setEnabled(page > 0)
        self.after.setEnabled(page + 1 < pages)
        for part in (self.smaller, self.larger):
            part.setEnabled(bool(pages))

    # deeds

    def choose(self) -> None:
        """Choose files (Ctrl+O)."""
        words = f"扫描件 ({PATTERNS});;所有文件 (*)"
        names, _ = QFileDialog.getOpenFileNames(self, "添加扫描件", str(Path.home()), words)
        self.add([Path(name) for name in names])

    def add(self, files: Sequence[Path]) -> None:
        """Attach files; what was not taken is said with its name."""
        try:
            problems = attach(self.office, self.person, self.case_id, self.paper_id, files)
        except DeskError as problem:
            problems = [str(problem)]
        self.refresh(len(self.scans) + len(files))
        if problems:
            self.banner.tell("\n".join(problems), "bad")

    def remove(self) -> None:
        """Take the scan under the cursor away (Ctrl+Delete)."""
        scan = self.scan
        if scan is None or not dialogs.ask(self, "移除这份扫描件？", scan.name, "移除", danger=True):
            return
        try:
            remove_scan(self.office, self.person, scan.id)
        except DeskError as problem:
            self.banner.tell(str(problem), "bad")
            return
        self.refresh(self.list.currentRow())

    def save(self) -> None:
        """The very bytes that were attached (Ctrl+S)."""
        scan = self.scan
        path = dialogs.save_file(self, "另存扫描件", scan.name, "所有文件 (*)") if scan else None
        if scan is None or path is None:
            return
        try:
            save_file(path, scan_bytes(self.office, scan.digest))
        except DeskError as problem:
            self.banner.tell(str(problem), "bad")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.add(dropped_files(event))
        event.acceptProposedAction()


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{max(size // 1000, 1)} KB"
