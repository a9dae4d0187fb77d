"""Prompts that mean something, markup, and the formats that show before and after."""

from __future__ import annotations

import base64
import io
import xml.etree.ElementTree as ET

import httpx
import numpy as np
import pytest
from endpoint_pictures import (
    decoded,
    encoded,
    events,
    image_part,
    mask_part,
    sample_bytes,
    small_hole,
    small_picture,
)
from PIL import Image, ImageDraw

FORM = {"model": "gpt-image-2", "prompt": "turn it blue"}
NEWEST = "gpt-image-2.6-flare"


def markup_part(*, size: tuple[int, int] = (64, 48), mode: str = "RGBA") -> tuple:
    picture = Image.new("RGBA", size)
    ImageDraw.Draw(picture).ellipse((10, 10, 30, 30), outline=(255, 0, 0, 255), width=2)
    return "markup", ("markup.png", encoded(picture.convert(mode)), "image/png")


def pixels_of(answer: httpx.Response) -> np.ndarray:
    assert answer.status_code == 200, answer.text
    return np.asarray(decoded(answer.json()["data"][0]["b64_json"]).convert("RGB"))


def test_a_word_applies_inside_the_mask(http: httpx.Client) -> None:
    after = pixels_of(http.post("/images/edits", data=FORM, files=[image_part(), mask_part()]))
    before, hole = np.asarray(small_picture()), small_hole()
    assert np.array_equal(after[~hole], before[~hole])
    inside = after[hole].astype(int)
    assert (inside[:, 2] >= inside[:, 0] - 2).mean() > 0.95


def test_a_word_applies_to_the_whole_picture_without_a_mask(http: httpx.Client) -> None:
    form = {**FORM, "prompt": "make it black and white"}
    after = pixels_of(http.post("/images/edits", data=form, files=[image_part()]))
    assert np.ptp(after.astype(int), axis=-1).max() == 0


def test_previews_of_a_treatment_get_finer(http: httpx.Client) -> None:
    form = {"model": "gpt-image-2", "prompt": "a pencil sketch", "stream": "true",
            "partial_images": "3"}  # fmt: skip
    files = [("image", ("a.png", sample_bytes("chelsea"), "image/png"))]
    *partials, last = events(http.post("/images/edits", data=form, files=files))
    assert [event["partial_image_index"] for event in partials] == [0, 1, 2]
    final = np.asarray(decoded(last["b64_json"]), float)
    away = [
        np.abs(np.asarray(decoded(event["b64_json"]), float) - final).mean() for event in partials
    ]
    assert away[0] > away[1] > away[2] > 0


@pytest.mark.slow
def test_another_size_fills_the_room_before_it_treats_everything(http: httpx.Client) -> None:
    form = {**FORM, "prompt": "sepia", "size": "816x816"}
    after = pixels_of(http.post("/images/edits", data=form, files=[image_part()])).astype(int)
    assert after.shape == (816, 816, 3)
    assert (after[..., 0] >= after[..., 2]).all()
    assert after[:60].std() > 5


def test_another_input_is_put_in(http: httpx.Client) -> None:
    green = encoded(Image.new("RGB", (30, 30), (10, 200, 10)))
    form = {**FORM, "prompt": "replace everything with image 2"}
    files = [image_part(name="image[]"), image_part(green, name="image[]")]
    after = pixels_of(http.post("/images/edits", data=form, files=files))
    assert np.abs(after.astype(int) - (10, 200, 10)).max() <= 2


def test_an_input_that_was_not_sent_cannot_be_put_in(http: httpx.Client) -> None:
    form = {**FORM, "prompt": "replace it with image 3"}
    answer = http.post("/images/edits", data=form, files=[image_part(), mask_part()])
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["param"]) == (400, "invalid_value", "prompt")
    assert "image 3" in error["message"]


def test_markup_says_where(http: httpx.Client) -> None:
    form = {**FORM, "model": NEWEST}
    after = pixels_of(http.post("/images/edits", data=form, files=[image_part(), markup_part()]))
    changed = (after != np.asarray(small_picture())).any(axis=-1)
    assert changed[20, 20]
    assert changed[12:28, 16:24].mean() > 0.9
    assert not changed[:9].any()
    assert not changed[:, 33:].any()


@pytest.mark.parametrize(
    ("part", "says"),
    [
        (markup_part(mode="RGB"), "missing alpha channel"),
        (markup_part(size=(48, 64)), "size does not match"),
        (("markup", ("m.png", b"no", "image/png")), "not a readable PNG"),
        (("markup", ("m.png", encoded(Image.new("RGBA", (64, 48), "red")), "image/png")),
         "must contain transparent pixels"),
    ],
)  # fmt: skip
def test_markup_that_cannot_serve_is_refused(http: httpx.Client, part: tuple, says: str) -> None:
    form = {**FORM, "model": NEWEST}
    answer = http.post("/images/edits", data=form, files=[image_part(), part])
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["param"]) == (
        400, "invalid_markup_image_format", "markup",
    )  # fmt: skip
    assert says in error["message"]


