"""Edits over a real socket: what comes back, in which order, and how it looks."""

from __future__ import annotations

import base64
import io
from concurrent.futures import ThreadPoolExecutor

import httpx
import numpy as np
import openai
import pytest
from endpoint_pictures import (
    decoded,
    encoded,
    events,
    image_part,
    mask_part,
    sample_bytes,
    sample_hole,
    sample_pixels,
    small_hole,
    small_picture,
    wire_mask,
)
from PIL import Image

from overpaint.services.endpoint.launch import EndpointServer

FORM = {"model": "gpt-image-2", "prompt": "remove it", "size": "auto"}


def rocket_parts() -> dict[str, tuple[str, bytes, str]]:
    return {
        "image": ("image-1.png", sample_bytes("rocket"), "image/png"),
        "mask": ("mask.png", wire_mask(sample_hole("rocket_tower")), "image/png"),
    }


@pytest.mark.slow
@pytest.mark.parametrize("asked", [0, 1, 2, 3])
def test_the_official_client_gets_partials_and_then_the_result(
    official: openai.OpenAI, asked: int
) -> None:
    source, hole = sample_pixels("rocket"), sample_hole("rocket_tower")

    stream = official.images.edit(
        **FORM,
        **rocket_parts(),
        stream=True,
        partial_images=asked,  # type: ignore[arg-type]
    )
    received = list(stream)

    kinds = [event.type for event in received]
    assert kinds == ["image_edit.partial_image"] * asked + ["image_edit.completed"]
    assert [event.partial_image_index for event in received[:-1]] == list(range(asked))
    for event in received:
        pixels = np.asarray(decoded(event.b64_json))
        assert pixels.shape == source.shape
        assert np.array_equal(pixels[~hole], source[~hole])
        assert (pixels[hole] != source[hole]).any(axis=1).mean() > 0.9
    usage = received[-1].usage
    assert usage.total_tokens == usage.input_tokens + usage.output_tokens
    assert usage.input_tokens_details.image_tokens == 20 * 14
    assert usage.input_tokens_details.text_tokens == 3


def test_partials_cost_a_hundred_output_tokens_each(http: httpx.Client) -> None:
    files = [image_part(), mask_part()]
    counts = []
    for asked in ("0", "1"):
        form = {**FORM, "stream": "true", "partial_images": asked}
        *partials, completed = events(http.post("/images/edits", data=form, files=files))
        counts.append((len(partials), completed["usage"]["output_tokens"]))
    (none, base), (some, more) = counts
    assert none == 0
    assert more == base + 100 * some


def test_partials_arrive_before_the_result_is_ready(http: httpx.Client) -> None:
    form = {**FORM, "stream": "true", "partial_images": "1"}
    with http.stream("POST", "/images/edits", data=form, files=rocket_parts()) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        first = next(events(response))
        assert first["type"] == "image_edit.partial_image"
        assert set(first) == {
            "type", "b64_json", "partial_image_index", "created_at", "size", "quality",
            "background", "output_format",
        }  # fmt: skip


@pytest.mark.slow
def test_two_results_differ_and_keep_everything_outside_the_mask(official: openai.OpenAI) -> None:
    source, hole = sample_pixels("rocket"), sample_hole("rocket_tower")

    answer = official.images.edit(**FORM, **rocket_parts(), n=2)  # type: ignore[arg-type]

    assert answer.data is not None
    one, other = (np.asarray(decoded(item.b64_json or "")) for item in answer.data)
    assert np.array_equal(one[~hole], source[~hole])
    assert np.array_equal(other[~hole], source[~hole])
    assert not np.array_equal(one, other)
    assert (answer.size, answer.output_format) == ("640x427", "png")
    assert (answer.background, answer.quality) == ("opaque", "medium")


def test_asking_again_brings_another_fill(http: httpx.Client) -> None:
    answers = [
        http.post("/images/edits", data=FORM, files=[image_part(), mask_part()]).json()
        for _ in range(2)
    ]
    one, other = (answer["data"][0]["b64_json"] for answer in answers)
    assert one != other


