"""The settings file: sparse, tolerant, atomic."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

import pytest

from overpaint.domain.choices import Quality, ResponseFormat
from overpaint.domain.errors import SettingsError, StorageError
from overpaint.domain.export import (
    ExportChoice,
    ExportFormat,
    ExportOptions,
    ExportPart,
    TiffPacking,
)
from overpaint.domain.limits import Limits
from overpaint.domain.marks import Colour
from overpaint.domain.overlay import Look, OverlayStyle, Pattern
from overpaint.domain.profiles import (
    BUILT_IN,
    OPENAI,
    AuthStyle,
    AzurePath,
    ImageFieldStyle,
    MaskField,
    MaskForm,
    ProxyUse,
    Region,
    ServerKind,
    ServerProfile,
)
from overpaint.domain.programs import Program
from overpaint.services.keymaps import KeySet
from overpaint.services.settings import (
    Settings,
    SettingsFile,
    Theme,
    Wheel,
    compatible_server,
)

STUDIO = compatible_server("studio", "http://127.0.0.1:8000/v1/", image_field=ImageFieldStyle.LIST)
UNUSUAL = ServerProfile(
    "azure at work",
    ServerKind.AZURE,
    "https://work.openai.azure.com",
    ImageFieldStyle.LIST,
    connect_timeout_s=5.0,
    read_timeout_s=120.0,
    write_timeout_s=60.0,
    auth=AuthStyle.API_KEY,
    mask_form=MaskForm.BLACK,
    mask_field=MaskField.MASK_IMAGE,
    needs_mask=True,
    takes_markup=False,
    response_format=ResponseFormat.URL,
    streams=False,
    omitted_fields=("quality",),
    extra_fields=(("seed", "7"), ("negative_prompt", "fog = rain")),
    organization="org-1",
    project="proj_1",
    proxy=ProxyUse.CUSTOM,
    proxy_url="http://proxy.example:8080",
    ca_file=Path("/certificates/own.pem"),
    images_per_minute=5,
    parallel=5,
    edits_path="/images/other",
    azure_path=AzurePath.V1,
    deployment="pictures",
    api_version="2026-01-01",
    asks_first=True,
)
EXPORT = ExportChoice(
    ExportPart.PATCH,
    ExportOptions(
        ExportFormat.TIFF, ExportFormat.PSD, sixteen_bits=False, jpeg_quality=61, webp_quality=62,
        avif_quality=63, full_colour=False, progressive=True, webp_lossless=True,
        tiff_packing=TiffPacking.LZW, to_srgb=True, keep_exif=False, keep_place=True,
        keep_recipe=False,
        ground=(1, 20, 255), patch_cropped=False,
    ),
    name="{source} {n:02}",
    folder=Path("/exports/été"),
    open_after=True,
)  # fmt: skip
EVERYTHING = Settings(
    server="studio",
    openai=replace(OPENAI, base_url=Region.EUROPE.base_url, project="proj_2"),
    servers=(STUDIO, compatible_server("lab", "https://lab.example/v1"), UNUSUAL),
    results_folder=Path("/pictures/été"),
    result_name="{date} {source} {n:03}",
    export=EXPORT,
    theme=Theme.DARK,
    model="gpt-image-2",
    quality=Quality.HIGH,
    show_retired=True,
    key_set=KeySet.KRITA,
    keys=(("clear_mask", ()), ("from_another_version", ("Ctrl+J",)), ("tool_brush", ("P", "F2"))),
    letter_keys=False,
    wheel=Wheel.SCROLL,
    overlay=OverlayStyle(
        Colour(0, 114, 178), 0.3, Pattern.DOTS, Look.HATCH, protect_colour=Colour(9, 8, 7)
    ),
    show_rulers=True,
    show_pixel_grid=False,
    show_frame=False,
    keep_closed_days=0,
    queue_paused=True,
    notify=False,
    look_for_updates=True,
    tells_recipe=False,
    limits=Limits(Decimal("0.50"), Decimal(10), Decimal("99.5")),
    folder_per_edit=True,
    programs=(Program("Étude", ("/opt/étude/run", "--new", "%f")), Program("b", ("b",))),
    program="Étude",
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def test_a_new_installation_edits_on_the_built_in_endpoint(file: Path) -> None:
    assert SettingsFile(file).load().profile() == BUILT_IN


def test_what_is_saved_is_read_back(file: Path) -> None:
    SettingsFile(file).save(EVERYTHING)

    assert SettingsFile(file).load() == EVERYTHING


def test_one_wrong_key_does_not_cost_the_others(file: Path) -> None:
    file.parent.mkdir()
    keys = {"tool_brush": ["P"], "undo": ["Ctrl+Nonsense"], "redo": 7, "tool_pan": []}
    file.write_text(json.dumps({"keys": keys}), encoding="utf-8")

    assert SettingsFile(file).load().keys == (("tool_brush", ("P",)), ("tool_pan", ()))


def test_the_example_of_these_tests_changes_every_field() -> None:
    defaults = Settings()

    same = [f.name for f in fields(Settings)
            if getattr(EVERYTHING, f.name) == getattr(defaults, f.name)]  # fmt: skip

    assert same == []


def test_the_export_of_these_tests_changes_every_field() -> None:
    for ours, usual in ((EXPORT, ExportChoice()), (EXPORT.options, ExportOptions())):
        same = [f.name for f in fields(ours) if getattr(ours, f.name) == getattr(usual, f.name)]
        assert same == []


@pytest.mark.parametrize(
    "row",
    [
        [], "png", {"part": "everything"}, {"name": "{artist}"}, {"folder": "relative"},
        {"options": {"format": "psd"}}, {"options": {"jpeg_quality": 0}},
        {"options": {"ground": "#12345"}}, {"options": {"to_srgb": "yes"}}, {"options": 3},
    ],
)  # fmt: skip
def test_a_wrong_export_falls_back_to_the_usual_one(file: Path, row: object) -> None:
    file.parent.mkdir()
    file.write_text(json.dumps({"export": row, "model": "gpt-image-2"}), encoding="utf-8")

    loaded = SettingsFile(file).load()

    assert loaded.export == ExportChoice()
    assert loaded.model == "gpt-image-2"


def test_the_unusual_server_of_these_tests_changes_every_field() -> None:
    plain = ServerProfile("", ServerKind.COMPATIBLE, "")

    same = [f.name for f in fields(plain) if getattr(UNUSUAL, f.name) == getattr(plain, f.name)]

    assert same == []


def test_a_server_is_written_as_what_it_changes(file: Path) -> None:
    changed = replace(OPENAI, base_url=Region.JAPAN.base_url)
    SettingsFile(file).save(Settings(openai=changed, servers=(STUDIO,)))

    assert json.loads(file.read_text()) == {
        "openai": {"base_url": "https://jp.api.openai.com/v1"},
        "servers": [
            {"name": "studio", "base_url": "http://127.0.0.1:8000/v1", "image_field": "image[]"}
        ],
        "version": 1,
    }


def test_a_server_of_a_newer_version_is_read_as_far_as_it_is_understood(file: Path) -> None:
    file.parent.mkdir()
    row = {"name": "studio", "base_url": "http://127.0.0.1:8000/v1", "colour": "green"}
    file.write_text(json.dumps({"servers": [row]}))

    (studio,) = SettingsFile(file).load().servers

    assert studio == replace(STUDIO, image_field=ImageFieldStyle.AUTO)


def test_only_what_differs_from_the_defaults_is_written(file: Path) -> None:
    SettingsFile(file).save(Settings(theme=Theme.LIGHT))

    assert json.loads(file.read_text()) == {"theme": "light", "version": 1}


def test_going_back_to_a_default_removes_the_entry(file: Path) -> None:
    SettingsFile(file).save(EVERYTHING)
    SettingsFile(file).save(Settings())

    assert json.loads(file.read_text()) == {"version": 1}


def test_unknown_keys_and_a_newer_version_survive(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('{"version": 7, "brush": {"size": 40}, "theme": "dark"}')

    store = SettingsFile(file)
    store.save(store.load())

    content = json.loads(file.read_text())
    assert content == {"version": 7, "brush": {"size": 40}, "theme": "dark"}


@pytest.mark.parametrize(
    "entry",
    [
        '"theme": "pink"', '"theme": 3', '"server": null', '"servers": {}', '"servers": [3]',
        '"servers": [{"name": "x"}]', '"servers": [{"name": "openai", "base_url": "http://a"}]',
        '"results_folder": "relative"', '"quality": []', '"model": 5',
        '"servers": [{"name": "a", "base_url": "http://a"}, {"name": "a", "base_url": "http://b"}]',
        '"servers": [{"name": "a", "base_url": "http://a", "auth": "magic"}]',
        '"servers": [{"name": "a", "base_url": "http://a", "read_timeout_s": true}]',
        '"servers": [{"name": "a", "base_url": "http://a", "extra_fields": [["x"]]}]',
        '"servers": [{"name": "openai", "kind": "openai", "base_url": "https://api.openai.com/v1"}]',
        '"openai": {"base_url": "https://evil.example/v1"}', '"openai": {"name": "other"}',
        '"openai": 3', '"show_retired": "yes"', '"show_retired": 1',
    ],
)  # fmt: skip
def test_a_wrong_value_is_its_default_with_one_warning(
    file: Path, entry: str, caplog: pytest.LogCaptureFixture
) -> None:
    file.parent.mkdir()
    file.write_text("{" + entry + "}")

    with caplog.at_level(logging.WARNING):
        loaded = SettingsFile(file).load()

    assert loaded == Settings()
    assert len(caplog.records) == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe\x00", b"[" * 100_000])
def test_a_broken_file_gives_the_defaults_and_can_be_replaced(
    file: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    file.parent.mkdir()
    file.write_bytes(content)

    assert SettingsFile(file).load() == Settings()
    SettingsFile(file).save(EVERYTHING)
    assert SettingsFile(file).load() == EVERYTHING
    assert caplog.records


def test_a_failed_save_leaves_the_old_file_and_no_litter(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    SettingsFile(file).save(EVERYTHING)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="No space left"):
        SettingsFile(file).save(Settings())

    assert SettingsFile(file).load() == EVERYTHING
    assert [path.name for path in file.parent.iterdir()] == ["settings.json"]


def test_a_folder_that_is_a_file_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("in the way")

    with pytest.raises(StorageError):
        SettingsFile(tmp_path / "config" / "settings.json").save(EVERYTHING)


def test_an_unknown_server_names_those_that_exist() -> None:
    with pytest.raises(SettingsError, match="built-in, openai, studio, lab, azure at work"):
        EVERYTHING.profile("nowhere")


@pytest.mark.parametrize(
    "url",
    [
        "", "example.com/v1", "ftp://example.com", "https://", "https://me:secret@example.com/v1",
        "http://a:99999/v1", "http://a:b/v1", "http://a/v1?key=secret", "http://a b/v1",
        "http://[::1/v1", "http://a/\nHost: b",
    ],
)  # fmt: skip
def test_what_is_not_an_address_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(SettingsError) as caught:
        compatible_server("mine", url)

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("name", ["", "  ", "openai", "built-in"])
def test_the_names_of_our_own_servers_are_taken(name: str) -> None:
    with pytest.raises(SettingsError):
        compatible_server(name, "https://example.com/v1")


@pytest.mark.parametrize("row", [{"day": "0"}, {"day": "-1"}, {"day": "NaN"}, {"day": 5}, []])
def test_a_limit_that_is_none_is_no_limit(tmp_path: Path, row: object) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"limits": row}))

    assert SettingsFile(path).load().limits == Limits()
