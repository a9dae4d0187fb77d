"""Drawing marks on the canvas with real events."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from helpers.samples import Samples
from overpaint.domain.marks import Arrow, Box, Colour, Ellipse, Pen, Text, bounds_of
from overpaint.imaging.markup import draw_marks
from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.brush import Brush
from overpaint.imaging.pixels import Picture
from overpaint.ui.canvas.lettering import outlines_of
from overpaint.ui.canvas.markup_layer import MarkKind
from overpaint.ui.canvas.text_entry import TextEntry
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.canvas.view import CanvasView

LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
ALT, NO_KEYS = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier
Key = Qt.Key
BLUE = Colour(37, 99, 235)


@pytest.fixture
def canvas(qtbot: QtBot, samples: Samples) -> Iterator[CanvasView]:
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(1024, 768)
    with qtbot.waitExposed(view):
        view.show()
    rgba = np.asarray(Image.open(samples.raccoon).convert("RGBA"))
    view.set_target(Picture(np.ascontiguousarray(rgba[..., [2, 1, 0, 3]]), opaque=True))
    view.zoom_to(1.0)
    view.set_tool(ToolKind.MARKUP)
    view.setFocus()
    yield view
    view.close_workers()


def at(view: CanvasView, image_pos: tuple[float, float]) -> QPoint:
    assert view.transform is not None
    x, y = view.transform.to_view(image_pos)
    return QPoint(round(x), round(y))


def drag(
    qtbot: QtBot,
    view: CanvasView,
    *way: tuple[float, float],
    modifier: Qt.KeyboardModifier = NO_KEYS,
    release: bool = True,
) -> None:
    places = [at(view, pos) for pos in way]
    qtbot.mousePress(view, LEFT, modifier, places[0])
    for place in places[1:]:
        qtbot.mouseMove(view, place)
    if release:
        qtbot.mouseRelease(view, LEFT, modifier, places[-1])


def draw(qtbot: QtBot, view: CanvasView, kind: MarkKind, *way: tuple[float, float]) -> None:
    view.markup.set_kind(kind)
    drag(qtbot, view, *way)


def click(qtbot: QtBot, view: CanvasView, pos: tuple[float, float]) -> None:
    qtbot.mouseClick(view, LEFT, NO_KEYS, at(view, pos))


def entry(view: CanvasView) -> TextEntry:
    found = view.findChild(TextEntry)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("kind", "make"), [(MarkKind.ARROW, Arrow), (MarkKind.BOX, Box), (MarkKind.ELLIPSE, Ellipse)]
)
def test_a_drag_draws_a_shape_from_press_to_release(
    qtbot: QtBot, canvas: CanvasView, kind: MarkKind, make: type[Arrow | Box | Ellipse]
) -> None:
    draw(qtbot, canvas, kind, (100, 100), (150, 130), (300, 200))

    (mark,) = canvas.markup.marks
    style = canvas.markup.style
    assert mark == make((100, 100), (300, 200), style.colour, style.width_px)
    assert canvas.undo_stack.count() == 1
    assert canvas.mask is not None
    assert canvas.mask.is_empty


def test_the_pen_follows_the_hand(qtbot: QtBot, canvas: CanvasView) -> None:
    draw(qtbot, canvas, MarkKind.PEN, (100, 100), (150, 130), (300, 200))

    (mark,) = canvas.markup.marks
    assert isinstance(mark, Pen)
    assert mark.points == ((100, 100), (150, 130), (300, 200))


def test_shift_makes_squares_and_keeps_arrows_to_45_degrees(
    qtbot: QtBot, canvas: CanvasView
) -> None:
    canvas.markup.set_kind(MarkKind.BOX)
    drag(qtbot, canvas, (100, 100), (200, 150), release=False)
    # The modifiers of a synthetic move cannot be set: the release carries them.
    qtbot.mouseRelease(canvas, LEFT, SHIFT, at(canvas, (300, 180)))
    canvas.markup.set_kind(MarkKind.ARROW)
    drag(qtbot, canvas, (400, 400), (500, 410), release=False)
    qtbot.mouseRelease(canvas, LEFT, SHIFT, at(canvas, (600, 420)))

    box, arrow = canvas.markup.marks
    assert isinstance(box, Box)
    assert box.end == (300, 300)
    assert isinstance(arrow, Arrow)
    assert arrow.end[1] == pytest.approx(400)


def test_a_click_draws_no_shape_and_escape_drops_the_one_under_way(
    qtbot: QtBot, canvas: CanvasView
) -> None:
    canvas.markup.set_kind(MarkKind.BOX)
    click(qtbot, canvas, (200, 200))
    drag(qtbot, canvas, (100, 100), (300, 200), release=False)
    assert canvas.markup.ghost is not None

    qtbot.keyClick(canvas, Key.Key_Escape)
    qtbot.mouseRelease(canvas, LEFT, NO_KEYS, at(canvas, (300, 200)))

    assert canvas.markup.marks == ()
    assert canvas.markup.ghost is None


def test_the_canvas_shows_what_is_exported(qtbot: QtBot, canvas: CanvasView) -> None:
    def shown() -> np.ndarray:
        image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGBA8888)
        pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
        return pixels[..., :3].astype(int)

    canvas.markup.select(None)
    qtbot.wait_until(lambda: canvas.transform is not None)
    before = shown()
    draw(qtbot, canvas, MarkKind.ELLIPSE, (200, 200), (500, 420))
    draw(qtbot, canvas, MarkKind.ARROW, (560, 200), (700, 320))
    wave = [(600.0 + 2 * step, 500 + 60 * math.sin(step / 9)) for step in range(120)]
    draw(qtbot, canvas, MarkKind.PEN, *wave)
    text = Text((300, 500), "Größe", BLUE, 60, outlines_of("Größe", 60))
    canvas.markup.add(text, "Write text")

    origin = canvas.transform.origin  # type: ignore[union-attr]
    marks = draw_marks(canvas.markup.marks, Area(-origin[0], -origin[1], 1024 - origin[0],
                                                 768 - origin[1]))  # fmt: skip
    ground = Image.fromarray(before.astype(np.uint8)).convert("RGBA")
    ground.alpha_composite(marks)
    expected = np.asarray(ground)[..., :3].astype(int)

    difference = np.abs(shown() - expected).max(axis=2)
    assert (np.abs(expected - before).max(axis=2) > 40).sum() > 5000
    assert (difference > 60).sum() < 200  # two ways to smooth an edge
    assert (difference > 150).sum() == 0


def test_select_move_nudge_and_delete(qtbot: QtBot, canvas: CanvasView) -> None:
    draw(qtbot, canvas, MarkKind.BOX, (100, 100), (300, 200))
    draw(qtbot, canvas, MarkKind.ARROW, (400, 300), (600, 300))
    canvas.markup.set_kind(MarkKind.SELECT)

    drag(qtbot, canvas, (200, 100), (210, 130), (240, 150))
    assert canvas.markup.selected == 0
    assert bounds_of(canvas.markup.marks[0])[:2] == pytest.approx(
        (140 - canvas.markup.style.width_px / 2, 150 - canvas.markup.style.width_px / 2)
    )
    qtbot.keyClick(canvas, Key.Key_Right)
    qtbot.keyClick(canvas, Key.Key_Down, SHIFT)
    moved = canvas.markup.marks[0]
    assert isinstance(moved, Box)
    assert moved.start == (141, 160)
    qtbot.keyClick(canvas, Key.Key_Delete)

    assert [type(mark) for mark in canvas.markup.marks] == [Arrow]
    assert canvas.markup.selected is None
    click(qtbot, canvas, (700, 600))
    qtbot.keyClick(canvas, Key.Key_Delete)
    assert len(canvas.markup.marks) == 1


def test_a_handle_reshapes_and_the_arrow_keys_pan_when_nothing_is_selected(
    qtbot: QtBot, canvas: CanvasView
) -> None:
    draw(qtbot, canvas, MarkKind.ARROW, (400, 300), (600, 300))
    canvas.markup.set_kind(MarkKind.SELECT)
    click(qtbot, canvas, (500, 300))

    drag(qtbot, canvas, (600, 300), (610, 320), (650, 400))

    (arrow,) = canvas.markup.marks
    assert isinstance(arrow, Arrow)
    assert (arrow.start, arrow.end) == ((400, 300), (650, 400))
    qtbot.keyClick(canvas, Key.Key_Escape)
    assert canvas.markup.selected is None
    before = canvas.transform
    qtbot.keyClick(canvas, Key.Key_Left)
    assert canvas.transform != before


def test_undo_and_redo_go_through_mask_and_marks_in_order(qtbot: QtBot, canvas: CanvasView) -> None:
    draw(qtbot, canvas, MarkKind.ARROW, (100, 100), (300, 200))
    first = canvas.markup.marks
    canvas.set_tool(ToolKind.BRUSH)
    canvas.set_brush(Brush(40, 0.8))
    drag(qtbot, canvas, (500, 400), (600, 400))
    assert canvas.wait_for_strokes()
    canvas.set_tool(ToolKind.MARKUP)
    draw(qtbot, canvas, MarkKind.BOX, (100, 300), (300, 500))
    last = canvas.markup.marks
    assert canvas.mask is not None
    covered = canvas.mask.copy_coverage()

    canvas.undo_stack.undo()
    assert canvas.markup.marks is first
    canvas.undo_stack.undo()
    assert canvas.wait_for_strokes()
    assert canvas.mask.is_empty
    canvas.undo_stack.undo()
    assert canvas.markup.marks == ()
    for _ in range(3):
        canvas.undo_stack.redo()
    assert canvas.wait_for_strokes()

    assert canvas.markup.marks is last
    assert (canvas.mask.copy_coverage() == covered).all()


def test_many_nudges_are_one_step_of_undo(qtbot: QtBot, canvas: CanvasView) -> None:
    draw(qtbot, canvas, MarkKind.BOX, (100, 100), (300, 200))
    drawn = canvas.markup.marks
    canvas.markup.select_next()
    for _ in range(5):
        qtbot.keyClick(canvas, Key.Key_Right)

    canvas.undo_stack.undo()

    assert canvas.markup.marks is drawn


def test_another_colour_and_width_change_the_selected_mark_only(
    qtbot: QtBot, canvas: CanvasView
) -> None:
    draw(qtbot, canvas, MarkKind.BOX, (100, 100), (300, 200))
    draw(qtbot, canvas, MarkKind.ARROW, (400, 300), (600, 300))
    canvas.markup.set_kind(MarkKind.SELECT)
    click(qtbot, canvas, (200, 100))

    canvas.markup.set_style(replace(canvas.markup.style, colour=BLUE))
    width = canvas.markup.style.width_px
    qtbot.keyClick(canvas, Key.Key_BracketRight)

    box, arrow = canvas.markup.marks
    assert (box.colour, arrow.colour) == (BLUE, canvas.markup.marks[1].colour)
    assert arrow.colour != BLUE
    assert isinstance(box, Box)
    assert box.width_px > width


def test_text_is_typed_in_place(qtbot: QtBot, canvas: CanvasView) -> None:
    canvas.markup.set_kind(MarkKind.TEXT)
    click(qtbot, canvas, (300, 300))
    field = entry(canvas)
    assert field.isVisible()

    qtbot.keyClicks(field, "red")
    qtbot.keyClick(field, Key.Key_Return, SHIFT)
    qtbot.keyClicks(field, "scarf")
    qtbot.keyClick(field, Key.Key_Return)

    (mark,) = canvas.markup.marks
    assert isinstance(mark, Text)
    assert mark.text == "red\nscarf"
    assert not field.isVisible()
    bounds = bounds_of(mark)
    assert bounds.bottom - bounds.top > 1.5 * mark.size_px
    assert canvas.hasFocus()


def test_escape_gives_a_text_up_and_an_empty_text_is_none(qtbot: QtBot, canvas: CanvasView) -> None:
    canvas.markup.set_kind(MarkKind.TEXT)
    for keys, end in (("oops", Key.Key_Escape), ("  ", Key.Key_Return)):
        click(qtbot, canvas, (300, 300))
        qtbot.keyClicks(entry(canvas), keys)
        qtbot.keyClick(entry(canvas), end)

    assert canvas.markup.marks == ()
    assert canvas.undo_stack.count() == 0


def test_a_text_can_be_changed_and_keeps_its_place(qtbot: QtBot, canvas: CanvasView) -> None:
    text = Text((300, 300), "cat", BLUE, 48, outlines_of("cat", 48))
    canvas.markup.add(text, "Write text")
    canvas.markup.set_kind(MarkKind.TEXT)
    click(qtbot, canvas, (320, 330))
    field = entry(canvas)
    assert field.toPlainText() == "cat"
    assert canvas.markup.hidden == 0

    qtbot.keyClicks(field, "s")
    click(qtbot, canvas, (700, 600))  # a click elsewhere keeps it, and writes there

    changed = canvas.markup.marks[0]
    assert isinstance(changed, Text)
    assert (changed.text, changed.position, changed.size_px) == ("cats", (300, 300), 48)
    qtbot.keyClick(field, Key.Key_Escape)
    canvas.undo_stack.undo()
    assert canvas.markup.marks == (text,)


def test_everything_can_be_drawn_without_a_pointer(qtbot: QtBot, canvas: CanvasView) -> None:
    for kind in (MarkKind.ARROW, MarkKind.BOX, MarkKind.ELLIPSE):
        canvas.markup.set_kind(kind)
        qtbot.keyClick(canvas, Key.Key_Return)
        assert canvas.markup.selected == len(canvas.markup.marks) - 1
    canvas.markup.set_kind(MarkKind.TEXT)
    qtbot.keyClick(canvas, Key.Key_Return)
    qtbot.keyClicks(entry(canvas), "here")
    qtbot.keyClick(entry(canvas), Key.Key_Return)

    kinds = [type(mark) for mark in canvas.markup.marks]
    assert kinds == [Arrow, Box, Ellipse, Text]


def test_alt_click_selects_whatever_the_kind_is(qtbot: QtBot, canvas: CanvasView) -> None:
    draw(qtbot, canvas, MarkKind.BOX, (100, 100), (300, 200))

    qtbot.mouseClick(canvas, LEFT, ALT, at(canvas, (200, 100)))

    assert canvas.markup.selected == 0
    assert canvas.markup.kind is MarkKind.SELECT


def test_marks_step_aside_for_a_result_until_the_next_one_is_drawn(
    qtbot: QtBot, canvas: CanvasView
) -> None:
    draw(qtbot, canvas, MarkKind.BOX, (200, 200), (400, 300))

    def shown() -> QColor:
        return canvas.grab().toImage().pixelColor(at(canvas, (300, 200)))

    assert shown() == QColor(*canvas.markup.style.colour)
    canvas.set_preview(Picture(np.full((768, 1024, 4), 255, np.uint8), opaque=True))
    assert shown() == QColor("white")

    draw(qtbot, canvas, MarkKind.BOX, (500, 500), (600, 600))

    assert shown() == QColor(*canvas.markup.style.colour)


def test_marks_keep_to_the_picture_when_it_is_zoomed(qtbot: QtBot, canvas: CanvasView) -> None:
    canvas.zoom_to(2.0)

    draw(qtbot, canvas, MarkKind.BOX, (400, 300), (500, 380))

    (mark,) = canvas.markup.marks
    assert isinstance(mark, Box)
    assert mark.start == pytest.approx((400, 300), abs=0.5)
    assert mark.end == pytest.approx((500, 380), abs=0.5)


def test_letters_of_every_script_have_outlines_and_spaces_none() -> None:
    for text in ("a", "Ж", "é", "8"):
        outlines = outlines_of(text, 40)
        assert outlines, text
        assert max(y for polygon in outlines for _, y in polygon) < 60
    assert outlines_of("  \n ", 40) == ()
    assert len(outlines_of("O", 40)) == 2


def test_the_description_counts_the_marks(qtbot: QtBot, canvas: CanvasView) -> None:
    draw(qtbot, canvas, MarkKind.BOX, (100, 100), (300, 200))
    assert canvas.accessibleDescription().endswith("1 mark")
    draw(qtbot, canvas, MarkKind.BOX, (200, 100), (400, 200))
    assert canvas.accessibleDescription().endswith("2 marks")
