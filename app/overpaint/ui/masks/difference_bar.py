"""The bar over the canvas that makes a mask from what differs between two pictures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from overpaint.ui.icons import Icons
from overpaint.ui.masks.placement import Joining, joining_choice, joining_of
from overpaint.ui.theme import TextRole
from overpaint.ui.widgets.choice_box import ChoiceBox
from overpaint.ui.widgets.floating_bar import FloatingBar
from overpaint.ui.widgets.option import Option
from overpaint.ui.widgets.slider_field import SliderField

_BOX_PX = 152
_FIELD_PX = 232


class DifferenceBar(FloatingBar):
    """Chooses the pictures, how much must differ, and how large a speck may be.

    Attributes:
        pictures_changed: Other pictures are to be compared.
        changed: The same pictures with other numbers.
    """

    pictures_changed = Signal()
    changed = Signal()

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(icons, self.tr("Mask from difference"), parent)
        self.first_box = ChoiceBox(icons.theme, name=self.tr("First picture"))
        self.second_box = ChoiceBox(icons.theme, name=self.tr("Second picture"))
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.first_box, QLabel(self.tr("and")), self.second_box):
            row.addWidget(widget)
        for box in (self.first_box, self.second_box):
            box.setFixedWidth(_BOX_PX)
            box.chosen.connect(self._on_pictures)
        self.threshold_field = SliderField(self.tr("Differs by"), minimum=1, maximum=100, value=10)
        self.threshold_field.set_tooltip(
            self.tr("How far colours must be apart: 2 is just visible, 10 at a glance")
        )
        self.clean_field = SliderField(
            self.tr("Clean up"), minimum=0, maximum=50, value=2, unit="px"
        )
        self.clean_field.set_tooltip(self.tr("Drops specks and closes gaps up to this width"))
        self.joining_choice = joining_choice(icons)
        self.note = QLabel()
        self.note.setFont(icons.theme.font(TextRole.SMALL))
        self.note.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.add(pair)
        for field in (self.threshold_field, self.clean_field):
            field.setFixedWidth(_FIELD_PX)
            field.value_changed.connect(self._on_value)
            self.add(field)
        self.add(self.joining_choice)
        self.add(self.note)
        self.joining_choice.chosen.connect(self._on_value)

    @property
    def joining(self) -> Joining:
        """What happens to the mask that is there."""
        return joining_of(self.joining_choice)

    @property
    def threshold(self) -> float:
        """The least difference of colour that is masked, CIE 1976."""
        return self.threshold_field.value

    @property
    def clean_px(self) -> int:
        """Width of specks and gaps that are cleaned up, pixels."""
        return round(self.clean_field.value)

    def ask(self, options: Sequence[Option], first: object, second: object) -> None:
        """Offer pictures and show two of them as chosen."""
        for box, value in ((self.first_box, first), (self.second_box, second)):
            box.set_options(options)
            box.set_value(value)
        self.joining_choice.set_value(Joining.REPLACE)
        self.open_bar(self.second_box)

    def show_note(self, text: str) -> None:
        """Tell what a person should know of the pictures; nothing for ``""``."""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    @Slot(object)
    def _on_pictures(self, _value: object) -> None:
        self.pictures_changed.emit()

    @Slot()
    @Slot(object)
    @Slot(float)
    def _on_value(self, _value: object = None) -> None:
        self.changed.emit()
