"""The inspector: what, with what, how good, how many, and the button that does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from overpaint.domain.choices import Field
from overpaint.domain.draft import Draft
from overpaint.domain.problems import Problem
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.icons import Icons
from overpaint.ui.inspector.parameters import Parameters
from overpaint.ui.inspector.problem_list import ProblemList
from overpaint.ui.key_tips import follow_keys, with_keys
from overpaint.ui.prompts.keep_row import KeepRow
from overpaint.ui.prompts.save_form import SaveForm
from overpaint.ui.prompts.template_form import TemplateForm
from overpaint.ui.spending.meter import SpendMeter
from overpaint.ui.theme import TextRole
from overpaint.ui.widgets.icon_button import IconButton
from overpaint.ui.widgets.primary_button import PrimaryButton
from overpaint.ui.widgets.prompt_edit import PromptEdit

_MARGIN = 12
_WIDTH = 336
_LEAST_WIDTH = 312
_FIELD_NAMES = {field.value: field for field in Field} | {
    "inputs": Field.IMAGE,
    "keep": Field.PROMPT,
    "variants": Field.VARIANTS,
    "svg_model": Field.SVG_MODEL,
    "svg_effort": Field.SVG_EFFORT,
    "extra_fields": Field.EXTRA,
}


class Inspector(QWidget):
    """The panel right of the canvas, in the order in which things are decided.

    Problems stay quiet until the person has touched their field or asked to generate.

    Attributes:
        generate_requested: The draft has no blocking problem and the person wants it made.
        cancel_requested: The person wants the running jobs stopped.
        look_requested: The person wants to see what would be sent.
        problem_activated: The `Field` to look at: a problem was clicked, or stood in the way.
            The inspector has focused its own fields; the window looks after pictures and mask.
        retired_toggled: Whether the person wants ended models listed.
        refresh_models_requested: The person wants to know what the server offers.
    """

    generate_requested = Signal(bool)
    cancel_requested = Signal()
    look_requested = Signal()
    problem_activated = Signal(object)
    retired_toggled = Signal(bool)
    refresh_models_requested = Signal()

    def __init__(self, store: DraftStore, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._icons = icons
        self._touched: set[Field] = set()
        self._asked = False
        self._price = ("", "")
        self.prompt = PromptEdit(
            icons.theme,
            name=self.tr("Prompt"),
            placeholder=self.tr("Describe what the picture should become"),
            limit=store.model.max_prompt_chars,
        )
        self.history_button = IconButton(
            icons, "history", self.tr("Sent prompts"), command="prompt_history"
        )
        self.template_button = IconButton(
            icons, "template", self.tr("Templates"), command="prompt_templates"
        )
        self.keep = KeepRow(store, icons, self.prompt.editor)
        self.template_form = TemplateForm(icons)
        self.save_form = SaveForm(icons)
        self.parameters = Parameters(store, icons)
        self.problems = ProblemList(icons, self)
        self.generate_button = PrimaryButton(icons, self.tr("Generate"), "generate")
        self.look_button = IconButton(
            icons, "inspect", self.tr("What will be sent"), command="what_is_sent", icon_px=20
        )
        self.more_button = IconButton(icons, "chevron-down", self.tr("Other ways to generate"))
        self.cancel_button = QPushButton(self)
        self.meter = SpendMeter(icons, self)
        self._foot = QWidget(self)
        self._lay_out()
        self._connect()
        self.set_running(0)
        self._show_draft()

    def set_generate_note(self, text: str, details: str = "") -> None:
        """What the button says beside its name: the price; what it is made of is its tooltip."""
        if (text, details) == self._price:
            return
        self._price = (text, details)
        self.generate_button.set_secondary(text)
        self._explain_button()

    def set_blocked(self, reason: str) -> None:
        """Switch Generate off while a limit of spending stands in the way; ``""`` for no more."""
        if reason == self.meter.reason:
            return
        self.meter.show_reason(reason)
        self.generate_button.setEnabled(not reason)
        self._explain_button()

    def set_running(self, count: int) -> None:
        """How many jobs are under way; more can be started meanwhile."""
        self.generate_button.set_busy(count > 0)
        self.cancel_button.setVisible(count > 0)
        many = self.tr("Cancel {count} jobs").format(count=count)
        self.cancel_button.setText(self.tr("Cancel 1 job") if count == 1 else many)

    def set_sending(self, sends: bool) -> None:  # noqa: FBT001 - a setter
        """Whether the draft is sent from here, or is the recipe of a batch."""
        self._foot.setVisible(sends)

    def focus_field(self, field: Field) -> None:
        """Bring a field into view and give it the focus."""
        if field is Field.PROMPT:
            self.prompt.setFocus()
            self._scroll.ensureWidgetVisible(self.prompt)
            return
        self.parameters.reveal(field)
        widget = self.parameters.widget(field)
        if widget is not None:
            self._scroll.ensureWidgetVisible(widget)

    @Slot()
    def submit(self) -> None:
        """Generate, or show what stands in the way and lead to the first of it."""
        self._submit(front=False)

    def submit_front(self) -> None:
        """Generate before all jobs that wait; else as `submit`."""
        self._submit(front=True)

    def _submit(self, *, front: bool) -> None:
        if self._foot.isHidden():
            return
        focused = self.focusWidget()
        if isinstance(focused, QAbstractSpinBox):
            focused.interpretText()  # a number that was typed, but not confirmed yet
        blocking = [problem for problem in self._store.problems() if problem.blocking]
        if not blocking:
            self._asked = False
            self._show_problems()
            self.generate_requested.emit(front)
            return
        self.show_problems(blocking)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Tell everything that stands in the way and lead to the first of these problems."""
        self._asked = True
        self._show_problems()
        if problems:
            self._activate(problems[0].field)

    def forget_touched(self) -> None:
        """Be quiet again: a new edit begins."""
        self._touched.clear()
        self._asked = False
        self._show_problems()

    def _lay_out(self) -> None:
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = self._make_body()
        self._scroll.setWidget(body)
        self._scroll.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        self._lay_out_foot()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(self._foot)
        self.setMinimumWidth(_LEAST_WIDTH)
        self.resize(_WIDTH, 720)

    def _make_body(self) -> QWidget:
        """What is decided, in its order."""
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._heading(self.tr("Prompt"), body), 1)
        head.addWidget(self.history_button)
        head.addWidget(self.template_button)
        column.addLayout(head)
        for part in (self.prompt, self.template_form, self.save_form, self.keep):
            column.addWidget(part)
        column.addSpacing(4)
        column.addWidget(self.parameters)
        column.addStretch(1)
        return body

    def _lay_out_foot(self) -> None:
        """What stays in sight: what is wrong, the button, the money."""
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(_MARGIN, 8, _MARGIN, _MARGIN)
        foot.setSpacing(8)
        foot.addWidget(self.problems)
        go = QHBoxLayout()
        go.setSpacing(4)
        go.addWidget(self.generate_button, 1)
        go.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignVCenter)
        go.addWidget(self.look_button, 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addLayout(go)
        foot.addWidget(self.meter)
        foot.addWidget(self.cancel_button)

    def _heading(self, text: str, parent: QWidget) -> QLabel:
        heading = QLabel(text, parent)
        heading.setFont(self._icons.theme.font(TextRole.TITLE))
        heading.setBuddy(self.prompt)
        return heading

    def _explain_button(self) -> None:
        send = with_keys(self.tr("Send this edit"), "generate")
        details = self.meter.reason or self._price[1]
        self.generate_button.setToolTip(f"{send}\n{details}" if details else send)
        self.generate_button.setAccessibleDescription(details)

    def _connect(self) -> None:
        follow_keys(self, self._explain_button)
        self.cancel_button.setToolTip(
            self.tr("Stop the jobs of this edit; what was sent may still be billed")
        )
        self._store.changed.connect(self._on_draft_changed)
        self._store.rules_changed.connect(self._show_draft)
        self.parameters.model.retired_toggled.connect(self.retired_toggled)
        self.parameters.model.refresh_requested.connect(self.refresh_models_requested)
        self.prompt.text_changed.connect(self._on_prompt_changed)
        self.prompt.submitted.connect(self.submit)
        self.prompt.submitted_front.connect(self.submit_front)
        self.generate_button.clicked.connect(self.submit)
        self.look_button.clicked.connect(self.look_requested)
        self.cancel_button.clicked.connect(self.cancel_requested)
        self.problems.activated.connect(self._activate)

    @Slot(str)
    def _on_prompt_changed(self, text: str) -> None:
        self._store.set(prompt=text)

    @Slot(object, object)
    def _on_draft_changed(self, old: Draft, new: Draft) -> None:
        self._touched |= _changed_fields(old, new)
        if replace(old, prompt=new.prompt) == new:
            # Typing changes no choice; filling all fields anew at every key would be felt.
            self.prompt.set_text(self._store.draft.prompt)
            self._show_problems()
            return
        self._show_draft()

    @Slot()
    def _show_draft(self) -> None:
        self.prompt.set_limit(self._store.model.max_prompt_chars)
        self.prompt.set_text(self._store.draft.prompt)
        self.parameters.refresh()
        self._show_problems()

    def _show_problems(self) -> None:
        problems = self._store.problems()
        if not any(problem.blocking for problem in problems):
            self._asked = False
        self.problems.present([problem for problem in problems if self._is_told(problem)])

    def _is_told(self, problem: Problem) -> bool:
        return problem.field in self._touched or (self._asked and problem.blocking)

    @Slot(object)
    def _activate(self, field: Field) -> None:
        self.focus_field(field)
        self.problem_activated.emit(field)


def _changed_fields(old: Draft, new: Draft) -> set[Field]:
    names = (field.name for field in fields(Draft))
    changed = (name for name in names if getattr(old, name) != getattr(new, name))
    return {_FIELD_NAMES[name] for name in changed if name in _FIELD_NAMES}
