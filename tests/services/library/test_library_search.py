"""Full-text search: as people type, whatever they type."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers.library import made
from overpaint.domain.library import LibraryQuery
from overpaint.services.library.library import Library

_PROMPTS = {
    "vase": "Replace the cup with a Vase, keep the café’s shadow",
    "sky": "make the sky blue_ish 🔥 at 50%",
    "japan": "背景を青い空に変える",
    "shoe": 'put "Sale" on the red shoe-box',
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    opened = Library(tmp_path_factory.mktemp("library") / "library.sqlite3")
    opened.add([
        made(number, prompt=prompt, file=Path(f"/p/{name}_v{number}.png"), job=name,
             target=Path(f"/p/Grüße-{number}.jpg"), tags=())
        for number, (name, prompt) in enumerate(_PROMPTS.items(), start=1)
    ])  # fmt: skip
    yield opened
    opened.close()


def found(library: Library, text: str) -> set[str]:
    return {one.job for one in library.page(library.ids(LibraryQuery(text=text)))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("repl", {"vase"}),
        ("VASE cup", {"vase"}),
        ("cafe", {"vase"}),
        ("café", {"vase"}),
        ("cup sky", set()),
        ("blue ish", {"sky"}),
        ("blue_ish", {"sky"}),
        ("🔥", {"sky"}),
        ("青い", {"japan"}),
        ("空に変", {"japan"}),
        ("空青", set()),
        ("shoe-b", {"shoe"}),
        ('"red shoe"', {"shoe"}),
        ('"red sho"', set()),
        ('"red sho', {"shoe"}),
        ('"shoe red"', set()),
        ("sky_v2.png", {"sky"}),
        ("grusse", set()),
        ("grüße-3", {"japan"}),
        ("gpt-image-2", set(_PROMPTS)),
        ("openai 1536x1024", set(_PROMPTS)),
        ("", set(_PROMPTS)),
        ("  ... ", set(_PROMPTS)),
        ("NOT vase", set()),
        ("vase OR sky", set()),
        ("prompt:vase", set()),
    ],
)
def test_what_is_found(library: Library, text: str, expected: set[str]) -> None:
    assert found(library, text) == expected


@given(st.text(max_size=40) | st.text("\"*^:+-(){}'ab NEARORAND\0", max_size=30))
@example('"')
@example('a"')
@example("\ud800 \0 a*")
@example("a" * 5000)
@example("word " * 500)
@settings(max_examples=50, deadline=None)
def test_any_text_can_be_looked_for(library: Library, text: str) -> None:
    library.ids(LibraryQuery(text=text))
