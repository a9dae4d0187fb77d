"""What is shown of a request against what a server really receives."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from helpers.edits import KEY, png, profile
from helpers.samples import SAMPLES, Samples
from helpers.scripted_server import Recorded, ScriptedServer, completed_event, streamed
from overpaint.domain.draft import Draft
from overpaint.domain.profiles import (
    BUILT_IN,
    OPENAI,
    AuthStyle,
    MaskForm,
    ProxyUse,
    ServerProfile,
)
from overpaint.domain.rules import Rules
from overpaint.imaging.load import load_mask, probe_input
from overpaint.imaging.placement import Masking
from overpaint.imaging.prepare import mask_facts
from overpaint.services.api.client import EditClient
from overpaint.services.catalogue_file import load_catalogue
from overpaint.services.connections import Connections
from overpaint.services.edit_work import EditWork, Places
from overpaint.services.outgoing import DOTS, Outgoing, Role, content_of, fingerprint, outgoing

PROMPT = "A “quiet” beach\nwithout the tower"


def work(server: ServerProfile, *paths: Path, mask: Path | None = None, **changes: Any) -> EditWork:
    rules = Rules.of(load_catalogue(), date(2026, 11, 24), server)
    coverage = None if mask is None else load_mask(mask)
    facts = None if coverage is None else mask_facts(coverage)
    inputs = tuple(probe_input(path) for path in paths)
    draft = replace(Draft(inputs=inputs, mask=facts, prompt=PROMPT), **changes)
    nowhere = Path("never-written")
    places = Places(nowhere, nowhere, nowhere, nowhere)
    masking = None if coverage is None else Masking(coverage)
    return EditWork(draft, rules, masking, lambda: None, server, places)


def sent_for_real(server: ScriptedServer, told: EditWork, to: ServerProfile) -> Recorded:
    """Send the first POST of an edit and return what arrived."""
    server.play(streamed(completed_event(png())))

    async def send() -> None:
        async with EditClient(to, KEY) as client:
            events = client.edit(told.prepare().jobs()[0])
            async with aclosing(events):
                async for _ in events:
                    pass

    asyncio.run(send())
    return server.posts[-1]


def on_the_wire(shown: Outgoing, boundary: bytes) -> bytes:
    """The body that the shown form makes, with another boundary."""
    own = shown.body.content_type.partition("boundary=")[2].encode()
    return b"".join(shown.body.pieces()).replace(own, boundary)


def boundary_of(arrived: Recorded) -> bytes:
    return arrived.headers["content-type"].partition("boundary=")[2].encode()


def _cases(samples: Samples) -> dict[str, dict[str, Any]]:
    masked = {"paths": (samples.raccoon,), "mask": samples.raccoon_mask}
    return {
        "no mask": {"paths": (samples.chelsea,)},
        "mask": masked,
        "references": {**masked, "paths": (samples.raccoon, samples.rocket, samples.coffee)},
        "no stream": {**masked, "stream": False, "variants": 3},
        "grey mask": {**masked, "to": {"mask_form": MaskForm.WHITE, "extra_fields": (("s", "7"),)}},
        "no key": {**masked, "to": {"auth": AuthStyle.NONE, "omitted_fields": ("quality",)}},
        "key of Azure's kind": {**masked, "to": {"auth": AuthStyle.API_KEY}},
    }


@pytest.mark.parametrize("case", list(_cases(Samples())))
def test_what_is_shown_is_what_arrives_byte_for_byte(
    case: str, server: ScriptedServer, samples: Samples
) -> None:
    told = dict(_cases(samples)[case])
    to = profile(server.url, **told.pop("to", {}))
    edit = work(to, *told.pop("paths"), **told)

    shown = outgoing(edit, to, has_key=True)
    arrived = sent_for_real(server, edit, to)

    assert on_the_wire(shown, boundary_of(arrived)) == arrived.body
    assert shown.total_bytes == len(arrived.body)
    for part in shown.files:
        assert content_of(part.file) in arrived.body
    assert shown.destination.url == server.url + "/images/edits"
    assert arrived.path == shown.destination.path


def test_the_headers_that_are_shown_arrive_and_no_other(
    server: ScriptedServer, samples: Samples
) -> None:
    to = profile(server.url)
    edit = work(to, samples.chelsea)

    shown = outgoing(edit, to, has_key=True)
    arrived = sent_for_real(server, edit, to)

    told = {header.name.lower(): header.value for header in shown.headers}
    assert [header.name.lower() for header in shown.headers] == list(arrived.headers)
    changing = {"authorization", "content-type"}
    assert {name: told[name] for name in told.keys() - changing} == {
        name: arrived.headers[name] for name in arrived.headers.keys() - changing
    }
    assert told["authorization"] == f"Bearer {DOTS}"
    assert arrived.headers["authorization"] == f"Bearer {KEY}"


def test_neither_key_nor_path_nor_name_is_in_what_is_shown(tmp_path: Path) -> None:
    private = tmp_path / "client Müller.png"
    private.write_bytes((SAMPLES / "chelsea.png").read_bytes())
    to = profile("https://user.example/v1", auth=AuthStyle.API_KEY)
    keyed = Connections(_never, lambda _profile: KEY).foresee(to)

    shown = outgoing(work(to, private), keyed.profile, has_key=keyed.has_key)

    told = f"{shown.headers}{shown.destination}{shown.texts}" + "".join(
        f"{file.field}{file.file.file_name}{file.treatments}" for file in shown.files
    )
    assert KEY not in told
    assert "Müller" not in told
    assert tmp_path.name not in told
    assert ("api-key", DOTS) in [(header.name.lower(), header.value) for header in shown.headers]


def test_files_are_named_by_what_they_are_to_the_edit(samples: Samples) -> None:
    edit = work(OPENAI, samples.raccoon, samples.coffee, mask=samples.raccoon_mask)

    shown = outgoing(edit, OPENAI, has_key=True)

    assert [(file.role, file.number, file.field) for file in shown.files] == [
        (Role.TARGET, 1, "image[]"), (Role.REFERENCE, 2, "image[]"), (Role.MASK, 0, "mask"),
    ]  # fmt: skip
    assert "cut out of 1024 × 768" in map(str, shown.files[0].treatments)
    assert shown.files[1].treatments == ()  # travels as it lies on disk
    assert shown.files[1].file.content == samples.coffee


def test_it_tells_how_many_pixels_of_the_photograph_stay(tmp_path: Path) -> None:
    Image.new("RGB", (6000, 4000), "teal").save(tmp_path / "photo.jpg")
    mask = np.zeros((4000, 6000), np.uint8)
    mask[2000:2200, 3000:3200] = 255
    Image.fromarray(mask).save(tmp_path / "mask.png")
    edit = work(OPENAI, tmp_path / "photo.jpg", mask=tmp_path / "mask.png")

    staying = outgoing(edit, OPENAI, has_key=True).staying

    assert staying is not None
    frame = edit.placement.frame.rect  # type: ignore[union-attr]
    assert staying.sent_pixels == frame.size.pixels
    assert staying.kept_pixels == 24_000_000 - frame.size.pixels
    assert staying.kept_pixels > 23_000_000


def test_streamed_variants_are_posts_of_their_own(samples: Samples) -> None:
    streamed_edit = work(OPENAI, samples.chelsea, variants=3)
    at_once = work(OPENAI, samples.chelsea, variants=3, stream=False)

    assert outgoing(streamed_edit, OPENAI, has_key=True).posts == 3
    assert outgoing(at_once, OPENAI, has_key=True).posts == 1


def test_the_proxy_is_named_without_its_password(samples: Samples) -> None:
    to = replace(OPENAI, proxy=ProxyUse.CUSTOM, proxy_url="http://anna:secret@proxy.example:3128")

    shown = outgoing(work(to, samples.chelsea), to, has_key=False)

    assert shown.destination.proxy == "proxy.example:3128"
    assert "secret" not in repr(shown.destination)
    assert shown.destination.needs_key
    assert "authorization" not in [header.name.lower() for header in shown.headers]


def test_the_built_in_endpoint_is_not_started_to_be_shown(samples: Samples) -> None:
    foreseen = Connections(_never, lambda _profile: None).foresee(BUILT_IN)

    shown = outgoing(work(BUILT_IN, samples.chelsea), foreseen.profile, has_key=foreseen.has_key)

    assert shown.destination.host == "127.0.0.1"
    assert not shown.destination.needs_key


def test_equal_files_have_equal_fingerprints_and_changed_ones_have_not(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes((SAMPLES / "chelsea.png").read_bytes())
    before = fingerprint(work(OPENAI, path).prepare())

    assert fingerprint(work(OPENAI, path).prepare()) == before
    path.write_bytes((SAMPLES / "coffee.png").read_bytes())
    assert fingerprint(work(OPENAI, path).prepare()) != before


def _never() -> Any:
    raise AssertionError("a look starts no server")
