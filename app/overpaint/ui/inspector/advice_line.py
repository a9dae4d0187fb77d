"""One quiet line below the size: what would cost less, to be taken by a click."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from overpaint.domain.frame_words import pixels_text
from overpaint.domain.price_advice import SizeAdvice
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.icons import Icons, Tone
from overpaint.ui.theme import TextRole


class AdviceLine(QToolButton):
    """Hidden while there is nothing to say."""

    def __init__(self, store: DraftStore, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._advice: SizeAdvice | None = None
        self.setIcon(icons.icon("coin", Tone.SUCCESS))
        self.setFont(icons.theme.font(TextRole.SMALL))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setAutoRaise(True)
        self.setAccessibleName(self.tr("A cheaper size"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._take)
        self.hide()

    @property
    def advice(self) -> SizeAdvice | None:
        """What is advised now."""
        return self._advice

    def show_advice(self, advice: SizeAdvice | None) -> None:
        """Name a cheaper size, or nothing."""
        self._advice = advice
        self.setVisible(advice is not None)
        if advice is not None:
            text = self.tr("{size} is {percent} % cheaper").format(
                size=pixels_text(advice.size), percent=round(advice.saved * 100)
            )
            self.setText(text)
            self.setAccessibleName(text)
            self.setToolTip(
                self.tr("Take this size: as much detail, and at this shape it costs less.")
            )

    @Slot()
    def _take(self) -> None:
        if self._advice is not None:
            self._store.set(size=self._advice.size)
            self.show_advice(None)
