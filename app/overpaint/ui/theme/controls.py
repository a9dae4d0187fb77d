"""Whole simple controls: tabs, menus, progress bars, tool bars, dock titles."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPalette
from PySide6.QtWidgets import (
    QStyle,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionDockWidget,
    QStyleOptionMenuItem,
    QStyleOptionProgressBar,
    QStyleOptionViewItem,
    QTabBar,
    QWidget,
)

from overpaint.ui.theme.draw import faded, rounded
from overpaint.ui.theme.primitives import is_on
from overpaint.ui.theme.tokens import Tokens

_State = QStyle.StateFlag
_TITLE_MARGIN = 12


def extra_height(kind: QStyle.ContentsType, option: QStyleOption) -> int:
    """Air that Fusion does not give, pixels."""
    if kind is not QStyle.ContentsType.CT_MenuItem or not isinstance(option, QStyleOptionMenuItem):
        return 0
    is_separator = option.menuItemType is QStyleOptionMenuItem.MenuItemType.Separator
    return 2 if is_separator else 6


def _tab_shape(
    tokens: Tokens, option: QStyleOption, painter: QPainter, widget: QWidget | None
) -> None:
    rect = option.rect
    if is_on(option, _State.State_Selected):
        if isinstance(widget, QTabBar) and widget.isMovable():
            # It is dragged over others, whose titles must not show through.
            painter.fillRect(rect, tokens.window)
        painter.fillRect(rect.x(), rect.bottom() - 1, rect.width(), 2, tokens.accent)
    elif is_on(option, _State.State_Enabled) and is_on(option, _State.State_MouseOver):
        rounded(painter, rect.adjusted(2, 3, -2, -4), fill=tokens.hover)


def _progress_groove(
    tokens: Tokens, option: QStyleOption, painter: QPainter, _widget: QWidget | None
) -> None:
    rounded(painter, _bar(option.rect), radius=2, fill=tokens.groove)


def _progress_contents(
    tokens: Tokens, option: QStyleOption, painter: QPainter, _widget: QWidget | None
) -> None:
    if not isinstance(option, QStyleOptionProgressBar):
        return
    bar = _bar(option.rect)
    span = option.maximum - option.minimum
    if span <= 0:
        rounded(painter, bar, radius=2, fill=faded(tokens.accent, 0.5))
        return
    done = round(bar.width() * (option.progress - option.minimum) / span)
    if done > 0:
        rounded(
            painter,
            QRect(bar.x(), bar.y(), max(done, 4), bar.height()),
            radius=2,
            fill=tokens.accent,
        )


def _bar(rect: QRect) -> QRect:
    return QRect(rect.x(), rect.center().y() - 1, rect.width(), 4)


def _splitter(
    tokens: Tokens, option: QStyleOption, painter: QPainter, _widget: QWidget | None
) -> None:
    rect, middle = option.rect, option.rect.center()
    colour = tokens.accent if is_on(option, _State.State_MouseOver) else tokens.border
    if rect.width() > rect.height():
        painter.fillRect(rect.x(), middle.y(), rect.width(), 1, colour)
    else:
        painter.fillRect(middle.x(), rect.y(), 1, rect.height(), colour)


def _dock_title(
    tokens: Tokens, option: QStyleOption, painter: QPainter, _widget: QWidget | None
) -> None:
    if not isinstance(option, QStyleOptionDockWidget):
        return
    painter.save()
    font = QFont(painter.font())
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(tokens.text)
    room = option.rect.adjusted(_TITLE_MARGIN, 0, -56, 0)
    title = painter.fontMetrics().elidedText(
        option.title, Qt.TextElideMode.ElideRight, room.width()
    )
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
    painter.restore()


def _tool_bar(
    tokens: Tokens, option: QStyleOption, painter: QPainter, _widget: QWidget | None
) -> None:
    rect = option.rect
    painter.fillRect(rect, tokens.window)
    if is_on(option, _State.State_Horizontal):
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, tokens.border)


def _menu_bar(
    tokens: Tokens, option: QStyleOption, painter: QPainter, _widget: QWidget | None
) -> None:
    painter.fillRect(option.rect, tokens.window)


def _menu_bar_item(
    tokens: Tokens, option: QStyleOption, painter: QPainter, _widget: QWidget | None
) -> None:
    painter.fillRect(option.rect, tokens.window)
    if not isinstance(option, QStyleOptionMenuItem):
        return
    if is_on(option, _State.State_Selected) or is_on(option, _State.State_Sunken):
        rounded(painter, option.rect.adjusted(1, 2, -1, -2), radius=4, fill=tokens.pressed)
    painter.save()
    painter.setPen(tokens.text if is_on(option, _State.State_Enabled) else tokens.disabled)
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic
    painter.drawText(option.rect, flags, option.text)
    painter.restore()


def _on_default_button(tokens: Tokens, option: QStyleOption, _painter: QPainter) -> QStyleOption:
    """Text of the default button stands on the accent colour."""
    default = QStyleOptionButton.ButtonFeature.DefaultButton
    if not isinstance(option, QStyleOptionButton) or not option.features & default:
        return option
    if not is_on(option, _State.State_Enabled):
        return option
    adapted = QStyleOptionButton(option)
    palette = QPalette(option.palette)
    palette.setColor(QPalette.ColorRole.ButtonText, tokens.on_accent)
    adapted.palette = palette
    return adapted


def _menu_item(tokens: Tokens, option: QStyleOption, painter: QPainter) -> QStyleOption | None:
    """Paint the highlight as a soft rounded row; Fusion then writes on it as on any other."""
    if not isinstance(option, QStyleOptionMenuItem):
        return option
    if option.menuItemType is QStyleOptionMenuItem.MenuItemType.Separator:
        rect = option.rect
        painter.fillRect(rect.x() + 8, rect.center().y(), rect.width() - 16, 1, tokens.border)
        return None
    if not is_on(option, _State.State_Selected):
        return option
    if is_on(option, _State.State_Enabled):
        rounded(painter, option.rect, radius=4, fill=tokens.selection)
    adapted = QStyleOptionMenuItem(option)
    adapted.state = option.state & ~_State.State_Selected
    return adapted


def _view_item(tokens: Tokens, option: QStyleOption, _painter: QPainter) -> QStyleOption:
    """Chosen rows have a soft background, so their text keeps its colour."""
    if not isinstance(option, QStyleOptionViewItem) or not is_on(option, _State.State_Selected):
        return option
    adapted = QStyleOptionViewItem(option)
    palette = QPalette(option.palette)
    palette.setColor(QPalette.ColorRole.HighlightedText, tokens.text)
    adapted.palette = palette
    return adapted


def _nothing(
    _tokens: Tokens, _option: QStyleOption, painter: QPainter, _widget: QWidget | None
) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)


Painter = Callable[[Tokens, QStyleOption, QPainter, QWidget | None], None]
Adapter = Callable[[Tokens, QStyleOption, QPainter], QStyleOption | None]
"""Changes an option before Fusion paints it; ``None`` when everything is painted already."""
_Control = QStyle.ControlElement

PAINTERS: dict[QStyle.ControlElement, Painter] = {
    _Control.CE_TabBarTabShape: _tab_shape,
    _Control.CE_ProgressBarGroove: _progress_groove,
    _Control.CE_ProgressBarContents: _progress_contents,
    _Control.CE_ProgressBarLabel: _nothing,
    _Control.CE_Splitter: _splitter,
    _Control.CE_DockWidgetTitle: _dock_title,
    _Control.CE_ToolBar: _tool_bar,
    _Control.CE_MenuBarEmptyArea: _menu_bar,
    _Control.CE_MenuBarItem: _menu_bar_item,
}

ADAPTERS: dict[QStyle.ControlElement, Adapter] = {
    _Control.CE_PushButtonLabel: _on_default_button,
    _Control.CE_MenuItem: _menu_item,
    _Control.CE_ItemViewItem: _view_item,
}
