"""Edits on disk: nothing is lost, whatever happens to the program or to the file."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import edit_documents
from helpers.edit_documents import (
    EDIT,
    MARKS,
    NOW,
    OWNER,
    empty_document,
    full_document,
    paint,
    painted,
    stroke,
)
from overpaint.domain.edit_document import EditDocument, EditId
from overpaint.domain.errors import StorageError
from overpaint.imaging.mask.layers import Layer, MaskLayers
from overpaint.imaging.mask.shelf import pack
from overpaint.services.edits.draft_codec import marks_from_plain, marks_to_plain
from overpaint.services.edits.open_tabs import OpenTabs, read_open_tabs
from overpaint.services.edits.store import FILE_NAME, EditStore, Snapshot
from overpaint.services.edits.tiles import LayersSource, PackedSource, layers_of, plane_name

OTHER = EditId("fedcba9876543210")


def shot(document: EditDocument, layers: MaskLayers | None = None) -> Snapshot:
    """What is to be saved of an edit with one mask."""
    return Snapshot(document, () if layers is None else ((OWNER, LayersSource(layers)),))


def same_pixels(one: MaskLayers | None, other: MaskLayers | None) -> bool:
    """Whether both planes are equal byte for byte."""
    assert one is not None
    assert other is not None
    return all(
        np.array_equal(one.plane(layer).coverage, other.plane(layer).coverage) for layer in Layer
    )


def without_errors(document: EditDocument) -> EditDocument:
    """Errors are told by their sentences; as objects they differ."""
    results = tuple(replace(one, result=replace(one.result, failure=None))
                    for one in document.results)  # fmt: skip
    return replace(document, results=results)


def test_every_field_of_an_edit_comes_back(tmp_path: Path) -> None:
    document = full_document(tmp_path)
    EditStore(tmp_path / "edits").save(shot(document))

    read = EditStore(tmp_path / "edits").load(EDIT).document

    assert without_errors(read) == without_errors(document)
    before, after = document.results[1].result.failure, read.results[1].result.failure
    assert before is not None
    assert after is not None
    assert (after.sentences(), after.action) == (before.sentences(), before.action)
    assert read.sent[0][1] is read.sent[1][1]


def test_marks_of_every_kind_come_back() -> None:
    assert marks_from_plain(marks_to_plain(MARKS)) == MARKS


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["mask", "erase", "protect", "fill", "clear", "invert", "save", "reopen"]),
        st.integers(0, 599), st.integers(0, 399),
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(_STEPS)
def test_what_is_restored_is_what_was_live_at_the_last_save(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("edits")
    store, layers = EditStore(folder), MaskLayers(600, 400)
    for step, x, y in steps:
        if step in {"mask", "erase", "protect"}:
            layer = Layer.PROTECT if step == "protect" else Layer.MASK
            paint(layers, stroke(x, y, erase=step == "erase", layer=layer))
        elif step in {"fill", "clear", "invert"}:
            getattr(layers.mask, step)()
        else:
            store.save(shot(empty_document(prompt=f"{x}"), layers))
        if step == "reopen":
            store.close()
            store = EditStore(folder)
            restored = layers_of(store.load(EDIT).planes, OWNER)
            assert restored is not None
            assert same_pixels(restored, layers)
            layers = restored
    store.save(shot(empty_document(), layers))
    store.close()

    restored = layers_of(EditStore(folder).load(EDIT).planes, OWNER)

    assert same_pixels(restored, layers)
    assert restored is not None
    assert restored.facts() == layers.facts()


def test_only_the_tiles_that_a_stroke_changed_are_written(tmp_path: Path) -> None:
    store, layers = EditStore(tmp_path), MaskLayers(5000, 4000)
    layers.mask.fill()
    whole = store.save(shot(empty_document(), layers)).written
    paint(layers, stroke(300, 300, erase=True))

    stroked = store.save(shot(empty_document(), layers)).written
    nothing = store.save(shot(empty_document(), layers)).written

    assert whole.tiles == 16 * 20
    assert stroked.tiles == 1
    assert nothing == type(nothing)()


def test_an_inverted_mask_of_a_huge_picture_is_a_few_kilobytes(tmp_path: Path) -> None:
    store, layers = EditStore(tmp_path), MaskLayers(9000, 6000)
    paint(layers, stroke(300, 300))
    store.save(shot(empty_document(), layers))
    layers.mask.invert()

    written = store.save(shot(empty_document(), layers)).written

    assert written.tiles == 24 * 36
    assert written.byte_count < 20_000
    assert same_pixels(layers_of(EditStore(tmp_path).load(EDIT).planes, OWNER), layers)


def test_masks_that_are_kept_aside_come_back(tmp_path: Path) -> None:
    layers = MaskLayers(600, 400)
    paint(layers, stroke(100, 100))
    kept = pack(layers.mask)
    source = (OWNER, PackedSource("shelf-1", kept))
    EditStore(tmp_path).save(Snapshot(empty_document(), (source,)))

    planes = EditStore(tmp_path).load(EDIT).planes

    back = planes[plane_name(OWNER, "shelf-1")].packed()
    assert np.array_equal(back.coverage(), kept.coverage())


def test_an_operation_under_way_does_not_hold_up_a_save(tmp_path: Path) -> None:
    store, layers = EditStore(tmp_path), MaskLayers(600, 400)
    paint(layers, stroke(100, 100))
    store.save(shot(empty_document(), layers))
    before = pack(layers.mask)
    busy, over = threading.Event(), threading.Event()

    def operate() -> None:
        with layers.lock:
            layers.mask.fill()
            busy.set()
            over.wait(30)

    worker = threading.Thread(target=operate)
    worker.start()
    busy.wait(30)
    saved = store.save(shot(empty_document(prompt="typed meanwhile"), layers))
    over.set()
    worker.join()

    assert not saved.is_whole
    store.close()
    read = EditStore(tmp_path).load(EDIT)
    assert read.document.draft.prompt == "typed meanwhile"
    mask = read.planes[plane_name(OWNER, "mask")].packed()
    assert np.array_equal(mask.coverage(), before.coverage())


@pytest.mark.slow
def test_a_process_that_is_killed_leaves_the_last_save_or_the_one_under_way(
    tmp_path: Path,
) -> None:
    script = Path(edit_documents.__file__)
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join((str(script.parents[1]), *sys.path))}
    for kill_after in (1, 4, 9):
        folder = tmp_path / str(kill_after)
        with subprocess.Popen(
            [sys.executable, str(script), str(folder)],
            stdout=subprocess.PIPE, text=True, env=environ,
        ) as process:  # fmt: skip
            assert process.stdout is not None
            for line in process.stdout:
                if line.split() == ["begin", str(kill_after + 1)]:
                    process.send_signal(signal.SIGKILL)
                    break
            rest = process.stdout.read()
        # Lines that it still said before the signal reached it.
        last_saved = max([kill_after, *(int(n.split()[1]) for n in rest.splitlines()
                                        if n.startswith("saved"))])  # fmt: skip

        read = EditStore(folder).load(EDIT)

        number = int(read.document.draft.prompt.split()[1])
        assert number in {last_saved, last_saved + 1}
        assert same_pixels(layers_of(read.planes, OWNER), painted(number))


@pytest.mark.parametrize("damage", ["cut", "overwritten", "emptied", "no parts", "nonsense"])
def test_a_damaged_edit_is_put_aside_and_told_and_others_open(tmp_path: Path, damage: str) -> None:
    store = EditStore(tmp_path)
    store.save(shot(empty_document()))
    store.save(shot(empty_document(OTHER)))
    store.close()
    file = tmp_path / EDIT / FILE_NAME
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:5000])
    elif damage == "overwritten":
        file.write_bytes(b"not a database" * 1000)
    elif damage == "emptied":
        file.write_bytes(b"")
    else:
        query = "DELETE FROM parts" if damage == "no parts" else "UPDATE parts SET body = '{\"'"
        connection = sqlite3.connect(file)
        connection.execute(query)
        connection.commit()
        connection.close()

    with pytest.raises(StorageError, match="damaged"):
        EditStore(tmp_path).load(EDIT)

    assert not (tmp_path / EDIT).exists()
    assert len(list(tmp_path.glob("damaged-*"))) == 1
    assert EditStore(tmp_path).load(OTHER).document.id == OTHER


def test_a_file_of_a_newer_program_is_refused_and_stays(tmp_path: Path) -> None:
    store = EditStore(tmp_path)
    store.save(shot(empty_document()))
    store.close()
    connection = sqlite3.connect(tmp_path / EDIT / FILE_NAME)
    connection.execute("PRAGMA user_version = 99")
    connection.close()

    with pytest.raises(StorageError, match="newer version"):
        EditStore(tmp_path).load(EDIT)

    assert (tmp_path / EDIT / FILE_NAME).exists()


def test_after_a_save_that_failed_the_next_one_leaves_nothing_of_older_tiles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, layers = EditStore(tmp_path), MaskLayers(600, 400)
    layers.mask.fill()
    store.save(shot(empty_document(), layers))
    layers.mask.clear()

    def full(*_arguments: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("overpaint.services.edits.document_file._write_tiles", full)
        with pytest.raises(StorageError, match="could not be saved"):
            store.save(shot(empty_document(prompt="lost"), layers))
    assert not layers_of(EditStore(tmp_path).load(EDIT).planes, OWNER).is_empty  # type: ignore[union-attr]

    store.save(shot(empty_document(prompt="there"), layers))
    store.close()

    read = EditStore(tmp_path).load(EDIT)
    assert read.document.draft.prompt == "there"
    assert layers_of(read.planes, OWNER).is_empty  # type: ignore[union-attr]


def test_edits_are_listed_the_latest_first_with_what_shows_them_best(tmp_path: Path) -> None:
    store = EditStore(tmp_path / "edits")
    older = full_document(tmp_path)
    store.save(shot(older))
    store.save(shot(replace(empty_document(OTHER), changed=NOW + timedelta(hours=1))))

    cards = store.cards()

    assert [card.id for card in cards] == [OTHER, EDIT]
    assert cards[1].face == tmp_path / "result.png"
    assert (cards[1].title, cards[1].result_count) == ("picture-1.png", 2)


def test_only_edits_closed_long_ago_are_purged(tmp_path: Path) -> None:
    store = EditStore(tmp_path)
    ages = {"open": None, "recent": NOW, "old": NOW - timedelta(days=91)}
    for name, closed in ages.items():
        store.save(shot(replace(empty_document(EditId(name)), closed=closed)))

    gone = store.purge(NOW - timedelta(days=90))

    assert gone == 1
    assert {card.id for card in store.cards()} == {"open", "recent"}


def test_nothing_is_purged_when_nobody_was_here_for_so_long(tmp_path: Path) -> None:
    store = EditStore(tmp_path)
    store.save(shot(replace(empty_document(), closed=NOW)))

    assert store.purge(NOW + timedelta(days=365)) == 0

    assert [card.id for card in store.cards()] == [EDIT]


def test_an_edit_is_closed_and_opened_again_without_reading_it(tmp_path: Path) -> None:
    store = EditStore(tmp_path)
    store.save(shot(empty_document()))

    store.mark_closed(EDIT, NOW)

    assert store.cards()[0].closed == NOW
    assert store.load(EDIT).document.closed == NOW


def test_open_tabs_come_back_in_their_order(tmp_path: Path) -> None:
    EditStore(tmp_path).set_tabs(OpenTabs((OTHER, EDIT), EDIT))

    assert read_open_tabs(tmp_path) == OpenTabs((OTHER, EDIT), EDIT)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"edits": 5}', '{"edits": ["../x", ""]}'])
def test_open_tabs_that_make_no_sense_are_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "open.json").write_text(text)

    assert read_open_tabs(tmp_path) == OpenTabs()
