"""Fixtures of the tests of services."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from helpers.scripted_server import ScriptedServer


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """A scripted server, running."""
    with ScriptedServer() as running:
        yield running
