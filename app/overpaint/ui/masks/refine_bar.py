"""The bar over the canvas that refines the whole mask, seen while it is set."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QStackedLayout, QWidget

from overpaint.ui.icons import Icons
from overpaint.ui.masks.refinements import REFINEMENTS, RefineKind
from overpaint.ui.messages import render
from overpaint.ui.widgets.floating_bar import FloatingBar
from overpaint.ui.widgets.option import Option
from overpaint.ui.widgets.segmented import SegmentedControl
from overpaint.ui.widgets.slider_field import SliderField

_FIELD_PX = 224


class RefineBar(FloatingBar):
    """Chooses an operation and its number; each operation remembers its own.

    Attributes:
        changed: Another operation or another number is to be seen.
    """

    changed = Signal()

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(icons, self.tr("Refine mask"), parent)
        self.choice = SegmentedControl(icons.theme, name=self.tr("Operation"), icons=icons)
        self.choice.set_options(
            [
                Option(kind, render(row.title), tooltip=render(row.help), icon=kind.value)
                for kind, row in REFINEMENTS.items()
            ]
        )
        self.every_box = QCheckBox(self.tr("Any size"))
        self.every_box.setToolTip(self.tr("Fill holes of every size"))
        self.every_box.setChecked(True)
        self.fields = {kind: _field(kind) for kind in RefineKind}
        self._stack = _Stack(self.fields)
        self.add(self.choice)
        self.add(self._stack)
        self.add(self.every_box)
        self.choice.chosen.connect(self._on_chosen)
        self.every_box.toggled.connect(self._on_every_toggled)
        for field in self.fields.values():
            field.value_changed.connect(self._on_value_changed)
        self.keep_room_for([render(row.title) for row in REFINEMENTS.values()])
        self.set_kind(RefineKind.GROW)

    @property
    def kind(self) -> RefineKind:
        """The chosen operation."""
        kind = self.choice.value
        return kind if isinstance(kind, RefineKind) else RefineKind.GROW

    @property
    def amount(self) -> float:
        """The number of the chosen operation, in the unit of its row."""
        return self.fields[self.kind].value

    @property
    def every(self) -> bool:
        """Whether holes of any size are filled."""
        return self.every_box.isChecked()

    def set_kind(self, kind: RefineKind) -> None:
        """Choose an operation; no signal."""
        self.choice.set_value(kind)
        self._show_kind()

    def open_for(self, kind: RefineKind) -> None:
        """Show the bar with an operation and its number ready to be typed over."""
        self.set_kind(kind)
        field = self.fields[kind].field
        self.open_bar(field if field.isEnabled() else self.every_box)
        if field.isEnabled():
            field.selectAll()

    def _show_kind(self) -> None:
        kind = self.kind
        self._stack.show_field(self.fields[kind])
        self.set_title(render(REFINEMENTS[kind].title))
        holes = kind is RefineKind.FILL_HOLES
        self.every_box.setVisible(holes)
        self.fields[RefineKind.FILL_HOLES].setEnabled(not self.every)

    @Slot(object)
    def _on_chosen(self, _kind: object) -> None:
        self._show_kind()
        self.changed.emit()

    @Slot(bool)
    def _on_every_toggled(self, _every: bool) -> None:  # noqa: FBT001 - a slot
        self._show_kind()
        self.changed.emit()

    @Slot(float)
    def _on_value_changed(self, _value: float) -> None:
        self.changed.emit()


class _Stack(QWidget):
    """Shows one of the fields; the bar keeps its size."""

    def __init__(self, fields: dict[RefineKind, SliderField]) -> None:
        super().__init__()
        self._layout = QStackedLayout(self)
        for field in fields.values():
            self._layout.addWidget(field)
        self.setFixedWidth(_FIELD_PX)

    def show_field(self, field: SliderField) -> None:
        """Show this one."""
        self._layout.setCurrentWidget(field)


def _field(kind: RefineKind) -> SliderField:
    row = REFINEMENTS[kind]
    field = SliderField(
        render(row.field), minimum=row.low, maximum=row.high, value=row.usual, unit=row.unit,
        decimals=row.decimals, logarithmic=row.logarithmic,
    )  # fmt: skip
    field.hide_label()
    field.set_name(render(row.title))
    return field
