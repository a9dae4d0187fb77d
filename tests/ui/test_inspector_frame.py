"""The inspector's section for the context frame, the size that follows it, and cheaper sizes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from helpers.drafts import LOCAL_RULES, draft, picture
from overpaint.domain.choices import Field, OutputFormat, Quality
from overpaint.domain.draft import MaskFacts
from overpaint.domain.frame import FrameChoice, FramePlan, Rect
from overpaint.domain.framing import frame_of
from overpaint.domain.price_advice import SizeAdvice
from overpaint.domain.sizes import Size
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.icons import Icons
from overpaint.ui.inspector.frame_section import FrameSection
from overpaint.ui.inspector.inspector import Inspector
from overpaint.ui.theme import Theme, ThemeChoice
from overpaint.ui.widgets.choice_box import ChoiceBox
from overpaint.ui.widgets.pill import PillKind

PHOTO = Size(6000, 4000)
MASK = MaskFacts(PHOTO, 0.01, Rect(2000, 1500, 700, 500))


@pytest.fixture
def store(qapp: QApplication) -> DraftStore:
    return DraftStore(LOCAL_RULES, draft(inputs=(picture(size=PHOTO),), mask=MASK))


@pytest.fixture
def inspector(qtbot: QtBot, qapp: QApplication, store: DraftStore) -> Inspector:
    inspector = Inspector(store, Icons(Theme(qapp, ThemeChoice.DARK)))
    qtbot.addWidget(inspector)
    inspector.resize(336, 1200)
    inspector.show()
    return inspector


@pytest.fixture
def section(inspector: Inspector) -> FrameSection:
    return inspector.parameters.frame


def segment(section: FrameSection, choice: FrameChoice) -> QAbstractButton:
    place = list(FrameChoice).index(choice)
    return section.choice.findChildren(QAbstractButton)[place]


def press(qtbot: QtBot, section: FrameSection, choice: FrameChoice) -> None:
    qtbot.mouseClick(segment(section, choice), Qt.MouseButton.LeftButton)


def test_it_tells_which_pixels_are_sent(section: FrameSection, store: DraftStore) -> None:
    frame = frame_of(store.draft, store.model)
    assert frame is not None

    assert section.choice.value is FrameChoice.AUTO
    assert section.read_out.text() == f"{frame.sent.width} × {frame.sent.height} px"
    assert (section.scale.text, section.scale.kind) == ("1:1", PillKind.SUCCESS)
    assert not section.note.isVisible()


def test_the_slider_takes_more_of_the_surroundings(
    section: FrameSection, store: DraftStore, qtbot: QtBot
) -> None:
    field = section.context.field
    field.selectAll()
    qtbot.keyClicks(field, "100")
    qtbot.keyClick(field, Qt.Key.Key_Return)

    assert store.draft.frame == FramePlan(context=1.0)
    frame = frame_of(store.draft, store.model)
    assert frame is not None
    assert frame.rect.holds(Rect(1300, 800, 2100, 1900))


def test_the_whole_picture_says_what_it_costs_in_detail(
    section: FrameSection, store: DraftStore, qtbot: QtBot
) -> None:
    press(qtbot, section, FrameChoice.WHOLE)

    assert store.draft.frame.choice is FrameChoice.WHOLE
    assert section.read_out.text() == "6000 × 4000 → 3504 × 2336 px"
    assert (section.scale.text, section.scale.kind) == ("0.58×", PillKind.WARNING)
    assert "3840" in section.note.text()
    assert not section.context.isEnabled()


def test_placed_keeps_it_where_it_is_and_gives_the_tool(
    section: FrameSection, store: DraftStore, qtbot: QtBot
) -> None:
    before = frame_of(store.draft, store.model)
    assert before is not None

    with qtbot.waitSignal(section.placing):
        press(qtbot, section, FrameChoice.PLACED)
    store.set(mask=replace(MASK, bounds=Rect(2100, 1600, 300, 300)))

    assert frame_of(store.draft, store.model) == before
    assert section.choice.value is FrameChoice.PLACED


def test_a_small_picture_is_enlarged_which_is_no_loss(
    section: FrameSection, store: DraftStore
) -> None:
    size = Size(640, 427)
    store.set(inputs=(picture(2, size=size),), mask=MaskFacts(size, 0.1, Rect(9, 9, 99, 99)))

    assert section.scale.kind is PillKind.NEUTRAL
    assert section.scale.text.endswith("×")
    assert "Enlarged" in section.note.text()


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"mask": None}, "Without a mask"),
        ({"mask": MaskFacts(PHOTO, 0.0, Rect(0, 0, 9, 9))}, "Without a mask"),
        ({"output_format": OutputFormat.SVG, "model": "gpt-image-2.6-sunburst"}, "SVG"),
    ],
)
def test_without_a_frame_it_says_why_and_offers_nothing(
    section: FrameSection, store: DraftStore, changes: dict[str, object], word: str
) -> None:
    store.replace_draft(replace(store.draft, **changes))

    assert word in section.note.text()
    assert not section.context.isVisible()
    assert not section.read_out.isVisible()
    for choice in FrameChoice:
        assert not segment(section, choice).isEnabled()
        assert word in segment(section, choice).toolTip()


def test_folded_it_says_the_size_and_the_scale(section: FrameSection, store: DraftStore) -> None:
    frame = frame_of(store.draft, store.model)
    assert frame is not None
    section.set_expanded(False)

    told = section.header.accessibleDescription()

    assert f"{frame.sent.width} × {frame.sent.height} · 1:1" in told


def test_the_size_follows_the_frame_or_gives_it_its_shape(
    inspector: Inspector, store: DraftStore
) -> None:
    box = inspector.parameters.controls[Field.SIZE]
    assert isinstance(box, ChoiceBox)
    assert box.currentText() == "Follows the frame"
    assert inspector.parameters.size_editor.note.text() == ""

    store.set(size=Size(1024, 1536))
    frame = frame_of(store.draft, store.model)

    assert frame is not None
    assert frame.sent == Size(1024, 1536)
    assert inspector.parameters.frame.read_out.text().endswith("→ 1024 × 1536 px")
    assert inspector.parameters.size_editor.note.text() == ""

    store.set(size=None, mask=None)
    assert box.currentText() == "Auto"


def test_a_cheaper_size_is_taken_by_a_click(
    inspector: Inspector, store: DraftStore, qtbot: QtBot
) -> None:
    line = inspector.parameters.advice
    assert not line.isVisible()

    line.show_advice(SizeAdvice(Size(1792, 1024), 0.279))
    assert line.isVisible()
    assert line.text() == "1792 × 1024 is 28 % cheaper"
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)

    assert store.draft.size == Size(1792, 1024)
    assert not line.isVisible()


def test_nothing_is_advised_that_is_no_cheaper(store: DraftStore, inspector: Inspector) -> None:
    inspector.parameters.advice.show_advice(SizeAdvice(Size(1792, 1024), 0.28))
    inspector.parameters.advice.show_advice(None)

    assert not inspector.parameters.advice.isVisible()
    assert store.draft.quality is Quality.AUTO
