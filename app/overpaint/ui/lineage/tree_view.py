"""The tree of a family: walked through by arrow keys, used by the keys of results."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QWidget

from overpaint.ui.icons import Icons
from overpaint.ui.key_tips import key_tips
from overpaint.ui.lineage.tree_model import FamilyModel, KinRole, Node
from overpaint.ui.lineage.tree_painter import (
    CARD_HEIGHT,
    CARD_WIDTH,
    COLUMN_GAP,
    MARGIN,
    ROW_GAP,
    TreePainter,
)
from overpaint.ui.lineage.uses import RATINGS, LineageUse

_Index = QModelIndex | QPersistentModelIndex
_Move = QAbstractItemView.CursorAction
_USES = {use.value: use for use in LineageUse if use is not LineageUse.SHOW}
_State = QStyle.StateFlag
_LEAST_PX = 148


class FamilyView(QAbstractItemView):
    """Generations stand beside each other, branches below each other.

    Attributes:
        wanted: ``(LineageUse, Node)``: what the person wants done with a card.
        rated: ``(stars, Node)``.
        looked_at: The `Node` that the keyboard or the pointer is at, or None.
        left: The person is done here.
    """

    wanted = Signal(object, object)
    rated = Signal(int, object)
    looked_at = Signal(object)
    left = Signal()

    def __init__(self, model: FamilyModel, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._family = model
        self._painter = TreePainter(icons)
        self._hot = QPersistentModelIndex()
        self.setModel(model)
        self.setAccessibleName(self.tr("Lineage tree"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QAbstractItemView.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setMouseTracking(True)
        self.setMinimumSize(_LEAST_PX, CARD_HEIGHT + 2 * MARGIN)
        model.modelReset.connect(self._fit_bars)
        self.clicked.connect(self._on_clicked)
        self.activated.connect(self._on_clicked)
        icons.theme.changed.connect(self.viewport().update)

    def go_to(self, key: str) -> None:
        """Put the keyboard's place on a card and bring it into view."""
        row = self._family.row_of(key)
        if row is not None:
            self.setCurrentIndex(self._family.index(row))
            self.scrollTo(self._family.index(row))

    # What QAbstractItemView wants to know

    def visualRect(self, index: _Index) -> QRect:
        """Where a card is in the viewport."""
        node = self._family.node(index)
        if node is None:
            return QRect()
        return _card(node).translated(-self.horizontalOffset(), -self.verticalOffset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The card under a place of the viewport."""
        place = point + QPoint(self.horizontalOffset(), self.verticalOffset())
        for row, node in enumerate(self._family.nodes):
            if _card(node).contains(place):
                return self._family.index(row)
        return QModelIndex()

    def scrollTo(
        self,
        index: _Index,
        _hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a card into view."""
        node = self._family.node(index)
        if node is None:
            return
        card = _card(node).adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
        size = self.viewport().size()
        for bar, low, high, room in (
            (self.horizontalScrollBar(), card.left(), card.right(), size.width()),
            (self.verticalScrollBar(), card.top(), card.bottom(), size.height()),
        ):
            if high - bar.value() > room:
                bar.setValue(high - room)
            if low < bar.value():
                bar.setValue(low)

    def horizontalOffset(self) -> int:
        """How far it is scrolled."""
        return self.horizontalScrollBar().value()

    def verticalOffset(self) -> int:
        """How far it is scrolled."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, _index: _Index) -> bool:
        """Every card can be seen."""
        return False

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Left leads to the parent, Right to the first child, Up and Down to the neighbours."""
        node = self._family.node(self.currentIndex())
        if node is None:
            return self._family.index(0)
        if action is _Move.MoveHome:
            return self._family.index(0)
        goal = _neighbour(node, self._family.nodes, action)
        row = None if goal is None else self._family.row_of(goal.spot.key)
        return self.currentIndex() if row is None else self._family.index(row)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select what lies in a part of the viewport."""
        chosen = QItemSelection()
        for row in range(self._family.rowCount()):
            index = self._family.index(row)
            if self.visualRect(index).intersects(rect.normalized()):
                chosen.select(index, index)
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """What is to be painted anew when a selection changes."""
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index)
        return region

    # What Qt calls

    def sizeHint(self) -> QSize:
        """Three generations, two branches."""
        return QSize(3 * (CARD_WIDTH + COLUMN_GAP), 2 * (CARD_HEIGHT + ROW_GAP) + 2 * MARGIN)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lines first, then the cards that can be seen."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._family.set_edge_px(round(96 * self.devicePixelRatioF()))
        rects = {
            node.spot.key: self.visualRect(self._family.index(row))
            for row, node in enumerate(self._family.nodes)
        }
        ways = sorted(self._family.nodes, key=lambda node: node.is_ancestor)
        for node in ways:
            if node.spot.parent is not None:
                parent, child = rects[node.spot.parent], rects[node.spot.key]
                if parent.united(child).intersects(event.rect()):
                    self._painter.line(painter, parent, child, on_way=node.is_ancestor)
        for row, node in enumerate(self._family.nodes):
            if rects[node.spot.key].intersects(event.rect()):
                self._paint_card(painter, self._family.index(row), node, rects[node.spot.key])
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scroll as far as there is something."""
        super().resizeEvent(event)
        self._fit_bars()

    def event(self, event: QEvent) -> bool:
        """The keys of results go before the window's shortcuts."""
        overrides = event.type() is QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and _command(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key stands for."""
        command, node = _command(event), self._family.node(self.currentIndex())
        if node is not None and command in RATINGS:
            self.rated.emit(RATINGS[command], node)
        elif node is not None and command in _USES:
            self.wanted.emit(_USES[command], node)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif node is not None and event.key() == Qt.Key.Key_Space:
            self.wanted.emit(LineageUse.SHOW, node)
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Tell what is looked at."""
        super().currentChanged(current, previous)
        self.scrollTo(current)
        self.viewport().update()
        self.looked_at.emit(self._family.node(current))

    def _on_clicked(self, index: QModelIndex) -> None:
        node = self._family.node(index)
        if node is not None:
            self.wanted.emit(LineageUse.SHOW, node)

    def _paint_card(self, painter: QPainter, index: QModelIndex, node: Node, area: QRect) -> None:
        state = _State.State_Enabled
        if self.selectionModel().isSelected(index):
            state |= _State.State_Selected
        if index == self.currentIndex() and self.hasFocus():
            state |= _State.State_HasFocus
        self._painter.card(painter, area, node, index.data(KinRole.PICTURE), state)

    def _fit_bars(self) -> None:
        cards = [_card(node) for node in self._family.nodes]
        width = max((card.right() for card in cards), default=0) + MARGIN
        height = max((card.bottom() for card in cards), default=0) + MARGIN
        room = self.viewport().size()
        for bar, length, seen, step in (
            (self.horizontalScrollBar(), width, room.width(), CARD_WIDTH // 4),
            (self.verticalScrollBar(), height, room.height(), CARD_HEIGHT // 2),
        ):
            bar.setRange(0, max(0, length - seen))
            bar.setPageStep(seen)
            bar.setSingleStep(step)


def _card(node: Node) -> QRect:
    left = MARGIN + node.spot.column * (CARD_WIDTH + COLUMN_GAP)
    top = MARGIN + round(node.spot.row * (CARD_HEIGHT + ROW_GAP))
    return QRect(left, top, CARD_WIDTH, CARD_HEIGHT)


def _command(event: QKeyEvent) -> str | None:
    return key_tips().command_of(event, (*_USES, *RATINGS))


def _neighbour(
    node: Node, nodes: tuple[Node, ...], action: QAbstractItemView.CursorAction
) -> Node | None:
    """The card that an arrow key leads to; None for none."""
    spot = node.spot
    if action is _Move.MoveLeft:
        return next((one for one in nodes if one.spot.key == spot.parent), None)
    if action is _Move.MoveRight:
        below = [one for one in nodes if one.spot.parent == spot.key]
        # The way to the result that is shown goes before other branches.
        return min(below, key=lambda one: not one.is_ancestor, default=None)
    if action not in {_Move.MoveUp, _Move.MoveDown}:
        return None
    sign = -1 if action is _Move.MoveUp else 1
    beyond = [one for one in nodes if (one.spot.row - spot.row) * sign > 0]
    return min(
        beyond,
        key=lambda one: (
            abs(one.spot.column - spot.column),
            abs(one.spot.row - spot.row),
        ),
        default=None,
    )
