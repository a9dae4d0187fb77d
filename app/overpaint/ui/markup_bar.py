"""The options of the markup tool, above the canvas: what to draw, in which colour, how large."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from overpaint.domain.marks import Colour
from overpaint.domain.text import Message, say
from overpaint.ui.canvas.markup_layer import (
    LARGEST_TEXT_PX,
    LARGEST_WIDTH_PX,
    MarkKind,
    MarkupLayer,
)
from overpaint.ui.canvas.text_entry import STYLES_TEXT
from overpaint.ui.icons import Icons
from overpaint.ui.key_tips import follow_keys, with_keys
from overpaint.ui.messages import render
from overpaint.ui.widgets.icon_button import IconButton
from overpaint.ui.widgets.overflow_row import OverflowRow
from overpaint.ui.widgets.slider_field import SliderField
from overpaint.ui.widgets.swatch import Swatch

_SLIDER_WIDTH = 216
_KINDS: dict[MarkKind, tuple[str, Message]] = {
    MarkKind.SELECT: ("mark-select", say("MarkupBar", "Select and move marks")),
    MarkKind.PEN: ("mark-pen", say("MarkupBar", "Draw by hand")),
    MarkKind.ARROW: ("mark-arrow", say("MarkupBar", "Draw arrows")),
    MarkKind.BOX: ("mark-box", say("MarkupBar", "Draw boxes")),
    MarkKind.ELLIPSE: ("mark-ellipse", say("MarkupBar", "Draw ellipses")),
    MarkKind.TEXT: ("mark-text", say("MarkupBar", "Write text")),
}
SWATCHES: tuple[tuple[Colour, Message], ...] = (
    (Colour(229, 36, 36), say("MarkupBar", "Red")),
    (Colour(250, 204, 21), say("MarkupBar", "Yellow")),
    (Colour(34, 160, 71), say("MarkupBar", "Green")),
    (Colour(37, 99, 235), say("MarkupBar", "Blue")),
    (Colour(255, 255, 255), say("MarkupBar", "White")),
    (Colour(17, 17, 17), say("MarkupBar", "Black")),
)


class MarkupBar(OverflowRow):
    """Shows and changes the look in hand of a `MarkupLayer`.

    Attributes:
        colour_requested: Another colour than the offered ones is wanted.
        delete_requested: Delete the selected mark.
        clear_requested: Delete every mark.
        kind_buttons: One for each kind.
        swatches: One for each colour, the last one for any other.
    """

    colour_requested = Signal()
    delete_requested = Signal()
    clear_requested = Signal()

    def __init__(self, icons: Icons, layer: MarkupLayer, parent: QWidget | None = None) -> None:
        super().__init__(icons, parent)
        self._layer = layer
        self.setProperty(STYLES_TEXT, True)
        self.kind_buttons = {
            kind: IconButton(icons, icon, render(label), checkable=True, parent=self)
            for kind, (icon, label) in _KINDS.items()
        }
        self.swatches = [
            Swatch(icons.theme, QColor(*colour), render(label), parent=self)
            for colour, label in SWATCHES
        ]
        self.other_colour = Swatch(icons.theme, None, self.tr("Another colour…"), parent=self)
        self.width_field = SliderField(
            self.tr("Width"), minimum=1, maximum=LARGEST_WIDTH_PX, value=layer.style.width_px,
            unit="px", logarithmic=True,
        )  # fmt: skip
        self.text_field = SliderField(
            self.tr("Text size"), minimum=6, maximum=LARGEST_TEXT_PX, value=layer.style.text_px,
            unit="px", logarithmic=True,
        )  # fmt: skip
        self.delete_button = IconButton(icons, "trash", self.tr("Delete the selected mark"),
                                        key="Del")  # fmt: skip
        self.clear_button = IconButton(icons, "clear", self.tr("Clear markup"))
        self._kinds = QButtonGroup(self)
        self._colours = QButtonGroup(self)
        self._lay_out()
        self._connect()
        self._show_style()
        self._show_marks()

    def _lay_out(self) -> None:
        follow_keys(self, self._explain)
        for button in self.kind_buttons.values():
            self._kinds.addButton(button)
        self.add(_group(*self.kind_buttons.values()))
        for swatch in (*self.swatches, self.other_colour):
            self._colours.addButton(swatch)
        self.add(_group(*self.swatches, self.other_colour))
        for field in (self.width_field, self.text_field):
            self.add(field, limit_px=_SLIDER_WIDTH)
        self.add(_group(self.delete_button, self.clear_button))

    def _explain(self) -> None:
        keys = ("brush_smaller", "brush_larger")
        width = self.tr("Thickness of lines in the picture")
        self.width_field.set_tooltip(with_keys(width, *keys))
        self.text_field.set_tooltip(with_keys(self.tr("Size of letters in the picture"), *keys))

    def _connect(self) -> None:
        for kind, button in self.kind_buttons.items():
            button.clicked.connect(lambda _on=False, kind=kind: self._layer.set_kind(kind))
        for swatch, (colour, _) in zip(self.swatches, SWATCHES, strict=True):
            swatch.clicked.connect(lambda _on=False, colour=colour: self._paint(colour))
        self.other_colour.clicked.connect(self.colour_requested)
        # Nothing is chosen yet: the ring stays where it was.
        self.other_colour.clicked.connect(self._show_style)
        self.width_field.value_changed.connect(self._on_width_changed)
        self.text_field.value_changed.connect(self._on_text_changed)
        self.delete_button.clicked.connect(self.delete_requested)
        self.clear_button.clicked.connect(self.clear_requested)
        self._layer.style_changed.connect(self._show_style)
        self._layer.selection_changed.connect(self._show_style)
        self._layer.selection_changed.connect(self._show_marks)
        self._layer.changed.connect(self._show_marks)

    def _paint(self, colour: Colour) -> None:
        self._layer.set_style(replace(self._layer.style, colour=colour))

    @Slot(float)
    def _on_width_changed(self, width_px: float) -> None:
        self._layer.set_style(replace(self._layer.style, width_px=width_px))

    @Slot(float)
    def _on_text_changed(self, text_px: float) -> None:
        self._layer.set_style(replace(self._layer.style, text_px=text_px))

    def _show_style(self) -> None:
        style = self._layer.style
        self.kind_buttons[self._layer.kind].setChecked(True)
        known = {colour: swatch for swatch, (colour, _) in zip(self.swatches, SWATCHES,
                                                               strict=True)}  # fmt: skip
        if style.colour not in known:
            self.other_colour.set_colour(QColor(*style.colour))
        known.get(style.colour, self.other_colour).setChecked(True)
        self.width_field.set_value(style.width_px)
        self.text_field.set_value(style.text_px)
        self.set_wanted(self.width_field, not self._layer.sizes_text)
        self.set_wanted(self.text_field, self._layer.sizes_text)

    def _show_marks(self) -> None:
        selected = self._layer.selected is not None
        self.delete_button.set_enabled_with_reason(selected, self.tr("No mark is selected."))
        self.clear_button.set_enabled_with_reason(
            bool(self._layer.marks), self.tr("There are no marks.")
        )


def _group(*buttons: QAbstractButton) -> QWidget:
    """Buttons that stay together."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(2)
    for button in buttons:
        row.addWidget(button)
    return holder
