"""Sets of keys as files: built in, exported, imported, broken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from overpaint.domain.errors import SettingsError, StorageError
from overpaint.domain.keymap import Keymap
from overpaint.services.keymaps import VERSION, KeySet, built_in, parsed, read, write

KNOWN = ("brush", "eraser", "undo", "redo")
KEYS = st.sampled_from(("B", "Ctrl+Z", "Shift+F6", "[", "Alt++", "Ctrl+,", "É", "Return"))
MAPS = st.builds(
    Keymap, st.dictionaries(st.sampled_from(KNOWN), st.lists(KEYS, unique=True).map(tuple))
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(keymap=MAPS, base=st.sampled_from(KeySet))
def test_what_is_exported_is_imported_again(tmp_path: Path, keymap: Keymap, base: KeySet) -> None:
    path = tmp_path / "mine.json"

    write(path, base, keymap, KNOWN)
    found = read(path, KNOWN)

    assert (found.base, found.keys, found.unknown, found.unreadable) == (base, keymap, (), ())
    anything = Keymap(dict.fromkeys(KNOWN, ("F1",)))
    assert found.on(anything) == keymap


def test_commands_that_the_file_does_not_name_keep_the_keys_of_its_base(tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    path.write_text(json.dumps({"keys": {"brush": ["P"], "eraser": []}}), encoding="utf-8")

    found = read(path, KNOWN)

    base = Keymap({"brush": ("B",), "eraser": ("E",), "undo": ("Ctrl+Z",)})
    assert found.on(base) == Keymap({"brush": ("P",), "undo": ("Ctrl+Z",)})


def test_unknown_commands_and_unreadable_keys_are_told_and_skipped(tmp_path: Path) -> None:
    path = tmp_path / "new.json"
    table = {"brush": ["Nonsense", "P"], "teleport": ["T"], "undo": 7, "redo": "Ctrl+Y"}
    content = {"version": VERSION + 1, "base": "another", "keys": table, "more": True}
    path.write_text(json.dumps(content), encoding="utf-8")

    found = read(path, KNOWN)

    assert found.keys == Keymap({"brush": ("P",), "redo": ("Ctrl+Y",)})
    assert found.base is KeySet.PHOTOSHOP
    assert found.unknown == ("teleport",)
    assert found.unreadable == ("Nonsense", "7")


def test_a_set_written_as_toml_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('base = "krita"\n[keys]\nbrush = ["P"]\n', encoding="utf-8")

    found = read(path, KNOWN)

    assert (found.base, found.keys) == (KeySet.KRITA, Keymap({"brush": ("P",)}))


@pytest.mark.parametrize("text", ["", "[]", "{", '{"keys": []}', "null", "\x00", "[" * 100_000])
def test_a_file_without_keys_is_refused_with_what_to_do(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SettingsError, match=r"broken\.json.*Choose a file"):
        read(path, KNOWN)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        read(tmp_path / "nowhere.json", KNOWN)


def test_a_failed_export_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.mkdir()

    with pytest.raises(StorageError):
        write(path, KeySet.PHOTOSHOP, Keymap(), KNOWN)

    assert [entry.name for entry in tmp_path.iterdir()] == ["mine.json"]


CONTENT = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from((*KNOWN, "keys", "base")), inner)
    ),
)


@given(CONTENT)
def test_no_content_breaks_the_reader(content: object) -> None:
    try:
        found = parsed(content, KNOWN)
    except ValueError:
        return
    assert set(found.keys.keys) <= set(KNOWN)


def test_a_mac_has_its_own_keys_where_the_system_keeps_the_usual_ones() -> None:
    assert built_in(KeySet.PHOTOSHOP, "linux").of("full_screen") == ("F11",)
    assert built_in(KeySet.PHOTOSHOP, "darwin").of("full_screen") == ("Meta+Ctrl+F",)


def test_the_krita_set_differs_where_krita_does() -> None:
    photoshop, krita = built_in(KeySet.PHOTOSHOP), built_in(KeySet.KRITA)

    assert krita.of("clear_mask")[0] == "Ctrl+Shift+A"
    assert krita.of("tool_brush") == photoshop.of("tool_brush") == ("B",)
