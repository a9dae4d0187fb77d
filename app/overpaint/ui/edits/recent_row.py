"""The recent edits as a row of small pictures, below the empty canvas's invitation."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from overpaint.domain.edit_document import EditCard, EditId
from overpaint.ui.edits.recent import RecentEdits, title_of_card, when
from overpaint.ui.edits.saver import now_here
from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import CARD_RADIUS, focus_ring, rounded, shows_focus
from overpaint.ui.thumbnails import ThumbnailLoader

_CARD = QSize(152, 148)
_MARGIN = 4
_WELL = 96
_GAP = 12
_ICON = 24
_HEADING = 28


class RecentCard(QAbstractButton):
    """One edit: its picture, its name, when it was changed.

    Attributes:
        removal_wanted: It is to leave the list.
    """

    removal_wanted = Signal()

    def __init__(
        self, card: EditCard, icons: Icons, loader: ThumbnailLoader, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # repaints as the pointer comes and goes
        self._icons = icons
        self._loader = loader
        self.card = card
        self._time = when(card.changed, now_here())
        title = title_of_card(card)
        self.setText(title)
        self.setAccessibleName(self.tr("{title}, {time}").format(title=title, time=self._time))
        prompt = " ".join(card.prompt.split())[:200]
        self.setToolTip("\n".join(part for part in (title, prompt, self._results()) if part))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        loader.ready.connect(self._on_picture)
        loader.failed.connect(self._on_picture)

    def sizeHint(self) -> QSize:
        """All cards are equal."""
        return _CARD

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes it off the list."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removal_wanted.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open it, or take it off the list."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open")).triggered.connect(self.click)
        remove = menu.addAction(self._icons.icon("close"), self.tr("Remove from this list"))
        remove.triggered.connect(self.removal_wanted)
        menu.popup(event.globalPos())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface, picture, two lines."""
        tokens = self._icons.theme.tokens
        painter = QPainter(self)
        edge = tokens.border_strong if self.underMouse() else tokens.border
        rounded(painter, self.rect(), radius=CARD_RADIUS, fill=tokens.raised, border=edge)
        if self.isDown():
            rounded(painter, self.rect(), radius=CARD_RADIUS, fill=tokens.hover)
        self._paint_picture(painter)
        top = _MARGIN + _WELL + 6
        for text, role, ink in (
            (self.text(), TextRole.BODY, tokens.text),
            (self._time, TextRole.SMALL, tokens.muted),
        ):
            font = self._icons.theme.font(role)
            metrics = QFontMetrics(font)
            room = QRect(8, top, self.width() - 16, metrics.height())
            painter.setFont(font)
            painter.setPen(ink)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft, shown)
            top += metrics.height() + 2
        if shows_focus(self):
            focus_ring(painter, self.rect(), tokens, radius=CARD_RADIUS)

    def _paint_picture(self, painter: QPainter) -> None:
        tokens = self._icons.theme.tokens
        well = QRect(_MARGIN, _MARGIN, self.width() - 2 * _MARGIN, _WELL)
        rounded(painter, well, radius=4, fill=tokens.canvas)
        face, edge_px = self.card.face, self._edge_px()
        image = None if face is None else self._loader.find(face, edge_px)
        if image is None:
            if face is not None and not self._loader.is_broken(face, edge_px):
                self._loader.request(face, edge_px)
                return
            sign = QRect(QPoint(0, 0), QSize(_ICON, _ICON))
            sign.moveCenter(well.center())
            self._icons.paint(painter, sign, "image", tokens.muted)
            return
        size = image.size().scaled(well.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(QPoint(0, 0), size)
        place.moveCenter(well.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, image)

    def _edge_px(self) -> int:
        return round((_CARD.width() - 2 * _MARGIN) * self.devicePixelRatioF())

    def _results(self) -> str:
        count = self.card.result_count
        if count == 0:
            return ""
        one = self.tr("1 result")
        return one if count == 1 else self.tr("{count} results").format(count=count)

    @Slot(object, int)
    def _on_picture(self, path: Path, _edge_px: int) -> None:
        if path == self.card.face:
            self.update()


class RecentRow(QWidget):
    """As many cards as fit, the latest first; away while there is none.

    Args:
        icons: Tinted icons.
        loader: Makes the small pictures.

    Attributes:
        HEIGHT: Of all of it, with its heading.
        shown_changed: There are other edits to show, or none.
    """

    HEIGHT = _CARD.height() + _HEADING
    shown_changed = Signal()

    def __init__(self, icons: Icons, loader: ThumbnailLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons
        self._loader = loader
        self._recent: RecentEdits | None = None
        self._shown: tuple[EditCard, ...] = ()
        self._cards: list[RecentCard] = []
        heading = QLabel(self.tr("Recent edits"), self)
        heading.setFont(icons.theme.font(TextRole.TITLE))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(heading)
        self._row = QHBoxLayout()
        self._row.setSpacing(_GAP)
        column.addLayout(self._row)
        column.addStretch(1)
        self.setAccessibleName(heading.text())
        self.hide()

    def follow(self, recent: RecentEdits) -> None:
        """Show these edits."""
        self._recent = recent
        recent.changed.connect(self._show)
        self._show()

    @property
    def has_cards(self) -> bool:
        """Whether there is anything to show."""
        return self._recent is not None and bool(self._recent.cards)

    @property
    def cards(self) -> tuple[RecentCard, ...]:
        """The cards that are shown."""
        return tuple(self._cards)

    def fit(self, width: int) -> None:
        """Show as many cards as fit into this width."""
        count = max(1, (width + _GAP) // (_CARD.width() + _GAP))
        wanted = () if self._recent is None else self._recent.cards[:count]
        if wanted == self._shown:
            return
        self._shown = wanted
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._cards = [self._card(card) for card in wanted]
        for one in self._cards:
            self._row.addWidget(one)
        self._row.addStretch(1)

    def _card(self, card: EditCard) -> RecentCard:
        shown = RecentCard(card, self._icons, self._loader, self)
        edit: EditId = card.id
        shown.clicked.connect(lambda _checked=False, edit=edit: self._open(edit))
        shown.removal_wanted.connect(lambda edit=edit: self._remove(edit))
        return shown

    def _open(self, edit: EditId) -> None:
        if self._recent is not None:
            self._recent.open(edit)

    def _remove(self, edit: EditId) -> None:
        if self._recent is not None:
            self._recent.remove(edit)

    @Slot()
    def _show(self) -> None:
        self.shown_changed.emit()
