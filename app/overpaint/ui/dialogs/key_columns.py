"""Groups of keys in as many columns as there is room for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip, QWidget

from overpaint.ui.dialogs.key_groups import KeyGroup, KeyLine
from overpaint.ui.theme import TextRole, Theme
from overpaint.ui.widgets.key_caps import caps_width, paint_caps

_ROW = 22
_HEADING = 28
_COLUMN = 264
_GUTTER = 32
_GROUP_GAP = 8
_TEXT_GAP = 12


class KeyColumns(QWidget):
    """Lays the groups out, shortest column first; searching leaves only what matches."""

    def __init__(self, theme: Theme, groups: tuple[KeyGroup, ...]) -> None:
        super().__init__()
        self._groups = [_Group(theme, group, self) for group in groups]
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def shown_texts(self) -> list[str]:
        """What the lines say that are shown now."""
        return [line.text for group in self._groups for line in group.shown]

    def search(self, words: tuple[str, ...]) -> int:
        """Show only lines with every word; returns how many those are."""
        found = sum(group.search(words) for group in self._groups)
        self._arrange()
        return found

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the width."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        count = max((self.width() + _GUTTER) // (_COLUMN + _GUTTER), 1)
        width = (self.width() - (count - 1) * _GUTTER) // count
        heights = [0] * count
        for group in (group for group in self._groups if group.shown):
            column = heights.index(min(heights))
            top = heights[column] + (_GROUP_GAP if heights[column] else 0)
            group.setGeometry(column * (width + _GUTTER), top, width, group.height_for_rows)
            heights[column] = top + group.height_for_rows
        self.setFixedHeight(max(*heights, 1) if count > 1 else max(heights[0], 1))


class _Group(QWidget):
    """A heading and its lines."""

    def __init__(self, theme: Theme, group: KeyGroup, parent: QWidget) -> None:
        super().__init__(parent)
        self._heading = group.heading
        self._label = QLabel(group.heading, self)
        self._label.setFont(theme.font(TextRole.TITLE))
        self._rows = [_Row(theme, line, self) for line in group.lines]
        self.shown: tuple[KeyLine, ...] = group.lines

    @property
    def height_for_rows(self) -> int:
        """The height with the lines that are shown."""
        return _HEADING + len(self.shown) * _ROW

    def search(self, words: tuple[str, ...]) -> int:
        """Keep the lines with every word."""
        for row in self._rows:
            row.setVisible(row.line.has(words, self._heading))
        self.shown = tuple(row.line for row in self._rows if not row.isHidden())
        self.setVisible(bool(self.shown))
        return len(self.shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One below the other."""
        super().resizeEvent(event)
        self._label.setGeometry(0, 0, self.width(), _HEADING)
        top = _HEADING
        for row in self._rows:
            if not row.isHidden():
                row.setGeometry(0, top, self.width(), _ROW)
                top += _ROW


class _Row(QWidget):
    """What it does on the left, its keys on the right."""

    def __init__(self, theme: Theme, line: KeyLine, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.line = line
        self.setAccessibleName(f"{line.text}: {', '.join(line.keys)}")

    def sizeHint(self) -> QSize:
        """A column."""
        return QSize(_COLUMN, _ROW)

    def event(self, event: QEvent) -> bool:
        """A line that is cut off tells itself whole."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            whole = self._shown_text() == self.line.text
            QToolTip.showText(event.globalPos(), "" if whole else self.line.text, self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(self.rect(), flags, self._shown_text())
        paint_caps(painter, QRectF(self.rect()), self._theme, self.line.keys)

    def _shown_text(self) -> str:
        room = self.width() - caps_width(self._theme, self.line.keys) - _TEXT_GAP
        return self.fontMetrics().elidedText(self.line.text, Qt.TextElideMode.ElideRight, room)
