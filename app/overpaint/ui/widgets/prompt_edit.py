"""The text field for the prompt: grows with its text, counts it, submits by Ctrl+Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from overpaint.ui.theme import TextRole, Theme
from overpaint.ui.widgets.announce import announce

_NEAR = 0.9
_PADDING = 6


class PromptEdit(QWidget):
    """A plain-text editor with a counter.

    Tab moves the focus on; a picture on the clipboard is left to the window.

    Signals:
        text_changed (str): The text is another one; also after `set_text`.
        submitted: Ctrl+Enter was pressed.
        submitted_front: Ctrl+Shift+Enter was pressed: before all that waits.
    """

    text_changed = Signal(str)
    submitted = Signal()
    submitted_front = Signal()

    def __init__(
        self,
        theme: Theme,
        *,
        name: str,
        placeholder: str = "",
        limit: int = 32_000,
        least_lines: int = 4,
        most_lines: int = 12,
        parent: QWidget | None = None,
    ) -> None:
        """Build it.

        Args:
            theme: Colours and type scale.
            name: The accessible name.
            placeholder: Shown while it is empty.
            limit: Most characters the model takes; more can be typed, but the counter objects.
            least_lines: Height while it is empty.
            most_lines: Height from which it scrolls.
            parent: The owner.
        """
        super().__init__(parent)
        self._theme = theme
        self._limit = limit
        self._was_over = False
        self.editor = _Editor(least_lines, most_lines, self)
        self.editor.setAccessibleName(name)
        self.editor.setPlaceholderText(placeholder)
        self.setFocusProxy(self.editor)
        self._counter = QLabel(self)
        self._counter.setFont(theme.font(TextRole.SMALL))
        self._footer = QHBoxLayout()
        self._footer.setContentsMargins(0, 0, 2, 0)
        self._footer.addStretch(1)
        self._footer.addWidget(self._counter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.editor)
        column.addLayout(self._footer)
        self.editor.textChanged.connect(self._on_text_changed)
        self.editor.submitted.connect(self.submitted)
        self.editor.submitted_front.connect(self.submitted_front)
        theme.changed.connect(self._count)
        self._count()

    @property
    def text(self) -> str:
        """The whole text."""
        return self.editor.toPlainText()

    def set_text(self, text: str) -> None:
        """Replace the text; one step for undo, nothing when it is the same."""
        if text != self.text:
            cursor = self.editor.textCursor()
            cursor.select(cursor.SelectionType.Document)
            cursor.insertText(text)

    def forget_steps(self) -> None:
        """The text is that of another edit: undo must not bring back what was typed there."""
        self.editor.document().clearUndoRedoStacks()

    def set_limit(self, limit: int) -> None:
        """Change the number of characters that the model takes."""
        self._limit = limit
        self._count()

    def add_footer_widget(self, widget: QWidget) -> None:
        """Put a small widget to the left of the counter: history, insert reference."""
        self._footer.insertWidget(self._footer.count() - 2, widget)

    def _on_text_changed(self) -> None:
        self._count()
        self.text_changed.emit(self.text)

    def _count(self) -> None:
        used = len(self.text)
        locale = self.locale()
        counter = f"{locale.toString(used)} / {locale.toString(self._limit)}"
        over = used > self._limit
        if over:
            excess = locale.toString(used - self._limit)
            counter = self.tr("{counter} – {excess} too many").format(
                counter=counter, excess=excess
            )
            if not self._was_over:
                announce(self, self.tr("The prompt is too long."), urgent=True)
        self._was_over = over
        self._counter.setText(counter)
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, self._counter_colour(used))
        self._counter.setPalette(palette)

    def _counter_colour(self, used: int) -> QColor:
        tokens = self._theme.tokens
        if used > self._limit:
            return tokens.danger
        return tokens.warning if used > self._limit * _NEAR else tokens.muted


class _Editor(QPlainTextEdit):
    """The editor itself."""

    submitted = Signal()
    submitted_front = Signal()

    def __init__(self, least_lines: int, most_lines: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._least_lines = least_lines
        self._most_lines = most_lines
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(_PADDING)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def sizeHint(self) -> QSize:
        """As wide as offered, as high as its lines."""
        return QSize(240, self.height())

    def event(self, event: QEvent) -> bool:
        """Let the window have Ctrl+V when there is no text to paste."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Paste)
            and not self.canPaste()
        ):
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter submits, with Shift before all that waits, and never breaks the line."""
        is_return = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_return and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.accept()
            front = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            (self.submitted_front if front else self.submitted).emit()
            return
        super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text only: files and pictures belong to the window."""
        return source.hasText() and not source.hasImage() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste without any formatting."""
        if self.canInsertFromMimeData(source):
            self.insertPlainText(source.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines wrap anew, so the height may have to follow."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wanted = round(self.document().size().height())  # in lines, not in pixels
        lines = min(max(wanted, self._least_lines), self._most_lines)
        margins = 2 * (self.frameWidth() + _PADDING)
        height = lines * self.fontMetrics().lineSpacing() + margins
        if height != self.minimumHeight():
            self.setFixedHeight(height)
