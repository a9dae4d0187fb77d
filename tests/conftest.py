"""What every test stands on: no screen, no keyring, no key, no network but the loopback interface.

The environment is set at import because Qt and keyring read it when they are first imported.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers import isolation
from helpers.desktop import missing_programs
from helpers.samples import Samples

REQUIRE_WINDOW_TESTS = "OVERPAINT_REQUIRE_WINDOW_TESTS"
"""Set by the continuous integration: there, a window test that cannot run is an error."""

isolation.prepare(os.environ)


def pytest_configure() -> None:
    isolation.allow_loopback_only()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    driven = [item for item in items if item.get_closest_marker("window")]
    missing = missing_programs()
    if not driven or not missing:
        return
    reason = (
        f"window tests need {', '.join(missing)}: "
        "python3 packaging/system_packages.py window --install"
    )
    if os.environ.get(REQUIRE_WINDOW_TESTS):
        raise pytest.UsageError(reason)
    for item in driven:
        item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh place for settings, data and results."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("OVERPAINT_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def no_thread_left_behind() -> Iterator[None]:
    """Fail a test that leaves a thread running which would keep the program from ending."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in isolation.lingering(before) if not thread.daemon]
    assert not left, f"still running: {', '.join(thread.name for thread in left)}"


@pytest.fixture(scope="session")
def samples() -> Samples:
    """The photographs and masks that come with the program."""
    return Samples()