def test_an_array_of_images_edits_the_first(http: httpx.Client) -> None:
    target = small_picture()
    files = [
        image_part(encoded(target), name="image[]"),
        image_part(encoded(small_picture(30, 90)), name="image[]"),
        mask_part(),
    ]
    answer = http.post("/images/edits", data=FORM, files=files).json()
    pixels = np.asarray(decoded(answer["data"][0]["b64_json"]))
    hole = small_hole()
    assert np.array_equal(pixels[~hole], np.asarray(target)[~hole])
    assert answer["usage"]["input_tokens_details"]["image_tokens"] == 2 * 2 + 1 * 3


@pytest.mark.parametrize(
    ("output_format", "options", "kind"),
    [
        ("png", {}, "PNG"),
        ("jpeg", {"output_compression": "80"}, "JPEG"),
        ("webp", {"output_compression": "60"}, "WEBP"),
        ("webp", {}, "WEBP"),
    ],
)
def test_the_format_that_was_asked_for_comes_back(
    http: httpx.Client, output_format: str, options: dict[str, str], kind: str
) -> None:
    form = {**FORM, "output_format": output_format, **options}
    answer = http.post("/images/edits", data=form, files=[image_part(), mask_part()]).json()
    assert answer["output_format"] == output_format
    assert decoded(answer["data"][0]["b64_json"]).format == kind


def test_compression_makes_the_file_smaller(http: httpx.Client) -> None:
    sizes = []
    for compression in ("20", "95"):
        form = {**FORM, "output_format": "jpeg", "output_compression": compression}
        answer = http.post("/images/edits", data=form, files=[image_part(), mask_part()]).json()
        sizes.append(len(answer["data"][0]["b64_json"]))
    assert sizes[0] * 2 < sizes[1]


def test_lossless_webp_keeps_every_pixel_outside_the_mask(http: httpx.Client) -> None:
    form = {**FORM, "output_format": "webp"}
    answer = http.post("/images/edits", data=form, files=[image_part(), mask_part()]).json()
    pixels = np.asarray(decoded(answer["data"][0]["b64_json"]))
    hole = small_hole()
    assert np.array_equal(pixels[~hole], np.asarray(small_picture())[~hole])


@pytest.mark.slow
@pytest.mark.parametrize("size", ["816x816", "1248x832"])
def test_another_size_comes_back_exactly_and_keeps_the_whole_picture(
    http: httpx.Client, size: str
) -> None:
    picture = small_picture(96, 64).resize((480, 320), Image.Resampling.BICUBIC)
    files = [image_part(encoded(picture)), mask_part(wire_mask(small_hole(480, 320)))]
    answer = http.post("/images/edits", data={**FORM, "size": size}, files=files).json()
    width, height = map(int, size.split("x"))
    result = decoded(answer["data"][0]["b64_json"])
    assert result.size == (width, height)
    scale = min(width / 480, height / 320)
    inner = (round(480 * scale), round(320 * scale))
    left, top = (width - inner[0]) // 2, (height - inner[1]) // 2
    seen = np.asarray(result.crop((left, top, left + inner[0], top + inner[1])), float)
    wanted = np.asarray(picture.resize(inner, Image.Resampling.LANCZOS), float)
    assert np.median(np.abs(seen - wanted)) == 0


def test_without_a_mask_the_transparency_of_the_target_is_filled(http: httpx.Client) -> None:
    hole = small_hole()
    pixels = np.dstack((np.asarray(small_picture()), np.where(hole, 0, 255).astype(np.uint8)))
    files = [image_part(encoded(Image.fromarray(pixels)))]
    answer = http.post("/images/edits", data=FORM, files=files).json()
    result = np.asarray(decoded(answer["data"][0]["b64_json"]).convert("RGBA"))
    assert (result[..., 3] == 255).all()
    assert np.array_equal(result[~hole], pixels[~hole])
    assert answer["background"] == "opaque"


def translucent_target() -> bytes:
    pixels = np.array(small_picture(mode="RGBA"))
    pixels[:8, :, 3] = 0
    return encoded(Image.fromarray(pixels))


