"""Which tool is chosen: for good, or only while its key is held."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from overpaint.ui.canvas.tools.base import ToolKind
from overpaint.ui.canvas.tools.groups import group_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from overpaint.ui.canvas.tools.base import CanvasTool

HOLD_S = 0.25  # a key that is held longer gives its tool only until it is let go


class ToolChoice:
    """Remembers the tool that was used last in each group.

    Args:
        tools: By kind; more may be added later.
        clock: Seconds that only grow.
    """

    def __init__(
        self, tools: dict[ToolKind, CanvasTool], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._tools = tools
        self._kind = ToolKind.BRUSH
        self._recent: dict[tuple[ToolKind, ...], ToolKind] = {}
        self._held: tuple[ToolKind, float] | None = None
        self.clock = clock

    @property
    def kind(self) -> ToolKind:
        """The tool in hand."""
        return self._kind

    @property
    def tool(self) -> CanvasTool:
        """The tool in hand."""
        return self._tools[self._kind]

    def member(self, kind: ToolKind) -> ToolKind:
        """Return the tool that was used last in the group of another."""
        return self._recent.get(group_of(kind), kind)

    def choose(self, kind: ToolKind) -> None:
        """Take a tool for good; the one before ends what it has open."""
        self.keep()
        before, self._kind = self._kind, kind
        self._recent[group_of(kind)] = kind
        if before is not kind:
            self._tools[before].leave()

    def next_in_group(self, kind: ToolKind) -> ToolKind:
        """Return the tool after the one in hand, if that is of the group; else the last used."""
        group = group_of(kind)
        if self._kind in group:
            return group[(group.index(self._kind) + 1) % len(group)]
        return self.member(kind)

    def hold(self, kind: ToolKind) -> None:
        """Take a tool by its key: until `let_go` decides, the one before keeps what it has open."""
        self.keep()
        kind = self.member(kind)
        if kind is not self._kind:
            self._held = self._kind, self.clock()
            self._kind = kind

    def let_go(self) -> None:
        """The key has come up: after a while go back, else keep the tool."""
        if self._held is None:
            return
        before, since = self._held
        if self.clock() - since > HOLD_S:
            self._held = None
            self._tools[self._kind].leave()
            self._kind = before
        else:
            self.keep()

    def keep(self) -> None:
        """Make a tool that is held the chosen one."""
        held, self._held = self._held, None
        if held is not None:
            self._recent[group_of(self._kind)] = self._kind
            self._tools[held[0]].leave()
