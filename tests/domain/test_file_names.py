"""Names made from templates are telling, safe on every system, and short enough."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overpaint.domain.errors import SettingsError
from overpaint.domain.file_names import FIELDS, MAX_BYTES, NameFacts, NameTemplate
from overpaint.domain.sizes import Size

WHEN = datetime(2026, 11, 24, 14, 3, 9)  # noqa: DTZ001 - local time is what names tell
FACTS = NameFacts(
    "rocket", "The same launch at dusk, without the tower beside the rocket.", "gpt-image-2", WHEN,
    variant=2, size=Size(6000, 4000),
)  # fmt: skip


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("{source}-{n}", "rocket-1"),
        ("{date} {time} {model}", "2026-11-24 14-03-09 gpt-image-2"),
        ("{source} {width}x{height} v{variant}", "rocket 6000x4000 v2"),
        ("{prompt}", "The same launch at dusk, without the"),
        ("{source}_{n:03}", "rocket_001"),
        ("poster {{final}}", "poster {final}"),
    ],
)
def test_fields_are_filled(template: str, name: str) -> None:
    assert NameTemplate.read(template).example(FACTS) == name


def test_a_number_in_the_name_counts_up_and_another_name_gets_one_when_it_is_taken() -> None:
    numbered = NameTemplate.read("{n:02} {source}").names(FACTS)
    plain = NameTemplate.read("{source}").names(FACTS)

    assert list(islice(numbered, 3)) == ["01 rocket", "02 rocket", "03 rocket"]
    assert list(islice(plain, 3)) == ["rocket", "rocket-2", "rocket-3"]


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("{source", "brace"),
        ("source}", "brace"),
        ("{}", "no field {}"),
        ("{artist}", "no field {artist}"),
        ("{source.__class__}", "no field"),
        ("{source!r}", "no field"),
        ("a/b", "cannot hold “/”"),
        ("a:b", "cannot hold “:”"),
        ("a\tb", "U+0009"),
        ("{prompt:9}", "“:9”"),
        ("{n:99999999}", "“:99999999”"),
        ("{n:{n}}", "cannot stand"),
    ],
)
def test_what_cannot_be_a_template_is_refused_with_a_sentence(template: str, words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        NameTemplate.read(template)

    assert words in str(caught.value)
    assert str(caught.value.remedy)


@pytest.mark.parametrize("name", ["CON", "con", "nul", "Com1", "LPT9", "COM²", "aux.v2"])
def test_names_of_windows_devices_are_avoided(name: str) -> None:
    facts = NameFacts(name, "", "", WHEN)

    assert NameTemplate.read("{source}").example(facts) == f"_{name}"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("a/b\\c:d*e?f\"g<h>i|j", "a_b_c_d_e_f_g_h_i_j"),
        ("name. . .", "name"),
        ("..", "result"),
        ("tab\tand\nline", "tab and line"),
        ("cafe\u0301", "caf\u00e9"),
        ("caf\udce9", "caf_"),
        ("\u202egnp.tac", "_gnp.tac"),
        ("", "result"),
    ],
)  # fmt: skip
def test_what_a_field_holds_cannot_harm(source: str, name: str) -> None:
    assert NameTemplate.read("{source}").example(NameFacts(source, "", "", WHEN)) == name


def test_long_fields_give_way_to_the_rest_of_the_name() -> None:
    facts = NameFacts("ü" * 300, "short", "gpt-image-2", WHEN)

    name = NameTemplate.read("{date} {source} {prompt} {n:03}").example(facts)

    assert len(name.encode()) <= MAX_BYTES
    assert name.startswith("2026-11-24 üüü")
    assert name.endswith(" short 001")


@given(
    template=st.lists(st.sampled_from([f"{{{field}}}" for field in FIELDS] + [" ", "-", "x"]),
                      min_size=1, max_size=40).map("".join).filter(str.strip),
    source=st.text(max_size=300),
    prompt=st.text(max_size=300),
    model=st.text(max_size=300),
)  # fmt: skip
def test_every_name_is_safe_short_and_differs_from_the_next(
    template: str, source: str, prompt: str, model: str
) -> None:
    names = list(
        islice(NameTemplate.read(template).names(NameFacts(source, prompt, model, WHEN)), 12)
    )

    assert len({name.casefold() for name in names}) == 12
    for name in names:
        assert name.strip(" .") == name != ""
        assert len(name.encode()) <= MAX_BYTES
        assert not re.search(r'[\x00-\x1f\x7f/\\:*?"<>|]', name)
