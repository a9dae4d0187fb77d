"""Make a release: check, build, prove, and write what goes beside the installers.

``python3 packaging/release.py --dry-run`` checks what can be checked before anything is built and
tells every step. Nothing is published: what is in dist/ afterwards is put online by a person.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from installers import identity, releasing
from installers.releasing import Step, UnfitReleaseError

_PACKAGING = Path(__file__).resolve().parent
_PROOFS = {"deb": ("package", "package"), "appdir": ("folder", "portable")}
"""For a target: what `prove.py` calls it, and the kind of its bundle."""


def steps(version: str, targets: list[str], key: str, dist: Path) -> Iterator[Step]:
    """What is done, in this order; each step raises where it fails."""
    python = sys.executable
    for target in targets:
        yield _command("build", python, str(_PACKAGING / "build.py"), target)
    for target in targets:
        proof, kind = _PROOFS[target]
        bundle = identity.BUILD / kind / identity.COMMAND
        yield _command("licences", python, str(_PACKAGING / "check_licences.py"), str(bundle))
        root = [] if os.geteuid() == 0 else ["sudo"]
        yield _command("prove", *root, python, str(_PACKAGING / "prove.py"), proof)
    yield Step(f"look whether all of {dist.name}/ is of {version}", lambda: _look(dist, version))
    yield Step(
        f"write {dist.name}/{releasing.RELEASE_JSON}",
        lambda: releasing.write_release_file(dist, version),
    )
    yield Step(f"write {dist.name}/{releasing.SUMS}", lambda: releasing.write_sums(dist))
    if key:
        yield Step(f"sign everything with {key}", lambda: releasing.sign(dist, key))


def main(arguments: list[str] | None = None) -> int:
    """Release, or tell what would be done."""
    options = _options(arguments)
    targets = [] if options.gathered else options.targets
    try:
        version = identity.version()
        problems = [
            *releasing.version_problems(version),
            *releasing.tree_problems(version),
        ]
        print(f"{identity.NAME} {version}")
        for step in steps(version, targets, options.key, options.dist):
            print(f"- {step.says}", flush=True)
            if not options.dry_run:
                releasing.refuse(problems)
                step.does()
        if options.dry_run:
            print(releasing.release_text(version), end="")
            releasing.refuse(problems)
    except (UnfitReleaseError, identity.VersionError) as error:
        print(f"Not ready:\n{error}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"Stopped: {' '.join(map(str, error.cmd))} failed", file=sys.stderr)
        return 1
    if not options.key:
        print("Nothing is signed: no --key was given.")
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--dry-run", action="store_true", help="check and tell, and write nothing")
    parser.add_argument(
        "--targets", nargs="+", choices=_PROOFS, default=list(_PROOFS), metavar="TARGET",
        help="what is built and proved here: deb, appdir; both by default",
    )  # fmt: skip
    parser.add_argument(
        "--gathered", action="store_true",
        help="the installers in dist/ were built and proved elsewhere: do only what comes after",
    )  # fmt: skip
    parser.add_argument("--key", default="", help="the key of gpg that signs every file")
    parser.add_argument("--dist", type=Path, default=identity.DIST, help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _command(what: str, *command: str) -> Step:
    shown = " ".join(part.replace(f"{identity.ROOT}{os.sep}", "") for part in command)
    return Step(f"{what}: {shown}", lambda: subprocess.run(command, cwd=identity.ROOT, check=True))


def _look(dist: Path, version: str) -> None:
    if not releasing.has_installers(dist):
        raise UnfitReleaseError(f"{dist} has no installers")
    releasing.refuse(
        [f"{name} is not of {version}" for name in releasing.foreign_files(dist, version)]
    )


if __name__ == "__main__":
    sys.exit(main())
