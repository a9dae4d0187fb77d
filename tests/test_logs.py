"""The log: what must never be in it."""

from __future__ import annotations

import base64
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from overpaint.logs import LOG_NAME, redact, set_up_logging

PICTURE = base64.b64encode(bytes(range(256)) * 2).decode()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    close = set_up_logging(tmp_path / "data")
    yield tmp_path / "data"
    close()


@pytest.mark.parametrize(
    "text",
    [
        "key sk-proj-SECRET_abc-123",
        "Authorization: Bearer SECRETSECRET",
        "{'authorization': 'Bearer SECRETSECRET', 'accept': '*/*'}",
        "[(b'Authorization', b'Bearer SECRETSECRET'), (b'accept', b'*/*')]",
        "api-key: SECRETSECRET",
        "headers = {'api-key': 'SECRETSECRET'}",
        "X-API-Key=SECRETSECRET",
        "Proxy-Authorization: Basic SECRETSECRET==",
        "sent bearer SECRETSECRET to the server",
    ],
)
def test_keys_are_taken_out(text: str) -> None:
    assert "SECRET" not in redact(text)


def test_picture_data_is_taken_out_and_its_length_told() -> None:
    assert redact(f'{{"b64_json":"{PICTURE}"}}') == '{"b64_json":"[684 characters of data]"}'


@pytest.mark.parametrize(
    "text",
    [
        "job 4f2a: completed in 8214 ms, 1024x1024, request req_0123456789abcdef",
        "The API key is missing.",
        "/home/ana/Pictures/Overpaint/2026-11-23 rocket 1.png",
        "https://api.openai.com/v1/images/edits",
    ],
)
def test_ordinary_lines_stay_as_they_are(text: str) -> None:
    assert redact(text) == text


def test_the_file_holds_events_and_tracebacks_without_secrets(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    logger = logging.getLogger("overpaint.test")
    logger.info("sent with %s", "sk-SECRETSECRET")
    try:
        os.environ[f"Authorization: Bearer SECRETSECRET {PICTURE}"]
    except KeyError:
        logger.exception("failed")

    written = (folder / LOG_NAME).read_text()
    for text in (written, capsys.readouterr().err):
        assert "SECRET" not in text
        assert PICTURE not in text
        assert "Traceback" in text
    assert "sent with [redacted]" in written


def test_debug_is_not_written(folder: Path) -> None:
    logging.getLogger("overpaint.test").debug("the prompt")

    assert (folder / LOG_NAME).read_text() == ""


def test_a_folder_that_cannot_be_made_costs_the_file_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").write_text("in the way")

    close = set_up_logging(tmp_path / "data")
    close()

    assert "no log file" in capsys.readouterr().err


def test_closing_leaves_the_root_logger_as_it_was(tmp_path: Path) -> None:
    root = logging.getLogger()
    before = (list(root.handlers), root.level)

    set_up_logging(tmp_path)()

    assert (list(root.handlers), root.level) == before
