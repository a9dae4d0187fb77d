"""What the documents that a server sends mean: a preview, the answer, or a complaint.

Source: https://platform.openai.com/docs/api-reference/images-streaming, read 2026-11-22. Compatible
servers fill fields with null, leave them out, send addresses instead of pictures, or put a whole
answer into one event; all of that is understood.
"""

from __future__ import annotations

from dataclasses import dataclass

from overpaint.domain.events import Usage
from overpaint.services.protocol.complaints import Complaint, read_complaint
from overpaint.services.protocol.event_stream import ServerEvent
from overpaint.services.protocol.json_images import (
    Document,
    ImageBytes,
    JsonObject,
    JsonValue,
    decode_base64,
)


@dataclass(frozen=True, slots=True)
class PartialImage:
    """A preview.

    Attributes:
        index: 0-based number that the server gave it.
        data: Its bytes as received.
    """

    index: int
    data: ImageBytes


@dataclass(frozen=True, slots=True)
class FinalImages:
    """The answer of one POST.

    Attributes:
        images: The bytes as received, one per variant; at least one.
        usage: What the server counted; None when it does not say.
        request_id: The server's id of the request, ``""`` when it gave none.
    """

    images: tuple[ImageBytes, ...]
    usage: Usage | None
    request_id: str


WireEvent = PartialImage | FinalImages


@dataclass(frozen=True, slots=True)
class RemoteImage:
    """A picture that the server keeps for us to fetch."""

    url: str


@dataclass(frozen=True, slots=True)
class Pictures:
    """What an answer holds, before anything is fetched; may be empty."""

    images: tuple[ImageBytes | RemoteImage, ...]
    usage: Usage | None


def read_answer(document: Document) -> Pictures | Complaint:
    """The meaning of a JSON answer.

    Raises:
        MalformedDocumentError: A picture in it is not base64.
    """
    value = document.value
    complaint = read_complaint(value)
    if complaint is not None:
        return complaint
    fields = value if isinstance(value, dict) else {}
    data = fields.get("data")
    items = data if isinstance(data, list) else [fields]
    found = [_image(document, item) for item in items if isinstance(item, dict)]
    images = tuple(image for image in found if image is not None)
    return Pictures(images, read_usage(fields.get("usage")))


def read_event(event: ServerEvent) -> PartialImage | Pictures | Complaint | None:
    """The meaning of one event; None when it has none for us.

    Raises:
        MalformedDocumentError: A picture in it is not base64.
    """
    document = event.document
    if document is None or not isinstance(document.value, dict):
        return None
    fields = document.value
    kind = fields.get("type")
    kind = kind if isinstance(kind, str) and kind else event.name
    complaint = read_complaint(fields)
    if complaint is not None:
        return complaint
    if event.name == "error" or kind == "error":
        return read_complaint({"error": fields})
    if kind.endswith("partial_image"):
        return _partial(document, fields)
    if kind.endswith("completed") or isinstance(fields.get("data"), list):
        return read_answer(document)
    return None


def read_usage(value: JsonValue) -> Usage | None:
    """Token counts; None when there are none, or only the zeros that proxies fill in."""
    if not isinstance(value, dict):
        return None
    details = value.get("input_tokens_details")
    details = details if isinstance(details, dict) else {}
    sent, received = _count(value, "input_tokens"), _count(value, "output_tokens")
    total = _count(value, "total_tokens") or sent + received
    if not total:
        return None
    return Usage(
        sent, received, total, _count(details, "image_tokens"), _count(details, "text_tokens")
    )


def _partial(document: Document, fields: JsonObject) -> PartialImage | None:
    data = document.picture(fields.get("b64_json"))
    return None if data is None else PartialImage(_count(fields, "partial_image_index"), data)


def _image(document: Document, item: JsonObject) -> ImageBytes | RemoteImage | None:
    picture = document.picture(item.get("b64_json"))
    if picture is not None:
        return picture
    url = item.get("url")
    if not isinstance(url, str) or not url:
        return None
    return decode_base64(url) if url.startswith("data:") else RemoteImage(url)


def _count(fields: JsonObject, name: str) -> int:
    value = fields.get(name)
    return max(value, 0) if isinstance(value, int) else 0
