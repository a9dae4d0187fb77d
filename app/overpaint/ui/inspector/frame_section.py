"""The context frame: how it is found, how much lies around the mask, and what it means."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from overpaint.domain.frame import ContextFrame, FrameChoice
from overpaint.domain.frame_words import (
    keeps_scale,
    loses_detail,
    lost_text,
    outside_text,
    pixels_text,
    scale_text,
    why_scaled,
    why_whole,
)
from overpaint.domain.framing import frame_of
from overpaint.domain.text import say
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.frame_choices import context_tip, frame_choices, shown_choice
from overpaint.ui.icons import Icons
from overpaint.ui.inspector.field_row import LABEL_WIDTH
from overpaint.ui.messages import render, render_all
from overpaint.ui.theme import TextRole
from overpaint.ui.widgets.pill import Pill, PillKind
from overpaint.ui.widgets.section import Section
from overpaint.ui.widgets.segmented import SegmentedControl
from overpaint.ui.widgets.slider_field import SliderField

_MOST_PERCENT = 200


class FrameSection(Section):
    """Fills the section and writes the plan of the frame.

    Attributes:
        choice: Around the mask, whole picture, or placed.
        context: How much lies around the mask.
        read_out: Pixels of the target, and pixels that are sent.
        scale: How large the one is beside the other.
        note: Why, or that there is no frame.

    Signals:
        placing: The person wants to place the frame.
    """

    placing = Signal()

    def __init__(self, store: DraftStore, icons: Icons) -> None:
        theme = icons.theme
        super().__init__(theme, render(say("Inspector", "Context frame")))
        self._store = store
        self.choice = SegmentedControl(theme, name=self.tr("Context frame"))
        self.context = self._context_field()
        self.read_out = self._small_label(icons)
        self.read_out.setTextFormat(Qt.TextFormat.PlainText)
        self.scale = Pill(theme)
        self.note = self._small_label(icons)
        self.note.setWordWrap(True)
        self._facts = self._facts_row()
        for widget in (self.choice, self.context, self._facts, self.note):
            self.content.addWidget(widget)
        self.choice.chosen.connect(self._on_chosen)
        self.context.value_changed.connect(self._on_context_changed)

    def refresh(self) -> None:
        """Show the draft as it is now."""
        draft, model = self._store.draft, self._store.model
        frame = frame_of(draft, model)
        self._show_choice()
        self._facts.setVisible(frame is not None)
        if frame is None or draft.target is None:
            reason = why_whole(draft)
            self._tell("" if reason is None else render(reason))
            self.set_summary(self.tr("whole picture"))
            return
        sent, scale = pixels_text(frame.sent), scale_text(frame)
        part = pixels_text(frame.rect.size)
        same = frame.is_exact
        shown = self.tr("{part} px").format(part=part) if same else f"{part} → {sent} px"
        self.read_out.setText(shown)
        self.read_out.setToolTip(
            self.tr("{part} pixels of the picture are sent as {sent}").format(part=part, sent=sent)
        )
        self.scale.show_text(scale, _kind(frame))
        reason = why_scaled(frame, draft, model)
        outside = outside_text(frame, draft.target.size)
        self._tell(render_all((lost_text(frame), reason, outside)))
        self.set_summary(f"{sent} · {scale}")

    def _show_choice(self) -> None:
        draft = self._store.draft
        self.choice.set_options(frame_choices(draft))
        self.choice.set_value(shown_choice(draft))
        self.context.set_value(draft.frame.context * 100)
        self.context.setVisible(why_whole(draft) is None)
        self.context.setEnabled(shown_choice(draft) is FrameChoice.AUTO)
        self.context.set_tooltip(context_tip(draft))

    def _tell(self, text: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def _context_field(self) -> SliderField:
        field = SliderField(
            self.tr("Context"), minimum=0, maximum=_MOST_PERCENT, value=50, unit="%"
        )
        field.set_label_width(LABEL_WIDTH)
        for label in field.findChildren(QLabel):
            label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
        return field

    def _small_label(self, icons: Icons) -> QLabel:
        label = QLabel(self)
        label.setFont(icons.theme.font(TextRole.SMALL))
        label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _facts_row(self) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.read_out, 1)
        row.addWidget(self.scale)
        return line

    @Slot(object)
    def _on_chosen(self, choice: FrameChoice) -> None:
        draft = self._store.draft
        frame = frame_of(draft, self._store.model)
        placed = frame.rect if choice is FrameChoice.PLACED and frame is not None else None
        self._store.set(frame=replace(draft.frame, choice=choice, placed=placed))
        self.refresh()
        if choice is FrameChoice.PLACED:
            self.placing.emit()

    @Slot(float)
    def _on_context_changed(self, percent: float) -> None:
        self._store.set(frame=replace(self._store.draft.frame, context=percent / 100))


def _kind(frame: ContextFrame) -> PillKind:
    if loses_detail(frame):
        return PillKind.WARNING
    return PillKind.SUCCESS if keeps_scale(frame) else PillKind.NEUTRAL
