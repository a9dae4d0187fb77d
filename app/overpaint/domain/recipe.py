"""Everything that made a result except for its inputs: what it takes to make the edit again.

A recipe travels inside of pictures that people give to others. So it names inputs without their
folders, the server by its profile's name, and holds no key, no path and nothing that names a user.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.draft import Draft, InputImage, MaskFacts
from overpaint.domain.drift import Drift
from overpaint.domain.events import Usage
from overpaint.domain.frame import FramePlan, Rect
from overpaint.domain.marks import Mark
from overpaint.domain.profiles import ServerKind
from overpaint.domain.sizes import Size

_SECRET_NAME = re.compile(r"(?i)key|token|secret|passw|auth|credential|cookie|session|user")
_SECRET_VALUE = re.compile(r"(?i)\bsk-[\w-]{6,}|\b(?:bearer|basic)\s+\S{8,}|://[^/\s@]*@")
_CREDENTIALS = re.compile(r"(?<=://)[^/\s@]*@")
_FOLDERS = re.compile(r".*[/\\]", re.DOTALL)

USUAL_SETTINGS = Draft()
VERSION = 1
"""Of the texts that this program writes."""


@dataclass(frozen=True, slots=True)
class RecipeInput:
    """One of the pictures that went along, by what tells it from others; never where it lies.

    Attributes:
        name: What people call it: a file name without its folder.
        size: Pixel size as seen, upright.
        byte_count: Size of the file; 0 when unknown.
        sha256: Of the file's bytes, 64 hexadecimal digits; ``""`` when unknown.
        frame: 0-based number of the frame or page that was used.
    """

    name: str
    size: Size
    byte_count: int = 0
    sha256: str = ""
    frame: int = 0

    @classmethod
    def of(cls, image: InputImage, sha256: str = "") -> RecipeInput:
        """Name an input of a draft."""
        return cls(plain_name(image.name), image.size, image.byte_count, sha256, image.frame)


@dataclass(frozen=True, slots=True)
class MaskPiece:
    """The part of a plane that holds anything; all around it is 0.

    Attributes:
        area: Where it lies, pixels of the target and inside of it.
        png: Coverage 0 to 255 as a grey 8-bit PNG of the area's size.
    """

    area: Rect
    png: bytes


@dataclass(frozen=True, slots=True)
class RecipeMask:
    """The mask of the edit.

    Attributes:
        facts: Its size, how much it covered and where.
        painted: The coverage; None when the file had no room for it.
        protected: What never changes; None for nothing, or when there was no room.
    """

    facts: MaskFacts
    painted: MaskPiece | None = None
    protected: MaskPiece | None = None

    @property
    def is_left_out(self) -> bool:
        """Whether there was a mask that the recipe describes and does not hold."""
        return self.painted is None and self.facts.coverage > 0


@dataclass(frozen=True, slots=True)
class RecipeResult:
    """What came of the edit.

    Attributes:
        key: Names the result, see `overpaint.domain.lineage.LineageStep`.
        edit: Names the edit; its variants share it.
        parent: Key of the result that was the target; ``""`` for an original.
        variant: 1-based number among the variants of the edit.
        time: When it was finished, with its time zone.
        size: Pixel size; None when unknown.
        request_id: The service's id of the request; ``""`` when it gave none.
        cost_usd: What the POST did cost; None when unknown.
        usage: Tokens that the server counted; None when it did not say.
        elapsed_s: From the start of sending to the last byte, seconds; None when unknown.
        drift: What the model changed outside of the mask; None when that cannot be told.
    """

    key: str
    edit: str
    time: datetime
    parent: str = ""
    variant: int = 1
    size: Size | None = None
    request_id: str = ""
    cost_usd: Decimal | None = None
    usage: Usage | None = None
    elapsed_s: float | None = None
    drift: Drift | None = None


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a result was made.

    Attributes:
        settings: The draft without inputs, mask, marks, and without what names its user.
        server: Name of the server profile.
        inputs: What the inputs were, the target first.
        mask: The mask; None when there was none.
        marks: What was drawn over the target, pixels of the target, the lowest first.
        result: What came of it; None for an edit that was not sent.
        program: Which program wrote it, with its version: ``"Overpaint 0.1.0"``.
        later: What a later version said that this one cannot read: where, as a JSON pointer
            (RFC 6901), and what, as JSON. It is kept and written again.
        version: Of the text it was read from; what a later version said stays marked as such.
        server_kind: What stood behind the server profile; None when unknown.
    """

    settings: Draft = USUAL_SETTINGS
    server: str = ""
    inputs: tuple[RecipeInput, ...] = ()
    mask: RecipeMask | None = None
    marks: tuple[Mark, ...] = ()
    result: RecipeResult | None = None
    program: str = ""
    later: tuple[tuple[str, str], ...] = ()
    version: int = VERSION
    server_kind: ServerKind | None = None

    def __post_init__(self) -> None:
        if self.settings != settings_of(self.settings):
            raise ValueError("the settings of a recipe hold no inputs and nothing private")

    @property
    def prompt(self) -> str:
        """What was asked for."""
        return self.settings.prompt

    @property
    def model(self) -> str:
        """The model id."""
        return self.settings.model

    @property
    def blend(self) -> BlendRecipe:
        """How the answer was put into the target."""
        return self.settings.blend

    @property
    def frame(self) -> FramePlan:
        """Which part of the target was sent."""
        return self.settings.frame

    def apply_to(self, draft: Draft) -> Draft:
        """Restore the settings; inputs, mask and marks stay those of the draft.

        Whatever is private and hence in no recipe stays as the draft has it.
        """
        private = tuple(pair for pair in draft.extra_fields if not _is_harmless(pair))
        return replace(
            self.settings,
            inputs=draft.inputs,
            mask=draft.mask,
            markup=draft.markup,
            user=draft.user,
            safety_identifier=draft.safety_identifier,
            extra_fields=(*self.settings.extra_fields, *private),
        )

    def as_blended(self, blend: BlendRecipe, drift: Drift | None) -> Recipe:
        """The recipe of a result that was put into its target anew."""
        settings = replace(self.settings, blend=blend)
        result = None if self.result is None else replace(self.result, drift=drift)
        return replace(self, settings=settings, result=result)

    def without_mask(self) -> Recipe:
        """The same with the mask's facts alone, for files that have no room for more."""
        if self.mask is None:
            return self
        return replace(self, mask=replace(self.mask, painted=None, protected=None))


def settings_of(draft: Draft) -> Draft:
    """What of a draft may be told to everybody who gets the picture."""
    return replace(
        draft,
        inputs=(),
        mask=None,
        markup=None,
        user="",
        safety_identifier="",
        extra_fields=tuple(pair for pair in draft.extra_fields if _is_harmless(pair)),
    )


def plain_name(name: str) -> str:
    """A name without folders, as text that every file can hold."""
    return _FOLDERS.sub("", readable(name))


def server_name(name: str) -> str:
    """The name of a server profile, without what may stand before a host."""
    return _CREDENTIALS.sub("", readable(name))


def readable(text: str) -> str:
    """A text without the halves of signs that names on disk may hold."""
    return text.encode(errors="replace").decode()


def harmless_fields(fields: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The extra form fields that hold no key, as far as their names and values tell."""
    return tuple(pair for pair in fields if _is_harmless(pair))


def _is_harmless(pair: tuple[str, str]) -> bool:
    return _SECRET_NAME.search(pair[0]) is None and _SECRET_VALUE.search(pair[1]) is None
