"""The workspaces as a row of choices, where every window has room for it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QWidget

from overpaint.ui.icons import Icons
from overpaint.ui.key_tips import follow_keys, key_text
from overpaint.ui.widgets.option import Option
from overpaint.ui.widgets.segmented import SegmentedControl
from overpaint.ui.workspaces import Workspace, Workspaces

_MARGIN = 8
_WIDTH = 312


class WorkspaceTabs(QWidget):
    """Stands at the end of the menu bar; in the status bar where the system draws the menus.

    Args:
        workspaces: What is chosen.
        icons: The theme.
        window: Has the bars.
    """

    def __init__(self, workspaces: Workspaces, icons: Icons, window: QMainWindow) -> None:
        super().__init__()
        self._workspaces = workspaces
        self.choice = SegmentedControl(icons.theme, name=self.tr("Workspace"))
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN, 2, _MARGIN, 0)
        row.addWidget(self.choice)
        self.choice.setMinimumWidth(_WIDTH)
        follow_keys(self, self._name)
        self.choice.chosen.connect(workspaces.show_workspace)
        workspaces.changed.connect(self._follow)
        self._follow(workspaces.current)
        if window.menuBar().isNativeMenuBar():
            window.statusBar().insertPermanentWidget(0, self)
        else:
            window.menuBar().setCornerWidget(self)

    def _name(self) -> None:
        hint = self.tr("Next workspace: {key}").format(key=key_text("next_workspace"))
        self.choice.set_options(
            [
                Option(Workspace.EDIT, self.tr("Edit"),
                       tooltip=self.tr("One picture on the canvas") + f"\n{hint}"),
                Option(Workspace.COMPARE, self.tr("Compare"),
                       tooltip=self.tr("Two pictures beside each other") + f"\n{hint}"),
                Option(Workspace.BATCH, self.tr("Batch"),
                       tooltip=self.tr("One recipe over many pictures") + f"\n{hint}"),
                Option(Workspace.LIBRARY, self.tr("Library"),
                       tooltip=self.tr("Every result, found again") + f"\n{hint}"),
            ]
        )  # fmt: skip

    @Slot(object)
    def _follow(self, workspace: Workspace) -> None:
        self.choice.set_value(workspace)
