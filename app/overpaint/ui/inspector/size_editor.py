"""The editor of sizes: two edges that snap to what the model takes, and a note on the scale."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from overpaint.domain.framing import frame_of
from overpaint.domain.sizes import FlexibleSizes, Size
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.icons import Icons, Tone
from overpaint.ui.inspector.size_notes import scale_note, snapped
from overpaint.ui.theme import TextRole
from overpaint.ui.widgets.announce import announce
from overpaint.ui.widgets.icon_button import IconButton
from overpaint.ui.widgets.number_field import NumberField

_LARGEST = 99_999


class SizeEditor(QWidget):
    """Width and height; whatever is typed becomes the nearest size that the model takes.

    Attributes:
        width_field: Width in pixels; 0 stands for auto.
        height_field: Height in pixels; 0 stands for auto.
        lock: Keeps the shape when one edge is changed.
        swap: Changes width and height over.
        match: Takes the size that is closest to the target.
        note: How the size compares with the target, or why it was moved.
    """

    def __init__(self, store: DraftStore, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._ratio = 1.0
        self._kept: Size | None = None
        self._moved: tuple[Size, str] | None = None
        self.width_field = self._edge(self.tr("Width"), self.tr("W "))
        self.height_field = self._edge(self.tr("Height"), self.tr("H "))
        self.lock = IconButton(
            icons, "link", self.tr("Keep the shape"), tone=Tone.MUTED, checkable=True
        )
        self.swap = IconButton(icons, "swap", self.tr("Swap width and height"), tone=Tone.MUTED)
        self.match = IconButton(icons, "fit", self.tr("Match the picture"), tone=Tone.MUTED)
        self.note = QLabel(self)
        self.note.setFont(icons.theme.font(TextRole.SMALL))
        self.note.setForegroundRole(self.note.palette().ColorRole.PlaceholderText)
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Show the draft as it is now."""
        draft, rule = self._store.draft, self._store.model.sizes
        size = draft.size
        flexible = isinstance(rule, FlexibleSizes)
        self._edges.setVisible(flexible)
        if isinstance(rule, FlexibleSizes):
            for field in (self.width_field, self.height_field):
                field.setSingleStep(rule.step)
                field.setToolTip(self.tr("In steps of {step} px").format(step=rule.step))
        self._show_edges(size)
        if size is not None and size != self._kept:
            self._ratio = size.width / size.height
        target = draft.target.size if draft.target else None
        self.match.set_enabled_with_reason(target is not None, self.tr("There is no picture yet."))
        can_swap = size is not None and rule.refusal(Size(size.height, size.width)) is None
        self.swap.set_enabled_with_reason(can_swap, self.tr("There is no size to turn round."))
        if self._moved is not None and self._moved[0] != size:
            self._moved = None
        self._tell(self._moved[1] if self._moved else scale_note(size, self._compared))

    @property
    def _compared(self) -> Size | None:
        """What a size is compared with: the target, unless a frame of it is told elsewhere."""
        draft = self._store.draft
        framed = frame_of(draft, self._store.model) is not None
        return None if framed or draft.target is None else draft.target.size

    def _edge(self, name: str, prefix: str) -> NumberField:
        field = NumberField(self)
        field.setAccessibleName(name)
        field.setPrefix(prefix)
        field.setRange(0, _LARGEST)
        field.setSpecialValueText(prefix + self.tr("auto"))
        field.setKeyboardTracking(False)
        field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return field

    def _lay_out(self) -> None:
        self._edges = QWidget(self)
        row = QHBoxLayout(self._edges)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.width_field, 1)
        row.addWidget(self.lock)
        row.addWidget(self.height_field, 1)
        row.addWidget(self.swap)
        row.addWidget(self.match)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._edges)
        column.addWidget(self.note)
        order = (self.width_field, self.lock, self.height_field, self.swap, self.match)
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def _connect(self) -> None:
        self.width_field.valueChanged.connect(lambda: self._on_edge_changed(is_width=True))
        self.height_field.valueChanged.connect(lambda: self._on_edge_changed(is_width=False))
        self.width_field.lineEdit().textEdited.connect(lambda: self._foresee(is_width=True))
        self.height_field.lineEdit().textEdited.connect(lambda: self._foresee(is_width=False))
        self.lock.toggled.connect(self._on_locked)
        self.swap.clicked.connect(self._on_swapped)
        self.match.clicked.connect(self._on_matched)

    def _show_edges(self, size: Size | None) -> None:
        pairs = ((self.width_field, size and size.width), (self.height_field, size and size.height))
        for field, edge in pairs:
            with QSignalBlocker(field):
                field.setValue(edge or 0)

    def _wanted(self, width: int, height: int, *, is_width: bool) -> Size | None:
        """What the two edges ask for; None for auto."""
        if not (width if is_width else height):
            return None
        is_open = not (width and height)
        if not is_open and not self.lock.isChecked():
            return Size(width, height)
        ratio = self._open_ratio() if is_open else self._ratio
        if is_width:
            return Size(width, max(round(width / ratio), 1))
        return Size(max(round(height * ratio), 1), height)

    def _open_ratio(self) -> float:
        target = self._store.draft.target
        return target.size.width / target.size.height if target else 1.0

    def _on_edge_changed(self, *, is_width: bool) -> None:
        width, height = self.width_field.value(), self.height_field.value()
        wanted = self._wanted(width, height, is_width=is_width)
        if wanted is None:
            self._take(None if self._store.model.sizes.auto else self._store.draft.size)
            return
        size, reason = snapped(self._store.model.sizes, wanted)
        self._moved = (size, reason) if reason else None
        # The locked shape is that of the size before; rounding to steps must not creep into it.
        self._kept = size if self.lock.isChecked() else None
        self._take(size)
        if reason:
            announce(self, reason)

    def _foresee(self, *, is_width: bool) -> None:
        """Say what would become of the number that is being typed."""
        field = self.width_field if is_width else self.height_field
        digits = field.cleanText().strip()
        width, height = self.width_field.value(), self.height_field.value()
        if not digits.isdecimal():
            return
        edges = (int(digits), height) if is_width else (width, int(digits))
        wanted = self._wanted(*edges, is_width=is_width)
        if wanted is None:
            return
        size, reason = snapped(self._store.model.sizes, wanted)
        told = scale_note(size, self._compared)
        self._tell(f"→ {size.width} × {size.height}" if reason else told)

    @Slot(bool)
    def _on_locked(self, locked: bool) -> None:  # noqa: FBT001 - a Qt slot
        size = self._store.draft.size
        if locked:
            self._ratio = size.width / size.height if size else self._open_ratio()

    @Slot()
    def _on_swapped(self) -> None:
        size = self._store.draft.size
        if size is not None:
            self._take(Size(size.height, size.width))

    @Slot()
    def _on_matched(self) -> None:
        target = self._store.draft.target
        if target is not None:
            self._take(self._store.model.sizes.nearest(target.size))

    def _take(self, size: Size | None) -> None:
        self._store.set(size=size)
        # Where nothing has changed, the fields still show what was typed.
        self.refresh()

    def _tell(self, text: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))
