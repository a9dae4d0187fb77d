"""What a drop or the clipboard brings: the best of several forms, and nothing is decoded."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QUrl
from PySide6.QtGui import QImage

from helpers.samples import Samples
from overpaint.ui.payload import (
    INPUT_TYPE,
    RESULT_TYPE,
    Offer,
    Origin,
    Payload,
    brings_pictures,
    look_at,
    read_payload,
)

PAGE = '<meta charset="utf-8"><a href="https://b.example/p"><img alt="x" src="https://a.example/c?a=1&amp;b=2"></a>'


def _mime(*, urls: list[str] | None = None, text: str = "", html: str = "") -> QMimeData:
    mime = QMimeData()
    if urls is not None:
        mime.setUrls([QUrl(url) for url in urls])
    if text:
        mime.setText(text)
    if html:
        mime.setHtml(html)
    return mime


def test_files_go_before_everything_else(samples: Samples) -> None:
    mime = _mime(urls=[samples.rocket.as_uri(), samples.coffee.as_uri()], html=PAGE)
    mime.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    mime.setData("image/png", QByteArray(b"bytes"))

    assert read_payload(mime) == Payload(files=(samples.rocket, samples.coffee))
    assert look_at(mime) == Offer(count=2, may_be_batch=True)


def test_encoded_bytes_go_before_pixels_and_keep_the_address_they_are_from() -> None:
    mime = _mime(urls=["https://b.example/page"], html=PAGE)
    mime.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    mime.setData("image/webp", QByteArray(b"webp"))
    mime.setData("image/png", QByteArray(b"png"))

    payload = read_payload(mime)

    assert payload.data == b"png"
    assert payload.image is None
    assert payload.source == "https://a.example/c?a=1&b=2"


def test_pixels_are_taken_where_there_are_no_bytes() -> None:
    mime = QMimeData()
    mime.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))

    payload = read_payload(mime)

    assert payload.image is not None
    assert payload.image.size().toTuple() == (4, 4)


def test_an_empty_form_is_passed_over(samples: Samples) -> None:
    mime = QMimeData()
    mime.setData("image/png", QByteArray(b""))
    mime.setText(str(samples.rocket))

    assert read_payload(mime) == Payload(typed=(samples.rocket,))


def test_the_picture_of_a_page_goes_before_what_it_links_to() -> None:
    mime = _mime(urls=["https://b.example/p"], html=PAGE)

    assert read_payload(mime).addresses == ("https://a.example/c?a=1&b=2",)
    assert look_at(mime) == Offer(host="a.example")


@pytest.mark.parametrize(
    "text",
    ["https://example.com/a.png", "  http://example.com/a.png\n", '"https://example.com/a.png"'],
)
def test_an_address_as_text_can_be_downloaded(text: str) -> None:
    payload = read_payload(_mime(text=text))

    assert len(payload.addresses) == 1
    assert payload.addresses[0].endswith("example.com/a.png")


def test_a_picture_inside_an_address_is_taken_from_text_page_and_link() -> None:
    url = "data:image/png;base64," + base64.b64encode(b"png").decode()

    assert read_payload(_mime(text=f" {url}\n")).data_url == url
    assert read_payload(_mime(html=f"<img src='{url}'>")).data_url == url
    assert read_payload(_mime(urls=[url])).data_url == url


@pytest.mark.parametrize(
    "written", ["{path}", '"{path}"', "'{path}'", "file://{path}", " {path} \n"]
)
def test_a_typed_path_is_taken_quoted_or_not(written: str, tmp_path: Path) -> None:
    path = tmp_path / "a b.png"

    payload = read_payload(_mime(text=written.format(path=path)))

    assert payload.typed == (path,)


def test_several_typed_paths_are_taken_in_their_order() -> None:
    payload = read_payload(_mime(text="/a/1.png\n\n/a/2.png\nnot a path"))

    assert payload.typed == (Path("/a/1.png"), Path("/a/2.png"))


@pytest.mark.parametrize(
    "text", ["hello", "a red cat, please", "data:text/plain,hello", "ftp://host/a.png", "/", ""]
)
def test_plain_text_is_no_picture(text: str) -> None:
    mime = _mime(text=text)

    assert not brings_pictures(mime)
    assert not read_payload(mime)


def test_a_card_and_a_result_are_known_by_their_marks(samples: Samples) -> None:
    card = _mime(urls=[samples.rocket.as_uri()])
    card.setData(INPUT_TYPE, QByteArray(b"id7"))
    result = _mime(urls=[samples.rocket.as_uri()])
    result.setData(RESULT_TYPE, QByteArray(b"1"))

    assert look_at(card) == Offer(Origin.INPUT, input_id="id7")
    assert read_payload(card).input_id == "id7"
    assert look_at(result) == Offer(Origin.RESULT)


def test_text_files_are_told_apart_from_pictures() -> None:
    notes = look_at(_mime(urls=["file:///a/notes.txt"]))
    both = look_at(_mime(urls=["file:///a/notes.txt", "file:///a/b.png"]))

    assert notes is not None
    assert notes.is_text
    assert both is not None
    assert not both.is_text
