"""The inspector: prompt, parameters, problems and the button."""

from overpaint.ui.inspector.inspector import Inspector

__all__ = ["Inspector"]
