"""Variables of a prompt."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from overpaint.domain.batch_variables import filled, missing, variables

_NAMES = st.from_regex(r"[a-zA-Zäöü][\w .-]{0,8}", fullmatch=True)


def test_names_are_found_once_in_their_order() -> None:
    prompt = 'A {colour} chair on {Floor}, {COLOUR} too, {{not}} and {1} and {} and {"a": 1}'

    assert variables(prompt) == ("colour", "Floor")


def test_values_are_put_in_and_doubled_braces_become_single() -> None:
    prompt = 'A {colour} chair, {{colour}}, {"a": {"b": 1}}, {unknown}'

    assert filled(prompt, {"Colour": "red"}) == (
        'A red chair, {colour}, {"a": {"b": 1}}, {unknown}'
    )
    assert missing(prompt, ["COLOUR"]) == ("unknown",)


@given(text=st.text(max_size=60))
def test_a_prompt_without_variables_stays_as_it_is(text: str) -> None:
    plain = text.replace("{", "(")

    assert filled(plain, {"a": "b"}) == plain
    assert variables(plain) == ()


@given(names=st.lists(_NAMES, max_size=5), value=st.text(max_size=20))
def test_what_a_value_says_in_braces_is_no_variable(names: list[str], value: str) -> None:
    template = " | ".join(f"{{{name}}}" for name in names)
    braced = f"{{a}} {value}"

    assert filled(template, dict.fromkeys(names, braced)) == " | ".join(braced for _ in names)
