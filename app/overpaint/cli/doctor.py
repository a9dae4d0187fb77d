"""`overpaint doctor`: find out at which stage a server fails, and what to do about it."""

from __future__ import annotations

import argparse
import asyncio
import json
from contextlib import aclosing
from typing import TYPE_CHECKING

from overpaint.cli import console
from overpaint.cli.exits import Exit
from overpaint.cli.where import ChosenServer, add_server_options, chosen_server
from overpaint.domain.profiles import ServerProfile
from overpaint.logs import redact
from overpaint.paths import AppPaths
from overpaint.services.catalogue_file import load_catalogue
from overpaint.services.connections import Connection, Connections, LocalServer
from overpaint.services.doctor.results import Stage, StageResult, Verdict
from overpaint.services.settings import SettingsFile

if TYPE_CHECKING:
    from collections.abc import Sequence

_EPILOG = """\
The stages: settings, name look-up, proxy, connection, encryption, key, list of models. What comes
after a failure is not tried. No edit is sent, so nothing is ever billed.

exit codes:
    0  every stage passed, or has only warnings
    2  the settings of the server cannot be used
    4  the key is missing or refused
    5  the server answers, and refuses or fails
    6  name, proxy, connection or encryption fails
"""
_CODES = {
    Stage.SETTINGS: Exit.INVALID,
    Stage.DNS: Exit.NETWORK,
    Stage.PROXY: Exit.NETWORK,
    Stage.TCP: Exit.NETWORK,
    Stage.TLS: Exit.NETWORK,
    Stage.AUTH: Exit.ACCESS,
    Stage.MODELS: Exit.SERVER,
}
_MARKS = {
    Verdict.PASSED: "ok",
    Verdict.WARNING: "warning",
    Verdict.FAILED: "FAILED",
    Verdict.SKIPPED: "-",
}


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "doctor",
        help="test the way to a server, stage by stage",
        description="Test the way to a server, stage by stage, and say what to do.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add_server_options(parser.add_argument_group("the server"))
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Exit:
    """Examine the server and tell each stage when it is through.

    Raises:
        OverpaintError: The server cannot be chosen, or the built-in one cannot start.
    """
    settings = SettingsFile(AppPaths.find().config / "settings.json").load()
    chosen = chosen_server(arguments, settings)
    connections = Connections(_start_endpoint, lambda _profile: _key(chosen))
    try:
        connection = connections.open(chosen.profile)
        if not arguments.json:
            console.result(f"{chosen.profile.name}, {connection.profile.base_url}")
        results = asyncio.run(_examine(connection, quiet=arguments.json))
    finally:
        connections.close()
    if arguments.json:
        console.result(json.dumps(_described(connection.profile, results), indent=2))
    return _code(results)


async def _examine(connection: Connection, *, quiet: bool) -> list[StageResult]:
    from overpaint.services.doctor.examination import examine  # noqa: PLC0415 - loads httpx

    results = []
    async with aclosing(examine(connection)) as stages:
        async for result in stages:
            results.append(result)
            if not quiet:
                console.result(_told(result))
    return results


def _told(result: StageResult) -> str:
    sentences = [str(part) for part in (result.found, result.why, result.remedy) if part]
    mark = _MARKS[result.verdict]
    return redact(f"{mark:8}{result.stage.value:10}{' '.join(sentences)}")


def _described(profile: ServerProfile, results: Sequence[StageResult]) -> dict[str, object]:
    return {
        "server": profile.name,
        "base_url": profile.base_url,
        "ok": _code(results) is Exit.OK,
        "stages": [
            {
                "stage": result.stage.value,
                "verdict": result.verdict.value,
                "found": redact(str(result.found)),
                "why": None if result.why is None else redact(str(result.why)),
                "remedy": None if result.remedy is None else redact(str(result.remedy)),
                "details": redact(result.details),
                "took_ms": round(result.took_ms, 1),
                "models": list(result.models),
            }
            for result in results
        ],
    }


def _code(results: Sequence[StageResult]) -> Exit:
    failed = (result for result in results if result.verdict is Verdict.FAILED)
    first = next(failed, None)
    if first is None:
        return Exit.OK
    no_key = first.stage is Stage.SETTINGS and first.action.value == "enter_key"
    return Exit.ACCESS if no_key else _CODES[first.stage]


def _key(chosen: ChosenServer) -> str | None:
    key = chosen.find_key()
    return None if key is None else key.text


def _start_endpoint() -> LocalServer:
    # It brings a web server along, which the look at another server does without.
    from overpaint.services.endpoint.launch import EndpointServer  # noqa: PLC0415

    server = EndpointServer(load_catalogue())
    server.start()
    return server
