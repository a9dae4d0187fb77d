"""Take windows of tests away for good: pytest-qt closes them, an event loop has to delete them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent


def delete_what_was_closed() -> None:
    """Delete every object that was asked to go; without a loop that runs it would stay for ever."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
