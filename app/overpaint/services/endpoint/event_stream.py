"""Server-sent events as the service writes them.

Source: https://platform.openai.com/docs/api-reference/images-streaming, read 2026-11-22: the name
stands in the ``event`` line and once more as ``type`` inside the one-line JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

MEDIA_TYPE = "text/event-stream"
KEEP_ALIVE = b": keep-alive\n\n"
"""A comment: every reader skips it, and writing it finds out that nobody reads any more."""


def frame(name: str, fields: Mapping[str, object], picture: bytes = b"") -> bytes:
    """One event.

    Args:
        name: ``image_edit.partial_image`` …
        fields: The rest of the JSON object.
        picture: Base64 text for ``b64_json``; spliced in, because the JSON encoder would look at
            every one of its millions of characters.
    """
    head = json.dumps({"type": name, **fields}, separators=(",", ":")).encode()
    if picture:
        head = b'%s,"b64_json":"%s"}' % (head[:-1], picture)
    return b"event: %s\ndata: %s\n\n" % (name.encode(), head)
