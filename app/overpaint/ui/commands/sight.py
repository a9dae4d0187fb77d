"""The commands for how mask and picture are shown; what is chosen is remembered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from overpaint.domain.overlay import Look, OverlayStyle
from overpaint.ui.actions import Actions
from overpaint.ui.commands.masking import MaskCommands
from overpaint.ui.overlay_popover import OverlayPopover
from overpaint.ui.panels import Panels
from overpaint.ui.window_parts import WindowParts

_SAVE_MS = 400  # a slider that is dragged changes the look many times


class SightCommands(QObject):
    """Looks of the mask, context frame, rulers and pixel grid; see `Commands`."""

    def __init__(
        self, window: QWidget, panels: Panels, parts: WindowParts, masking: MaskCommands
    ) -> None:
        super().__init__(window)
        self._window = window
        self._panels = panels
        self._parts = parts
        self._masking = masking
        self._popover: OverlayPopover | None = None
        self._save = QTimer(self)
        self._save.setSingleShot(True)
        self._save.setInterval(_SAVE_MS)
        self._save.timeout.connect(self.remember)
        settings = parts.settings.settings
        panels.canvas.set_overlay_style(settings.overlay)
        panels.canvas.set_pixel_grid_visible(settings.show_pixel_grid)
        panels.canvas.set_frame_visible(settings.show_frame)
        panels.area.frame.set_rulers_visible(settings.show_rulers)
        panels.canvas.overlay_style_changed.connect(self._save.start)
        panels.options.buttons.look_button.clicked.connect(self._open_popover)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """One function for every command id."""
        canvas = self._panels.canvas
        return {
            "next_mask_look": lambda: self._show_with(canvas.next_overlay_look),
            "outline_mask": lambda: self._show_with(canvas.toggle_outline),
            "show_rulers": self._toggle_rulers,
            "show_pixel_grid": self._toggle_grid,
            "show_frame": self._toggle_frame,
            "reset_frame": canvas.frames.reset,
        }

    def follow(self, actions: Actions) -> None:
        """Keep the switches in the menus in step."""
        settings = self._parts.settings.settings
        actions["show_rulers"].setChecked(settings.show_rulers)
        actions["show_pixel_grid"].setChecked(settings.show_pixel_grid)
        actions["show_frame"].setChecked(settings.show_frame)

        frames = self._panels.canvas.frames

        def offer_reset() -> None:
            reason = frames.reason or self.tr("The frame follows the mask.")
            actions.enable(("reset_frame",), enabled=not frames.is_automatic, reason=reason)

        offer_reset()
        frames.changed.connect(offer_reset)

        def check(style: OverlayStyle) -> None:
            actions["outline_mask"].setChecked(style.look is Look.OUTLINE)

        check(self._panels.canvas.overlay_style)
        self._panels.canvas.overlay_style_changed.connect(check)

    def remember(self) -> None:
        """Keep the look for the next start."""
        self._save.stop()
        self._parts.settings.set(overlay=self._panels.canvas.overlay_style)

    def _show_with(self, change: Callable[[], None]) -> None:
        """Change the look of a mask that can be seen."""
        change()
        self._masking.show_mask(visible=True)

    def _open_popover(self) -> None:
        canvas = self._panels.canvas
        if self._popover is None:
            self._popover = OverlayPopover(self._parts.icons, self._window)
            self._popover.style_chosen.connect(self._take)
            canvas.overlay_style_changed.connect(self._popover.show_style)
        self._popover.show_style(canvas.overlay_style)
        self._popover.open_below(self._panels.options.buttons.look_button)

    def _take(self, style: OverlayStyle) -> None:
        self._show_with(lambda: self._panels.canvas.set_overlay_style(style))

    def _toggle_rulers(self) -> None:
        shown = not self._parts.settings.settings.show_rulers
        self._panels.area.frame.set_rulers_visible(shown)
        self._parts.settings.set(show_rulers=shown)

    def _toggle_grid(self) -> None:
        shown = not self._parts.settings.settings.show_pixel_grid
        self._panels.canvas.set_pixel_grid_visible(shown)
        self._parts.settings.set(show_pixel_grid=shown)

    def _toggle_frame(self) -> None:
        shown = not self._parts.settings.settings.show_frame
        self._panels.canvas.set_frame_visible(shown)
        self._parts.settings.set(show_frame=shown)
