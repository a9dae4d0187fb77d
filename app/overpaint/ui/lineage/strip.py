"""“Original › Edit 1 › Edit 2”: the chain of edits behind the selected result."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from overpaint.domain.family import Kin
from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole
from overpaint.ui.widgets.icon_button import IconButton

_PROMPT_CHARS = 160
_ALONG = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_THROUGH = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class LineageStrip(QWidget):
    """A row of buttons; hidden while there is no chain to show.

    Left and Right walk along the chain, Up and Down through the variants of an edit.

    Attributes:
        step_chosen: The `Kin` to show, or None for the original.
        sibling_wanted: -1 or 1: another variant of the same edit.
        tree_wanted: Whether the tree is to be shown.
        tree_button: Shows the tree.
    """

    step_chosen = Signal(object)
    sibling_wanted = Signal(int)
    tree_wanted = Signal(bool)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._buttons: list[QPushButton] = []
        self.setAccessibleName(self.tr("Lineage"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self.tree_button = IconButton(
            icons, "lineage", self.tr("Tree of everything made from the original"),
            command="jump_lineage", checkable=True,
        )  # fmt: skip
        self.tree_button.clicked.connect(self.tree_wanted)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(4, 4, 8, 0)
        whole.setSpacing(8)
        whole.addLayout(self._row, 1)
        whole.addWidget(self.tree_button)
        self.hide()

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """The original first."""
        return tuple(self._buttons)

    def show_chain(self, chain: tuple[Kin, ...], siblings: tuple[Kin, ...], original: str) -> None:
        """Show how a result came to be.

        Args:
            chain: From the first edit to the result; empty to show nothing.
            siblings: The variants of the last edit.
            original: Name of the picture that it began with.
        """
        had_focus = self.window().focusWidget() in self._buttons
        self._clear()
        self.setVisible(bool(chain))
        if not chain:
            return
        self._add(self.tr("Original"), original, None)
        for number, step in enumerate(chain, start=1):
            text = self.tr("Edit {number}").format(number=number)
            if number == len(chain) and len(siblings) > 1:
                text = self.tr("{edit}, variant {variant} of {count}").format(
                    edit=text, variant=siblings.index(step) + 1, count=len(siblings)
                )
            self._row.addWidget(self._chevron())
            self._add(text, step.prompt, step)
        self._row.addStretch(1)
        last = self._buttons[-1]
        last.setFont(self._icons.theme.font(TextRole.TITLE))
        last.setAccessibleDescription(self.tr("Shown now. {prompt}").format(prompt=last.toolTip()))
        if had_focus:
            last.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_last(self) -> None:
        """Give the keyboard to the result that is shown."""
        if self._buttons:
            self._buttons[-1].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the arrow keys of the buttons."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in _ALONG and watched in self._buttons:
                place = self._buttons.index(watched) + _ALONG[key]
                place = min(max(place, 0), len(self._buttons) - 1)
                self._buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if key in _THROUGH and watched in self._buttons:
                self.sibling_wanted.emit(_THROUGH[key])
                return True
        return super().eventFilter(watched, event)

    def _add(self, text: str, tip: str, step: Kin | None) -> None:
        button = QPushButton(text, self)
        button.setFlat(True)
        button.setAutoDefault(False)
        button.setToolTip(tip[:_PROMPT_CHARS])
        button.installEventFilter(self)
        button.clicked.connect(partial(self._choose, step))
        self._buttons.append(button)
        self._row.addWidget(button)
        # The layout would show it later, and what is hidden takes no focus.
        button.show()

    def _choose(self, step: Kin | None, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a slot
        self.step_chosen.emit(step)

    def _chevron(self) -> QLabel:
        sign = QLabel("›", self)
        sign.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        return sign

    def _clear(self) -> None:
        self._buttons.clear()
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
