"""The window: panels around a canvas, tool bars, menus, and the layout they are left in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QToolBar, QWidget

from overpaint.domain.keymap import Where
from overpaint.services.settings import Theme
from overpaint.ui.actions import Actions, Menu, Need, that_need
from overpaint.ui.arrivals import Arrivals
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.commands import Commands
from overpaint.ui.compare.hookup import CompareHookup
from overpaint.ui.departures import Departures
from overpaint.ui.edits.watching import EditsWatch
from overpaint.ui.external.hookup import ExternalHookup
from overpaint.ui.hidden_panels import HiddenPanels, next_screen_mode
from overpaint.ui.leaving.desk import LeavingDesk
from overpaint.ui.library.hookup import LibraryHookup
from overpaint.ui.lineage.hookup import LineageHookup
from overpaint.ui.markup_commands import MarkupCommands
from overpaint.ui.mask_or_markup import MaskOrMarkup
from overpaint.ui.messages import inside
from overpaint.ui.panels import Panels
from overpaint.ui.queue.wiring import QueueWiring
from overpaint.ui.regions import Regions
from overpaint.ui.results.item import ResultItem, ResultState
from overpaint.ui.tool_keys import ToolKeys
from overpaint.ui.tool_strip import ToolStrip
from overpaint.ui.window_parts import WindowParts
from overpaint.ui.wiring import Wiring
from overpaint.ui.workspace_switch import WorkspaceSwitch
from overpaint.ui.workspace_tabs import WorkspaceTabs
from overpaint.ui.workspaces import Workspace

_SIZE = QSize(1440, 900)
_SMALLEST = QSize(960, 600)
_LAYOUT_VERSION = 1


class MainWindow(QMainWindow):
    """Lays the panels out and keeps menus in step with what can be done.

    Args:
        parts: What outlives the window.

    Attributes:
        panels: The widgets and controllers.
        actions_by_id: The commands.
        leaving: What goes on without the window.
        edits_watch: Keeps the open edits in step with the window.
    """

    def __init__(self, parts: WindowParts) -> None:
        super().__init__()
        self._parts = parts
        self.panels = Panels(parts, self)
        self._commands = Commands(self, self.panels, parts)
        self._marking = MarkupCommands(self, self.panels, parts)
        self._docks = self._make_docks()
        self._library = LibraryHookup(self, self.panels, parts)
        self._external = ExternalHookup(self, self.panels, parts)
        handlers = {**self._commands.handlers(), **self._marking.handlers(), **self._own()}
        handlers.update(self._library.handlers(handlers))
        self.actions_by_id = Actions(self, parts.icons, handlers, parts.keyboard)
        self._tools = ToolStrip(self.actions_by_id, self)
        self._tool_keys = ToolKeys(self.actions_by_id, self.panels.canvas, self)
        self._options = self._make_options_bar()
        self._wiring = Wiring(self, self.panels, parts, self._commands)
        self._jobs = QueueWiring(self, self.panels, parts, self.actions_by_id)
        self.leaving = LeavingDesk(self, self.panels, parts)
        self._commands.follow(self.actions_by_id)
        self._marking.follow(self.actions_by_id)
        self._commands.sight.follow(self.actions_by_id)
        self._library.follow(self.actions_by_id)
        self._comparing = CompareHookup(self, self.panels, parts.settings)
        self._lineage = LineageHookup(self, self.panels)
        self._arrivals = Arrivals(self, self.panels, parts)
        self._departures = Departures(self, self.panels, parts)
        self._choice = MaskOrMarkup(self, self.panels, parts.store)
        self._lay_out()
        self._hidden_panels = HiddenPanels((*self._docks.values(), self._tools, self._options))
        self.edits_watch = EditsWatch(self.panels.edits, self.panels, parts)
        self.edits_watch.follow(self.actions_by_id, self._menus[Menu.FILE])
        self._working = WorkspaceSwitch(
            self, self.panels, self.actions_by_id, self._panels_away(),
        )  # fmt: skip
        self._regions = self._make_regions()
        self._follow()
        self.setAcceptDrops(True)
        self.setMinimumSize(_SMALLEST)
        self.panels.canvas.setFocus()
        self._default_state = self.saveState(_LAYOUT_VERSION)
        self._restore_layout()

    def open_pictures(self, files: list[Path]) -> None:
        """Open files: the first is the target, the others are references."""
        self.panels.intake.open(files)

    def open_beside(self, files: list[Path]) -> None:
        """Open files in an edit of their own, beside what is open."""
        self.panels.edits.new()
        self.panels.intake.open(files)

    def open_sample(self) -> None:
        """Open the sample session."""
        self._commands.files.open_sample()

    def close_workers(self) -> None:
        """End the threads that belong to widgets."""
        self.panels.edits.settle()
        self.panels.blending.close()
        self.panels.exports.close()
        self.panels.canvas.close_workers()
        self.panels.batch.close()
        self.panels.compare.close()
        self.panels.edits.close()
        self.panels.library.close()
        self._commands.sight.remember()

    def let_go(self) -> None:
        """Give back what was held as long as jobs ran."""
        self.panels.batch.runs.let_go()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask when jobs run; else remember the layout."""
        if not self.leaving.guard.may_close():
            event.ignore()
            return
        self._working.begin_with_edit()
        self._hidden_panels.restore()
        layout = self._layout_file()
        layout.setValue("geometry", self.saveGeometry())
        layout.setValue("state", self.saveState(_LAYOUT_VERSION))
        layout.sync()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Pictures may be dropped anywhere; the panels take what falls on them."""
        self._arrivals.drag_entered(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It went away, or over a panel."""
        self._arrivals.drag_left(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Dropped beside the panels: the target when there is none, else a reference."""
        self._arrivals.dropped_beside(event)

    def _make_docks(self) -> dict[str, QDockWidget]:
        areas = Qt.DockWidgetArea
        rows = (
            ("inputs", self.tr("Inputs"), self.panels.left, areas.LeftDockWidgetArea),
            ("edit", self.tr("Edit"), self.panels.right, areas.RightDockWidgetArea),
            ("results", self.tr("Results"), self.panels.bottom, areas.BottomDockWidgetArea),
        )
        docks = {}
        for name, title, widget, area in rows:
            dock = QDockWidget(title, self)
            dock.setObjectName(name)
            dock.setWidget(widget)
            self.addDockWidget(area, dock)
            docks[name] = dock
        self.panels.bottom.adopt(docks["results"])
        return docks

    def _make_options_bar(self) -> QToolBar:
        bar = QToolBar(self.tr("Tool options"), self)
        bar.setObjectName("options")
        bar.setMovable(False)
        for widget in (self.panels.options, self.panels.zoom):
            bar.addWidget(widget)
        return bar

    def _lay_out(self) -> None:
        self.setCentralWidget(self.panels.workspaces)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self._options)
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, self._tools)
        self.setStatusBar(self.panels.status)
        corners, areas = Qt.Corner, Qt.DockWidgetArea
        self.setCorner(corners.BottomRightCorner, areas.RightDockWidgetArea)
        self.setCorner(corners.BottomLeftCorner, areas.LeftDockWidgetArea)
        self._menus = self.actions_by_id.fill(self.menuBar())
        self._external.follow(self.actions_by_id, self._menus[Menu.RESULTS])
        self._tabs = WorkspaceTabs(self.panels.workspaces, self._parts.icons, self)
        self.resize(_SIZE)
        self.resizeDocks([self._docks["inputs"]], [208], Qt.Orientation.Horizontal)
        self.resizeDocks([self._docks["edit"]], [328], Qt.Orientation.Horizontal)
        self.resizeDocks([self._docks["results"]], [212], Qt.Orientation.Vertical)

    def _panels_away(self) -> dict[Workspace, tuple[QWidget, ...]]:
        """The panels that mean nothing to a workspace."""
        docks, bars = self._docks, (self._tools, self._options)
        return {
            Workspace.COMPARE: (docks["inputs"], docks["edit"], *bars),
            Workspace.BATCH: (docks["inputs"], docks["results"], *bars),
            Workspace.LIBRARY: (*docks.values(), *bars),
        }

    def _make_regions(self) -> Regions:
        """Name the parts of the window to whoever walks through them, and to the keys."""
        docks, actions, panels = self._docks, self.actions_by_id, self.panels
        actions.add_place(Where.CANVAS, panels.canvas)
        actions.add_place(Where.PROMPT, panels.inspector.prompt)
        actions.add_place(Where.INPUTS, docks["inputs"])
        actions.add_place(Where.RESULTS, panels.bottom.results)
        actions.add_place(Where.COMPARE, panels.compare.view)
        actions.add_place(Where.PANELS, docks["edit"], self._tools, self._options, panels.status)
        return Regions(
            (self._options, self._tools, docks["inputs"], panels.edit_tabs, panels.canvas,
             panels.compare.page,
             panels.batch.sheet, panels.library.page,
             docks["edit"], docks["results"], panels.status),
            self,
        )  # fmt: skip

    def _own(self) -> dict[str, Callable[[], None]]:
        """The commands that are about the window itself."""
        return {
            **self._external.handlers(),
            "show_mask": self._show_mask,
            "full_screen": self._toggle_full_screen,
            "reset_layout": self._reset_layout,
            "hide_panels": self._toggle_panels,
            "screen_mode": lambda: next_screen_mode(self, self._hidden_panels),
            "next_region": lambda: self._regions.go(+1),
            "previous_region": lambda: self._regions.go(-1),
            "workspace_edit": lambda: self.panels.workspaces.show_workspace(Workspace.EDIT),
            "workspace_compare": lambda: self.panels.workspaces.show_workspace(Workspace.COMPARE),
            "workspace_batch": lambda: self.panels.workspaces.show_workspace(Workspace.BATCH),
            "next_workspace": lambda: self.panels.workspaces.step(+1),
            "previous_workspace": lambda: self.panels.workspaces.step(-1),
            **{f"panel_{name}": self._toggling(name) for name in self._docks},
        }

    def _show_mask(self) -> None:
        self._commands.masking.show_mask(self.actions_by_id["show_mask"].isChecked())

    def _toggling(self, name: str) -> Callable[[], None]:
        # Asked for each time: PySide gives up a dock's own action after a while.
        return lambda: self._docks[name].toggleViewAction().trigger()

    def _toggle_panels(self) -> None:
        self._hidden_panels.toggle()

    def _toggle_full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def _reset_layout(self) -> None:
        self._working.begin_with_edit()
        self.restoreState(self._default_state, _LAYOUT_VERSION)

    def _follow(self) -> None:
        self.panels.undo_steps.undo_changed.connect(self._show_undo)
        self.panels.undo_steps.redo_changed.connect(self._show_redo)
        self.actions_by_id["undo"].setEnabled(False)
        self.actions_by_id["redo"].setEnabled(False)
        self.actions_by_id["show_mask"].setChecked(True)
        for name, dock in self._docks.items():
            panel = self.actions_by_id[f"panel_{name}"]
            panel.setChecked(True)
            dock.toggleViewAction().toggled.connect(panel.setChecked)
        self._commands.masking.mask_shown.connect(self.actions_by_id["show_mask"].setChecked)
        self.panels.blending.heat.toggled.connect(self.actions_by_id["show_drift"].setChecked)
        self.panels.canvas.mirrored_changed.connect(self.actions_by_id["mirror_view"].setChecked)
        self._parts.store.changed.connect(lambda _old, _new: self._on_draft_changed())
        self._parts.settings.changed.connect(lambda _old, new: self._check_theme(new.theme))
        self.panels.results.selected.connect(self._on_result_selected)
        self.panels.canvas.tool_chosen.connect(self._check_tool)
        self._library.left.connect(self._tell_needs)
        self._check_theme(self._parts.settings.settings.theme)
        self._check_tool(self.panels.canvas.tool)
        self._on_draft_changed()
        self._on_result_selected(None)

    @Slot()
    def _tell_needs(self) -> None:
        self._on_draft_changed()
        self._on_result_selected(self.panels.results.selected_item())

    def _on_draft_changed(self) -> None:
        target = self._parts.store.draft.target
        self.actions_by_id.enable(that_need(Need.TARGET), enabled=target is not None)
        several = any(image.frame_count > 1 for image in self._parts.store.draft.inputs)
        self.actions_by_id.enable(that_need(Need.FRAMES), enabled=several)
        self._jobs.name_window(target.name if target else "")
        self._library.tell_commands()

    def _on_result_selected(self, item: ResultItem | None) -> None:
        finished = item is not None and item.state is ResultState.DONE
        self.actions_by_id.enable(that_need(Need.RESULT), enabled=finished)
        self._library.tell_commands()

    def _check_tool(self, tool: ToolKind) -> None:
        self.actions_by_id[f"tool_{tool.value}"].setChecked(True)

    def _check_theme(self, theme: Theme) -> None:
        self.actions_by_id[f"theme_{theme.value}"].setChecked(True)

    def _show_undo(self, possible: bool, step: str) -> None:  # noqa: FBT001 - a slot
        self.actions_by_id["undo"].setEnabled(possible)
        text = self.tr("&Undo {step}").format(step=_named(step)) if step else self.tr("&Undo")
        self.actions_by_id["undo"].setText(text)

    def _show_redo(self, possible: bool, step: str) -> None:  # noqa: FBT001 - a slot
        self.actions_by_id["redo"].setEnabled(possible)
        text = self.tr("&Redo {step}").format(step=_named(step)) if step else self.tr("&Redo")
        self.actions_by_id["redo"].setText(text)

    def _layout_file(self) -> QSettings:
        path = self._parts.paths.config / "window.ini"
        return QSettings(str(path), QSettings.Format.IniFormat)

    def _restore_layout(self) -> None:
        layout = self._layout_file()
        geometry, state = layout.value("geometry"), layout.value("state")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        if isinstance(state, QByteArray):
            self.restoreState(state, _LAYOUT_VERSION)


def _named(step: str) -> str:
    """A step as it stands in a menu: an ampersand in a name of its own marks no key."""
    return inside(step).replace("&", "&&")
