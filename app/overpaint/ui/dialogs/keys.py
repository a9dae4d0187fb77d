"""What the preferences need of the place where API keys are kept."""

from __future__ import annotations

from typing import Protocol

from overpaint.domain.profiles import ServerProfile
from overpaint.services.credentials import ApiKey, KeyPlace


class Keys(Protocol):
    """Where API keys are kept; every call may wait, so it is made on a worker."""

    def find(self, profile: ServerProfile) -> ApiKey | None:
        """The key of a server."""

    def store(self, profile: ServerProfile, key: str) -> KeyPlace:
        """Keep a key; tells where."""

    def forget(self, profile: ServerProfile) -> None:
        """Remove a server's key."""
