"""The form of the answer: format and what belongs to it, background, input fidelity."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QWidget

from overpaint.domain.choices import Field, OutputFormat
from overpaint.domain.output_problems import MAX_FRAME_MS, MIN_FRAMES
from overpaint.domain.text import say
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.inspector.field_row import LABEL_WIDTH, below, beside, show_text, text_entry
from overpaint.ui.inspector.optional_number import OptionalNumber
from overpaint.ui.inspector.output_options import format_badge, output_summary
from overpaint.ui.messages import render
from overpaint.ui.theme import Theme
from overpaint.ui.widgets.pill import Pill, PillKind
from overpaint.ui.widgets.section import Section
from overpaint.ui.widgets.slider_field import SliderField

_FULL_COMPRESSION = 100
_FRAME_STEP_MS = 10
_LEAST_FRAME_MS = 10


class OutputSection(Section):
    """Fills the section; what only one format has is shown while that format is chosen.

    Attributes:
        fields: The widget of each field that is no choice from a list.
        compression: The compression of JPEG and WebP.
    """

    def __init__(self, store: DraftStore, theme: Theme, choices: Mapping[Field, QWidget]) -> None:
        super().__init__(theme, render(say("Inspector", "Output")), expanded=False)
        self._store = store
        self._badge = Pill(theme, kind=PillKind.WARNING)
        self._badge.setToolTip(self.tr("The service gives this format to some accounts only."))
        self.compression = self._compression_field()
        self._frames = OptionalNumber(self.tr("Number of frames"))
        self._frame_time = OptionalNumber(self.tr("Time per frame"), step=_FRAME_STEP_MS)
        self._svg_model = text_entry(self.tr("Model that writes the SVG"), self.tr("Auto"))
        self.fields: dict[Field, QWidget] = {
            Field.OUTPUT_COMPRESSION: self.compression,
            Field.FRAME_COUNT: self._frames,
            Field.FRAME_DURATION: self._frame_time,
            Field.SVG_MODEL: self._svg_model,
        }
        self._explain()
        self._lay_out(choices)
        self._connect()

    def refresh(self) -> None:
        """Show the draft as it is now."""
        draft, rules = self._store.draft, self._store.rules
        kind = draft.output_format
        self._badge.show_text(format_badge(rules, draft))
        self.compression.setVisible(kind.takes_compression)
        shown = draft.output_compression
        self.compression.set_value(_FULL_COMPRESSION if shown is None else shown)
        for row in self._gif_rows:
            row.setVisible(kind is OutputFormat.GIF)
        for row in self._svg_rows:
            row.setVisible(kind is OutputFormat.SVG)
        self._frames.set_limits(MIN_FRAMES, max(rules.model(draft).max_frames, MIN_FRAMES))
        self._frames.show_number(draft.frame_count)
        self._frame_time.show_number(draft.frame_duration_ms)
        show_text(self._svg_model, draft.svg_model)
        self.set_summary(output_summary(draft))

    def _explain(self) -> None:
        self._frame_time.set_limits(_LEAST_FRAME_MS, MAX_FRAME_MS)
        self._frame_time.setSuffix(self.tr(" ms"))
        self._frames.setToolTip(self.tr("More frames move more smoothly; 9 unless you choose."))
        self._frame_time.setToolTip(
            self.tr("How long each frame is shown, in steps of 10 ms; 200 ms unless you choose.")
        )
        self._svg_model.setToolTip(
            self.tr("Id of the text model that writes the drawing; the service chooses otherwise.")
        )

    def _compression_field(self) -> SliderField:
        field = SliderField(
            self.tr("Compression"), minimum=0, maximum=100, value=_FULL_COMPRESSION, unit="%"
        )
        field.set_label_width(LABEL_WIDTH)
        for label in field.findChildren(QLabel):
            label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
        field.set_tooltip(self.tr("100 % keeps the most detail and makes the largest file."))
        return field

    def _lay_out(self, choices: Mapping[Field, QWidget]) -> None:
        self._gif_rows = (
            beside(self.tr("Frames"), self._frames),
            beside(self.tr("Frame time"), self._frame_time),
        )
        self._svg_rows = (
            beside(self.tr("SVG author"), self._svg_model),
            beside(self.tr("SVG effort"), choices[Field.SVG_EFFORT]),
        )
        rows = (
            below(self.tr("Format"), choices[Field.OUTPUT_FORMAT], self._badge),
            self.compression,
            *self._gif_rows,
            *self._svg_rows,
            beside(self.tr("Background"), choices[Field.BACKGROUND]),
            beside(self.tr("Input fidelity"), choices[Field.INPUT_FIDELITY]),
        )
        for row in rows:
            self.content.addWidget(row)

    def _connect(self) -> None:
        self.compression.value_changed.connect(self._on_compression_changed)
        self._frames.edited.connect(self._on_frames_edited)
        self._frame_time.edited.connect(self._on_frame_time_edited)
        self._svg_model.textEdited.connect(self._on_svg_model_edited)

    @Slot(float)
    def _on_compression_changed(self, percent: float) -> None:
        self._store.set(output_compression=round(percent))

    @Slot(object)
    def _on_frames_edited(self, count: int | None) -> None:
        self._store.set(frame_count=count)

    @Slot(object)
    def _on_frame_time_edited(self, duration_ms: int | None) -> None:
        self._store.set(frame_duration_ms=duration_ms)

    @Slot(str)
    def _on_svg_model_edited(self, text: str) -> None:
        self._store.set(svg_model=text.strip())
