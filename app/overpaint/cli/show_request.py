"""`overpaint edit --show-request`: what would be sent, part by part; nothing is."""

from __future__ import annotations

import argparse
import itertools
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from overpaint.cli import console
from overpaint.cli.composing import Composed
from overpaint.cli.edit_facts import frame_facts, recipe_facts
from overpaint.cli.exits import Exit
from overpaint.cli.running import edit_work, places_for
from overpaint.cli.where import ChosenServer
from overpaint.domain.charges import ChargeKind, expected_charge
from overpaint.domain.errors import Action, SettingsError, StorageError
from overpaint.domain.rules import Rules
from overpaint.domain.text import say
from overpaint.paths import AppPaths
from overpaint.services.connections import Connections, LocalServer
from overpaint.services.new_files import write_new

if TYPE_CHECKING:
    from overpaint.services.edit_work import EditWork
    from overpaint.services.outgoing import Destination, Outgoing, SentFile

_MEGA = 1_000_000
_LONGEST = 96


def show_request(
    arguments: argparse.Namespace, server: ChosenServer, composed: Composed, rules: Rules
) -> Exit:
    """Print every part of the request, and write them where that is asked for. Blocks.

    Raises:
        OverpaintError: What would keep the edit from being sent, or the parts from being saved.
    """
    from overpaint.services.outgoing import outgoing  # noqa: PLC0415 - numpy and Pillow

    if arguments.save_parts and not arguments.show_request:
        raise _useless("--save-parts", "--show-request")
    if arguments.save_parts and arguments.out is None:
        raise _useless("--save-parts", "--out")
    paths = AppPaths.find()
    work = edit_work(composed, rules, server.profile, places_for(paths.pictures, paths.data))
    foreseen = Connections(_never, lambda _profile: _key_text(server)).foresee(server.profile)
    sent = outgoing(work, foreseen.profile, has_key=foreseen.has_key)
    price = _price(composed, rules, server)
    saved = _saved(sent, arguments.out.absolute()) if arguments.save_parts else {}
    if arguments.json:
        console.result(json.dumps(_described(sent, work, price, saved)))
    else:
        for line in _lines(sent, work, price):
            console.result(line)
        for path in saved.values():
            console.note(f"saved: {path}")
    return Exit.OK


def _key_text(server: ChosenServer) -> str | None:
    key = server.find_key()
    return None if key is None else key.text


def _never() -> LocalServer:
    raise AssertionError("a look starts no server")


def _useless(option: str, missing: str) -> SettingsError:
    return SettingsError(
        say("errors", "{option} does nothing without {missing}.", option=option, missing=missing),
        remedy=say("errors", "Add {missing}, or leave out {option}.", option=option,
                   missing=missing),
    )  # fmt: skip


def _price(composed: Composed, rules: Rules, server: ChosenServer) -> str:
    charge = expected_charge(composed.draft, rules.model(composed.draft), server.profile)
    if charge.kind is ChargeKind.FREE:
        return "free, on this computer"
    return "unknown" if charge.estimate is None else str(charge.estimate)


def _lines(sent: Outgoing, work: EditWork, price: str) -> Iterator[str]:
    to = sent.destination
    yield f"POST {to.url}"
    proxy = f"through the proxy {to.proxy}" if to.proxy else "no proxy"
    yield f"to {to.server}: {_way(to)}, {proxy}"
    if to.needs_key:
        yield "no key: the server will refuse it"
    yield "headers:"
    for header in sent.headers:
        yield f"  {header.name}: {header.value}"
    yield "fields:"
    for text in sent.texts:
        yield f"  {text.name} = {_short(text.value)}"
    yield "files:"
    for file in sent.files:
        yield from _file_lines(file)
    times = "" if sent.posts == 1 else f", sent {sent.posts} times: once for each variant"
    yield f"total: {sent.total_bytes:,} bytes{times}"
    yield f"price: {price}"
    yield from _staying_lines(sent, work)


def _way(to: Destination) -> str:
    if to.is_local:
        return "on this computer"
    return "encrypted" if to.is_encrypted else "not encrypted: it can be read on the way"


def _file_lines(sent: SentFile) -> Iterator[str]:
    file = sent.file
    yield (
        f"  {sent.field} = {file.file_name}: {sent.role.value}, {file.media_type}, {file.size}, "
        f"{file.byte_count:,} bytes"
    )
    done = "; ".join(map(str, sent.treatments))
    yield f"      {done or 'as it lies on disk: it holds nothing but its pixels'}"


def _staying_lines(sent: Outgoing, work: EditWork) -> Iterator[str]:
    yield "stays here:"
    staying = sent.staying
    if staying is not None and work.placement is not None:
        rect = work.placement.frame.rect
        kept, whole = staying.kept_pixels / _MEGA, staying.all_pixels / _MEGA
        yield (
            f"  {kept:.1f} of {whole:.1f} megapixels of picture 1; the frame is {rect.size} from "
            f"{rect.left}, {rect.top}"
        )
    yield "  names and folders of your files, their metadata, everything not listed above"


def _short(text: str) -> str:
    shown = json.dumps(text, ensure_ascii=False)[1:-1]
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"


def _described(
    sent: Outgoing, work: EditWork, price: str, saved: Mapping[str, Path]
) -> dict[str, object]:
    to, staying = sent.destination, sent.staying
    return {
        "method": "POST",
        "url": to.url,
        "server": to.server,
        "host": to.host,
        "encrypted": to.is_encrypted,
        "proxy": to.proxy or None,
        "headers": [[header.name, header.value] for header in sent.headers],
        "fields": [[text.name, text.value] for text in sent.texts],
        "files": [_file(file, saved) for file in sent.files],
        "total_bytes": sent.total_bytes,
        "posts": sent.posts,
        "price": price,
        "frame": frame_facts(work),
        "recipe": recipe_facts(work),
        "pixels_sent": None if staying is None else staying.sent_pixels,
        "pixels_staying": None if staying is None else staying.kept_pixels,
    }


def _file(sent: SentFile, saved: Mapping[str, Path]) -> dict[str, object]:
    file = sent.file
    path = saved.get(file.file_name)
    return {
        "field": sent.field,
        "role": sent.role.value,
        "name": file.file_name,
        "type": file.media_type,
        "size": str(file.size),
        "bytes": file.byte_count,
        "done": [str(phrase) for phrase in sent.treatments],
        "saved": None if path is None else str(path),
    }


def _saved(sent: Outgoing, folder: Path) -> dict[str, Path]:
    """Write every part under a name that is free, and return where each is."""
    from overpaint.services.outgoing import content_of  # noqa: PLC0415 - numpy and Pillow

    saved = {}
    try:
        for part in sent.files:
            name = Path(part.file.file_name)
            data = content_of(part.file)
            saved[part.file.file_name] = write_new(folder, _names(name.stem), name.suffix, data)
        fields = json.dumps({text.name: text.value for text in sent.texts}, indent=2)
        saved["fields"] = write_new(folder, _names("fields"), ".json", fields.encode())
    except OSError as error:
        raise StorageError(
            say("errors", "The parts cannot be saved in {folder}.", folder=str(folder)),
            why=say("errors", "The system says: {reason}.", reason=error.strerror or str(error)),
            remedy=say("errors", "Choose another folder, or make room in this one."),
            action=Action.CHOOSE_FOLDER,
        ) from error
    return saved


def _names(stem: str) -> Iterator[str]:
    yield stem
    for number in itertools.count(2):
        yield f"{stem} ({number})"
