"""Colours, type scale and control style of the interface."""

from overpaint.ui.theme.theme import TextRole, Theme, ThemeChoice
from overpaint.ui.theme.tokens import BrokenThemeError, Tokens

__all__ = ["BrokenThemeError", "TextRole", "Theme", "ThemeChoice", "Tokens"]
