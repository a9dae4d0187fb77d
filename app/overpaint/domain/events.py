"""What happens to a job, told to whoever listens.

For each job: `Queued` first and whenever its place in the queue changes, then `Sending`, then
`Partial` as they come, and exactly one of `Completed`, `Failed` and `Cancelled` last. Before
`Sending` there may be `Waiting`: for the server's limit, or to try again what was refused for free;
`Sending` then begins anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NewType

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.drift import Drift
from overpaint.domain.errors import OverpaintError
from overpaint.domain.putting_back import FileStamp, PackedPlacement
from overpaint.domain.sizes import Size
from overpaint.domain.text import Message

JobId = NewType("JobId", str)
"""Names one paid POST."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that the server says it counted."""

    input_tokens: int
    output_tokens: int
    total_tokens: int
    input_image_tokens: int = 0
    input_text_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a server told beside the pictures of one POST.

    Attributes:
        job: The job.
        request_id: The service's id of the request, ``""`` when it gave none.
        usage: What it counted; None when it does not say.
        elapsed_s: From the start of sending to the last byte, seconds.
        images: How many pictures it brought.
    """

    job: JobId
    request_id: str = ""
    usage: Usage | None = None
    elapsed_s: float = 0.0
    images: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """One picture as the server returned it, untouched on disk.

    Attributes:
        path: The file with the received bytes.
        media_type: What the bytes are, by their content.
        size: Pixel size, read from the bytes.
    """

    path: Path
    media_type: str
    size: Size


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the variants of an edit, as something that can be painted in.

    Attributes:
        answer: What was received; tells it from the others.
        number: 1-based, among the variants of the edit.
        drift: What the model changed there outside of the mask; None when that cannot be told.
    """

    answer: Answer
    number: int
    drift: Drift | None = None


@dataclass(frozen=True, slots=True)
class MixLayer:
    """A variant that is painted in over another one.

    Attributes:
        answer: What was received.
        variant: 1-based number among the variants of the edit.
        coverage: How much of it is seen inside the frame, packed by
            `overpaint.imaging.placement`.
        drift: What the model changed there outside of the mask; None when that cannot be told.
    """

    answer: Answer
    variant: int
    coverage: bytes
    drift: Drift | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One answer, put into the target; or a mix of several.

    Attributes:
        answer: What was received.
        path: The result as a file; the answer itself where there was nothing to put it into.
        size: Pixel size of the result.
        drift: What the model changed outside of the mask; None when that cannot be told.
        placement: Where the answer belongs; None when it stands for itself.
        recipe: How the answer is put into the target; None when it stands for itself.
        stamp: How the file was left; None when it is the answer itself.
        failure: Why the answer could not be put into the target although it belongs there.
        layers: Variants of the same frame that are painted in, the lowest first.
        made_by: How it was made, as `overpaint.domain.recipe_codec` writes it, with the facts of
            the mask alone: the mask is in ``placement``. ``""`` when unknown.
        tells_recipe: Whether files of the result are to tell how it was made.
    """

    answer: Answer
    path: Path
    size: Size
    drift: Drift | None = None
    placement: PackedPlacement | None = None
    recipe: BlendRecipe | None = None
    stamp: FileStamp | None = None
    failure: OverpaintError | None = None
    layers: tuple[MixLayer, ...] = ()
    made_by: str = ""
    tells_recipe: bool = True

    @property
    def is_blended(self) -> bool:
        """Whether it is the target with the answer in it, and not the answer as received."""
        return self.recipe is not None and self.recipe.keep_outside and self.failure is None

    @classmethod
    def plain(cls, answer: Answer) -> Result:
        """An answer that stands for itself."""
        return cls(answer, answer.path, answer.size)


@dataclass(frozen=True, slots=True)
class Queued:
    """The job waits for its turn: nothing of it has been sent.

    Attributes:
        position: How many jobs of its server go before it.
        held: Whether the queue is paused, so that its turn will not come.
    """

    job: JobId
    position: int = 0
    held: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing is under way until a time has passed; told once a second.

    Attributes:
        seconds: How long it will still take, as far as it is known.
        reason: Why, a clause without capital and full stop: “the server is busy”.
    """

    job: JobId
    seconds: float
    reason: Message


@dataclass(frozen=True, slots=True)
class Sending:
    """Bytes are on their way; all of them are when both numbers are equal."""

    job: JobId
    sent_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class Partial:
    """A preview arrived and is on disk.

    Attributes:
        index: 0-based number that the server gave it.
        path: The file with the received bytes.
    """

    job: JobId
    index: int
    path: Path


@dataclass(frozen=True, slots=True)
class Completed:
    """The job brought what it was asked for.

    Attributes:
        results: One per variant of the POST; at least one.
        request_id: The service's id of the request, ``""`` when it gave none.
        usage: What the server counted; None when it does not say.
        elapsed_s: From the start of sending to the last byte, seconds.
        warning: What the person should know although the answers are safe: they had to be saved
            in another folder, for instance.
        first_preview_s: When the first preview came, seconds from the start of sending; None when
            there was none.
    """

    job: JobId
    results: tuple[Result, ...]
    request_id: str
    usage: Usage | None
    elapsed_s: float
    warning: OverpaintError | None = None
    first_preview_s: float | None = None

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What was received, in the order of the results."""
        return tuple(result.answer for result in self.results)


@dataclass(frozen=True, slots=True)
class Failed:
    """The job ended without an answer."""

    job: JobId
    error: OverpaintError


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The job was called off.

    Attributes:
        maybe_billed: Whether the request may have reached the server before.
    """

    job: JobId
    maybe_billed: bool


TerminalEvent = Completed | Failed | Cancelled
JobEvent = Queued | Waiting | Sending | Partial | Completed | Failed | Cancelled
