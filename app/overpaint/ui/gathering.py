"""Turn what a drop or the clipboard brought into picture files; all of it runs on a worker."""

from __future__ import annotations

import binascii
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from PySide6.QtGui import QImage

from overpaint.domain.errors import Action, ImageError, RecipeError
from overpaint.domain.recipe import Recipe
from overpaint.domain.text import say
from overpaint.services.kept_pictures import free_name, keep, not_kept
from overpaint.services.picture_folders import PICTURE_SUFFIXES, pictures_in
from overpaint.services.recipes.finding import find_recipe

_PASTED = say("pictures", "Pasted picture")
_MOST_DATA_CHARS = 400 * 1024 * 1024
_HEAD = re.compile(
    r"data:(?P<type>image/[\w.+-]+)?(?:;[\w.+-]+=[^;,]*)*(?P<base64>;base64)?,", re.I
)


def gather(files: Sequence[Path], typed: Sequence[Path] = ()) -> list[Path]:
    """Put the pictures of a folder in its place, in the order of their names.

    Args:
        files: Files and folders that somebody pointed at; files stay, whatever they are.
        typed: Paths that were found in text: those that lead nowhere are left out.

    Raises:
        ImageError: There are only folders, and no picture in them.
    """
    found: list[Path] = []
    empty: list[Path] = []
    for path in (*files, *(path for path in typed if path.exists())):
        if not path.is_dir():
            found.append(path)
            continue
        pictures = pictures_in(path)
        found += pictures
        if not pictures:
            empty.append(path)
    if empty and not found:
        raise _no_pictures(empty[0])
    return found


def recipe_in(files: Sequence[Path]) -> Recipe | None:
    """How a single picture was made; None when it does not tell, or not soundly."""
    if len(files) != 1:
        return None
    try:
        return find_recipe(files[0])
    except (OSError, RecipeError):
        # It is a picture nevertheless; `overpaint inspect` tells what is wrong.
        return None


def save_bytes(data: bytes, source: str, folder: Path) -> Path:
    """Keep a picture that came as bytes.

    Args:
        data: The picture as encoded by its source.
        source: The address it is from; ``""`` when unknown.
        folder: Where pictures without a file are kept.

    Raises:
        ImageError: The bytes are no picture.
        StorageError: It cannot be kept.
    """
    return keep(data, name_of(source), folder)


def save_image(image: QImage, source: str, folder: Path) -> Path:
    """Keep a decoded picture as PNG; arguments and errors as `save_bytes`."""
    try:
        path = free_name(folder, name_of(source), ".png")
        # Written beside the interpreter lock, unlike most of what QImage does.
        saved = image.save(str(path))
    except OSError as error:
        raise not_kept(folder, error.strerror or str(error)) from error
    if not saved:
        path.unlink(missing_ok=True)
        raise not_kept(folder, "QImage.save")
    return path


def save_data_url(url: str, folder: Path) -> Path:
    """Keep the picture that an address carries in itself.

    Raises:
        ImageError: The address is damaged or far too long, or what it carries is no picture.
        StorageError: It cannot be kept.
    """
    import pybase64  # noqa: PLC0415 - seldom needed

    head = _HEAD.match(url)
    if head is None or len(url) > _MOST_DATA_CHARS:
        raise _bad_data_url()
    body = url[head.end() :]
    if not head["base64"]:
        return save_bytes(unquote_to_bytes(body), "", folder)
    try:
        packed = "".join(unquote(body).split()).encode("ascii")
        data = pybase64.b64decode(packed + b"=" * (-len(packed) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise _bad_data_url() from error
    return save_bytes(data, "", folder)


def name_of(source: str) -> str:
    """What a picture from an address is called: host and path, without what follows a “?”."""
    if not source:
        return str(_PASTED)
    parts = urlsplit(source)
    path = unquote(parts.path).rstrip("/")
    suffix = Path(path).suffix
    stem = path.removesuffix(suffix) if suffix.lower() in PICTURE_SUFFIXES | {".svg"} else path
    return f"{(parts.hostname or '').removeprefix('www.')}{stem}"


def _no_pictures(folder: Path) -> ImageError:
    return ImageError(
        say("pictures", "There are no pictures in the folder “{name}”.", name=folder.name),
        remedy=say("pictures", "Choose a folder that holds picture files itself."),
        action=Action.REPLACE_IMAGE,
    )


def _bad_data_url() -> ImageError:
    return ImageError(
        say("pictures", "The address holds a picture, but it is damaged."),
        remedy=say("pictures", "Copy all of it, or save the picture as a file and open that."),
    )
