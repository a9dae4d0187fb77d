"""The small parts of controls: panels, frames, indicators, arrows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QCheckBox,
    QFrame,
    QGraphicsView,
    QRadioButton,
    QStyle,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionFrame,
    QToolButton,
    QWidget,
)

from overpaint.ui.theme.draw import (
    Direction,
    chevron,
    focus_ring,
    focus_ring_on_accent,
    rounded,
    tick,
)
from overpaint.ui.theme.tokens import Tokens

_State = QStyle.StateFlag


def is_on(option: QStyleOption, flag: QStyle.StateFlag) -> bool:
    """Whether the option has the state."""
    return bool(option.state & flag)


def has_visible_focus(option: QStyleOption) -> bool:
    """Focus that came by the keyboard: a click needs no ring."""
    return is_on(option, _State.State_HasFocus) and is_on(option, _State.State_KeyboardFocusChange)


def control_fill(tokens: Tokens, option: QStyleOption) -> QColor:
    """The surface of a raised control in its state."""
    if not is_on(option, _State.State_Enabled):
        return tokens.panel
    if is_on(option, _State.State_Sunken) or is_on(option, _State.State_On):
        return tokens.control_pressed
    if is_on(option, _State.State_MouseOver):
        return tokens.control_hover
    return tokens.control


def _push_button(
    tokens: Tokens, option: QStyleOption, painter: QPainter, widget: QWidget | None
) -> None:
    features = option.features if isinstance(option, QStyleOptionButton) else None
    kind = QStyleOptionButton.ButtonFeature
    if features is not None and features & kind.Flat:
        _tool_button(tokens, option, painter, widget)
        return
    enabled = is_on(option, _State.State_Enabled)
    if enabled and features is not None and features & kind.DefaultButton:
        rounded(painter, option.rect, fill=_accent_fill(tokens, option))
        if has_visible_focus(option):
            focus_ring_on_accent(painter, option.rect, tokens)
        return
    rounded(painter, option.rect, fill=control_fill(tokens, option), border=tokens.border)
    if has_visible_focus(option):
        focus_ring(painter, option.rect, tokens)


def _accent_fill(tokens: Tokens, option: QStyleOption) -> QColor:
    if is_on(option, _State.State_Sunken):
        return tokens.accent_pressed
    return tokens.accent_hover if is_on(option, _State.State_MouseOver) else tokens.accent


def _tool_button(
    tokens: Tokens, option: QStyleOption, painter: QPainter, _widget: QWidget | None
) -> None:
    if is_on(option, _State.State_Enabled):
        if is_on(option, _State.State_On):
            rounded(painter, option.rect, fill=tokens.accent_soft)
        if is_on(option, _State.State_Sunken):
            rounded(painter, option.rect, fill=tokens.pressed)
        elif is_on(option, _State.State_MouseOver):
            rounded(painter, option.rect, fill=tokens.hover)
    if has_visible_focus(option):
        focus_ring(painter, option.rect, tokens)


def field(tokens: Tokens, option: QStyleOption, painter: QPainter) -> None:
    """Where something is typed: inset surface, ring while it has the focus."""
    enabled = is_on(option, _State.State_Enabled)
    hovered = enabled and is_on(option, _State.State_MouseOver)
    fill = tokens.field if enabled else tokens.panel
    rounded(
        painter, option.rect, fill=fill, border=tokens.border_strong if hovered else tokens.border
    )
    if is_on(option, _State.State_HasFocus):
        focus_ring(painter, option.rect, tokens)


def _line_edit(
    tokens: Tokens, option: QStyleOption, painter: QPainter, _widget: QWidget | None
) -> None:
    if isinstance(option, QStyleOptionFrame) and option.lineWidth > 0:
        field(tokens, option, painter)


def _frame(tokens: Tokens, option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    is_area = isinstance(widget, QAbstractScrollArea) and not isinstance(widget, QGraphicsView)
    if is_area and not isinstance(widget, QAbstractItemView):
        field(tokens, option, painter)
        return
    fill = tokens.field if is_area else None
    rounded(painter, option.rect, fill=fill, border=tokens.border)
    if is_area and is_on(option, _State.State_HasFocus):
        focus_ring(painter, option.rect, tokens)


def _focus_rect(
    tokens: Tokens, option: QStyleOption, painter: QPainter, widget: QWidget | None
) -> None:
    if not is_on(option, _State.State_KeyboardFocusChange):
        return
    if isinstance(widget, QToolButton):
        # Flat ones have no panel while the pointer is elsewhere.
        focus_ring(painter, widget.rect(), tokens)
        return
    boxes = (QCheckBox, QRadioButton)
    if isinstance(widget, QAbstractButton) and not isinstance(widget, boxes):
        return  # its panel has painted the ring
    if isinstance(widget, QAbstractItemView) and is_on(option, _State.State_Selected):
        return  # the chosen row is marked already
    if isinstance(widget, QFrame) and not isinstance(widget, QAbstractItemView):
        return
    focus_ring(painter, option.rect, tokens, radius=4)


def _check_box(
    tokens: Tokens, option: QStyleOption, painter: QPainter, _widget: QWidget | None
) -> None:
    area = QRectF(option.rect)
    enabled = is_on(option, _State.State_Enabled)
    some = is_on(option, _State.State_NoChange)
    if is_on(option, _State.State_On) or some:
        fill = _accent_fill(tokens, option) if enabled else tokens.groove
        rounded(painter, area, radius=4, fill=fill)
        ink = tokens.on_accent if enabled else tokens.panel
        if some:
            rounded(painter, area.adjusted(4, 7, -4, -7), radius=1, fill=ink)
        else:
            tick(painter, area, ink)
        return
    edge = tokens.border_strong if enabled else tokens.border
    hovered = enabled and is_on(option, _State.State_MouseOver)
    fill = tokens.control_hover if hovered else tokens.field
    rounded(painter, area, radius=4, fill=fill, border=edge)


def _radio_button(
    tokens: Tokens, option: QStyleOption, painter: QPainter, _widget: QWidget | None
) -> None:
    area = QRectF(option.rect)
    enabled = is_on(option, _State.State_Enabled)
    radius = area.width() / 2
    if is_on(option, _State.State_On):
        fill = _accent_fill(tokens, option) if enabled else tokens.groove
        rounded(painter, area, radius=radius, fill=fill)
        ink = tokens.on_accent if enabled else tokens.panel
        rounded(painter, area.adjusted(5, 5, -5, -5), radius=radius - 5, fill=ink)
        return
    edge = tokens.border_strong if enabled else tokens.border
    rounded(painter, area, radius=radius, fill=tokens.field, border=edge)


def _menu_check(
    tokens: Tokens, option: QStyleOption, painter: QPainter, _widget: QWidget | None
) -> None:
    tick(painter, QRectF(option.rect), tokens.text)


def _arrow(direction: Direction) -> Painter:
    def paint(
        tokens: Tokens, option: QStyleOption, painter: QPainter, _widget: QWidget | None
    ) -> None:
        colour = tokens.muted if is_on(option, _State.State_Enabled) else tokens.disabled
        centre = QPointF(option.rect.x(), option.rect.y()) + QPointF(
            option.rect.width() / 2, option.rect.height() / 2
        )
        chevron(painter, centre, direction, colour)

    return paint


def _menu_panel(
    tokens: Tokens, option: QStyleOption, painter: QPainter, _widget: QWidget | None
) -> None:
    painter.fillRect(option.rect, tokens.raised)
    rounded(painter, option.rect, radius=0, border=tokens.border)


def _tool_tip(
    tokens: Tokens, option: QStyleOption, painter: QPainter, _widget: QWidget | None
) -> None:
    painter.fillRect(option.rect, tokens.tooltip)


def _item(tokens: Tokens, option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
    if is_on(option, _State.State_Selected):
        rounded(painter, option.rect, radius=4, fill=tokens.selection)
    elif is_on(option, _State.State_Enabled) and is_on(option, _State.State_MouseOver):
        rounded(painter, option.rect, radius=4, fill=tokens.hover)


def _separator(
    tokens: Tokens, option: QStyleOption, painter: QPainter, _widget: QWidget | None
) -> None:
    middle = option.rect.center()
    if is_on(option, _State.State_Horizontal):
        painter.fillRect(
            middle.x(), option.rect.y() + 6, 1, option.rect.height() - 12, tokens.border
        )
    else:
        painter.fillRect(
            option.rect.x() + 6, middle.y(), option.rect.width() - 12, 1, tokens.border
        )


def _tab_base(
    tokens: Tokens, option: QStyleOption, painter: QPainter, _widget: QWidget | None
) -> None:
    rect = option.rect
    painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, tokens.border)


def _status_bar(
    tokens: Tokens, option: QStyleOption, painter: QPainter, _widget: QWidget | None
) -> None:
    painter.fillRect(option.rect, tokens.window)
    painter.fillRect(option.rect.x(), option.rect.y(), option.rect.width(), 1, tokens.border)


def _nothing(
    _tokens: Tokens, _option: QStyleOption, painter: QPainter, _widget: QWidget | None
) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)


Painter = Callable[[Tokens, QStyleOption, QPainter, QWidget | None], None]
_Part = QStyle.PrimitiveElement

PAINTERS: dict[QStyle.PrimitiveElement, Painter] = {
    _Part.PE_PanelButtonCommand: _push_button,
    _Part.PE_PanelButtonTool: _tool_button,
    _Part.PE_PanelLineEdit: _line_edit,
    _Part.PE_FrameLineEdit: _nothing,
    _Part.PE_Frame: _frame,
    _Part.PE_FrameFocusRect: _focus_rect,
    _Part.PE_IndicatorCheckBox: _check_box,
    _Part.PE_IndicatorItemViewItemCheck: _check_box,
    _Part.PE_IndicatorRadioButton: _radio_button,
    _Part.PE_IndicatorMenuCheckMark: _menu_check,
    _Part.PE_IndicatorArrowDown: _arrow(Direction.DOWN),
    _Part.PE_IndicatorArrowUp: _arrow(Direction.UP),
    _Part.PE_IndicatorArrowLeft: _arrow(Direction.LEFT),
    _Part.PE_IndicatorArrowRight: _arrow(Direction.RIGHT),
    _Part.PE_PanelMenu: _menu_panel,
    _Part.PE_FrameMenu: _nothing,
    _Part.PE_PanelTipLabel: _tool_tip,
    _Part.PE_PanelItemViewItem: _item,
    _Part.PE_IndicatorToolBarSeparator: _separator,
    _Part.PE_FrameTabBarBase: _tab_base,
    _Part.PE_FrameTabWidget: _nothing,
    _Part.PE_PanelStatusBar: _status_bar,
    _Part.PE_FrameStatusBarItem: _nothing,
    _Part.PE_FrameDockWidget: _nothing,
}
