"""The list view of result tiles: buttons on tiles, keys, busy rings, dragging out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from overpaint.ui.cards import paint_line
from overpaint.ui.icons import Icons
from overpaint.ui.key_tips import key_tips, with_keys
from overpaint.ui.payload import RESULT_TYPE
from overpaint.ui.results.actions import ResultAction, available, command_of, text_of
from overpaint.ui.results.delegate import TileDelegate
from overpaint.ui.results.dragging import carry_out
from overpaint.ui.results.item import ResultItem, ResultState, TileMarks
from overpaint.ui.results.model import ResultRole, ResultsModel
from overpaint.ui.results.tile_layout import SPACING, TILE, TileLayout
from overpaint.ui.theme import TextRole
from overpaint.ui.widgets.button_list import TURN_MS, ButtonList

_ROWS_TO_WRAP = 2


class ResultsView(ButtonList):
    """Shows the tiles in a row, in several rows where there is height for them.

    Attributes:
        triggered: ``(ResultAction, ResultItem)``: what the person wants done with a tile; None in
            place of the tile for those that are selected.
        drag_refused: Nobody took what was dragged out of the window.
        dropped_on: ``(Path, Path)``: the file of a tile, and a result that was dropped on it.
    """

    triggered = Signal(object, object)
    drag_refused = Signal()
    dropped_on = Signal(object, object)

    def __init__(self, model: ResultsModel, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._results = model
        self._tiles = TileDelegate(icons, self)
        self.setModel(model)
        self.setItemDelegate(self._tiles)
        self.setAccessibleName(self.tr("Results"))
        self._shape()
        model.running_changed.connect(self._on_running_changed)
        icons.theme.changed.connect(self.viewport().update)

    @property
    def marks(self) -> Mapping[str, TileMarks]:
        """What a person thinks of the results, by the keys of their tiles."""
        return self._tiles.marks

    def set_marks(self, marks: Mapping[str, TileMarks]) -> None:
        """Show what a person thinks of the results."""
        if marks != self._tiles.marks:
            self._tiles.marks = marks
            self.viewport().update()

    def item_at(self, index: QModelIndex | QPersistentModelIndex) -> ResultItem | None:
        """The tile of an index, None for none."""
        item: ResultItem | None = index.data(ResultRole.ITEM) if index.isValid() else None
        return item

    def sizeHint(self) -> QSize:
        """One row of tiles and the scroll bar."""
        bar = self.horizontalScrollBar().sizeHint().height()
        return QSize(4 * (TILE.width() + SPACING), TILE.height() + 2 * SPACING + bar)

    def minimumSizeHint(self) -> QSize:
        """One tile."""
        return QSize(TILE.width() + 2 * SPACING, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say what will come while there is nothing yet."""
        edge_px = round(TILE.width() * self.devicePixelRatioF())
        self._results.set_edge_px(edge_px)
        super().paintEvent(event)
        count = self._results.rowCount()
        if count > 1 or (count == 1 and self._results.item(0).state is not ResultState.ORIGINAL):
            return
        left = SPACING + count * (TILE.width() + 2 * SPACING)
        area = QRect(left, 0, self.viewport().width() - left - SPACING, TILE.height())
        painter = QPainter(self.viewport())
        font, colour = self._icons.theme.font(TextRole.BODY), self._icons.theme.tokens.muted
        align = Qt.AlignmentFlag.AlignHCenter
        text = self.tr("Results of this edit appear here.")
        paint_line(painter, area, text, font, colour, align=align)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the height of a tall panel for further rows."""
        rows = self.viewport().height() // (TILE.height() + SPACING)
        self.setWrapping(rows >= _ROWS_TO_WRAP)
        super().resizeEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes by keyboard sees where the keys act."""
        super().focusInEvent(event)
        by_mouse = event.reason() is Qt.FocusReason.MouseFocusReason
        if not by_mouse and not self.currentIndex().isValid():
            self.selectionModel().setCurrentIndex(
                self._results.index(0), QItemSelectionModel.SelectionFlag.NoUpdate
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key stands for."""
        action = self._action_of(event)
        item = self.item_at(self.currentIndex())
        if action is None or item is None:
            super().keyPressEvent(event)
            return
        self.triggered.emit(action, None)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Carry the files of the selected tiles out of the window."""
        items = [item for item in self.selected_items() if item.file is not None]
        current = self.item_at(self.currentIndex())
        if current is not None and current in items:
            # Programs that take pixels and no files get the one under the pointer.
            items.remove(current)
            items.insert(0, current)
        paths = [item.file for item in items if item.file is not None]
        if not paths:
            return
        row = self._results.row_of_key(items[0].key)
        image = None if row is None else self._results.index(row).data(ResultRole.PICTURE)
        is_result = items[0].state is not ResultState.ORIGINAL
        if not carry_out(self, paths, image, self._icons.theme, is_result=is_result):
            self.drag_refused.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A result may be dropped on a tile; everything else is for the window."""
        if self._carried(event) is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Light the tile under the pointer."""
        goal = self._drop_goal(event)
        self._aim(None if goal is None else goal.key)
        if goal is None:
            event.ignore()
        else:
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It is over another part of the window."""
        event.accept()
        self._aim(None)

    def dropEvent(self, event: QDropEvent) -> None:
        """A result on a tile: both are compared."""
        goal, carried = self._drop_goal(event), self._carried(event)
        self._aim(None)
        if goal is None or carried is None:
            event.ignore()
            return
        event.acceptProposedAction()
        self.dropped_on.emit(goal.file, carried)

    def selected_items(self) -> list[ResultItem]:
        """The selected tiles, in the order of the strip."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return [self._results.item(row) for row in rows]

    def _shape(self) -> None:
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setViewMode(QListView.ViewMode.ListMode)
        self.setUniformItemSizes(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSpacing(SPACING // 2)
        self.setViewportMargins(SPACING // 2, SPACING // 2, SPACING // 2, SPACING // 2)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDropIndicatorShown(False)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        # The panel's own ground shows through; `Base` is for fields.
        self.viewport().setAutoFillBackground(False)

    def _action_of(self, event: QKeyEvent) -> ResultAction | None:
        item = self.item_at(self.currentIndex())
        if item is None:
            return None
        by_command = {command_of(action): action for action in available(item)}
        command = key_tips().command_of(event, filter(None, by_command))
        return None if command is None else by_command[command]

    def _control_at(self, position: QPoint) -> tuple[str, ResultAction] | None:
        index = self.indexAt(position)
        item = self.item_at(index)
        if item is None:
            return None
        action = TileLayout.at(self.visualRect(index)).control_at(item, position)
        return None if action is None else (item.key, action)

    def _carried(self, event: QDropEvent) -> Path | None:
        """The file of the result that is dragged, or of the original; None for anything else."""
        if event.source() is not self and not event.mimeData().hasFormat(RESULT_TYPE):
            return None
        urls = event.mimeData().urls()
        return Path(urls[0].toLocalFile()) if urls else None

    def _drop_goal(self, event: QDropEvent) -> ResultItem | None:
        """The finished tile under the pointer, unless it is the one being dragged."""
        item = self.item_at(self.indexAt(event.position().toPoint()))
        carried = self._carried(event)
        if carried is None or item is None or item.file is None or item.file == carried:
            return None
        return item

    def _aim(self, key: str | None) -> None:
        if key != self._tiles.aimed_at:
            self._tiles.aimed_at = key
            self.viewport().update()

    def _push(self, position: QPoint) -> None:
        item, control = self.item_at(self.indexAt(position)), self._control_at(position)
        if item is not None and control is not None:
            self.triggered.emit(control[1], item)

    def _tip_at(self, position: QPoint) -> str | None:
        control = self._control_at(position)
        return None if control is None else with_keys(text_of(control[1]), command_of(control[1]))

    def _heat(self, position: QPoint | None) -> None:
        control = None if position is None else self._control_at(position)
        if control != self._tiles.hot:
            self._tiles.hot = control
            self.viewport().update()

    @Slot(int)
    def _on_running_changed(self, running: int) -> None:
        self._let_rings_turn(on=running > 0)

    @Slot()
    def _turn_rings(self) -> None:
        """Only tiles that turn and can be seen are painted again."""
        if not self.isVisible():
            return
        self._tiles.elapsed_ms += TURN_MS
        seen = self.viewport().rect()
        for row in range(self._results.rowCount()):
            if self._results.item(row).state in {ResultState.WAITING, ResultState.PREVIEW}:
                area = self.visualRect(self._results.index(row))
                if area.intersects(seen):
                    self.viewport().update(TileLayout.at(area).well)
