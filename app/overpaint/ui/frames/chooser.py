"""A strip of frames or pages over the canvas; the window stays usable while it is open."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from overpaint.domain.draft import InputImage
from overpaint.ui.frames.rows import CELL, MOST_FRAMES, FrameDelegate, FramesModel
from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import CARD_RADIUS, rounded
from overpaint.ui.thumbnails import ThumbnailLoader
from overpaint.ui.widgets.announce import announce
from overpaint.ui.widgets.elided_label import ElidedLabel

_WIDTH = 680
_LEAST_WIDTH = 432
_MARGIN = 16
_FROM_EDGE = 24
_SCROLL_BAR = 16
_CHROME = 116
_PAGED = {"image/tiff"}
_MOVING = {"image/gif", "image/webp", "image/avif", "image/png"}


@dataclass(frozen=True, slots=True)
class _Words:
    """What is said of a file, by what its frames are called."""

    title: str
    one: str
    use: str
    keep: str


class FrameChooser(QWidget):
    """Floats over the lower edge of its host until a frame is chosen or it is closed.

    Attributes:
        chosen: ``(InputImage, int)``: this frame of it, counted from 0, is to be used.
        closed: It is gone, with or without a choice.
    """

    chosen = Signal(object, int)
    closed = Signal()

    def __init__(self, icons: Icons, loader: ThumbnailLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons
        self._host = parent
        self._image: InputImage | None = None
        self.model = FramesModel(loader, self)
        self.view = QListView(self)
        self._title = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle, parent=self)
        self._text = QLabel(self)
        self.use_button = QPushButton(self.tr("Use this frame"), self)
        self.keep_button = QPushButton(self.tr("Keep the frame"), self)
        self._set_up()
        self._lay_out()
        parent.installEventFilter(self)
        icons.theme.changed.connect(self.update)
        self.hide()

    @property
    def image(self) -> InputImage | None:
        """The input whose frames are shown; None while it is closed."""
        return self._image

    def ask(self, image: InputImage) -> None:
        """Show the frames of an input, the one in use selected."""
        self._image = image
        words = self._words(image)
        self.model.show_image(image, words.one)
        self._title.set_text(words.title.format(name=image.name, count=image.frame_count))
        text = self.tr("One of them is used. The File menu asks again.")
        if image.frame_count > MOST_FRAMES:
            text = self.tr("The first {count} can be chosen.").format(count=MOST_FRAMES)
        self._text.setText(text)
        self.keep_button.setText(words.keep.format(number=self.model.used + 1))
        self.setAccessibleName(self._title.text)
        self._place()
        self.show()
        self.raise_()
        current = self.model.index(min(self.model.used, self.model.rowCount() - 1))
        self.view.setCurrentIndex(current)
        self.view.scrollTo(current)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self._title.text)

    def close_chooser(self) -> None:
        """Go away; what is used stays as it is."""
        if self._image is None:
            return
        self._image = None
        self.hide()
        self.model.show_image(None, "")
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay inside the host; Enter in the list chooses, Escape leaves."""
        if watched is self._host and event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape keeps what is used, Enter takes what is selected."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_chooser()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._choose(self.view.currentIndex())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A raised card."""
        tokens = self._icons.theme.tokens
        painter = QPainter(self)
        rounded(painter, self.rect(), radius=CARD_RADIUS, fill=tokens.raised,
                border=tokens.border_strong)  # fmt: skip

    def _set_up(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setItemDelegate(FrameDelegate(self._icons, view))
        view.setAccessibleName(self.tr("Frames to choose from"))
        view.setFlow(QListView.Flow.LeftToRight)
        view.setWrapping(False)
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setFixedHeight(CELL.height() + _SCROLL_BAR)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.doubleClicked.connect(self._choose)
        view.selectionModel().currentChanged.connect(self._judge)
        self._title.setFont(self._icons.theme.font(TextRole.TITLE))
        self._text.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.use_button.setDefault(True)
        self.use_button.setToolTip(self.tr("Use the selected one (Enter)"))
        self.use_button.clicked.connect(lambda: self._choose(self.view.currentIndex()))
        self.keep_button.setToolTip(self.tr("Close and change nothing (Esc)"))
        self.keep_button.clicked.connect(self.close_chooser)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 12, _MARGIN, 12)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(4)
        column.addWidget(self.view)
        column.addSpacing(4)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.keep_button)
        buttons.addWidget(self.use_button)
        column.addLayout(buttons)

    def _place(self) -> None:
        area = self._host.rect().adjusted(_FROM_EDGE, _FROM_EDGE, -_FROM_EDGE, -_FROM_EDGE)
        height = max(self.sizeHint().height(), self.view.height() + _CHROME)
        frames = CELL.width() * self.model.rowCount() + 3 * _MARGIN
        width = max(_LEAST_WIDTH, min(_WIDTH, frames))
        place = QRect(0, 0, min(width, area.width()), min(height, area.height()))
        place.moveCenter(area.center())
        place.moveBottom(area.bottom())
        self.setGeometry(place)

    def _words(self, image: InputImage) -> _Words:
        if image.media_type in _PAGED:
            return _Words(
                self.tr("“{name}” has {count} pages"),
                self.tr("Page {number}"),
                self.tr("Use page {number}"),
                self.tr("Keep page {number}"),
            )
        if image.media_type in _MOVING:
            return _Words(
                self.tr("“{name}” has {count} frames"),
                self.tr("Frame {number}"),
                self.tr("Use frame {number}"),
                self.tr("Keep frame {number}"),
            )
        return _Words(
            self.tr("“{name}” holds {count} pictures"),
            self.tr("Picture {number}"),
            self.tr("Use picture {number}"),
            self.tr("Keep picture {number}"),
        )

    @Slot(QModelIndex)
    def _judge(self, index: QModelIndex) -> None:
        if self._image is None or not index.isValid():
            return
        use = self._words(self._image).use
        self.use_button.setText(use.format(number=index.row() + 1))

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        image = self._image
        if image is None or not index.isValid():
            return
        self.close_chooser()
        if index.row() != image.frame:
            self.chosen.emit(image, index.row())
