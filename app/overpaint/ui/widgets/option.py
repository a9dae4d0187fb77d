"""One choice among several, as the choosing widgets take it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """A value a person may choose, or may not choose and is told why.

    Attributes:
        value: What the widget reports; compared by ``==``.
        label: What it says.
        enabled: Whether it can be chosen now.
        reason: Why it cannot; shown as tooltip and told to screen readers.
        badge: A short note beside the label: ``"≈ $0.05"``, ``"default"``.
        tooltip: What it means, shown while it can be chosen.
        icon: Name of an icon that a row of choices may show in the place of the label.
    """

    value: object
    label: str
    enabled: bool = True
    reason: str = ""
    badge: str = ""
    tooltip: str = ""
    icon: str = ""

    @property
    def hint(self) -> str:
        """The tooltip that fits its state."""
        return self.tooltip if self.enabled else self.reason or self.tooltip
