"""Tokens as a `QPalette`: what every standard widget paints with."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from overpaint.ui.theme.tokens import Tokens


def palette_of(tokens: Tokens) -> QPalette:
    """Build the application palette.

    Labels that should be muted use ``setForegroundRole(QPalette.ColorRole.PlaceholderText)``;
    they then follow a change of theme without any code.
    """
    palette = QPalette()
    for role, colour in _roles(tokens).items():
        palette.setColor(QPalette.ColorGroup.All, role, colour)
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
        QPalette.ColorRole.PlaceholderText,
        QPalette.ColorRole.HighlightedText,
        QPalette.ColorRole.Link,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, tokens.disabled)
    for role in (QPalette.ColorRole.Highlight, QPalette.ColorRole.Accent):
        palette.setColor(QPalette.ColorGroup.Disabled, role, tokens.groove)
    return palette


def _roles(tokens: Tokens) -> dict[QPalette.ColorRole, QColor]:
    role = QPalette.ColorRole
    return {
        role.Window: tokens.panel,
        role.WindowText: tokens.text,
        role.Base: tokens.field,
        role.AlternateBase: tokens.panel,
        role.ToolTipBase: tokens.tooltip,
        role.ToolTipText: tokens.on_tooltip,
        role.PlaceholderText: tokens.muted,
        role.Text: tokens.text,
        role.Button: tokens.control,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.danger,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.accent_text,
        role.LinkVisited: tokens.accent_text,
        role.Light: tokens.raised,
        role.Midlight: tokens.border,
        role.Mid: tokens.border,
        role.Dark: tokens.border_strong,
        role.Shadow: tokens.shadow,
    }
