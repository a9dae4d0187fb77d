"""The pixels of the targets that were shown last, so that coming back to one needs no reading."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from overpaint.imaging.pixels import Picture

USUAL_BUDGET_BYTES = 512 * 1024 * 1024


class TargetPictures:
    """Keeps pictures by the id of their input; the one that was shown longest ago goes first.

    Args:
        budget_bytes: How much is kept; the latest one stays however large it is.
    """

    def __init__(self, budget_bytes: int = USUAL_BUDGET_BYTES) -> None:
        self._budget_bytes = budget_bytes
        self._pictures: OrderedDict[str, Picture] = OrderedDict()

    @property
    def size_bytes(self) -> int:
        """What is held."""
        return sum(picture.bgra.nbytes for picture in self._pictures.values())

    def find(self, input_id: str) -> Picture | None:
        """The pixels of a target; None when they have to be read."""
        picture = self._pictures.get(input_id)
        if picture is not None:
            self._pictures.move_to_end(input_id)
        return picture

    def keep(self, input_id: str, picture: Picture) -> None:
        """Keep what is shown now."""
        self._pictures[input_id] = picture
        self._pictures.move_to_end(input_id)
        while len(self._pictures) > 1 and self.size_bytes > self._budget_bytes:
            self._pictures.popitem(last=False)

    def forget(self, input_id: str) -> None:
        """Nobody will show it again."""
        self._pictures.pop(input_id, None)
