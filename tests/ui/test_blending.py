"""Recipes of results and of the next edits: seen at once, written at rest, taken back at will."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSlider
from pytestqt.qtbot import QtBot

from helpers.blend_room import PATIENCE_MS, BlendRoom
from helpers.blends import Bench, pixels_of
from helpers.outside import beyond_feather
from helpers.samples import Samples
from overpaint.domain.blend import BlendMethod, BlendRecipe
from overpaint.domain.events import Result
from overpaint.domain.frame import Rect
from overpaint.ui.inspector.blend_texts import METHOD_USES, blend_summary
from overpaint.ui.messages import render
from overpaint.ui.results.actions import ResultAction
from overpaint.ui.results.details import ResultDetails
from overpaint.ui.results.texts import detail, spoken


@pytest.fixture
def bench(samples: Samples, tmp_path: Path) -> Bench:
    own = tmp_path / "coffee.png"
    shutil.copyfile(samples.coffee, own)
    return Bench(own, tmp_path)


@pytest.fixture
def room(qapp: QApplication, qtbot: QtBot, bench: Bench) -> Iterator[BlendRoom]:
    room = BlendRoom(qapp, qtbot, bench)
    yield room
    room.close()


def _slider(room: BlendRoom, name: str) -> QSlider:
    field = getattr(room.section, name)
    slider = field.findChild(QSlider)
    assert isinstance(slider, QSlider)
    return slider


# The next edits


def test_without_a_result_the_section_is_about_the_next_edits(room: BlendRoom) -> None:
    room.section.feather.nudge(12)
    room.section.match.click()

    assert room.store.draft.blend == BlendRecipe(feather_px=20, match_colour=False)
    assert not room.section.spread.isVisibleTo(room.section)
    assert not room.section.adopt.isVisibleTo(room.section)


def test_the_header_tells_the_recipe_while_the_section_is_folded(room: BlendRoom) -> None:
    room.store.set(blend=BlendRecipe(grow_px=-3, feather_px=20, opacity=0.5))

    assert room.section.header.toolTip() == "Multi-band · grow −3 · feather 20 · 50 %"
    assert blend_summary(BlendRecipe(keep_outside=False)) == "as received"


def test_each_method_says_what_it_is_good_for(room: BlendRoom) -> None:
    for method in BlendMethod:
        room.store.set(blend=BlendRecipe(method=method))
        assert room.section.use.text() == render(METHOD_USES[method])
        assert room.section.use.text().endswith(".")


def test_what_needs_the_rest_to_be_kept_says_so(room: BlendRoom) -> None:
    room.section.keep.click()

    assert not room.store.draft.blend.keep_outside
    for part in (room.section.register, room.section.grow, room.section.method):
        assert not part.isEnabled()
    assert room.section.register.toolTip() == "Works while everything else is kept."
    assert room.section.reset.isEnabled()

    room.section.reset.click()
    assert room.store.draft.blend == BlendRecipe()
    assert room.section.grow.isEnabled()


def test_every_control_of_the_section_has_a_name_and_a_tooltip(room: BlendRoom) -> None:
    parts = [*room.section.findChildren(QSlider), room.section.keep, room.section.register,
             room.section.match, room.section.reset, room.section.spread]  # fmt: skip
    assert all(part.toolTip() for part in parts)
    assert all(part.accessibleName() for part in room.section.findChildren(QSlider))
    assert room.section.method.accessibleName() == "Blend method"


# A result


def test_a_slider_changes_pixels_inside_of_the_mask_only(room: BlendRoom) -> None:
    (key,) = room.bring(room.bench.result())
    room.strip.select(key)
    target = pixels_of(room.bench.target.path)

    slider = _slider(room, "feather")
    slider.setValue(round(slider.maximum() * 0.6))
    shown, rect = room.wait_for_box(exact=True)

    recipe = room.section.recipe
    assert recipe.feather_px > 30
    here = (slice(rect.top, rect.bottom), slice(rect.left, rect.right))
    outside = beyond_feather(room.bench.coverage > 0, recipe)[here]
    changed = (shown != target[here]).any(axis=2)
    assert outside.any()
    assert not changed[outside].any()
    assert changed[room.bench.coverage[here] == 255].mean() > 0.9
    assert room.store.draft.blend == BlendRecipe(), "the next edits keep theirs"


def test_while_a_slider_moves_a_small_picture_is_shown_first(room: BlendRoom) -> None:
    (key,) = room.bring(room.bench.result())
    room.canvas.zoom_to(0.4)
    room.strip.select(key)

    room.section.grow.nudge(5)

    shown, rect = room.wait_for_box(exact=False)
    assert shown.shape[1] < rect.width * 0.6
    room.wait_for_box(exact=True)


def test_at_rest_the_file_is_replaced_and_the_tile_stays(room: BlendRoom) -> None:
    (key,) = room.bring(room.bench.result())
    room.strip.select(key)
    before = room.result(key)
    data, answer = before.path.read_bytes(), before.answer.path.read_bytes()

    room.section.feather.nudge(30)
    room.settle()

    after = room.result(key)
    assert after.path == before.path
    assert after.path.read_bytes() != data
    assert after.answer.path.read_bytes() == answer
    assert after.recipe == BlendRecipe(feather_px=38)
    assert room.strip.selected_item() == room.item(key)


def test_a_file_that_somebody_changed_is_left_alone(room: BlendRoom) -> None:
    (key,) = room.bring(room.bench.result())
    room.strip.select(key)
    theirs = room.result(key).path
    theirs.write_bytes(theirs.read_bytes() + b"touched elsewhere")
    data = theirs.read_bytes()

    room.section.feather.nudge(30)
    room.rest()

    ours = room.item(key).picture
    assert ours is not None
    assert ours != theirs
    assert ours.name == f"{theirs.stem}-2.png"
    assert theirs.read_bytes() == data


def test_recipes_are_taken_back_and_brought_back_for_each_result(room: BlendRoom) -> None:
    first, second = room.bring(room.bench.result(1), room.bench.result(2))
    room.strip.select(first)
    original = room.result(first).path.read_bytes()
    room.section.feather.nudge(30)
    room.rest()
    room.strip.select(second)
    room.section.opacity.nudge(-40)
    room.rest()

    room.strip.select(first)
    QTest.keySequence(room.section.feather.field, "Ctrl+Z")
    room.rest()
    assert room.section.recipe == BlendRecipe()
    assert room.result(first).path.read_bytes() == original
    assert room.result(second).recipe == BlendRecipe(opacity=0.6)

    QTest.keySequence(room.strip.view, "Ctrl+Shift+Z")
    room.rest()
    assert room.result(first).recipe == BlendRecipe(feather_px=38)


def test_one_drag_of_a_slider_is_one_step(room: BlendRoom) -> None:
    (key,) = room.bring(room.bench.result())
    room.strip.select(key)
    slider = _slider(room, "feather")
    for value in range(200, 700, 50):
        slider.setValue(value)
    room.section.register.click()
    stack = room.desk.blending.undo_stack
    assert stack is not None

    assert stack.count() == 2
    stack.undo()
    stack.undo()
    assert room.section.recipe == BlendRecipe()


def test_all_variants_get_the_recipe_each_with_an_undo_of_its_own(room: BlendRoom) -> None:
    keys = room.bring(*(room.bench.result(number) for number in (1, 2, 3)))
    room.strip.select(keys[0])
    said: list[str] = []
    room.desk.told.connect(said.append)
    room.section.feather.nudge(30)

    room.section.spread.click()
    room.rest()

    assert [room.result(key).recipe for key in keys] == [BlendRecipe(feather_px=38)] * 3
    assert said == ["Blended 2 more like this"]
    room.strip.select(keys[2])
    stack = room.desk.blending.undo_stack
    assert stack is not None
    stack.undo()
    room.rest()
    assert room.result(keys[2]).recipe == BlendRecipe()
    assert room.result(keys[1]).recipe == BlendRecipe(feather_px=38)


def test_a_recipe_of_a_result_can_be_used_for_the_next_edits(room: BlendRoom) -> None:
    (key,) = room.bring(room.bench.result())
    room.strip.select(key)
    room.section.grow.nudge(6)

    room.section.adopt.click()

    assert room.store.draft.blend == BlendRecipe(grow_px=8)


def test_as_received_is_shown_in_its_place_and_said(room: BlendRoom) -> None:
    (key,) = room.bring(room.bench.result())
    room.strip.select(key)

    room.section.keep.click()
    room.rest()

    item = room.item(key)
    assert not room.result(key).is_blended
    assert detail(item).startswith("as received")
    assert item.picture is not None
    assert item.picture.read_bytes() == room.result(key).answer.path.read_bytes()


def test_selecting_another_result_writes_what_is_not_written_yet(
    room: BlendRoom,
) -> None:
    first, second = room.bring(room.bench.result(1), room.bench.result(2))
    room.strip.select(first)
    room.section.feather.nudge(30)

    room.strip.select(second)
    room.settle()

    assert room.result(first).recipe == BlendRecipe(feather_px=38)


def test_closing_writes_what_is_not_written_yet(
    qapp: QApplication, qtbot: QtBot, bench: Bench
) -> None:
    room = BlendRoom(qapp, qtbot, bench)
    (key,) = room.bring(bench.result())
    room.strip.select(key)
    path = room.result(key).path
    before = path.read_bytes()
    room.section.feather.nudge(30)

    room.close()

    assert path.read_bytes() != before


def test_a_target_that_is_gone_is_told_and_the_file_stays(room: BlendRoom) -> None:
    (key,) = room.bring(room.bench.result())
    room.strip.select(key)
    before = room.result(key).path.read_bytes()
    room.bench.target.path.rename(room.bench.target.path.with_name("moved.png"))
    errors: list[object] = []
    room.desk.failed.connect(errors.append)

    room.section.feather.nudge(30)
    room.rest()

    assert errors
    assert room.result(key).path.read_bytes() == before
    assert room.section.recipe == BlendRecipe()


# Drift


def test_a_tile_says_what_the_model_changed(room: BlendRoom) -> None:
    (key,) = room.bring(room.bench.result())
    drift = room.result(key).drift
    assert drift is not None

    share = round(drift.changed * 100)
    assert detail(room.item(key)) == f"outside: 0 px · model {share} %"
    assert f"the model had changed {share} % of it" in spoken(room.item(key))


def test_the_details_tell_the_rest(room: BlendRoom, qapp: QApplication, qtbot: QtBot) -> None:
    details = ResultDetails(room.icons, qapp.clipboard())
    qtbot.addWidget(details)
    room.strip.selected.connect(details.show_item)
    room.tiles.item_changed.connect(details.follow)
    assert not details.isVisibleTo(details.parentWidget())
    (key,) = room.bring(room.bench.result())
    room.strip.select(key)
    drift = room.result(key).drift
    assert drift is not None

    sent = room.bench.frame.sent
    assert details.value("asked") == f"{sent.width} × {sent.height}"
    assert details.value("got").endswith("· 3 s")
    assert details.value("outside") == "0 px changed"
    assert details.value("model").endswith(f"mean ΔE {drift.delta_e:.1f}")
    assert details.value("shift").startswith(f"+{drift.shift_x:.1f}, −{-drift.shift_y:.1f} px")
    assert details.value("registration") == "moved back"
    assert details.value("request") == "req_7"
    assert "Outside 0 px changed" in details.accessibleDescription()

    room.section.register.click()
    room.rest()
    assert details.value("registration") == "switched off"


def test_an_answer_without_a_mask_is_as_received(room: BlendRoom) -> None:
    (key,) = room.bring(Result.plain(room.bench.answer()))
    room.strip.select(key)

    assert detail(room.item(key)).startswith("as received")
    assert "as received" in spoken(room.item(key))
    assert room.section.subject.name == "", "there is nothing to blend"


def test_what_could_not_be_blended_says_so_and_is_blended_again(room: BlendRoom) -> None:
    failed, _problem = room.bench.broken()
    (key,) = room.bring(failed)
    assert detail(room.item(key)).startswith("not blended")

    room.strip.select(key)
    room.strip.perform(ResultAction.BLEND_AGAIN)
    room.settle()

    assert room.result(key).is_blended
    assert detail(room.item(key)).startswith("outside: 0 px")
    assert room.item(key).picture == room.result(key).path


def test_the_heat_map_is_shown_for_each_result_until_it_is_switched_off(room: BlendRoom) -> None:
    first, second = room.bring(room.bench.result(1), room.bench.result(2))
    room.strip.select(first)
    heat = room.desk.heat

    heat.toggle()
    assert heat.is_on

    def heated() -> bool:
        picture, rect = room.canvas.shown[-1] if room.canvas.shown else (None, None)
        return rect == Rect.of(room.bench.target.size) and picture is not None

    room.qtbot.waitUntil(heated, timeout=PATIENCE_MS)
    picture, _ = room.canvas.shown[-1]
    assert picture is not None
    grey = picture.bgra[..., :3].max(axis=2) == picture.bgra[..., :3].min(axis=2)
    assert 0.1 < grey.mean() < 0.9

    count = len(room.canvas.shown)
    room.strip.select(second)
    room.qtbot.waitUntil(lambda: len(room.canvas.shown) > count and heated(), timeout=PATIENCE_MS)

    heat.toggle()
    room.wait_for_box(exact=True)
    assert not heat.is_on


def test_the_legend_is_there_while_there_is_heat_to_explain(room: BlendRoom) -> None:
    (key,) = room.bring(room.bench.result())
    legend = room.desk.legend
    room.desk.heat.toggle()
    assert legend.isHidden()

    room.strip.select(key)
    assert not legend.isHidden()
    assert "mean ΔE" in legend.figures
    assert "outside the mask" in legend.accessibleName()

    room.strip.select("original")
    assert legend.isHidden()