def test_empty_markup_is_refused(http: httpx.Client) -> None:
    part = ("markup", ("m.png", encoded(Image.new("RGBA", (64, 48))), "image/png"))
    answer = http.post("/images/edits", data={**FORM, "model": NEWEST}, files=[image_part(), part])
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "markup")


@pytest.mark.parametrize(("frames", "asked_ms", "shown_ms"), [(2, 200, 200), (16, 117, 120)])
def test_a_gif_fades_from_the_target_to_the_edit(
    http: httpx.Client, frames: int, asked_ms: int, shown_ms: int
) -> None:
    form = {
        **FORM, "model": NEWEST, "output_format": "gif", "frame_count": str(frames),
        "frame_duration_ms": str(asked_ms),
    }  # fmt: skip
    answer = http.post("/images/edits", data=form, files=[image_part()])
    shown = Image.open(io.BytesIO(base64.b64decode(answer.json()["data"][0]["b64_json"])))
    assert (shown.format, shown.n_frames, shown.info["duration"]) == ("GIF", frames, shown_ms)
    before = np.asarray(small_picture(), int)
    first = np.asarray(shown.convert("RGB"), int)
    shown.seek(frames - 1)
    last = np.asarray(shown.convert("RGB"), int)
    assert np.abs(first - before).mean() < 16  # 256 colours for noise
    assert np.abs(last - before).mean() > 30


@pytest.mark.parametrize(
    ("frames", "edge"), [(2, 960), (9, 960), (10, 816), (12, 816), (13, 720), (16, 720)]
)
def test_a_gif_keeps_to_the_sheet_of_its_frames(frames: int, edge: int) -> None:
    from overpaint.domain.sizes import Size  # noqa: PLC0415
    from overpaint.services.endpoint.animation import fitted  # noqa: PLC0415

    assert fitted(Size(2048, 2048), frames) == Size(edge, edge)
    assert fitted(Size(640, 480), frames) == Size(640, 480)


@pytest.mark.slow
def test_a_large_gif_says_its_true_size(http: httpx.Client) -> None:
    form = {**FORM, "model": NEWEST, "output_format": "gif", "frame_count": "2",
            "size": "1024x1024"}  # fmt: skip
    square = [image_part(encoded(small_picture(64, 64)))]
    answer = http.post("/images/edits", data=form, files=square).json()
    assert answer["size"] == "960x960"
    assert decoded(answer["data"][0]["b64_json"]).size == (960, 960)


def test_an_svg_shows_the_edit_at_the_asked_size(http: httpx.Client) -> None:
    form = {
        **FORM, "model": NEWEST, "output_format": "svg", "size": "816x816", "svg[model]": "gpt-9",
        "svg[reasoning][effort]": "low",
    }  # fmt: skip
    square = [image_part(encoded(small_picture(64, 64)))]
    answer = http.post("/images/edits", data=form, files=square).json()
    root = ET.fromstring(base64.b64decode(answer["data"][0]["b64_json"]))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == (
        "816", "816", "0 0 816 816",
    )  # fmt: skip
    (image,) = root.iter("{http://www.w3.org/2000/svg}image")
    assert decoded(image.attrib["href"].partition(",")[2]).size == (816, 816)
    usage = answer["svg_usage"]
    assert usage["model"] == "gpt-9"
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"] > 0


def test_json_bodies_can_carry_everything_too(http: httpx.Client) -> None:
    def link(content: bytes) -> dict[str, str]:
        return {"image_url": "data:image/png;base64," + base64.b64encode(content).decode()}

    body = {
        "model": NEWEST, "prompt": "sepia", "images": [link(encoded(small_picture()))],
        "markup": link(markup_part()[1][1]), "output_format": "svg", "complexity": "high",
        "svg": {"model": "gpt-9", "reasoning": {"effort": "none"}}, "moderation": "low",
        "safety_identifier": "someone",
    }  # fmt: skip
    answer = http.post("/images/edits", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.json()["svg_usage"]["model"] == "gpt-9"
    assert answer.json()["safety_identifier"] == "someone"
    body["svg"] = {"author": "x"}
    assert http.post("/images/edits", json=body).json()["error"]["param"] == "svg[author]"


def test_two_treated_results_differ_a_little(http: httpx.Client) -> None:
    form = {**FORM, "prompt": "brighter", "n": "2"}
    answer = http.post("/images/edits", data=form, files=[image_part()]).json()
    one, other = (item["b64_json"] for item in answer["data"])
    assert one != other
