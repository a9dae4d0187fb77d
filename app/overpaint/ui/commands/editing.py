"""The commands of the edit menu: undo, clipboard, generating."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack

from overpaint.domain.choices import Field
from overpaint.ui.panels import Panels
from overpaint.ui.payload import DropRole, Payload, read_payload
from overpaint.ui.results.actions import ResultAction
from overpaint.ui.switching_stack import SwitchingStack
from overpaint.ui.undo_steps import UndoSteps
from overpaint.ui.window_parts import WindowParts


class EditCommands(QObject):
    """Takes back, pastes and generates; see `Commands`."""

    def __init__(self, window: QObject, panels: Panels, parts: WindowParts) -> None:
        super().__init__(window)
        self._panels = panels
        self._parts = parts

    def handlers(self) -> dict[str, Callable[[], None]]:
        """One function for every command id."""
        results, inspector = self._panels.results, self._panels.inspector
        return {
            "undo": lambda: self._steps().undo(),
            "redo": lambda: self._steps().redo(),
            "copy": lambda: results.perform(ResultAction.COPY),
            "paste": self.paste,
            "paste_reference": lambda: self._paste(DropRole.REFERENCE),
            "paste_mask": lambda: self._paste(DropRole.MASK),
            "paste_new": self._paste_new,
            "focus_prompt": lambda: inspector.focus_field(Field.PROMPT),
            "generate": inspector.submit,
            "what_is_sent": self._panels.sent.show_draft,
        }

    def paste(self) -> None:
        """Paste: the target when there is none, else a reference."""
        empty = self._parts.store.draft.target is None
        self._paste(DropRole.TARGET if empty else DropRole.REFERENCE)

    def _paste(self, role: DropRole) -> None:
        payload = self._pasted()
        if payload:
            self._panels.intake.take(role, payload)

    def _paste_new(self) -> None:
        """Begin a new edit with what is on the clipboard; without a picture there nothing ends."""
        payload = self._pasted()
        if payload:
            self._panels.intake.take_new(payload)

    def _pasted(self) -> Payload:
        payload = read_payload(self._parts.clipboard.mimeData())
        if not payload:
            self._panels.area.toast.say(
                self.tr("There is no picture on the clipboard"), icon="info"
            )
        return payload

    def _steps(self) -> QUndoStack | SwitchingStack | UndoSteps:
        """The steps of what has the focus: inputs and masks shelf have their own."""
        inputs, masks = self._panels.inputs, self._panels.masks
        if masks.panel.view.hasFocus():
            return masks.shelf.undo_stack
        return inputs.undo_stack if inputs.view.hasFocus() else self._panels.undo_steps
