"""Where and how edits are sent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class ServerKind(Enum):
    """What stands behind a base URL."""

    BUILT_IN = "built-in"
    OPENAI = "openai"
    COMPATIBLE = "compatible"


class ImageFieldStyle(Enum):
    """The multipart name of the inputs.

    OpenAI takes ``image`` for one file and ``image[]`` for a list; some servers know only one.
    """

    AUTO = "auto"
    SINGLE = "image"
    LIST = "image[]"


@dataclass(frozen=True, slots=True)
class ServerProfile:
    """One server.

    Attributes:
        name: What people call it; unique, and the account name of its key in the keyring.
        kind: What stands behind it.
        base_url: Up to and including ``/v1``, without a trailing slash; ``""`` for the built-in
            endpoint, whose address is known only once it runs.
        image_field: The multipart name of the inputs.
        connect_timeout_s: Longest wait for the connection, seconds.
        read_timeout_s: Longest silence while waiting for an answer, seconds. Gaps of tens of
            seconds are normal between stream events.
    """

    name: str
    kind: ServerKind
    base_url: str
    image_field: ImageFieldStyle = ImageFieldStyle.AUTO
    connect_timeout_s: float = 10.0
    read_timeout_s: float = 600.0

    @property
    def serves_ended_models(self) -> bool:
        """Whether models that OpenAI has ended may still be there."""
        return self.kind is not ServerKind.OPENAI


BUILT_IN = ServerProfile("built-in", ServerKind.BUILT_IN, "")
OPENAI = ServerProfile("openai", ServerKind.OPENAI, "https://api.openai.com/v1")
