"""An edit takes a mask or markup: say so when there are both, and let the person choose."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMainWindow

from overpaint.ui.draft_store import DraftStore
from overpaint.ui.panels import Panels
from overpaint.ui.widgets.banner import Notice, NoticeAction, NoticeKind

_KEEP_MASK, _KEEP_MARKUP, _BRING_BACK = "keep-mask", "keep-markup", "bring-back"


class MaskOrMarkup(QObject):
    """Shows a notice with both ways out; what is set aside is one step of undo away.

    Args:
        window: Owner.
        panels: Has the canvas and the banner.
        store: The draft.
    """

    def __init__(self, window: QMainWindow, panels: Panels, store: DraftStore) -> None:
        super().__init__(window)
        self._panels = panels
        self._notice: Notice | None = None
        self._both = False
        self._asking = False
        self._set_aside_at: int | None = None
        self._store = store
        store.changed.connect(self._on_draft_changed)
        panels.runs.refused.connect(self._on_refused)
        panels.area.banner.action_chosen.connect(self._act)
        panels.canvas.undo_stack.indexChanged.connect(self._on_step)

    @Slot()
    def _on_draft_changed(self) -> None:
        draft = self._store.draft
        both = draft.mask is not None and draft.markup is not None
        if both != self._both:
            self._both = both
            if both:
                self._ask()
            elif self._asking:
                self._withdraw()

    @Slot(object)
    def _on_refused(self, _problems: object) -> None:
        if self._both:
            self._ask()

    @Slot(str)
    def _act(self, identifier: str) -> None:
        canvas = self._panels.canvas
        if identifier == _KEEP_MASK:
            canvas.markup.clear()
            self._offer(self.tr("The markup is set aside, the mask is used."))
        elif identifier == _KEEP_MARKUP:
            self._panels.masks.session.clear()
            self._offer(self.tr("The mask is set aside, the markup is used."))
        elif identifier == _BRING_BACK:
            canvas.undo_stack.undo()

    @Slot(int)
    def _on_step(self, index: int) -> None:
        """Another step was made or taken back: the offer to bring it back no longer holds."""
        if self._set_aside_at is not None and index != self._set_aside_at:
            self._set_aside_at = None
            if not self._asking:
                self._withdraw()

    def _ask(self) -> None:
        self._asking = True
        self._present(
            Notice(
                NoticeKind.WARNING,
                self.tr("There is a mask and there is markup: an edit takes one of them."),
                self.tr("Choose what to send. Undo brings the other one back."),
                actions=(
                    NoticeAction(_KEEP_MASK, self.tr("Keep the mask")),
                    NoticeAction(_KEEP_MARKUP, self.tr("Keep the markup")),
                ),
            )
        )

    def _offer(self, title: str) -> None:
        self._asking = False
        self._set_aside_at = self._panels.canvas.undo_stack.index()
        back = NoticeAction(_BRING_BACK, self.tr("Bring it back"))
        self._present(Notice(NoticeKind.INFO, title, actions=(back,)))

    def _present(self, notice: Notice) -> None:
        self._notice = notice
        self._panels.area.banner.present(notice)

    def _withdraw(self) -> None:
        banner = self._panels.area.banner
        if self._notice is not None and banner.notice is self._notice:
            banner.clear()
        self._notice = None
        self._asking = False
