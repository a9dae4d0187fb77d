"""The input pictures: the target and up to fifteen references."""

from overpaint.ui.inputs.model import InputsModel
from overpaint.ui.inputs.strip import InputsStrip

__all__ = ["InputsModel", "InputsStrip"]
