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

    @property
    def has_alpha(self) -> bool:
        """Whether the format can hold transparency."""
        return self is not OutputFormat.JPEG

    @property
    def takes_compression(self) -> bool:
        """Whether ``output_compression`` means anything for the format."""
        return self is not OutputFormat.PNG


class ResponseFormat(StrEnum):
    """How dall-e-2 delivers its answer; GPT image models refuse the parameter."""

    URL = "url"
    B64_JSON = "b64_json"


class Field(Enum):
    """What a rule, a problem or a widget is about; the value is the parameter's name."""

    IMAGE = "image"
    MASK = "mask"
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
    USER = "user"
