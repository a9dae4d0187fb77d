"""Undoable steps on the inputs: adding, replacing, moving and removing pictures."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from overpaint.domain.draft import InputImage
from overpaint.ui.draft_store import Addition, DraftStore
from overpaint.ui.switching_stack import SwitchingStack

_UNDO_LIMIT = 50


@dataclass(frozen=True, slots=True, eq=False)
class InputsSteps:
    """The steps of an edit that is not at hand.

    Attributes:
        stack: The steps.
        replaced: What took whose place: ids, and what was there before.
        replacing: The steps among them that replaced a picture.
    """

    stack: QUndoStack
    replaced: dict[str, InputImage]
    replacing: deque[_Replace]


class InputsHistory(QObject):
    """Changes the inputs of the draft so that every change can be taken back.

    What is done is done at once; a step that no longer makes sense when it is taken back, because
    the picture is gone or there is no room, does nothing.

    Attributes:
        stack: The steps.
        told: A sentence on a step that took a picture away; the strip offers to undo it.
        returning: Whether a step is being undone or redone at this moment.
    """

    told = Signal(str)

    def __init__(self, store: DraftStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.stack = SwitchingStack(self, limit=_UNDO_LIMIT)
        self.returning = False
        self._replaced: dict[str, InputImage] = {}
        self._replacing: deque[_Replace] = deque(maxlen=_UNDO_LIMIT)

    @property
    def undoes_target(self) -> bool:
        """Whether undoing the last step brings back a target that another one replaced."""
        step = self._replacement(self.stack.index() - 1)
        return step is not None and step.new.id == self._target_id()

    @property
    def redoes_target(self) -> bool:
        """Whether redoing the next step replaces the target again."""
        step = self._replacement(self.stack.index())
        return step is not None and step.old.id == self._target_id()

    def clear(self) -> None:
        """Forget every step: another edit begins."""
        self.stack.clear()
        self._replaced.clear()
        self._replacing.clear()

    def take(self) -> InputsSteps:
        """Put the steps aside: another edit comes to hand."""
        taken = InputsSteps(self.stack.take(), self._replaced, self._replacing)
        self._replaced, self._replacing = {}, deque(maxlen=_UNDO_LIMIT)
        return taken

    def put(self, steps: InputsSteps) -> None:
        """Go on with steps that were put aside."""
        self._replaced, self._replacing = steps.replaced, steps.replacing
        self.stack.put(steps.stack)

    def add(self, images: Sequence[InputImage], at: int | None = None) -> Addition:
        """Add pictures as far as there is room.

        Args:
            images: The pictures, in their order.
            at: 0-based position of the first one; at the end unless told.
        """
        addition = self._store.add_inputs(images, at)
        if addition.added:
            first = self._store.position_of(addition.added[0].id) or 1
            self.stack.push(
                _Add(self, self._store, self._added_text(addition.added), addition, first - 1)
            )
        return addition

    def replace(self, image_id: str, image: InputImage, text: str = "", told: str = "") -> None:
        """Put a picture in the place of another one.

        Args:
            image_id: The one that goes.
            image: The one that comes.
            text: What the step is called; “Replace a.png” unless told.
            told: What was done, for the person; as the step unless told.
        """
        old = self._image(image_id)
        if old is None:
            return
        self._store.replace_input(image_id, image)
        self._replaced[image.id] = old
        told = told or text or self.tr("Replaced {name}").format(name=old.name)
        name = text or self.tr("Replace {name}").format(name=old.name)
        step = _Replace(self, self._store, name, old, image)
        self._replacing.append(step)
        self.stack.push(step)
        self.told.emit(told)

    def put_target(self, images: Sequence[InputImage]) -> Addition:
        """Put the first picture in the target's place and add the others; one step."""
        target = self._store.draft.target
        if target is None:
            return self.add(images)
        self.stack.beginMacro(self.tr("Replace {name}").format(name=target.name))
        try:
            self.replace(target.id, images[0])
            return self.add(images[1:])
        finally:
            self.stack.endMacro()

    def move(self, image_id: str, position: int) -> bool:
        """Move a picture to a 1-based position; tells whether anything changed."""
        old, image = self._store.position_of(image_id), self._image(image_id)
        count = len(self._store.draft.inputs)
        if image is None or old is None or not 1 <= position <= count or position == old:
            return False
        self._store.move_input(image_id, position)
        text = self.tr("Move {name}").format(name=image.name)
        self.stack.push(_Move(self, self._store, text, image, old, position))
        return True

    def remove(self, image_id: str) -> None:
        """Take a picture out."""
        position, image = self._store.position_of(image_id), self._image(image_id)
        if position is None or image is None:
            return
        prompt = self._store.draft.prompt
        self._store.remove_input(image_id)
        text = self.tr("Remove {name}").format(name=image.name)
        self.stack.push(_Remove(self, self._store, text, image, position, prompt))
        self.told.emit(self.tr("Removed {name}").format(name=image.name))

    def note(self, text: str, *, back: Callable[[], None], again: Callable[[], None]) -> None:
        """Make a step of something that was done with what belongs to a picture.

        Args:
            text: What was done, for the menu and for the person.
            back: Takes it back.
            again: Does it once more.
        """
        self.stack.push(_Other(self, self._store, text, back, again))
        self.told.emit(text)

    def take_out_broken(self, image_id: str) -> None:
        """A picture cannot be used after all: what it had replaced returns, else it goes."""
        old = self._replaced.pop(image_id, None)
        if old is not None and self._store.position_of(old.id) is None:
            self._store.replace_input(image_id, old)
        else:
            self._store.remove_input(image_id)

    def _image(self, image_id: str) -> InputImage | None:
        return next((one for one in self._store.draft.inputs if one.id == image_id), None)

    def _target_id(self) -> str | None:
        target = self._store.draft.target
        return None if target is None else target.id

    def _replacement(self, index: int) -> _Replace | None:
        """The step at an index, or the first one of several in one, if it replaced a picture."""
        if not 0 <= index < self.stack.count():
            return None
        command = self.stack.command(index)
        first = command.child(0) if command.childCount() else command
        return next((step for step in self._replacing if step is first), None)

    def _added_text(self, images: Sequence[InputImage]) -> str:
        if len(images) == 1:
            return self.tr("Add {name}").format(name=images[0].name)
        return self.tr("Add {count} pictures").format(count=len(images))


