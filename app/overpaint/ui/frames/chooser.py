"""A strip of frames or pages over the canvas; the window stays usable while it is open."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QPalette
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
from overpaint.ui.thumbnails import ThumbnailLoader
from overpaint.ui.widgets.announce import announce
from overpaint.ui.widgets.elided_label import ElidedLabel
from overpaint.ui.widgets.floating_card import FloatingCard

_WIDTH = 680
_LEAST_WIDTH = 432
_MARGIN = 16
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


class FrameChooser(FloatingCard):
    """Floats over the lower edge of its host until a frame is chosen or it is closed.

    Attributes:
        chosen: ``(InputImage, int)``: this frame of it, counted from 0, is to be used.
        closed: It is gone, with or without a choice.
    """

    chosen = Signal(object, int)
    closed = Signal()

    def __init__(self, icons: Icons, loader: ThumbnailLoader, parent: QWidget) -> None:
        super().__init__(icons.theme, parent)
        self._icons = icons
        self._image: InputImage | None = None
        self.model = FramesModel(loader, self)
        self.view = QListView(self)
        self._title = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle, parent=self)
        self._text = QLabel(self)
        self.use_button = QPushButton(self.tr("Use this frame"), self)
        self.keep_button = QPushButton(self.tr("Keep the frame"), self)
        self._set_up()
        self._lay_out()

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
        self.open_card()
        current = self.model.index(min(self.model.used, self.model.rowCount() - 1))
        self.view.setCurrentIndex(current)
        self.view.scrollTo(current)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self._title.text)

    def agree(self) -> None:
        """Take what is selected."""
        self._choose(self.view.currentIndex())

    def leave(self) -> None:
        """Go away; what is used stays as it is."""
        if self._image is None:
            return
        self._image = None
        self.hide()
        self.model.show_image(None, "")
        self.closed.emit()

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
        self.use_button.clicked.connect(self.agree)
        self.keep_button.setToolTip(self.tr("Close and change nothing (Esc)"))
        self.keep_button.clicked.connect(self.leave)

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

    def place_in(self, room: QRect) -> QRect:
        """At the lower edge, as wide as its frames."""
        height = max(self.sizeHint().height(), self.view.height() + _CHROME)
        frames = CELL.width() * self.model.rowCount() + 3 * _MARGIN
        width = max(_LEAST_WIDTH, min(_WIDTH, frames))
        place = QRect(0, 0, min(width, room.width()), min(height, room.height()))
        place.moveCenter(room.center())
        place.moveBottom(room.bottom())
        return place

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
        self.leave()
        if index.row() != image.frame:
            self.chosen.emit(image, index.row())
