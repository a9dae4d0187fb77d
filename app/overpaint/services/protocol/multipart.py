"""A multipart body whose length is known beforehand and whose files are read piece by piece.

The format is RFC 7578. Pieces of 1 MiB cost a third less CPU than the 64 KiB of httpx's own
encoder, and memory stays flat however large the files are.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from overpaint.domain.errors import Action, ImageError
from overpaint.domain.request import Attachment
from overpaint.domain.text import say
from overpaint.services.protocol.fields import FilePart, TextPart

PIECE_BYTES = 1024 * 1024
"""Longest piece that is handed to the connection at once; also the grain of cancelling."""

_LINE_END = b"\r\n"


class MultipartBody:
    """The form of one POST; `pieces` can be called again and reads the files anew.

    Args:
        texts: Parameters, sent first.
        files: Files, sent in order.
        boundary: What separates the parts; random unless given.

    Attributes:
        texts: The parameters, in order.
        files: The files, in order.
    """

    def __init__(
        self,
        texts: Sequence[TextPart],
        files: Sequence[FilePart],
        *,
        boundary: str | None = None,
    ) -> None:
        self._boundary = boundary or f"overpaint-{secrets.token_hex(16)}"
        self.texts = tuple(texts)
        self.files = tuple(files)
        self._preamble = b"".join(self._text(part) for part in texts)
        self._heads = tuple(self._file_head(part) for part in files)
        self._end = f"--{self._boundary}--\r\n".encode()

    @property
    def content_type(self) -> str:
        """Value of the request's ``Content-Type`` header."""
        return f"multipart/form-data; boundary={self._boundary}"

    @property
    def content_length(self) -> int:
        """Exact number of bytes that `pieces` yields."""
        files = sum(part.file.byte_count + len(_LINE_END) for part in self.files)
        return len(self._preamble) + sum(map(len, self._heads)) + files + len(self._end)

    def pieces(self) -> Iterator[bytes]:
        """The body in pieces of at most `PIECE_BYTES`, none of them empty.

        Raises:
            ImageError: A file is gone, or no longer has the size it was announced with. It is
                raised before the last byte of the file is yielded, so a server never gets a
                complete body with a wrong picture in it.
        """
        if self._preamble:
            yield from _slices(self._preamble)
        for head, part in zip(self._heads, self.files, strict=True):
            yield head
            yield from file_pieces(part.file)
            yield _LINE_END
        yield self._end

    def _text(self, part: TextPart) -> bytes:
        head = f'--{self._boundary}\r\nContent-Disposition: form-data; name="{part.name}"\r\n\r\n'
        # Half a character, as a command line can carry, has no bytes of its own.
        return head.encode() + part.value.encode(errors="replace") + _LINE_END

    def _file_head(self, part: FilePart) -> bytes:
        return (
            f"--{self._boundary}\r\n"
            f'Content-Disposition: form-data; name="{part.name}"; '
            f'filename="{_quoted(part.file.file_name)}"\r\n'
            f"Content-Type: {part.file.media_type}\r\n\r\n"
        ).encode()


def _quoted(name: str) -> str:
    """Escape a file name as browsers do (https://html.spec.whatwg.org/#multipart-form-data)."""
    return name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")


def _slices(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), PIECE_BYTES):
        yield data[start : start + PIECE_BYTES]


def file_pieces(file: Attachment) -> Iterator[bytes]:
    """The bytes of one file as they are sent, in pieces of at most `PIECE_BYTES`.

    Raises:
        ImageError: As `MultipartBody.pieces`.
    """
    content = file.content
    if isinstance(content, bytes):
        if len(content) != file.byte_count:
            raise _changed(file)
        yield from _slices(content)
        return
    with _opened(content, file) as stream:
        yield from _stream_pieces(stream, file)


def _opened(path: Path, file: Attachment) -> BinaryIO:
    try:
        # Unbuffered: the pieces are large, a buffer would only copy them once more.
        return path.open("rb", buffering=0)
    except OSError as error:
        raise _changed(file) from error


def _stream_pieces(stream: BinaryIO, file: Attachment) -> Iterator[bytes]:
    left = file.byte_count
    while left:
        try:
            piece = stream.read(min(PIECE_BYTES, left))
            left -= len(piece)
            grown = left == 0 and bool(stream.read(1))
        except OSError as error:
            raise _changed(file) from error
        if not piece or grown:
            raise _changed(file)
        yield piece


def _changed(file: Attachment) -> ImageError:
    return ImageError(
        say("errors", "{name} changed while it was being sent.", name=file.file_name),
        why=say("errors", "The file was moved, deleted or saved again by another program."),
        remedy=say("errors", "Send the edit again."),
        action=Action.RETRY,
    )
