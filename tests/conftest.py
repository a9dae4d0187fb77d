"""What every test stands on: no screen, no keyring, no key, no network but the loopback interface.

The environment is set at import because Qt and keyring read it when they are first imported.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers import isolation, packaging_tools
from helpers.desktop import missing_programs
from helpers.samples import Samples
from helpers.secret_service import missing_programs as missing_keyring_programs

REQUIRE_WINDOW_TESTS = "OVERPAINT_REQUIRE_WINDOW_TESTS"
"""Set by the continuous integration: there, a window test that cannot run is an error."""

REQUIRE_KEYRING_TESTS = "OVERPAINT_REQUIRE_KEYRING_TESTS"
"""The same for tests that ask a real Secret Service."""

REQUIRE_PACKAGING_TESTS = "OVERPAINT_REQUIRE_PACKAGING_TESTS"
"""The same for tests that let the tools of desktops look at what installers are made of."""

isolation.prepare(os.environ)


def pytest_configure() -> None:
    isolation.allow_loopback_only()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    _require(items, "window", missing_programs(), REQUIRE_WINDOW_TESTS)
    _require(items, "keyring", missing_keyring_programs(), REQUIRE_KEYRING_TESTS)
    _require(items, "packaging", packaging_tools.missing_programs(), REQUIRE_PACKAGING_TESTS)


def _require(items: list[pytest.Item], group: str, missing: list[str], variable: str) -> None:
    """Skip the tests of a group whose programs are missing; refuse where they must run."""
    marked = [item for item in items if item.get_closest_marker(group)]
    if not marked or not missing:
        return
    reason = (
        f"{group} tests need {', '.join(missing)}: "
        f"python3 packaging/system_packages.py {group} --install"
    )
    if os.environ.get(variable):
        raise pytest.UsageError(reason)
    for item in marked:
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
