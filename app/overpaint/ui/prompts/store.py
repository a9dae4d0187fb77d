"""Sent prompts and templates, as the window knows them; the library itself is read on a worker."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from overpaint.domain.errors import OverpaintError
from overpaint.domain.templates import PromptTemplate, SentPrompt
from overpaint.ui.background import Background
from overpaint.ui.prompts.texts import sent_note

_Work = Callable[[], Any]
_Told = Callable[[Any], None]
_Failed = Callable[[OverpaintError], None]
_State = tuple[tuple[SentPrompt, ...], tuple[str, ...], tuple[PromptTemplate, ...]]


class PromptStore(QObject):
    """Every change is written on a worker, and what the library then has is shown.

    Args:
        path: The library's file.
        background: The worker.

    Attributes:
        is_known: Whether the library has been read.
        sent: The prompts that were sent, the last one first.
        notes: What is said of each of them.
        templates: The templates in their order.
        sent_changed: Other prompts were sent.
        templates_changed: Templates were added, changed, moved or removed.
        told: A sentence about what was done.
        failed: An `OverpaintError`; nothing was changed.
    """

    sent_changed = Signal()
    templates_changed = Signal()
    told = Signal(str)
    failed = Signal(object)

    def __init__(self, path: Path, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._path = path
        self._background = background
        self._waiting: deque[tuple[_Work, _Told, _Failed]] = deque()
        self._is_busy = False
        self.is_known = False
        self.sent: tuple[SentPrompt, ...] = ()
        self.notes: tuple[str, ...] = ()
        self.templates: tuple[PromptTemplate, ...] = ()

    @Slot()
    def refresh(self) -> None:
        """Read anew."""
        path = self._path

        def read() -> _State:
            from overpaint.services.library import prompts  # noqa: PLC0415 - loads SQLite

            sent = prompts.read_sent(path)
            return sent, tuple(map(sent_note, sent)), prompts.read_templates(path)

        self._run(read, self._take, self.failed.emit)

    def save(self, name: str, text: str, done: Callable[[], None]) -> None:
        """Add a template; ``done`` is called when it is there."""
        path = self._path

        def work() -> str:
            from overpaint.services.library import prompts  # noqa: PLC0415 - as above

            return self.tr("Saved template “{name}”").format(
                name=prompts.save_template(path, name, text).name
            )

        def saved(words: str) -> None:
            done()
            self._conclude(words)

        self._run(work, saved, self.failed.emit)

    def change(self, name: str, new_name: str, text: str) -> None:
        """Give a template another name and text."""
        path = self._path

        def work() -> str:
            from overpaint.domain.templates import checked_template  # noqa: PLC0415 - on a worker
            from overpaint.services.library import prompts  # noqa: PLC0415 - as above

            prompts.change_template(path, name, checked_template(new_name, text))
            return ""

        new = PromptTemplate(new_name, text)
        # What a person does next is about these; a refusal brings the old ones back.
        self.templates = tuple(new if one.name == name else one for one in self.templates)
        self._run(work, self._conclude, self._on_failed)

    def keep(self, templates: tuple[PromptTemplate, ...]) -> None:
        """Keep exactly these, in this order."""
        path = self._path

        def work() -> str:
            from overpaint.services.library import prompts  # noqa: PLC0415 - as above

            prompts.replace_templates(path, templates)
            return ""

        self.templates = templates
        self._run(work, self._conclude, self._on_failed)

    def import_file(self, file: Path) -> None:
        """Add the templates of a file."""
        path = self._path

        def work() -> str:
            from overpaint.services.library import prompts  # noqa: PLC0415 - as above

            count = len(prompts.import_templates(path, file))
            if count == 0:
                return self.tr("All of these templates are there already")
            one, many = self.tr("Added 1 template"), self.tr("Added {count} templates")
            return one if count == 1 else many.format(count=count)

        self._run(work, self._conclude, self.failed.emit)

    def export_file(self, file: Path) -> None:
        """Write all templates into a file."""
        path = self._path

        def work() -> str:
            from overpaint.services.library import prompts  # noqa: PLC0415 - as above

            prompts.export_templates(path, file)
            return self.tr("Exported “{name}”").format(name=file.name)

        self._run(work, self._conclude, self.failed.emit)

    def _run(self, work: _Work, done: _Told, failed: _Failed) -> None:
        """One after the other: what is read is never older than what was written."""
        self._waiting.append((work, done, failed))
        if not self._is_busy:
            self._go_on()

    def _go_on(self) -> None:
        self._is_busy = bool(self._waiting)
        if not self._waiting:
            return
        work, done, failed = self._waiting.popleft()

        def ended(outcome: Any) -> None:  # noqa: ANN401 - whatever the work brings
            done(outcome)
            self._go_on()

        def went_wrong(error: OverpaintError) -> None:
            failed(error)
            self._go_on()

        self._background.run(work, ended, went_wrong)

    def _conclude(self, words: str) -> None:
        if words:
            self.told.emit(words)
        self.refresh()

    def _on_failed(self, error: OverpaintError) -> None:
        self.failed.emit(error)
        self.refresh()

    def _take(self, state: _State) -> None:
        sent, notes, templates = state
        self.is_known = True
        if sent != self.sent:
            self.sent, self.notes = sent, notes
            self.sent_changed.emit()
        if self._waiting:
            return  # a change is on its way, and what it brings is shown already
        self.templates = templates
        self.templates_changed.emit()
