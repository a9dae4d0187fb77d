"""The results of the current edit: tiles from the first event to the finished file."""

from overpaint.ui.results.actions import ResultAction
from overpaint.ui.results.item import ResultItem, ResultState
from overpaint.ui.results.model import ResultsModel
from overpaint.ui.results.strip import ResultsStrip

__all__ = ["ResultAction", "ResultItem", "ResultState", "ResultsModel", "ResultsStrip"]
