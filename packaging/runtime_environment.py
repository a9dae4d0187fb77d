"""Runs first in the installed program: give other programs back the environment they know.

PyInstaller's starter points the loader at the bundled libraries, which this process has read by
now. A browser or file manager that the program opens must not find them.
"""

import os

for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
    before = os.environ.pop(f"{name}_ORIG", None)
    if before is not None:
        os.environ[name] = before
    elif name == "LD_LIBRARY_PATH":
        os.environ.pop(name, None)
