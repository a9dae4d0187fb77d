"""Which edits are open as tabs, in their order, and which of them is at hand."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from pathlib import Path

from overpaint.domain.edit_document import EditId
from overpaint.services.new_files import write_over

OPEN_TABS_NAME = "open.json"
"""The file in the folder of the edits."""

NO_EDIT = EditId("")
"""Stands for none."""

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpenTabs:
    """The tabs.

    Attributes:
        edits: From left to right.
        current: The one at hand; ``""`` when there is none.
    """

    edits: tuple[EditId, ...] = ()
    current: EditId = NO_EDIT


def read_open_tabs(folder: Path) -> OpenTabs:
    """Read the tabs; none when nothing was written yet, or when it cannot be understood."""
    try:
        row = json.loads((folder / OPEN_TABS_NAME).read_bytes())
        edits = tuple(EditId(edit) for edit in row["edits"] if is_edit_id(edit))
        current = EditId(str(row.get("current", "")))
    except FileNotFoundError:
        return OpenTabs()
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        _logger.warning("open tabs: cannot be read (%s)", type(error).__name__)
        return OpenTabs()
    edits = tuple(dict.fromkeys(edits))
    if current not in edits:
        current = edits[-1] if edits else NO_EDIT
    return OpenTabs(edits, current)


def write_open_tabs(folder: Path, tabs: OpenTabs) -> None:
    """Write the tabs: whoever reads gets all of the old or all of the new.

    Raises:
        OSError: The folder takes nothing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    row = {"version": 1, "edits": list(tabs.edits), "current": tabs.current}
    write_over(folder / OPEN_TABS_NAME, json.dumps(row).encode("ascii"))


def is_edit_id(name: object) -> bool:
    """Whether a name can be that of an edit, and so of a folder, wherever it comes from."""
    return isinstance(name, str) and 0 < len(name) <= 64 and name.isascii() and name.isalnum()
