"""The controls of the comparison: how it is looked at, and from where."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from overpaint.domain.comparison import CompareMode
from overpaint.ui.compare.panes import Division
from overpaint.ui.icons import Icons
from overpaint.ui.key_tips import follow_keys, with_keys
from overpaint.ui.widgets.icon_button import IconButton
from overpaint.ui.widgets.option import Option
from overpaint.ui.widgets.segmented import SegmentedControl
from overpaint.ui.zoom_bar import ZoomBar

_MODES_PX = 380


class CompareBar(QWidget):
    """Asks; the desk does.

    Attributes:
        mode_chosen: A `CompareMode`.
        stacked_toggled: Whether one picture is to be above the other.
        swap_wanted: First and second are to change places.
        turn_wanted: The view is to be turned clockwise by a step.
        left: The person goes back to the edit.
        zoom: Zoom, angle and mirror of both pictures.
    """

    mode_chosen = Signal(object)
    stacked_toggled = Signal(bool)
    swap_wanted = Signal()
    turn_wanted = Signal()
    left = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.modes = SegmentedControl(icons.theme, name=self.tr("How the pictures are compared"))
        self.modes.setFixedWidth(_MODES_PX)
        self.stacked = IconButton(
            icons, "stacked", self.tr("One above the other"), command="compare_stacked",
            checkable=True,
        )  # fmt: skip
        self.swap = IconButton(icons, "swap", self.tr("Swap A and B"), command="compare_swap")
        self.turn = IconButton(icons, "rotate", self.tr("Turn both by 15°"), command="compare_turn")
        self.close_button = IconButton(icons, "close", self.tr("Back to the edit"), key="Esc")
        self.zoom = ZoomBar(icons)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(4)
        row.addWidget(self.modes)
        row.addSpacing(8)
        for button in (self.stacked, self.swap, self.turn):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.zoom)
        row.addWidget(self.close_button)
        self._connect()
        follow_keys(self, self._name_modes)
        self.show_division(Division())

    def show_division(self, division: Division) -> None:
        """Tell how the view is divided now."""
        self.modes.set_value(division.mode)
        self.stacked.setChecked(division.stacked)
        divided = division.mode in {CompareMode.SLIDER, CompareMode.SIDE_BY_SIDE}
        self.stacked.set_enabled_with_reason(
            divided, self.tr("Both pictures take the whole view now.")
        )

    def _connect(self) -> None:
        self.modes.chosen.connect(self.mode_chosen)
        self.stacked.clicked.connect(self.stacked_toggled)
        self.swap.clicked.connect(self.swap_wanted)
        self.turn.clicked.connect(self.turn_wanted)
        self.close_button.clicked.connect(self.left)

    def _name_modes(self) -> None:
        rows = (
            (CompareMode.SLIDER, self.tr("Slider"), "compare_slider",
             self.tr("Drag a line between the two")),
            (CompareMode.FLIP, self.tr("Flip"), "compare_flip",
             with_keys(self.tr("B, and A as long as it is held"), "hold_other")),
            (CompareMode.SIDE_BY_SIDE, self.tr("Side by side"), "compare_side_by_side",
             self.tr("Both at once; zoom and place are linked")),
            (CompareMode.DIFFERENCE, self.tr("Difference"), "compare_difference",
             self.tr("Where they differ, and how strongly")),
        )  # fmt: skip
        self.modes.set_options(
            [
                Option(mode, label, tooltip=with_keys(tip, command))
                for mode, label, command, tip in rows
            ]
        )
