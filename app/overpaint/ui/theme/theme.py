"""The theme in use: which tokens apply now, and telling everybody when that changes."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from overpaint.paths import resource
from overpaint.ui.theme.palette import palette_of
from overpaint.ui.theme.style import OverpaintStyle
from overpaint.ui.theme.tokens import Tokens


class ThemeChoice(StrEnum):
    """What the person asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class TextRole(StrEnum):
    """The steps of the type scale; sizes are relative to the system font."""

    BODY = "body"
    SMALL = "small"
    LABEL = "label"
    TITLE = "title"
    HEADING = "heading"


_SCALE = {
    TextRole.BODY: (1.0, QFont.Weight.Normal),
    TextRole.SMALL: (0.9, QFont.Weight.Normal),
    TextRole.LABEL: (1.0, QFont.Weight.Medium),
    TextRole.TITLE: (1.0, QFont.Weight.DemiBold),
    TextRole.HEADING: (1.5, QFont.Weight.DemiBold),
}


class Theme(QObject):
    """Light or dark, followed from the system or chosen; switches while the program runs.

    Custom-painted widgets get it through their constructor, read `tokens` when they paint and
    connect `changed` to ``update``. Standard widgets follow through palette and style, which
    `install` sets. Without `install` nothing global is touched.
    """

    changed = Signal()

    def __init__(
        self,
        app: QApplication,
        choice: ThemeChoice = ThemeChoice.SYSTEM,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._app = app
        self._choice = choice
        self._platform_is_dark = _is_dark_palette(app.palette())
        self._loaded: dict[bool, Tokens] = {}
        self._is_dark = self._wanted_dark()
        self._style: OverpaintStyle | None = None
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    @property
    def tokens(self) -> Tokens:
        """The colours that apply now. Read it while painting; do not keep it."""
        return self._tokens_of(dark=self._is_dark)

    @property
    def is_dark(self) -> bool:
        """Whether the dark tokens apply."""
        return self._is_dark

    @property
    def choice(self) -> ThemeChoice:
        """What the person asked for; `is_dark` says what came of it."""
        return self._choice

    def font(self, role: TextRole) -> QFont:
        """A step of the type scale, from the system's interface font."""
        factor, weight = _SCALE[role]
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        if font.pointSizeF() > 0:
            font.setPointSizeF(font.pointSizeF() * factor)
        else:
            font.setPixelSize(round(font.pixelSize() * factor))
        font.setWeight(weight)
        return font

    def install(self) -> None:
        """Give the application our style and palette. Call it once, before the first window."""
        if self._style is None:
            self._style = OverpaintStyle(self.tokens)
            self._app.setStyle(self._style)
            # The application owns and deletes the style it was given.
            self._app.setFont(self.font(TextRole.BODY))
        self._tell_system()
        self._apply()

    def choose(self, choice: ThemeChoice) -> None:
        """Switch to light, dark or whatever the system says; at once."""
        if choice is self._choice:
            return
        self._choice = choice
        if self._style is not None:
            self._tell_system()
        self._refresh()

    def _wanted_dark(self) -> bool:
        if self._choice is not ThemeChoice.SYSTEM:
            return self._choice is ThemeChoice.DARK
        scheme = self._app.styleHints().colorScheme()
        if scheme is Qt.ColorScheme.Unknown:
            return self._platform_is_dark
        return scheme is Qt.ColorScheme.Dark

    def _tell_system(self) -> None:
        """Windows and macOS colour title bars and native dialogs by this hint."""
        scheme = {
            ThemeChoice.SYSTEM: Qt.ColorScheme.Unknown,
            ThemeChoice.LIGHT: Qt.ColorScheme.Light,
            ThemeChoice.DARK: Qt.ColorScheme.Dark,
        }[self._choice]
        self._app.styleHints().setColorScheme(scheme)

    def _on_system_changed(self) -> None:
        if self._style is not None:
            # The platform theme has just replaced parts of the palette.
            self._apply()
        self._refresh()

    def _refresh(self) -> None:
        wanted = self._wanted_dark()
        if wanted == self._is_dark:
            return
        self._is_dark = wanted
        if self._style is not None:
            self._apply()
        self.changed.emit()

    def _apply(self) -> None:
        if self._style is not None:
            self._style.tokens = self.tokens
            self._app.setPalette(palette_of(self.tokens))

    def _tokens_of(self, *, dark: bool) -> Tokens:
        if dark not in self._loaded:
            name = "dark" if dark else "light"
            self._loaded[dark] = Tokens.read(resource(f"themes/{name}.toml"))
        return self._loaded[dark]


def _is_dark_palette(palette: QPalette) -> bool:
    """The only hint on desktops that report no colour scheme."""
    window = palette.color(QPalette.ColorRole.Window)
    text = palette.color(QPalette.ColorRole.WindowText)
    return window.lightness() < text.lightness()
