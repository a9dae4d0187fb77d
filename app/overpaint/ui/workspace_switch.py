"""What changes in the window with its workspace: panels, commands, and what Generate means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMainWindow, QWidget

from overpaint.ui.actions import Actions
from overpaint.ui.panels import Panels
from overpaint.ui.workspaces import Workspace

_SENDING = ("generate", "generate_front", "generate_again")


class WorkspaceSwitch(QObject):
    """Keeps menus, panels and the Edit panel in step with the workspace.

    Args:
        window: Owner.
        panels: The parts.
        actions: The commands.
        away: The panels that are away while a workspace is shown.
    """

    def __init__(
        self,
        window: QMainWindow,
        panels: Panels,
        actions: Actions,
        away: Mapping[Workspace, Sequence[QWidget]],
    ) -> None:
        super().__init__(window)
        self._panels = panels
        self._actions = actions
        for workspace, widgets in away.items():
            panels.workspaces.set_away(workspace, widgets)
        panels.workspaces.changed.connect(self._follow)
        panels.batch.shown_requested.connect(
            lambda: panels.workspaces.show_workspace(Workspace.BATCH)
        )
        panels.batch.open_requested.connect(self._open)
        panels.compare.shown_requested.connect(
            lambda: panels.workspaces.show_workspace(Workspace.COMPARE)
        )
        panels.compare.left.connect(self.begin_with_edit)
        panels.batch.reveal_requested.connect(panels.files.reveal)
        actions["workspace_edit"].setChecked(True)

    def begin_with_edit(self) -> None:
        """Show the canvas and its panels, as a layout is stored and reset."""
        self._panels.workspaces.show_workspace(Workspace.EDIT)

    @Slot(object)
    def _follow(self, workspace: Workspace) -> None:
        edits = workspace is Workspace.EDIT
        self._actions[f"workspace_{workspace.value}"].setChecked(True)
        # The recipe of a batch is sent by the button that has the price of all its rows.
        self._panels.inspector.set_sending(edits)
        reason = self.tr("The buttons of the batch send it.")
        if workspace is not Workspace.BATCH:
            reason = self.tr("Go to the Edit workspace to see what is sent, and for how much.")
        self._actions.enable(_SENDING, enabled=edits, reason=reason)
        if edits:
            self._panels.canvas.setFocus()
        elif workspace is Workspace.COMPARE:
            self._panels.compare.begin()
        elif workspace is Workspace.BATCH:
            self._panels.batch.shown()

    @Slot(object, object)
    def _open(self, path: Path, mask: Path | None) -> None:
        """Show a picture of the batch on the canvas, with its mask."""
        session, masks = self._panels.session, self._panels.masks

        def take_mask(target: object) -> None:
            session.target_shown.disconnect(take_mask)
            if mask is not None and getattr(target, "path", None) == path:
                masks.importer.take_file(mask)

        self._panels.workspaces.show_workspace(Workspace.EDIT)
        session.target_shown.connect(take_mask)
        session.open_target([path])