@pytest.mark.parametrize(
    ("background", "mode", "resolved"),
    [("auto", "RGBA", "transparent"), ("transparent", "RGBA", "transparent"),
     ("opaque", "RGB", "opaque")],
)  # fmt: skip
def test_transparency_outside_the_mask_follows_the_background(
    http: httpx.Client, background: str, mode: str, resolved: str
) -> None:
    form = {**FORM, "model": "gpt-image-2.5-flare", "background": background}
    files = [image_part(translucent_target()), mask_part()]
    answer = http.post("/images/edits", data=form, files=files).json()
    result = decoded(answer["data"][0]["b64_json"])
    assert (result.mode, answer["background"]) == (mode, resolved)
    if mode == "RGB":
        assert result.getpixel((0, 0)) == (255, 255, 255)


def test_the_target_is_edited_upright(http: httpx.Client) -> None:
    picture = small_picture().resize((640, 480))
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = encoded(picture, "JPEG", quality=95, exif=exif)
    files = [
        image_part(turned, kind="image/jpeg"),
        mask_part(wire_mask(small_hole(480, 640))),
    ]
    answer = http.post("/images/edits", data=FORM, files=files).json()
    assert answer["size"] == "480x640"


def test_the_colour_profile_of_the_target_is_kept(http: httpx.Client) -> None:
    from PIL import ImageCms  # noqa: PLC0415

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    files = [image_part(encoded(small_picture(), icc_profile=profile)), mask_part()]
    answer = http.post("/images/edits", data=FORM, files=files).json()
    assert decoded(answer["data"][0]["b64_json"]).info["icc_profile"] == profile


def test_a_json_body_with_data_urls_is_edited(http: httpx.Client) -> None:
    def link(content: bytes) -> dict[str, str]:
        return {"image_url": "data:image/png;base64," + base64.b64encode(content).decode()}

    body = {
        "model": "gpt-image-2",
        "prompt": "remove it",
        "images": [link(encoded(small_picture()))],
        "mask": link(wire_mask(small_hole())),
        "n": 1,
        "stream": False,
    }
    answer = http.post("/images/edits", json=body)
    assert answer.status_code == 200, answer.text
    assert decoded(answer.json()["data"][0]["b64_json"]).size == (64, 48)


def test_dall_e_2_links_to_its_results(http: httpx.Client) -> None:
    square = small_picture(256, 256)
    files = [image_part(encoded(square)), mask_part(wire_mask(small_hole(256, 256)))]
    form = {"model": "dall-e-2", "prompt": "gone", "size": "256x256", "n": "2"}
    answer = http.post("/images/edits", data=form, files=files).json()
    assert set(answer) == {"created", "data"}
    for item in answer["data"]:
        delivered = httpx.get(item["url"], trust_env=False)
        assert Image.open(io.BytesIO(delivered.content)).size == (256, 256)


def test_two_edits_run_side_by_side(endpoint: EndpointServer, http: httpx.Client) -> None:
    def run(_number: int) -> int:
        form = {**FORM, "stream": "true", "partial_images": "1"}
        response = http.post("/images/edits", data=form, files=[image_part(), mask_part()])
        return len(list(events(response)))

    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(run, range(4)))
    assert len(set(counts)) == 1


def test_every_answer_can_be_quoted(http: httpx.Client) -> None:
    answers = [http.get("/models"), http.get("/nothing"), http.post("/images/edits")]
    ids = {answer.headers["x-request-id"] for answer in answers}
    assert len(ids) == 3
    assert all(answer.headers["openai-version"] == "2020-10-01" for answer in answers)
    assert all(int(answer.headers["openai-processing-ms"]) >= 0 for answer in answers)


def test_models_are_listed_with_their_last_day(http: httpx.Client) -> None:
    listed = {model["id"]: model for model in http.get("/models").json()["data"]}
    assert listed["gpt-image-1.5"]["shutdown_date"] == "2026-12-01"
    assert listed["gpt-image-2"]["shutdown_date"] is None
    assert http.get("/models/gpt-image-2").json() == listed["gpt-image-2"]


def test_the_prefix_may_be_left_out(endpoint: EndpointServer, http: httpx.Client) -> None:
    root = endpoint.base_url.removesuffix("/v1")
    assert http.get(f"{root}/models").status_code == 200
    answer = http.post(f"{root}/images/edits", data=FORM, files=[image_part(), mask_part()])
    assert answer.status_code == 200
