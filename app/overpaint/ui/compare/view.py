"""The widget that shows two pictures together: painting, and what can be done with the view."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QPinchGesture, QSizePolicy, QWidget

from overpaint.domain.comparison import Amplifier, Common, CompareMode
from overpaint.ui.canvas.adornments import draw_focus_frame, surround_colour
from overpaint.ui.canvas.transform import ViewTransform
from overpaint.ui.compare.gestures import Gestures
from overpaint.ui.compare.moving import Moving
from overpaint.ui.compare.panes import Division
from overpaint.ui.compare.signs import Signs
from overpaint.ui.compare.view_painter import ViewPainter
from overpaint.ui.icons import Icons
from overpaint.ui.theme.draw import shows_focus

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QFocusEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
        QWheelEvent,
    )

    from overpaint.imaging.compare import DifferenceMap
    from overpaint.imaging.pixels import Picture

_NAMES = ("A", "B")


class CompareView(Moving):
    """Shows the first picture at the left or above, the second at the right or below.

    Signals:
        division_changed: Another `Division`: mode, direction, or the place of the slider.
        pointer_moved: (x, y) of the pixel under the pointer, or None.
        left: The person is done here.
        asked: Id of one of the view's own commands.
    """

    division_changed = Signal(object)
    pointer_moved = Signal(object)
    left = Signal()
    asked = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles = ("", "")
        self._held = False
        self._note = ""
        self._drop: tuple[int, str] | None = None
        self._gestures = Gestures(self)
        self._painter = ViewPainter(self._stage, Signs(icons.theme))
        self._stage.damaged.connect(self.update)
        self._set_up()

    def _set_up(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setAccessibleName(self.tr("Comparison"))
        self._stage.set_surround(surround_colour(self.palette()))
        self._describe()

    # What is shown

    @property
    def division(self) -> Division:
        """How the view is divided."""
        return self._division

    @property
    def mode(self) -> CompareMode:
        """How the pictures are looked at."""
        return self._division.mode

    @property
    def stacked(self) -> bool:
        """Whether the second picture is below the first one."""
        return self._division.stacked

    @property
    def slider_place(self) -> float:
        """Where the slider stands, 0 to 1."""
        return self._division.place

    @property
    def slider_px(self) -> int:
        """The same, logical pixels from the left, or from the top."""
        return self._division.line(self.size())

    @property
    def shows_other(self) -> bool:
        """Whether the first picture is held in the place of the second."""
        return self._held

    @property
    def gestures(self) -> Gestures:
        """Mouse, wheel and keys."""
        return self._gestures

    def set_pictures(
        self, pictures: tuple[Picture, Picture] | None, common: Common | None = None
    ) -> None:
        """Show two pictures; the view stays where it is when they are as large as those before."""
        before, transform = self._stage.transform, None
        if common is not None:
            size = common.size.width, common.size.height
            if before is not None and before.image_size == size:
                transform = before
            else:
                ratio = self.devicePixelRatioF()
                transform = ViewTransform(size, self._pane_size(), ratio).fit()
        self._stage.set_pictures(pictures, common, transform)
        if transform is not None:
            self._tell_view(before, transform)
        self._describe()

    def set_found(self, found: DifferenceMap | None) -> None:
        """Take the differences of the two pictures."""
        self._stage.set_found(found)

    def set_amplifier(self, amplifier: Amplifier) -> None:
        """Show other differences, or the same more strongly."""
        self._stage.set_amplifier(amplifier)

    def set_titles(self, first: str, second: str) -> None:
        """Tell what the pictures are."""
        self._titles = first, second
        self._describe()
        self.update()

    def set_note(self, note: str) -> None:
        """Say over the pictures what is being worked out; ``""`` for nothing."""
        if note != self._note:
            self._note = note
            self.update()

    def set_division(self, division: Division) -> None:
        """Divide the view in another way."""
        if division == self._division:
            return
        self._division = division
        self._held = False
        self._adapt()
        self._describe()
        self.update()
        self.division_changed.emit(division)

    def set_drop(self, side: int | None, text: str = "") -> None:
        """Light the half of a side, 0 or 1, on which something would be dropped."""
        self._drop = None if side is None else (side, text)
        self.update()

    def side_at(self, pos: QPoint) -> int:
        """Whose half it is: 0 or 1."""
        return int(not self._division.halves(self.size())[0].contains(pos))

    # What gestures ask for

    def move_slider(self, place: float) -> None:
        """Put it somewhere, 0 to 1."""
        place = min(max(place, 0.0), 1.0)
        division = self._division
        if division.mode is CompareMode.SLIDER and place != division.place:
            self.set_division(Division(division.mode, division.stacked, place))

    def move_slider_to(self, pos: QPoint) -> None:
        """Put it under the pointer."""
        along, length = (pos.y(), self.height()) if self.stacked else (pos.x(), self.width())
        self.move_slider(along / max(1, length))

    def hold(self, *, on: bool) -> None:
        """Show the first picture in the place of the second while something is held."""
        if on != self._held:
            self._held = on
            self._describe()
            self.update()

    def leave(self) -> None:
        """The person is done here."""
        self.left.emit()

    def ask(self, command: str) -> None:
        """Have one of the view's own commands carried out."""
        self.asked.emit(command)

    # What Qt calls

    def sizeHint(self) -> QSize:
        """Ask for a useful size where nothing else decides."""
        return QSize(800, 600)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy the caches to the screen, then what lies over them."""
        painter = QPainter(self)
        self._adapt()
        if not self._stage.has_pictures:
            painter.fillRect(event.rect(), surround_colour(self.palette()))
        else:
            ratio = self.devicePixelRatioF()
            self._painter.pictures(painter, self._division, self.size(), ratio, held=self._held)
            self._painter.signs(painter, self._division, self.size(), self._titles,
                                held=self._held, focused=shows_focus(self),
                                hot=self._gestures.is_sliding)  # fmt: skip
        if self._note:
            self._painter.says.words(painter, self.rect(), self._note)
        if self._drop is not None:
            side, text = self._drop
            self._painter.says.drop(painter, self._division.halves(self.size())[side], text)
        if shows_focus(self):
            size = self.width(), self.height()
            draw_focus_frame(painter, size, self.palette().highlight().color(), 1.0)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again, or keep the middle in the middle."""
        super().resizeEvent(event)
        self._adapt()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._stage.set_surround(surround_colour(self.palette()))

    def event(self, event: QEvent) -> bool:
        """Take keys before shortcuts do, and pinches."""
        if event.type() == QEvent.Type.ShortcutOverride and self._gestures.wants(event):  # type: ignore[arg-type]  # a QKeyEvent
            event.accept()
            return True
        if event.type() == QEvent.Type.Gesture:
            pinch = event.gesture(Qt.GestureType.PinchGesture)  # type: ignore[attr-defined]  # a QGestureEvent
            if isinstance(pinch, QPinchGesture):
                centre = self.mapFromGlobal(pinch.centerPoint())
                self.zoom_by(pinch.scaleFactor(), QPointF(centre))
                return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        self._gestures.press(event)
        self._show_cursor(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Lead it on."""
        self._gestures.move(event)
        self._show_cursor(event.position())
        self.pointer_moved.emit(self._pixel_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End it."""
        self._gestures.release(event)
        self._show_cursor(event.position())
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """All of it, or pixel by pixel."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.toggle_fit(event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom, pan or turn."""
        self._gestures.wheel(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle the view's own keys."""
        if not self._gestures.key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End what a held key did."""
        if not self._gestures.key_up(event):
            super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go of held keys."""
        super().focusOutEvent(event)
        self._gestures.let_go()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """No pixel is pointed at any more."""
        super().leaveEvent(event)
        self.pointer_moved.emit(None)

    # Inside

    def _show_cursor(self, pos: QPointF) -> None:
        cursors, gestures = Qt.CursorShape, self._gestures
        if gestures.is_sliding or (gestures.is_on_slider(pos) and not gestures.is_panning):
            self.setCursor(cursors.SplitVCursor if self.stacked else cursors.SplitHCursor)
        else:
            panning = gestures.is_panning
            self.setCursor(cursors.ClosedHandCursor if panning else cursors.OpenHandCursor)

    def _pixel_at(self, pos: QPointF) -> tuple[int, int] | None:
        transform = self._stage.transform
        if transform is None:
            return None
        x, y = (math.floor(value) for value in transform.to_image(self._in_pane(pos)))
        inside = 0 <= x < transform.image_size[0] and 0 <= y < transform.image_size[1]
        return (x, y) if inside else None

    def _describe(self) -> None:
        """Tell in words what a screen reader cannot see."""
        self.setAccessibleDescription(self._description())

    def _description(self) -> str:
        if not self._stage.has_pictures:
            return self.tr("No pictures are compared")
        first, second = self._titles
        words = {
            CompareMode.SLIDER: self.tr("{first} beside {second}, slider at {percent} %"),
            CompareMode.SIDE_BY_SIDE: self.tr("{first} beside {second}"),
            CompareMode.DIFFERENCE: self.tr("What differs between {first} and {second}"),
        }
        if self.mode is CompareMode.FLIP:
            return self.tr("{shown} is shown").format(shown=first if self._held else second)
        return words[self.mode].format(
            first=first, second=second, percent=round(self.slider_place * 100)
        )
