"""The list of jobs: buttons on rows, keys, and dragging into another order."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QAction,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QWidget

from overpaint.domain.events import JobId
from overpaint.ui.icons import Icons
from overpaint.ui.key_tips import key_tips, with_keys
from overpaint.ui.queue.actions import (
    QueueAction,
    available,
    command_of,
    icon_of,
    is_separated,
    keys_of,
    text_of,
)
from overpaint.ui.queue.delegate import QueueDelegate
from overpaint.ui.queue.entry import QueueEntry, Section
from overpaint.ui.queue.model import QueueModel, QueueRole
from overpaint.ui.queue.row_layout import WELL_WIDTH, RowLayout
from overpaint.ui.widgets.button_list import TURN_MS, ButtonList

_MIME = "application/x-overpaint-job"
_CARET = 2
_CARRIED = 264


class QueueView(ButtonList):
    """Shows a `QueueModel`. It asks; the window does.

    Attributes:
        triggered: ``(QueueAction, list[JobId])``: what the person wants done, and with which.
        moved: ``(JobId, JobId | None)``: a job was dropped before another, or at the end.
    """

    triggered = Signal(object, list)
    moved = Signal(object, object)

    def __init__(self, model: QueueModel, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue = model
        self._icons = icons
        self._caret: int | None = None
        self._rows = QueueDelegate(icons, self)
        self.setModel(model)
        self.setItemDelegate(self._rows)
        self.setAccessibleName(self.tr("Queue"))
        self._shape()
        model.counts_changed.connect(self._on_counts)
        icons.theme.changed.connect(self.viewport().update)

    def selected_entries(self) -> list[QueueEntry]:
        """The selected rows, from top to bottom."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return [self._queue.entries[row] for row in rows]

    def select(self, job: JobId) -> None:
        """Select a job and bring it into view."""
        row = self._queue.row_of(job)
        if row is not None:
            self.setCurrentIndex(self._queue.index(row))
            self.scrollTo(self._queue.index(row))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes by keyboard sees where the keys act."""
        super().focusInEvent(event)
        by_mouse = event.reason() is Qt.FocusReason.MouseFocusReason
        if not by_mouse and not self.currentIndex().isValid() and self._queue.rowCount():
            self.selectionModel().setCurrentIndex(
                self._queue.index(0), QItemSelectionModel.SelectionFlag.SelectCurrent
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key stands for."""
        action = self._action_of(event)
        entries = self.selected_entries()
        if action is None or not entries:
            super().keyPressEvent(event)
            return
        self._trigger(action, entries)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the job in the results; two quick clicks on a button are two clicks."""
        position = event.position().toPoint()
        entry = self._entry_at(position)
        if self._control_at(position) is not None:
            self.mousePressEvent(event)
        elif entry is not None:
            self.triggered.emit(QueueAction.SHOW, [entry.job])

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Carry a waiting job to another place in the list."""
        entry = self._entry_of(self.currentIndex())
        if entry is None or entry.section is not Section.WAITING:
            return
        drag = QDrag(self)
        data = QMimeData()
        data.setData(_MIME, entry.job.encode())
        drag.setMimeData(data)
        area = self.visualRect(self.currentIndex())
        # The line that shows where it would go stays in sight beside it.
        area.setWidth(min(area.width(), _CARRIED))
        drag.setPixmap(self._carried(area))
        drag.setHotSpot(self.viewport().mapFromGlobal(self.cursor().pos()) - area.topLeft())
        drag.exec(Qt.DropAction.MoveAction)
        self._show_caret(None)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only jobs of this list."""
        if event.source() is self and event.mimeData().hasFormat(_MIME):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where it would go."""
        super().dragMoveEvent(event)  # scrolls near the edges
        self._show_caret(self.gap_at(event.position().toPoint()))
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It would go nowhere."""
        self._show_caret(None)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the other place."""
        self._show_caret(None)
        job = JobId(bytes(event.mimeData().data(_MIME).data()).decode())
        event.acceptProposedAction()
        self.drop_at(job, self.gap_at(event.position().toPoint()))

    def gap_at(self, position: QPoint) -> int:
        """The row before which something would go; never among those that run or have ended."""
        first = len(self._queue.section(Section.RUNNING))
        last = first + len(self._queue.section(Section.WAITING))
        index = self.indexAt(position)
        if not index.isValid():
            return last
        after = position.y() > self.visualRect(index).center().y()
        return min(max(index.row() + after, first), last)

    def drop_at(self, job: JobId, gap: int) -> None:
        """Ask for a job to go into a gap between rows."""
        waiting = self._queue.section(Section.WAITING)
        place = gap - len(self._queue.section(Section.RUNNING))
        before = waiting[place].job if place < len(waiting) else None
        if before != job:
            self.moved.emit(job, before)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Rows, and the line where a dragged one would go."""
        self._queue.set_edge_px(round(2 * WELL_WIDTH * self.devicePixelRatioF()))
        super().paintEvent(event)
        if self._caret is None:
            return
        painter = QPainter(self.viewport())
        line = self._caret_line(self._caret)
        accent = self._icons.theme.tokens.accent
        painter.fillRect(line, accent)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawEllipse(QPoint(line.left() + 3, line.center().y() + 1), 4, 4)
        painter.end()

    def contextMenuEvent(self, event: QEvent) -> None:
        """What can be done with the selected rows."""
        position = getattr(event, "pos", QPoint)()
        entry = self._entry_at(position) or self._entry_of(self.currentIndex())
        if entry is None:
            return
        if entry not in self.selected_entries():
            self.select(entry.job)
        menu = self.menu_for(self.selected_entries())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(getattr(event, "globalPos", self.cursor().pos)())

    def menu_for(self, entries: list[QueueEntry]) -> QMenu:
        """The context menu of rows; the caller owns it."""
        menu = QMenu(self)
        billed = next((entry for entry in entries if entry.item.maybe_billed), None)
        for action in dict.fromkeys(act for entry in entries for act in available(entry)):
            if is_separated(action) and not menu.isEmpty():
                menu.addSeparator()
            row = QAction(self._icons.icon(icon_of(action)), text_of(action, billed), menu)
            row.setShortcuts([QKeySequence(keys) for keys in keys_of(action)])
            row.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            row.triggered.connect(lambda _checked=False, a=action: self._trigger(a, entries))
            menu.addAction(row)
        return menu

    def _trigger(self, action: QueueAction, entries: list[QueueEntry]) -> None:
        jobs = [entry.job for entry in entries if action in available(entry)]
        if jobs:
            self.triggered.emit(action, jobs)

    def _action_of(self, event: QKeyEvent) -> QueueAction | None:
        """What a key means for the selected rows; Enter shows the job in the results."""
        possible = [action for entry in self.selected_entries() for action in available(entry)]
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            return QueueAction.SHOW if possible else None
        by_command = {command_of(action): action for action in possible}
        command = key_tips().command_of(event, filter(None, by_command))
        return None if command is None else by_command[command]

    def _entry_of(self, index: QModelIndex | QPersistentModelIndex) -> QueueEntry | None:
        entry: QueueEntry | None = index.data(QueueRole.ENTRY) if index.isValid() else None
        return entry

    def _entry_at(self, position: QPoint) -> QueueEntry | None:
        return self._entry_of(self.indexAt(position))

    def _control_at(self, position: QPoint) -> tuple[JobId, QueueAction] | None:
        index = self.indexAt(position)
        entry = self._entry_of(index)
        if entry is None:
            return None
        action = RowLayout.at(self.visualRect(index)).control_at(entry, position)
        return None if action is None else (entry.job, action)

    def _push(self, position: QPoint) -> None:
        control = self._control_at(position)
        if control is not None:
            self.triggered.emit(control[1], [control[0]])

    def _tip_at(self, position: QPoint) -> str | None:
        control = self._control_at(position)
        if control is None:
            return None
        entry = self._entry_at(position)
        return with_keys(text_of(control[1], entry), command_of(control[1]))

    def _heat(self, position: QPoint | None) -> None:
        control = None if position is None else self._control_at(position)
        if control != self._rows.hot:
            self._rows.hot = control
            self.viewport().update()

    def _show_caret(self, gap: int | None) -> None:
        if gap != self._caret:
            self._caret = gap
            self.viewport().update()

    def _caret_line(self, gap: int) -> QRect:
        count = self._queue.rowCount()
        row = min(gap, count - 1)
        area = self.visualRect(self._queue.index(row))
        top = area.top() if gap <= row else area.bottom()
        return QRect(8, max(top - _CARET // 2, 0), self.viewport().width() - 16, _CARET)

    def _carried(self, area: QRect) -> QPixmap:
        """The row as it is carried along: pale, so that what is below can be read."""
        whole = self.viewport().grab(area)
        pale = QPixmap(whole.size())
        pale.setDevicePixelRatio(whole.devicePixelRatio())
        pale.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pale)
        painter.setOpacity(0.7)
        painter.drawPixmap(0, 0, whole)
        painter.end()
        return pale

    def _shape(self) -> None:
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(False)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # The panel's own ground shows through; `Base` is for fields.
        self.viewport().setAutoFillBackground(False)

    @Slot(int, int)
    def _on_counts(self, running: int, _waiting: int) -> None:
        self._let_rings_turn(on=running > 0)

    @Slot()
    def _turn_rings(self) -> None:
        """Only rings that turn and can be seen are painted again."""
        if not self.isVisible():
            return
        self._rows.elapsed_ms += TURN_MS
        for row in range(len(self._queue.section(Section.RUNNING))):
            area = self.visualRect(self._queue.index(row))
            if area.intersects(self.viewport().rect()):
                self.viewport().update(RowLayout.at(area).icon)
