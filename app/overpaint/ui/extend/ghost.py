"""The larger picture as a ghost over the canvas: its edges and corners can be dragged."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QTransform,
)
from PySide6.QtWidgets import QWidget

from overpaint.domain.extension import Margins
from overpaint.domain.sizes import Size
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.canvas.view import CanvasView

_REACH_PX = 10.0
_HANDLE_PX = 9.0
_DARK, _LIGHT = QColor(0, 0, 0, 150), QColor(255, 255, 255)
_GROUND, _TEXT = QColor(24, 24, 24, 225), QColor(255, 255, 255)
_HATCH_PX, _TINT_ALPHA, _LINES_ALPHA = 9, 48, 150
_DASH = (5.0, 4.0)
_LABEL_PX = 12
_Box = tuple[float, float, float, float]
_SEEING = {ToolKind.PAN, ToolKind.ZOOM, ToolKind.ROTATE}


@dataclass(frozen=True, slots=True)
class Grip:
    """Which sides are dragged.

    Attributes:
        across: -1 for the left side, 1 for the right one, 0 for neither.
        down: -1 for the upper side, 1 for the lower one, 0 for neither.
    """

    across: int
    down: int

    @property
    def cursor(self) -> Qt.CursorShape:
        """What shows the direction in an upright view."""
        shapes = Qt.CursorShape
        if self.down == 0:
            return shapes.SizeHorCursor
        if self.across == 0:
            return shapes.SizeVerCursor
        return shapes.SizeFDiagCursor if self.across == self.down else shapes.SizeBDiagCursor


GRIPS = tuple(Grip(across, down) for across in (-1, 0, 1) for down in (-1, 0, 1) if across or down)


class ExtendGhost(QWidget):
    """Lies over the canvas while the bar is open; wheel, panning and zooming pass through.

    Args:
        canvas: Shows the picture, and what is to become mask in the mask's own colour.

    Attributes:
        dragged: Other `Margins`, while an edge or a corner is dragged.
        let_go: The drag has ended.
    """

    dragged = Signal(object)
    let_go = Signal()

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._size = Size(1, 1)
        self._margins = Margins()
        self._picture: QImage | None = None
        self._pictured = Margins()
        self._grip: Grip | None = None
        self._before = Margins()
        self._from = QPointF()
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        canvas.installEventFilter(self)
        canvas.view_changed.connect(self.update)
        self.hide()

    @property
    def is_dragging(self) -> bool:
        """Whether an edge or a corner is held."""
        return self._grip is not None

    @property
    def has_picture(self) -> bool:
        """Whether it shows what will lie in the new area."""
        return self._picture is not None

    def open_for(self, size: Size, margins: Margins) -> None:
        """Show the ghost of a picture of a size."""
        self._size, self._margins, self._picture = size, margins, None
        self._grip = None
        self.setGeometry(self._canvas.rect())
        self._canvas.hover(None)
        self.show()
        self.raise_()

    def show_margins(self, margins: Margins) -> None:
        """Show other margins."""
        self._margins = margins
        self.update()

    def show_picture(self, image: QImage, margins: Margins) -> None:
        """Show what will lie in the new area; it stands for these margins, at any scale."""
        self._picture, self._pictured = image, margins
        self.update()

    def place_of(self, grip: Grip) -> QPointF:
        """Where a grip is on the widget, logical pixels."""
        left, top, right, bottom = self._box()
        x = {-1: left, 0: (left + right) / 2, 1: right}[grip.across]
        y = {-1: top, 0: (top + bottom) / 2, 1: bottom}[grip.down]
        return self._to_view(x, y)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hold an edge or a corner."""
        grip = self._grip_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and grip is not None:
            self._grip, self._before = grip, self._margins
            self._from = self._to_image(event.position())
        elif self._passes(event):
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it, never into the picture; Alt moves the opposite side along."""
        if self._grip is None:
            grip = self._grip_at(event.position())
            self.setCursor(self._cursor(grip))
            if self._passes(event):
                event.ignore()
            return
        here = self._to_image(event.position())
        dx, dy = here.x() - self._from.x(), here.y() - self._from.y()
        both = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        margins = _dragged(self._before, self._grip, (dx, dy), both=both)
        if margins != self._margins:
            self._margins = margins
            self.update()
            self.dragged.emit(margins)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if self._grip is not None and event.button() == Qt.MouseButton.LeftButton:
            self._grip = None
            self.let_go.emit()
        elif self._passes(event):
            event.ignore()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the canvas also when it changes its size."""
        if watched is self._canvas and event.type() is QEvent.Type.Resize:
            self.setGeometry(self._canvas.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """What will be new, tinted and hatched as the mask is; the edge; grips; the size."""
        if self._canvas.transform is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole, inner = self._outline(self._box()), self._outline(self._picture_box())
        area = QPainterPath()
        area.addPolygon(whole)
        hole = QPainterPath()
        hole.addPolygon(inner)
        fresh = area.subtracted(hole)
        if not self._margins.is_empty:
            self._paint_new(painter, fresh)
        self._paint_edge(painter, whole)
        for grip in GRIPS:
            self._paint_grip(painter, self.place_of(grip))
        self._paint_size(painter)

    # Inside

    def _paint_new(self, painter: QPainter, fresh: QPainterPath) -> None:
        if self._picture is not None:
            painter.save()
            painter.setClipPath(fresh)
            laid = self._lay(self._picture, self._box(self._pictured))
            painter.setTransform(laid, combine=True)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QPoint(0, 0), self._picture)
            painter.restore()
        tint = QColor(*self._canvas.overlay_style.colour)
        tint.setAlpha(_TINT_ALPHA)
        painter.fillPath(fresh, tint)
        painter.save()
        painter.setClipPath(fresh)
        tint.setAlpha(_LINES_ALPHA)
        painter.setPen(QPen(tint, 1.5))
        for start in range(-self.height(), self.width(), _HATCH_PX):
            painter.drawLine(start, self.height(), start + self.height(), 0)
        painter.restore()

    def _paint_edge(self, painter: QPainter, whole: QPolygonF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(_DARK, 3))
        painter.drawPolygon(whole)
        pen = QPen(_LIGHT, 1)
        pen.setDashPattern(list(_DASH))
        painter.setPen(pen)
        painter.drawPolygon(whole)

    def _paint_grip(self, painter: QPainter, place: QPointF) -> None:
        half = _HANDLE_PX / 2
        painter.setPen(QPen(QColor(0, 0, 0, 220), 1))
        painter.setBrush(_LIGHT)
        corner = QPointF(round(place.x() - half) + 0.5, round(place.y() - half) + 0.5)
        painter.drawRoundedRect(
            QRectF(corner.x(), corner.y(), _HANDLE_PX - 1, _HANDLE_PX - 1), 2, 2
        )

    def _paint_size(self, painter: QPainter) -> None:
        whole = self._margins.size_of(self._size)
        text = self.tr("{width} × {height} px").format(width=whole.width, height=whole.height)
        font = QFont(self.font())
        font.setPixelSize(_LABEL_PX)
        metrics = QFontMetricsF(font)
        box = QRectF(0, 0, round(metrics.horizontalAdvance(text)) + 16, round(metrics.height()) + 8)
        outline = self._outline(self._box()).boundingRect()
        left = min(max(outline.left(), 8.0), self.width() - box.width() - 8)
        above = outline.top() - box.height() - 12
        box.moveTopLeft(QPointF(round(left), round(above if above > 4 else outline.top() + 12)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_GROUND)
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(font)
        painter.setPen(_TEXT)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _lay(self, image: QImage, box: _Box) -> QTransform:
        """The transform that lays an image on a box of the picture, turned as the view is."""
        width, height = float(image.width()), float(image.height())
        corners = ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height))
        laid = QTransform()
        source = QPolygonF([QPointF(*corner) for corner in corners])
        QTransform.quadToQuad(source, self._outline(box), laid)
        return laid

    def _box(self, margins: Margins | None = None) -> _Box:
        """The larger picture in coordinates of the picture."""
        added, size = margins or self._margins, self._size
        return (
            float(-added.left), float(-added.top),
            float(size.width + added.right), float(size.height + added.bottom),
        )  # fmt: skip

    def _picture_box(self) -> _Box:
        return 0.0, 0.0, float(self._size.width), float(self._size.height)

    def _outline(self, box: _Box) -> QPolygonF:
        left, top, right, bottom = box
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        return QPolygonF([self._to_view(*corner) for corner in corners])

    def _to_view(self, x: float, y: float) -> QPointF:
        transform = self._canvas.transform
        return QPointF(x, y) if transform is None else QPointF(*transform.to_view((x, y)))

    def _to_image(self, position: QPointF) -> QPointF:
        transform = self._canvas.transform
        if transform is None:
            return position
        return QPointF(*transform.to_image((position.x(), position.y())))

    def _grip_at(self, position: QPointF) -> Grip | None:
        """The edge or corner under the pointer; corners win."""
        here, reach = self._to_image(position), self._canvas.image_px(_REACH_PX)
        left, top, right, bottom = self._box()
        if not (left - reach <= here.x() <= right + reach):
            return None
        if not (top - reach <= here.y() <= bottom + reach):
            return None
        across = _side(here.x(), left, right, reach)
        down = _side(here.y(), top, bottom, reach)
        return Grip(across, down) if across or down else None

    def _cursor(self, grip: Grip | None) -> Qt.CursorShape:
        if grip is None:
            return Qt.CursorShape.ArrowCursor
        transform = self._canvas.transform
        upright = transform is None or (transform.angle_deg == 0 and not transform.mirrored)
        return grip.cursor if upright else Qt.CursorShape.SizeAllCursor

    def _passes(self, event: QMouseEvent) -> bool:
        """Whether the canvas gets an event: to look around, never to paint."""
        looks = self._canvas.hand in _SEEING
        middle = Qt.MouseButton.MiddleButton
        return looks or event.button() == middle or bool(event.buttons() & middle)


def _side(value: float, first: float, last: float, reach: float) -> int:
    """-1 near the first side, 1 near the last one, 0 for neither; the nearer one of both."""
    to_first, to_last = abs(value - first), abs(value - last)
    if min(to_first, to_last) > reach:
        return 0
    return -1 if to_first < to_last else 1


def _dragged(margins: Margins, grip: Grip, by: tuple[float, float], *, both: bool) -> Margins:
    """Margins after a drag by picture pixels; the opposite side follows for ``both``."""
    dx, dy = round(by[0]), round(by[1])
    moved = margins
    if grip.across:
        grown = grip.across * dx
        moved = replace(
            moved,
            left=max(0, margins.left + grown) if grip.across < 0 or both else margins.left,
            right=max(0, margins.right + grown) if grip.across > 0 or both else margins.right,
        )
    if grip.down:
        grown = grip.down * dy
        moved = replace(
            moved,
            top=max(0, margins.top + grown) if grip.down < 0 or both else margins.top,
            bottom=max(0, margins.bottom + grown) if grip.down > 0 or both else margins.bottom,
        )
    return moved
