"""The shown masks of the shelf as a list model."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Slot,
)

from overpaint.ui.masks.placement import size_text
from overpaint.ui.masks.shelf import MaskShelf, SavedMask

_TOP = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class ShelfRole(IntEnum):
    """What the delegate reads beside Qt's own roles."""

    MASK = Qt.ItemDataRole.UserRole + 1


class ShelfModel(QAbstractListModel):
    """Follows the shelf; names are edited in place."""

    def __init__(self, shelf: MaskShelf, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._masks = shelf.masks
        shelf.changed.connect(self._follow)

    def mask_at(self, index: _Index) -> SavedMask | None:
        """The mask of an index; None for none."""
        inside = index.isValid() and index.row() < len(self._masks)
        return self._masks[index.row()] if inside else None

    def rowCount(self, parent: _Index = _TOP) -> int:
        """How many masks there are."""
        return 0 if parent.isValid() else len(self._masks)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What the delegate and screen readers need."""
        mask = self.mask_at(index)
        if mask is None:
            return None
        match role:
            case ShelfRole.MASK:
                return mask
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return mask.name
            case Qt.ItemDataRole.ToolTipRole:
                return self._explain(mask)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{mask.name}, {share_text(mask.share)}"
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Rename."""
        mask = self.mask_at(index)
        if mask is None or role != Qt.ItemDataRole.EditRole:
            return False
        self._shelf.rename(mask.id, str(value))
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Masks can be renamed and dragged away."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flag = Qt.ItemFlag
        return (
            flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsEditable
            | flag.ItemIsDragEnabled | flag.ItemNeverHasChildren
        )  # fmt: skip

    def _explain(self, mask: SavedMask) -> str:
        return "\n".join(
            (
                self.tr("{name}: {share} of {size}").format(
                    name=mask.name, share=share_text(mask.share),
                    size=size_text(mask.size)),
                self.tr("Click to bring it back · Shift adds · Alt subtracts · both intersect"),
            )
        )  # fmt: skip

    @Slot()
    def _follow(self) -> None:
        """Move to the masks that are shown now, keeping the selection where only a name moved."""
        old, new = self._masks, self._shelf.masks
        if [mask.id for mask in old] == [mask.id for mask in new]:
            self._masks = new
            self.dataChanged.emit(self.index(0), self.index(max(len(new) - 1, 0)))
            return
        if len(new) == len(old) + 1 and new[: len(old)] == old:
            self.beginInsertRows(_TOP, len(old), len(old))
            self._masks = new
            self.endInsertRows()
            return
        self.beginResetModel()
        self._masks = new
        self.endResetModel()


def share_text(share: float) -> str:
    """Coverage as people read it: never 0 % of something, never 100 % of almost everything."""
    percent = share * 100
    if 0 < percent < 1:
        return "< 1 %"
    if 99 < percent < 100:
        return "> 99 %"
    return f"{percent:.0f} %"
