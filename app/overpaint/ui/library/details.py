"""The column beside the grid: everything about the selected result, or about several at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from overpaint.domain.library import LibraryResult
from overpaint.domain.pricing import dollars
from overpaint.ui.icons import Icons
from overpaint.ui.library import texts
from overpaint.ui.library.actions import TABLE, LibraryAction
from overpaint.ui.library.preview import PicturePreview
from overpaint.ui.library.rating_field import RatingField
from overpaint.ui.library.tags_field import TagsField
from overpaint.ui.results import drift_texts
from overpaint.ui.results.durations import seconds_text
from overpaint.ui.results.texts import size_text
from overpaint.ui.theme import TextRole
from overpaint.ui.thumbnails import ThumbnailLoader
from overpaint.ui.widgets.elided_label import ElidedLabel
from overpaint.ui.widgets.icon_button import IconButton

_MARGIN = 16
_PREVIEW_PX = 248
_LABEL_PX = 72
_LINE_PX = 24
_LAST = 2


class LibraryDetails(QWidget):
    """Shows one result, the joint figures of several, or that none is selected.

    Attributes:
        rated: Stars, 0 to 5, for the selected results.
        starred: Whether they are to be favourites.
        tags_added: ``list[str]``.
        tag_removed: A tag.
        action_chosen: A `LibraryAction` for the selected results.
    """

    rated = Signal(int)
    starred = Signal(bool)
    tags_added = Signal(list)
    tag_removed = Signal(str)
    action_chosen = Signal(object)

    def __init__(
        self, icons: Icons, loader: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self.preview = PicturePreview(icons, loader, self)
        self._shape = QSize(1, 1)
        self.prompt = QLabel(self)
        self.rating = RatingField(icons, self)
        self.star = IconButton(icons, "star", self.tr("Favourite"), command="star_result",
                               checkable=True)  # fmt: skip
        self.tags = TagsField(icons, self)
        self._names: dict[str, QLabel] = {}
        self.values: dict[str, ElidedLabel] = {}
        self._stack = QStackedWidget(self)
        self._nothing = QLabel(self.tr("Select a result to see all about it."), self)
        self._set_up()
        self._lay_out()
        self.rating.chosen.connect(self.rated)
        self.star.clicked.connect(self.starred)
        self.tags.added.connect(self.tags_added)
        self.tags.removed.connect(self.tag_removed)
        self.show_nothing()

    def show_nothing(self) -> None:
        """No result is selected."""
        self._stack.setCurrentIndex(0)
        self.preview.show_file(None, QSize(1, 1), None)

    def show_one(self, row: LibraryResult, thumbnail: QImage | None) -> None:
        """Tell everything about a result."""
        self._stack.setCurrentIndex(1)
        self.preview.show()
        self._shape = QSize(row.size.width, row.size.height)
        self.preview.show_file(row.file, self._shape, thumbnail)
        self._fit_preview()
        self._say(row.prompt.strip() or row.file.name)
        self._show_marks(row.rating, row.favourite, row.tags)
        for name, value in _ONE.items():
            self._show_value(name, value(row))
        for name in _SEVERAL:
            self._show_value(name, "")
        self._buttons.show()

    def show_several(self, rows: Sequence[LibraryResult], count: int) -> None:
        """Tell the joint figures of several results.

        Args:
            rows: Those that have been read.
            count: How many are selected.
        """
        self._stack.setCurrentIndex(1)
        self.preview.hide()
        self.preview.show_file(None, QSize(1, 1), None)
        self._say(self.tr("{count} selected").format(count=texts.number(count)))
        whole = len(rows) == count
        ratings = {row.rating for row in rows}
        shared = set.intersection(*(set(row.tags) for row in rows)) if rows else set()
        rating = ratings.pop() if len(ratings) == 1 else 0
        self._show_marks(rating, bool(rows) and all(row.favourite for row in rows),
                         sorted(shared, key=str.casefold))  # fmt: skip
        for name in _ONE:
            self._show_value(name, "")
        for name, value in _SEVERAL.items():
            self._show_value(name, value(rows) if whole else "")
        self._buttons.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture is as high as its shape and the width ask for."""
        super().resizeEvent(event)
        self._fit_preview()

    def _fit_preview(self) -> None:
        room = QSize(max(self.width() - 2 * _MARGIN, 1), _PREVIEW_PX)
        size = self._shape.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        self.preview.setFixedHeight(max(min(size.height(), self._shape.height()), 1))

    def _show_marks(self, rating: int, starred: bool, tags: Sequence[str]) -> None:  # noqa: FBT001
        self.rating.set_rating(rating)
        self.star.setChecked(starred)
        self.star.set_icon("star-filled" if starred else "star")
        self.tags.show_tags(tags)

    def _show_value(self, name: str, value: str) -> None:
        self._names[name].setVisible(bool(value))
        self.values[name].setVisible(bool(value))
        self.values[name].set_text(value)
        self.values[name].setAccessibleName(f"{self._names[name].text()}: {value}")

    def _say(self, text: str) -> None:
        self.prompt.setText(text)
        self.prompt.setAccessibleName(text)

    def _set_up(self) -> None:
        self.prompt.setFont(self._icons.theme.font(TextRole.LABEL))
        self.prompt.setWordWrap(True)
        self.prompt.setTextFormat(Qt.TextFormat.PlainText)
        self.prompt.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._nothing.setContentsMargins(24, 24, 24, 24)
        self.setAccessibleName(self.tr("Details of the selected results"))

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(12)
        column.addWidget(self.preview)
        column.addWidget(self.prompt)
        marks = QHBoxLayout()
        marks.addWidget(self.rating)
        marks.addStretch(1)
        marks.addWidget(self.star)
        column.addLayout(marks)
        column.addLayout(self._make_table())
        column.addWidget(self.tags)
        column.addWidget(self._make_buttons())
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(area)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _make_table(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        grid.setColumnMinimumWidth(0, _LABEL_PX)
        grid.setColumnStretch(1, 1)
        for row, (name, text) in enumerate(self._labels().items()):
            label = QLabel(text)
            label.setForegroundRole(self.palette().ColorRole.PlaceholderText)
            label.setFixedHeight(_LINE_PX)
            middle = Qt.TextElideMode.ElideMiddle
            value = ElidedLabel(mode=middle if name == "file" else Qt.TextElideMode.ElideRight)
            value.setFixedHeight(_LINE_PX)
            grid.addWidget(label, row, 0)
            grid.addWidget(value, row, 1)
            self._names[name], self.values[name] = label, value
        return grid

    def _make_buttons(self) -> QWidget:
        self._buttons = QWidget()
        grid = QGridLayout(self._buttons)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setSpacing(8)
        texts_of = {
            LibraryAction.OPEN: self.tr("New edit"),
            LibraryAction.USE_SETTINGS: self.tr("Use settings"),
            LibraryAction.JUMP_LINEAGE: self.tr("Show its lineage"),
        }
        for place, (action, text) in enumerate(texts_of.items()):
            button = QPushButton(self._icons.icon(TABLE[action].icon), text)
            button.clicked.connect(
                lambda _checked=False, action=action: self.action_chosen.emit(action)
            )
            grid.addWidget(button, place // 2, place % 2, 1, 2 if place == _LAST else 1)
        return self._buttons

    def _labels(self) -> dict[str, str]:
        return {
            "model": self.tr("Model"),
            "server": self.tr("Server"),
            "size": self.tr("Size"),
            "answer": self.tr("Received"),
            "quality": self.tr("Quality"),
            "cost": self.tr("Cost"),
            "time": self.tr("Time"),
            "drift": self.tr("Drift"),
            "when": self.tr("Finished"),
            "file": self.tr("File"),
            "total": self.tr("Cost"),
            "mean": self.tr("Each"),
            "models": self.tr("Models"),
            "span": self.tr("From, to"),
        }


def _time(row: LibraryResult) -> str:
    return "" if row.elapsed_s is None else seconds_text(row.elapsed_s)


def _drift(row: LibraryResult) -> str:
    return "" if row.drift is None else drift_texts.model_changed(row.drift)


def _mean(rows: Sequence[LibraryResult]) -> str:
    costs = [row.cost_usd for row in rows if row.cost_usd is not None]
    return dollars(sum(costs, Decimal(0)) / len(costs)) if costs else ""


def _span(rows: Sequence[LibraryResult]) -> str:
    times = sorted(row.time for row in rows)
    days = list(dict.fromkeys(texts.day_of(time) for time in (times[0], times[-1])))
    return " – ".join(days)


_ONE: dict[str, Callable[[LibraryResult], str]] = {
    "model": lambda row: row.model,
    "server": lambda row: row.server,
    "size": lambda row: size_text(row.size),
    "answer": lambda row: "" if row.answer_size in {None, row.size} else size_text(row.answer_size),
    "quality": lambda row: row.quality,
    "cost": lambda row: "" if row.cost_usd is None else dollars(row.cost_usd),
    "time": _time,
    "drift": _drift,
    "when": lambda row: texts.when(row.time),
    "file": lambda row: str(row.file),
}
_SEVERAL: dict[str, Callable[[Sequence[LibraryResult]], str]] = {
    "total": lambda rows: texts.money(row.cost_usd for row in rows),
    "mean": _mean,
    "models": lambda rows: ", ".join(sorted({row.model for row in rows})),
    "span": _span,
}
