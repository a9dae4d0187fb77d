"""What one model takes: its limits and the values of each parameter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from overpaint.domain.choices import (
    Background,
    Complexity,
    Fidelity,
    Field,
    Moderation,
    OutputFormat,
    Quality,
    ResponseFormat,
    SvgEffort,
)
from overpaint.domain.price import Price
from overpaint.domain.sizes import SizeRule

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Model:
    """One row of the catalogue.

    An empty tuple means that the parameter must not be sent to this model.

    Attributes:
        id: What goes over the wire.
        label: What people read.
        ends: First day on which the service refuses the model; None when no date is known.
        verified: False for an id that is not in the catalogue: nothing is blocked for it.
        max_images: How many inputs it takes, the target included.
        image_types: Media types it reads.
        max_image_bytes: An input must be smaller than this.
        square_target: Whether the target must be square.
        max_mask_bytes: A mask must be smaller than this.
        max_prompt_chars: Longest prompt.
        max_variants: Largest ``n`` of one request.
        sizes: The rule for ``size``.
        qualities: Values of ``quality``.
        backgrounds: Values of ``background``.
        fidelities: Values of ``input_fidelity``.
        formats: Values of ``output_format``.
        response_formats: Values of ``response_format``.
        streaming: Whether ``stream`` is understood.
        max_partial_images: Largest ``partial_images``.
        markup: Whether it takes a picture with marks drawn over the target.
        complexities: Values of ``complexity``.
        moderations: Values of ``moderation``.
        max_frames: Largest ``frame_count`` of a GIF, which starts at 2; 0 for none.
        svg_efforts: Values of ``svg[reasoning][effort]``.
        unconfirmed: Parameters that the service may refuse for this model.
        preview_formats: Output formats that need access to a preview.
        price: How it is billed; None when that is not known.
    """

    id: str
    label: str
    ends: date | None
    verified: bool
    max_images: int
    image_types: tuple[str, ...]
    max_image_bytes: int
    square_target: bool
    max_mask_bytes: int
    max_prompt_chars: int
    max_variants: int
    sizes: SizeRule
    qualities: tuple[Quality, ...]
    backgrounds: tuple[Background, ...]
    fidelities: tuple[Fidelity, ...]
    formats: tuple[OutputFormat, ...]
    response_formats: tuple[ResponseFormat, ...]
    streaming: bool
    max_partial_images: int
    markup: bool
    complexities: tuple[Complexity, ...]
    moderations: tuple[Moderation, ...]
    max_frames: int
    svg_efforts: tuple[SvgEffort, ...]
    unconfirmed: tuple[Field, ...]
    preview_formats: tuple[OutputFormat, ...]
    price: Price | None

    def ended(self, today: date) -> bool:
        """Whether the service refuses the model on that day."""
        return self.ends is not None and today >= self.ends
