"""A drop-down that shows what cannot be chosen, greyed and with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QWidget,
)

from overpaint.ui.theme import TextRole, Theme
from overpaint.ui.widgets.option import Option

_BADGE_ROLE = Qt.ItemDataRole.UserRole + 1
_BADGE_MARGIN = 12


class ChoiceBox(QComboBox):
    """Chooses one of several values; the wheel scrolls the page, not the value, until focused.

    Signals:
        chosen (object): The person chose another value; not sent by `set_value`.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, *, name: str, parent: QWidget | None = None) -> None:
        """Take theme, the accessible name, and the owner."""
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setMaxVisibleItems(16)
        self.setItemDelegate(_BadgeDelegate(theme, self))
        self._options: tuple[Option, ...] = ()
        self.activated.connect(self._on_activated)

    @property
    def value(self) -> object:
        """The chosen value, ``None`` while nothing is."""
        index = self.currentIndex()
        return self._options[index].value if 0 <= index < len(self._options) else None

    def set_value(self, value: object) -> None:
        """Show `value` as chosen, without a signal; an unknown value leaves nothing chosen."""
        for index, option in enumerate(self._options):
            if option.value == value:
                self.setCurrentIndex(index)
                break
        else:
            self.setCurrentIndex(-1)
        self._explain()

    def set_options(self, options: Sequence[Option]) -> None:
        """Show these choices; the chosen value stays chosen when it is still among them."""
        if tuple(options) == self._options:
            return
        value = self.value
        self._options = tuple(options)
        model = QStandardItemModel(len(options), 1, self)
        for row, option in enumerate(options):
            model.setItem(row, _item(option))
        self.setModel(model)  # deletes the model before it
        self.set_value(value)

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """A label that is too long ends in an ellipsis."""
        super().initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self)
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room.width()
        )

    def showPopup(self) -> None:
        """The list is as wide as its longest label and badge together."""
        room = max((self._room_for(option) for option in self._options), default=0)
        self.view().setMinimumWidth(max(self.view().minimumWidth(), room))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless the box has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _room_for(self, option: Option) -> int:
        badge = QFontMetrics(self._theme.font(TextRole.SMALL)).horizontalAdvance(option.badge)
        label = self.view().fontMetrics().horizontalAdvance(option.label)
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        return label + badge + 4 * _BADGE_MARGIN + bar

    def _on_activated(self, _index: int) -> None:
        self._explain()
        self.chosen.emit(self.value)

    def _explain(self) -> None:
        index = self.currentIndex()
        chosen = self._options[index] if 0 <= index < len(self._options) else None
        hint = "" if chosen is None else chosen.hint
        # The label may be too long for the box.
        self.setToolTip(hint or ("" if chosen is None else chosen.label))
        self.setAccessibleDescription(hint)


def _item(option: Option) -> QStandardItem:
    item = QStandardItem(option.label)
    item.setEnabled(option.enabled)
    item.setToolTip(option.hint)
    item.setData(option.badge, _BADGE_ROLE)
    spoken = ", ".join(part for part in (option.label, option.badge, option.hint) if part)
    item.setData(spoken, Qt.ItemDataRole.AccessibleTextRole)
    return item


class _BadgeDelegate(QStyledItemDelegate):
    """Writes the badge at the far end of the row, muted."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        badge = index.data(_BADGE_ROLE)
        if not badge:
            return
        tokens = self._theme.tokens
        enabled = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        painter.save()
        painter.setFont(self._theme.font(TextRole.SMALL))
        painter.setPen(tokens.muted if enabled else tokens.disabled)
        area = QRect(option.rect).adjusted(0, 0, -_BADGE_MARGIN, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, badge)
        painter.restore()
