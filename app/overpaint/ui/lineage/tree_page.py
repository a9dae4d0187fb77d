"""The tree of the selected result, and beside it what an edit changed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QWidget

from overpaint.domain.family import Family
from overpaint.ui.icons import Icons
from overpaint.ui.key_tips import key_tips
from overpaint.ui.lineage.step_pane import StepPane
from overpaint.ui.lineage.tree_model import FamilyModel, Node
from overpaint.ui.lineage.tree_view import FamilyView
from overpaint.ui.lineage.uses import FOR_ORIGINALS, TEXTS, LineageUse
from overpaint.ui.messages import render
from overpaint.ui.thumbnails import ThumbnailLoader

_SHARES = (3, 2)
_BOTH_PX = 420


class LineagePage(QWidget):
    """Takes the place of the strip of results while it is wanted.

    Attributes:
        wanted: ``(LineageUse, Node)``.
        rated: ``(stars, Node)``.
    """

    wanted = Signal(object, object)
    rated = Signal(int, object)

    def __init__(
        self, icons: Icons, loader: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._family = Family()
        self.model = FamilyModel(loader, self)
        self.view = FamilyView(self.model, icons)
        self.pane = StepPane(icons)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.view)
        parts.addWidget(self.pane)
        for place, share in enumerate(_SHARES):
            parts.setStretchFactor(place, share)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(parts)
        self.setFocusProxy(self.view)
        self.view.looked_at.connect(self._look_at)
        self.view.wanted.connect(self.wanted)
        self.view.rated.connect(self.rated)
        self.pane.wanted.connect(self.wanted)

    def show_family(self, family: Family, key: str) -> None:
        """Show the tree of a result; the keyboard's place goes there when another one is shown."""
        shown = next((node.spot.key for node in self.model.nodes if node.is_shown), None)
        self._family = family
        self.model.show_family(family, key)
        if shown != key or not self.view.currentIndex().isValid():
            self.view.go_to(key)
        self._look_at(self.model.node(self.view.currentIndex()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for both, the tree is what stays."""
        super().resizeEvent(event)
        self.pane.setVisible(event.size().width() >= _BOTH_PX)

    def minimumSizeHint(self) -> QSize:
        """The tree alone is enough."""
        return QSize(self.view.minimumWidth(), self.view.minimumHeight())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the card under the pointer."""
        index = self.view.indexAt(self.view.viewport().mapFromGlobal(event.globalPos()))
        node = self.model.node(index)
        if node is not None:
            menu = self.menu_for(node)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(event.globalPos())

    def menu_for(self, node: Node) -> QMenu:
        """The context menu of a card; the caller owns it."""
        menu = QMenu(self)
        for use in LineageUse:
            if node.kin is None and use not in FOR_ORIGINALS:
                continue
            text, icon = TEXTS[use]
            entry = QAction(self._icons.icon(icon), render(text), menu)
            entry.setShortcuts([QKeySequence(key) for key in key_tips().of(use.value)])
            entry.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            entry.triggered.connect(
                lambda _checked=False, wanted=use: self.wanted.emit(wanted, node)
            )
            menu.addAction(entry)
        return menu

    def _look_at(self, node: Node | None) -> None:
        kin = None if node is None else node.kin
        self.pane.show_step(node, None if kin is None else self._family.parent(kin))
