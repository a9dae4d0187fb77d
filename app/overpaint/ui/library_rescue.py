"""Tell of a library that was found damaged, once what is missing was looked for in files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from overpaint.domain.errors import OverpaintError
from overpaint.services.library.library import Library
from overpaint.ui.background import Background
from overpaint.ui.notices import error_notice
from overpaint.ui.widgets.banner import Notice, NoticeKind

if TYPE_CHECKING:
    from overpaint.services.library.rescues import Rescue


class LibraryRescue(QObject):
    """Fills a mended library from files, beside everything else.

    Args:
        library: All results.
        background: Does it.
        folders: Where results and answers lie.
        present: Shows a notice.
        parent: Its owner.
    """

    def __init__(
        self,
        library: Library,
        background: Background,
        folders: Sequence[Path],
        present: Callable[[Notice], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._background = background
        self._folders = tuple(folders)
        self._present = present

    def begin(self) -> None:
        """Look on a worker whether there is anything to tell."""
        recover = partial(self._library.recover, self._folders)
        self._background.run(recover, self._tell, self._tell_error)

    def _tell(self, rescues: Sequence[Rescue]) -> None:
        for rescue in rescues:
            self._present(replace(error_notice(rescue.told()), kind=NoticeKind.WARNING))

    def _tell_error(self, error: OverpaintError) -> None:
        self._present(error_notice(error))
