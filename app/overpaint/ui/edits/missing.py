"""Inputs whose files are gone: a card in their place, and the ways to have them back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QRect, Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from overpaint.domain.draft import InputImage
from overpaint.domain.errors import OverpaintError
from overpaint.ui.background import Background
from overpaint.ui.commands.choosers import PictureChooser
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.icons import Icons, Tone
from overpaint.ui.inputs.history import InputsHistory
from overpaint.ui.theme import TextRole
from overpaint.ui.widgets.floating_card import FloatingCard

_WIDTH = 440
_PADDING = 24
_ICON = 32


class MissingCard(FloatingCard):
    """Stands where the target would be.

    Attributes:
        find_wanted: The person knows where the file is.
        look_wanted: The drive may be back.
        removal_wanted: The edit goes on without it.
    """

    find_wanted = Signal()
    look_wanted = Signal()
    removal_wanted = Signal()

    def __init__(self, icons: Icons, host: QWidget) -> None:
        super().__init__(icons.theme, host)
        self._icons = icons
        self._sign = QLabel(self)
        self._title = QLabel(self)
        self._text = QLabel(self)
        self.find_button = QPushButton(
            icons.icon("folder-open", Tone.ON_ACCENT), self.tr("Find…"), self
        )
        self.find_button.setDefault(True)
        self.look_button = QPushButton(icons.icon("retry"), self.tr("Try again"), self)
        self.remove_button = QPushButton(icons.icon("trash"), self.tr("Remove"), self)
        self.find_button.setToolTip(self.tr("Say where the file is now"))
        self.look_button.setToolTip(self.tr("Look for it where it was"))
        self.remove_button.setToolTip(self.tr("Go on without this picture"))
        self._image: InputImage | None = None
        self._lay_out()
        icons.theme.changed.connect(self._tint)
        self.find_button.clicked.connect(self.find_wanted)
        self.look_button.clicked.connect(self.look_wanted)
        self.remove_button.clicked.connect(self.removal_wanted)

    def show_for(self, image: InputImage) -> None:
        """Say which picture is gone, and where it was."""
        self._image = image
        sign = self._icons.pixmap("warning", _ICON, scale=self.devicePixelRatioF(),
                                  tone=Tone.WARNING)  # fmt: skip
        self._sign.setPixmap(sign)
        title = self.tr("“{name}” was not found").format(name=image.name)
        where = self.tr("It was in {folder}.").format(folder=str(image.path.parent))
        kept = self.tr("Its mask, the prompt and all else are kept; nothing is sent without it.")
        self._title.setText(title)
        self._text.setText(f"{where}\n{kept}")
        self.setAccessibleName(title)
        self.setAccessibleDescription(self._text.text())
        self.open_card()

    @Slot()
    def _tint(self) -> None:
        if self._image is not None and self.isVisible():
            self.show_for(self._image)

    def agree(self) -> None:
        """Enter: say where it is."""
        self.find_wanted.emit()

    def leave(self) -> None:
        """Escape changes nothing: without the picture there is nothing else to show."""

    def place_in(self, room: QRect) -> QRect:
        """In the middle."""
        width = min(_WIDTH, room.width())
        height = min(max(self.heightForWidth(width), self.sizeHint().height()), room.height())
        place = QRect(0, 0, width, height)
        place.moveCenter(room.center())
        return place

    def _lay_out(self) -> None:
        self._text.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._title.setFont(self._icons.theme.font(TextRole.TITLE))
        for label in (self._title, self._text):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(_PADDING, _PADDING, _PADDING, _PADDING)
        column.setSpacing(8)
        column.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button in (self.find_button, self.look_button, self.remove_button):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)


class MissingInputs(QObject):
    """Shows the card while the target is gone, and puts files that are found in their places.

    Args:
        store: The draft.
        history: Changes the inputs.
        background: Reads files.
        card: Stands for the target.
        chooser: Asks where a file is.

    Attributes:
        failed: An `OverpaintError`; the picture is still gone.
        told: A sentence that says what was found.
    """

    failed = Signal(object)
    told = Signal(str)

    def __init__(
        self,
        store: DraftStore,
        history: InputsHistory,
        background: Background,
        card: MissingCard,
        chooser: PictureChooser,
    ) -> None:
        super().__init__(card)
        self._store = store
        self._history = history
        self._background = background
        self._card = card
        self._chooser = chooser
        self._shown: InputImage | None = None
        store.changed.connect(self._follow)
        card.find_wanted.connect(lambda: self._on_target(self.find))
        card.look_wanted.connect(lambda: self._on_target(self.look_again))
        card.removal_wanted.connect(lambda: self._on_target(history.remove))

    @Slot(str)
    def find(self, image_id: str) -> None:
        """Ask where a file is now."""
        image = self._image(image_id)
        if image is not None:
            title = self.tr("Where is “{name}”?").format(name=image.name)
            self._chooser.ask(title, lambda paths: self.found(image_id, paths[0]))

    @Slot(str)
    def look_again(self, image_id: str) -> None:
        """Look for a file where it was, and for all others that are gone."""
        image = self._image(image_id)
        if image is not None:
            self.found(image_id, image.path)

    def found(self, image_id: str, path: Path) -> None:
        """A file is here; others that are gone may lie beside it, or be back, too."""
        image = self._image(image_id)
        if image is None:
            return
        others = [one for one in self._store.draft.inputs if one.is_missing and one is not image]
        self._background.run(lambda: _read(image, path, others), self._put, self.failed.emit)

    def _put(self, found: Sequence[tuple[InputImage, InputImage]]) -> None:
        for old, new in found:
            if self._store.position_of(old.id) is None:
                continue
            if new.size == old.size and new.frame == old.frame:
                self._store.replace_input(old.id, replace(new, id=old.id))
            else:
                # Another picture: what was painted belongs to the one that is gone.
                self._history.replace(old.id, new)
        if len(found) > 1:
            text = self.tr("Found {count} pictures").format(count=len(found))
            self.told.emit(text)

    def _image(self, image_id: str) -> InputImage | None:
        return next((one for one in self._store.draft.inputs if one.id == image_id), None)

    def _on_target(self, act: Callable[[str], object]) -> None:
        target = self._store.draft.target
        if target is not None:
            act(target.id)

    @Slot()
    def _follow(self) -> None:
        target = self._store.draft.target
        missing = target if target is not None and target.is_missing else None
        if missing == self._shown:
            return
        self._shown = missing
        if missing is None:
            self._card.hide()
        else:
            self._card.show_for(missing)


def _read(
    image: InputImage, path: Path, others: Sequence[InputImage]
) -> list[tuple[InputImage, InputImage]]:
    """Describe a file that was found, and those of others beside it; on a worker."""
    from overpaint.imaging.load import probe_input  # noqa: PLC0415 - Pillow

    found = [(image, probe_input(path, frame=image.frame))]
    for other in others:
        for place in (other.path, path.with_name(other.path.name)):
            if place.is_file():
                try:
                    found.append((other, probe_input(place, frame=other.frame)))
                except OverpaintError:
                    continue
                break
    return found
