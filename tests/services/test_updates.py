"""The release file over a real https connection: what is told, and what is ignored with a line."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.release_site import ReleaseSite
from overpaint.domain.errors import ConnectionFailure
from overpaint.domain.releases import Release
from overpaint.services.update_memory import (
    ASKED_AT_START,
    DAY_S,
    UpdateMemory,
    count_start,
    load_memory,
    save_memory,
)
from overpaint.services.updates import LIMIT_BYTES, look_for_update


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReleaseSite]:
    with ReleaseSite(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def site(started: ReleaseSite) -> ReleaseSite:
    started.status, started.headers = 200, {}
    started.paths.clear()
    started.asked.clear()
    started.tell("1.2.3", "Faster")
    return started


def look(site: ReleaseSite, installed: str = "1.0.0") -> Release | None:
    return asyncio.run(look_for_update(site.address, installed, ca_file=site.ca_file))


def test_a_newer_version_is_found_and_nothing_of_the_person_is_sent(site: ReleaseSite) -> None:
    assert look(site) == Release("1.2.3", "Faster", f"{site.host}/download")

    (headers,) = site.asked
    assert not {"authorization", "cookie", "referer"} & set(headers)


@pytest.mark.parametrize("installed", ["1.2.3", "1.3.0", "2.0.0a1"])
def test_an_older_or_equal_version_is_nothing_new(site: ReleaseSite, installed: str) -> None:
    assert look(site, installed) is None


def refused(site: ReleaseSite, caplog: pytest.LogCaptureFixture) -> str:
    """What the log says of a file that is ignored."""
    with caplog.at_level(logging.WARNING), pytest.raises(ConnectionFailure):
        look(site)
    (line,) = (record.getMessage() for record in caplog.records)
    return line


def test_a_redirect_is_not_followed(site: ReleaseSite, caplog: pytest.LogCaptureFixture) -> None:
    site.status, site.headers = 302, {"Location": f"{site.host}/other.json"}

    assert "status 302" in refused(site, caplog)
    assert site.paths == ["/release.json"]


def test_a_huge_file_is_not_read_to_its_end(
    site: ReleaseSite, caplog: pytest.LogCaptureFixture
) -> None:
    site.tell("1.2.3", "a" * LIMIT_BYTES)

    assert "is larger than" in refused(site, caplog)


def test_a_packed_file_is_ignored(site: ReleaseSite, caplog: pytest.LogCaptureFixture) -> None:
    site.body, site.headers = gzip.compress(site.body), {"Content-Encoding": "gzip"}

    assert "is packed" in refused(site, caplog)


def test_a_page_on_another_host_makes_the_file_unusable(
    site: ReleaseSite, caplog: pytest.LogCaptureFixture
) -> None:
    site.tell("1.2.3", page="https://evil.example/download")

    assert "not https on the same host" in refused(site, caplog)


@pytest.mark.parametrize("status", [204, 404, 500])
def test_any_other_status_is_ignored(
    site: ReleaseSite, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    site.status = status
    site.body = b""

    assert f"status {status}" in refused(site, caplog)


def test_a_page_in_place_of_the_file_is_ignored(
    site: ReleaseSite, caplog: pytest.LogCaptureFixture
) -> None:
    site.body = b"<html>Sign in to the network of the hotel</html>"

    assert "no JSON" in refused(site, caplog)


def test_a_host_whose_certificate_nobody_vouches_for_is_not_believed(
    site: ReleaseSite, caplog: pytest.LogCaptureFixture
) -> None:
    site.ca_file, trusted = None, site.ca_file  # type: ignore[assignment]  # without its file
    try:
        assert "CERTIFICATE_VERIFY_FAILED" in refused(site, caplog)
    finally:
        site.ca_file = trusted
    assert site.paths == []


def test_an_address_without_encryption_is_not_asked(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ConnectionFailure):
        asyncio.run(look_for_update("http://127.0.0.1:1/release.json", "1.0.0"))

    assert "https" in caplog.text


def test_what_happened_is_remembered(tmp_path: Path) -> None:
    file = tmp_path / "config" / "updates.json"
    assert load_memory(file) == UpdateMemory()
    memory = UpdateMemory(2, True, 1_700_000_000, "1.2.3")

    save_memory(file, memory)

    assert load_memory(file) == memory
    assert [path.name for path in file.parent.iterdir()] == ["updates.json"]


@pytest.mark.parametrize("text", ["", "[]", '{"starts": true, "skipped": 7, "looked": "x"}'])
def test_a_damaged_memory_is_an_empty_one(tmp_path: Path, text: str) -> None:
    file = tmp_path / "updates.json"
    file.write_text(text, encoding="utf-8")

    assert load_memory(file) == UpdateMemory()


def test_a_memory_that_cannot_be_written_harms_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "config").write_text("in the way", encoding="ascii")

    save_memory(tmp_path / "config" / "updates.json", UpdateMemory())

    assert "cannot be written" in caplog.text


def test_a_person_is_asked_after_some_starts_and_once(tmp_path: Path) -> None:
    file = tmp_path / "updates.json"
    asks = [count_start(file).is_time_to_ask(agreed=False) for _ in range(ASKED_AT_START + 1)]

    assert asks == [False] * (ASKED_AT_START - 1) + [True, True]
    assert not count_start(file).is_time_to_ask(agreed=True)
    assert json.loads(file.read_text(encoding="utf-8"))["starts"] == ASKED_AT_START
    assert not UpdateMemory(ASKED_AT_START, asked=True).is_time_to_ask(agreed=False)


def test_a_day_has_to_pass_and_a_clock_set_back_is_no_excuse() -> None:
    memory = UpdateMemory(looked=1_000_000)

    assert not memory.is_due(1_000_000 + DAY_S - 1)
    assert memory.is_due(1_000_000 + DAY_S)
    assert memory.is_due(999_999)
    assert UpdateMemory().is_due(1_700_000_000)
