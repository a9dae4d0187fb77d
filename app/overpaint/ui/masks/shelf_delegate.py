"""Paint the masks of the shelf: thumbnail, coverage, name."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from overpaint.ui.cards import WellPainter, paint_line, paint_surface
from overpaint.ui.icons import Icons
from overpaint.ui.masks.shelf_model import ShelfRole, share_text
from overpaint.ui.theme import TextRole

SPACING = 8
_MARGIN = 4
_TEXT = 24
_Index = QModelIndex | QPersistentModelIndex
_State = QStyle.StateFlag


class ShelfDelegate(QStyledItemDelegate):
    """Paints masks as cards, two in a row.

    Attributes:
        column_px: Width of the column of cards; the view sets it.
    """

    def __init__(self, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._wells = WellPainter(icons.theme)
        self.column_px = 184

    @property
    def card_size(self) -> QSize:
        """The size of a card."""
        width = (self.column_px - SPACING) // 2
        return QSize(width, 2 * _MARGIN + (width - 2 * _MARGIN) * 3 // 4 + _TEXT - _MARGIN)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """The card with half of the gap to its neighbours."""
        return self.card_size + QSize(SPACING, SPACING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one mask."""
        mask = index.data(ShelfRole.MASK)
        if mask is None:
            return
        tokens, theme = self._icons.theme.tokens, self._icons.theme
        card, well, title = self._parts(option.rect)
        paint_surface(painter, card, tokens, option.state)
        self._wells.paint(painter, well, mask.thumbnail)
        font = theme.font(TextRole.SMALL)
        share = share_text(mask.share)
        # Beside the name: over the thumbnail it would hide a small mask.
        width = QFontMetrics(font).horizontalAdvance(share)
        paint_line(painter, title.adjusted(title.width() - width, 0, 0, 0), share, font,
                   tokens.muted, align=Qt.AlignmentFlag.AlignRight)  # fmt: skip
        paint_line(painter, title.adjusted(0, 0, -width - _MARGIN, 0), mask.name, font, tokens.text)

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, index: _Index
    ) -> QWidget:
        """A field for the name."""
        editor = QLineEdit(parent)
        editor.setAccessibleName(self.tr("Name of the mask"))
        editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
        editor.setMaxLength(80)
        editor.selectAll()
        return editor

    def setEditorData(self, _editor: QWidget, _index: _Index) -> None:
        """The field has the name from the beginning: a change elsewhere does not reach into it."""

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """Hand the new name over."""
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: _Index
    ) -> None:
        """The field covers the lower edge of the card."""
        card = self._parts(option.rect)[0]
        editor.setGeometry(card.left(), card.bottom() - 27, card.width(), 28)

    def _parts(self, cell: QRect) -> tuple[QRect, QRect, QRect]:
        """Card, thumbnail, name."""
        card = QRect(cell.topLeft() + QPoint(SPACING // 2, SPACING // 2), self.card_size)
        inner = card.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        well = QRect(inner.topLeft(), QSize(inner.width(), inner.height() - _TEXT + _MARGIN))
        title = QRect(inner.left() + _MARGIN, well.bottom() + 3, inner.width() - 2 * _MARGIN, 18)
        return card, well, title
