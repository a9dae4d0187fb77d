"""Pictures that a JSON body carries inside itself."""

from __future__ import annotations

import binascii
import io
import re
from collections.abc import Mapping
from typing import BinaryIO

import pybase64

from overpaint.services.endpoint import refusals

MAX_URL_CHARS = 20_971_520
"""Source: the JSON schema of the endpoint's reference page, read 2026-11-22."""

_HEAD = re.compile(r"data:([\w.+-]+/[\w.+-]+)?(?:;[\w.+-]+=[\w.+-]+)*;base64,")


def picture_from(item: Mapping[object, object], param: str) -> tuple[str, BinaryIO, int]:
    """Read ``{"image_url": "data:…"}``.

    Returns:
        Media type, content and number of bytes.

    Raises:
        Refusal: It has not exactly one source, or one that this server does not have: it stores no
            files and fetches nothing from the network.
    """
    keys = [key for key in ("image_url", "file_id") if item.get(key) is not None]
    if len(keys) != 1 or len(item) > len(keys):
        raise refusals.invalid_value(
            f"Invalid '{param}': expected exactly one of 'image_url' and 'file_id'.", param
        )
    if keys == ["file_id"]:
        raise refusals.invalid_value(
            "The built-in endpoint stores no files. Send the picture itself, as a data URL in"
            " 'image_url'.",
            f"{param}.file_id",
        )
    return _decoded(item["image_url"], f"{param}.image_url")


def _decoded(url: object, param: str) -> tuple[str, BinaryIO, int]:
    if not isinstance(url, str):
        raise refusals.wrong_type(param, "a string", "something else")
    if len(url) > MAX_URL_CHARS:
        raise refusals.text_too_long(param, len(url), MAX_URL_CHARS)
    head = _HEAD.match(url)
    if head is None:
        raise refusals.invalid_value(
            "The built-in endpoint fetches nothing from the network. Send the picture itself, as"
            " a base64 data URL.",
            param,
        )
    try:
        content = pybase64.b64decode(url[head.end() :], validate=True)
    except (binascii.Error, ValueError) as error:
        raise refusals.invalid_value(f"Invalid '{param}': the base64 is damaged.", param) from error
    return head[1] or "application/octet-stream", io.BytesIO(content), len(content)
