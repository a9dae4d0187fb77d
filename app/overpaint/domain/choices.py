"""The named values that the parameters of an edit can take.

Source: https://platform.openai.com/docs/api-reference/images/createEdit, read 2026-11-22.
"""

from __future__ import annotations

from enum import Enum, StrEnum


class Quality(StrEnum):
    """Rendering quality; which of them a model takes is in the catalogue."""

    AUTO = "auto"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    XHIGH = "xhigh"
    MAX = "max"
    STANDARD = "standard"


class Background(StrEnum):
    """What lies behind the picture."""

    AUTO = "auto"
    OPAQUE = "opaque"
    TRANSPARENT = "transparent"


class Fidelity(StrEnum):
    """How closely the inputs' style and faces are matched."""

    LOW = "low"
    HIGH = "high"


class OutputFormat(StrEnum):
    """File format of the answer."""

    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"
    GIF = "gif"
    SVG = "svg"

    @property
    def has_alpha(self) -> bool:
        """Whether the format goes with a transparent background."""
        return self in {OutputFormat.PNG, OutputFormat.WEBP}

    @property
    def takes_compression(self) -> bool:
        """Whether ``output_compression`` means anything for the format."""
        return self in {OutputFormat.JPEG, OutputFormat.WEBP}

    @property
    def streams(self) -> bool:
        """Whether previews can be streamed."""
        return self not in {OutputFormat.GIF, OutputFormat.SVG}

    @property
    def takes_mask(self) -> bool:
        """Whether the edit may have a mask."""
        return self is not OutputFormat.GIF


class Complexity(StrEnum):
    """How much the model plans before it draws; not the rendering quality."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class SvgEffort(StrEnum):
    """How long the author of an SVG thinks."""

    NONE = "none"
    MINIMAL = "minimal"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    XHIGH = "xhigh"
    MAX = "max"


class Moderation(StrEnum):
    """How strictly the service filters."""

    AUTO = "auto"
    LOW = "low"


class ResponseFormat(StrEnum):
    """How dall-e-2 delivers its answer; GPT image models refuse the parameter."""

    URL = "url"
    B64_JSON = "b64_json"


class Field(Enum):
    """What a rule, a problem or a widget is about; the value is the parameter's name."""

    IMAGE = "image"
    MASK = "mask"
    MARKUP = "markup"
    PROMPT = "prompt"
    MODEL = "model"
    SIZE = "size"
    QUALITY = "quality"
    BACKGROUND = "background"
    INPUT_FIDELITY = "input_fidelity"
    OUTPUT_FORMAT = "output_format"
    OUTPUT_COMPRESSION = "output_compression"
    VARIANTS = "n"
    STREAM = "stream"
    PARTIAL_IMAGES = "partial_images"
    RESPONSE_FORMAT = "response_format"
    COMPLEXITY = "complexity"
    FRAME_COUNT = "frame_count"
    FRAME_DURATION = "frame_duration_ms"
    SVG_MODEL = "svg[model]"
    SVG_EFFORT = "svg[reasoning][effort]"
    MODERATION = "moderation"
    SAFETY_IDENTIFIER = "safety_identifier"
    USER = "user"
    EXTRA = "extra"
