"""The window is painted before anything heavy is loaded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

APP = Path(__file__).parents[2] / "app"
_PAINT = """
import sys
from overpaint.paths import AppPaths
from overpaint.ui.application import Program
from overpaint.ui.qt_application import OverpaintApplication
app = OverpaintApplication(["overpaint"])
program = Program(app, AppPaths.find())
program.window.show()
program.window.grab()
heavy = {"asyncio", "cv2", "httpx", "keyring", "numpy", "PIL", "starlette"}
print("loaded:", *sorted(heavy & set(sys.modules)))
program.close()
"""


def test_no_pixel_or_network_library_is_loaded_before_the_first_paint(own_home: Path) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(APP),
        "OVERPAINT_HOME": str(own_home),
        "QT_QPA_PLATFORM": "offscreen",
    }
    done = subprocess.run(
        [sys.executable, "-c", _PAINT],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert done.stdout.splitlines()[-1].strip() == "loaded:"
