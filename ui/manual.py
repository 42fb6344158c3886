"""手册: chapters or what was found at the left, the text at the right. A window of its own beside the main window."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui import icons
from ui.fonts import body_font
from ui.line_edit import LineEdit
from ui.manual_picture import PictureView
from ui.manual_sheet import ManualSheet
from ui.parts import KeyHints, label, line, tool
from ui.theme import SMALL, STEP, kind, theme
from ycdesk.services.manual import PARTS, Hit, chapter, chapters, find

Index = QModelIndex | QPersistentModelIndex

_PLACE = Qt.ItemDataRole.UserRole
_PASSAGE = Qt.ItemDataRole.UserRole + 1
_CHAPTER = Qt.ItemDataRole.UserRole + 2
_WIDTH, _HEIGHT = 1120, 720  #: px
_LEFT = 288
_KEYS = (("Ctrl+F", "查找"), ("Enter", "到这一处"), ("Tab", "正文里的链接和图"), ("Alt+←", "返回"), ("Esc", "关闭"))


class ManualWindow(QWidget):
    """Opened at a place (:mod:`ycdesk.services.manual`); what one types is looked for in all chapters at once.

    Attributes:
        place: what is on screen.
    """

    def __init__(self) -> None:
        super().__init__()
        self.place = ""
        self._way: list[tuple[str, int]] = []  # places one came from, and how far down one had read
        self.search = LineEdit(placeholder="在手册里查找　Ctrl+F")
        self.back_button = tool("left", "返回", "Alt+Left")
        self.list = QListWidget()
        self.nothing = label("没有找到", "secondary")
        self.sheet = ManualSheet()
        self.picture = PictureView()
        self.pages = QStackedWidget()
        self.setWindowTitle("手册")
        self.setWindowIcon(icons.application_icon())
        self.setMinimumSize(760, 480)
        room = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(_WIDTH, room.width()), min(_HEIGHT, room.height()))
        kind(self, "panel").setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()
        self._connect()
        self._show_chapters()

    def _build(self) -> None:
        self.search.setAccessibleName("在手册里查找")
        self.search.setClearButtonEnabled(True)
        self.list.setAccessibleName("章节")
        self.list.setItemDelegate(_TitleAndPassage(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nothing.setContentsMargins(STEP * 2, 0, 0, 0)
        head = QHBoxLayout()
        head.setContentsMargins(STEP * 3, STEP * 3, STEP * 3, 0)
        head.addWidget(self.back_button)
        head.addWidget(self.search, 1)
        left = kind(QWidget(), "panel")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP * 2)
        column.addLayout(head)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        self.pages.addWidget(self.sheet)
        self.pages.addWidget(self.picture)
        split = QSplitter()
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.pages)
        split.setSizes([_LEFT, _WIDTH - _LEFT])
        split.setStretchFactor(1, 1)
        foot = KeyHints(_KEYS)
        foot.setContentsMargins(STEP * 3, STEP, STEP * 3, STEP)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(split, 1)
        whole.addWidget(line())
        whole.addWidget(foot)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._enter)
        self.list.currentItemChanged.connect(self._chosen)
        self.list.itemClicked.connect(self._open_item)
        self.list.itemActivated.connect(self._enter)
        self.back_button.clicked.connect(self.back)
        self.sheet.followed.connect(self.open)
        self.sheet.enlarged.connect(self._enlarge)
        for keys, deed in (("Ctrl+F", self._find), ("Ctrl+K", self._find), ("Esc", self._escape)):
            QShortcut(QKeySequence(keys), self).activated.connect(deed)

    def appear(self, place: str) -> None:
        """Come to the front, at a place."""
        self.search.clear()
        self.show()  # first: where a heading stands depends on the size
        self.raise_()
        self.activateWindow()
        self.open(place)
        self.list.setFocus()

    def open(self, place: str, words: tuple[str, ...] = ()) -> None:
        """Show a place, the words marked; the way back leads to what was on screen."""
        id, _, heading = place.partition("#")
        wanted = chapter(id)
        if wanted is None:
            return
        if self.place and (place != self.place or self.pages.currentWidget() is self.picture):
            self._way.append((self.place, self.sheet.verticalScrollBar().value()))
        self._show(place)
        self.sheet.show_heading(heading or wanted.title, list(words))

    def back(self) -> None:
        """From a picture to its chapter, and to the place before (Alt+←)."""
        if self.pages.currentWidget() is self.picture:
            self._turn(self.sheet)
        elif self._way:
            place, read = self._way.pop()
            self._show(place)
            self.sheet.show_heading("", [])
            self.sheet.verticalScrollBar().setValue(read)
        self._offer_back()

    def _show(self, place: str) -> None:
        self.place = place
        wanted = chapter(place.partition("#")[0])
        assert wanted is not None
        self._turn(self.sheet)
        self.setWindowTitle(f"{wanted.title}　手册")
        if self.sheet.chapter is not wanted:
            self.sheet.show_chapter(wanted)
        if not self.search.text():
            self._mark(wanted.id)
        self._offer_back()

    def _turn(self, page: QWidget) -> None:
        had_focus = self.pages.currentWidget().hasFocus()
        self.pages.setCurrentWidget(page)
        if had_focus:
            page.setFocus()

    def _offer_back(self) -> None:
        self.back_button.setEnabled(bool(self._way) or self.pages.currentWidget() is self.picture)

    def _enlarge(self, name: str) -> None:
        self.picture.show_picture(self.sheet.picture(name))
        self._turn(self.picture)
        self.picture.setFocus()
        self._offer_back()

    # the list

    def _show_chapters(self) -> None:
        self._fill()
        for part, words in PARTS.items():
            head = QListWidgetItem(words)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(head)
            for each in chapters():
                if each.part == part:
                    self._add(each.title, each.id)

    def _show_hits(self, hits: list[Hit]) -> None:
        self._fill()
        for hit in hits:
            self._add(hit.section.heading, hit.section.place, hit.passage, hit.title)
        self.nothing.setVisible(not hits)
        if hits:
            self.list.blockSignals(True)
            self.list.setCurrentRow(0)
            self.list.blockSignals(False)

    def _fill(self) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        self.list.blockSignals(False)
        self.nothing.hide()

    def _add(self, words: str, place: str, passage: str = "", chapter_title: str = "") -> None:
        item = QListWidgetItem(words)
        for role, value in ((_PLACE, place), (_PASSAGE, passage), (_CHAPTER, chapter_title)):
            item.setData(role, value)
        self.list.addItem(item)

    def _mark(self, id: str) -> None:
        """Put the cursor of the list on a chapter without opening it."""
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            if self.list.item(row).data(_PLACE) == id:
                self.list.setCurrentRow(row)
        self.list.blockSignals(False)
        self.list.viewport().update()

    def _search(self, text: str) -> None:
        if text.strip():
            self._show_hits(find(text))
        else:
            self._show_chapters()
            self._mark(self.place.partition("#")[0])

    def _chosen(self) -> None:
        """Chapters open as the cursor comes to them; what was found waits for Enter."""
        if not self.search.text().strip():
            self._open_item()

    def _open_item(self) -> None:
        item = self.list.currentItem()
        place = item.data(_PLACE) if item is not None else None
        if place:
            self.open(place, tuple(self.search.text().lower().split()))

    def _enter(self) -> None:
        """To the place under the cursor, to be read there."""
        if self.list.currentItem() is not None:
            self._open_item()
            self.sheet.setFocus()

    def _find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _escape(self) -> None:
        """First what was looked for, then the picture, then the window."""
        if self.search.composing:
            return
        if self.search.text() and self.search.hasFocus():
            self.search.clear()
        elif self.pages.currentWidget() is self.picture:
            self.back()
        else:
            self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step and self.search.hasFocus() and not self.search.composing and self.list.count():
            self.list.setCurrentRow(max(0, min(self.list.currentRow() + step, self.list.count() - 1)))
            return
        super().keyPressEvent(event)


class _TitleAndPassage(QStyledItemDelegate):
    """A line for a chapter; for what was found two, the passage in grey below; headings of the parts in small grey."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(0, size.height() + STEP * 5) if index.data(_PASSAGE) else QSize(0, size.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        passage = index.data(_PASSAGE)
        if not passage:
            super().paint(painter, option, index)
            return
        area: QRect = option.rect  # type: ignore[attr-defined]
        above = QStyleOptionViewItem(option)
        self.initStyleOption(above, index)
        above.text = ""  # type: ignore[attr-defined]
        style = option.widget.style()  # type: ignore[attr-defined]
        style.drawControl(style.ControlElement.CE_ItemViewItem, above, painter, option.widget)  # type: ignore[attr-defined]
        room = area.adjusted(STEP * 3, STEP, -STEP * 2, -STEP)
        heading, title = index.data(), index.data(_CHAPTER)
        self._write(painter, room, heading, "text", body_font())
        if title != heading:
            beside = room.adjusted(painter.fontMetrics().horizontalAdvance(heading) + STEP * 3, 0, 0, 0)
            self._write(painter, beside, title, "faint", body_font())
        self._write(painter, room.adjusted(0, STEP * 6, 0, 0), passage, "secondary", body_font(SMALL))

    def _write(self, painter: QPainter, room: QRect, words: str, tone: str, font: QFont) -> None:
        painter.setFont(font)
        painter.setPen(theme().tokens.color(tone))
        fitting = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, fitting)
