"""From a server profile to an address and a key; starts the built-in endpoint when it is meant."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from overpaint.domain.errors import SettingsError
from overpaint.domain.profile_checks import checked
from overpaint.domain.profiles import AuthStyle, ServerKind, ServerProfile
from overpaint.services.courtesy import Courtesy

if TYPE_CHECKING:
    # It brings asyncio along, which only an edit needs.
    from overpaint.services.pace import Pace, Paces


ORGANIZATION_VARIABLE = "OPENAI_ORG_ID"
PROJECT_VARIABLE = "OPENAI_PROJECT_ID"
UNSTARTED_URL = "http://127.0.0.1/v1"
"""Stands for the built-in endpoint while it does not run: it chooses its port when it starts."""


class LocalServer(Protocol):
    """A running server on the loopback interface."""

    @property
    def base_url(self) -> str:
        """Its address, up to and including ``/v1``."""

    @property
    def key(self) -> str:
        """The token that it expects."""

    def close(self) -> None:
        """Stop it and wait until it is gone."""


@dataclass(frozen=True, slots=True)
class Connection:
    """Where an edit goes, and the key for it; the key never shows in a representation."""

    profile: ServerProfile
    key: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Where an edit would go.

    Attributes:
        profile: With its address.
        has_key: Whether a key would go along.
    """

    profile: ServerProfile
    has_key: bool


class Connections:
    """Opens connections; every call may block, so it belongs on a worker.

    Args:
        start_endpoint: Starts the built-in endpoint and returns once it accepts connections.
        find_key: Looks up the key of a profile; None where there is none.
        environ: Where OpenAI's organization and project are found when the profile names none.

    Attributes:
        courtesy: Asks everything that is received here to give way.
    """

    def __init__(
        self,
        start_endpoint: Callable[[], LocalServer],
        find_key: Callable[[ServerProfile], str | None],
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self._start_endpoint = start_endpoint
        self._find_key = find_key
        self._environ = os.environ if environ is None else environ
        self._paces: Paces | None = None
        self._endpoint: LocalServer | None = None
        self._lock = threading.Lock()
        self._closed = False
        self.courtesy = Courtesy()

    def open(self, profile: ServerProfile) -> Connection:
        """Resolve a profile.

        Raises:
            OverpaintError: The built-in endpoint cannot start, the keyring refuses, or the
                environment names an organization or project that is none.
        """
        if profile.kind is not ServerKind.BUILT_IN:
            key = None if profile.auth is AuthStyle.NONE else self._find_key(profile)
            return Connection(_completed(profile, self._environ), key)
        with self._lock:
            if self._closed:
                raise RuntimeError("connections are closed")
            if self._endpoint is None:
                self._endpoint = self._start_endpoint()
            return Connection(
                replace(profile, base_url=self._endpoint.base_url), self._endpoint.key
            )

    def foresee(self, profile: ServerProfile) -> Foreseen:
        """What `open` would say, without starting anything; may ask the keyring.

        Raises:
            OverpaintError: As `open`; a key that is missing is no error here.
        """
        if profile.kind is ServerKind.BUILT_IN:
            with self._lock:
                base_url = UNSTARTED_URL if self._endpoint is None else self._endpoint.base_url
            return Foreseen(replace(profile, base_url=base_url), has_key=True)
        return Foreseen(_completed(profile, self._environ), has_key=self._has_key(profile))

    def _has_key(self, profile: ServerProfile) -> bool:
        if profile.auth is AuthStyle.NONE:
            return False
        try:
            return self._find_key(profile) is not None
        except SettingsError:
            return False

    def pace(self, profile: ServerProfile) -> Pace:
        """What keeps a server's limit of images per minute; does not block."""
        if self._paces is None:
            from overpaint.services.pace import Paces  # noqa: PLC0415 - see above

            self._paces = Paces()
        return self._paces.of(profile)

    def close(self) -> None:
        """Stop the built-in endpoint if it runs; nothing can be opened afterwards."""
        with self._lock:
            self._closed = True
            endpoint, self._endpoint = self._endpoint, None
        if endpoint is not None:
            endpoint.close()


def _completed(profile: ServerProfile, environ: Mapping[str, str]) -> ServerProfile:
    """OpenAI with the organization and project that the environment names, as its tools do."""
    if profile.kind is not ServerKind.OPENAI:
        return profile
    return checked(
        replace(
            profile,
            organization=profile.organization or environ.get(ORGANIZATION_VARIABLE, ""),
            project=profile.project or environ.get(PROJECT_VARIABLE, ""),
        )
    )
