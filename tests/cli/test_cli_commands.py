"""The other commands, and how the program starts."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from helpers.command import environment, overpaint
from helpers.drafts import CATALOGUE
from helpers.samples import REPOSITORY, Samples
from overpaint import __version__
from overpaint.__main__ import has_screen
from overpaint.cli.exits import MEANINGS, Exit, exit_code
from overpaint.cli.options import OPTIONS, flag_of
from overpaint.domain import errors
from overpaint.domain.choices import Field
from overpaint.domain.errors import Action, ApiError, Billing, ImageError, OverpaintError
from overpaint.domain.text import say

SENTENCE = say("test", "x")


def test_the_version() -> None:
    assert overpaint("--version").out == f"Overpaint {__version__}\n"


@pytest.mark.parametrize("start", [["app"], ["-m", "app"], ["-m", "overpaint"]])
def test_every_way_to_start(start: list[str]) -> None:
    env = environment()
    if "overpaint" not in start:
        del env["PYTHONPATH"]

    done = subprocess.run(
        [sys.executable, *start, "--version"], cwd=REPOSITORY, env=env, capture_output=True,
        check=True,
    )  # fmt: skip

    assert done.stdout.decode() == f"Overpaint {__version__}\n"


def test_without_a_screen_the_window_says_so_instead_of_dying(samples: Samples) -> None:
    for arguments in ((), (samples.rocket,), ("--sample",)):
        ran = overpaint(*arguments)
        assert ran.code == 2
        assert "There is no screen" in ran.err


def test_an_unknown_option_of_the_window() -> None:
    ran = overpaint("--sampel")

    assert ran.code == 2
    assert "--sampel" in ran.err


@pytest.mark.parametrize(
    ("platform", "environ", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_where_there_is_a_screen(platform: str, environ: dict[str, str], expected: bool) -> None:
    assert has_screen(platform, environ) is expected


def test_no_command_loads_qt_and_looking_up_models_loads_nothing_heavy() -> None:
    code = (
        "import sys; from overpaint.__main__ import main; main(['models']); "
        "print([name for name in ('PySide6', 'numpy', 'PIL', 'httpx', 'keyring', 'starlette')"
        " if name in sys.modules], file=sys.stderr)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, check=True
    )

    assert done.stderr.decode() == "[]\n"


def test_the_window_opens_without_asyncio_and_collects_garbage_by_itself() -> None:
    code = """
import sys, weakref
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from overpaint.__main__ import main

class Ring:
    pass

app, kept, watched = QApplication([]), [], []

def begin():
    print("asyncio" in sys.modules)
    ring = Ring()
    ring.itself = ring
    watched.append(weakref.ref(ring, lambda _: app.quit()))

