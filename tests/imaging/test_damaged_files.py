"""Files that are cut off or damaged: each opens or says why not, in little memory and time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.picture_files import CORPUS, written
from overpaint.domain.errors import ImageError
from overpaint.imaging.load import load_picture, load_reduced, load_upright

# Pillow tells of damage that it can live with.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")
TESTS = Path(__file__).parents[1]
_VARIANTS = 60
_MAX_SECONDS = 5.0
_MAX_GROWTH_MIB = 700
# Damage can change a size in the header to anything below the limit of 1.6 GB, of which only what
# is really decoded is touched; so the address space is limited, and the memory in use checked.
_CHILD = """
import io, json, random, resource, sys, time, warnings
from pathlib import Path
from helpers.picture_files import CORPUS
from overpaint.domain.errors import ImageError
from overpaint.imaging.load import load_picture, load_reduced, load_upright, probe

warnings.simplefilter("ignore")
resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
folder, variants = Path(sys.argv[1]), int(sys.argv[2])
wrong, slowest, opened, refused = [], 0.0, 0, 0
start_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for name, make in CORPUS.items():
    whole = make()
    for seed in range(variants):
        chance = random.Random(f"{name}{seed}")
        data = bytearray(whole)
        if seed % 3 == 0:
            del data[chance.randrange(1, len(data)):]
        else:
            # Headers are where damage does harm.
            end = len(data) if seed % 3 == 1 else min(len(data), 128)
            for _ in range(chance.choice((1, 2, 8))):
                data[chance.randrange(end)] ^= 1 << chance.randrange(8)
        path = folder / f"{seed}-{name}"
        path.write_bytes(data)
        for read in (probe, load_upright, load_picture, lambda p: load_reduced(p, 16)):
            began = time.perf_counter()
            try:
                read(path)
                opened += 1
            except ImageError as error:
                refused += 1
                assert str(error.what) and str(error.remedy)
            except BaseException as error:
                wrong.append(f"{path.name}: {type(error).__name__}: {error}"[:200])
            slowest = max(slowest, time.perf_counter() - began)
        path.unlink()
most_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"wrong": wrong, "slowest": slowest, "opened": opened, "refused": refused,
                  "mib": (most_kib - start_kib) / 1024}))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are set as on Unix")
def test_damage_is_told_and_never_crashes_hangs_or_fills_the_memory(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(tmp_path), str(_VARIANTS)],
        env={"PYTHONPATH": f"{TESTS}:{TESTS.parent / 'app'}", "PATH": ""},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["wrong"] == []
    assert found["opened"] > len(CORPUS)
    assert found["refused"] > len(CORPUS) * _VARIANTS / 3
    assert found["slowest"] < _MAX_SECONDS
    assert found["mib"] < _MAX_GROWTH_MIB


@pytest.mark.parametrize("name", CORPUS)
def test_half_a_file_is_refused_by_name(tmp_path: Path, name: str) -> None:
    whole = CORPUS[name]()
    path = written(tmp_path, name, whole[: len(whole) // 2])

    with pytest.raises(ImageError) as caught:
        load_upright(path)

    assert name in str(caught.value.what)


@pytest.mark.parametrize("name", CORPUS)
def test_half_a_file_leaves_the_canvas_and_thumbnails_alone(tmp_path: Path, name: str) -> None:
    whole = CORPUS[name]()
    path = written(tmp_path, name, whole[: len(whole) // 2])

    for read in (load_picture, lambda file: load_reduced(file, 16)):
        with pytest.raises(ImageError):
            read(path)
