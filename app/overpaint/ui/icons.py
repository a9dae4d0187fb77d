"""The icon family: SVG strokes in the colours of the theme, crisp at every scale."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from overpaint.paths import resource
from overpaint.ui.theme import Theme, Tokens

_APP_ICON_SIZES_PX = (16, 24, 32, 48, 64, 128, 256)
_SMALL_APP_ICON_PX = 32


class Tone(StrEnum):
    """What an icon stands for, which decides its colour in both themes."""

    TEXT = "text"
    MUTED = "muted"
    ACCENT = "accent_text"
    ON_ACCENT = "on_accent"
    DANGER = "danger"
    WARNING = "warning"
    SUCCESS = "success"


class Icons:
    """Gives icons by name; those handed out earlier follow the theme by themselves."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._sources: dict[str, bytes] = {}
        self._pixmaps: dict[tuple[str, int, int, int], QPixmap] = {}
        self._clones: list[QIconEngine] = []
        theme.changed.connect(self._pixmaps.clear)

    def icon(self, name: str, tone: Tone = Tone.TEXT) -> QIcon:
        """An icon for buttons, actions and menus.

        Disabled, it is grey; checked, it takes the accent colour.

        Args:
            name: The file's name in ``resources/icons`` without ``.svg``.
            tone: Its colour while enabled and not checked.

        Raises:
            MissingResourceError: There is no such icon.
        """
        self._source(name)
        return QIcon(_TintedEngine(self, name, tone))

    def pixmap(self, name: str, size: int, *, scale: float, tone: Tone = Tone.TEXT) -> QPixmap:
        """A square picture of the icon for painting.

        Args:
            name: As for `icon`.
            size: Side in device-independent pixels.
            scale: Device pixel ratio of what it is painted on.
            tone: Its colour.
        """
        side = max(round(size * scale), 1)
        pixmap = self.rendered(name, QSize(side, side), self.colour(tone))
        pixmap.setDevicePixelRatio(scale)
        return pixmap

    def paint(
        self, painter: QPainter, rect: QRect | QRectF, name: str, colour: QColor | None = None
    ) -> None:
        """Paint an icon into `rect`, in the text colour unless another is given."""
        area = QRectF(rect)
        side = min(area.width(), area.height())
        scale = painter.device().devicePixelRatioF()
        pixels = max(round(side * scale), 1)
        tint = self.theme.tokens.text if colour is None else colour
        pixmap = self.rendered(name, QSize(pixels, pixels), tint)
        target = QRectF(0, 0, side, side)
        target.moveCenter(area.center())
        # On a whole device pixel, or thin strokes blur.
        target.moveTo(round(target.x() * scale) / scale, round(target.y() * scale) / scale)
        painter.drawPixmap(target, pixmap, QRectF(0, 0, pixels, pixels))

    def colour(self, tone: Tone) -> QColor:
        """What a tone looks like in the present theme."""
        colour: QColor = getattr(self.theme.tokens, tone.value)
        return colour

    def rendered(self, name: str, size: QSize, colour: QColor) -> QPixmap:
        """The icon in a colour; rendered once, `size` is in device pixels."""
        key = (name, size.width(), size.height(), colour.rgba())
        found = self._pixmaps.get(key)
        if found is None:
            found = _render(self._source(name), size, colour)
            self._pixmaps[key] = found
        return QPixmap(found)

    def _source(self, name: str) -> bytes:
        if name not in self._sources:
            self._sources[name] = resource(f"icons/{name}.svg").read_bytes()
        return self._sources[name]

    def keep_engine(self, clone: QIconEngine) -> None:
        """Python would free an engine that Qt asked for and still uses."""
        self._clones.append(clone)


class _TintedEngine(QIconEngine):
    """Renders one icon whenever Qt asks, so a new theme needs no new icons."""

    def __init__(self, icons: Icons, name: str, tone: Tone) -> None:
        super().__init__()
        self._icons = icons
        self._name = name
        self._tone = tone

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        self._icons.paint(painter, rect, self._name, self._colour(mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._icons.rendered(self._name, size, self._colour(mode, state))

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        return self._icons.rendered(self._name, size * scale, self._colour(mode, state))

    def clone(self) -> QIconEngine:
        copy = _TintedEngine(self._icons, self._name, self._tone)
        self._icons.keep_engine(copy)
        return copy

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> QColor:
        tokens: Tokens = self._icons.theme.tokens
        if mode is QIcon.Mode.Disabled:
            return tokens.disabled
        if state is QIcon.State.On and self._tone is Tone.TEXT:
            return tokens.accent_text
        return self._icons.colour(self._tone)


def app_icon() -> QIcon:
    """The program's own icon, for windows, the dock and the about box."""
    icon = QIcon()
    large = resource("icons/overpaint.svg").read_bytes()
    small = resource("icons/overpaint-small.svg").read_bytes()
    for side in _APP_ICON_SIZES_PX:
        source = small if side <= _SMALL_APP_ICON_PX else large
        icon.addPixmap(_render(source, QSize(side, side), QColor()))
    return icon


def _render(source: bytes, size: QSize, colour: QColor) -> QPixmap:
    tinted = source.replace(b"currentColor", colour.name().encode())
    renderer = QSvgRenderer(QByteArray(tinted))
    renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setOpacity(colour.alphaF() if colour.isValid() else 1.0)
    renderer.render(painter)
    painter.end()
    return QPixmap.fromImage(image)
