"""Below the pictures: what the comparison comes to, and how differences are shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from overpaint.domain.comparison import (
    LEAST_GAIN,
    MOST_GAIN,
    MOST_THRESHOLD,
    Amplifier,
    CompareMode,
    Differences,
)
from overpaint.ui.compare import texts
from overpaint.ui.compare.ramp import Ramp
from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole
from overpaint.ui.widgets.elided_label import ElidedLabel
from overpaint.ui.widgets.pill import Pill, PillKind
from overpaint.ui.widgets.slider_field import SliderField

_LEAST_PX, _FIELD_PX = 204, 232
_WIDE_PX = 1120
_HEIGHT = 44


class CompareFooter(QWidget):
    """Figures at the left; threshold, gain and colours at the right while differences are shown.

    The gain suits the pictures until the person chooses another one.

    Attributes:
        amplifier_changed: The `Amplifier` that the person wants.
    """

    amplifier_changed = Signal(object)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Differences | None = None
        self._amplifier = Amplifier()
        self._fitted = ""
        self._is_own = False
        self.figures = ElidedLabel()
        self.figures.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.outside = Pill(icons.theme)
        self.fitted = ElidedLabel()
        self.fitted.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.fitted.setFont(icons.theme.font(TextRole.SMALL))
        self.threshold = SliderField(
            self.tr("Threshold"), minimum=0, maximum=MOST_THRESHOLD,
            value=self._amplifier.threshold, unit="ΔE", decimals=1, bend=2.0,
        )  # fmt: skip
        self.gain = SliderField(
            self.tr("Gain"), minimum=LEAST_GAIN, maximum=MOST_GAIN, value=self._amplifier.gain,
            unit="×", decimals=1, logarithmic=True,
        )  # fmt: skip
        self.ramp = Ramp(icons)
        self._tools = QWidget()
        self._explain()
        self._lay_out()
        for field in (self.threshold, self.gain):
            field.value_changed.connect(self._on_changed)
        self.show_mode(CompareMode.SLIDER)

    def show_mode(self, mode: CompareMode) -> None:
        """Offer what changes the differences only while they are shown."""
        self._tools.setVisible(mode is CompareMode.DIFFERENCE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the figures are worth more than the scale."""
        super().resizeEvent(event)
        self.ramp.setVisible(self.width() >= _WIDE_PX)

    def show_found(self, found: Differences | None, fitted: str = "") -> None:
        """Tell the figures; None while they are not known."""
        self._found = found
        self._fitted = fitted
        if found is not None and not self._is_own:
            self._amplify(found.suited(self._amplifier))
        self._tell()

    def _explain(self) -> None:
        self.threshold.set_tooltip(
            self.tr("Differences up to this are left out; 2.3 is just visible")
        )
        self.gain.set_tooltip(self.tr("How strongly the others are shown"))
        for field, less in ((self.threshold, 0), (self.gain, 32)):
            field.setMinimumWidth(_LEAST_PX - less)
            field.setMaximumWidth(_FIELD_PX - less)

    def _lay_out(self) -> None:
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(16)
        for widget in (self.threshold, self.gain, self.ramp):
            tools.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(12)
        row.addWidget(self.figures)
        row.addWidget(self.outside)
        row.addWidget(self.fitted, 1)
        row.addStretch(1)
        row.addWidget(self._tools)
        self.setFixedHeight(_HEIGHT)

    def _tell(self) -> None:
        found = self._found
        self.figures.set_text("" if found is None else texts.differences(found, self._amplifier))
        self.figures.setVisible(bool(self.figures.text))
        self.fitted.set_text(self._fitted)
        self.fitted.setVisible(bool(self._fitted))
        outside = "" if found is None else texts.outside(found)
        clean = found is not None and found.outside_px == 0
        self.outside.show_text(outside, PillKind.SUCCESS if clean else PillKind.WARNING)

    def _on_changed(self) -> None:
        self._is_own = True
        self._amplify(Amplifier(self.threshold.value, self.gain.value))
        self._tell()

    def _amplify(self, amplifier: Amplifier) -> None:
        self._amplifier = amplifier
        self.gain.set_value(amplifier.gain)
        self.ramp.show_amplifier(amplifier)
        self.amplifier_changed.emit(amplifier)
