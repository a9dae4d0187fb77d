"""What goes over the wire for each kind of server, byte for byte."""

from __future__ import annotations

import asyncio
import base64
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from helpers.edits import KEY, attachment, edit_request, png
from helpers.exchanges import send
from helpers.scripted_server import Recorded, ScriptedServer, reply
from overpaint.domain.choices import OutputFormat, ResponseFormat
from overpaint.domain.errors import ApiError, RequestError, SettingsError
from overpaint.domain.profiles import (
    OPENAI,
    AuthStyle,
    AzurePath,
    ImageFieldStyle,
    MaskField,
    MaskForm,
    ProxyUse,
    ServerKind,
    ServerProfile,
)
from overpaint.domain.request import EditRequest
from overpaint.imaging.mask.png import encode_grey_mask, encode_request_mask
from overpaint.services.api.client import EditClient
from overpaint.services.presets import load_presets

PICTURE = png()
ANSWER = reply({"data": [{"b64_json": base64.b64encode(PICTURE).decode()}]})
COVERAGE = np.zeros((6, 8), np.uint8)
COVERAGE[1:3, 2:5] = 255
EVERYTHING = edit_request(
    images=(attachment(PICTURE), attachment(PICTURE, "image-2.png")),
    output_format=OutputFormat.JPEG,
    output_compression=80,
    user="person-1",
    stream=False,
    partial_images=0,
)
AZURE = ServerProfile("work", ServerKind.AZURE, "", auth=AuthStyle.API_KEY, deployment="my pics")
PRESETS = {preset.id: preset.profile for preset in load_presets()}


def mask_for(profile: ServerProfile) -> bytes:
    if profile.mask_form is MaskForm.DUAL:
        return encode_request_mask(COVERAGE)
    return encode_grey_mask(COVERAGE, profile.mask_form)


def posted(
    server: ScriptedServer, profile: ServerProfile, request: EditRequest | None = None
) -> Recorded:
    server.play(ANSWER)
    base = server.url.removesuffix("/v1") if profile.kind is ServerKind.AZURE else server.url
    mask = attachment(mask_for(profile), "mask.png")
    client = EditClient(replace(profile, base_url=base), KEY)
    asyncio.run(send(client, replace(request or EVERYTHING, mask=mask)))
    (post,) = server.posts
    return post


def parts(post: Recorded) -> list[tuple[str, bytes]]:
    """Names and contents of the parts, in their order."""
    boundary = post.headers["content-type"].partition("boundary=")[2].encode()
    pieces = post.body.split(b"--" + boundary)[1:-1]
    found = []
    for piece in pieces:
        head, _, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        name = re.search(rb'name="([^"]*)"', head)
        assert name is not None
        found.append((name[1].decode(), content.removesuffix(b"\r\n")))
    return found


PLAIN_TEXTS = {
    "prompt": "Remove the tower.", "model": "gpt-image-2", "n": "1", "size": "auto",
    "quality": "auto", "background": "auto", "output_format": "jpeg",
    "output_compression": "80", "user": "person-1",
}  # fmt: skip
FORMS: dict[str, tuple[ServerProfile, str, dict[str, str], set[str], list[str]]] = {
    "openai": (
        OPENAI, "/v1/images/edits", {"authorization": f"Bearer {KEY}"}, set(),
        ["image[]", "image[]", "mask"],
    ),
    "azure": (
        AZURE,
        "/openai/deployments/my%20pics/images/edits?api-version=2025-04-01-preview",
        {"api-key": KEY}, {"model"}, ["image[]", "image[]", "mask"],
    ),
    "litellm": (
        PRESETS["litellm"], "/v1/images/edits", {"authorization": f"Bearer {KEY}"}, set(),
        ["image[]", "image[]", "mask"],
    ),
    "stable-diffusion.cpp": (
        PRESETS["stable-diffusion.cpp"], "/v1/images/edits", {},
        {"quality", "background", "user"}, ["image[]", "image[]", "mask"],
    ),
    "vllm-omni": (
        PRESETS["vllm-omni"], "/v1/images/edits", {"authorization": f"Bearer {KEY}"}, set(),
        ["image", "image", "mask_image"],
    ),
    "sglang": (
        PRESETS["sglang"], "/v1/images/edits", {"authorization": f"Bearer {KEY}"}, set(),
        ["image[]", "image[]", "mask"],
    ),
    "xinference": (
        PRESETS["xinference"], "/v1/images/edits", {"authorization": f"Bearer {KEY}"},
        {"quality", "background", "output_format", "output_compression"},
        ["image[]", "image[]", "mask"],
    ),
    "localai": (
        PRESETS["localai"], "/v1/images/inpainting", {"authorization": f"Bearer {KEY}"},
        {"size", "quality", "background", "output_format", "output_compression", "user"},
        ["image", "image", "mask"],
    ),
}  # fmt: skip
ADDED = {"sglang": {"response_format": "b64_json"}, "xinference": {"response_format": "b64_json"}}


def test_every_preset_has_its_row() -> None:
    assert set(FORMS) - {"openai", "azure"} == set(PRESETS)


