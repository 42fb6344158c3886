"""A chapter of the manual on paper: Markdown dressed in the colours and distances of the screens."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QKeyEvent,
    QPainter,
    QPixmap,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextImageFormat,
    QTextListFormat,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from ui.fonts import FAMILY
from ui.manual_table import dress_table
from ui.theme import BODY, DISPLAY, SECTION, SMALL, STEP, TITLE, theme
from ycdesk.services.manual import Chapter, manual_folder

COLUMN = 760  #: px, the widest the text gets: longer lines are hard to follow
_SIDE = STEP * 8
_SIZES = {1: DISPLAY, 2: TITLE, 3: SECTION}
_ABOVE = {1: STEP * 2, 2: STEP * 6, 3: STEP * 4}
_LINE_HEIGHT = 150  #: per cent
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
_CODE = QTextBlockFormat.Property.BlockCodeFence


class ManualSheet(QTextBrowser):
    """Shows one chapter, or one of its pictures as large as it is.

    Signals:
        followed(str): a link to another place of the manual was chosen.
        enlarged(str): a picture was chosen.
    """

    followed = Signal(str)
    enlarged = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.chapter: Chapter | None = None
        self._width = 0
        self._words: list[str] = []  # marked
        self.setAccessibleName("手册正文")
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # else the column changes when it comes
        self.anchorClicked.connect(self._follow)
        theme().changed.connect(self._dress)

    def show_chapter(self, chapter: Chapter) -> None:
        """Show a chapter from its beginning."""
        self.chapter = chapter
        self._dress()
        self.verticalScrollBar().setValue(0)

    def show_heading(self, heading: str, words: list[str]) -> None:
        """Go to a heading of the chapter, and to the first of ``words`` below it; they are marked everywhere."""
        self._words = words
        below, found = self._heading(heading), self._mark_words()
        first = min((each for each in found if each >= below), default=below)
        self._bring_up(first, STEP * 5 if first == below else self.viewport().height() // 3)

    def _bring_up(self, place: QTextCursor, room: int) -> None:
        """Scroll until a place stands so many px below the upper edge."""
        target = QTextCursor(self.document())
        target.setPosition(place.selectionStart())
        self.setTextCursor(target)
        top = self.cursorRect(target).top() + self.verticalScrollBar().value()
        self.verticalScrollBar().setValue(0 if target.atStart() else max(0, top - room))

    def _heading(self, words: str) -> QTextCursor:
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and block.text().strip() == words:
                return QTextCursor(block)
            block = block.next()
        return QTextCursor(self.document())

    def _mark_words(self) -> list[QTextCursor]:
        """Where the words stand that are looked for; each place gets a coloured ground."""
        places = []
        for word in self._words:
            found = self.document().find(word)
            while not found.isNull():
                places.append(found)
                found = self.document().find(word, found)
        marks = []
        for place in places:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = place  # type: ignore[attr-defined]
            mark.format.setBackground(theme().tokens.color("warn_soft"))  # type: ignore[attr-defined]
            mark.format.setForeground(theme().tokens.color("warn"))  # type: ignore[attr-defined]
            marks.append(mark)
        self.setExtraSelections(marks)
        return places

    # links and pictures

    def _follow(self, url: QUrl) -> None:
        """Another place of the manual; nothing else is opened from here."""
        if self.chapter is None or url.scheme():
            return
        if url.path().endswith(".png"):
            self.enlarged.emit(url.path())
            return
        file = (self._here() / url.path()).resolve() if url.path() else self._file()
        place = file.relative_to(manual_folder().resolve()).with_suffix("").as_posix()
        self.followed.emit(f"{place}#{url.fragment()}" if url.fragment() else place)

    def _file(self) -> Path:
        assert self.chapter is not None
        return (manual_folder() / f"{self.chapter.id}.md").resolve()

    def _here(self) -> Path:
        return self._file().parent

    def picture(self, name: str) -> QPixmap:
        """A picture of the chapter as it is."""
        return QPixmap(str(self._here() / name))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.width() != self._width:
            self._width = self.width()
            self._dress()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:  # pages on, as everywhere one reads
            bar, back = self.verticalScrollBar(), event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            bar.setValue(bar.value() + (-bar.pageStep() if back else bar.pageStep()))
            return
        super().keyPressEvent(event)

    # how it looks

    def _column(self) -> int:
        return min(COLUMN, self.width() - 2 * _SIDE - self.verticalScrollBar().sizeHint().width() - 4)

    def _dress(self) -> None:
        if self.chapter is None:
            return
        read = self.cursorForPosition(QPoint(_SIDE, 1)).blockNumber() if self.verticalScrollBar().value() else 0
        self.document().clear()
        self.document().setDocumentMargin(0)
        self.document().setDefaultFont(self.font())
        self.document().setMarkdown(self.chapter.markdown, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        frame = self.document().rootFrame()
        margins = QTextFrameFormat(frame.frameFormat())
        margins.setLeftMargin(_SIDE)
        margins.setRightMargin(max(_SIDE, self.viewport().width() - _SIDE - self._column()))
        margins.setTopMargin(STEP * 6)
        margins.setBottomMargin(STEP * 12)
        frame.setFrameFormat(margins)
        block = self.document().begin()
        while block.isValid():
            self._dress_block(block)
            block = block.next()
        self._frame_code()
        for table in frame.childFrames():
            if isinstance(table, QTextTable):
                dress_table(table)
        self._mark_words()
        self._bring_up(QTextCursor(self.document().findBlockByNumber(read)), 0)

    def _dress_block(self, block: QTextBlock) -> None:
        cursor, tokens = QTextCursor(block), theme().tokens
        form = QTextBlockFormat(block.blockFormat())
        level, code = min(form.headingLevel(), 3), form.hasProperty(_CODE)
        form.setLineHeight(_LINE_HEIGHT, _PROPORTIONAL)
        form.setTopMargin(_ABOVE.get(level, 0))
        form.setBottomMargin(STEP * 2)
        if (points := block.textList()) is not None:
            form.setBottomMargin(STEP)
            if points.format().style() == QTextListFormat.Style.ListCircle:
                points.setFormat(_dotted(points.format()))
        if code:
            form.setLineHeight(120, _PROPORTIONAL)
            form.setLeftMargin(0)
            form.setTopMargin(0)
            form.setBottomMargin(0)
        elif form.hasProperty(QTextBlockFormat.Property.BlockQuoteLevel):
            form.setBackground(tokens.color("hover"))
            form.setLeftMargin(0)
            form.setRightMargin(0)
        spans = []
        step = block.begin()
        while not step.atEnd():
            spans.append((step.fragment().position(), step.fragment().length(), step.fragment().charFormat()))
            step += 1
        if any(words.isImageFormat() for _, _, words in spans):
            form.setLineHeight(0, QTextBlockFormat.LineHeightTypes.SingleHeight.value)
            form.setBottomMargin(STEP * 3)
        cursor.setBlockFormat(form)
        for at, length, words in spans:
            cursor.setPosition(at)
            cursor.setPosition(at + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(self._dress_words(words, level, code))

    def _frame_code(self) -> None:
        """Each piece of code, handed over line by line, on one ground; the last first, for blocks are added."""
        ground = QTextFrameFormat()
        ground.setBackground(theme().tokens.color("window"))
        ground.setPadding(STEP * 2)
        block, last = self.document().lastBlock(), QTextBlock()
        while block.isValid():
            code, above = block.blockFormat().hasProperty(_CODE), block.previous()
            last = block if code and not last.isValid() else last
            if code and not (above.isValid() and above.blockFormat().hasProperty(_CODE)):
                piece = QTextCursor(block)
                piece.setPosition(last.position() + last.length() - 1, QTextCursor.MoveMode.KeepAnchor)
                piece = piece.insertFrame(ground).firstCursorPosition()
                piece.setBlockFormat(block.next().blockFormat())  # the frame's first block is a new one
                last = QTextBlock()
            block = above

    def _dress_words(self, words: QTextCharFormat, level: int, code: bool) -> QTextCharFormat:
        tokens = theme().tokens
        if words.isImageFormat():
            return self._dress_picture(words.toImageFormat())
        form, fixed = QTextCharFormat(words), words.fontFixedPitch()
        form.clearProperty(QTextCharFormat.Property.FontSizeAdjustment)
        form.clearProperty(QTextCharFormat.Property.FontFixedPitch)
        form.setFontFamilies([_fixed_face(), FAMILY] if code else [FAMILY])
        form.setProperty(QTextCharFormat.Property.FontPixelSize, SMALL + 1 if code else _SIZES.get(level, BODY))
        form.setForeground(tokens.color("text"))
        if level:
            form.setFontWeight(QFont.Weight.Bold)
        if fixed and not code:
            form.setBackground(tokens.color("pressed"))
        if form.isAnchor():
            form.setForeground(tokens.color("accent"))
            form.setFontUnderline(False)
        return form

    def _dress_picture(self, picture: QTextImageFormat) -> QTextImageFormat:
        """As wide as the column at most; Enter or a click shows it as it is."""
        form, image = QTextImageFormat(picture), self.picture(picture.name()).toImage()
        width, ratio = max(1, min(image.width(), self._column())), self.devicePixelRatioF()
        form.setWidth(width)
        form.setHeight(round(image.height() * width / max(1, image.width())))
        if image.width() > width * ratio:  # else Qt would leave out pixels
            image = image.scaledToWidth(round(width * ratio), Qt.TransformationMode.SmoothTransformation)
        painter = QPainter(image)
        painter.setPen(theme().tokens.color("border_strong"))
        painter.drawRect(image.rect().adjusted(0, 0, -1, -1))
        painter.end()
        self.document().addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(picture.name()), image)
        form.setAnchor(True)
        form.setAnchorHref(picture.name())
        return form


def _dotted(points: QTextListFormat) -> QTextListFormat:
    form = QTextListFormat(points)
    form.setStyle(QTextListFormat.Style.ListDisc)
    return form


def _fixed_face() -> str:
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
