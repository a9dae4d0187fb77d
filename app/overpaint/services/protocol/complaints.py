"""Reads what a server says when it refuses or fails, in all the shapes that are met.

OpenAI: ``{"error": {"message", "type", "param", "code"}}``. Others: ``{"error": "text"}``
(stable-diffusion.cpp), ``{"detail": "text" | [{"loc", "msg"}]}`` (FastAPI), a flat ``{"type":
"error", "message"}`` inside streams, numbers as codes (LiteLLM, vLLM), codes without a message
(Azure), pages of HTML from whatever stands in between, and nothing at all.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from overpaint.services.protocol.json_images import JsonObject, JsonValue

_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_VIOLATIONS = re.compile(r"safety_violations=\[([^\]]{0,300})\]")
_CATEGORY = re.compile(r"[\w/ .-]{1,40}")
_CATEGORIES = 12
_STAGES = ("input", "output")
_MESSAGE_CHARS = 600
_LONG_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{160,}={0,2}")


@dataclass(frozen=True, slots=True)
class Complaint:
    """What the server said; every part is ``""`` when it said nothing of the kind.

    Attributes:
        message: Its sentence, without image data, at most some hundred characters.
        code: Its code for the reason.
        kind: Its ``type``.
        param: The parameter it names.
        stage: Where content rules were broken: ``"input"`` or ``"output"``.
        categories: Which content rules were broken.
    """

    message: str = ""
    code: str = ""
    kind: str = ""
    param: str = ""
    stage: str = ""
    categories: tuple[str, ...] = ()


def read_complaint(value: JsonValue) -> Complaint | None:
    """What a JSON document complains about; None when it does not complain."""
    if not isinstance(value, dict):
        return None
    error = value.get("error")
    if isinstance(error, dict) and error:
        return _from_fields(error)
    if isinstance(error, str) and error:
        return Complaint(shortened(error), code=_text(value.get("code")))
    detail = value.get("detail")
    if detail and "data" not in value:
        return _from_detail(detail)
    if value.get("type") == "error" or (isinstance(error, list | bool) and error):
        return _from_fields(value)
    return None


def read_complaint_body(body: bytes) -> Complaint:
    """What the body of a refusal says: JSON, a page or plain text."""
    text = body.decode("utf-8", "replace").strip()
    try:
        value: JsonValue = json.loads(text)
    except (ValueError, RecursionError):
        return Complaint(shortened(_page_title(text) if text.startswith("<") else text))
    complaint = read_complaint(value)
    if complaint is None and isinstance(value, dict):
        complaint = _from_fields(value)
    return complaint or Complaint(shortened(_text(value)))


def shortened(text: str) -> str:
    """One line of bounded length without anything that looks like image data."""
    line = " ".join(_LONG_BASE64.sub("…", text).split())
    return line if len(line) <= _MESSAGE_CHARS else f"{line[:_MESSAGE_CHARS]}…"


def _from_fields(fields: JsonObject) -> Complaint:
    message = _text(fields.get("message") or fields.get("msg") or fields.get("title"))
    stage, categories = _moderation(fields.get("moderation_details"), message)
    return Complaint(
        message=shortened(message),
        code=_text(fields.get("code")),
        kind=_text(fields.get("type")),
        param=_text(fields.get("param")),
        stage=stage,
        categories=categories,
    )


def _moderation(details: JsonValue, message: str) -> tuple[str, tuple[str, ...]]:
    """Stage and categories: from their own field, or as older answers put them into a sentence."""
    if isinstance(details, dict):
        stage, named = details.get("moderation_stage"), details.get("categories")
        categories = tuple(map(_word, named)) if isinstance(named, list) else ()
        return (stage if stage in _STAGES else ""), tuple(filter(None, categories[:_CATEGORIES]))
    found = _VIOLATIONS.search(message)
    words = found[1].split(",") if found else []
    return "", tuple(filter(None, map(_word, words[:_CATEGORIES])))


def _word(value: JsonValue) -> str:
    """A category as a word of bounded length; ``""`` when it is none."""
    text = value.strip(" '\"") if isinstance(value, str) else ""
    return text if _CATEGORY.fullmatch(text) else ""


def _from_detail(detail: JsonValue) -> Complaint:
    if isinstance(detail, dict):
        return _from_fields(detail)
    if not isinstance(detail, list):
        return Complaint(shortened(_text(detail)))
    places = [_place(item) for item in detail]
    message = "; ".join(text for item in detail for text in _validation_text(item))
    return Complaint(shortened(message), param=next(filter(None, places), ""))


def _place(item: JsonValue) -> str:
    """The parameter that a FastAPI validation error is about."""
    place = item.get("loc") if isinstance(item, dict) else None
    if not isinstance(place, list):
        return ""
    return ".".join(_text(part) for part in place if part != "body")


def _validation_text(item: JsonValue) -> Iterator[str]:
    if isinstance(item, dict):
        yield f"{_place(item)}: {_text(item.get('msg'))}".removeprefix(": ")
    else:
        yield _text(item)


def _text(value: JsonValue) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def _page_title(page: str) -> str:
    found = _TITLE.search(page)
    return html.unescape(found[1]) if found else ""
