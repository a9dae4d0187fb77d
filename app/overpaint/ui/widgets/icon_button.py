"""A flat button that is only an icon; its tooltip names it and its key."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from overpaint.ui.icons import Icons, Tone
from overpaint.ui.key_tips import follow_keys, key_text, native
from overpaint.ui.theme.draw import CONTROL_HEIGHT, ICON_SIZE


class IconButton(QToolButton):
    """For tool bars, headers and cards; at least 28 px in both directions."""

    def __init__(
        self,
        icons: Icons,
        icon: str,
        label: str,
        *,
        key: str = "",
        command: str = "",
        tone: Tone = Tone.TEXT,
        checkable: bool = False,
        icon_px: int = ICON_SIZE,
        parent: QWidget | None = None,
    ) -> None:
        """Build it.

        Args:
            icons: The icon family.
            icon: Name of the icon.
            label: What it does, for tooltip and screen reader.
            key: Portable key sequence, shown in the tooltip, for a key that cannot be changed.
            command: The command whose key is shown there in its place, whatever it is.
            tone: Colour of the icon.
            checkable: Whether it is a switch.
            icon_px: Side of the icon.
            parent: The owner.
        """
        super().__init__(parent)
        self._icons = icons
        self._tone = tone
        self._label = label
        self._key = key
        self._command = command
        self._reason = ""
        self.setIcon(icons.icon(icon, tone))
        self.setIconSize(QSize(icon_px, icon_px))
        side = max(CONTROL_HEIGHT, icon_px + 12)
        self.setMinimumSize(side, side)
        self.setAutoRaise(True)
        self.setCheckable(checkable)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        follow_keys(self, lambda: self._explain(self._reason))

    def set_icon(self, icon: str) -> None:
        """Show another icon of the same tone."""
        self.setIcon(self._icons.icon(icon, self._tone))

    def set_label(self, label: str, *, key: str | None = None) -> None:
        """Name another action, with another key when given."""
        self._label = label
        self._key = self._key if key is None else key
        self._explain("")

    def set_enabled_with_reason(self, enabled: bool, reason: str = "") -> None:  # noqa: FBT001 - a setter
        """Switch it off and say why in the tooltip."""
        self.setEnabled(enabled)
        self._explain("" if enabled else reason)

    def _explain(self, reason: str) -> None:
        self._reason = reason
        shown = key_text(self._command) if self._command else native(self._key)
        name = f"{self._label} ({shown})" if shown else self._label
        self.setAccessibleName(self._label)
        self.setAccessibleDescription(reason)
        self.setToolTip(f"{name}\n{reason}" if reason else name)
