"""A number that may be left to the service."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from overpaint.ui.widgets.number_field import NumberField


class OptionalNumber(NumberField):
    """One step below its least number it says “Auto”, which is None.

    Signals:
        edited (object): The person chose another number, or None; not sent by `show_number`.
    """

    edited = Signal(object)

    def __init__(self, name: str, *, step: int = 1, parent: QWidget | None = None) -> None:
        """Take the accessible name, the step of the arrows, and the owner."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setKeyboardTracking(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSingleStep(step)
        self.setSpecialValueText(self.tr("Auto"))
        self.valueChanged.connect(self._on_changed)

    @property
    def number(self) -> int | None:
        """The present number; None for auto."""
        return None if self.value() == self.minimum() else self.value()

    def set_limits(self, least: int, most: int) -> None:
        """Take numbers from `least` to `most`; the number is held within them, silently."""
        with QSignalBlocker(self):
            self.setRange(least - self.singleStep(), max(least, most))

    def show_number(self, number: int | None) -> None:
        """Show a number or auto, without a signal."""
        with QSignalBlocker(self):
            self.setValue(self.minimum() if number is None else number)

    @Slot(int)
    def _on_changed(self, _value: int) -> None:
        self.edited.emit(self.number)
