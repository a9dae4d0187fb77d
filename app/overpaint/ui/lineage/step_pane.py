"""What an edit changed: its prompt word by word, its parameters, and what can be done with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from overpaint.domain.family import Kin
from overpaint.domain.prompt_diff import PromptDiff, prompt_diff
from overpaint.domain.setting_changes import SettingChange, Value, setting_changes
from overpaint.ui.icons import Icons, Tone
from overpaint.ui.lineage import texts
from overpaint.ui.lineage.diff_text import marked, told
from overpaint.ui.lineage.tree_model import Node
from overpaint.ui.lineage.uses import FOR_ORIGINALS, TEXTS, LineageUse
from overpaint.ui.messages import render
from overpaint.ui.theme import TextRole
from overpaint.ui.widgets.elided_label import ElidedLabel
from overpaint.ui.widgets.icon_button import IconButton

_BUTTONS = (
    LineageUse.COMPARE_PARENT, LineageUse.CONTINUE, LineageUse.SETTINGS, LineageUse.PROMPT,
    LineageUse.STAR,
)  # fmt: skip
_NAME_PX = 88
_LEAST_PX = 236


class StepPane(QWidget):
    """Beside the tree; says what the card that is looked at did to its parent.

    Attributes:
        wanted: ``(LineageUse, Node)``.
    """

    wanted = Signal(object, object)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._node: Node | None = None
        self._diff = PromptDiff()
        self.title = ElidedLabel()
        self.title.setFont(icons.theme.font(TextRole.TITLE))
        self.facts = ElidedLabel()
        self.facts.setFont(icons.theme.font(TextRole.SMALL))
        self.facts.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.prompt = QLabel()
        self.prompt.setWordWrap(True)
        self.prompt.setTextFormat(Qt.TextFormat.RichText)
        self.prompt.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.changes = QWidget()
        self._grid = QGridLayout(self.changes)
        self.buttons = {use: self._button(use) for use in _BUTTONS}
        self._lay_out()
        self.setAccessibleName(self.tr("What this edit changed"))
        self.setMinimumWidth(_LEAST_PX)
        icons.theme.changed.connect(self._tell_prompt)
        self.show_step(None, None)

    def show_step(self, node: Node | None, parent: Kin | None) -> None:
        """Tell what a card did.

        Args:
            node: The card; None for none.
            parent: The result that it was made from; None for an original.
        """
        self._node = node
        kin = None if node is None else node.kin
        self.title.set_text("" if node is None else node.title)
        self.facts.set_text(_facts(node))
        before = "" if kin is None or parent is None else parent.prompt
        after = "" if kin is None else kin.prompt
        self._diff = prompt_diff(before if parent is not None else after, after)
        self._tell_prompt()
        known = kin is not None and kin.recipe is not None
        both = known and parent is not None and parent.recipe is not None
        changes = setting_changes(parent.recipe, kin.recipe) if both else ()  # type: ignore[union-attr,arg-type]  # both are there
        self._show_changes(changes, same=both and not changes and self._diff.is_empty)
        self._offer(node)

    def _offer(self, node: Node | None) -> None:
        kin = None if node is None else node.kin
        for use, button in self.buttons.items():
            possible = node is not None and (kin is not None or use in FOR_ORIGINALS)
            reason = self.tr("No edit has made it.")
            if use is LineageUse.SETTINGS and kin is not None and kin.recipe is None:
                possible, reason = False, self.tr("Its settings are not known any more.")
            if use is LineageUse.STAR and kin is not None and not kin.is_kept:
                possible, reason = False, self.tr("It is not in the library.")
            button.set_enabled_with_reason(possible, reason)
        self.buttons[LineageUse.STAR].set_icon(
            "star-filled" if kin is not None and kin.favourite else "star"
        )

    def _tell_prompt(self) -> None:
        self.prompt.setText(marked(self._diff, self._icons.theme.tokens))
        self.prompt.setAccessibleName(told(self._diff))
        self.prompt.setVisible(bool(self._diff.pieces))

    def _show_changes(self, changes: tuple[SettingChange, ...], *, same: bool) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, change in enumerate(changes):
            name = self._label(render(change.name), muted=True)
            name.setFixedWidth(_NAME_PX)
            before, after = _value(change.before), _value(change.after)
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(self._label(f"{before} → {after}", muted=False), row, 1)
        if same:
            text = self.tr("The same prompt and settings as its parent.")
            self._grid.addWidget(self._label(text, muted=True), 0, 0, 1, 2)
        self.changes.setVisible(bool(changes) or same)

    def _label(self, text: str, *, muted: bool) -> ElidedLabel:
        label = ElidedLabel(text)
        label.setFont(self._icons.theme.font(TextRole.SMALL))
        label.setFixedHeight(20)
        if muted:
            label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
        return label

    def _button(self, use: LineageUse) -> IconButton:
        text, icon = TEXTS[use]
        button = IconButton(self._icons, icon, render(text), command=use.value, tone=Tone.TEXT)
        button.clicked.connect(partial(self._ask, use))
        return button

    def _ask(self, use: LineageUse, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a slot
        if self._node is not None:
            self.wanted.emit(use, self._node)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.title, 1)
        for button in self.buttons.values():
            head.addWidget(button)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(0, 4, 8, 8)
        body.setSpacing(8)
        body.addWidget(self.prompt)
        body.addWidget(self.changes)
        body.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 4, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.facts)
        column.addWidget(scroll, 1)


def _facts(node: Node | None) -> str:
    if node is None:
        return ""
    if node.kin is None:
        return "" if node.file is None else node.file.name
    parts = (texts.when(node.kin), texts.facts(node.kin), texts.drift(node.kin))
    return " · ".join(part for part in parts if part)


def _value(value: Value) -> str:
    return (value if isinstance(value, str) else render(value)) or "–"