class _Step(QUndoCommand):
    """A step that was done already when it is pushed: its first `redo` does nothing."""

    def __init__(self, history: InputsHistory, store: DraftStore, text: str) -> None:
        super().__init__(text)
        self._history = history
        self._store = store
        self._pushed = False
        self._prompts: tuple[str, str] | None = None

    def redo(self) -> None:
        """Do it again, but not when it is pushed."""
        if self._pushed:
            self._return(self.again)
        self._pushed = True

    def undo(self) -> None:
        """Take it back."""
        self._return(self.back)

    def again(self) -> None:
        """Do it again after it was taken back."""

    def back(self) -> None:
        """Take it back."""

    def _return(self, way: Callable[[], None]) -> None:
        prompt = self._store.draft.prompt
        self._history.returning = True
        try:
            way()
            if self._prompts is not None and prompt == self._prompts[1]:
                # What named a picture that was gone names it again.
                self._store.set(prompt=self._prompts[0])
        finally:
            self._history.returning = False
        self._prompts = prompt, self._store.draft.prompt


class _Add(_Step):
    def __init__(
        self, history: InputsHistory, store: DraftStore, text: str, addition: Addition, at: int
    ) -> None:
        super().__init__(history, store, text)
        self._images = addition.added
        self._at = at

    def again(self) -> None:
        missing = [one for one in self._images if self._store.position_of(one.id) is None]
        self._store.add_inputs(missing, at=self._at)

    def back(self) -> None:
        gone = {image.id for image in self._images}
        left = tuple(image for image in self._store.draft.inputs if image.id not in gone)
        self._store.set(inputs=left)


class _Replace(_Step):
    def __init__(
        self, history: InputsHistory, store: DraftStore, text: str, old: InputImage, new: InputImage
    ) -> None:
        super().__init__(history, store, text)
        self.old = old
        self.new = new

    def again(self) -> None:
        self._swap(self.old, self.new)

    def back(self) -> None:
        self._swap(self.new, self.old)

    def _swap(self, there: InputImage, instead: InputImage) -> None:
        if self._store.position_of(instead.id) is None:
            self._store.replace_input(there.id, instead)


class _Move(_Step):
    def __init__(
        self,
        history: InputsHistory,
        store: DraftStore,
        text: str,
        image: InputImage,
        old: int,
        new: int,
    ) -> None:
        super().__init__(history, store, text)
        self._image_id = image.id
        self._old = old
        self._new = new

    def again(self) -> None:
        self._store.move_input(self._image_id, self._new)

    def back(self) -> None:
        self._store.move_input(self._image_id, self._old)


class _Remove(_Step):
    def __init__(
        self,
        history: InputsHistory,
        store: DraftStore,
        text: str,
        image: InputImage,
        position: int,
        prompt: str,
    ) -> None:
        super().__init__(history, store, text)
        self._image = image
        self._position = position
        self._prompts = prompt, store.draft.prompt

    def again(self) -> None:
        self._store.remove_input(self._image.id)

    def back(self) -> None:
        if self._store.position_of(self._image.id) is None:
            self._store.add_inputs([self._image], at=self._position - 1)


class _Other(_Step):
    def __init__(
        self,
        history: InputsHistory,
        store: DraftStore,
        text: str,
        back: Callable[[], None],
        again: Callable[[], None],
    ) -> None:
        super().__init__(history, store, text)
        self._ways = back, again

    def again(self) -> None:
        self._ways[1]()

    def back(self) -> None:
        self._ways[0]()
