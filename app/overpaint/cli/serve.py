"""`overpaint serve`: the built-in endpoint for other programs."""

from __future__ import annotations

import argparse

from overpaint.cli import console
from overpaint.cli.exits import Exit
from overpaint.cli.own_models import own_catalogue
from overpaint.services.credentials import checked_key
from overpaint.services.endpoint.faults.registry import FAULTS, parse_faults

_LOOPBACK = "127.0.0.1"
_PRIVATE = {_LOOPBACK, "::1", "localhost"}


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "serve",
        help="run the built-in server for other programs",
        description="Serve POST /v1/images/edits until Ctrl+C; prints its address and its key.",
        epilog=_faults(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--host", default=_LOOPBACK, help=f"address to listen on ({_LOOPBACK})")
    parser.add_argument("--port", type=_port, default=0, help="port (default: a free one)")
    parser.add_argument("--key", help="the key to expect (default: a new one)")
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="NAME[:N][,…]",
        help="fail on purpose: every edit, or the first N (see below); may be repeated",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Exit:
    """Serve until the command is interrupted.

    Raises:
        SettingsError: The address or the port cannot be used, or the key cannot be one.
    """
    # The server costs more to import than the rest of the command line.
    from overpaint.services.endpoint.app import EndpointSettings, usable_cores  # noqa: PLC0415
    from overpaint.services.endpoint.launch import new_key, serve_forever  # noqa: PLC0415

    faults = parse_faults(",".join(arguments.fault))
    key = new_key() if arguments.key is None else checked_key(arguments.key)
    if arguments.host not in _PRIVATE:
        console.note("warning: other machines can reach this server, and nothing is encrypted.")

    def tell(base_url: str) -> None:
        console.result(f"base URL: {base_url}")
        # Whoever started the server needs it, and it is worth nothing elsewhere.
        console.result(f"key: {key}")

    serve_forever(
        own_catalogue(),
        host=arguments.host,
        port=arguments.port,
        key=key,
        on_ready=tell,
        settings=EndpointSettings(usable_cores(), faults=faults),
    )
    return Exit.OK


def _faults() -> str:
    """The list of faults, below the options."""
    width = max(len(fault.name) for fault in FAULTS)
    rows = (f"  {fault.name:<{width}}  {fault.summary}" for fault in FAULTS)
    return "\n".join(("faults for rehearsals:", *rows))


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65_535:
        raise ValueError(text)
    return port
