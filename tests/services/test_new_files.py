"""Files are complete under a name of their own or not there, on every kind of disk."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from helpers.command import environment
from overpaint.services import new_files
from overpaint.services.new_files import is_draft, write_new, write_over


def names() -> Iterator[str]:
    return (f"a-{number}" for number in count(1))


def refuse(code: int) -> Any:
    def call(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    return call


@pytest.mark.parametrize("code", [errno.EPERM, errno.ENOTSUP, errno.ENOSYS])
def test_a_disk_where_files_have_one_name_only_takes_them_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setattr(os, "link", refuse(code))
    (tmp_path / "a-1.png").write_bytes(b"theirs")

    path = write_new(tmp_path, names(), ".png", b"ours")

    assert path == tmp_path / "a-2.png"
    assert (tmp_path / "a-1.png").read_bytes() == b"theirs"
    assert path.read_bytes() == b"ours"
    assert len(list(tmp_path.iterdir())) == 2


def test_the_bytes_are_synced_before_they_have_a_name_and_the_folder_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    sync = os.fsync

    def watch(handle: int) -> None:
        seen.append(
            (Path(f"/proc/self/fd/{handle}").readlink().name, len(list(tmp_path.iterdir())))
        )
        sync(handle)

    if sys.platform != "linux":
        pytest.skip("asks Linux what a handle is")
    monkeypatch.setattr(os, "fsync", watch)

    write_new(tmp_path, names(), ".png", b"ours")

    assert [is_draft(name) for name, _ in seen] == [True, False]
    assert seen[1][0] == tmp_path.name


@pytest.mark.parametrize("code", [errno.EINVAL, errno.EACCES])
def test_a_folder_that_cannot_be_synced_keeps_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    open_file = os.open

    def opened(path: Any, *arguments: Any, **more: Any) -> int:
        if Path(path) == tmp_path:
            refuse(code)()
        return open_file(path, *arguments, **more)

    monkeypatch.setattr(new_files.os, "open", opened)

    assert write_new(tmp_path, names(), ".png", b"ours").read_bytes() == b"ours"


def test_a_failing_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", refuse(errno.EIO))

    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        write_new(tmp_path, names(), ".png", b"ours")
    assert list(tmp_path.iterdir()) == []


_WRITE = """
import sys
from itertools import count
from pathlib import Path
from overpaint.services.new_files import write_new
for number in count():
    names = (f"a-{n}" for n in count(number))
    write_new(Path(sys.argv[1]), names, ".bin", bytes([number % 251]) * 300_000)
    print(number, flush=True)
"""


def test_a_killed_program_leaves_whole_files_only(tmp_path: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITE, str(tmp_path)], stdout=subprocess.PIPE, env=environment()
    )
    with writer:
        assert writer.stdout is not None
        for _ in range(25):
            writer.stdout.readline()
        writer.kill()

    files = [path for path in tmp_path.iterdir() if not is_draft(path.name)]
    assert len(files) >= 25
    for path in files:
        data = path.read_bytes()
        assert len(data) == 300_000
        assert data == data[:1] * 300_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if sys.platform != "linux" or mount is None or os.geteuid() != 0:
        pytest.skip("only root may mount")
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)],
        check=False,
        capture_output=True,
    )
    if done.returncode:
        pytest.skip("nothing may be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_leaves_nothing_half(small_disk: Path) -> None:
    path = write_new(small_disk, names(), ".png", b"1" * 300_000)

    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        write_new(small_disk, names(), ".png", b"2" * 900_000)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        write_over(path, b"3" * 900_000)

    assert list(small_disk.iterdir()) == [path]
    assert path.read_bytes() == b"1" * 300_000
