"""What a release file says, and which version is newer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overpaint.domain.releases import (
    NOTES_CHARS,
    NOTES_LINES,
    ReleaseFileError,
    is_newer,
    is_page_of,
    plain_notes,
    read_release,
)

ADDRESS = "https://overpaint.example/release.json"
GOOD: dict[str, Any] = {
    "format": 1, "version": "1.2.3", "page": "https://overpaint.example/download", "notes": "New",
}  # fmt: skip
ORDER = ["0.9.9", "0.10.0a2", "0.10.0a10", "0.10.0b1", "0.10.0rc1", "0.10.0", "0.10.1", "1.0.0"]


def test_versions_are_ordered_by_their_numbers_and_stages() -> None:
    for index, version in enumerate(ORDER):
        assert [is_newer(other, version) for other in ORDER] == [
            place > index for place in range(len(ORDER))
        ]


def test_a_good_file_is_read() -> None:
    release = read_release(json.dumps(GOOD | {"more": []}).encode(), ADDRESS)

    assert (release.version, release.notes) == ("1.2.3", "New")
    assert release.page == "https://overpaint.example/download"


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2}, {"format": True}, {"format": None}, {"version": "latest"},
        {"version": "1.2"}, {"version": 3}, {"version": "1.2.3\n"},
        {"version": "9" * 5000 + ".0.0"},
        {"notes": ["New"]}, {"page": None}, {"page": "http://overpaint.example/download"},
    ],
)  # fmt: skip
def test_a_wrong_field_makes_the_file_unusable(change: dict[str, Any]) -> None:
    with pytest.raises(ReleaseFileError):
        read_release(json.dumps(GOOD | change).encode(), ADDRESS)


@pytest.mark.parametrize("data", [b"", b"<html>", b"[1]", b"\xff\xfe{}", b"[" * 60_000, b"null"])
def test_what_is_no_object_in_json_is_unusable(data: bytes) -> None:
    with pytest.raises(ReleaseFileError):
        read_release(data, ADDRESS)


@pytest.mark.parametrize(
    "page",
    [
        "https://evil.example/", "https://overpaint.example.evil.example/", "file:///etc/passwd",
        "https://overpaint.example:444/", "https://overpaint.example@evil.example/",
        "https://evil.example\\@overpaint.example/", "javascript:alert(1)", "//overpaint.example/",
        "https://overpaint.example/a b", "https://overpaint.example/\u202egnp", "https://[/", "",
        "https://overpaint.example/" + "a" * 500,
    ],
)  # fmt: skip
def test_only_a_page_of_the_same_host_is_opened(page: str) -> None:
    assert not is_page_of(page, ADDRESS)


def test_notes_have_no_control_characters_and_are_cut_off_where_they_are_long() -> None:
    assert plain_notes("\x1b[31mOne\u202e\r\n\n  <b>Two</b>\t") == "[31mOne\n<b>Two</b>"
    assert plain_notes("\n".join("abcdefghij")).endswith("f…")
    assert len(plain_notes("a" * 5000)) == NOTES_CHARS


@settings(max_examples=50)
@given(st.text(max_size=2000))
def test_whatever_notes_say_they_fit_into_the_banner(text: str) -> None:
    notes = plain_notes(text)

    assert len(notes) <= NOTES_CHARS
    assert notes.count("\n") < NOTES_LINES
