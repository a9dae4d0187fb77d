"""A label that shortens its text with an ellipsis and shows all of it as tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class ElidedLabel(QWidget):
    """One line of text that takes the room there is.

    The colour is that of the palette's foreground role: ``setForegroundRole(PlaceholderText)``
    makes it muted.
    """

    def __init__(
        self,
        text: str = "",
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        """Take text, where it is cut (middle for file names), and the owner."""
        super().__init__(parent)
        self._mode = mode
        self._text = text
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """The whole text."""
        return self._text

    @property
    def shown_text(self) -> str:
        """What fits into the present width."""
        return self.fontMetrics().elidedText(self._text, self._mode, self.contentsRect().width())

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._text = text
        self.setAccessibleName(text)
        self._explain()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The whole text in one line."""
        metrics = self.fontMetrics()
        # What is measured is rounded, and would be cut where it was rounded down.
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        """A few characters are enough."""
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 3, metrics.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The tooltip is wanted only while something is missing."""
        super().resizeEvent(event)
        self._explain()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line, cut where it must be."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(self.contentsRect(), flags, self.shown_text)

    def _explain(self) -> None:
        self.setToolTip("" if self.shown_text == self._text else self._text)
