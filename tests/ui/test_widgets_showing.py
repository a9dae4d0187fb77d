"""Widgets that show and trigger: banner, toast, buttons, cards, sections, labels, drop hint."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from overpaint.ui.icons import Icons
from overpaint.ui.theme import Theme, ThemeChoice
from overpaint.ui.widgets.action_card import ActionCard
from overpaint.ui.widgets.banner import Banner, Notice, NoticeAction, NoticeKind
from overpaint.ui.widgets.busy_ring import BusyRing
from overpaint.ui.widgets.card import Card
from overpaint.ui.widgets.drop_hint import DropAction, DropHint
from overpaint.ui.widgets.elided_label import ElidedLabel
from overpaint.ui.widgets.flow_layout import FlowLayout
from overpaint.ui.widgets.icon_button import IconButton
from overpaint.ui.widgets.pill import Pill, PillKind
from overpaint.ui.widgets.primary_button import PrimaryButton
from overpaint.ui.widgets.section import Section
from overpaint.ui.widgets.toast import Toast, ToastAction

REFUSED = Notice(
    NoticeKind.ERROR,
    "The server refused the prompt.",
    "Change the prompt and try again.",
    (NoticeAction("edit_prompt", "Edit prompt"),),
    "request id req_123",
)


@pytest.fixture
def icons(qapp: QApplication) -> Icons:
    return Icons(Theme(qapp, ThemeChoice.LIGHT))


def shown(qtbot: QtBot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def button(widget: QWidget, text: str) -> QPushButton:
    return next(child for child in widget.findChildren(QPushButton) if child.text() == text)


class TestBanner:
    @pytest.fixture
    def window(self, qtbot: QtBot) -> QWidget:
        window = QWidget()
        window.resize(340, 300)
        QVBoxLayout(window)
        return shown(qtbot, window)

    @pytest.fixture
    def banner(self, window: QWidget, icons: Icons) -> Banner:
        banner = Banner(icons)
        window.layout().addWidget(banner)
        return banner

    def test_it_is_hidden_until_there_is_something_to_say(self, banner: Banner) -> None:
        assert not banner.isVisible()

    def test_it_shows_all_sentences_without_taking_the_focus(
        self, qtbot: QtBot, window: QWidget, banner: Banner
    ) -> None:
        field = QLineEdit()
        window.layout().addWidget(field)
        qtbot.waitUntil(field.isVisible)
        window.activateWindow()
        field.setFocus()
        qtbot.waitUntil(field.hasFocus)

        banner.present(REFUSED)

        texts = [label.text() for label in banner.findChildren(QLabel) if label.isVisible()]
        assert texts == [REFUSED.title, REFUSED.text]
        assert banner.accessibleName() == REFUSED.title
        assert QApplication.focusWidget() is field

    def test_text_is_given_the_width_it_needs(self, qtbot: QtBot, banner: Banner) -> None:
        banner.present(Notice(NoticeKind.WARNING, "The whole picture may change.", "No mask."))

        title = banner.findChild(QLabel)
        qtbot.waitUntil(lambda: title.width() > 200)

    def test_action_reports_its_id(self, qtbot: QtBot, banner: Banner) -> None:
        banner.present(REFUSED)

        with qtbot.waitSignal(banner.action_chosen) as told:
            qtbot.mouseClick(button(banner, "Edit prompt"), Qt.MouseButton.LeftButton)

        assert told.args == ["edit_prompt"]

    def test_details_unfold_and_can_be_copied(self, qtbot: QtBot, banner: Banner) -> None:
        banner.present(REFUSED)

        qtbot.mouseClick(button(banner, "Details"), Qt.MouseButton.LeftButton)
        qtbot.mouseClick(button(banner, "Copy details"), Qt.MouseButton.LeftButton)

        labels = [label for label in banner.findChildren(QLabel) if label.isVisible()]
        assert labels[-1].text() == "request id req_123"
        assert "req_123" in QApplication.clipboard().text()
        assert REFUSED.title in QApplication.clipboard().text()

    def test_escape_inside_closes_it(self, qtbot: QtBot, banner: Banner) -> None:
        banner.present(REFUSED)

        with qtbot.waitSignal(banner.dismissed):
            QTest.keyClick(button(banner, "Edit prompt"), Qt.Key.Key_Escape)

        assert not banner.isVisible()
        assert banner.notice is None

    def test_what_must_not_be_closed_has_no_cross(self, banner: Banner) -> None:
        banner.present(Notice(NoticeKind.INFO, "Rehearsal mode", dismissible=False))

        crosses = banner.findChildren(IconButton)
        QTest.keyClick(banner, Qt.Key.Key_Escape)

        assert not any(cross.isVisible() for cross in crosses)
        assert banner.isVisible()

    def test_next_notice_replaces_the_buttons(self, banner: Banner) -> None:
        banner.present(REFUSED)

        banner.present(Notice(NoticeKind.INFO, "Back online"))

        assert not [b for b in banner.findChildren(QPushButton) if b.isVisible()]


class TestToast:
    def test_it_appears_over_its_parent_and_goes_by_itself(
        self, qtbot: QtBot, icons: Icons
    ) -> None:
        host = QWidget()
        host.resize(400, 300)
        shown(qtbot, host)
        toast = Toast(icons, host)

        toast.say("Saved", shown_ms=50)

        assert toast.isVisible()
        assert host.rect().contains(toast.geometry())
        qtbot.waitUntil(lambda: not toast.isVisible())

    def test_it_stays_in_place_when_the_parent_shrinks(self, qtbot: QtBot, icons: Icons) -> None:
        host = QWidget()
        host.resize(400, 300)
        shown(qtbot, host)
        toast = Toast(icons, host)
        toast.say("Saved to a folder with quite a long name")

        host.resize(200, 120)

        assert host.rect().contains(toast.geometry())
        assert toast.accessibleName().startswith("Saved")

    def test_what_can_be_done_is_one_click_away_and_done_once(
        self, qtbot: QtBot, icons: Icons
    ) -> None:
        host = QWidget()
        host.resize(500, 300)
        shown(qtbot, host)
        toast = Toast(icons, host)
        done: list[str] = []

        toast.say("Exported", action=ToastAction("Show in folder", lambda: done.append("shown")))

        assert toast.rect().contains(toast.button.geometry())
        assert toast.button.accessibleName() == "Show in folder: Exported"
        qtbot.mouseClick(toast.button, Qt.MouseButton.LeftButton)
        assert done == ["shown"]
        assert not toast.isVisible()
        toast.say("Saved")
        assert not toast.button.isVisible()


class TestPrimaryButton:
    def test_price_is_spoken_with_the_action(self, qtbot: QtBot, icons: Icons) -> None:
        widget = PrimaryButton(icons, "Generate", "generate")
        qtbot.addWidget(widget)
        narrow = widget.sizeHint().width()

        widget.set_secondary("≈ $0.11")

        assert widget.accessibleName() == "Generate, ≈ $0.11"
        assert widget.sizeHint().width() > narrow

    def test_busy_button_turns_only_while_it_is_seen(self, qtbot: QtBot, icons: Icons) -> None:
        widget = PrimaryButton(icons, "Generate", "generate")
        shown(qtbot, widget)

        widget.set_busy(True)
        was_turning = widget.is_turning
        widget.hide()

        assert (was_turning, widget.is_turning) == (True, False)
        assert widget.is_busy

    def test_switched_off_it_explains_itself(self, qtbot: QtBot, icons: Icons) -> None:
        widget = PrimaryButton(icons, "Generate", "generate")
        shown(qtbot, widget)
        widget.set_enabled_with_reason(False, "Describe what should change.")

        with qtbot.assertNotEmitted(widget.clicked):
            qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)

        assert widget.toolTip() == widget.accessibleDescription() == "Describe what should change."


class TestIconButton:
    def test_tooltip_names_action_key_and_reason(self, qtbot: QtBot, icons: Icons) -> None:
        widget = IconButton(icons, "brush", "Brush", key="B")
        qtbot.addWidget(widget)

        tooltip = widget.toolTip()
        widget.set_enabled_with_reason(False, "Open a picture first.")

        assert tooltip == "Brush (B)"
        assert widget.toolTip() == "Brush (B)\nOpen a picture first."
        assert widget.accessibleName() == "Brush"
        assert widget.accessibleDescription() == "Open a picture first."
        assert widget.minimumWidth() >= 28


class TestSection:
    @pytest.fixture
    def section(self, qtbot: QtBot, icons: Icons) -> Section:
        section = Section(icons.theme, "Output", expanded=False)
        section.content.addWidget(QLabel("inside"))
        section.set_summary("PNG")
        shown(qtbot, section)
        return section

    def test_key_unfolds_and_folds(self, qtbot: QtBot, section: Section) -> None:
        inside = section.findChild(QLabel)
        with qtbot.waitSignal(section.toggled) as told:
            QTest.keyClick(section.header, Qt.Key.Key_Space)

        assert told.args == [True]
        assert inside.isVisible()
        QTest.keyClick(section.header, Qt.Key.Key_Space)
        assert not inside.isVisible()

    def test_screen_readers_hear_state_and_summary(self, section: Section) -> None:
        assert section.header.accessibleName() == "Output"
        assert section.header.accessibleDescription() == "folded, PNG"


class TestCard:
    @pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
    def test_interactive_card_works_by_mouse_and_keyboard(
        self, qtbot: QtBot, icons: Icons, key: Qt.Key
    ) -> None:
        card = Card(icons.theme, interactive=True)
        shown(qtbot, card)

        with qtbot.waitSignal(card.clicked):
            qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
        with qtbot.waitSignal(card.clicked):
            QTest.keyClick(card, key)

    def test_plain_card_is_no_button(self, qtbot: QtBot, icons: Icons) -> None:
        card = Card(icons.theme)
        shown(qtbot, card)

        with qtbot.assertNotEmitted(card.clicked):
            qtbot.mouseClick(card, Qt.MouseButton.LeftButton)

        assert card.focusPolicy() is Qt.FocusPolicy.NoFocus


class TestDropHint:
    @pytest.fixture
    def hint(self, qtbot: QtBot, icons: Icons) -> DropHint:
        hint = DropHint(icons, "Drop a picture here", "PNG, JPEG or WebP")
        hint.set_actions(
            [
                DropAction("open", "folder-open", "Open pictures", "Ctrl+O"),
                DropAction("paste", "paste", "Paste", "", False, "The clipboard is empty."),
                DropAction("sample", "sample", "Try a sample"),
                DropAction("restore", "history", "Restore last session"),
            ]
        )
        hint.resize(900, 500)
        shown(qtbot, hint)
        return hint

    def test_card_reports_its_id(self, qtbot: QtBot, hint: DropHint) -> None:
        sample = hint.findChildren(ActionCard)[2]

        with qtbot.waitSignal(hint.action_chosen) as told:
            qtbot.mouseClick(sample, Qt.MouseButton.LeftButton)

        assert told.args == ["sample"]

    def test_unusable_card_explains_itself(self, hint: DropHint) -> None:
        paste = hint.findChildren(ActionCard)[1]

        assert not paste.isEnabled()
        assert paste.toolTip() == "The clipboard is empty."

    def test_cards_stand_in_a_row_or_two_by_two(self, qtbot: QtBot, hint: DropHint) -> None:
        def rows() -> set[int]:
            return {card.y() for card in hint.findChildren(ActionCard)}

        wide = len(rows())
        hint.resize(600, 560)
        qtbot.waitUntil(lambda: len(rows()) == 2)

        assert wide == 1

    def test_drag_changes_title_and_look(self, hint: DropHint) -> None:
        calm = hint.grab().toImage()

        hint.set_highlighted(True, "Use as target")
        title = hint.findChildren(QLabel)[0].text()
        excited = hint.grab().toImage()
        hint.set_highlighted(False)

        assert title == "Use as target"
        assert excited != calm
        assert hint.findChildren(QLabel)[0].text() == "Drop a picture here"


def test_ring_turns_only_while_it_is_seen(qtbot: QtBot, icons: Icons) -> None:
    ring = BusyRing(icons.theme)
    shown(qtbot, ring)

    was_turning = ring.is_turning
    ring.hide()

    assert (was_turning, ring.is_turning) == (True, False)
    assert ring.accessibleName() == "Working"


def test_long_text_is_cut_and_told_by_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel("a_very_long_file_name.png", mode=Qt.TextElideMode.ElideMiddle)
    shown(qtbot, label)

    label.resize(80, 20)
    cut, tooltip = label.shown_text, label.toolTip()
    label.resize(600, 20)

    assert "…" in cut
    assert tooltip == "a_very_long_file_name.png"
    assert (label.shown_text, label.toolTip()) == ("a_very_long_file_name.png", "")


@pytest.mark.parametrize("kind", list(PillKind))
def test_pill_shows_its_kind_and_hides_when_empty(
    qtbot: QtBot, icons: Icons, kind: PillKind
) -> None:
    host = QWidget()
    QVBoxLayout(host)
    pill = Pill(icons.theme, "2 left", kind=kind)
    host.layout().addWidget(pill)
    shown(qtbot, host)
    was_visible = pill.isVisible()

    pill.show_text("")
    while_empty = pill.isVisible()
    pill.show_text("1 left")

    assert (was_visible, while_empty, pill.isVisible()) == (True, False, True)
    assert pill.accessibleName() == "1 left"


def test_flow_wraps_and_asks_for_the_height(qtbot: QtBot) -> None:
    host = QWidget()
    flow = FlowLayout(host, spacing_px=8)
    for _ in range(6):
        box = QWidget()
        box.setFixedSize(50, 20)
        flow.addWidget(box)
    qtbot.addWidget(host)

    flow.setGeometry(QRect(0, 0, 120, 200))
    rows = {flow.itemAt(index).geometry().y() for index in range(flow.count())}

    assert rows == {0, 28, 56}
    assert flow.heightForWidth(120) == 76
    assert flow.heightForWidth(1000) == 20


def test_every_custom_widget_repaints_in_the_new_theme(qtbot: QtBot, icons: Icons) -> None:
    widgets = [
        Card(icons.theme),
        Pill(icons.theme, "x", kind=PillKind.ACCENT),
        PrimaryButton(icons, "Generate", "generate"),
        ActionCard(icons, "sample", "Try a sample"),
        Section(icons.theme, "Output"),
    ]
    for widget in widgets:
        qtbot.addWidget(widget)
        widget.resize(120, 48)
    light = [widget.grab().toImage() for widget in widgets]

    icons.theme.choose(ThemeChoice.DARK)

    dark = [widget.grab().toImage() for widget in widgets]
    assert all(before != after for before, after in zip(light, dark, strict=True))
