"""A field on the canvas in which a text mark is typed, where it will stand and as it will look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from overpaint.domain.marks import Text
from overpaint.ui.canvas.lettering import mark_font, outlines_of

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent

    from overpaint.domain.marks import Point
    from overpaint.ui.canvas.markup_layer import MarkupLayer
    from overpaint.ui.canvas.transform import ViewTransform

_MARGIN_PX = 4
_SPARE_EMS = 1.2
STYLES_TEXT = "stylesText"
"""Property of a widget in which the look of a text can be chosen while it is being typed."""


class TextEntry(QPlainTextEdit):
    """Hidden until `open`; Enter keeps the text, Escape gives it up, a click elsewhere keeps it."""

    def __init__(self, layer: MarkupLayer, parent: QWidget) -> None:
        super().__init__(parent)
        self._layer = layer
        self._position: Point = (0.0, 0.0)
        self._index: int | None = None
        self._transform: ViewTransform | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(_MARGIN_PX)
        self.viewport().setAutoFillBackground(False)
        self.setAttribute(Qt.WidgetAttribute.WA_MacShowFocusRect, on=False)
        self.setAccessibleName(self.tr("Text of the mark"))
        self.textChanged.connect(self._fit)
        layer.style_changed.connect(self._restyle)
        layer.changed.connect(self._hide_mark)
        self.hide()

    def open(self, transform: ViewTransform, position: Point, index: int | None) -> None:
        """Let the person type at a place of the picture, or change the text of a mark."""
        self.keep()
        self._transform = transform
        self._index, self._position = index, position
        text = ""
        if index is not None:
            mark = self._layer.marks[index]
            assert isinstance(mark, Text)  # noqa: S101 - the tool opens texts only
            self._layer.select(index)
            self._position, text = mark.position, mark.text
            self._layer.show_ghost(None, hidden=index)
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)
        self._restyle()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self, transform: ViewTransform) -> None:
        """Stay where the text will be while the picture is panned and zoomed."""
        self._transform = transform
        if not self.isHidden():
            self._restyle()

    def keep(self) -> None:
        """Make the text a mark, or change the mark; an empty text removes it."""
        if self.isHidden():
            return
        text, index = self.toPlainText().rstrip(), self._index
        self._close()
        style = self._layer.style
        outlines = outlines_of(text, style.text_px)
        if index is None:
            if outlines:
                mark = Text(self._position, text, style.colour, style.text_px, outlines)
                self._layer.add(mark, self.tr("Write text"))
            return
        if index >= len(self._layer.marks):
            return
        old = self._layer.marks[index]
        self._layer.select(index)
        if not outlines:
            self._layer.remove_selected()
        elif isinstance(old, Text) and old.text != text:
            changed = Text(old.position, text, style.colour, style.text_px, outlines)
            self._layer.put(index, changed, self.tr("Change text"))

    def give_up(self) -> None:
        """Leave everything as it was before."""
        if not self.isHidden():
            self._close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps, Escape gives up, Shift+Enter starts a line."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.keep()
        elif enter:
            # Qt would put a line separator here instead of a line break.
            self.insertPlainText("\n")
        elif event.key() == Qt.Key.Key_Escape:
            self.give_up()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Enter and Escape from any shortcut of the window."""
        if event.type() == QEvent.Type.ShortcutOverride:
            keys = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}
            plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier  # type: ignore[attr-defined]  # Qt sends a QKeyEvent for it
            if event.key() in keys and plain:  # type: ignore[attr-defined]  # as above
                event.accept()
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A click on the canvas or into a panel keeps what was typed."""
        super().focusOutEvent(event)
        stays = {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason}
        if event.reason() not in stays and not self._goes_to_style():
            self.keep()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dashed frame that shows on any picture, and the text."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        frame = QRectF(self.viewport().rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        for colour, offset in ((QColor(255, 255, 255, 240), 0.0), (QColor(0, 0, 0, 200), 4.0)):
            pen = QPen(colour, 1.0)
            pen.setDashPattern([4.0, 4.0])
            pen.setDashOffset(offset)
            painter.setPen(pen)
            painter.drawRect(frame)

    def _hide_mark(self) -> None:
        """A new look was given to the mark: it is shown by the entry still."""
        index = self._index
        if not self.isHidden() and index is not None and index < len(self._layer.marks):
            self._layer.show_ghost(None, hidden=index)

    def _goes_to_style(self) -> bool:
        """Colour and size can be chosen while the text is being typed."""
        focused: QWidget | None = self.window().focusWidget()
        while focused is not None:
            if focused.property(STYLES_TEXT):
                return True
            focused = focused.parentWidget()
        return False

    def _close(self) -> None:
        self.hide()
        self._layer.show_ghost(None)
        parent = self.parentWidget()
        if parent is not None:
            parent.setFocus(Qt.FocusReason.OtherFocusReason)

    def _restyle(self) -> None:
        if self._transform is None:
            return
        style, transform = self._layer.style, self._transform
        self.setFont(mark_font(style.text_px * transform.scale / transform.pixel_ratio))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Text, QColor(*style.colour))
        palette.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        self.setPalette(palette)
        self._fit()

    def _fit(self) -> None:
        """Take the size of the text, and the place where it will stand."""
        if self._transform is None:
            return
        metrics = self.fontMetrics()
        lines = self.toPlainText().split("\n")
        widest = max(metrics.horizontalAdvance(line) for line in lines)
        room = round(metrics.height() * _SPARE_EMS) + 2 * _MARGIN_PX
        height = len(lines) * metrics.lineSpacing()
        self.move(self._corner(widest, height) - QPoint(_MARGIN_PX, _MARGIN_PX))
        self.resize(QSize(widest + room, height + 2 * _MARGIN_PX))

    def _corner(self, width: int, height: int) -> QPoint:
        """Where a text of this size begins, logical pixels.

        What is typed stays upright in a turned view: its middle is where it will be.
        """
        transform = self._transform
        assert transform is not None  # noqa: S101 - open has been called
        if transform.turn.is_none:
            x, y = transform.to_view(self._position)
            return QPoint(round(x), round(y))
        px = transform.pixel_ratio / transform.scale / 2
        left, top = self._position
        x, y = transform.to_view((left + width * px, top + height * px))
        return QPoint(round(x - width / 2), round(y - height / 2))
