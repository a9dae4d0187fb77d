"""The keys of commands for whoever shows or hears them: tooltips must not lie after a change.

There is one `KeyTips` for the program, as there is one clipboard: a widget deep inside the window
asks it by the name of a command, without having been handed anything.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence


class KeyTips(QObject):
    """The keys that work now, by command.

    Attributes:
        changed: Some command has another key; connect only what lives as long as the program, and
            use `follow_keys` for the rest.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys: Mapping[str, tuple[str, ...]] = {}

    def tell(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        """Take over the keys of every command, as portable text."""
        if dict(keys) != self._keys:
            self._keys = dict(keys)
            self.changed.emit()

    def of(self, command: str) -> tuple[str, ...]:
        """Every key of a command, as portable text."""
        return self._keys.get(command, ())

    def command_of(self, event: QKeyEvent, commands: Iterable[str]) -> str | None:
        """Which of some commands a key event means; None for none of them."""
        pressed = QKeySequence(event.keyCombination())
        return next(
            (name for name in commands if any(pressed == QKeySequence(k) for k in self.of(name))),
            None,
        )


_TIPS = "overpaintKeyTips"


def key_tips() -> KeyTips:
    """The one of this program."""
    app = QCoreApplication.instance()
    if app is None:
        raise RuntimeError("there is no application yet")
    found = app.findChild(KeyTips, _TIPS)
    if found is None:
        found = KeyTips(app)
        found.setObjectName(_TIPS)
    return found


def native(key: str) -> str:
    """A key as people of this system read it: ``"⇧⌘I"`` on macOS."""
    text = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    if sys.platform == "darwin":
        return text
    # As it is written on the keys; Qt means the one of the number pad by Enter.
    return text.replace("Enter", "Num Enter").replace("Return", "Enter")


def key_text(command: str) -> str:
    """The first key of a command as people read it, ``""`` for none."""
    return next(map(native, key_tips().of(command)), "")


def with_keys(text: str, *commands: str, also: str = "") -> str:
    """Put the keys of commands behind a text: ``"Diameter of the brush ([, ])"``.

    Args:
        text: What it is or does.
        commands: Whose first keys are told; those without keys are left out.
        also: Another way, in words, told last.
    """
    keys = ", ".join(filter(None, (*map(key_text, commands), also)))
    return f"{text} ({keys})" if keys else text


def follow_keys(owner: QObject, show: Callable[[], None]) -> None:
    """Call back now and whenever keys change, as long as the owner lives.

    Args:
        owner: Usually the widget that is shown.
        show: Writes the keys, from `key_text` or `with_keys`.
    """
    _Follower(owner, show)
    show()


class _Follower(QObject):
    """A slot that dies with its owner, which a plain function would not."""

    def __init__(self, owner: QObject, show: Callable[[], None]) -> None:
        super().__init__(owner)
        self._show = show
        key_tips().changed.connect(self._on_changed)

    @Slot()
    def _on_changed(self) -> None:
        self._show()
