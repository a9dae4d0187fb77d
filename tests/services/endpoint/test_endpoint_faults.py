"""Every failure on demand, seen by a plain HTTP client and by the official one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import numpy as np
import openai
import pytest
from endpoint_pictures import decoded, encoded, events, image_part, sample_bytes
from PIL import Image

from helpers.command import environment, overpaint
from helpers.samples import REPOSITORY
from overpaint.domain.catalogue import Catalogue
from overpaint.domain.errors import SettingsError
from overpaint.imaging.treatments.drifting import DriftAmount, drifted
from overpaint.services.endpoint.app import EndpointSettings
from overpaint.services.endpoint.faults.fault import PlannedFault
from overpaint.services.endpoint.faults.registry import FAULTS, parse_faults
from overpaint.services.endpoint.faults.streams import KeepAliveOnly, Slow
from overpaint.services.endpoint.launch import EndpointServer

FORM = {"model": "gpt-image-2", "prompt": "sepia"}
STREAM = {**FORM, "stream": "true", "partial_images": "1"}
Serve = Callable[..., EndpointServer]
Posts = Callable[[], int]


@pytest.fixture(scope="module")
def stage(catalogue: Catalogue) -> Iterator[EndpointServer]:
    """One server for all rehearsals; sepia needs no fill worker."""
    with EndpointServer(catalogue, settings=EndpointSettings(1)) as server:
        yield server


@pytest.fixture
def serve(stage: EndpointServer) -> Iterator[Serve]:
    """Tells the server how to fail."""

    def rehearse(faults: str | tuple[PlannedFault, ...]) -> EndpointServer:
        stage.rehearse(parse_faults(faults) if isinstance(faults, str) else faults)
        return stage

    yield rehearse
    stage.rehearse(())


@pytest.fixture
def posts(stage: EndpointServer) -> Posts:
    """How many edits have been asked for in this test."""
    before = stage.posts
    return lambda: stage.posts - before


@contextmanager
def plain(server: EndpointServer, *, timeout: float = 20) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {server.key}"}
    with httpx.Client(
        base_url=server.base_url, headers=headers, timeout=timeout, trust_env=False
    ) as client:
        yield client


def official(server: EndpointServer, **settings: object) -> openai.OpenAI:
    values = {"max_retries": 0, "timeout": 20, **settings}
    return openai.OpenAI(base_url=server.base_url, api_key=server.key, **values)  # type: ignore[arg-type]


def asked(client: openai.OpenAI, **more: object) -> object:
    image = ("image.png", encoded(Image.new("RGB", (64, 48), "teal")), "image/png")
    return client.images.edit(**{**FORM, "image": image, **more})  # type: ignore[call-overload]


def posted(client: httpx.Client, form: dict[str, str] = FORM) -> httpx.Response:
    return client.post("/images/edits", data=form, files=[image_part()])


def collect(client: httpx.Client, form: dict[str, str], seen: bytearray) -> None:
    with client.stream("POST", "/images/edits", data=form, files=[image_part()]) as response:
        for chunk in response.iter_bytes():
            seen += chunk


@pytest.mark.parametrize(
    ("name", "status", "code", "kind"),
    [
        ("rate-limit", 429, "rate_limit_exceeded", openai.RateLimitError),
        ("slow-down", 429, "slow_down", openai.RateLimitError),
        ("insufficient-quota", 429, "insufficient_quota", openai.RateLimitError),
        ("credit-exhausted", 429, "credit_balance_exhausted", openai.RateLimitError),
        ("organization-spend-limit", 429, "organization_spend_limit_exceeded",
         openai.RateLimitError),
        ("project-spend-limit", 429, "project_spend_limit_exceeded", openai.RateLimitError),
        ("usage-limit", 429, "organization_usage_limit_exceeded", openai.RateLimitError),
        ("billing-limit", 400, "billing_hard_limit_reached", openai.BadRequestError),
        ("billing-inactive", 400, "billing_not_active", openai.BadRequestError),
        ("wrong-key", 401, "invalid_api_key", openai.AuthenticationError),
        ("not-a-member", 401, None, openai.AuthenticationError),
        ("unverified-org", 403, None, openai.PermissionDeniedError),
        ("country", 403, "unsupported_country_region_territory", openai.PermissionDeniedError),
        ("model-not-found", 404, "model_not_found", openai.NotFoundError),
        ("unknown-parameter", 400, "unknown_parameter", openai.BadRequestError),
        ("moderation", 400, "moderation_blocked", openai.BadRequestError),
        ("408", 408, None, openai.APIStatusError),
        ("409", 409, None, openai.ConflictError),
        ("html-413", 413, None, openai.APIStatusError),
        ("field-name-422", 422, None, openai.UnprocessableEntityError),
        ("500", 500, None, openai.InternalServerError),
        ("502", 502, None, openai.InternalServerError),
        ("503", 503, "server_is_overloaded", openai.InternalServerError),
        ("504", 504, None, openai.InternalServerError),
        ("empty-body", 502, None, openai.InternalServerError),
        ("error-as-text", 500, None, openai.InternalServerError),
        ("azure-filter", 400, "contentFilter", openai.BadRequestError),
    ],
)  # fmt: skip
def test_a_reply_becomes_the_official_clients_error(
    serve: Serve,
    posts: Posts,
    name: str,
    status: int,
    code: str | None,
    kind: type[openai.APIStatusError],
) -> None:
    server = serve(name)
    with official(server) as client, pytest.raises(kind) as caught:
        asked(client)
    assert (caught.value.status_code, caught.value.code) == (status, code)
    assert caught.value.request_id
    assert posts() == 1


def test_every_reply_has_a_test() -> None:
    marks = test_a_reply_becomes_the_official_clients_error.pytestmark  # type: ignore[attr-defined]
    tested = {row[0] for row in marks[0].args[1]}
    replies = {fault.name for fault in FAULTS if type(fault).__name__ == "Reply"}
    assert tested == replies - {"no-picture"}


def test_a_rate_limit_says_when_to_come_back(serve: Serve) -> None:
    with plain(serve("rate-limit")) as client:
        answer = posted(client)
    assert int(answer.headers["retry-after"]) > 0
    assert answer.headers["x-ratelimit-remaining-requests"] == "0"


def test_moderation_tells_its_stage(serve: Serve) -> None:
    with plain(serve("moderation")) as client:
        error = posted(client).json()["error"]
    assert error["type"] == "image_generation_user_error"
    assert error["moderation_details"]["moderation_stage"] == "input"


def test_an_answer_without_a_picture(serve: Serve) -> None:
    with plain(serve("no-picture")) as client:
        answer = posted(client)
    assert (answer.status_code, answer.json()["data"]) == (200, [])


def test_only_the_first_requests_are_struck_and_then_the_next_fault(
    serve: Serve, posts: Posts
) -> None:
    server = serve("500:1, rate-limit:2")
    with plain(server) as client:
        statuses = [posted(client).status_code for _ in range(4)]
    assert statuses == [500, 429, 429, 200]
    assert posts() == 4


def test_the_official_client_gets_through_a_short_outage(serve: Serve, posts: Posts) -> None:
    server = serve("503:1")
    with official(server, max_retries=1) as client:
        assert asked(client).data  # type: ignore[attr-defined]
    assert posts() == 2


def test_only_edits_are_struck_and_counted(serve: Serve, posts: Posts) -> None:
    server = serve("500")
    with plain(server) as client:
        assert client.get("/models").status_code == 200
    assert posts() == 0


def test_a_wrong_key_is_refused_before_any_fault(serve: Serve, posts: Posts) -> None:
    server = serve("500")
    with plain(server) as client:
        headers = {"Authorization": "Bearer no"}
        answer = client.post("/images/edits", data=FORM, files=[image_part()], headers=headers)
    assert answer.status_code == 401
    assert posts() == 1


@pytest.mark.parametrize("name", ["stall", "stall-stream", "open-after-completed"])
def test_silence_is_silence(serve: Serve, name: str) -> None:
    server = serve(name)
    seen = bytearray()
    with plain(server, timeout=0.4) as client, pytest.raises(httpx.ReadTimeout):
        collect(client, STREAM, seen)
    assert (b"partial_image" in seen) == (name != "stall")
    assert (b"image_edit.completed" in seen) == (name == "open-after-completed")
    with official(server, timeout=0.3) as client, pytest.raises(openai.APIConnectionError):
        _exhausted(asked(client, stream=True))


def _exhausted(stream: object) -> None:
    for _event in stream:  # type: ignore[attr-defined]
        pass


def test_a_reset_is_no_answer(serve: Serve, posts: Posts) -> None:
    server = serve("reset")
    with official(server) as client, pytest.raises(openai.APIConnectionError):
        asked(client)
    assert posts() == 1


@pytest.mark.parametrize("form", [FORM, STREAM], ids=["json", "stream"])
def test_a_cut_comes_in_the_middle_of_the_result(
    serve: Serve, form: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    seen = bytearray()
    with plain(serve("cut-stream")) as client, pytest.raises(httpx.RemoteProtocolError):
        collect(client, form, seen)
    assert b'"b64_json":"' in seen
    assert not seen.endswith(b"}")
    assert "ASGI" not in caplog.text


def streamed(server: EndpointServer) -> list[bytes]:
    with plain(server) as client:
        answer = posted(client, STREAM)
    assert answer.status_code == 200
    return [frame for frame in answer.content.split(b"\n\n") if frame]


def test_a_malformed_event(serve: Serve) -> None:
    *_, last = streamed(serve("malformed-event"))
    assert last.startswith(b"event: image_edit.completed\ndata: {")
    with pytest.raises(json.JSONDecodeError):
        json.loads(last.partition(b"data: ")[2])


@pytest.mark.parametrize(
    ("name", "kind"),
    [("error-in-stream", "server_error"), ("moderation-in-stream", "image_generation_user_error")],
)
def test_an_error_inside_a_stream(serve: Serve, name: str, kind: str) -> None:
    server = serve(name)
    partial, last = streamed(server)
    assert b"partial_image" in partial
    assert json.loads(last.partition(b"data: ")[2])["error"]["type"] == kind
    with official(server) as client, pytest.raises(openai.APIError):
        list(asked(client, stream=True))  # type: ignore[call-overload]


def test_the_ends_of_streams_that_are_not_quite_right(serve: Serve) -> None:
    with plain(serve("missing-blank-line")) as client:
        content = posted(client, STREAM).content
    assert content.endswith(b"}")
    assert json.loads(content.rpartition(b"data: ")[2])["b64_json"]
    assert streamed(serve("done-marker"))[-1] == b"data: [DONE]"


def test_a_huge_event_is_whole(serve: Serve) -> None:
    *_, last = streamed(serve("huge-event"))
    assert len(last) > 40_000_000
    assert last.endswith(b'A"}')


def test_nothing_but_comments(serve: Serve) -> None:
    server = serve((PlannedFault(KeepAliveOnly(every_s=0.01)),))
    with (
        plain(server) as client,
        client.stream("POST", "/images/edits", data=STREAM, files=[image_part()]) as response,
    ):
        lines = response.iter_lines()
        seen = {next(lines) for _ in range(8)}
    assert seen == {": keep-alive", ""}


def test_json_instead_of_a_stream(serve: Serve) -> None:
    server = serve("json-instead-of-stream")
    with plain(server) as client:
        answer = posted(client, STREAM)
        assert answer.headers["content-type"] == "application/json"
        assert decoded(answer.json()["data"][0]["b64_json"]).size == (64, 48)
        assert answer.json()["usage"]["total_tokens"] > 0
        assert posted(client).json()["data"]


def test_the_wrong_label(serve: Serve) -> None:
    with plain(serve("wrong-content-type")) as client:
        answer = posted(client, STREAM)
    assert answer.headers["content-type"] == "text/plain"
    assert b"event: image_edit.completed" in answer.content


def test_slow_but_whole(serve: Serve) -> None:
    server = serve((PlannedFault(Slow(pieces=4, pause_s=0.001)),))
    with plain(server) as client:
        kinds = [event["type"] for event in events(posted(client, STREAM))]
        assert kinds == ["image_edit.partial_image", "image_edit.completed"]
        assert decoded(posted(client).json()["data"][0]["b64_json"]).size == (64, 48)


def test_drift_changes_what_the_mask_protects(serve: Serve) -> None:
    files = [("image", ("a.png", sample_bytes("chelsea"), "image/png"))]
    with plain(serve("drift:1")) as client:
        drifting, steady = (
            client.post("/images/edits", data=FORM, files=files).json()["data"][0]["b64_json"]
            for _ in range(2)
        )
    away = np.abs(np.asarray(decoded(drifting), int) - np.asarray(decoded(steady), int))
    assert away.mean() > 4


def test_a_drift_is_what_it_says() -> None:
    source = Image.open(REPOSITORY / "resources" / "samples" / "chelsea.png").convert("RGBA")
    still = DriftAmount(1.0, (0, 0), (1, 1, 1), (0, 0, 0), 0)
    assert drifted(source, still).tobytes() == source.tobytes()
    moved = drifted(source, DriftAmount(1.0, (2 / 451, -1 / 451), (1, 1, 1), (0, 0, 0), 0))
    assert np.array_equal(np.asarray(moved)[:-1, 2:], np.asarray(source)[1:, :-2])


@pytest.mark.parametrize("text", ["nothing", "stall:0", "stall:x", "stall:-1", "drift, nothing"])
def test_what_is_no_fault_is_told(text: str) -> None:
    with pytest.raises(SettingsError):
        parse_faults(text)
    assert parse_faults("") == ()


def test_help_and_document_list_every_fault() -> None:
    help_text = overpaint("serve", "--help").out
    document = (REPOSITORY / "docs" / "BUILT_IN_ENDPOINT.md").read_text(encoding="utf-8")
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
    for fault in FAULTS:
        assert f"  {fault.name} " in help_text
        assert fault.summary in help_text
        assert f"| `{fault.name}` | {fault.summary} |" in document


def test_the_command_refuses_an_unknown_fault() -> None:
    refused = overpaint("serve", "--fault", "stall", "--fault", "nonsense")
    assert refused.code != 0
    assert "nonsense" in refused.err


def test_the_settings_rehearse_from_the_start(catalogue: Catalogue) -> None:
    settings = EndpointSettings(1, faults=parse_faults("500:1"))
    with EndpointServer(catalogue, settings=settings) as server, plain(server) as client:
        assert [posted(client).status_code for _ in range(2)] == [500, 200]


@pytest.mark.slow
def test_the_command_rehearses() -> None:
    command = [sys.executable, "-m", "overpaint", "serve", "--fault", "500:1,drift"]
    with subprocess.Popen(
        command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        url, key = (program.stdout.readline().partition(": ")[2].strip() for _ in range(2))
        headers = {"Authorization": f"Bearer {key}"}
        with httpx.Client(base_url=url, headers=headers, trust_env=False, timeout=20) as client:
            statuses = [posted(client).status_code for _ in range(2)]
        program.terminate()
        _, said = program.communicate(timeout=10)
    assert statuses == [500, 200]
    assert said == ""
