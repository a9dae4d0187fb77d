"""The results of a family as a list model; places come along, the view only draws them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Slot,
)
from PySide6.QtGui import QImage

from overpaint.domain.family import Family, Kin
from overpaint.domain.family_layout import Spot, laid_out
from overpaint.ui.lineage import texts
from overpaint.ui.thumbnails import ThumbnailLoader

_TOP = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex
ROOT = ""
"""The key of the original."""


class KinRole(IntEnum):
    """What a delegate reads beside Qt's own roles."""

    NODE = Qt.ItemDataRole.UserRole + 1
    PICTURE = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class Node:
    """One card of the tree.

    Attributes:
        spot: Where it stands.
        file: The picture.
        place: 1-based place among the variants of its edit.
        count: How many these are.
        kin: The result; None for the original.
        parent: The result that it was made from; None for an original.
        is_shown: Whether it is the one that was asked for.
        is_ancestor: Whether it leads there.
    """

    spot: Spot
    file: Path | None
    place: int = 1
    count: int = 1
    kin: Kin | None = None
    parent: Kin | None = None
    is_shown: bool = False
    is_ancestor: bool = False

    @property
    def title(self) -> str:
        """“Original”, “Edit 2”, “Edit 2 · 1 of 4”."""
        return texts.title(self.spot.column, self.place, self.count)

    @property
    def news(self) -> str:
        """What is new in its prompt; worked out when it is looked at."""
        if self.kin is None:
            return ""
        return texts.news(self.kin.prompt, "" if self.parent is None else self.parent.prompt)


class FamilyModel(QAbstractListModel):
    """The original first, then every result after its parent."""

    def __init__(self, loader: ThumbnailLoader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loader = loader
        self._nodes: tuple[Node, ...] = ()
        self._rows: dict[str, int] = {}
        self._edge_px = 128
        loader.ready.connect(self._on_ready)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The cards."""
        return self._nodes

    def set_edge_px(self, edge_px: int) -> None:
        """How large the pictures are shown, in screen pixels."""
        self._edge_px = edge_px

    def show_family(self, family: Family, key: str) -> None:
        """Show the tree in which a result stands, with that one marked."""
        root, kin = family.tree_of(key)
        by_key = {one.key: one for one in kin}
        chain = {one.key for one in family.chain(key)}
        nodes = []
        for spot in laid_out(kin):
            one = by_key.get(spot.key)
            variants = [other.key for other in family.siblings(spot.key)] or [spot.key]
            nodes.append(
                Node(
                    spot,
                    root if one is None else one.file,
                    variants.index(spot.key) + 1,
                    len(variants),
                    one,
                    None if one is None else family.parent(one),
                    is_shown=spot.key == key,
                    is_ancestor=one is None or spot.key in chain,
                )
            )
        self._take(tuple(nodes) if kin else ())

    def row_of(self, key: str) -> int | None:
        """Where a card is; None when there is none."""
        return self._rows.get(key)

    def node(self, index: _Index) -> Node | None:
        """The card of an index; None for none."""
        return self._nodes[index.row()] if index.isValid() else None

    def rowCount(self, parent: _Index = _TOP) -> int:
        """How many cards there are."""
        return 0 if parent.isValid() else len(self._nodes)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts for everybody, the card and its picture for the delegate."""
        node = self.node(index)
        if node is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return node.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return texts.tooltip(node.title, node.kin, node.file)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return texts.spoken(node.title, node.kin, is_shown=node.is_shown)
        if role == KinRole.NODE:
            return node
        return self._picture(node) if role == KinRole.PICTURE else None

    def _picture(self, node: Node) -> QImage | None:
        if node.file is None:
            return None
        found = self._loader.find(node.file, self._edge_px)
        if found is None and not self._loader.is_broken(node.file, self._edge_px):
            self._loader.request(node.file, self._edge_px)
        return found

    def _take(self, nodes: tuple[Node, ...]) -> None:
        """Show other cards; those that only look different keep focus and selection."""
        before = [node.spot for node in self._nodes]
        if before == [node.spot for node in nodes]:
            self._nodes = nodes
            if nodes:
                self.dataChanged.emit(self.index(0), self.index(len(nodes) - 1))
            return
        self.beginResetModel()
        self._nodes = nodes
        self._rows = {node.spot.key: row for row, node in enumerate(nodes)}
        self.endResetModel()

    @Slot(object, int)
    def _on_ready(self, path: Path, _edge_px: int) -> None:
        for row, node in enumerate(self._nodes):
            if node.file == path:
                self.dataChanged.emit(self.index(row), self.index(row), [KinRole.PICTURE])
