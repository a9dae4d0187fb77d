"""The results panel: the strip of tiles and what the person wants done with them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from overpaint.domain.events import JobId
from overpaint.ui.icons import Icons
from overpaint.ui.results.actions import (
    ResultAction,
    available,
    command_of,
    icon_of,
    is_separated,
    keys_of,
    text_of,
)
from overpaint.ui.results.item import ResultItem, ResultState
from overpaint.ui.results.model import ResultsModel
from overpaint.ui.results.view import ResultsView

_SEVERAL = 2
_COMMANDS = {ResultAction.LINEAGE, ResultAction.STAR}
_FOR_SEVERAL = {
    ResultAction.ADD_AS_REFERENCE, ResultAction.SAVE_COPY, ResultAction.COPY,
    ResultAction.COPY_PATH, ResultAction.REMOVE,
}  # fmt: skip


class ResultsStrip(QWidget):
    """The strip below the canvas. It asks; the window does.

    Attributes:
        selected: The `ResultItem` to show, or None; also when the selected one gets a newer
            picture or another state.
        activated: The `ResultItem` that was double-clicked or got Enter.
        use_as_target: `Path` of a finished file.
        add_as_reference: `Path` of a finished file.
        export_requested: The selected files are to be exported.
        save_copy_requested: `ResultItem` with a file.
        copy_requested: `ResultItem` with a file.
        copy_path_requested: `Path` of a finished file.
        show_in_folder_requested: `Path` of a finished file.
        blend_again_requested: `ResultItem` whose answer could not be blended.
        retry_requested: `JobId` of a failed or cancelled job.
        cancel_requested: `JobId` of a running job.
        compare_requested: Keys of two tiles, or of one that is compared with its original.
        command_requested: Id of a command about the selected result.
        compare_files_requested: ``(Path, Path)``: two files are to be compared.
        removed: `ResultItem` that left the strip; its file stays.
        several_requested: ``(ResultAction, list[Path])``: the same for all selected files, the
            current one first.
        drag_refused: Nobody took what was dragged out of the window.
        edit_in_menu: Adds the programs that a tile can be edited in to its menu; None for nobody.
    """

    selected = Signal(object)
    activated = Signal(object)
    use_as_target = Signal(object)
    add_as_reference = Signal(object)
    export_requested = Signal()
    save_copy_requested = Signal(object)
    copy_requested = Signal(object)
    copy_path_requested = Signal(object)
    show_in_folder_requested = Signal(object)
    blend_again_requested = Signal(object)
    retry_requested = Signal(object)
    cancel_requested = Signal(object)
    compare_requested = Signal(list)
    compare_files_requested = Signal(object, object)
    command_requested = Signal(str)
    sent_requested = Signal(object)
    removed = Signal(object)
    several_requested = Signal(object, list)
    drag_refused = Signal()

    def __init__(self, model: ResultsModel, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit_in_menu: Callable[[QMenu, ResultItem], None] | None = None
        self._model = model
        self._icons = icons
        self._told: ResultItem | None = None
        self._view = ResultsView(model, icons, self)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._view.customContextMenuRequested.connect(self._open_menu)
        self._view.triggered.connect(self.perform)
        self._view.drag_refused.connect(self.drag_refused)
        self._view.dropped_on.connect(self.compare_files_requested)
        self._view.activated.connect(self._on_activated)
        self._view.selectionModel().currentChanged.connect(self._on_current_changed)
        model.item_changed.connect(self._on_item_changed)
        model.rowsInserted.connect(self._on_rows_inserted)
        model.modelReset.connect(self._tell_selected)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)
        self.setFocusProxy(self._view)

    @property
    def view(self) -> ResultsView:
        """The list view, for tests and for focus."""
        return self._view

    def selected_item(self) -> ResultItem | None:
        """The tile that is selected; None when there is none."""
        return self._view.item_at(self._view.currentIndex())

    def select(self, key: str) -> None:
        """Select a tile by its key and bring it into view."""
        row = self._model.row_of_key(key)
        if row is not None:
            self._view.setCurrentIndex(self._model.index(row))
            self._view.scrollTo(self._model.index(row))

    def select_job(self, job: JobId) -> None:
        """Select the first tile of a job."""
        for row in range(self._model.rowCount()):
            if self._model.item(row).job == job:
                self.select(self._model.item(row).key)
                return

    def step(self, direction: int) -> None:
        """Select the next tile (+1) or the one before (-1); stops at the ends."""
        current = self._view.currentIndex()
        row = current.row() + direction if current.isValid() else 0
        if 0 <= row < self._model.rowCount():
            self.select(self._model.item(row).key)

    @Slot(object, object)
    def perform(self, action: ResultAction, item: ResultItem | None = None) -> None:
        """Ask for an action on a tile; nothing if it cannot be.

        Args:
            action: What is wanted.
            item: The tile; all that are selected unless told.
        """
        if action is ResultAction.EXPORT:
            self._export(item)
            return
        if action is ResultAction.COMPARE:
            self._compare(item)
            return
        if action in _COMMANDS:
            self._command(action, item)
            return
        if item is None and self._perform_on_several(action):
            return
        item = item if item is not None else self.selected_item()
        if item is None or action not in available(item):
            return
        if action is ResultAction.REMOVE:
            self._model.remove(item.key)
            self.removed.emit(item)
            return
        signals = {
            ResultAction.SAVE_COPY: (self.save_copy_requested, item),
            ResultAction.COPY: (self.copy_requested, item),
            ResultAction.COPY_PATH: (self.copy_path_requested, item.file),
            ResultAction.SHOW_IN_FOLDER: (self.show_in_folder_requested, item.file),
            ResultAction.USE_AS_TARGET: (self.use_as_target, item.file),
            ResultAction.ADD_AS_REFERENCE: (self.add_as_reference, item.file),
            ResultAction.BLEND_AGAIN: (self.blend_again_requested, item),
            ResultAction.RETRY: (self.retry_requested, item.job),
            ResultAction.CANCEL: (self.cancel_requested, item.job),
            ResultAction.SENT: (self.sent_requested, item.job),
        }
        signal, value = signals[action]
        signal.emit(value)

    def _command(self, action: ResultAction, item: ResultItem | None) -> None:
        """Ask for a command, with another tile selected first when it is about that one."""
        if item is not None:
            self.select(item.key)
        selected = self.selected_item()
        if selected is not None and action in available(selected):
            self.command_requested.emit(command_of(action))

    def _compare(self, item: ResultItem | None) -> None:
        """Two that are selected with each other, else one with its original."""
        chosen = self._pair() if item is None else []
        item = item if item is not None else self.selected_item()
        if len(chosen) != _SEVERAL and item is not None:
            chosen = [item] if ResultAction.COMPARE in available(item) else []
        if chosen:
            self.compare_requested.emit([one.key for one in chosen])

    def _pair(self) -> list[ResultItem]:
        """The selected tiles that can be compared with each other."""
        return [item for item in self._view.selected_items() if item.file is not None]

    def _export(self, item: ResultItem | None) -> None:
        """Ask for it, with another tile selected first when it is about that one."""
        if item is not None and item not in self._view.selected_items():
            self.select(item.key)
        if any(item.file is not None for item in self._view.selected_items()):
            self.export_requested.emit()

    def _perform_on_several(self, action: ResultAction) -> bool:
        """Do what can be done with several tiles at once; tells whether that was it."""
        items = [item for item in self._view.selected_items() if action in available(item)]
        if len(items) < _SEVERAL or action not in _FOR_SEVERAL:
            return False
        if action is ResultAction.REMOVE:
            for item in items:
                self._model.remove(item.key)
                self.removed.emit(item)
            return True
        current = self.selected_item()
        items.sort(key=lambda item: item != current)
        self.several_requested.emit(action, [item.file for item in items])
        return True

    def menu_for(self, item: ResultItem) -> QMenu:
        """The context menu of a tile; the caller owns it."""
        menu = QMenu(self)
        of_two = item in self._view.selected_items() and len(self._pair()) == _SEVERAL
        for action in available(item):
            if is_separated(action) and not menu.isEmpty():
                menu.addSeparator()
            entry = QAction(self._icons.icon(icon_of(action)), text_of(action, of_two=of_two), menu)
            entry.setShortcuts([QKeySequence(keys) for keys in keys_of(action)])
            entry.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            among = item if item not in self._view.selected_items() else None
            entry.triggered.connect(lambda _checked=False, a=action, i=among: self.perform(a, i))
            menu.addAction(entry)
            if action is ResultAction.SHOW_IN_FOLDER and self.edit_in_menu is not None:
                self.edit_in_menu(menu, item)
        return menu

    @Slot(QPoint)
    def _open_menu(self, position: QPoint) -> None:
        index = self._view.indexAt(position)
        item = self._view.item_at(index)
        if item is None:
            return
        menu = self.menu_for(item)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._view.viewport().mapToGlobal(position))

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        item = self._view.item_at(index)
        if item is not None:
            self.activated.emit(item)

    @Slot()
    def _on_current_changed(self) -> None:
        self._tell_selected()

    @Slot(object)
    def _on_item_changed(self, item: ResultItem) -> None:
        if self._told is not None and item.key == self._told.key and _differs(item, self._told):
            self._tell_selected()

    @Slot(QModelIndex, int, int)
    def _on_rows_inserted(self, _parent: QModelIndex, _first: int, last: int) -> None:
        if self._model.item(last).state is not ResultState.ORIGINAL:
            self._view.scrollTo(self._model.index(last))

    def _tell_selected(self) -> None:
        item = self.selected_item()
        if item is None and self._told is None:
            return
        self._told = item
        self.selected.emit(item)


def _differs(new: ResultItem, old: ResultItem) -> bool:
    """Whether there is more news than the seconds that went by."""
    return (new.state, new.picture, new.error) != (old.state, old.picture, old.error)
