"""The line at the bottom: what the tool does, where the pointer is, what is open, where it goes."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QStatusBar, QWidget

from overpaint.domain.draft import Draft, MaskFacts
from overpaint.domain.profiles import ServerKind, ServerProfile


class StatusLine(QStatusBar):
    """Facts for a glance; the server is a button that opens the preferences.

    Attributes:
        server: The button with the server's name.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._hint = _label("")
        self._pointer = _label(self.tr("Pixel under the pointer"))
        self._target = _label(self.tr("Target"))
        self._mask = _label(self.tr("Mask"))
        self.server = QPushButton()
        self.server.setFlat(True)
        self.server.setCursor(Qt.CursorShape.PointingHandCursor)
        self.server.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._hint.setMinimumWidth(1)
        self.addWidget(self._hint, 1)
        self._pointer.setMinimumWidth(self.fontMetrics().horizontalAdvance("0000, 0000  "))
        for widget in (self._pointer, self._target, self._mask, self.server):
            self.addPermanentWidget(widget)

    def show_hint(self, hint: str) -> None:
        """What the tool in hand does."""
        self._hint.setText(hint)

    def show_pointer(self, position: tuple[int, int] | None) -> None:
        """The picture pixel under the pointer."""
        self._pointer.setText("" if position is None else f"{position[0]}, {position[1]}")

    def show_draft(self, draft: Draft) -> None:
        """The target and how much of it is covered."""
        target = draft.target
        if target is None:
            self._target.clear()
            self._mask.clear()
            return
        self._target.setText(f"{target.size.width} × {target.size.height}")
        facts = [] if draft.mask is None else [self._covered(draft.mask)]
        if draft.markup is not None:
            facts.append(_marks(draft.markup.marks))
        self._mask.setText(" · ".join(facts) or self.tr("no mask: the whole picture may change"))

    def _covered(self, mask: MaskFacts) -> str:
        share = mask.coverage * 100
        number = "<1" if 0 < share < 1 else f"{share:.0f}"
        return self.tr("mask {share} %").format(share=number)

    def show_server(self, profile: ServerProfile) -> None:
        """Where the next edit goes."""
        names = {
            ServerKind.BUILT_IN: self.tr("Built-in endpoint"),
            ServerKind.OPENAI: self.tr("OpenAI"),
        }
        name = names.get(profile.kind, profile.name)
        self.server.setText(name)
        self.server.setAccessibleName(self.tr("Server: {name}").format(name=name))
        self.server.setToolTip(self.tr("Edits go here. Click to choose another server."))


def _marks(count: int) -> str:
    one = QCoreApplication.translate("StatusLine", "1 mark")
    many = QCoreApplication.translate("StatusLine", "{count} marks").format(count=count)
    return one if count == 1 else many


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setAccessibleName(name)
    label.setContentsMargins(6, 0, 6, 0)
    return label
