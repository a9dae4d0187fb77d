"""When a file with several frames or pages comes in, ask which one is meant."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from overpaint.domain.draft import Draft, InputImage
from overpaint.ui.background import Background
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.frames.chooser import FrameChooser
from overpaint.ui.inputs.history import InputsHistory


class FrameChoice(QObject):
    """Opens the chooser for new inputs with several frames, and carries the choice out.

    The main frame is used until somebody chooses another: nothing waits for the answer.

    Args:
        store: The draft.
        history: Changes the inputs so that it can be taken back.
        chooser: Shows the frames.
        background: Reads the header of the chosen frame.

    Attributes:
        failed: An `OverpaintError`; the frame in use stays.
    """

    failed = Signal(object)

    def __init__(
        self,
        store: DraftStore,
        history: InputsHistory,
        chooser: FrameChooser,
        background: Background,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._history = history
        self._chooser = chooser
        self._background = background
        self._known: set[str] = set()
        store.changed.connect(self._on_changed)
        chooser.chosen.connect(self._use)

    @Slot()
    def ask(self) -> None:
        """Ask again, for the first input that has several frames."""
        several = _several(self._store.draft)
        if several:
            self._chooser.ask(several[0])

    @Slot(str)
    def ask_for(self, image_id: str) -> None:
        """Ask again for one input."""
        for image in _several(self._store.draft):
            if image.id == image_id:
                self._chooser.ask(image)

    @Slot(object, object)
    def _on_changed(self, old: Draft, new: Draft) -> None:
        if new.inputs == old.inputs:
            return
        several = _several(new)
        shown = self._chooser.image
        if shown is not None and shown not in new.inputs:
            self._chooser.leave()
        fresh = [image for image in several if image.id not in self._known]
        self._known.update(image.id for image in fresh)
        if fresh:
            self._chooser.ask(fresh[0])

    @Slot(object, int)
    def _use(self, image: InputImage, frame: int) -> None:
        def read() -> InputImage:
            from overpaint.imaging.load import probe_input  # noqa: PLC0415 - numpy, on a worker

            return probe_input(image.path, image.name, frame)

        def done(chosen: InputImage) -> None:
            self._known.add(chosen.id)
            text = self.tr("Use {number} of {name}").format(number=frame + 1, name=image.name)
            self._history.replace(image.id, chosen, text)

        self._background.run(read, done, self.failed.emit)


def _several(draft: Draft) -> list[InputImage]:
    return [image for image in draft.inputs if image.frame_count > 1]