more = QTimer()
more.timeout.connect(lambda: kept.extend([] for _ in range(2000)))
more.start(50)
QTimer.singleShot(0, begin)
QTimer.singleShot(30_000, app.quit)
main([])
print(watched[0]() is None)
"""

    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**environment(), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        check=True,
    )

    assert done.stdout.decode() == "False\nTrue\n"


def test_models_lists_every_model() -> None:
    told, listed = overpaint("models").out, json.loads(overpaint("models", "--json").out)

    ids = [model.id for model in CATALOGUE.models]
    assert [row["id"] for row in listed["models"]] == ids
    rows = {row["id"]: row for row in listed["models"]}
    assert rows["gpt-image-2"]["usd_per_result"] == {
        "low": "$0.006", "medium": "$0.053", "high": "$0.21"
    }  # fmt: skip
    assert rows["gpt-image-2.6-flare"]["markup"]
    assert rows["gpt-image-2.6-flare"]["complexity"] == ["low", "medium", "high"]
    assert listed["default"] == CATALOGUE.default_id
    assert all(model_id in told for model_id in ids)


def test_a_reader_that_leaves_early_is_no_error() -> None:
    done = subprocess.run(
        f'"{sys.executable}" -m overpaint models --json | true', shell=True, env=environment(),
        capture_output=True, check=False,
    )  # fmt: skip

    assert done.stderr == b""


@pytest.mark.slow
def test_first_light_shows_the_whole_job(tmp_path: Path) -> None:
    ran = overpaint("first-light", cwd=tmp_path)

    folder = tmp_path / "overpaint-first-light"
    assert ran.code == 0, ran.err
    assert ran.paths == [folder / "rocket-1.png"]
    assert len(list(folder.iterdir())) == 3
    assert str(folder) in ran.err


def _request(url: str, key: str) -> int:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {key}"})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


@pytest.mark.slow
@pytest.mark.parametrize("given", [None, "my-own-key"])
def test_serve_prints_what_a_client_needs_and_ends_on_ctrl_c(given: str | None) -> None:
    more = [] if given is None else ["--key", given]
    process = subprocess.Popen(
        [sys.executable, "-m", "overpaint", "serve", *more], env=environment(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    base_url = process.stdout.readline().removeprefix("base URL: ").strip()
    key = process.stdout.readline().removeprefix("key: ").strip()

    statuses = _request(f"{base_url}/models", key), _request(f"{base_url}/models", "wrong")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)

    assert base_url.startswith("http://127.0.0.1:")
    assert base_url.endswith("/v1")
    assert key == given or (given is None and len(key) > 30)
    assert statuses == (200, 401)
    assert process.returncode == 0
    assert err == ""


@pytest.mark.parametrize(
    ("more", "code"),
    [(["--port", "99999"], 2), (["--port", "x"], 2), (["--host", "nowhere.invalid"], 2),
     (["--key", "a b"], 4)],
)  # fmt: skip
def test_serve_refuses_what_it_cannot_use(more: list[str], code: int) -> None:
    assert overpaint("serve", *more).code == code


def test_the_help_explains_every_exit_code() -> None:
    help_text = overpaint("edit", "--help").out

    assert set(MEANINGS) == set(Exit)
    assert all(meaning in help_text for meaning in MEANINGS.values())


def test_every_parameter_of_the_endpoint_is_an_option_under_its_own_name() -> None:
    by_hand = {
        Field.IMAGE, Field.MASK, Field.MARKUP, Field.PROMPT, Field.STREAM, Field.EXTRA
    }  # fmt: skip
    help_text = overpaint("edit", "--help").out

    assert {option.field for option in OPTIONS} == set(Field) - by_hand
    for field in Field:
        assert flag_of(field) in help_text


def _errors() -> list[tuple[OverpaintError, Exit]]:
    def api(status: int, action: Action = Action.NONE) -> ApiError:
        return ApiError(SENTENCE, remedy=SENTENCE, status=status, action=action)

    def known(kind: type[OverpaintError], **more: Action | Billing) -> OverpaintError:
        return kind(SENTENCE, remedy=SENTENCE, **more)  # type: ignore[arg-type]  # by keyword

    return [
        (api(401), Exit.ACCESS),
        (api(403), Exit.ACCESS),
        (api(404, Action.VERIFY_ORGANIZATION), Exit.ACCESS),
        (api(400), Exit.SERVER),
        (api(200), Exit.SERVER),
        (known(errors.ConnectionFailure), Exit.NETWORK),
        (known(errors.StorageError), Exit.DISK),
        (known(errors.SettingsError), Exit.INVALID),
        (known(errors.SettingsError, action=Action.ENTER_KEY), Exit.ACCESS),
        (known(ImageError), Exit.IMAGE),
        (known(ImageError, billing=Billing.MAYBE), Exit.SERVER),
        (errors.unexpected(ValueError("x")), Exit.BUG),
    ]


@pytest.mark.parametrize(("error", "code"), _errors())
def test_each_error_has_its_exit_code(error: OverpaintError, code: Exit) -> None:
    assert exit_code(error) is code
