"""Prove that what was built works where people install it.

Needs root, Debian, and the tools of `packaging/system_packages.py window` and debootstrap.

``python packaging/prove.py package|folder [--pictures FOLDER]`` after ``build.py deb`` or
``build.py appdir``. Leaves screenshots, and prints what it saw.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from installers import appdir, proof
from installers.identity import COMMAND, DIST, ROOT, debian_version, version


def main() -> int:
    """Prove what was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", choices=("package", "folder"))
    parser.add_argument("--pictures", type=Path, default=ROOT / "artefacts" / "installed")
    options = parser.parse_args()
    if os.geteuid() != 0:
        parser.error("changing the root folder needs root")
    if options.what == "package":
        (package,) = DIST.glob(f"{COMMAND}_{debian_version(version())}_*.deb")
        report = proof.prove_package(package, options.pictures)
    else:
        report = proof.prove_folder(appdir.FOLDER, options.pictures)
    for fact in report.facts:
        print(fact)
    for path in report.pictures:
        print(f"see {path.relative_to(ROOT)}" if path.is_relative_to(ROOT) else f"see {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
