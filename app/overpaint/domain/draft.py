"""Everything a person has composed so far, as one immutable value.

A draft may be incomplete; `overpaint.domain.rules` says what each field may become and
`overpaint.domain.violations` what still stands in the way of sending it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.choices import (
    Background,
    Complexity,
    Fidelity,
    Moderation,
    OutputFormat,
    Quality,
    ResponseFormat,
    SvgEffort,
)
from overpaint.domain.frame import FramePlan, Rect
from overpaint.domain.markup import MarkupFacts
from overpaint.domain.sizes import Size
from overpaint.domain.text import Message

USUAL_FRAME, USUAL_BLEND = FramePlan(), BlendRecipe()
USUAL_PARTIAL_IMAGES = 2
"""Previews that a new draft asks for: a stream without any looks dead for up to two minutes."""


@dataclass(frozen=True, slots=True)
class InputImage:
    """One of the pictures that go along: the first is the target, the others are references.

    Attributes:
        id: Stays with the picture when it is moved.
        path: Where its bytes are.
        name: What people call it: a file name, or "Pasted picture".
        size: Pixel size as seen, upright.
        media_type: What the bytes are, by their content: ``"image/jpeg"`` …
        byte_count: Size of the file.
        frame: 0-based number of the frame or page that is used.
        frame_count: How many frames or pages the file has.
        bit_depth: Bits a channel in the file: 1 to 32.
        colour_space: Short name: ``"sRGB"``, ``"Adobe RGB"``, ``"CMYK"`` …
        has_alpha: Whether the file can hold transparency.
        conversions: What is done to the pixels or the file before it is sent, as short phrases
            ("turned upright", "16 → 8 bit"); empty when the file travels as it is.
        hints: What is worth knowing before it is sent, as sentences; mostly empty.
        is_missing: Whether the file was not there when the edit was opened again.
    """

    id: str
    path: Path
    name: str
    size: Size
    media_type: str
    byte_count: int
    frame: int = 0
    frame_count: int = 1
    bit_depth: int = 8
    colour_space: str = "sRGB"
    has_alpha: bool = False
    conversions: tuple[Message, ...] = ()
    hints: tuple[Message, ...] = ()
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class MaskFacts:
    """What the rules need to know of the mask.

    Attributes:
        size: Pixel size; must be the target's.
        coverage: Share of the target that is to change, 0 to 1.
        bounds: The box around everything that is to change; None for nothing, or not known yet.
    """

    size: Size
    coverage: float
    bounds: Rect | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """The edit as composed so far.

    Attributes:
        inputs: Up to 16 pictures; the first is the target.
        mask: Facts about the mask; None when nothing is painted.
        markup: The marks drawn over the target; None when there are none.
        frame: Which part of the target is sent along with a mask.
        blend: How the answer is put into the target.
        prompt: What to make of it.
        keep: What must stay as it is, each named once; goes along in a sentence of its own.
        model: A model id, in the catalogue or not.
        size: Size of the answer; None for ``auto``.
        quality: Rendering quality.
        background: What lies behind the picture.
        input_fidelity: None when not sent.
        output_format: File format of the answer.
        output_compression: 0–100 for jpeg and webp; None when not sent.
        variants: How many results are wanted, 1–10.
        stream: Whether previews are streamed.
        partial_images: Previews per variant, 0–3; counts only when streaming.
        response_format: None when not sent.
        complexity: How much the model plans; None when not sent.
        frame_count: Frames of a GIF, 2–16; None when not sent.
        frame_duration_ms: How long each frame of a GIF shows; None when not sent.
        svg_model: The model that writes an SVG; ``""`` when not sent.
        svg_effort: How long it thinks; None when not sent.
        moderation: How strictly the service filters; None when not sent.
        safety_identifier: A stable, hashed id of the end user; ``""`` when not sent. It wins over
            ``user``.
        user: A stable, anonymous id of the end user; ``""`` when not sent.
        extra_fields: Names and values of further form fields, for compatible servers.
    """

    inputs: tuple[InputImage, ...] = ()
    mask: MaskFacts | None = None
    markup: MarkupFacts | None = None
    frame: FramePlan = USUAL_FRAME
    blend: BlendRecipe = USUAL_BLEND
    prompt: str = ""
    keep: tuple[str, ...] = ()
    model: str = "gpt-image-2"
    size: Size | None = None
    quality: Quality = Quality.AUTO
    background: Background = Background.AUTO
    input_fidelity: Fidelity | None = None
    output_format: OutputFormat = OutputFormat.PNG
    output_compression: int | None = None
    variants: int = 1
    stream: bool = True
    partial_images: int = USUAL_PARTIAL_IMAGES
    response_format: ResponseFormat | None = None
    complexity: Complexity | None = None
    frame_count: int | None = None
    frame_duration_ms: int | None = None
    svg_model: str = ""
    svg_effort: SvgEffort | None = None
    moderation: Moderation | None = None
    safety_identifier: str = ""
    user: str = ""
    extra_fields: tuple[tuple[str, str], ...] = ()

    @property
    def streams(self) -> bool:
        """Whether previews will really be streamed: a GIF or an SVG comes in one piece."""
        return self.stream and self.output_format.streams

    @property
    def is_framed(self) -> bool:
        """Whether a context frame is cut out and its answer put back: pixels, within a mask."""
        drawn = self.output_format in {OutputFormat.GIF, OutputFormat.SVG}
        transparent = self.background is Background.TRANSPARENT
        return self.mask is not None and self.target is not None and not (drawn or transparent)

    @property
    def target(self) -> InputImage | None:
        """The picture that is edited; None while there is none."""
        return self.inputs[0] if self.inputs else None
