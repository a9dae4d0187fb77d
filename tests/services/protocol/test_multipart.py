from __future__ import annotations

import email
import email.policy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_multipart.multipart import MultipartParser, parse_options_header

from helpers.edits import attachment
from overpaint.domain.errors import Action, ImageError
from overpaint.domain.request import Attachment
from overpaint.domain.sizes import Size
from overpaint.services.protocol.fields import FilePart, TextPart
from overpaint.services.protocol.multipart import PIECE_BYTES, MultipartBody

Part = tuple[dict[bytes, bytes], bytes, bytes]


def parse(body: bytes, content_type: str) -> list[Part]:
    """(disposition options, content type, content) of every part, by a parser that is not ours."""
    parts: list[Part] = []
    headers: dict[bytes, bytes] = {}
    name, value, data = bytearray(), bytearray(), bytearray()

    def header_end() -> None:
        headers[bytes(name).lower()] = bytes(value)
        name.clear()
        value.clear()

    def part_end() -> None:
        _, options = parse_options_header(headers[b"content-disposition"])
        parts.append((options, headers.get(b"content-type", b""), bytes(data)))
        headers.clear()
        data.clear()

    ended: list[bool] = []
    _, options = parse_options_header(content_type)
    parser = MultipartParser(
        options[b"boundary"],
        {
            "on_header_field": lambda d, s, e: name.extend(d[s:e]),
            "on_header_value": lambda d, s, e: value.extend(d[s:e]),
            "on_header_end": header_end,
            "on_part_data": lambda d, s, e: data.extend(d[s:e]),
            "on_part_end": part_end,
            "on_end": lambda: ended.append(True),
        },
    )
    parser.write(body)
    parser.finalize()
    assert ended
    return parts


def test_the_bytes_are_exactly_those_of_the_standard() -> None:
    body = MultipartBody(
        [TextPart("prompt", "Zwölf"), TextPart("n", "1")],
        [
            FilePart("image", attachment(b"\x89PNG\r\n--b--\x00")),
            FilePart("mask", attachment(b"M", "mask.png")),
        ],
        boundary="b",
    )

    assert b"".join(body.pieces()) == (
        b'--b\r\nContent-Disposition: form-data; name="prompt"\r\n\r\nZw\xc3\xb6lf\r\n'
        b'--b\r\nContent-Disposition: form-data; name="n"\r\n\r\n1\r\n'
        b'--b\r\nContent-Disposition: form-data; name="image"; filename="image-1.png"\r\n'
        b"Content-Type: image/png\r\n\r\n\x89PNG\r\n--b--\x00\r\n"
        b'--b\r\nContent-Disposition: form-data; name="mask"; filename="mask.png"\r\n'
        b"Content-Type: image/png\r\n\r\nM\r\n"
        b"--b--\r\n"
    )
    assert body.content_type == "multipart/form-data; boundary=b"


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(st.tuples(st.sampled_from(["prompt", "size", "n"]), st.text()), max_size=4),
    files=st.lists(st.binary(max_size=3000), min_size=1, max_size=4),
)
def test_another_parser_reads_what_was_put_in(
    texts: list[tuple[str, str]], files: list[bytes]
) -> None:
    parts = [TextPart(name, value) for name, value in texts]
    body = MultipartBody(parts, [FilePart("image[]", attachment(data)) for data in files])

    raw = b"".join(body.pieces())
    found = parse(raw, body.content_type)

    assert len(raw) == body.content_length
    assert [(o[b"name"].decode(), data) for o, _, data in found] == [
        *((part.name, part.value.encode()) for part in parts),
        *(("image[]", data) for data in files),
    ]
    assert all(b"filename" not in options and not kind for options, kind, _ in found[: len(parts)])
    assert all(kind == b"image/png" for _, kind, _ in found[len(parts) :])


def test_the_standard_library_reads_it_too() -> None:
    body = MultipartBody(
        [TextPart("n", "2")], [FilePart("mask", attachment(b"\x00\xff", "mask.png"))]
    )
    head = f"Content-Type: {body.content_type}\r\nMIME-Version: 1.0\r\n\r\n".encode()

    message = email.message_from_bytes(head + b"".join(body.pieces()), policy=email.policy.HTTP)

    text, file = list(message.iter_parts())  # type: ignore[attr-defined]  # policy.HTTP gives it
    assert text.get_content().strip() == "2"
    assert (file.get_filename(), file.get_content()) == ("mask.png", b"\x00\xff")


def test_a_file_is_read_in_pieces_and_can_be_read_again(tmp_path: Path) -> None:
    content = bytes(range(256)) * (PIECE_BYTES // 100)
    path = tmp_path / "big.png"
    path.write_bytes(content)
    body = MultipartBody([], [FilePart("image", attachment(path))])

    pieces = list(body.pieces())

    assert max(map(len, pieces)) <= PIECE_BYTES
    assert all(pieces)
    assert content in b"".join(pieces)
    assert list(body.pieces()) == pieces
    assert sum(map(len, pieces)) == body.content_length


@pytest.mark.parametrize("change", [-1, 1, -(2 * PIECE_BYTES), 5 * PIECE_BYTES, None])
def test_a_file_that_changed_is_never_sent_to_its_end(tmp_path: Path, change: int | None) -> None:
    path = tmp_path / "photo.png"
    count = 2 * PIECE_BYTES
    path.write_bytes(b"x" * count)
    body = MultipartBody([], [FilePart("image", attachment(path))])
    if change is None:
        path.unlink()
    else:
        path.write_bytes(b"x" * (count + change))

    received: list[int] = []
    with pytest.raises(ImageError, match="changed while it was being sent") as caught:
        received.extend(piece.count(b"x") for piece in body.pieces())

    assert sum(received) < count
    assert caught.value.action is Action.RETRY


def test_a_name_cannot_break_out_of_its_header() -> None:
    file = Attachment('a"\r\nX: y.png', "image/png", b"1", 1, Size(1, 1))
    body = MultipartBody([], [FilePart("image", file)])

    raw = b"".join(body.pieces())

    assert b'filename="a%22%0D%0AX: y.png"' in raw


def test_two_bodies_have_two_boundaries() -> None:
    assert MultipartBody([], []).content_type != MultipartBody([], []).content_type
