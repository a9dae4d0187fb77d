"""Walk through earlier prompts in the prompt itself; what was being typed comes back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot

from overpaint.ui.widgets.announce import announce
from overpaint.ui.widgets.prompt_edit import PromptEdit


class PromptStepper(QObject):
    """Older by one, newer by one.

    A change by hand ends the walk: what stands there then is what is being typed.

    Args:
        prompt: Where the prompts are shown.
    """

    def __init__(self, prompt: PromptEdit) -> None:
        super().__init__(prompt)
        self._prompt = prompt
        self._texts: tuple[str, ...] = ()
        self._typed = ""
        self._place = 0
        self._is_stepping = False
        prompt.text_changed.connect(self._on_changed)

    def use(self, texts: Sequence[str]) -> None:
        """Walk through these, the newest first; a walk under way goes on where it is."""
        shown = self._texts[self._place - 1] if self._place else None
        self._texts = tuple(texts)
        if shown is not None:
            self._place = self._texts.index(shown) + 1 if shown in self._texts else 0

    @Slot()
    def older(self) -> None:
        """Show the prompt before this one."""
        self._step(+1)

    @Slot()
    def newer(self) -> None:
        """Show the prompt after this one, at last what was being typed."""
        self._step(-1)

    def _step(self, step: int) -> None:
        if self._place == 0:
            self._typed = self._prompt.text
        place = self._place + step
        # What stands there already is no step for whoever presses the key.
        while 0 < place <= len(self._texts) and self._at(place) == self._prompt.text.strip():
            place += step
        if not 0 <= place <= len(self._texts):
            first = self.tr("This is the first prompt that was sent")
            none = self.tr("No prompt was sent yet")
            announce(self._prompt.editor, first if self._texts else none)
            return
        self._place = place
        self._show(self._at(place) if place else self._typed)

    def _at(self, place: int) -> str:
        return self._texts[place - 1]

    def _show(self, text: str) -> None:
        self._is_stepping = True
        self._prompt.set_text(text)
        self._is_stepping = False
        cursor = self._prompt.editor.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self._prompt.editor.setTextCursor(cursor)
        announce(self._prompt.editor, text or self.tr("Empty prompt"))

    @Slot()
    def _on_changed(self) -> None:
        if not self._is_stepping:
            self._place = 0
