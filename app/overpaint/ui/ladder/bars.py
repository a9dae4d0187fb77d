"""The two bars of the way from sketch to final: the price of all of it, then the pick."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from overpaint.domain.choices import Quality
from overpaint.domain.ladder import SKETCHES, LadderPrice
from overpaint.ui.icons import Icons
from overpaint.ui.inspector.options import quality_name
from overpaint.ui.money import charge_text
from overpaint.ui.theme import TextRole
from overpaint.ui.widgets.floating_bar import FloatingBar
from overpaint.ui.widgets.icon_button import IconButton
from overpaint.ui.widgets.option import Option
from overpaint.ui.widgets.segmented import SegmentedControl

_SEGMENT_PX = 72


class _LadderBar(FloatingBar):
    """A bar that chooses the quality of the final.

    Attributes:
        quality_chosen: Another `Quality` was chosen.
        quality: In what the final is made.
        facts: What it costs, and what happens.
    """

    quality_chosen = Signal()

    def __init__(self, icons: Icons, title: str, parent: QWidget) -> None:
        super().__init__(icons, title, parent)
        self.quality = SegmentedControl(icons.theme, name=self.tr("Quality of the final"))
        self.facts = QLabel(self)
        self.facts.setFont(icons.theme.font(TextRole.SMALL))
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.quality.chosen.connect(lambda _value: self.quality_chosen.emit())

    @property
    def chosen_quality(self) -> Quality:
        """What the final is made in."""
        value = self.quality.value
        return value if isinstance(value, Quality) else Quality.HIGH

    def offer(self, qualities: Sequence[Quality], chosen: Quality) -> None:
        """Offer these for the final."""
        self.quality.set_options(
            [Option(one, quality_name(one),
                    tooltip=self.tr("Make the final in this quality")) for one in qualities]
        )  # fmt: skip
        self.quality.set_value(chosen)
        self.quality.setFixedWidth(_SEGMENT_PX * len(qualities))


class SketchBar(_LadderBar):
    """Before anything is sent: what sketches and final cost, one by one and together."""

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(icons, self.tr("Sketch ×{count}, then final").format(count=SKETCHES),
                         parent)  # fmt: skip
        caption = QLabel(self.tr("Final in"), self)
        for widget in (caption, self.quality, self.facts):
            self.add(widget)

    def show_price(self, price: LadderPrice) -> None:
        """Tell each step and the sum."""
        self.facts.setText(
            self.tr("{count} sketches {sketches} + final {final}\n{whole} in all; the final is sent"
                    " when you have picked")
            .format(count=SKETCHES, sketches=charge_text(price.sketches),
                    final=charge_text(price.final), whole=charge_text(price.whole))
        )  # fmt: skip
        self.apply_button.setText(
            self.tr("Sketch · {price}").format(price=charge_text(price.sketches))
        )


class PickBar(_LadderBar):
    """Once sketches are there: which one, and what its final costs.

    Signals:
        stepped (int): To the next sketch, or the one before.
    """

    stepped = Signal(int)

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(icons, self.tr("Pick a sketch"), parent)
        self.before = IconButton(icons, "chevron-left", self.tr("Sketch before"),
                                 command="previous_result", parent=self)  # fmt: skip
        self.after = IconButton(icons, "chevron-right", self.tr("Next sketch"),
                                command="next_result", parent=self)  # fmt: skip
        self.place = QLabel(self)
        self.place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.place.setMinimumWidth(48)
        caption = QLabel(self.tr("Final in"), self)
        for widget in (self.before, self.place, self.after, caption, self.quality):
            self.add(widget)
        self.facts.hide()
        self.cancel_button.setText(self.tr("Not now"))
        self.cancel_button.setToolTip(
            self.tr("Close this; “Make final” is in the menu Results (Esc)")
        )
        self.before.clicked.connect(lambda: self.stepped.emit(-1))
        self.after.clicked.connect(lambda: self.stepped.emit(+1))

    def show_pick(self, number: int, count: int, price: LadderPrice) -> None:
        """Tell which sketch it is, and what its final costs."""
        self.place.setText(self.tr("{number} of {count}").format(number=number, count=count))
        self.apply_button.setText(
            self.tr("Make final · {price}").format(price=charge_text(price.final))
        )
        alone = self.tr("There is no other sketch yet.")
        self.before.set_enabled_with_reason(count > 1, alone)
        self.after.set_enabled_with_reason(count > 1, alone)
