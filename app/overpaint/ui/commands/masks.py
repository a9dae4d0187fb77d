"""The commands of the mask menu, and when each of them makes sense."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMainWindow

from overpaint.ui.actions import Actions
from overpaint.ui.commands.choosers import ask_where_to_save
from overpaint.ui.masks.refinements import RefineKind, usual_step_px
from overpaint.ui.panels import Panels
from overpaint.ui.window_parts import WindowParts

_REFINING = {
    "refine_mask": RefineKind.GROW,
    "feather_mask": RefineKind.FEATHER,
    "smooth_mask": RefineKind.SMOOTH,
    "fill_holes": RefineKind.FILL_HOLES,
    "remove_specks": RefineKind.DESPECKLE,
    "threshold_mask": RefineKind.THRESHOLD,
}
_NEEDS_MASK = (
    "clear_mask", "grow_mask", "shrink_mask", *_REFINING, "save_mask", "copy_mask", "export_mask",
    "export_white_mask",
)  # fmt: skip
_NEEDS_PROTECT = ("clear_protect", "mask_unprotected")


class WholeMaskCommands(QObject):
    """Changes the mask as a whole, gives it away, keeps it; see `Commands`.

    Args:
        window: Owner of dialogs.
        panels: What the commands act on.
        parts: The draft.
    """

    def __init__(self, window: QMainWindow, panels: Panels, parts: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self._panels = panels
        self._parts = parts
        self._actions: Actions | None = None

    def handlers(self) -> dict[str, Callable[[], None]]:
        """One function for every command id."""
        masks, canvas = self._panels.masks, self._panels.canvas
        refining = {name: self._refining(kind) for name, kind in _REFINING.items()}
        return {
            "fill_mask": canvas.fill_mask,
            "clear_mask": masks.session.clear,
            "last_mask": masks.session.bring_back,
            "invert_mask": canvas.invert_mask,
            "grow_mask": lambda: masks.step(RefineKind.GROW),
            "shrink_mask": lambda: masks.step(RefineKind.SHRINK),
            **refining,
            "clear_protect": masks.clear_protect,
            "mask_unprotected": masks.mask_unprotected,
            "save_mask": masks.stored.save,
            "mask_on_all": masks.stored.use_this_on_all,
            "difference_mask": masks.comparer.open_bar,
            "copy_mask": masks.exporter.copy,
            "export_mask": self._export_sent,
            "export_white_mask": self._export_white,
        }

    def follow(self, actions: Actions) -> None:
        """Keep the actions in step with what there is."""
        self._actions = actions
        self._panels.masks.session.changed.connect(self._update)
        self._parts.store.changed.connect(self._update)
        self._panels.tiles.item_changed.connect(self._update)
        self._update()

    def _refining(self, kind: RefineKind) -> Callable[[], None]:
        return lambda: self._panels.masks.refine(kind)

    def _export_sent(self) -> None:
        ask_where_to_save(
            self._window,
            self.tr("Export the mask as it is sent"),
            "mask.png",
            self._panels.masks.exporter.export_sent,
        )

    def _export_white(self) -> None:
        ask_where_to_save(
            self._window,
            self.tr("Export the mask white on black"),
            "mask.png",
            self._panels.masks.exporter.export_white,
        )

    @Slot()
    def _update(self) -> None:
        actions, masks = self._actions, self._panels.masks
        target = self._parts.store.draft.target
        if actions is None:
            return
        present = target is not None
        nothing = self.tr("There is no picture yet.")
        for names, possible, reason in (
            (_NEEDS_MASK, masks.session.has_mask, self.tr("The mask is empty.")),
            (_NEEDS_PROTECT, masks.session.has_protect, self.tr("Nothing is protected.")),
            (("last_mask",), masks.session.can_bring_back,
             self.tr("No mask was cleared or replaced yet.")),
            (("difference_mask",), len(masks.comparer.pictures()) > 1,
             self.tr("There is no second picture to compare with.")),
            (("mask_on_all",), masks.session.has_mask and masks.stored.can_use_on_all(),
             self.tr("There is no mask, or no other picture of this size.")),
        ):  # fmt: skip
            actions.enable(
                names, enabled=possible and present, reason=reason if present else nothing
            )
        if target is not None:
            step = usual_step_px(target.size)
            actions["grow_mask"].setText(self.tr("&Grow by {step} px").format(step=step))
            actions["shrink_mask"].setText(self.tr("Sh&rink by {step} px").format(step=step))
