"""`overpaint inspect`: a picture alone tells how it was made."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from helpers.command import overpaint
from helpers.samples import Samples
from overpaint.cli.main import main
from overpaint.imaging.recipes.carried import read_carried
from overpaint.imaging.recipes.credentials import read_claims
from overpaint.services.recipes.finding import find_recipe


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def labelled(label: str, *inner: bytes) -> bytes:
    return box(b"jumb", box(b"jumd", b"\0" * 16 + b"\3" + label.encode() + b"\0") + b"".join(inner))


def cbor(value: object) -> bytes:
    if isinstance(value, str):
        data = value.encode()
        return b"\x78" + bytes((len(data),)) + data
    if isinstance(value, list):
        return bytes((0x80 + len(value),)) + b"".join(map(cbor, value))
    assert isinstance(value, dict)
    return bytes((0xA0 + len(value),)) + b"".join(cbor(k) + cbor(v) for k, v in value.items())


SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
STORE = labelled(
    "c2pa",
    labelled("urn:uuid:older"),
    labelled(
        "urn:uuid:4711",
        labelled("c2pa.assertions", labelled("c2pa.actions", box(b"cbor", cbor(
            {"actions": [{"action": "c2pa.created", "digitalSourceType": SOURCE}]})))),
        labelled("c2pa.claim", box(b"cbor", cbor(
            {"claim_generator_info": [{"name": "Image\x1b[31mService", "version": "2"}],
             "dc:title": "image.png"}))),
    ),
)  # fmt: skip


@pytest.fixture
def signed(samples: Samples, tmp_path: Path) -> Path:
    """A PNG with content credentials."""
    data = samples.coffee.read_bytes()
    path = tmp_path / "answer.png"
    chunk = struct.pack(">I4s", len(STORE), b"caBX") + STORE + b"\0\0\0\0"
    path.write_bytes(data[:33] + chunk + data[33:])
    return path


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main(["inspect", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_photograph_tells_no_recipe_and_that_is_no_error(
    samples: Samples, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = told(capsys, samples.coffee)

    assert (code, err) == (0, "")
    assert "600x400, image/png" in out
    assert "Overpaint has not made this file" in out


def test_it_is_a_command_of_the_program(samples: Samples) -> None:
    ran = overpaint("inspect", samples.coffee, "--json")

    assert (ran.code, ran.err) == (0, "")
    (described,) = ran.objects
    assert described["picture"]["width"] == 600
    assert described["recipe"] is None


def test_a_missing_file_is_told_and_the_next_one_is_read(
    samples: Samples, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = told(capsys, tmp_path / "gone.png", samples.coffee)

    assert code == 3
    assert "gone.png" in err
    assert "coffee.png" in out


def test_credentials_are_read_and_not_called_verified(
    signed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = told(capsys, signed)
    code, text, _ = told(capsys, signed, "--json")
    credentials = json.loads(text)["credentials"]

    assert "not verified" in out
    assert "\x1b" not in out
    assert code == 0
    assert credentials["present"]
    assert not credentials["verified"]
    assert credentials["claimed"]["label"] == "urn:uuid:4711"
    assert credentials["claimed"]["generator"] == "Image [31mService 2"
    assert credentials["claimed"]["source_types"] == ["trainedAlgorithmicMedia"]
    assert credentials["claimed"]["manifests"] == 2


def test_credentials_are_found_in_jpeg_and_webp_too(samples: Samples, tmp_path: Path) -> None:
    image = Image.open(samples.coffee).convert("RGB")
    jpeg, webp = tmp_path / "a.jpg", tmp_path / "a.webp"
    image.save(jpeg)
    image.save(webp)
    data, half = jpeg.read_bytes(), len(STORE) // 2
    parts = b""
    for number, part in enumerate((STORE[:half], STORE[:8] + STORE[half:]), start=1):
        content = b"JP" + struct.pack(">HI", 1, number) + part
        parts += b"\xff\xeb" + struct.pack(">H", len(content) + 2) + content
    jpeg.write_bytes(data[:2] + parts + data[2:])
    webp.write_bytes(webp.read_bytes() + struct.pack("<4sI", b"C2PA", len(STORE)) + STORE)

    for path in (jpeg, webp):
        claimed = read_claims(read_carried(path).credentials)
        assert claimed is not None
        assert claimed.label == "urn:uuid:4711"


def test_damaged_credentials_do_no_harm() -> None:
    chance = np.random.default_rng(7)
    for _ in range(300):
        data = bytearray(STORE)
        for at in chance.integers(0, len(data), 6):
            data[at] = int(chance.integers(0, 256))
        read_claims(bytes(data[: int(chance.integers(0, len(data) + 1))]))
    assert read_claims(b"") is None
    assert read_claims(labelled("c2pa", labelled("m", labelled("c2pa.claim", box(
        b"cbor", b"\x9b" + b"\xff" * 8))))) is not None  # fmt: skip


@pytest.mark.slow
def test_an_edit_tells_all_and_with_no_recipe_nothing(
    samples: Samples, tmp_path: Path, own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit = ["edit", "--image", str(samples.coffee), "--mask", str(samples.coffee_mask), "--prompt",
            "No spoon.", "--no-stream", "--quiet", "--quality", "high"]  # fmt: skip
    assert main([*edit, "--out", str(tmp_path / "told")]) == 0
    silently = [*edit, "--out", str(tmp_path / "silent"), "--no-recipe", "--folder-per-edit"]
    assert main(silently) == 0
    capsys.readouterr()
    (made,) = (tmp_path / "told").glob("*.png")
    (silent,) = (tmp_path / "silent" / "coffee").glob("*.png")

    code, out, _ = told(capsys, made)
    recipe = find_recipe(made)

    assert code == 0
    assert "No spoon." in out
    assert "quality=high" in out
    assert "coffee.png, 600x400 (target, sha256" in out
    assert str(samples.coffee.parent) not in made.read_bytes().decode("latin-1")
    assert recipe is not None
    assert recipe.mask is not None
    assert recipe.mask.painted is not None
    assert recipe.result is not None
    assert recipe.result.drift is not None
    assert find_recipe(silent) is None
    assert b"No spoon" not in silent.read_bytes()