@pytest.mark.parametrize("name", FORMS)
def test_each_server_gets_the_form_that_it_understands(server: ScriptedServer, name: str) -> None:
    profile, path, identity, omitted, files = FORMS[name]

    post = posted(server, profile)

    found = parts(post)
    texts = {key: value for key, value in PLAIN_TEXTS.items() if key not in omitted}
    texts |= ADDED.get(name, {})
    count = len(texts)
    assert post.path == path
    sent = {header: post.headers[header] for header in ("authorization", "api-key")
            if header in post.headers}  # fmt: skip
    assert sent == identity
    assert {key: value.decode() for key, value in found[:count]} == texts
    assert [key for key, _ in found[count:]] == files
    assert [content for _, content in found[count:]] == [PICTURE, PICTURE, mask_for(profile)]


@pytest.mark.parametrize(
    ("form", "mode", "inside", "outside"),
    [
        (MaskForm.DUAL, "RGBA", (255, 255, 255, 0), (0, 0, 0, 255)),
        (MaskForm.WHITE, "L", 255, 0),
        (MaskForm.BLACK, "L", 0, 255),
    ],
)
def test_the_mask_says_where_to_change_in_the_servers_way(
    server: ScriptedServer, form: MaskForm, mode: str, inside: Any, outside: Any
) -> None:
    post = posted(server, replace(PRESETS["litellm"], mask_form=form))

    mask = Image.open(io.BytesIO(dict(parts(post))["mask"]))
    assert mask.mode == mode
    assert mask.size == (8, 6)
    assert mask.getpixel((2, 1)) == inside
    assert mask.getpixel((5, 1)) == outside


def test_azures_newer_path_names_the_deployment_as_model(server: ScriptedServer) -> None:
    post = posted(server, replace(AZURE, azure_path=AzurePath.V1))

    assert post.path == "/openai/v1/images/edits?api-version=preview"
    assert dict(parts(post))["model"] == b"my pics"


def test_azure_can_be_asked_for_another_version_with_a_token(server: ScriptedServer) -> None:
    post = posted(server, replace(AZURE, api_version="2026-01-01", auth=AuthStyle.BEARER))

    assert post.path.endswith("/images/edits?api-version=2026-01-01")
    assert post.headers["authorization"] == f"Bearer {KEY}"
    assert "api-key" not in post.headers


def test_settings_of_a_profile_reach_the_wire(server: ScriptedServer) -> None:
    profile = replace(
        PRESETS["litellm"],
        auth=AuthStyle.NONE,
        organization="org-1",
        project="proj_1",
        image_field=ImageFieldStyle.SINGLE,
        mask_field=MaskField.MASK_IMAGE,
        response_format=ResponseFormat.URL,
        omitted_fields=("size", "user"),
        extra_fields=(("seed", "7"), ("quality", "draft"), ("size", "original")),
    )

    post = posted(server, profile)

    found = dict(parts(post))
    assert (post.headers["openai-organization"], post.headers["openai-project"]) == (
        "org-1",
        "proj_1",
    )
    assert KEY.encode() not in post.raw_head
    assert {"image", "mask_image"} <= set(found)
    assert (found["response_format"], found["seed"]) == (b"url", b"7")
    assert (found["quality"], found["size"]) == (b"draft", b"original")
    assert "user" not in found


def test_a_server_that_cannot_stream_is_not_asked_to(server: ScriptedServer) -> None:
    post = posted(server, PRESETS["sglang"], edit_request(stream=True, partial_images=2))

    assert not {"stream", "partial_images"} & set(dict(parts(post)))


def test_what_a_server_cannot_take_is_not_sent(server: ScriptedServer) -> None:
    local, marked = PRESETS["localai"], edit_request(markup=attachment(PICTURE, "markup.png"))

    for profile, request, field in (
        (local, edit_request(mask=None), "mask"),
        (replace(local, needs_mask=False), marked, "markup"),
    ):
        client = EditClient(replace(profile, base_url=server.url), KEY)
        with pytest.raises(RequestError) as caught:
            asyncio.run(send(client, request))
        assert caught.value.problems[0].field.value == field

    assert server.requests == []


def test_a_proxy_of_the_profile_is_used_even_for_this_computer(server: ScriptedServer) -> None:
    server.play(ANSWER)
    profile = replace(
        PRESETS["litellm"],
        base_url="http://127.0.0.1:9/v1",
        proxy=ProxyUse.CUSTOM,
        proxy_url=server.url.removesuffix("/v1"),
    )

    asyncio.run(send(EditClient(profile, KEY), edit_request()))

    assert server.posts[0].path == "http://127.0.0.1:9/v1/images/edits"


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_certificates_that_cannot_be_used_are_a_setting(
    tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "own.pem"
    if content is not None:
        file.write_bytes(content)
    profile = replace(OPENAI, ca_file=file)

    with pytest.raises(SettingsError, match=r"certificates in “own\.pem”"):
        asyncio.run(send(EditClient(profile, KEY), edit_request()))


def test_a_key_that_is_not_sent_is_not_blamed(server: ScriptedServer) -> None:
    server.play(reply(b"", status=401))
    profile = replace(PRESETS["stable-diffusion.cpp"], base_url=server.url)

    with pytest.raises(ApiError, match="wants a key"):
        asyncio.run(send(EditClient(profile, KEY), edit_request()))
