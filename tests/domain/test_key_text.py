"""Keys as text: one form for every way of writing them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overpaint.domain.key_text import (
    MODIFIERS,
    KeyTextError,
    is_character,
    modifiers,
    normal,
    press_of,
)

NAMES = ("A", "É", "5", "[", "{", ",", "+", "-", "\\", "F6", "Return", "Del", "PgDown", "Space")
KEYS = st.builds(
    lambda held, key: "+".join((*held, key)),
    st.lists(st.sampled_from(MODIFIERS), unique=True),
    st.sampled_from(NAMES),
)


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("shift+ctrl+i", "Ctrl+Shift+I"),
        ("Ctrl++", "Ctrl++"),
        ("Alt+-", "Alt+-"),
        ("+", "+"),
        ("Ctrl+,", "Ctrl+,"),
        ("Shift+{", "{"),
        ("Ctrl+Shift+.", "Ctrl+Shift+."),
        ("Backtab", "Shift+Tab"),
        ("del", "Del"),
        ("b", "B"),
    ],
)
def test_a_key_has_one_form(written: str, form: str) -> None:
    assert normal(written) == form


@pytest.mark.parametrize("text", ["", " ", "Ctrl+", "Foo", "AB", "Ctrl+K, Ctrl+S", "Ctrl+Shift"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(KeyTextError):
        normal(text)


@given(KEYS)
def test_the_form_of_a_form_is_itself(text: str) -> None:
    form = normal(text)

    assert normal(form) == form
    assert press_of(press_of(form)) == press_of(form)


@given(KEYS)
def test_the_modifiers_are_those_that_were_written_but_for_a_shift_that_the_sign_tells(
    text: str,
) -> None:
    written = {name for name in MODIFIERS if f"{name}+" in text}

    assert modifiers(normal(text)) | {"Shift"} == written | {"Shift"}


def test_two_ways_to_write_one_press_are_one_press() -> None:
    assert press_of("Ctrl+>") == press_of("Ctrl+Shift+.")
    assert press_of("{") != press_of("[")


def test_only_keys_that_type_something_are_characters() -> None:
    assert [key for key in ("B", "Shift+M", "?", "7", "Ctrl+B", "F6", "Space", "Alt++")
            if is_character(key)] == ["B", "Shift+M", "?", "7"]  # fmt: skip
