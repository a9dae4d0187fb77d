"""The tree of a family with real widgets: shown, walked through by keys, used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.samples import Samples
from overpaint.domain.choices import Quality
from overpaint.domain.draft import Draft
from overpaint.domain.family import Family, Kin
from overpaint.domain.recipe import Recipe
from overpaint.ui.icons import Icons
from overpaint.ui.lineage.tree_model import ROOT, Node
from overpaint.ui.lineage.tree_page import LineagePage
from overpaint.ui.lineage.uses import LineageUse
from overpaint.ui.theme import Theme
from overpaint.ui.thumbnails import ThumbnailLoader

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def family(samples: Samples) -> Family:
    """Two variants of a first edit, and two edits made from the second one."""

    def kin(key: str, edit: str, prompt: str, parent: str = "", variant: int = 1) -> Kin:
        target = samples.raccoon if parent else samples.coffee
        quality = Quality.HIGH if parent else Quality.LOW
        recipe = Recipe(Draft(prompt=prompt, quality=quality))
        return Kin(key, edit, samples.raccoon, target, NOW, parent, variant, prompt,
                   recipe=recipe, is_kept=True)  # fmt: skip

    return Family(
        (
            kin("a1", "a", "A red cup", variant=1),
            kin("a2", "a", "A red cup", variant=2),
            kin("b", "b", "A blue cup", parent="a2"),
            kin("c", "c", "A red cup with steam", parent="a2"),
        )
    )


@pytest.fixture
def page(qapp: QApplication, qtbot: QtBot, family: Family) -> Iterator[LineagePage]:
    theme = Theme(qapp)
    loader = ThumbnailLoader()
    page = LineagePage(Icons(theme), loader)
    qtbot.addWidget(page)
    page.resize(1000, 300)
    page.show()
    qtbot.waitExposed(page)
    page.show_family(family, "b")
    yield page
    loader.close()


def at(page: LineagePage) -> str:
    node = page.model.node(page.view.currentIndex())
    assert node is not None
    return node.spot.key


def test_every_card_has_a_title_and_is_told_to_screen_readers(page: LineagePage) -> None:
    titles = [node.title for node in page.model.nodes]
    assert titles == ["Original", "Edit 1 · 1 of 2", "Edit 1 · 2 of 2", "Edit 2", "Edit 2"]
    spoken = page.model.index(3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Edit 2, shown now, A blue cup"
    assert [node.news for node in page.model.nodes][3:] == ["red → blue", "+ with steam"]


def test_arrow_keys_walk_through_generations_and_branches(page: LineagePage) -> None:
    view = page.view
    assert at(page) == "b"
    for key, goal in (
        (Qt.Key.Key_Down, "c"), (Qt.Key.Key_Left, "a2"), (Qt.Key.Key_Up, "a1"),
        (Qt.Key.Key_Left, ROOT), (Qt.Key.Key_Right, "a2"), (Qt.Key.Key_Right, "b"),
        (Qt.Key.Key_Right, "b"), (Qt.Key.Key_Home, ROOT),
    ):  # fmt: skip
        QTest.keyClick(view, key)
        assert at(page) == goal


def test_keys_of_results_use_the_card_that_has_the_keyboard(page: LineagePage) -> None:
    used: list[tuple[LineageUse, str]] = []
    rated: list[tuple[int, str]] = []
    page.wanted.connect(lambda use, node: used.append((use, node.spot.key)))
    page.rated.connect(lambda stars, node: rated.append((stars, node.spot.key)))
    QTest.keyClick(page.view, Qt.Key.Key_T)
    QTest.keyClick(page.view, Qt.Key.Key_U)
    QTest.keyClick(page.view, Qt.Key.Key_U, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(page.view, Qt.Key.Key_S)
    QTest.keyClick(page.view, Qt.Key.Key_Y)
    QTest.keyClick(page.view, Qt.Key.Key_Space)
    QTest.keyClick(page.view, Qt.Key.Key_4)
    uses = [use for use, _ in used]
    assert uses == [
        LineageUse.CONTINUE, LineageUse.SETTINGS, LineageUse.PROMPT, LineageUse.STAR,
        LineageUse.COMPARE_PARENT, LineageUse.SHOW,
    ]  # fmt: skip
    assert {key for _, key in used} == {"b"}
    assert rated == [(4, "b")]


def test_a_click_shows_a_card_and_the_menu_offers_what_fits(
    page: LineagePage, qtbot: QtBot
) -> None:
    place = page.view.visualRect(page.model.index(2)).center()
    with qtbot.waitSignal(page.wanted) as wanted:
        QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wanted.args is not None
    assert wanted.args[0] is LineageUse.SHOW
    assert wanted.args[1].spot.key == "a2"
    root, first = page.model.nodes[:2]
    texts = [action.text() for action in page.menu_for(root).actions()]
    assert texts == ["Show", "Continue from here", "Add as reference"]
    assert len(page.menu_for(first).actions()) == len(LineageUse)


def test_the_pane_tells_words_and_parameters_that_were_changed(page: LineagePage) -> None:
    pane = page.pane
    assert "line-through" in pane.prompt.text()
    assert pane.prompt.accessibleName() == "A [removed: red] [added: blue] cup"
    shown = [pane.changes.layout().itemAt(n).widget().accessibleName() for n in range(2)]
    assert shown == ["Quality", "low → high"]
    page.view.go_to(ROOT)
    assert pane.title.text == "Original"
    assert not pane.buttons[LineageUse.SETTINGS].isEnabled()
    assert pane.buttons[LineageUse.CONTINUE].isEnabled()


def test_what_is_not_known_is_switched_off_with_a_reason(page: LineagePage) -> None:
    lost = Kin("z", "z", Path("z.png"), Path("o.png"), NOW, prompt="Gone")
    page.show_family(Family((lost,)), "z")
    node = page.model.node(page.view.currentIndex())
    assert isinstance(node, Node)
    settings = page.pane.buttons[LineageUse.SETTINGS]
    assert not settings.isEnabled()
    assert "not known" in settings.toolTip()
    assert "not in the library" in page.pane.buttons[LineageUse.STAR].toolTip()


def test_a_tree_of_a_dozen_generations_scrolls_to_where_the_keyboard_is(
    page: LineagePage, family: Family
) -> None:
    more = list(family.kin)
    for number in range(12):
        more.append(
            Kin(f"n{number}", f"n{number}", more[-1].file, more[-1].file, NOW, more[-1].key)
        )
    page.show_family(Family(tuple(more)), "n11")
    assert page.view.horizontalScrollBar().value() > 0
    seen = page.view.viewport().rect()
    assert seen.contains(page.view.visualRect(page.view.currentIndex()))
    assert not page.grab().isNull()
