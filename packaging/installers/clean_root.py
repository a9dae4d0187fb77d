"""A minimal Debian without Python and without this repository, to install the program in.

Needs root, debootstrap and the archive of Debian; what is mounted is unmounted in the end.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from installers.identity import BUILD

SUITE = "bookworm"
PERSON = "designer"
HOME = "/home/Zoë Müller"
"""A home folder as people have them, and as programs forget them."""

_BASE = BUILD / f"root-{SUITE}"
_NOISE = (
    "/var/lib/dpkg/", "/var/lib/apt/", "/var/cache/", "/var/log/", "/etc/ld.so.cache", "/proc/",
    "/tmp/", "/run/",  # noqa: S108 - names to compare with
    "/dev/", "/etc/machine-id", "/var/lib/dbus/", "/etc/resolv.conf",
    # Files that packages of the system keep about themselves and that are theirs.
    "/etc/ssl/certs/", "/etc/ca-certificates", "/usr/share/mime/", "/etc/.pwd.lock", "/etc/group",
    "/etc/passwd", "/etc/shadow", "/etc/gshadow", "/etc/sub", "/var/lib/systemd/", "/etc/rc",
    "/var/lib/ucf/", "/etc/fonts/conf.d/", "/var/lib/fonts/",
)  # fmt: skip


class CleanRoot:
    """One such system; made by `clean_root`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def home(self) -> Path:
        """The person's home folder, seen from outside."""
        return self.path / HOME.lstrip("/")

    def run(self, *command: str, user: str = "root", **environ: str) -> str:
        """Run something inside with nothing of the outer environment; returns what it prints."""
        done = subprocess.run(
            self.command(*command, user=user, **environ),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            raise RuntimeError(f"{command[0]} failed: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout

    def command(self, *command: str, user: str = "root", **environ: str) -> list[str]:
        """The command line that runs something inside."""
        home = "/root" if user == "root" else HOME
        known = {
            "HOME": home,
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG": "C.UTF-8",
            **environ,
        }
        return [
            "chroot", f"--userspec={user}", str(self.path), "env", "-i", f"--chdir={home}",
            *(f"{name}={value}" for name, value in known.items()), *command,
        ]  # fmt: skip

    def install(self, *packages: str) -> None:
        """Install packages by apt, with what they depend on and nothing more."""
        self.run("apt-get", "update", "-q", DEBIAN_FRONTEND="noninteractive")
        self.run(
            "apt-get", "install", "-y", "-q", "--no-install-recommends", *packages,
            DEBIAN_FRONTEND="noninteractive",
        )  # fmt: skip

    def files(self) -> set[str]:
        """Every file and link inside, but for those that change by themselves."""
        found = set()
        for folder, names, files in os.walk(self.path):
            inside = "/" + str(Path(folder).relative_to(self.path)) + "/"
            inside = "/" if inside == "/./" else inside
            names[:] = [name for name in names if f"{inside}{name}/" not in _NOISE]
            found |= {
                f"{inside}{name}" for name in files if not f"{inside}{name}".startswith(_NOISE)
            }
        return found

    def owned_files(self) -> set[str]:
        """What belongs to installed packages."""
        lists = self.path / "var" / "lib" / "dpkg" / "info"
        names = {
            line
            for path in lists.glob("*.list")
            for line in path.read_text(encoding="utf-8").splitlines()
        }
        # /lib and the like are links to /usr/lib now, and packages know their files by both names.
        return names | {f"/usr{name}" for name in names}


@contextmanager
def clean_root(name: str, packages: Sequence[str] = ()) -> Iterator[CleanRoot]:
    """A fresh system with a person and some packages; gone afterwards.

    Args:
        name: Of the folder that it is in.
        packages: What is installed beforehand.
    """
    path = BUILD / f"root-{name}"
    _remove(path)
    subprocess.run(["cp", "-a", "--reflink=auto", str(_base()), str(path)], check=True)
    root = CleanRoot(path)
    shutil.copyfile("/etc/resolv.conf", path / "etc" / "resolv.conf")
    policy = path / "usr" / "sbin" / "policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
    policy.chmod(0o755)
    subprocess.run(["mount", "-t", "proc", "proc", str(path / "proc")], check=True)
    try:
        root.run("useradd", "--create-home", "--home-dir", HOME, PERSON)
        if packages:
            root.install(*packages)
        yield root
    finally:
        _remove(path)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nobody, not even root, can write to a folder meanwhile."""
    subprocess.run(["mount", "--bind", str(folder), str(folder)], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _base() -> Path:
    """The system as debootstrap makes it, made once."""
    if not (_BASE / "etc" / "debian_version").exists():
        _remove(_BASE)
        subprocess.run(
            ["debootstrap", "--variant=minbase", "--include=ca-certificates", SUITE, str(_BASE)],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    return _BASE


def _remove(path: Path) -> None:
    """Unmount whatever is mounted below, then remove: never the other way round."""
    mounts = Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    points = [line.split(" ")[1].replace("\\040", " ") for line in mounts]
    for point in sorted((p for p in points if Path(p).is_relative_to(path)), reverse=True):
        subprocess.run(["umount", point], check=True)
    if path.exists():
        shutil.rmtree(path)
