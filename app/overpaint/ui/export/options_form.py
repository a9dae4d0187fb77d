"""The rows of the export dialog that belong to the kind of file: only its own are shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QWidget

from overpaint.domain.export import (
    TRAITS,
    ExportFormat,
    ExportOptions,
    ExportPart,
    TiffPacking,
)
from overpaint.services.exports import Estimate
from overpaint.ui.export.captions import wide_caption
from overpaint.ui.export.ground_field import GroundField
from overpaint.ui.icons import Icons
from overpaint.ui.widgets.option import Option
from overpaint.ui.widgets.segmented import SegmentedControl
from overpaint.ui.widgets.slider_field import SliderField

_Field = TypeVar("_Field", bound=QWidget)
_FORMATS = tuple(kind for kind in ExportFormat if not TRAITS[kind].layers)
_LAYERED = tuple(kind for kind in ExportFormat if TRAITS[kind].layers)
_QUALITIES = {
    ExportFormat.JPEG: "jpeg_quality", ExportFormat.WEBP: "webp_quality",
    ExportFormat.AVIF: "avif_quality",
}  # fmt: skip


class OptionsForm(QObject):
    """Adds its rows to a form, shows options, and tells when the person changed one.

    Args:
        icons: The icon family.
        form: Where the rows go.

    Signals:
        changed (ExportOptions): Another choice; not sent by `present`.
    """

    changed = Signal(object)

    def __init__(self, icons: Icons, form: QFormLayout, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons
        self._form = form
        self._options = ExportOptions()
        self._part = ExportPart.RESULT
        self._facts: Estimate | None = None
        self.format = self._row(self.tr("&Format"), self._choice(self.tr("Format"), "format"))
        self.extent = self._row(
            self.tr("&Extent"), self._choice(self.tr("Extent"), "patch_cropped")
        )
        self.depth = self._row(self.tr("Dept&h"), self._choice(self.tr("Depth"), "sixteen_bits"))
        self.lossless = self._row(self.tr("&Loss"), self._choice(self.tr("Loss"), "webp_lossless"))
        self.quality = self._row(self.tr("&Quality"), self._quality_field())
        self.packing = self._row(
            self.tr("&Compression"), self._choice(self.tr("Compression"), "tiff_packing")
        )
        self.detail = self._row(
            self.tr("Colour de&tail"), self._choice(self.tr("Colour detail"), "full_colour")
        )
        self.progressive = self._switch(
            self.tr("&Progressive"), "progressive",
            self.tr("Shows a coarse picture while it is loaded from the web"),
        )  # fmt: skip
        self.ground = self._row(self.tr("&Background"), GroundField(icons))
        self.colours = self._row(self.tr("C&olours"), self._choice(self.tr("Colours"), "to_srgb"))
        self.camera = self._switch(
            self.tr("Keep ca&mera data"), "keep_exif",
            self.tr("What the camera wrote into the picture (EXIF)"),
        )  # fmt: skip
        self.place = self._switch(
            self.tr("Keep where it was taken"), "keep_place",
            self.tr("The position of the camera (GPS); part of the camera data"),
        )  # fmt: skip
        self.recipe = self._switch(self.tr("Tell &how it was made"), "keep_recipe", _telling())
        self.ground.chosen.connect(lambda colour: self._change({"ground": colour}))
        self._fill()

    @property
    def options(self) -> ExportOptions:
        """What is chosen."""
        return self._options

    def forget(self) -> None:
        """Another picture: nothing is known of it."""
        self._facts = None

    def present(self, part: ExportPart, options: ExportOptions, facts: Estimate | None) -> None:
        """Show options for a part; ``facts`` of the picture, None while they are not known."""
        self._part, self._options = part, options
        # Until it is known, what held for another part mostly holds for this one.
        self._facts = facts or self._facts
        self._fill_choices()
        self._show_values()
        self._show_rows()

    def _kind(self) -> ExportFormat:
        return self._options.format_of(self._part)

    def _fill(self) -> None:
        self.extent.set_options([
            Option(True, self.tr("Cut to the change")),
            Option(False, self.tr("Size of the original")),
        ])  # fmt: skip
        self.lossless.set_options([
            Option(False, self.tr("Smaller file")), Option(True, self.tr("Lossless")),
        ])  # fmt: skip
        self.packing.set_options([
            Option(TiffPacking.DEFLATE, "Deflate", tooltip=self.tr("The smallest file")),
            Option(TiffPacking.LZW, "LZW", tooltip=self.tr("For older programs")),
            Option(TiffPacking.NONE, self.tr("None"), tooltip=self.tr("The quickest to open")),
        ])  # fmt: skip
        self.detail.set_options([
            Option(True, self.tr("Full"), tooltip=self.tr("4:4:4: sharp coloured edges")),
            Option(False, self.tr("Half"), tooltip=self.tr("4:2:0: a smaller file")),
        ])  # fmt: skip
        self._fill_choices()

    def _fill_choices(self) -> None:
        """The choices that depend on the picture and on each other."""
        facts, layered = self._facts, self._part is ExportPart.LAYERED
        clear = self._part is ExportPart.PATCH
        no_alpha = self.tr("A patch needs transparency, which this format has not.")
        self.format.set_options([
            Option(kind, TRAITS[kind].label, enabled=TRAITS[kind].alpha or not clear,
                   reason=no_alpha)
            for kind in (_LAYERED if layered else _FORMATS)
        ])  # fmt: skip
        reason = ""
        if facts is not None and facts.bit_depth == 8:
            reason = self.tr("The picture has 8 bits.")
        elif facts is not None and self._options.to_srgb and not facts.is_srgb:
            reason = self.tr("Converting colours makes 8 bits.")
        self.depth.set_options([
            Option(False, self.tr("8 bits")),
            Option(True, self.tr("16 bits"), enabled=not reason, reason=reason),
        ])  # fmt: skip
        keep = self.tr("Keep {space}")
        kept = self.tr("Keep") if facts is None else keep.format(space=facts.space)
        self.colours.set_options([
            Option(False, kept, tooltip=self.tr("The picture's own colour profile")),
            Option(True, self.tr("Convert to sRGB"),
                   tooltip=self.tr("For the web and for programs that know no profiles")),
        ])  # fmt: skip

    def _show_values(self) -> None:
        options, facts = self._options, self._facts
        self.format.set_value(self._kind())
        self.extent.set_value(options.patch_cropped)
        deep = options.sixteen_bits and (facts is None or facts.bit_depth == 16)
        narrowed = facts is not None and options.to_srgb and not facts.is_srgb
        self.depth.set_value(deep and not narrowed)
        self.lossless.set_value(options.webp_lossless)
        if self._kind() in _QUALITIES:
            self.quality.set_value(getattr(options, _QUALITIES[self._kind()]))
        self.packing.set_value(options.tiff_packing)
        self.detail.set_value(options.full_colour)
        self.progressive.setChecked(options.progressive)
        self.ground.set_colour(options.ground)
        self.colours.set_value(options.to_srgb)
        self.camera.setChecked(options.keep_exif)
        may_tell = facts is None or facts.tells_recipe
        self.recipe.setChecked(options.keep_recipe and may_tell)
        self.recipe.setEnabled(may_tell)
        self.recipe.setToolTip(_telling() if may_tell else _silent())
        self.place.setChecked(options.keep_exif and options.keep_place)
        self.place.setEnabled(options.keep_exif)
        self.place.setToolTip(
            self.tr("The position of the camera (GPS); part of the camera data")
            if options.keep_exif
            else self.tr("It is part of the camera data, which is left out.")
        )

    def _show_rows(self) -> None:
        part, options, kind = self._part, self._options, self._kind()
        traits, answer = TRAITS[kind], part is ExportPart.ANSWER
        patch, jpeg, webp = part is ExportPart.PATCH, ExportFormat.JPEG, ExportFormat.WEBP
        alpha = self._facts is not None and self._facts.has_alpha
        lossy = traits.quality and not (kind is webp and options.webp_lossless)
        shown: dict[QWidget, bool] = {
            self.format: True,
            self.extent: patch,
            self.depth: traits.sixteen_bits,
            self.lossless: kind is webp,
            self.quality: lossy,
            self.packing: kind is ExportFormat.TIFF,
            self.detail: kind in {jpeg, ExportFormat.AVIF},
            self.progressive: kind is jpeg,
            self.ground: alpha and not traits.alpha,
            self.colours: True,
            self.camera: not patch,
            self.place: not patch,
            self.recipe: part is not ExportPart.ORIGINAL,
        }
        for field, wanted in shown.items():
            self._form.setRowVisible(field, wanted and not answer)

    def _row(self, text: str, field: _Field) -> _Field:
        self._form.addRow(wide_caption(text, field), field)
        return field

    def _choice(self, name: str, option: str) -> SegmentedControl:
        control = SegmentedControl(self._icons.theme, name=name)
        control.chosen.connect(lambda value: self._on_chosen(option, value))
        return control

    def _on_chosen(self, option: str, value: object) -> None:
        if option == "format" and self._part is ExportPart.LAYERED:
            option = "layered_format"
        self._change({option: value})

    def _switch(self, text: str, option: str, hint: str) -> QCheckBox:
        box = QCheckBox(text)
        box.setToolTip(hint)
        box.setAccessibleDescription(hint)
        box.clicked.connect(lambda on: self._change({option: on}))
        self._form.addRow("", box)
        return box

    def _quality_field(self) -> SliderField:
        field = SliderField("", minimum=1, maximum=100, value=90)
        field.set_name(self.tr("Quality"))
        field.set_tooltip(self.tr("100 is the best and the largest"))
        field.value_changed.connect(
            lambda value: self._change({_QUALITIES[self._kind()]: round(value)})
        )
        return field

    def _change(self, changes: dict[str, object]) -> None:
        self._options = replace(self._options, **changes)  # type: ignore[arg-type]  # named by the rows above
        self.present(self._part, self._options, self._facts)
        self.changed.emit(self._options)


def _telling() -> str:
    return QCoreApplication.translate(
        "OptionsForm",
        "Prompt, model, settings and mask stand in the file, so that they can be restored from it."
        " Never a key, a folder or your name.",
    )


def _silent() -> str:
    return QCoreApplication.translate(
        "OptionsForm", "This result was made while the preferences said not to tell it."
    )
