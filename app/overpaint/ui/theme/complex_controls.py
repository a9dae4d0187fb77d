"""Controls of several parts: combo boxes, number fields, sliders, scroll bars."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QStyle,
    QStyleOption,
    QStyleOptionComboBox,
    QStyleOptionSlider,
    QStyleOptionSpinBox,
    QWidget,
)

from overpaint.ui.theme.draw import Direction, chevron, faded, focus_ring, rounded
from overpaint.ui.theme.primitives import control_fill, field, has_visible_focus, is_on
from overpaint.ui.theme.tokens import Tokens

_State = QStyle.StateFlag
_Part = QStyle.SubControl
_LEAST_THUMB = 32
_GROOVE = 4
_HANDLE = 14.0


def _combo_box(
    _style: QStyle, tokens: Tokens, option: QStyleOption, painter: QPainter, _widget: QWidget | None
) -> None:
    if not isinstance(option, QStyleOptionComboBox):
        return
    if option.editable:
        field(tokens, option, painter)
    else:
        rounded(painter, option.rect, fill=control_fill(tokens, option), border=tokens.border)
        if has_visible_focus(option):
            focus_ring(painter, option.rect, tokens)
    colour = tokens.muted if is_on(option, _State.State_Enabled) else tokens.disabled
    from_edge = 14
    is_left = option.direction is Qt.LayoutDirection.RightToLeft
    x = option.rect.x() + from_edge if is_left else option.rect.right() - from_edge
    chevron(painter, QPointF(x, QRectF(option.rect).center().y()), Direction.DOWN, colour)


def _spin_box(
    style: QStyle, tokens: Tokens, option: QStyleOption, painter: QPainter, widget: QWidget | None
) -> None:
    if not isinstance(option, QStyleOptionSpinBox):
        return
    if option.frame:
        field(tokens, option, painter)
    for part, direction in (
        (_Part.SC_SpinBoxUp, Direction.UP),
        (_Part.SC_SpinBoxDown, Direction.DOWN),
    ):
        if not option.subControls & part:
            continue
        area = style.subControlRect(QStyle.ComplexControl.CC_SpinBox, option, part, widget)
        is_hovered = is_on(option, _State.State_MouseOver) and option.activeSubControls & part
        colour = tokens.text if is_hovered else tokens.muted
        if not is_on(option, _State.State_Enabled):
            colour = tokens.disabled
        chevron(painter, QRectF(area).center(), direction, colour, size=6)


def _slider(
    style: QStyle, tokens: Tokens, option: QStyleOption, painter: QPainter, widget: QWidget | None
) -> None:
    if not isinstance(option, QStyleOptionSlider):
        return
    control = QStyle.ComplexControl.CC_Slider
    handle = QRectF(style.subControlRect(control, option, _Part.SC_SliderHandle, widget))
    enabled = is_on(option, _State.State_Enabled)
    whole, done = _groove_rects(option, handle.center())
    rounded(painter, whole, radius=_GROOVE / 2, fill=tokens.groove)
    rounded(painter, done, radius=_GROOVE / 2, fill=tokens.accent if enabled else tokens.disabled)
    knob = QRectF(0, 0, _HANDLE, _HANDLE)
    knob.moveCenter(handle.center())
    if enabled and has_visible_focus(option):
        rounded(painter, knob.adjusted(-2, -2, 2, 2), radius=_HANDLE, border=tokens.focus, width=2)
    grabbed = is_on(option, _State.State_Sunken)
    hovered = is_on(option, _State.State_MouseOver) and not grabbed
    fill = tokens.on_accent if enabled else tokens.groove
    edge = tokens.accent if enabled and (grabbed or hovered) else tokens.border_strong
    rounded(painter, knob, radius=_HANDLE / 2, fill=fill, border=edge, width=1.5)


def _groove_rects(option: QStyleOptionSlider, handle: QPointF) -> tuple[QRectF, QRectF]:
    """The groove, and its part on the side of the minimum."""
    area = QRectF(option.rect)
    if option.orientation is Qt.Orientation.Horizontal:
        whole = QRectF(area.x(), handle.y() - _GROOVE / 2, area.width(), _GROOVE)
        done = QRectF(whole)
        if option.upsideDown:
            done.setLeft(handle.x())
        else:
            done.setRight(handle.x())
    else:
        whole = QRectF(handle.x() - _GROOVE / 2, area.y(), _GROOVE, area.height())
        done = QRectF(whole)
        if option.upsideDown:
            done.setTop(handle.y())
        else:
            done.setBottom(handle.y())
    return whole, done


def _scroll_bar(
    style: QStyle, tokens: Tokens, option: QStyleOption, painter: QPainter, widget: QWidget | None
) -> None:
    if not isinstance(option, QStyleOptionSlider) or option.maximum <= option.minimum:
        return
    control = QStyle.ComplexControl.CC_ScrollBar
    thumb = QRectF(style.subControlRect(control, option, _Part.SC_ScrollBarSlider, widget))
    inset = 3.0
    thumb.adjust(inset, inset, -inset, -inset)
    strength = 0.35
    if is_on(option, _State.State_Sunken):
        strength = 0.8
    elif is_on(option, _State.State_MouseOver):
        strength = 0.6
    radius = min(thumb.width(), thumb.height()) / 2
    rounded(painter, thumb, radius=radius, fill=faded(tokens.muted, strength))


def scroll_bar_part(option: QStyleOptionSlider, part: QStyle.SubControl) -> QRect:
    """Where a part of a scroll bar without arrow buttons lies."""
    rect = option.rect
    if part is _Part.SC_ScrollBarGroove:
        return QRect(rect)
    lengthwise = option.orientation is Qt.Orientation.Horizontal
    length = rect.width() if lengthwise else rect.height()
    span = option.maximum - option.minimum
    thumb = length
    if span > 0:
        share = option.pageStep / (span + option.pageStep)
        thumb = min(max(round(length * share), _LEAST_THUMB), length)
    start = QStyle.sliderPositionFromValue(
        option.minimum, option.maximum, option.sliderPosition, length - thumb, option.upsideDown
    )
    begin, end = {
        _Part.SC_ScrollBarSlider: (start, start + thumb),
        _Part.SC_ScrollBarSubPage: (0, start),
        _Part.SC_ScrollBarAddPage: (start + thumb, length),
    }.get(part, (0, 0))
    if lengthwise:
        return QRect(rect.x() + begin, rect.y(), end - begin, rect.height())
    return QRect(rect.x(), rect.y() + begin, rect.width(), end - begin)


Painter = Callable[[QStyle, Tokens, QStyleOption, QPainter, QWidget | None], None]
_Control = QStyle.ComplexControl

PAINTERS: dict[QStyle.ComplexControl, Painter] = {
    _Control.CC_ComboBox: _combo_box,
    _Control.CC_SpinBox: _spin_box,
    _Control.CC_Slider: _slider,
    _Control.CC_ScrollBar: _scroll_bar,
}
