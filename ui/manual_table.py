"""How a table of the manual looks."""

from __future__ import annotations

from PySide6.QtGui import (
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCellFormat,
)

from ui.theme import STEP, theme

_LINE_HEIGHT = 135  #: per cent


def dress_table(table: QTextTable) -> None:
    """Hairlines between the rows, the headings grey."""
    tokens, form = theme().tokens, table.format()
    form.setBorder(0)
    form.setBorderCollapse(True)
    form.setCellPadding(STEP)
    form.setCellSpacing(0)
    form.setTopMargin(STEP)
    form.setBottomMargin(STEP * 4)
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    table.setFormat(form)
    for row in range(table.rows()):
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            line = QTextTableCellFormat(cell.format().toTableCellFormat())
            line.setBottomBorder(1)
            line.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            line.setBottomBorderBrush(tokens.color("border"))
            line.setPadding(STEP)
            cell.setFormat(line)
            _dress_cell(cell.firstCursorPosition(), cell.lastCursorPosition(), heading=row == 0)


def _dress_cell(first: QTextCursor, last: QTextCursor, heading: bool) -> None:
    block = QTextBlockFormat()
    block.setBottomMargin(0)
    block.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    first.setPosition(last.position(), QTextCursor.MoveMode.KeepAnchor)
    first.mergeBlockFormat(block)
    if heading:
        words = QTextCharFormat()
        words.setFontWeight(QFont.Weight.Normal)
        words.setForeground(theme().tokens.color("secondary"))
        first.mergeCharFormat(words)
