"""The commands of the way from sketch to final, and the menu beside Generate."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtWidgets import QMenu

from overpaint.domain.errors import OverpaintError
from overpaint.ui.actions import Actions
from overpaint.ui.notices import error_notice
from overpaint.ui.panels import Panels

_BESIDE = ("generate_front", "sketch_ladder", "generate_again")


class LadderCommands(QObject):
    """Sketches and makes finals; see `Commands`."""

    def __init__(self, panels: Panels) -> None:
        super().__init__(panels.inspector)
        self._panels = panels
        ladder = panels.ladder
        ladder.told.connect(lambda text: panels.area.toast.say(text, icon="info", shown_ms=6000))
        ladder.failed.connect(self._show_error)
        ladder.opened.connect(panels.extender.cancel)
        ladder.opened.connect(panels.masks.trials.cancel)
        for bars in (panels.extender.opened, panels.masks.trials.opened):
            bars.connect(lambda bar: ladder.close() if bar is not None else None)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """One function for every command id."""
        return {
            "sketch_ladder": self._panels.ladder.start,
            "make_final": self._panels.ladder.make_final,
        }

    def follow(self, actions: Actions) -> None:
        """Fill the menu beside Generate, and know when a sketch can be made final."""
        button = self._panels.inspector.more_button
        menu = QMenu(button)
        menu.addActions([actions[name] for name in _BESIDE])
        # Set as its menu, it would bring an arrow of its own beside the icon.
        button.clicked.connect(
            lambda: menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height() - 4)))
        )

        def show(possible: object) -> None:
            reason = self.tr("No sketch of this session is selected.")
            actions.enable(("make_final",), enabled=possible is True, reason=reason)

        self._panels.ladder.final_changed.connect(show)
        show(False)

    @Slot(object)
    def _show_error(self, error: OverpaintError) -> None:
        self._panels.area.banner.present(error_notice(error))
