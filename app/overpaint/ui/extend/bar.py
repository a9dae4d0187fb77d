"""The bar that asks how far the canvas is extended: by sides, to a size, to a shape."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from overpaint.domain.extension import ASPECTS, Anchor, Aspect, Margins, to_aspect, to_size
from overpaint.domain.sizes import Size
from overpaint.ui.extend.anchor_field import AnchorField
from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole
from overpaint.ui.widgets.choice_box import ChoiceBox
from overpaint.ui.widgets.floating_bar import FloatingBar
from overpaint.ui.widgets.number_field import NumberField
from overpaint.ui.widgets.option import Option

_MOST_PX = 999_999
_FIELD_PX = 88
_FACTS_PX = 460
_ROW_GAP, _GAP = 4, 8
_FREE = "free"


class ExtendBar(FloatingBar):
    """Holds what is to be added on each side; fields, shapes and the ghost all change it.

    Attributes:
        changed: Other margins are chosen.
        anchor_field: Which edge or corner stays.
        shape_box: Shapes by name.
        width_field, height_field: The size of the whole.
        side_fields: Left, top, right, bottom.
    """

    changed = Signal()

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(icons, self.tr("Extend canvas"), parent)
        self._size = Size(1, 1)
        self._margins = Margins()
        self.anchor_field = AnchorField(icons.theme)
        self.shape_box = ChoiceBox(icons.theme, name=self.tr("Shape"))
        free = Option(_FREE, self.tr("Any"), tooltip=self.tr("Any shape"))
        self.shape_box.set_options([free, *(_shape_option(aspect) for aspect in ASPECTS)])
        self.width_field = self._number(self.tr("Width of the whole"))
        self.height_field = self._number(self.tr("Height of the whole"))
        names = (self.tr("Left"), self.tr("Top"), self.tr("Right"), self.tr("Bottom"))
        self.side_fields = tuple(
            self._number(self.tr("Added: {side}").format(side=name)) for name in names
        )
        self._facts = QLabel()
        self._facts.setFont(icons.theme.font(TextRole.SMALL))
        self._facts.setFixedWidth(_FACTS_PX)
        self._facts.setWordWrap(True)
        self._facts.setTextFormat(Qt.TextFormat.PlainText)
        for widget in (self.anchor_field, self._panel(names), self._facts):
            self.add(widget)
        self._order()
        self.apply_button.setText(self.tr("Extend"))
        self._connect()

    @property
    def margins(self) -> Margins:
        """What is to be added now."""
        return self._margins

    @property
    def facts(self) -> str:
        """What is said of what comes of it."""
        return self._facts.text()

    def open_for(self, size: Size, margins: Margins) -> None:
        """Begin with a picture of a size."""
        self._size = size
        self.anchor_field.set_value(Anchor.CENTRE)
        self.shape_box.set_value(_FREE)
        self._margins = margins
        self._show()
        self.open_bar(self.shape_box)

    def set_margins(self, margins: Margins) -> None:
        """Take over margins that were dragged on the canvas."""
        if margins != self._margins:
            self.shape_box.set_value(_FREE)
            self._take(margins)

    def tell(self, facts: str, refusal: str = "") -> None:
        """Say what comes of it.

        Args:
            facts: Size, scale and price, one a line.
            refusal: Why it cannot be applied, ``""`` when it can.
        """
        self._facts.setText(refusal or facts)
        self._facts.setAccessibleName(refusal or facts)
        self.set_applicable(not refusal, refusal)

    def set_fields_enabled(self, on: bool) -> None:  # noqa: FBT001 - a setter
        """Hold everything still while the picture is made."""
        for widget in (self.anchor_field, self.shape_box, self.width_field, self.height_field,
                       *self.side_fields):  # fmt: skip
            widget.setEnabled(on)

    def _panel(self, names: tuple[str, ...]) -> QWidget:
        panel = QWidget()
        grid = QGridLayout(panel)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(_GAP)
        grid.setVerticalSpacing(_ROW_GAP)
        left, top, right, bottom = self.side_fields
        cells: tuple[tuple[str, QWidget, int, int, int], ...] = (
            (self.tr("Shape"), self.shape_box, 0, 0, 3),
            (self.tr("Size"), self.width_field, 1, 0, 1),
            (names[0], left, 0, 4, 1),
            (names[1], top, 0, 6, 1),
            (names[2], right, 1, 4, 1),
            (names[3], bottom, 1, 6, 1),
        )
        for name, field, row, column, span in cells:
            label = QLabel(name)
            label.setBuddy(field)
            grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(field, row, column + 1, 1, span)
        grid.addWidget(QLabel("×"), 1, 2)
        grid.addWidget(self.height_field, 1, 3)
        return panel

    def _order(self) -> None:
        """Let Tab go through the fields as they are read."""
        chain = (self.anchor_field, self.shape_box, self.width_field, self.height_field,
                 *self.side_fields, self.cancel_button)  # fmt: skip
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def _number(self, name: str) -> NumberField:
        field = NumberField()
        field.setRange(0, _MOST_PX)
        field.setSuffix(self.tr(" px"))
        field.setFixedWidth(_FIELD_PX)
        field.setAccessibleName(name)
        field.setToolTip(name)
        field.setSingleStep(16)
        field.setKeyboardTracking(False)
        return field

    def _connect(self) -> None:
        self.shape_box.chosen.connect(self._on_shape)
        self.anchor_field.chosen.connect(self._on_anchor)
        for field in (self.width_field, self.height_field):
            field.valueChanged.connect(self._on_size)
        for field in self.side_fields:
            field.valueChanged.connect(self._on_side)

    @Slot(object)
    def _on_shape(self, shape: object) -> None:
        if isinstance(shape, Aspect):
            self._take(to_aspect(self._size, shape, self.anchor_field.value))

    @Slot(object)
    def _on_anchor(self, anchor: Anchor) -> None:
        self._take(to_size(self._size, self._margins.size_of(self._size), anchor))

    @Slot()
    def _on_size(self) -> None:
        self.shape_box.set_value(_FREE)
        wanted = Size(self.width_field.value(), self.height_field.value())
        self._take(to_size(self._size, wanted, self.anchor_field.value))

    @Slot()
    def _on_side(self) -> None:
        self.shape_box.set_value(_FREE)
        self._take(Margins(*(field.value() for field in self.side_fields)))

    def _take(self, margins: Margins) -> None:
        if margins != self._margins:
            self._margins = margins
            self._show()
            self.changed.emit()

    def _show(self) -> None:
        whole, margins = self._margins.size_of(self._size), self._margins
        values = (margins.left, margins.top, margins.right, margins.bottom)
        for field, value in zip(self.side_fields, values, strict=True):
            _quietly(field, partial(field.setValue, value))
        for field, least, value in (
            (self.width_field, self._size.width, whole.width),
            (self.height_field, self._size.height, whole.height),
        ):
            _quietly(field, partial(field.setMinimum, least))
            _quietly(field, partial(field.setValue, value))


def _shape_option(aspect: Aspect) -> Option:
    return Option(aspect, aspect.text)


def _quietly(field: NumberField, change: Callable[[], None]) -> None:
    field.blockSignals(True)
    change()
    field.blockSignals(False)
