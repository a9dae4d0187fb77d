"""The variants that can be painted in, as small pictures to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QEnterEvent, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QLabel, QWidget

from overpaint.ui.cards import WellPainter
from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole, Theme
from overpaint.ui.theme.draw import CONTROL_HEIGHT, RADIUS, faded, focus_ring, rounded, shows_focus
from overpaint.ui.thumbnails import ThumbnailLoader

_WIDTH = 48
_BADGE = 14
_KEYS = 9


@dataclass(frozen=True, slots=True)
class VariantChip:
    """One variant.

    Attributes:
        name: “Variant 2”.
        label: What stands on it: its number.
        picture: Its file; None while there is none.
        is_base: Whether it lies below.
    """

    name: str
    label: str
    picture: Path | None
    is_base: bool = False


class VariantRow(QWidget):
    """Exactly one is chosen; without any it says what is missing.

    Attributes:
        chosen: 1-based place of the variant that is to be painted in.
    """

    chosen = Signal(int)

    def __init__(
        self, icons: Icons, loader: ThumbnailLoader | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = icons.theme
        self._loader = loader
        self._wells = WellPainter(icons.theme)
        self._shown: tuple[VariantChip, ...] = ()
        self._buttons: list[_Chip] = []
        self._group = QButtonGroup(self)
        self._label = QLabel(self.tr("Paint in"))
        self._hint = QLabel()
        self._hint.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.addWidget(self._label)
        self._row.addSpacing(4)
        self._row.addWidget(self._hint)
        self.setAccessibleName(self.tr("Variant to paint in"))
        self.set_loader(loader)

    @property
    def chips(self) -> tuple[QAbstractButton, ...]:
        """The buttons, in the order of their keys."""
        return tuple(self._buttons)

    @property
    def hint(self) -> str:
        """What it says while there is nothing to choose."""
        return self._hint.text()

    def set_loader(self, loader: ThumbnailLoader | None) -> None:
        """Get the small pictures from there."""
        self._loader = loader
        if loader is not None:
            loader.ready.connect(self._on_ready)

    def show_variants(self, variants: Sequence[VariantChip], chosen: int, hint: str = "") -> None:
        """Show variants; no signal.

        Args:
            variants: In the order of their keys.
            chosen: 1-based place of the one that is painted in; 0 for none.
            hint: What is missing while there is none.
        """
        if tuple(variants) != self._shown:
            self._rebuild(tuple(variants))
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._label.setVisible(bool(variants))
        for place, button in enumerate(self._buttons, start=1):
            button.setChecked(place == chosen)
        self.updateGeometry()

    def _rebuild(self, variants: tuple[VariantChip, ...]) -> None:
        self._shown = variants
        for button in self._buttons:
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        for place, variant in enumerate(variants, start=1):
            button = _Chip(self._theme, self._wells, variant, self)
            button.setToolTip(self._tip(variant, place))
            button.clicked.connect(lambda _checked=False, place=place: self.chosen.emit(place))
            self._group.addButton(button)
            self._row.insertWidget(self._row.count() - 1, button)
            self._buttons.append(button)
            self._load(button)
            button.show()

    def _tip(self, variant: VariantChip, place: int) -> str:
        text = (
            self.tr("Bring {name} back, which lies below")
            if variant.is_base
            else self.tr("Paint {name} in")
        ).format(name=variant.name)
        return f"{text} ({place})" if place <= _KEYS else text

    def _load(self, button: _Chip) -> None:
        path, edge_px = button.variant.picture, round(2 * _WIDTH * self.devicePixelRatioF())
        if path is None or self._loader is None:
            return
        found = self._loader.find(path, edge_px)
        if found is None:
            self._loader.request(path, edge_px)
        else:
            button.image = found
            button.update()

    @Slot(object, int)
    def _on_ready(self, path: Path, _edge_px: int) -> None:
        for button in self._buttons:
            if button.variant.picture == path:
                self._load(button)


class _Chip(QAbstractButton):
    """A small picture with its number in the corner."""

    def __init__(
        self, theme: Theme, wells: WellPainter, variant: VariantChip, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._wells = wells
        self.variant = variant
        self.image: QImage | None = None
        self.setText(variant.label)
        self.setAccessibleName(variant.name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """As high as every control."""
        return QSize(_WIDTH, CONTROL_HEIGHT)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be clicked."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Take that back."""
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture, its number, and a frame when it is chosen."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        self._wells.paint(painter, self.rect().adjusted(2, 2, -2, -2), self.image, fill=True)
        badge = QRect(3, self.height() - _BADGE - 3, _BADGE, _BADGE)
        rounded(painter, badge, radius=4, fill=faded(tokens.raised, 0.9))
        painter.setFont(self._theme.font(TextRole.SMALL))
        painter.setPen(tokens.text)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, self.text())
        if self.isChecked():
            rounded(painter, self.rect(), radius=RADIUS, border=tokens.accent, width=2.0)
        elif self.underMouse():
            rounded(painter, self.rect(), radius=RADIUS, border=tokens.border_strong)
        if shows_focus(self):
            focus_ring(painter, self.rect(), tokens)
