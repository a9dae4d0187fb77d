"""Drops on the prompt: text goes in, a picture becomes a reference and is named in the text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from overpaint.domain.batch_table import SUFFIXES as TABLE_SUFFIXES
from overpaint.domain.draft import InputImage
from overpaint.domain.errors import ImageError
from overpaint.domain.text import say
from overpaint.ui.background import Background
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.intake import Intake
from overpaint.ui.payload import (
    TEXT_SUFFIXES,
    DropRole,
    Offer,
    Origin,
    Payload,
    Use,
    look_at,
    read_payload,
)
from overpaint.ui.theme import Theme
from overpaint.ui.widgets.drop_veil import DropVeil

_MOST_TEXT_BYTES = 256 * 1024


class PromptDrops(QObject):
    """Watches the editor of the prompt; plain text is left to the editor itself.

    Args:
        editor: The prompt.
        theme: For the field that lights up.
        store: Knows the numbers of the inputs.
        intake: Takes the pictures.
        background: Reads text files.

    Attributes:
        failed: An `OverpaintError`.
        tables_dropped: ``list[Path]``: tables, for a batch with this prompt.
        drag_entered: An `Offer`: a picture or a text file is dragged over the prompt.
        drag_left: It is gone, or was dropped.
    """

    failed = Signal(object)
    tables_dropped = Signal(list)
    drag_entered = Signal(object)
    drag_left = Signal()

    def __init__(
        self,
        editor: QPlainTextEdit,
        theme: Theme,
        store: DraftStore,
        intake: Intake,
        background: Background,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._store = store
        self._intake = intake
        self._background = background
        self._veil = DropVeil(theme, editor)
        self._offer: Offer | None = None
        self._dragged: Offer | None = None
        editor.viewport().installEventFilter(self)

    @property
    def words(self) -> str:
        """What the field over the prompt says; ``""`` while there is none."""
        return self._veil.words

    @Slot(object)
    def invite(self, offer: Offer | None) -> None:
        """Light up while something is dragged over the window; None for nothing any more."""
        self._offer = offer
        self._show()

    @Slot(int)
    def mention(self, position: int) -> None:
        """Name an input where the caret is, and go on writing there."""
        self._insert_number(self._editor.textCursor().position(), position)
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def append_files(self, paths: Sequence[Path]) -> None:
        """Put the text of files behind what is there."""
        self._insert_files(paths, self._editor.document().characterCount() - 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is not plain text before the editor refuses it."""
        if isinstance(event, QDropEvent):  # entering and moving are drops, too
            if isinstance(event, QDragEnterEvent):
                return self._enter(event)
            if self._dragged is None:
                return False
            event.acceptProposedAction()
            if not isinstance(event, QDragMoveEvent):
                self._drop(event)
            return True
        if event.type() is QEvent.Type.DragLeave and self._dragged is not None:
            self._end()
            return True
        return super().eventFilter(watched, event)

    def _enter(self, event: QDragEnterEvent) -> bool:
        mime = event.mimeData()
        text_only = mime.hasText() and not (mime.hasUrls() or mime.hasImage() or mime.hasHtml())
        self._dragged = None if text_only else look_at(mime)
        if self._dragged is None:
            return False
        event.acceptProposedAction()
        self.drag_entered.emit(self._dragged)
        self._show()
        return True

    def _drop(self, event: QDropEvent) -> None:
        payload = read_payload(event.mimeData())
        at = self._editor.cursorForPosition(event.position().toPoint()).position()
        self._end()
        tables = [path for path in payload.files if path.suffix.lower() in TABLE_SUFFIXES]
        if tables:
            self.tables_dropped.emit(tables)
            return
        texts = [path for path in payload.files if path.suffix.lower() in TEXT_SUFFIXES]
        if texts:
            self._insert_files(texts, at)
        elif payload.input_id:
            self._insert_number(at, self._store.position_of(payload.input_id))
        elif payload:
            self._add(payload, at)

    def _add(self, payload: Payload, at: int) -> None:
        def added(images: Sequence[InputImage]) -> None:
            places = (self._store.position_of(image.id) for image in images)
            for place in sorted((place for place in places if place), reverse=True):
                self._insert_number(at, place)

        self._intake.use(Use(DropRole.REFERENCE, then=added), payload)

    def _insert_files(self, paths: Sequence[Path], at: int) -> None:
        self._background.run(
            lambda: "\n".join(_read_text(path) for path in paths),
            lambda text: self._insert(at, text),
            self.failed.emit,
        )

    def _insert_number(self, at: int, position: int | None) -> None:
        """Write “@2” with a space on either side; the target has no number."""
        if position is None or position < 2:
            return
        text = self._editor.toPlainText()
        before = " " if at > 0 and not text[at - 1 : at].isspace() else ""
        after = "" if text[at : at + 1] in {",", ".", ";", ":", ")"} else " "
        after = "" if text[at : at + 1].isspace() else after
        self._insert(at, f"{before}@{position}{after}")

    def _insert(self, at: int, text: str) -> None:
        cursor = QTextCursor(self._editor.document())
        cursor.setPosition(min(at, self._editor.document().characterCount() - 1))
        cursor.insertText(text)
        self._editor.setTextCursor(cursor)

    def _end(self) -> None:
        self._dragged = None
        self._show()
        self.drag_left.emit()

    def _show(self) -> None:
        offer = self._dragged or self._offer
        if offer is None:
            self._veil.hide()
            return
        self._veil.present(self._words(offer), lit=self._dragged is not None)

    def _words(self, offer: Offer) -> str:
        count = len(self._store.draft.inputs)
        if offer.origin is Origin.INPUT:
            place = self._store.position_of(offer.input_id) or 1
            return self.tr("Name it: @{number}").format(number=place) if place > 1 else ""
        if offer.is_table:
            return self.tr("A row for each line, with this prompt")
        if offer.is_text:
            return self.tr("Insert the text")
        if count == 0:
            return self.tr("Becomes the target")
        if offer.count > 1:
            return self.tr("Add {count} references and name them").format(count=offer.count)
        return self.tr("Add as reference and name it: @{number}").format(number=count + 1)


def _read_text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_TEXT_BYTES)
    except OSError as error:
        raise ImageError(
            say("prompt", "“{name}” cannot be read.", name=path.name),
            remedy=say("prompt", "Check that it is a file and that you may read it."),
            details=str(error),
        ) from error
    for encoding in ("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding).replace("\r\n", "\n").strip("\n")
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
