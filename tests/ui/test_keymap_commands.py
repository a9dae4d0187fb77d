"""The sets of keys against the commands that exist."""

from __future__ import annotations

import tomllib

import pytest

from overpaint.domain.key_text import modifiers
from overpaint.domain.keymap import Where, clashes
from overpaint.domain.reserved_keys import reserved
from overpaint.paths import resource
from overpaint.services.keymaps import KeySet, built_in
from overpaint.ui.actions import COMMANDS
from overpaint.ui.actions.listing import LISTED, PLACES, fixed_use
from overpaint.ui.actions.own_keys import OWN_KEYS

PLATFORMS = ("linux", "win32", "darwin")
every_set = pytest.mark.parametrize("chosen", KeySet)
every_platform = pytest.mark.parametrize("platform", PLATFORMS)


@every_platform
@every_set
def test_no_key_means_two_things_in_one_place(chosen: KeySet, platform: str) -> None:
    assert list(clashes(built_in(chosen, platform), PLACES)) == []


@every_set
def test_every_line_of_a_set_names_a_command(chosen: KeySet) -> None:
    content = tomllib.loads(resource(f"keymaps/{chosen}.toml").read_text(encoding="utf-8"))

    assert {*content["keys"], *content.get("mac", {})} <= set(PLACES)


@every_platform
@every_set
def test_no_default_is_a_key_of_the_system_or_types_a_sign(chosen: KeySet, platform: str) -> None:
    keymap = built_in(chosen, platform)

    assert [(name, key) for name, keys in keymap.keys.items() for key in keys
            if reserved(key, platform) or modifiers(key) == {"Ctrl", "Alt"}] == []  # fmt: skip


@every_platform
@every_set
def test_no_default_is_a_key_that_the_canvas_needs(chosen: KeySet, platform: str) -> None:
    keymap = built_in(chosen, platform)

    assert [(name, key) for name, keys in keymap.keys.items() for key in keys
            if fixed_use(key, PLACES[name])] == []  # fmt: skip


def test_no_name_is_used_twice() -> None:
    names = [row.id for row in LISTED]

    assert len(set(names)) == len(names)


def test_what_has_no_menu_has_a_key_in_every_set() -> None:
    for chosen in KeySet:
        assert [own.id for own in OWN_KEYS if not built_in(chosen).of(own.id)] == []


def test_every_command_is_listed_and_works_somewhere() -> None:
    assert {command.id for command in COMMANDS} <= {row.id for row in LISTED}
    assert all(row.where & (Where.EVERYWHERE | Where.POLYGON) for row in LISTED)
