# ruff: noqa: E501 - a table reads best with one row a line
from __future__ import annotations

from typing import Any

import pytest

from helpers.exchanges import failure, said
from helpers.scripted_server import (
    Ping,
    Reset,
    Script,
    ScriptedServer,
    Send,
    Stall,
    partial_event,
    reply,
    streamed,
)
from overpaint.domain.errors import Action, ApiError, Billing, ConnectionFailure, OverpaintError

REFUSALS: list[tuple[int, dict[str, Any] | bytes, Action, Billing, str]] = [
    (400, said("Your request was rejected", "moderation_blocked", "image_generation_user_error"), Action.EDIT_PROMPT, Billing.NO, "content rules"),
    (400, said("rejected: safety_violations=[sexual]"), Action.EDIT_PROMPT, Billing.NO, "content rules"),
    (400, {"created": 1, "error": {"code": "contentFilter"}}, Action.EDIT_PROMPT, Billing.NO, "content rules"),
    (400, said("Invalid image file or mode for image 1", "invalid_image_file"), Action.REPLACE_IMAGE, Billing.NO, "image 1"),
    (400, said("unsupported mimetype", "unsupported_file_mimetype", param="image[0]"), Action.REPLACE_IMAGE, Billing.NO, "picture"),
    (400, said("mask size does not match image size", "invalid_mask_image_format"), Action.EDIT_MASK, Billing.NO, "does not match"),
    (400, said("mask image missing alpha channel", "invalid_mask_image_format"), Action.EDIT_MASK, Billing.NO, "alpha"),
    (400, said("Unknown parameter: 'x'", "unknown_parameter", param="input_fidelity"), Action.CHANGE_MODEL, Billing.NO, "input_fidelity"),
    (400, said("not here", "unsupported_parameter", param="stream"), Action.CHANGE_MODEL, Billing.NO, "“stream”"),
    (400, said("Invalid type for 'image[0]': expected a file, but got a string", "invalid_type", param="image[0]"), Action.CHANGE_MODEL, Billing.NO, "“image[0]”"),
    (400, said("Transparent background is not supported for this model.", "invalid_value", "image_generation_user_error"), Action.CHANGE_MODEL, Billing.NO, "Transparent"),
    (400, said("bad size", "invalid_value", param="size"), Action.CHANGE_MODEL, Billing.NO, "“size”"),
    (400, said("limit", "billing_hard_limit_reached"), Action.CHECK_BILLING, Billing.NO, "credit"),
    (400, said("Billing hard limit has been reached"), Action.CHECK_BILLING, Billing.NO, "credit"),
    (400, said("inactive", "billing_not_active"), Action.CHECK_BILLING, Billing.NO, "credit"),
    (400, {"error": {"message": "odd", "code": 400}}, Action.NONE, Billing.NO, "odd"),
    (400, said("Duplicate parameter: 'image'", "bad"), Action.CHANGE_SERVER, Billing.NO, "field"),
    (400, {"error": {"message": "odd", "code": "400"}}, Action.NONE, Billing.NO, "odd"),
    (401, said("Incorrect API key", "invalid_api_key"), Action.ENTER_KEY, Billing.NO, "key"),
    (401, said("You must be a member of an organization to use the API"), Action.ENTER_KEY, Billing.NO, "organization"),
    (401, said("Your IP is not authorized"), Action.ENTER_KEY, Billing.NO, "network address"),
    (401, said("Your request was made with IP not authorized"), Action.ENTER_KEY, Billing.NO, "network address"),
    (401, b"", Action.ENTER_KEY, Billing.NO, "key"),
    (403, said("Your organization must be verified to use the model"), Action.VERIFY_ORGANIZATION, Billing.NO, "15 minutes"),
    (404, said("must be verified to use", "model_not_found"), Action.VERIFY_ORGANIZATION, Billing.NO, "verified"),
    (403, said("no", "unsupported_country_region_territory"), Action.CHANGE_SERVER, Billing.NO, "region"),
    (403, {"error": "forbidden"}, Action.ENTER_KEY, Billing.NO, "forbidden"),
    (404, said("The model `x` does not exist", "model_not_found"), Action.CHANGE_MODEL, Billing.NO, "model"),
    (404, b"<html><title>Not Found</title>", Action.CHANGE_SERVER, Billing.NO, "address"),
    (405, {"detail": "Method Not Allowed"}, Action.CHANGE_SERVER, Billing.NO, "address"),
    (408, b"", Action.RETRY, Billing.NO, "arrive"),
    (409, said("conflict"), Action.RETRY, Billing.NO, "again"),
    (413, b"<html><head><title>413 Request Entity Too Large</title>", Action.REPLACE_IMAGE, Billing.NO, "too large"),
    (422, {"detail": [{"loc": ["body", "image"], "msg": "field required"}]}, Action.CHANGE_SERVER, Billing.NO, "image: field required"),
    (429, said("slow", "rate_limit_exceeded", "tokens"), Action.RETRY, Billing.NO, "Wait"),
    (429, said("slow down", "slow_down"), Action.RETRY, Billing.NO, "Wait"),
    (429, said("quota", None, "insufficient_quota"), Action.CHECK_BILLING, Billing.NO, "credit"),
    (429, said("no credit", "credit_balance_exhausted", "insufficient_quota"), Action.CHECK_BILLING, Billing.NO, "credit"),
    *[(429, said("no", code, "insufficient_quota"), Action.CHECK_BILLING, Billing.NO, "credit") for code in ("organization_spend_limit_exceeded", "project_spend_limit_exceeded", "organization_usage_limit_exceeded")],
    (429, said("You exceeded your current quota, please check your plan"), Action.CHECK_BILLING, Billing.NO, "credit"),
    (429, {"error": {"message": "slow", "code": "429"}}, Action.RETRY, Billing.NO, "Wait"),
    (429, b"", Action.RETRY, Billing.NO, "Wait"),
    (500, said("The server had an error", "server_error"), Action.RETRY, Billing.MAYBE, "charged"),
    (502, b"<html><title>502 Bad Gateway</title>", Action.RETRY, Billing.MAYBE, "charged"),
    (503, said("overloaded", "server_is_overloaded"), Action.RETRY, Billing.NO, "overloaded"),
    (504, b"", Action.RETRY, Billing.MAYBE, "charged"),
    (524, b"error code: 524", Action.RETRY, Billing.MAYBE, "524"),
    (302, b"", Action.CHANGE_SERVER, Billing.NO, "another address"),
    (418, b"teapot", Action.NONE, Billing.NO, "teapot"),
]  # fmt: skip


