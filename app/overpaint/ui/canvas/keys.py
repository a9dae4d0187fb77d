"""The keys of the canvas: those of its tools, and those that only mean something while held."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from overpaint.ui.canvas.key_pointer import KeyPointer
from overpaint.ui.canvas.tools.base import Held
from overpaint.ui.key_tips import key_tips

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent

    from overpaint.ui.canvas.input import CanvasInput, InputHost
    from overpaint.ui.canvas.tools.base import ToolKind

_Key, _Mod = Qt.Key, Qt.KeyboardModifier

_ZOOM_STEP = 1.2
_ARROW_PX = 48.0
_HARDNESS_STEP = 0.1

# Layouts without bracket keys have other letters there: X11, Windows (scan codes).
_BRACKET_SCAN_CODES = {34: -1, 35: 1} if sys.platform.startswith("linux") else {0x1A: -1, 0x1B: 1}
# macOS reports no scan codes, its virtual keys are positions.
_BRACKET_MAC_KEYS = {0x21: -1, 0x1E: 1}

DEFAULT_KEYS: dict[int, str] = {
    _Key.Key_BracketLeft.value: "brush_smaller",
    _Key.Key_BracketRight.value: "brush_larger",
    _Key.Key_BraceLeft.value: "brush_softer",
    _Key.Key_BraceRight.value: "brush_harder",
    _Key.Key_Space.value: "hold_pan",
    _Key.Key_O.value: "hold_original",
    _Key.Key_Return.value | _Mod.ShiftModifier.value: "key_pointer",
}
_STEPS = {
    "brush_smaller": (-1, 0),
    "brush_larger": (1, 0),
    "brush_softer": (0, -1),
    "brush_harder": (0, 1),
}
_BY_PLACE = {-1: ("brush_smaller", "brush_softer"), 1: ("brush_larger", "brush_harder")}
_ARROWS = {
    _Key.Key_Left: (1, 0),
    _Key.Key_Right: (-1, 0),
    _Key.Key_Up: (0, 1),
    _Key.Key_Down: (0, -1),
}
_ZOOM_KEYS = {_Key.Key_Plus: 1, _Key.Key_Equal: 1, _Key.Key_Minus: -1}
_OPACITIES = {_Key(_Key.Key_0 + digit): (digit or 10) / 10 for digit in range(10)}
_MODIFIERS = {
    _Key.Key_Shift: _Mod.ShiftModifier,
    _Key.Key_Alt: _Mod.AltModifier,
    _Key.Key_Control: _Mod.ControlModifier,
}


class CanvasKeys:
    """Sorts the keys that the canvas takes before the window's shortcuts see them.

    Attributes:
        own: What a key of the canvas does, by `QKeyCombination.toCombined()`: ``brush_smaller``,
            ``brush_larger``, ``brush_softer``, ``brush_harder``, ``hold_pan``, ``hold_original``,
            ``key_pointer``.
        tools: The tool of a key, by the same number.
        is_precise: Caps Lock is on.
        pointer: The pointer that keys move.
    """

    def __init__(self, pointer: CanvasInput, host: InputHost) -> None:
        self._input = pointer
        self._host = host
        self.own: Mapping[int, str] = DEFAULT_KEYS
        self.tools: Mapping[int, ToolKind] = {}
        self.is_precise = False
        self.pointer = KeyPointer(pointer, host)
        self._held_key: int | None = None
        self._down: dict[int, str] = {}

    def wants(self, event: QKeyEvent) -> bool:
        """Say whether a key belongs to the canvas before any shortcut of the window."""
        tool = self._input.tool_in_hand
        if event.key() == _Key.Key_Alt:
            # Let go alone, it would give the keyboard to the menu bar; here it means the opposite.
            return True
        if _plain(event) and self.pointer.wants(event):
            return True
        if event.key() == _Key.Key_Escape:
            return self._input.is_pressed or tool.is_open or tool.wants_key(event) or (
                self._host.is_thinking
            )  # fmt: skip
        if _undoes(event):
            return tool.is_open
        if _plain(event) and tool.wants_key(event):
            return True
        return (
            self._own(event) is not None
            or _combined(event) in self.tools
            or (_plain(event) and event.key() in _ARROWS)
        )

    def press(self, event: QKeyEvent) -> bool:
        """Handle a key; False when it is not the canvas's."""
        if self._follow_modifiers(event, down=True):
            return True
        if _plain(event) and self.pointer.wants(event) and self.pointer.press(event):
            return True
        tool = self._input.tool_in_hand
        if event.key() == _Key.Key_Escape:
            return self._escape(event)
        if _undoes(event) and tool.is_open:
            return tool.take_back()
        if _plain(event) and not self._input.is_pressed and tool.key_press(event):
            return True
        return self._mapped(event) or (_plain(event) and self._plain_key(event))

    def release(self, event: QKeyEvent) -> bool:
        """Handle the end of a held key; False when it is not the canvas's."""
        if event.isAutoRepeat():
            return (
                self.pointer.wants(event)
                or event.key() in self._down
                or event.key() == self._held_key
            )
        if self._follow_modifiers(event, down=False):
            return True
        if self.pointer.release(event):
            return True
        if event.key() == self._held_key:
            self._held_key = None
            self._input.choice.let_go()
            self._host.tool_changed()
            return True
        return self._end(self._down.pop(event.key(), None))

    def let_go(self) -> None:
        """Forget held keys: the focus has gone and their release will not be seen."""
        self.pointer.stop()
        for what in self._down.values():
            self._end(what)
        self._down.clear()
        self._held_key = None
        self._input.choice.let_go()
        self._input.hold(Held())
        self._host.tool_changed()

    def _escape(self, event: QKeyEvent) -> bool:
        if self._input.cancel():
            return True
        tool = self._input.tool_in_hand
        return tool.key_press(event) or self._host.call_off()

    def _mapped(self, event: QKeyEvent) -> bool:
        """Do what a key of the canvas or of a tool is bound to."""
        own = self._own(event)
        if own is not None:
            self._do(own, event)
        elif _combined(event) in self.tools:
            self._take_tool(event)
        else:
            return False
        return True

    def _take_tool(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat() or self._input.is_pressed:
            return
        self._held_key = event.key()
        self._input.choice.hold(self.tools[_combined(event)])
        self._host.tool_changed()

    def _do(self, what: str, event: QKeyEvent) -> None:
        if what in _STEPS:
            size, hardness = _STEPS[what]
            if size:
                self._host.step_brush(size)
            else:
                self._host.add_hardness(hardness * _HARDNESS_STEP)
        elif what == "key_pointer":
            self.pointer.toggle()
        elif not event.isAutoRepeat() and event.key() not in self._down:
            self._down[event.key()] = what
            if what == "hold_original":
                self._host.hold_original(on=True)
            else:
                self._input.grab(on=True)

    def _end(self, what: str | None) -> bool:
        if what == "hold_original":
            self._host.hold_original(on=False)
        elif what == "hold_pan":
            self._input.grab(on=False)
        return what is not None

    def _plain_key(self, event: QKeyEvent) -> bool:
        key = _Key(event.key())
        if key in _ARROWS:
            right, down = _ARROWS[key]
            far = 4.0 if event.modifiers() & _Mod.ShiftModifier else 1.0
            self._host.pan_by(right * _ARROW_PX * far, down * _ARROW_PX * far)
        elif key in _ZOOM_KEYS:
            self._host.zoom_by(_ZOOM_STEP ** _ZOOM_KEYS[key])
        elif key in _OPACITIES and not event.modifiers() & _Mod.ShiftModifier:
            self._host.set_overlay_opacity(_OPACITIES[key])
        else:
            return False
        return True

    def _own(self, event: QKeyEvent) -> str | None:
        """What a key of the canvas does, by character or, for the brackets, by place."""
        found = self.own.get(_combined(event))
        if found is None and event.modifiers() & ~_Mod.KeypadModifier == _Mod.ControlModifier:
            # Ctrl and the key that pans zooms.
            bare = self.own.get(event.key())
            return bare if bare == "hold_pan" else None
        if found is not None or not _plain(event):
            return found
        sign = self.own.get(event.key())
        if sign in _STEPS:  # signs above others come with Shift, which is not part of their name
            return sign
        if sys.platform == "darwin":
            direction = _BRACKET_MAC_KEYS.get(event.nativeVirtualKey())
        else:
            direction = _BRACKET_SCAN_CODES.get(event.nativeScanCode())
        if direction is None:
            return None
        return _BY_PLACE[direction][bool(event.modifiers() & _Mod.ShiftModifier)]

    def _follow_modifiers(self, event: QKeyEvent, *, down: bool) -> bool:
        """Let cursor and hint tell what the modifiers would do."""
        key = event.key()
        if key == _Key.Key_CapsLock:
            if down and not event.isAutoRepeat():
                self.is_precise = not self.is_precise
                self._host.tool_changed()
            return True
        if down and event.text().isalpha():
            self._correct_caps(event)
        if key not in _MODIFIERS:
            return False
        own = _MODIFIERS[_Key(key)]
        held = event.modifiers() | own if down else event.modifiers() & ~own
        self._input.hold(held_in(held))
        return False

    def _correct_caps(self, event: QKeyEvent) -> None:
        """A letter tells whether Caps Lock is on; its key may have been pressed elsewhere."""
        shifted = bool(event.modifiers() & _Mod.ShiftModifier)
        precise = event.text().isupper() != shifted
        if precise != self.is_precise:
            self.is_precise = precise
            self._host.tool_changed()


def held_in(modifiers: Qt.KeyboardModifier) -> Held:
    """Return what the modifiers mean to tools."""
    opposite = bool(modifiers & _Mod.AltModifier)
    if sys.platform.startswith("linux"):
        # Window managers there move windows by Alt and drag.
        opposite = opposite or bool(modifiers & _Mod.ControlModifier)
    return Held(bool(modifiers & _Mod.ShiftModifier), opposite)


def _plain(event: QKeyEvent) -> bool:
    """True without the modifiers that make shortcuts."""
    makes_shortcuts = _Mod.ControlModifier | _Mod.AltModifier | _Mod.MetaModifier
    return not event.modifiers() & makes_shortcuts


def _undoes(event: QKeyEvent) -> bool:
    return key_tips().command_of(event, ("undo",)) is not None


def _combined(event: QKeyEvent) -> int:
    modifiers = event.modifiers() & ~(_Mod.KeypadModifier | _Mod.GroupSwitchModifier)
    return int(event.key()) | int(modifiers.value)
