"""How the mask is shown, in a small window below the button with the eye."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QColorDialog, QFrame, QGridLayout, QLabel, QWidget

from overpaint.domain.marks import Colour
from overpaint.domain.overlay import DEFAULT_STYLE, Look, OverlayStyle, Pattern
from overpaint.ui.colour_row import ColourRow
from overpaint.ui.icons import Icons
from overpaint.ui.key_tips import follow_keys, with_keys
from overpaint.ui.theme import TextRole
from overpaint.ui.widgets.option import Option
from overpaint.ui.widgets.segmented import SegmentedControl
from overpaint.ui.widgets.slider_field import SliderField

_MARGIN_PX = 12
_ROW_GAP_PX = 8
_COLUMN_GAP_PX = 12
_WIDTH_PX = 384


class OverlayPopover(QFrame):
    """Every change is seen at once; a click elsewhere or Escape closes it.

    Signals:
        style_chosen: The `OverlayStyle` that the person wants.
    """

    style_chosen = Signal(object)

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._icons = icons
        self._style = DEFAULT_STYLE
        self._dialog: QColorDialog | None = None
        self._asked_for_protect = False
        theme = icons.theme
        self.look = SegmentedControl(theme, name=self.tr("Look of the mask"))
        follow_keys(self, lambda: self.look.set_options(self._looks()))
        self.colour = ColourRow(theme, self.tr("Colour of the mask"))
        self.protect = ColourRow(theme, self.tr("Colour of protected parts"))
        self.pattern = SegmentedControl(theme, name=self.tr("Pattern of the mask"))
        self.opacity = SliderField("", minimum=0, maximum=100, value=50, unit="%")
        self.opacity.set_name(self.tr("Opacity of the mask"))
        self.setFixedWidth(_WIDTH_PX)
        self.setAccessibleName(self.tr("Mask overlay"))
        self._lay_out()
        self._connect()
        self.show_style(self._style)

    def open_below(self, button: QWidget) -> None:
        """Show it at the button, inside the screen."""
        self.adjustSize()
        corner = button.mapToGlobal(QPoint(button.width() - self.width(), button.height() + 4))
        screen = button.screen().availableGeometry()
        left = min(max(corner.x(), screen.left()), screen.right() - self.width())
        self.move(left, corner.y())
        self.show()
        self.look.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_style(self, style: OverlayStyle) -> None:
        """Show a style that was changed here or elsewhere; no signal."""
        self._style = style
        self.look.set_value(style.look)
        self.colour.show_colour(style.colour)
        self.protect.show_colour(style.protect_colour)
        self.opacity.set_value(style.opacity * 100)
        self.pattern.set_options(self._patterns(style.look))
        self.pattern.set_value(style.pattern)
        hatched = style.look in {Look.COLOUR, Look.HATCH}
        why = self.tr("The chosen look has no tint and no pattern.")
        self.pattern.set_enabled_with_reason(hatched, why)
        self.opacity.setEnabled(hatched)
        self.opacity.set_tooltip(
            self.tr("How strongly the mask tints (1 to 9, 0)") if hatched else why
        )
        self.colour.set_enabled_with_reason(
            hatched, self.tr("The chosen look is black and white, so that it shows on any picture.")
        )
        self.protect.set_enabled_with_reason(
            style.look is not Look.BLACK_WHITE, self.tr("The chosen look shows only what is sent.")
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A raised surface."""
        tokens = self._icons.theme.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.raised)
        painter.setPen(tokens.border_strong)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _looks(self) -> list[Option]:
        return [
            Option(Look.COLOUR, self.tr("Tint"), tooltip=self.tr("A tint with a pattern")),
            Option(Look.HATCH, self.tr("Lines"),
                   tooltip=self.tr("Only lines, light in dark: they show on any picture")),
            Option(Look.OUTLINE, self.tr("Outline"),
                   tooltip=with_keys(self.tr("Only the edge"), "outline_mask")),
            Option(Look.BLACK_WHITE, self.tr("Black & white"),
                   tooltip=self.tr("What will change in white, without the picture")),
        ]  # fmt: skip

    def _patterns(self, look: Look) -> list[Option]:
        lines_only = self.tr("Lines need a pattern.")
        return [
            Option(Pattern.NONE, self.tr("None"), enabled=look is not Look.HATCH,
                   reason=lines_only),
            Option(Pattern.DIAGONAL, self.tr("Diagonal")),
            Option(Pattern.CROSS, self.tr("Cross")),
            Option(Pattern.DOTS, self.tr("Dots")),
        ]  # fmt: skip

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Mask overlay"))
        title.setFont(self._icons.theme.font(TextRole.TITLE))
        grid = QGridLayout(self)
        grid.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        grid.setHorizontalSpacing(_COLUMN_GAP_PX)
        grid.setVerticalSpacing(_ROW_GAP_PX)
        grid.addWidget(title, 0, 0, 1, 2)
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Look"), self.look),
            (self.tr("Colour"), self.colour),
            (self.tr("Opacity"), self.opacity),
            (self.tr("Pattern"), self.pattern),
            (self.tr("Protected"), self.protect),
        )
        for row, (label, widget) in enumerate(rows, 1):
            grid.addWidget(QLabel(label), row, 0)
            grid.addWidget(widget, row, 1)
        grid.setColumnStretch(1, 1)

    def _connect(self) -> None:
        self.look.chosen.connect(lambda look: self._choose(replace(self._style, look=look)))
        self.pattern.chosen.connect(
            lambda pattern: self._choose(replace(self._style, pattern=pattern))
        )
        self.opacity.value_changed.connect(
            lambda percent: self._choose(replace(self._style, opacity=percent / 100))
        )
        self.colour.chosen.connect(lambda colour: self._paint(colour, protect=False))
        self.protect.chosen.connect(lambda colour: self._paint(colour, protect=True))
        self.colour.other_requested.connect(lambda: self._ask(protect=False))
        self.protect.other_requested.connect(lambda: self._ask(protect=True))

    def _choose(self, style: OverlayStyle) -> None:
        self.show_style(style)
        self.style_chosen.emit(style)

    def _paint(self, colour: Colour, *, protect: bool) -> None:
        if protect:
            self._choose(replace(self._style, protect_colour=colour))
        else:
            self._choose(replace(self._style, colour=colour))

    def _ask(self, *, protect: bool) -> None:
        """Show a colour dialog; what is chosen there is seen at once."""
        self.hide()
        if self._dialog is None:
            self._dialog = QColorDialog(self.parentWidget())
            # The system's own may tell the colour only when it is closed.
            options = QColorDialog.ColorDialogOption
            self._dialog.setOptions(options.DontUseNativeDialog | options.NoButtons)
            self._dialog.currentColorChanged.connect(self._on_colour)
        self._asked_for_protect = protect
        style = self._style
        self._dialog.setWindowTitle(
            self.tr("Colour of protected parts") if protect else self.tr("Colour of the mask")
        )
        self._dialog.setCurrentColor(QColor(*(style.protect_colour if protect else style.colour)))
        self._dialog.show()
        self._dialog.raise_()

    def _on_colour(self, colour: QColor) -> None:
        chosen = Colour(colour.red(), colour.green(), colour.blue())
        self._paint(chosen, protect=self._asked_for_protect)
