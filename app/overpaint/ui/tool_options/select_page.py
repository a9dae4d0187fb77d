"""The options of everything that selects: shapes, lassos, wand, colour range, smart selection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QWidget

from overpaint.imaging.mask.modes import Combine
from overpaint.ui.canvas.tool_options import (
    MAX_FEATHER_PX,
    MAX_FUZZINESS,
    MAX_TOLERANCE,
    SelectOptions,
)
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.icons import Icons
from overpaint.ui.key_tips import follow_keys, with_keys
from overpaint.ui.tool_options.sample_chips import SampleChips
from overpaint.ui.tool_options.shape_rule_field import ShapeRuleField
from overpaint.ui.widgets.option import Option
from overpaint.ui.widgets.overflow_row import OverflowRow
from overpaint.ui.widgets.segmented import SegmentedControl
from overpaint.ui.widgets.slider_field import SliderField

_FIELD_PX = 216
_SHAPES = {ToolKind.RECTANGLE, ToolKind.ELLIPSE}
_SMART = {ToolKind.SMART_SCRIBBLE, ToolKind.SMART_BOX}
_LIVE = {ToolKind.COLOUR_RANGE, *_SMART}
_SMOOTH = {*_SHAPES, ToolKind.LASSO, ToolKind.POLYGON, ToolKind.SCISSORS, ToolKind.WAND}


class SelectPage(OverflowRow):
    """Shows the options that the tool in hand heeds; all of them share one `SelectOptions`.

    Attributes:
        options_changed: The `SelectOptions` after the person changed one of them.
        accepted: Keep the selection that is seen.
        discarded: Take the selection that is seen back.
        colour_removed: 0-based number of a colour that is to be left out.
    """

    options_changed = Signal(object)
    accepted = Signal()
    discarded = Signal()
    colour_removed = Signal(int)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(icons, parent)
        self._options = SelectOptions()
        self._tool = ToolKind.RECTANGLE
        self.mode_choice = SegmentedControl(
            icons.theme, name=self.tr("What the selection does"), icons=icons
        )
        self.ending = QWidget()
        self.accept_button = QPushButton(self.tr("Accept"))
        self.discard_button = QPushButton(self.tr("Discard"))
        self.chips = SampleChips(icons.theme)
        self.scribble_choice = SegmentedControl(icons.theme, name=self.tr("What a scribble marks"))
        self.tolerance_field = SliderField(
            self.tr("Tolerance"), minimum=0, maximum=MAX_TOLERANCE, value=0, bend=1.6
        )
        self.fuzziness_field = SliderField(
            self.tr("Fuzziness"), minimum=0, maximum=MAX_FUZZINESS, value=0
        )
        self.contiguous_box = QCheckBox(self.tr("Contiguous"))
        self.feather_field = SliderField(
            self.tr("Feather"), minimum=0, maximum=MAX_FEATHER_PX, value=0, unit="px",
            decimals=1, bend=3,
        )  # fmt: skip
        self.antialias_box = QCheckBox(self.tr("Antialias"))
        self.merged_box = QCheckBox(self.tr("Sample merged"))
        self.rule_field = ShapeRuleField(icons)
        follow_keys(self, self._fill_choices)
        self._explain()
        self._lay_out()
        self._connect()
        self.set_options(self._options)
        self.show_live(live=False)
        self.show_tool(self._tool)

    @property
    def options(self) -> SelectOptions:
        """The options that the fields show."""
        return self._options

    @Slot(object)
    def set_options(self, options: SelectOptions) -> None:
        """Show options that were changed elsewhere; no signal."""
        self._options = options
        self.mode_choice.set_value(options.mode)
        self.scribble_choice.set_value(options.drops)
        self.tolerance_field.set_value(options.tolerance)
        self.fuzziness_field.set_value(options.fuzziness)
        self.feather_field.set_value(options.feather_px)
        self.rule_field.set_rule(options)
        for box, on in (
            (self.contiguous_box, options.contiguous),
            (self.antialias_box, options.antialias),
            (self.merged_box, options.merged),
        ):
            box.blockSignals(True)
            box.setChecked(on)
            box.blockSignals(False)

    def show_tool(self, tool: ToolKind) -> None:
        """Show what this tool heeds."""
        self._tool = tool
        wand = tool is ToolKind.WAND
        colours = tool is ToolKind.COLOUR_RANGE
        for widget, wanted in (
            (self.ending, tool in _LIVE),
            (self.chips, colours),
            (self.scribble_choice, tool in _SMART),
            (self.tolerance_field, wand),
            (self.fuzziness_field, colours),
            (self.contiguous_box, wand),
            (self.feather_field, tool is not ToolKind.BUCKET),
            (self.antialias_box, tool in _SMOOTH),
            (self.merged_box, wand or tool in _LIVE or tool is ToolKind.SCISSORS),
            (self.rule_field, tool in _SHAPES),
        ):
            self.set_wanted(widget, wanted)

    def show_live(self, *, live: bool, colours: Sequence[tuple[int, int, int]] = ()) -> None:
        """Show whether a selection waits to be accepted, and the colours it is made from.

        Args:
            live: Whether there is one.
            colours: Red, green, blue, 0 to 255.
        """
        for button in (self.accept_button, self.discard_button):
            button.setEnabled(live)
        self.chips.show_colours(colours)

    def _fill_choices(self) -> None:
        self.mode_choice.set_options(
            [
                Option(Combine.ADD, self.tr("Add"), icon="combine-add",
                       tooltip=self.tr("What is selected joins the mask (hold Shift)")),
                Option(Combine.SUBTRACT, self.tr("Subtract"), icon="combine-subtract",
                       tooltip=with_keys(self.tr("What is selected leaves the mask"),
                                         "swap_erase", also=self.tr("hold Alt"))),
                Option(Combine.INTERSECT, self.tr("Intersect"), icon="combine-intersect",
                       tooltip=self.tr("Only what is in both stays masked (hold Shift+Alt)")),
            ]
        )  # fmt: skip
        self.scribble_choice.set_options(
            [
                Option(False, self.tr("Keep"),
                       tooltip=self.tr("Scribble on what you want to select")),
                Option(True, self.tr("Drop"),
                       tooltip=self.tr("Scribble on what does not belong to it (hold Alt, or use "
                                       "the right button)")),
            ]
        )  # fmt: skip

    def _explain(self) -> None:
        self.accept_button.setToolTip(self.tr("Put what is selected on the mask (Enter)"))
        self.discard_button.setToolTip(self.tr("Take the selection back (Esc)"))
        self.tolerance_field.set_tooltip(
            self.tr("How far colours may be from the one that is clicked on")
        )
        self.fuzziness_field.set_tooltip(self.tr("How far colours may be from the samples"))
        self.contiguous_box.setToolTip(self.tr("Only what hangs together with the clicked pixel"))
        self.feather_field.set_tooltip(self.tr("Softens the edge of new selections"))
        self.antialias_box.setToolTip(self.tr("Edges are finer than a pixel"))
        self.merged_box.setToolTip(
            self.tr("Read the result that is shown over the target, not the target")
        )

    def _lay_out(self) -> None:
        row = QHBoxLayout(self.ending)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.accept_button.setDefault(True)
        for button in (self.accept_button, self.discard_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.add(self.mode_choice)
        for widget in (self.ending, self.chips, self.scribble_choice):
            self.add(widget)
        for field in (self.tolerance_field, self.fuzziness_field):
            self.add(field, limit_px=_FIELD_PX)
        self.add(self.contiguous_box)
        self.add(self.feather_field, limit_px=_FIELD_PX)
        for widget in (self.antialias_box, self.merged_box, self.rule_field):
            self.add(widget)

    def _connect(self) -> None:
        self.mode_choice.chosen.connect(lambda mode: self._change(mode=mode))
        self.scribble_choice.chosen.connect(lambda drops: self._change(drops=drops))
        self.tolerance_field.value_changed.connect(
            lambda value: self._change(tolerance=round(value))
        )
        self.fuzziness_field.value_changed.connect(
            lambda value: self._change(fuzziness=round(value))
        )
        self.feather_field.value_changed.connect(lambda value: self._change(feather_px=value))
        self.contiguous_box.toggled.connect(lambda on: self._change(contiguous=on))
        self.antialias_box.toggled.connect(lambda on: self._change(antialias=on))
        self.merged_box.toggled.connect(lambda on: self._change(merged=on))
        self.rule_field.changed.connect(self._on_rule_changed)
        self.accept_button.clicked.connect(self.accepted)
        self.discard_button.clicked.connect(self.discarded)
        self.chips.removed.connect(self.colour_removed)

    @Slot()
    def _on_rule_changed(self) -> None:
        self._tell(self.rule_field.applied_to(self._options))

    def _change(self, **changes: object) -> None:
        self._tell(replace(self._options, **changes))  # type: ignore[arg-type]  # named above

    def _tell(self, options: SelectOptions) -> None:
        if options != self._options:
            self._options = options
            self.options_changed.emit(options)
