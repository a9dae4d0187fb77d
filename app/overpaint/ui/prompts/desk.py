"""Connects the prompt with what was sent before, with templates and with the keep list."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from overpaint.domain.templates import PromptTemplate, SentPrompt
from overpaint.ui.icons import Icons
from overpaint.ui.inspector.inspector import Inspector
from overpaint.ui.prompts.manager import TemplateManager
from overpaint.ui.prompts.popup import PopupEntry, PromptPopup
from overpaint.ui.prompts.stepper import PromptStepper
from overpaint.ui.prompts.store import PromptStore


class PromptDesk(QObject):
    """What buttons and commands around the prompt do.

    Args:
        inspector: Has the prompt, its buttons, its forms.
        store: Sent prompts and templates.
        icons: The icon family.
        window: Owner of popups and dialogs.

    Attributes:
        told: A sentence for the person.
        failed: An `OverpaintError`; nothing was changed.
        stepper: Older and newer prompts by keys.
        history: The list of prompts that were sent.
        templates: The list of templates.
    """

    told = Signal(str)
    failed = Signal(object)

    def __init__(
        self, inspector: Inspector, store: PromptStore, icons: Icons, window: QWidget
    ) -> None:
        super().__init__(window)
        self._inspector = inspector
        self._store = store
        self._icons = icons
        self._window = window
        self._manager: TemplateManager | None = None
        self._wants_older = False
        self.stepper = PromptStepper(inspector.prompt)
        self.history = PromptPopup(
            icons, self.tr("Sent prompts"), self.tr("Search sent prompts"),
            self.tr("Prompts appear here once they were sent."), window,
        )  # fmt: skip
        self.templates = PromptPopup(
            icons, self.tr("Templates"), self.tr("Search templates"),
            self.tr("Save a prompt as a template to use it again."), window, lines=1,
        )  # fmt: skip
        self.save_button = self.templates.add_button(
            self.tr("Save this prompt…"), self.tr("Keep the prompt as a template")
        )
        self._manage = self.templates.add_button(
            self.tr("Manage…"), self.tr("Rename, rewrite, order, remove, import and export")
        )
        self._connect()

    def _connect(self) -> None:
        inspector, store = self._inspector, self._store
        inspector.history_button.clicked.connect(self.show_history)
        inspector.template_button.clicked.connect(self.show_templates)
        self.history.chosen.connect(self._use_sent)
        self.templates.chosen.connect(self.use_template)
        self.save_button.clicked.connect(self.save)
        self._manage.clicked.connect(self.manage)
        inspector.template_form.filled_in.connect(self._insert)
        inspector.template_form.left.connect(self._back_to_prompt)
        inspector.save_form.wanted.connect(self._save_as)
        inspector.save_form.left.connect(self._back_to_prompt)
        store.sent_changed.connect(self._list_sent)
        store.templates_changed.connect(self._list_templates)
        store.told.connect(self.told)
        store.failed.connect(self.failed)

    @Slot()
    def show_history(self) -> None:
        """Open the list of sent prompts."""
        self._store.refresh()
        self.history.open_below(self._inspector.history_button)

    @Slot()
    def show_templates(self) -> None:
        """Open the list of templates."""
        self._store.refresh()
        empty = not self._inspector.prompt.text.strip()
        self.save_button.setEnabled(not empty)
        self.save_button.setToolTip(
            self.tr("Write a prompt first") if empty else self.tr("Keep the prompt as a template")
        )
        self.templates.open_below(self._inspector.template_button)

    @Slot()
    def older(self) -> None:
        """Show the prompt that was sent before."""
        self._wants_older = not self._store.is_known
        if self._wants_older:
            self._store.refresh()
        else:
            self.stepper.older()

    @Slot()
    def newer(self) -> None:
        """Show the prompt that was sent after."""
        self.stepper.newer()

    @Slot()
    def on_sent(self) -> None:
        """A prompt was sent: it is the newest one from now on."""
        self._store.refresh()

    @Slot()
    def save(self) -> None:
        """Ask for the name of a new template."""
        self.templates.hide()
        text = self._inspector.prompt.text
        if not text.strip():
            self.told.emit(self.tr("Write a prompt first"))
            self._back_to_prompt()
            return
        self._inspector.template_form.hide()
        self._inspector.save_form.ask(text)

    @Slot()
    def manage(self) -> None:
        """Open the window of templates."""
        self.templates.hide()
        if self._manager is None:
            self._manager = TemplateManager(self._store, self._icons, self._window)
        self._store.refresh()
        self._manager.show()
        self._manager.raise_()
        self._manager.activateWindow()

    @Slot(object)
    def use_template(self, template: PromptTemplate) -> None:
        """Insert a template; its values are asked for first."""
        self._inspector.save_form.hide()
        if template.variables:
            self._inspector.template_form.ask(template)
        else:
            self._insert(template.text)

    @Slot(object)
    def _use_sent(self, prompt: SentPrompt) -> None:
        self._inspector.prompt.set_text(prompt.text)
        self._back_to_prompt()

    @Slot(str)
    def _insert(self, text: str) -> None:
        """Put a text where the caret is, in the place of what is selected."""
        self._inspector.prompt.editor.textCursor().insertText(text)
        self._back_to_prompt()

    @Slot(str)
    def _save_as(self, name: str) -> None:
        self._store.save(name, self._inspector.prompt.text, self._inspector.save_form.leave)

    @Slot()
    def _back_to_prompt(self) -> None:
        self._inspector.prompt.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _list_sent(self) -> None:
        self.stepper.use([one.text for one in self._store.sent])
        told = zip(self._store.sent, self._store.notes, strict=True)
        self.history.present([PopupEntry(one.text, note, one) for one, note in told])

    @Slot()
    def _list_templates(self) -> None:
        self.templates.present([self._template_entry(one) for one in self._store.templates])
        # The key was pressed before anything was known.
        if self._wants_older:
            self._wants_older = False
            self.stepper.older()

    def _template_entry(self, one: PromptTemplate) -> PopupEntry:
        note = " ".join(one.text.split())
        return PopupEntry(one.name, note, one)
