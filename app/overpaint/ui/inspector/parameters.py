"""The parameters below the prompt, in the order in which they are decided."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from overpaint.domain.choices import Field
from overpaint.domain.draft import Draft
from overpaint.domain.rules import Rules
from overpaint.domain.text import Message, say
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.icons import Icons
from overpaint.ui.inspector.advanced_section import AdvancedSection
from overpaint.ui.inspector.advice_line import AdviceLine
from overpaint.ui.inspector.binding import ChoiceBinding
from overpaint.ui.inspector.blend_section import BlendSection
from overpaint.ui.inspector.choice_fields import CHOICE_FIELDS
from overpaint.ui.inspector.field_row import below, beside, stacked
from overpaint.ui.inspector.frame_section import FrameSection
from overpaint.ui.inspector.model_field import ModelField
from overpaint.ui.inspector.model_options import Served, models
from overpaint.ui.inspector.output_section import OutputSection
from overpaint.ui.inspector.size_editor import SizeEditor
from overpaint.ui.messages import render
from overpaint.ui.widgets.choice_box import ChoiceBox
from overpaint.ui.widgets.number_field import NumberField
from overpaint.ui.widgets.option import Option
from overpaint.ui.widgets.segmented import SegmentedControl

_POPUP_WIDTH = 304
_NAMES: dict[Field, Message] = {
    Field.MODEL: say("Inspector", "Model"),
    Field.SIZE: say("Inspector", "Size"),
    Field.QUALITY: say("Inspector", "Quality"),
    Field.VARIANTS: say("Inspector", "Variants"),
    Field.PARTIAL_IMAGES: say("Inspector", "Previews"),
    Field.OUTPUT_FORMAT: say("Inspector", "Format"),
    Field.SVG_EFFORT: say("Inspector", "SVG effort"),
    Field.BACKGROUND: say("Inspector", "Background"),
    Field.INPUT_FIDELITY: say("Inspector", "Input fidelity"),
    Field.STREAM: say("Inspector", "Streaming"),
    Field.COMPLEXITY: say("Inspector", "Complexity"),
    Field.MODERATION: say("Inspector", "Moderation"),
    Field.RESPONSE_FORMAT: say("Inspector", "Delivery"),
}


class Parameters(QWidget):
    """Every field is filled from the rules and follows the store; none knows another.

    Attributes:
        controls: The widget of each field that is chosen from a list.
        frame: The section for the part of the target that is sent.
        size_editor: Any size, for models that take any.
        advice: Names a size that costs less.
        model: The list of models with its menu and badges.
        count: The field for any number of variants.
        output: The section for the form of the answer.
        blend: The section for how an answer is put into the target; the window connects it.
        advanced: The section for what few people need.
    """

    def __init__(self, store: DraftStore, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._icons = icons
        self.controls: dict[Field, ChoiceBox | SegmentedControl] = {
            field: self._control(render(_NAMES[field]), is_list=choice.is_list)
            for field, choice in CHOICE_FIELDS.items()
        }
        self._show_retired = False
        self._served: Served | None = None
        self._bindings = [
            ChoiceBinding(
                store, self.controls[field],
                offer=self._models if field is Field.MODEL else choice.offer,
                read=choice.read, write=choice.write,
            )
            for field, choice in CHOICE_FIELDS.items()
        ]  # fmt: skip
        self.model = ModelField(store, icons, self._model_box())
        self.frame = FrameSection(store, icons)
        self.size_editor = SizeEditor(store, icons)
        self.advice = AdviceLine(store, icons)
        self.count = self._count_field()
        self.output = OutputSection(store, icons.theme, self.controls)
        self.blend = BlendSection(icons.theme)
        self.advanced = AdvancedSection(store, icons, self.controls)
        self._fields: dict[Field, QWidget] = {
            **self.controls, **self.output.fields, **self.advanced.fields,
        }  # fmt: skip
        self._lay_out()
        self.refresh()

    def refresh(self) -> None:
        """Show the draft as it is now."""
        draft = self._store.draft
        for binding in self._bindings:
            binding.refresh()
        self.model.refresh(self._served)
        self.frame.refresh()
        self.size_editor.refresh()
        counts = self._store.rules.variants(draft)
        with QSignalBlocker(self.count):
            self.count.setRange(counts[0], counts[-1])
            self.count.setValue(draft.variants)
        self.output.refresh()
        self.advanced.refresh()

    def set_models(self, *, show_retired: bool, served: Served | None) -> None:
        """List ended models or not, and mark those that the server did not name."""
        self._show_retired, self._served = show_retired, served
        self.model.show_retired.setChecked(show_retired)
        self.refresh()

    def widget(self, field: Field) -> QWidget | None:
        """What shows a field; None for those that stand elsewhere."""
        return self._fields.get(field)

    def reveal(self, field: Field) -> None:
        """Unfold what hides a field and give it the focus."""
        control = self._fields.get(field)
        if control is None:
            return
        for section in (self.output, self.advanced):
            if section.isAncestorOf(control):
                section.set_expanded(True)
        # A row of segments has no focus of its own: the next in the chain is its first segment.
        accepts = control.focusPolicy() is not control.focusPolicy().NoFocus
        focus = control if accepts else control.nextInFocusChain()
        if focus is not None:
            focus.setFocus()

    def _models(self, rules: Rules, draft: Draft) -> list[Option]:
        return models(rules, draft, show_retired=self._show_retired, served=self._served)

    def _model_box(self) -> ChoiceBox:
        box = self.controls[Field.MODEL]
        assert isinstance(box, ChoiceBox)  # noqa: S101 - its row in the table says so
        return box

    def _control(self, name: str, *, is_list: bool) -> ChoiceBox | SegmentedControl:
        if not is_list:
            return SegmentedControl(self._icons.theme, name=name)
        box = ChoiceBox(self._icons.theme, name=name)
        box.view().setMinimumWidth(_POPUP_WIDTH)
        return box

    def _count_field(self) -> NumberField:
        field = NumberField(self)
        field.setAccessibleName(self.tr("Number of variants"))
        field.setToolTip(self.tr("Any number of variants that the model allows"))
        field.setKeyboardTracking(False)
        field.valueChanged.connect(self._on_count_changed)
        return field

    def _lay_out(self) -> None:
        def name(field: Field) -> str:
            return render(_NAMES[field])

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.model)
        size = beside(name(Field.SIZE), self.controls[Field.SIZE])
        column.addWidget(self.frame)
        column.addWidget(stacked(size, self.size_editor, self.advice))
        column.addWidget(below(name(Field.QUALITY), self.controls[Field.QUALITY]))
        variants = (self.controls[Field.VARIANTS], self.count)
        column.addWidget(beside(name(Field.VARIANTS), *variants))
        previews = self.controls[Field.PARTIAL_IMAGES]
        column.addWidget(beside(name(Field.PARTIAL_IMAGES), previews))
        column.addWidget(self.output)
        column.addWidget(self.blend)
        column.addWidget(self.advanced)

    @Slot(int)
    def _on_count_changed(self, count: int) -> None:
        self._store.set(variants=count)
