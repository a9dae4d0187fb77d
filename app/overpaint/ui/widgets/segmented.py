"""A row of choices of which exactly one holds: quality, variants, previews."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QWidget,
)

from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole, Theme
from overpaint.ui.theme.draw import (
    CONTROL_HEIGHT,
    ICON_SIZE,
    RADIUS,
    focus_ring,
    rounded,
    shows_focus,
)
from overpaint.ui.widgets.option import Option

_PADDING = 8
_LEAST_PADDING = 4
_INSET = 2.0


class SegmentedControl(QWidget):
    """Chooses one of a few values by click, arrow keys or screen reader.

    Signals:
        chosen (object): The person chose another value; not sent by `set_value`.
    """

    chosen = Signal(object)

    def __init__(
        self,
        theme: Theme,
        *,
        name: str,
        icons: Icons | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Take theme, the accessible name, and the owner.

        With `icons`, options that name an icon show it; their label is then the tooltip's first
        line and what screen readers say.
        """
        super().__init__(parent)
        self._icons = icons
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._options: tuple[Option, ...] = ()
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        theme.changed.connect(self.update)

    @property
    def value(self) -> object:
        """The chosen value, ``None`` while nothing is."""
        index = self._group.checkedId()
        return self._options[index].value if index >= 0 else None

    def set_value(self, value: object) -> None:
        """Show `value` as chosen, without a signal; an unknown value leaves nothing chosen."""
        for index, option in enumerate(self._options):
            if option.value == value:
                self._group.button(index).setChecked(True)
                return
        self._uncheck()

    def set_options(self, options: Sequence[Option]) -> None:
        """Show these choices; the chosen value stays chosen when it is still among them."""
        if tuple(options) == self._options:
            return
        value = self.value
        if len(options) == len(self._options):
            self._options = tuple(options)
        else:
            self._rebuild(tuple(options))
        for index, option in enumerate(self._options):
            button = self._group.button(index)
            if isinstance(button, _Segment):
                button.show_option(option)
        self.set_value(value)

    def set_enabled_with_reason(self, enabled: bool, reason: str = "") -> None:  # noqa: FBT001 - a setter
        """Switch the whole row off and say why."""
        self.setEnabled(enabled)
        self.setToolTip("" if enabled else reason)
        self.setAccessibleDescription("" if enabled else reason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The track behind the choices."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        rounded(painter, self.rect(), fill=tokens.field, border=tokens.border)

    def _rebuild(self, options: tuple[Option, ...]) -> None:
        had_focus = any(button.hasFocus() for button in self._group.buttons())
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._options = options
        for index in range(len(options)):
            button = _Segment(self._theme, self._icons, self)
            self._group.addButton(button, index)
            self._row.addWidget(button, 1)
            button.clicked.connect(self._on_clicked)
            button.show()
        if had_focus and options:
            self._group.button(0).setFocus()

    def _on_clicked(self) -> None:
        self.chosen.emit(self.value)

    def _uncheck(self) -> None:
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(False)
        self._group.setExclusive(True)


class _Segment(QAbstractButton):
    """One choice of the row."""

    def __init__(self, theme: Theme, icons: Icons | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # repaints as the pointer comes and goes
        self._theme = theme
        self._icons = icons
        self._icon = ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFont(theme.font(TextRole.LABEL))

    def show_option(self, option: Option) -> None:
        """Take label, state and explanation from the option."""
        self._icon = option.icon if self._icons is not None else ""
        self.setText("" if self._icon else option.label)
        self.setEnabled(option.enabled)
        named = "\n".join(part for part in (option.label, option.hint) if part)
        self.setToolTip(named if self._icon else option.hint)
        self.setAccessibleName(option.label)
        self.setAccessibleDescription(option.hint)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The label, or the icon, with air on both sides."""
        content = ICON_SIZE if self._icon else self.fontMetrics().horizontalAdvance(self.text())
        width = content + 2 * _PADDING
        return QSize(width, CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Labels are never cut, but many of them move closer together."""
        return self.sizeHint() - QSize(2 * (_PADDING - _LEAST_PADDING), 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Label on its state's surface."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        area = QRectF(self.rect()).adjusted(_INSET, _INSET, -_INSET, -_INSET)
        radius = RADIUS - _INSET
        ink = tokens.muted
        if self.isChecked():
            enabled = self.isEnabled()
            fill = tokens.accent_soft if enabled else tokens.hover
            rounded(painter, area, radius=radius, fill=fill)
            ink = tokens.accent_text
        elif self.isEnabled() and self.isDown():
            rounded(painter, area, radius=radius, fill=tokens.pressed)
        elif self.isEnabled() and self.underMouse():
            rounded(painter, area, radius=radius, fill=tokens.hover)
            ink = tokens.text
        ink = ink if self.isEnabled() else tokens.disabled
        painter.setPen(ink)
        if self._icons is not None and self._icon:
            place = QRectF(0, 0, ICON_SIZE, ICON_SIZE)
            place.moveCenter(QRectF(self.rect()).center())
            self._icons.paint(painter, place, self._icon, ink)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if shows_focus(self):
            focus_ring(painter, self.rect(), tokens)