@pytest.mark.parametrize(("status", "body", "action", "billing", "part"), REFUSALS)
def test_a_refusal_says_what_to_do(
    server: ScriptedServer,
    status: int,
    body: dict[str, Any] | bytes,
    action: Action,
    billing: Billing,
    part: str,
) -> None:
    server.play(reply(body, status=status, headers=[("x-request-id", "req_9")]))

    error = failure(server)

    assert isinstance(error, ApiError)
    assert (error.status, error.action, error.billing) == (status, action, billing)
    assert error.request_id == "req_9"
    assert part in str(error)
    assert str(error.remedy)
    assert len(server.posts) == 1


MODERATED: list[tuple[dict[str, Any], str, tuple[str, ...], Billing, str]] = [
    ({"moderation_details": {"moderation_stage": "input", "categories": ["violence", "self-harm"]}}, "input", ("violence", "self-harm"), Billing.NO, "that was sent: violence, self-harm."),
    ({"moderation_details": {"moderation_stage": "output", "categories": ["sexual"]}}, "output", ("sexual",), Billing.MAYBE, "holds back the picture that it made: sexual."),
    ({"moderation_details": {"moderation_stage": "output", "categories": []}}, "output", (), Billing.MAYBE, "holds back the picture that it made."),
    ({"moderation_details": {"moderation_stage": "unknown", "categories": ["x"]}}, "", ("x",), Billing.NO, "It names: x."),
    ({"moderation_details": {"moderation_stage": 5, "categories": {"odd": 1}}}, "", (), Billing.NO, "content rules"),
    ({"moderation_details": {"moderation_stage": "input", "categories": [None, "<b>", "a" * 99]}}, "input", (), Billing.NO, "a picture that was sent."),
    ({"message": "rejected. safety_violations=[sexual, violence]."}, "", ("sexual", "violence"), Billing.NO, "It names: sexual, violence."),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "stage", "categories", "billing", "part"), MODERATED)
def test_a_broken_content_rule_is_told_with_its_stage_and_kind(
    server: ScriptedServer,
    fields: dict[str, Any],
    stage: str,
    categories: tuple[str, ...],
    billing: Billing,
    part: str,
) -> None:
    body = said("Rejected.", "moderation_blocked", "image_generation_user_error")
    body["error"] |= fields
    server.play(reply(body, status=400))

    error = failure(server)

    assert isinstance(error, ApiError)
    assert (error.stage, error.categories, error.billing) == (stage, categories, billing)
    assert part in str(error)
    assert "Rejected." not in str(error)
    assert "ejected" in error.details


