"""Guides over the picture: drawn where they belong, and repainted along their lines only."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from overpaint.ui.canvas.guide import Guide, GuideLine, Scribble
from overpaint.ui.canvas.guides import Guides
from overpaint.ui.canvas.transform import ViewTransform

SIDE = 800
FRAME = [(100.0, 100.0), (700.0, 100.0), (700.0, 700.0), (100.0, 700.0), (100.0, 100.0)]


def view(angle_deg: float = 0.0, *, mirrored: bool = False) -> ViewTransform:
    upright = ViewTransform((SIDE, SIDE), (SIDE, SIDE), 1.0, 1.0)
    return upright.turned_to(angle_deg).mirrored_to(mirrored)


def guides(transform: ViewTransform) -> tuple[Guides, list[list[QRectF]]]:
    made, told = Guides(), []
    made.follow(transform)
    made.damaged.connect(told.append)
    return made, told


def painted(made: Guides) -> QImage:
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor(128, 128, 128))
    painter = QPainter(image)
    made.paint(painter, [image.rect()])
    painter.end()
    return image


def covers(boxes: list[QRectF], x: float, y: float) -> bool:
    return any(box.contains(x, y) for box in boxes)


def test_only_the_surroundings_of_lines_are_repainted(qtbot: QtBot) -> None:
    made, told = guides(view())
    made.show(Guide((GuideLine(FRAME),)))

    (boxes,) = told
    assert all(covers(boxes, x, y) for x, y in FRAME)
    assert covers(boxes, 400, 100)
    assert not covers(boxes, 400, 400)
    assert sum(box.width() * box.height() for box in boxes) < 0.35 * 600 * 600


def test_what_stays_is_not_repainted_when_the_pointer_moves(qtbot: QtBot) -> None:
    made, told = guides(view())
    fixed = GuideLine([(100.0, 100.0), (100.0, 700.0)])
    made.show(Guide((fixed, GuideLine([(100.0, 700.0), (300.0, 700.0)], dashed=True))))
    made.show(Guide((fixed, GuideLine([(100.0, 700.0), (320.0, 690.0)], dashed=True))))

    assert not covers(told[-1], 100, 300)
    assert covers(told[-1], 320, 690)
    made.show(None)
    assert covers(told[-1], 100, 300)


@pytest.mark.parametrize("angle", [0.0, 30.0, 90.0])
@pytest.mark.parametrize("mirrored", [False, True])
def test_lines_lie_on_their_places_in_any_view(qtbot: QtBot, angle: float, mirrored: bool) -> None:
    transform = view(angle, mirrored=mirrored)
    made, told = guides(transform)
    made.show(Guide((GuideLine([(300.0, 350.0), (500.0, 420.0)]),)))
    image = painted(made)
    x, y = transform.to_device((400.0, 385.0))

    near = [
        image.pixelColor(round(x) + dx, round(y) + dy).lightness()
        for dx in range(-3, 4)
        for dy in range(-3, 4)
    ]
    assert max(near) > 200  # the light line
    assert min(near) < 100  # in a dark one
    assert covers(told[0], x, y)


def test_a_line_that_grows_is_drawn_like_one_made_at_once(qtbot: QtBot) -> None:
    way = [
        (400 + 250 * math.cos(turn / 60), 400 + 250 * math.sin(turn / 60)) for turn in range(300)
    ]
    growing: list[tuple[float, float]] = []
    made, told = guides(view())
    for place in way:
        growing.append(place)
        made.show(Guide((GuideLine(growing),)), growing[-2:])
        image = painted(made)
    at_once, _ = guides(view())
    at_once.show(Guide((GuideLine(tuple(way)),)))

    assert image == painted(at_once)
    assert all(covers(told[-1], *place) for place in way[-2:])
    assert not covers(told[-1], *way[100])


def test_labels_stay_inside_the_view(qtbot: QtBot) -> None:
    made, told = guides(view())
    made.show(Guide(label="1204 × 877 px", label_at=(790.0, 790.0)))
    (boxes,) = told

    assert QRectF(0, 0, SIDE, SIDE).contains(boxes[0])
    dark = painted(made)
    middle = boxes[0].center()
    edge = dark.pixelColor(round(boxes[0].left()) + 5, round(middle.y()))
    assert edge.lightness() < 60


def test_what_to_keep_and_what_to_drop_differ_without_colour(qtbot: QtBot) -> None:
    made, _ = guides(view())
    line = [(100.0, 200.0), (700.0, 200.0)]
    other = [(100.0, 500.0), (700.0, 500.0)]
    made.show(Guide(scribbles=(Scribble(line), Scribble(other, keep=False))))
    image = painted(made)
    kept = {image.pixelColor(x, 200).lightness() for x in range(150, 650)}
    dropped = {image.pixelColor(x, 500).lightness() for x in range(150, 650)}

    assert max(kept) - min(kept) < 10
    assert max(dropped) - min(dropped) > 40  # dashes
