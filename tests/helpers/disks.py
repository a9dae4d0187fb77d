"""A small disk that can be filled, made read-only and pulled out: a real one where root allows."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest

from overpaint.services import new_files
from overpaint.services.library import connection


class Disk(Protocol):
    """Takes a few hundred kilobytes."""

    path: Path

    def fill(self) -> None:
        """Leave no room."""

    def make_room(self) -> None:
        """Undo `fill`."""

    def make_read_only(self) -> None:
        """Let nothing be written any more."""

    def vanish(self) -> None:
        """Be gone, with everything on it."""


class MountedDisk:
    """A disk in memory; only root may have one."""

    def __init__(self, path: Path, size: str) -> None:
        self.path = path
        self._mounted = False
        path.mkdir()
        self._run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(path))
        self._mounted = True

    def fill(self) -> None:
        with (self.path / "ballast").open("wb", buffering=0) as file:
            for size in (4096, 1):
                try:
                    while file.write(bytes(size)) == size:
                        pass
                except OSError:
                    continue

    def make_room(self) -> None:
        (self.path / "ballast").unlink()

    def make_read_only(self) -> None:
        self._run("mount", "-o", "remount,ro", str(self.path))

    def vanish(self) -> None:
        self.close()
        # The place of a drive that was pulled out takes nothing.
        self.path.rmdir()
        self.path.write_bytes(b"")

    def close(self) -> None:
        if self._mounted:
            self._run("umount", "-l", str(self.path))
            self._mounted = False

    @staticmethod
    def _run(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True)


class InjectedDisk:
    """Files and databases below a folder fail as those on such a disk would."""

    def __init__(self, path: Path, patch: pytest.MonkeyPatch) -> None:
        self.path = path
        path.mkdir()
        self._error = 0
        draft, opened = new_files._drafted, connection._opened

        def drafted(directory: Path, data: Any) -> Path:
            if self._error and directory.is_relative_to(path):
                raise OSError(self._error, os.strerror(self._error))
            return draft(directory, data)

        def opened_here(file: Path) -> sqlite3.Connection:
            if self._error and file.is_relative_to(path):
                raise sqlite3.OperationalError("database or disk is full")
            return opened(file)

        patch.setattr(new_files, "_drafted", drafted)
        patch.setattr(connection, "_opened", opened_here)

    def fill(self) -> None:
        self._error = errno.ENOSPC

    def make_room(self) -> None:
        self._error = 0

    def make_read_only(self) -> None:
        self._error = errno.EROFS

    def vanish(self) -> None:
        shutil.rmtree(self.path)
        self.path.write_bytes(b"")


@contextmanager
def small_disk(path: Path, patch: pytest.MonkeyPatch, size: str = "600k") -> Iterator[Disk]:
    """A disk at a place that does not exist yet."""
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("mount"):
        yield InjectedDisk(path, patch)
        return
    try:
        disk = MountedDisk(path, size)
    except subprocess.CalledProcessError:
        path.rmdir()
        yield InjectedDisk(path, patch)
        return
    try:
        yield disk
    finally:
        disk.close()