def test_the_status_that_a_proxy_puts_into_the_stream_is_used(server: ScriptedServer) -> None:
    server.play(streamed(b'data: {"error":{"message":"slow","code":"429"}}\n\n'))

    error = failure(server)

    assert error.action is Action.RETRY
    assert "too many requests" in str(error)


def test_a_refusal_carries_code_and_parameter(server: ScriptedServer) -> None:
    server.play(reply(said("m", "invalid_value", param="size"), status=400))

    error = failure(server)

    assert isinstance(error, ApiError)
    assert (error.code, error.param) == ("invalid_value", "size")


def test_a_server_that_wants_a_key_is_not_told_that_it_is_wrong(server: ScriptedServer) -> None:
    server.play(reply(b"", status=401))

    error = failure(server, key=None)

    assert "wants a key" in str(error)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (("retry-after", "7"), 7.0),
        (("retry-after-ms", "1500"), 1.5),
        (("retry-after", "Mon, 01 Jan 2001 00:00:00 GMT"), 0.0),
        (("retry-after", "soon"), None),
        (("retry-after", "nan"), None),
        (("retry-after", "inf"), None),
        (("retry-after", "-3"), 0.0),
        (("x-other", "7"), None),
    ],
)
def test_the_time_to_wait_is_read(
    server: ScriptedServer, header: tuple[str, str], seconds: float | None
) -> None:
    server.play(reply(said("slow", "rate_limit_exceeded"), status=429, headers=[header]))

    error = failure(server)

    assert isinstance(error, ApiError)
    assert error.retry_after_s == seconds


ERROR_EVENT = b'event: error\ndata: {"type":"error","error":{"message":"m","code":"%s"}}\n\n'


@pytest.mark.parametrize(
    ("script", "kind", "action", "part"),
    [
        (streamed(partial_event(b"p"), ERROR_EVENT % b"moderation_blocked"), ApiError, Action.EDIT_PROMPT, "content rules"),
        (streamed(b'data: {"type":"error","message":"it broke"}\n\n'), ApiError, Action.RETRY, "it broke"),
        (streamed(partial_event(b"p")), ConnectionFailure, Action.RETRY, "before the picture was complete"),
        (streamed(b"data: [DONE]\n\n"), ConnectionFailure, Action.RETRY, "before the picture was complete"),
        (streamed(partial_event(b"p"), b"data: {", ends=False), ConnectionFailure, Action.RETRY, "while the answer was coming"),
        (streamed(partial_event(b"p"), Reset()), ConnectionFailure, Action.RETRY, "while the answer was coming"),
        (streamed(b"data: {broken\n\n"), ApiError, Action.RETRY, "without a picture"),
        (streamed(b'data: {"type":"image_edit.completed","b64_json":null}\n\n'), ApiError, Action.RETRY, "without a picture"),
        (streamed(b'data: {"type":"image_edit.completed","b64_json":"!!"}\n\n'), ApiError, Action.RETRY, "without a picture"),
        (reply({"data": []}), ApiError, Action.RETRY, "without a picture"),
        (reply(b'{"data": [{"b64_j'), ApiError, Action.RETRY, "without a picture"),
        (reply(b""), ApiError, Action.RETRY, "without a picture"),
        (reply({"error": {"message": "odd"}}), ApiError, Action.RETRY, "odd"),
        (reply(b"<html><title>Log in</title>", content_type="text/html"), ApiError, Action.CHANGE_SERVER, "web page"),
        (Script((Reset(),)), ConnectionFailure, Action.RETRY, "before an answer came"),
        (Script(()), ConnectionFailure, Action.RETRY, "before an answer came"),
        (Script((Send(b"HELLO\r\n\r\n"),)), ConnectionFailure, Action.RETRY, "before an answer came"),
        (Script((Stall(),)), ConnectionFailure, Action.RETRY, "did not answer in time"),
        (streamed(partial_event(b"p"), Stall()), ConnectionFailure, Action.RETRY, "fell silent"),
        (streamed(Ping(b"4\r\n: x\n\r\n")), ConnectionFailure, Action.RETRY, "did not answer in time"),
    ],
)  # fmt: skip
def test_an_answer_that_fails_may_have_cost_money(
    server: ScriptedServer, script: Script, kind: type[OverpaintError], action: Action, part: str
) -> None:
    server.play(script)

    error = failure(server, read_timeout_s=0.3)

    assert type(error) is kind
    assert (error.action, part in str(error)) == (action, True), str(error)
    assert error.billing is (Billing.NO if action is Action.EDIT_PROMPT else Billing.MAYBE)
    assert len(server.posts) == 1
