"""What each command of the action table does, one module for each subject.

A class has `handlers`: a function for each of its command ids. `Commands` puts them together.
"""

from overpaint.ui.commands.commands import Commands

__all__ = ["Commands"]
