"""What exactly one edit puts on the wire: every part and header, told before or after it is sent.

The parts are those of the very form that is sent (`overpaint.services.api.form`), the headers those
of the very request (`overpaint.services.api.posting`), so the list cannot differ from the wire. The
key is never in it: its place is taken by dots.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from overpaint.domain.addresses import is_loopback
from overpaint.domain.profiles import AuthStyle, ServerKind, ServerProfile
from overpaint.domain.request import Attachment, EditRequest
from overpaint.domain.text import Message
from overpaint.services.protocol.fields import TextPart
from overpaint.services.protocol.multipart import MultipartBody, file_pieces

if TYPE_CHECKING:
    import httpx

    from overpaint.services.edit_work import EditWork

DOTS = "••••"
"""Stands for a key, whatever its length."""

_STAND_IN = "0"
_SECRET = {"authorization", "api-key", "proxy-authorization"}


class Role(Enum):
    """What a file is to the edit."""

    TARGET = "target"
    REFERENCE = "reference"
    MASK = "mask"
    MARKUP = "markup"


@dataclass(frozen=True, slots=True)
class SentFile:
    """One file of the form.

    Attributes:
        role: What it is.
        number: 1-based number among the inputs; 0 for mask and markup.
        field: Name of its field.
        file: Its name, kind, size and bytes.
        treatments: What was done to it before, as short phrases; empty when it travels as it lies
            on disk.
    """

    role: Role
    number: int
    field: str
    file: Attachment
    treatments: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """One header of the request; a key in it is dots."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the request goes.

    Attributes:
        server: Name of the profile.
        url: Scheme, host, path and query.
        host: Host, with its port where one is told.
        path: Path and query.
        is_encrypted: Whether it is HTTPS.
        is_local: Whether it stays on this computer.
        proxy: Host and port of the proxy on the way; ``""`` for none.
        needs_key: Whether the server wants a key, and there is none yet.
    """

    server: str
    url: str
    host: str
    path: str
    is_encrypted: bool
    is_local: bool
    proxy: str = ""
    needs_key: bool = False


@dataclass(frozen=True, slots=True)
class Staying:
    """How much of the target is not sent.

    Attributes:
        sent_pixels: Pixels of the target inside the frame.
        all_pixels: Pixels of the target.
    """

    sent_pixels: int
    all_pixels: int

    @property
    def kept_pixels(self) -> int:
        """Pixels that stay on this computer."""
        return self.all_pixels - self.sent_pixels


@dataclass(frozen=True, slots=True, eq=False)
class Outgoing:
    """Everything that one POST of the edit puts on the wire.

    Attributes:
        destination: Where it goes.
        headers: In the order in which they are sent.
        texts: The parameters, in the order in which they are sent.
        files: The files, in the order in which they are sent.
        body: The form that they make up.
        posts: How often it is sent: once for each streamed variant.
        staying: What of the target is not sent; None when there is no target with a size.
        fingerprint: Equal for equal files, see `fingerprint`.
    """

    destination: Destination
    headers: tuple[Header, ...]
    texts: tuple[TextPart, ...]
    files: tuple[SentFile, ...]
    body: MultipartBody
    posts: int
    staying: Staying | None
    fingerprint: str

    @property
    def total_bytes(self) -> int:
        """Bytes of one body."""
        return self.body.content_length


def outgoing(work: EditWork, profile: ServerProfile, *, has_key: bool) -> Outgoing:
    """Prepare an edit as sending it would, and tell what would travel. Blocks; sends nothing.

    Args:
        work: The edit.
        profile: The server, with its address; see `Connections.foresee`.
        has_key: Whether a key goes along.

    Raises:
        OverpaintError: What would keep the edit from being sent.
    """
    from overpaint.services.api.form import edit_form  # noqa: PLC0415 - httpx comes along

    request = work.prepare()
    posts = request.jobs()
    body = edit_form(posts[0], profile)
    post = _post(profile, body, has_key=has_key)
    return Outgoing(
        destination=_destination(profile, post, has_key=has_key),
        headers=_headers(post),
        texts=body.texts,
        files=_files(request, body, work.treatments),
        body=body,
        posts=len(posts),
        staying=_staying(work),
        fingerprint=fingerprint(request),
    )


def content_of(file: Attachment) -> bytes:
    """Return the bytes of a file as they are sent. Blocks.

    Raises:
        ImageError: It changed meanwhile.
    """
    if isinstance(file.content, bytes):
        return file.content
    return b"".join(file_pieces(file))


def fingerprint(request: EditRequest) -> str:
    """Return a short text that is equal for equal files; a file on disk goes by size and time."""
    digest = hashlib.sha256()
    for file in (*request.images, request.mask, request.markup):
        if file is None:
            continue
        content = file.content
        if isinstance(content, bytes):
            digest.update(hashlib.sha256(content).digest())
        else:
            modified = content.stat().st_mtime_ns if content.exists() else 0
            digest.update(f"{file.byte_count} {modified} {content}".encode(errors="replace"))
    return digest.hexdigest()


def _post(profile: ServerProfile, body: MultipartBody, *, has_key: bool) -> httpx.Request:
    from overpaint.services.api.opening import opened_client, sent_key  # noqa: PLC0415 - as above
    from overpaint.services.api.posting import edit_post  # noqa: PLC0415

    # It never connects, so there is nothing to close.
    http = opened_client(profile, sent_key(profile, _STAND_IN if has_key else None))
    return edit_post(http, profile, body, _nothing())


async def _nothing() -> AsyncIterator[bytes]:
    nothing: tuple[bytes, ...] = ()
    for piece in nothing:
        yield piece


def _headers(post: httpx.Request) -> tuple[Header, ...]:
    return tuple(
        Header(name.decode("latin-1"), _masked(name.decode("latin-1"), value.decode("latin-1")))
        for name, value in post.headers.raw
    )


def _masked(name: str, value: str) -> str:
    if name.lower() not in _SECRET:
        return value
    scheme, space, _key = value.rpartition(" ")
    return f"{scheme}{space}{DOTS}"


def _destination(profile: ServerProfile, post: httpx.Request, *, has_key: bool) -> Destination:
    from overpaint.services.api.transport import proxy_for  # noqa: PLC0415 - as above

    proxy = proxy_for(profile, post.url)
    address = "" if proxy is None else urlsplit(proxy).netloc.rpartition("@")[2]
    wants_key = profile.kind in {ServerKind.OPENAI, ServerKind.AZURE}
    return Destination(
        server=profile.name,
        url=str(post.url.copy_with(userinfo=b"")),
        host=post.url.netloc.decode("ascii"),
        path=post.url.raw_path.decode("ascii"),
        is_encrypted=post.url.scheme == "https",
        is_local=is_loopback(post.url.host),
        proxy=address,
        needs_key=wants_key and profile.auth is not AuthStyle.NONE and not has_key,
    )


def _files(
    request: EditRequest, body: MultipartBody, treatments: Mapping[str, tuple[Message, ...]]
) -> tuple[SentFile, ...]:
    inputs = {image.file_name: number for number, image in enumerate(request.images, start=1)}
    extra = ((request.mask, Role.MASK), (request.markup, Role.MARKUP))
    others = {file.file_name: role for file, role in extra if file is not None}
    found = []
    for part in body.files:
        name = part.file.file_name
        number = inputs.get(name, 0)
        usual = Role.TARGET if number == 1 else Role.REFERENCE
        role = others.get(name, usual)
        found.append(SentFile(role, number, part.name, part.file, treatments.get(name, ())))
    return tuple(found)


def _staying(work: EditWork) -> Staying | None:
    target, placement = work.draft.target, work.placement
    if target is None:
        return None
    if placement is None:
        return Staying(target.size.pixels, target.size.pixels)
    return Staying(placement.frame.rect.within(target.size).size.pixels, target.size.pixels)
