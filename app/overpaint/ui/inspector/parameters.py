"""The parameters below the prompt: model, size, quality, variants, previews, output."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QLabel, QSpinBox, QVBoxLayout, QWidget

from overpaint.domain.choices import Field
from overpaint.domain.draft import Draft
from overpaint.domain.rules import Rules
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.inspector import options
from overpaint.ui.inspector.binding import ChoiceBinding
from overpaint.ui.inspector.field_row import LABEL_WIDTH, below, beside
from overpaint.ui.theme import Theme
from overpaint.ui.widgets.choice_box import ChoiceBox
from overpaint.ui.widgets.option import Option
from overpaint.ui.widgets.section import Section
from overpaint.ui.widgets.segmented import SegmentedControl
from overpaint.ui.widgets.slider_field import SliderField

_POPUP_WIDTH = 304
_FULL_COMPRESSION = 100


@dataclass(frozen=True, slots=True)
class _Choice:
    """How a control offers, reads and writes its field."""

    offer: Callable[[Rules, Draft], Sequence[Option]]
    read: Callable[[Draft], object]
    # Each takes the type of its own options; the binding hands back one of these values.
    write: Callable[[Draft, Any], Draft]
    is_list: bool = False


_CHOICES: dict[Field, _Choice] = {
    Field.MODEL: _Choice(
        options.models,
        lambda draft: draft.model,
        lambda draft, value: replace(draft, model=value),
        is_list=True,
    ),
    Field.SIZE: _Choice(
        options.sizes,
        lambda draft: draft.size,
        lambda draft, value: replace(draft, size=value),
        is_list=True,
    ),
    Field.QUALITY: _Choice(
        options.qualities,
        lambda draft: draft.quality,
        lambda draft, value: replace(draft, quality=value),
    ),
    Field.VARIANTS: _Choice(
        options.variants,
        lambda draft: draft.variants,
        lambda draft, value: replace(draft, variants=value),
    ),
    Field.PARTIAL_IMAGES: _Choice(
        options.previews,
        lambda draft: draft.partial_images if draft.stream else 0,
        lambda draft, value: replace(draft, stream=value > 0, partial_images=value),
    ),
    Field.OUTPUT_FORMAT: _Choice(
        options.formats,
        lambda draft: draft.output_format,
        lambda draft, value: replace(draft, output_format=value),
    ),
    Field.BACKGROUND: _Choice(
        options.backgrounds,
        lambda draft: draft.background,
        lambda draft, value: replace(draft, background=value),
    ),
    Field.INPUT_FIDELITY: _Choice(
        options.fidelities,
        lambda draft: draft.input_fidelity,
        lambda draft, value: replace(draft, input_fidelity=value),
    ),
}


class Parameters(QWidget):
    """Every field is filled from the rules and follows the store; none knows another.

    Attributes:
        controls: The widget of each field, for focus and for tests.
        output: The section that is folded away.
        count: The field for any number of variants.
        compression: The compression of JPEG and WebP.
    """

    def __init__(self, store: DraftStore, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._theme = theme
        names = self._names()
        self.controls: dict[Field, ChoiceBox | SegmentedControl] = {
            field: self._control(names[field], is_list=choice.is_list)
            for field, choice in _CHOICES.items()
        }
        self._bindings = [
            ChoiceBinding(store, self.controls[field], offer=choice.offer, read=choice.read,
                          write=choice.write)
            for field, choice in _CHOICES.items()
        ]  # fmt: skip
        self.count = self._count_field()
        self.compression = self._compression_field()
        self.output = Section(theme, self.tr("Output"), expanded=False)
        self._lay_out()
        self.refresh()

    def refresh(self) -> None:
        """Show the draft as it is now."""
        draft = self._store.draft
        for binding in self._bindings:
            binding.refresh()
        counts = self._store.rules.variants(draft)
        with QSignalBlocker(self.count):
            self.count.setRange(counts[0], counts[-1])
            self.count.setValue(draft.variants)
        self.compression.setVisible(draft.output_format.takes_compression)
        shown = draft.output_compression
        self.compression.set_value(_FULL_COMPRESSION if shown is None else shown)
        self.output.set_summary(options.output_summary(draft))

    def reveal(self, field: Field) -> None:
        """Unfold what hides a field and give it the focus."""
        control: QWidget | None = (
            self.compression if field is Field.OUTPUT_COMPRESSION else self.controls.get(field)
        )
        if control is None:
            return
        if self.output.isAncestorOf(control):
            self.output.set_expanded(True)
        # A row of segments has no focus of its own: the next in the chain is its first segment.
        focus = control if isinstance(control, ChoiceBox) else control.nextInFocusChain()
        if focus is not None:
            focus.setFocus()

    def _names(self) -> dict[Field, str]:
        return {
            Field.MODEL: self.tr("Model"),
            Field.SIZE: self.tr("Size"),
            Field.QUALITY: self.tr("Quality"),
            Field.VARIANTS: self.tr("Variants"),
            Field.PARTIAL_IMAGES: self.tr("Previews"),
            Field.OUTPUT_FORMAT: self.tr("Format"),
            Field.BACKGROUND: self.tr("Background"),
            Field.INPUT_FIDELITY: self.tr("Input fidelity"),
        }

    def _control(self, name: str, *, is_list: bool) -> ChoiceBox | SegmentedControl:
        if not is_list:
            return SegmentedControl(self._theme, name=name)
        box = ChoiceBox(self._theme, name=name)
        box.view().setMinimumWidth(_POPUP_WIDTH)
        return box

    def _count_field(self) -> QSpinBox:
        field = QSpinBox(self)
        field.setAccessibleName(self.tr("Number of variants"))
        field.setToolTip(self.tr("Any number of variants that the model allows"))
        field.setKeyboardTracking(False)
        field.valueChanged.connect(self._on_count_changed)
        return field

    def _compression_field(self) -> SliderField:
        field = SliderField(
            self.tr("Compression"), minimum=0, maximum=100, value=_FULL_COMPRESSION, unit="%"
        )
        field.set_label_width(LABEL_WIDTH)
        for label in field.findChildren(QLabel):
            label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
        field.set_tooltip(self.tr("100 % keeps the most detail and makes the largest file."))
        field.value_changed.connect(self._on_compression_changed)
        return field

    def _lay_out(self) -> None:
        names = self._names()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for field in (Field.MODEL, Field.SIZE):
            column.addWidget(beside(names[field], self.controls[field]))
        column.addWidget(below(names[Field.QUALITY], self.controls[Field.QUALITY]))
        column.addWidget(beside(names[Field.VARIANTS], self.controls[Field.VARIANTS], self.count))
        column.addWidget(beside(names[Field.PARTIAL_IMAGES], self.controls[Field.PARTIAL_IMAGES]))
        column.addWidget(self.output)
        content = self.output.content
        content.addWidget(beside(names[Field.OUTPUT_FORMAT], self.controls[Field.OUTPUT_FORMAT]))
        content.addWidget(self.compression)
        for field in (Field.BACKGROUND, Field.INPUT_FIDELITY):
            content.addWidget(beside(names[field], self.controls[field]))

    @Slot(int)
    def _on_count_changed(self, count: int) -> None:
        self._store.set(variants=count)

    @Slot(float)
    def _on_compression_changed(self, percent: float) -> None:
        self._store.set(output_compression=round(percent))
