"""What an export writes: which pixels, as what kind of file, under which name."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from overpaint.domain.events import Result
from overpaint.domain.text import Message, say

Colour: TypeAlias = tuple[int, int, int]
"""Red, green and blue in sRGB, 0 to 255."""

WHITE: Colour = (255, 255, 255)


class ExportPart(StrEnum):
    """Which pixels are written."""

    RESULT = "result"
    PATCH = "patch"
    LAYERED = "layered"
    ORIGINAL = "original"
    ANSWER = "answer"


class ExportFormat(StrEnum):
    """The kind of file."""

    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"
    TIFF = "tiff"
    AVIF = "avif"
    ORA = "ora"
    PSD = "psd"


class TiffPacking(StrEnum):
    """How a TIFF is made smaller, without loss."""

    DEFLATE = "deflate"
    LZW = "lzw"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class FormatTraits:
    """What a kind of file can hold.

    Attributes:
        label: What people call it.
        suffix: Ending of its files, with the dot.
        sixteen_bits: Whether it holds 16 bits a channel.
        alpha: Whether it holds transparency.
        inks: Whether it holds CMYK.
        quality: Whether it is made smaller by leaving detail out.
        layers: Whether it holds layers; such files are written for `ExportPart.LAYERED` only.
        max_edge_px: Longest edge that it can have.
    """

    label: str
    suffix: str
    sixteen_bits: bool = False
    alpha: bool = True
    inks: bool = False
    quality: bool = False
    layers: bool = False
    max_edge_px: int = 1 << 30


TRAITS: dict[ExportFormat, FormatTraits] = {
    ExportFormat.PNG: FormatTraits("PNG", ".png", sixteen_bits=True),
    ExportFormat.JPEG: FormatTraits(
        "JPEG", ".jpg", alpha=False, inks=True, quality=True, max_edge_px=65_535
    ),
    ExportFormat.WEBP: FormatTraits("WebP", ".webp", quality=True, max_edge_px=16_383),
    ExportFormat.TIFF: FormatTraits("TIFF", ".tif", sixteen_bits=True, inks=True),
    ExportFormat.AVIF: FormatTraits("AVIF", ".avif", quality=True, max_edge_px=65_536),
    ExportFormat.ORA: FormatTraits("OpenRaster", ".ora", sixteen_bits=True, layers=True),
    ExportFormat.PSD: FormatTraits("Photoshop", ".psd", layers=True, max_edge_px=30_000),
}
"""Limits of the edges: JPEG and PSD by their 16-bit fields and the Photoshop specification, WebP by
its container (https://developers.google.com/speed/webp/docs/riff_container, read 2026-11-24)."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How a file is written; what a format does not have is not looked at.

    Attributes:
        format: The kind of file with one layer.
        layered_format: The kind of file with several.
        sixteen_bits: Keep 16 bits a channel where the picture has them.
        jpeg_quality: 1 to 100.
        webp_quality: 1 to 100.
        avif_quality: 1 to 100.
        full_colour: Keep colour at full detail (4:4:4), not at half of it (4:2:0).
        progressive: Write a JPEG from coarse to fine.
        webp_lossless: Write a WebP without loss.
        tiff_packing: How a TIFF is made smaller.
        to_srgb: Convert to sRGB, in place of keeping the profile.
        keep_exif: Keep what the camera wrote.
        keep_place: Keep where the picture was taken, too.
        keep_recipe: Tell how the picture was made, so that its settings can be restored.
        ground: What lies behind transparent pixels where the format has none.
        patch_cropped: Cut a patch to what changed, in place of the size of the original.
    """

    format: ExportFormat = ExportFormat.PNG
    layered_format: ExportFormat = ExportFormat.ORA
    sixteen_bits: bool = True
    jpeg_quality: int = 92
    webp_quality: int = 90
    avif_quality: int = 80
    full_colour: bool = True
    progressive: bool = False
    webp_lossless: bool = False
    tiff_packing: TiffPacking = TiffPacking.DEFLATE
    to_srgb: bool = False
    keep_exif: bool = True
    keep_place: bool = False
    keep_recipe: bool = True
    ground: Colour = WHITE
    patch_cropped: bool = True

    def __post_init__(self) -> None:
        for quality in (self.jpeg_quality, self.webp_quality, self.avif_quality):
            if not 1 <= quality <= 100:
                raise ValueError(f"quality {quality} is not 1 to 100")
        if TRAITS[self.format].layers or not TRAITS[self.layered_format].layers:
            raise ValueError(f"{self.format} and {self.layered_format}")
        if not all(0 <= level <= 255 for level in self.ground):
            raise ValueError(f"{self.ground} is no colour")

    def format_of(self, part: ExportPart) -> ExportFormat:
        """The kind of file that is written for a part."""
        return self.layered_format if part is ExportPart.LAYERED else self.format


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """Everything that the export dialog remembers.

    Attributes:
        part: Which pixels.
        options: As what.
        name: Template of the name, see `overpaint.domain.file_names`.
        folder: Where to; None for the folder of results.
        open_after: Whether the folder is shown afterwards.
    """

    part: ExportPart = ExportPart.RESULT
    options: ExportOptions = field(default_factory=ExportOptions)
    name: str = "{source} {prompt}"
    folder: Path | None = None
    open_after: bool = False


@dataclass(frozen=True, slots=True)
class Variant:
    """A result that becomes a layer.

    Attributes:
        name: What the layer is called.
        result: What was made.
        chosen: Whether it is the one that is seen.
    """

    name: str
    result: Result
    chosen: bool = False

    @property
    def is_part(self) -> bool:
        """Whether its answer belongs into a part of the target."""
        return self.result.placement is not None

    @property
    def is_raw(self) -> bool:
        """Whether the result is what was received for a part of the target."""
        return self.is_part and not self.result.is_blended


@dataclass(frozen=True, slots=True)
class LayerNames:
    """What layers are called that are no results.

    Attributes:
        original: The target.
        mask: What was to change.
        protect: What was never to change.
    """

    original: str = "Original"
    mask: str = "Mask"
    protect: str = "Protected"


PART_NAMES: dict[ExportPart, Message] = {
    ExportPart.RESULT: say("export", "Result"),
    ExportPart.PATCH: say("export", "Patch"),
    ExportPart.LAYERED: say("export", "Layers"),
    ExportPart.ORIGINAL: say("export", "Original"),
    ExportPart.ANSWER: say("export", "Answer"),
}
"""What people call the parts."""
