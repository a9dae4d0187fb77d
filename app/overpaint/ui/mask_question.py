"""Another picture takes the target's place: what becomes of the mask that was painted?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMainWindow

from overpaint.domain.draft import Draft, InputImage
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.inputs.texts import dimensions
from overpaint.ui.panels import Panels
from overpaint.ui.widgets.banner import Notice, NoticeAction, NoticeKind

if TYPE_CHECKING:
    from overpaint.imaging.mask.layers import MaskLayers

_SCALE, _KEEP, _CLEAR = "mask-to-new-target", "mask-stays", "mask-away"


@dataclass(frozen=True, slots=True)
class _Change:
    """The target was changed."""

    old: InputImage
    new: InputImage
    layers: MaskLayers

    @property
    def same_size(self) -> bool:
        return self.old.size == self.new.size


class MaskQuestion(QObject):
    """Asks without stopping anybody: until there is an answer, the mask stays with its picture.

    A picture of the same size that replaces the target, and a smaller copy of it, get the mask at
    once. A picture with a mask of its own keeps that one. Undo and redo bring back what was.

    Args:
        window: Owner.
        panels: Has the canvas, the session with the masks, and the banner.
        store: The draft.
    """

    def __init__(self, window: QMainWindow, panels: Panels, store: DraftStore) -> None:
        super().__init__(window)
        self._panels = panels
        self._store = store
        self._notice: Notice | None = None
        self._asked: _Change | None = None
        self._due: _Change | None = None
        self._copies: set[str] = set()
        store.changed.connect(self._on_draft_changed)
        panels.session.target_shown.connect(self._on_target_shown)
        panels.area.banner.action_chosen.connect(self._act)

    def expect_copy(self, image_id: str) -> None:
        """This picture is the same as the target, only smaller: the mask follows it unasked."""
        self._copies.add(image_id)

    @Slot(object, object)
    def _on_draft_changed(self, before: Draft, _after: Draft) -> None:
        old, new = before.target, self._store.draft.target
        if old is None or (new is not None and new.id == old.id):
            return
        self._withdraw()
        change = self._change(old, new)
        if change is None:
            return
        replaced = self._store.position_of(old.id) is None
        if replaced and (change.same_size or change.new.id in self._copies):
            self._carry(change)
        else:
            self._ask(change, replaced=replaced)

    def _change(self, old: InputImage, new: InputImage | None) -> _Change | None:
        """What there is to decide; None when it is clear."""
        layers = self._panels.masks.session.layers_of(old.id)
        if new is None or layers is None or layers.is_empty:
            return None
        own = self._panels.masks.session.layers_of(new.id)
        has_own = own is not None and not own.is_empty
        if has_own or self._panels.inputs.history.returning:
            return None
        return _Change(old, new, layers)

    def _ask(self, change: _Change, *, replaced: bool) -> None:
        self._asked = change
        title = self.tr("The mask was painted on {old}. What becomes of it?")
        text = (
            self.tr("Both pictures have {size} pixels.")
            if change.same_size
            else self.tr("The new target has {new} pixels, the old one {old}.")
        )
        new_size = dimensions(change.new)
        use = self.tr("Use it here") if change.same_size else self.tr("Scale it to fit")
        keep = self.tr("Keep it for {old}").format(old=change.old.name)
        self._notice = Notice(
            NoticeKind.INFO,
            title.format(old=change.old.name),
            text.format(new=new_size, old=dimensions(change.old), size=new_size),
            actions=(
                NoticeAction(_SCALE, use),
                NoticeAction(_KEEP, self.tr("Leave it") if replaced else keep),
                NoticeAction(_CLEAR, self.tr("Clear it")),
            ),
        )
        self._panels.area.banner.present(self._notice)

    @Slot(str)
    def _act(self, identifier: str) -> None:
        if identifier not in {_SCALE, _KEEP, _CLEAR} or self._asked is None:
            return
        change = self._asked
        self._withdraw()
        if identifier == _SCALE:
            self._carry(change)
        elif identifier == _CLEAR:
            self._clear(change)

    def _clear(self, change: _Change) -> None:
        session, old = self._panels.masks.session, change.old
        session.forget(old.id)
        self._panels.inputs.history.note(
            self.tr("Clear the mask of {name}").format(name=old.name),
            back=lambda: session.keep(old.id, change.layers),
            again=lambda: session.forget(old.id),
        )

    def _carry(self, change: _Change) -> None:
        """Put the mask on the new target, now or as soon as it is shown."""
        self._due = change
        if self._panels.session.shows(change.new.id):
            self._on_target_shown(change.new)

    @Slot(object)
    def _on_target_shown(self, target: InputImage) -> None:
        due, self._due = self._due, None
        if due is None or due.new.id != target.id:
            return
        from overpaint.imaging.mask.carried import carry  # noqa: PLC0415 - loads numpy
        from overpaint.imaging.mask.layers import Layer  # noqa: PLC0415 - as above

        text = self.tr("Use the mask of {name}").format(name=due.old.name)
        for layer in Layer:
            source = due.layers.plane(layer)
            if not source.is_empty:
                self._panels.canvas.change_mask(text, partial(carry, source), layer)

    def _withdraw(self) -> None:
        banner = self._panels.area.banner
        if self._notice is not None and banner.notice is self._notice:
            banner.clear()
        self._notice = None
        self._asked = None
