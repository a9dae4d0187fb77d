"""Read the body of an edit, as a form or as JSON, into texts and files.

Files go to temporary files that vanish with the request; nothing is fetched from elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from overpaint.services.endpoint import refusals
from overpaint.services.endpoint.data_urls import picture_from

MAX_IMAGES = 16
MAX_BODY_BYTES = MAX_IMAGES * 52_428_800 + 8_000_000
"""What sixteen files of the largest legal size, a mask and the texts can need."""

_MAX_TEXT_BYTES = 1_000_000
_MAX_PARTS = 200
_PICTURES = ("image", "image[]", "mask", "markup")
_OVERLAYS = ("mask", "markup")


@dataclass(frozen=True, slots=True, eq=False)
class UploadedFile:
    """One picture as it was sent.

    Attributes:
        param: The service's name for it: ``image``, ``image[2]``, ``mask``, ``markup``.
        media_type: What the sender says it is; ``application/octet-stream`` when it says nothing.
        byte_count: Size.
        content: Its bytes, at the start.
    """

    param: str
    media_type: str
    byte_count: int
    content: BinaryIO


TextValue = str | int | bool


@dataclass(slots=True)
class Intake:
    """An edit as it was sent, not yet checked.

    Attributes:
        texts: Parameters; numbers and truth values only when the body was JSON.
        images: The inputs, the target first.
        mask: The mask, None without one.
        markup: The drawing over the target, None without one.
        is_json: Whether the body was JSON, where a number in quotes is a mistake.
    """

    texts: dict[str, TextValue] = field(default_factory=dict)
    images: list[UploadedFile] = field(default_factory=list)
    mask: UploadedFile | None = None
    markup: UploadedFile | None = None
    is_json: bool = False


@asynccontextmanager
async def received(request: Request, *, limit_bytes: int = MAX_BODY_BYTES) -> AsyncIterator[Intake]:
    """Read the whole body; the files are gone when the context ends, however it ends.

    Raises:
        Refusal: The body is too large, of another kind, or cannot be taken apart.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        yield _from_json(await _whole_body(request, limit_bytes))
        return
    if kind != "multipart/form-data":
        raise refusals.Refusal(
            f"Invalid Content-Type: '{kind}'. Expected 'multipart/form-data' or"
            " 'application/json'.",
            code="unsupported_content_type",
        )
    form = await _form(request, limit_bytes)
    try:
        yield _from_form(form)
    finally:
        await form.close()


async def _form(request: Request, limit_bytes: int) -> FormData:
    body = _limited(request, limit_bytes)
    parser = _StrictParser(
        request.headers,
        body,
        max_files=_MAX_PARTS,
        max_fields=_MAX_PARTS,
        max_part_size=_MAX_TEXT_BYTES,
    )
    try:
        return await parser.parse()
    except MultiPartException as error:
        raise refusals.Refusal(
            f"Could not parse the multipart body: {error.message}", code="invalid_multipart"
        ) from error


class _StrictParser(MultiPartParser):
    """Starlette's parser, which takes a form without an end for a shorter one."""

    _ended = False

    def on_end(self) -> None:
        self._ended = True

    async def parse(self) -> FormData:
        form = await super().parse()
        if not self._ended:
            for file in self._files_to_close_on_error:
                file.close()
            raise MultiPartException("the closing boundary is missing.")
        return form


async def _limited(request: Request, limit_bytes: int) -> AsyncGenerator[bytes, None]:
    count = 0
    async for chunk in request.stream():
        count += len(chunk)
        if count > limit_bytes:
            raise refusals.body_too_large(limit_bytes)
        yield chunk


async def _whole_body(request: Request, limit_bytes: int) -> bytes:
    body = bytearray()
    async for chunk in _limited(request, limit_bytes):
        body += chunk
    return bytes(body)


def _from_form(form: FormData) -> Intake:
    intake = Intake()
    files: dict[str, list[UploadFile]] = {name: [] for name in _PICTURES}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            if name not in files:
                raise refusals.unknown_parameter(name)
            files[name].append(value)
        elif name in files:
            raise refusals.wrong_type(name, "a file", "a string")
        elif name in intake.texts:
            raise refusals.duplicate_parameter(name)
        else:
            intake.texts[name] = value
    for name in ("image", *_OVERLAYS):
        if len(files[name]) > 1 or (files[name] and files.get(f"{name}[]")):
            raise refusals.duplicate_parameter(name)
    listed = [(f"image[{index}]", file) for index, file in enumerate(files["image[]"])]
    single = [("image", file) for file in files["image"]]
    intake.images = [_uploaded(param, file) for param, file in (*single, *listed)]
    intake.mask = next((_uploaded("mask", file) for file in files["mask"]), None)
    intake.markup = next((_uploaded("markup", file) for file in files["markup"]), None)
    return intake


def _uploaded(param: str, file: UploadFile) -> UploadedFile:
    media_type = (file.content_type or "application/octet-stream").partition(";")[0].strip()
    return UploadedFile(param, media_type.lower(), file.size or 0, file.file)


def _from_json(body: bytes) -> Intake:
    try:
        data = json.loads(body)
    except ValueError as error:
        raise refusals.Refusal(
            f"We could not parse the JSON body of your request. ({error})", code=None
        ) from error
    if not isinstance(data, dict):
        raise refusals.Refusal("The JSON body must be an object.", code="invalid_type")
    intake = Intake(is_json=True)
    images = data.pop("images", [])
    if not isinstance(images, list):
        raise refusals.wrong_type("images", "an array of objects", "something else")
    intake.images = [
        _linked(f"images[{index}]", item) for index, item in enumerate(images[: MAX_IMAGES + 1])
    ]
    overlays = {name: data.pop(name, None) for name in _OVERLAYS}
    linked = {name: _linked(name, item) for name, item in overlays.items() if item is not None}
    intake.mask, intake.markup = linked.get("mask"), linked.get("markup")
    flat = _flattened(data)
    intake.texts = {name: _scalar(name, value) for name, value in flat if value is not None}
    return intake


def _flattened(data: Mapping[str, object], parent: str = "") -> Iterator[tuple[str, object]]:
    """Names as a form spells them: ``{"svg": {"model": …}}`` is ``svg[model]``."""
    for key, value in data.items():
        name = f"{parent}[{key}]" if parent else key
        if isinstance(value, Mapping):
            yield from _flattened(value, name)
        else:
            yield name, value


def _linked(param: str, item: object) -> UploadedFile:
    if not isinstance(item, Mapping):
        raise refusals.wrong_type(param, "an object", "something else")
    media_type, content, byte_count = picture_from(item, param)
    return UploadedFile(param, media_type, byte_count, content)


def _scalar(name: str, value: object) -> TextValue:
    if isinstance(value, str | int | bool):
        return value
    raise refusals.wrong_type(name, "a string, a number or a boolean", "something else")
