"""Which key does what: places, clashes, differences."""

from __future__ import annotations

from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

from overpaint.domain.keymap import Keymap, Where, clashes, given, laid_over, rivals

PLACES = {
    "brush": Where.OUTSIDE_TEXT,
    "undo": Where.EVERYWHERE,
    "feather": Where.CANVAS,
    "previous_region": Where.OUTSIDE_CANVAS,
    "close_polygon": Where.POLYGON,
    "accept": Where.CANVAS,
    "remove_input": Where.INPUTS,
    "remove_result": Where.RESULTS,
}
KEYS = st.sampled_from(("B", "Ctrl+Z", "Shift+F6", "Return", "Del", "Ctrl+>", "Ctrl+Shift+."))
MAPS = st.builds(
    Keymap,
    st.dictionaries(st.sampled_from(sorted(PLACES)), st.lists(KEYS, unique=True).map(tuple)),
)


def test_one_key_may_mean_two_things_in_two_places() -> None:
    keymap = Keymap(
        {
            "feather": ("Shift+F6",),
            "previous_region": ("Shift+F6",),
            "remove_input": ("Del",),
            "remove_result": ("Del",),
            "accept": ("Return",),
            "close_polygon": ("Return",),
        }
    )

    assert list(clashes(keymap, PLACES)) == []


def test_a_key_that_works_everywhere_clashes_with_one_on_the_canvas() -> None:
    keymap = Keymap({"undo": ("Ctrl+Z",), "feather": ("F6",)})

    assert rivals(keymap, PLACES, "feather", "Ctrl+Z") == ("undo",)
    assert rivals(keymap, PLACES, "undo", "F6") == ("feather",)


def test_one_press_written_in_two_ways_clashes() -> None:
    keymap = Keymap({"undo": ("Ctrl+Shift+.",)})

    assert rivals(keymap, PLACES, "brush", "Ctrl+>") == ("undo",)


@hypothesis_given(MAPS, st.sampled_from(sorted(PLACES)), st.lists(KEYS, unique=True))
def test_a_given_key_has_no_rival_and_nothing_else_changes(
    keymap: Keymap, command: str, keys: list[str]
) -> None:
    after = given(keymap, PLACES, command, keys)

    assert after.of(command) == tuple(keys)
    assert all(not rivals(after, PLACES, command, key) for key in keys)
    for other in set(PLACES) - {command}:
        before, now = set(keymap.of(other)), set(after.of(other))
        assert now <= before
        assert now == before or PLACES[other] & PLACES[command]


@hypothesis_given(MAPS, MAPS)
def test_a_difference_makes_one_map_from_the_other(old: Keymap, new: Keymap) -> None:
    assert old.changed_by(new.changes_from(old)) == new
    assert new.changes_from(new) == ()


@hypothesis_given(MAPS, st.sampled_from(sorted(PLACES)), st.lists(KEYS, unique=True, min_size=1))
def test_changes_go_before_the_keys_of_the_set(base: Keymap, command: str, keys: list[str]) -> None:
    result = laid_over(base, PLACES, ((command, tuple(keys)),))

    assert result.of(command) == tuple(keys)
    assert all(not rivals(result, PLACES, command, key) for key in keys)


def test_character_keys_can_be_switched_off_but_for_some_commands() -> None:
    keymap = Keymap({"brush": ("B", "F2"), "undo": ("Ctrl+Z",), "accept": ("O", "\\")})

    assert keymap.without_characters(spared=("accept",)) == Keymap(
        {"brush": ("F2",), "undo": ("Ctrl+Z",), "accept": ("O", "\\")}
    )
