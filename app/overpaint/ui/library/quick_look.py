"""The current result large over the grid; keys go on working as in the grid."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from overpaint.domain.library import LibraryResult
from overpaint.ui.icons import Icons
from overpaint.ui.key_tips import key_tips
from overpaint.ui.library import texts
from overpaint.ui.library.preview import PicturePreview
from overpaint.ui.results.texts import size_text
from overpaint.ui.theme import TextRole
from overpaint.ui.thumbnails import ThumbnailLoader
from overpaint.ui.widgets.elided_label import ElidedLabel

_MARGIN = 24
_COMMAND = "quick_look"


class QuickLook(QWidget):
    """Covers its parent until Space, Esc or a click; arrows lead to other results.

    Attributes:
        key_pressed: A `QKeyEvent` that is not its own.
        closed: It has gone.
    """

    key_pressed = Signal(object)
    closed = Signal()

    def __init__(self, icons: Icons, loader: ThumbnailLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons
        self._host = parent
        self.preview = PicturePreview(icons, loader, self)
        self._title = ElidedLabel(parent=self)
        self._facts = ElidedLabel(parent=self)
        self._title.setFont(icons.theme.font(TextRole.TITLE))
        self._facts.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, 16)
        column.setSpacing(4)
        column.addWidget(self.preview, 1)
        column.addSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self._facts)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Quick look"))
        parent.installEventFilter(self)
        icons.theme.changed.connect(self.update)
        self.hide()

    def show_result(self, row: LibraryResult, thumbnail: QImage | None) -> None:
        """Show a result, over everything."""
        self.preview.show_file(row.file, QSize(row.size.width, row.size.height), thumbnail)
        self._title.set_text(texts.title(row))
        stars = texts.stars_text(row.rating) if row.rating else ""
        facts = (texts.detail(row), size_text(row.size), stars, texts.when(row.time))
        self._facts.set_text(texts.joined(*facts))
        self.setAccessibleDescription(texts.spoken(row))
        if not self.isVisible():
            self.setGeometry(self._host.rect())
            self.show()
            self.raise_()
            self.setFocus()

    def leave(self) -> None:
        """Go away."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the parent."""
        if event.type() is QEvent.Type.Resize and watched is self._host:
            self.setGeometry(self._host.rect())
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Every key is ours or the grid's while it is shown."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
            if not event.modifiers() & control:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave, or do what the key does in the grid."""
        is_own = key_tips().command_of(event, [_COMMAND]) is not None
        if is_own or event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        self.key_pressed.emit(event)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """A click leaves."""
        self.leave()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground on which pictures are judged."""
        QPainter(self).fillRect(self.rect(), self._icons.theme.tokens.window)
