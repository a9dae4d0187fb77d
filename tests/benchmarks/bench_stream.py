# ruff: noqa: PLC0415, T201 - each process imports only what it measures; the result is printed
"""Time of receiving large stream events: ours, the official client, and the limit of the wire.

Run it by hand, ``python tests/benchmarks/bench_stream.py [--json]``. A server process streams
8 events of 8 MiB over the loopback interface; each reader runs in a process of its own, the readers
take turns, and only ratios within one run mean anything.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import os
import platform
import resource
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from overpaint.services.courtesy import Courtesy

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

MEBIBYTE = 1024 * 1024
CHUNK_BYTES = 16 * 1024
KEY = "sk-benchmark"


def serve(port_file: str, events: int, size: int) -> None:
    """Answer every POST with the same stream."""
    picture = os.urandom(size)
    text = base64.b64encode(picture)
    body = b"".join(
        b'event: image_edit.%s\ndata: {"type":"image_edit.%s","b64_json":"%s","created_at":1}\n\n'
        % (kind, kind, text)
        for kind in (*[b"partial_image"] * (events - 1), b"completed")
    )
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
    chunks = [body[start : start + CHUNK_BYTES] for start in range(0, len(body), CHUNK_BYTES)]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        Path(port_file).write_text(str(listener.getsockname()[1]))
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=_answer, args=(connection, head, chunks), daemon=True).start()


def _answer(connection: socket.socket, head: bytes, chunks: list[bytes]) -> None:
    with connection:
        received = bytearray()
        while b"\r\n\r\n" not in received:
            received += connection.recv(65536)
        request_head, _, rest = bytes(received).partition(b"\r\n\r\n")
        fields = request_head.lower().split(b"content-length:")
        left = (int(fields[1].split(b"\r\n")[0]) if len(fields) > 1 else 0) - len(rest)
        while left > 0:
            left -= len(connection.recv(65536))
        try:
            connection.sendall(head)
            for chunk in chunks:
                connection.sendall(chunk)
        except ConnectionError:
            pass


def _raw(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port))
    connection.sendall(b"POST /v1/images/edits HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
    return connection


def read_raw(port: int, _events: int) -> None:
    """Take the bytes and forget them: the wire alone."""
    with _raw(port) as connection:
        buffer = bytearray(65536)
        while connection.recv_into(buffer):
            pass


def read_scan(port: int, events: int) -> None:
    """Find the pictures in the bytes and decode them: the least that must be done."""
    import pybase64

    found = 0
    picture: bytearray | None = None
    carry = b""
    with _raw(port) as connection:
        while chunk := connection.recv(65536):
            data = carry + chunk
            carry = b""
            while data:
                if picture is None:
                    start = data.find(b'"b64_json":"')
                    if start < 0:
                        carry = data[-11:]
                        break
                    picture, data = bytearray(), data[start + 12 :]
                end = data.find(b'"')
                whole = (end if end >= 0 else len(data)) // 4 * 4
                picture += pybase64.b64decode(data[:whole], validate=True)
                if end < 0:
                    carry = data[whole:]
                    break
                found, picture, data = found + 1, None, data[end:]
    assert found == events


def read_ours(port: int, events: int, courtesy: Courtesy | None = None) -> None:
    """The client of the program."""
    from helpers.edits import edit_request, profile
    from overpaint.services.api.client import EditClient

    async def read() -> int:
        server = profile(f"http://127.0.0.1:{port}/v1")
        async with (
            EditClient(server, KEY, courtesy) as client,
            aclosing(client.edit(edit_request())) as told,
        ):
            return len([None async for _ in told])

    assert asyncio.run(read()) == events


def read_official(port: int, events: int) -> None:
    """The official client, with the decoding that its users have to do."""
    from openai import OpenAI

    client = OpenAI(api_key=KEY, base_url=f"http://127.0.0.1:{port}/v1", max_retries=0)
    stream = client.images.edit(
        image=("image.png", b"\x89PNG", "image/png"), prompt="x", model="gpt-image-2", stream=True
    )
    count = 0
    for event in stream:
        base64.b64decode(event.b64_json)
        count += 1
    assert count == events


READERS: dict[str, Callable[[int, int], None]] = {
    "raw bytes, forgotten": read_raw,
    "raw bytes, scanned and decoded": read_scan,
    "ours": read_ours,
    "official client": read_official,
}


def measure(name: str, port: int, events: int) -> None:
    """Read twice, the first time to import and warm up; print seconds and growth in MiB."""
    reader = READERS[name]
    warm_up_s = time.perf_counter()
    reader(port, events)
    began_s = time.perf_counter()
    reader(port, events)
    took_s = time.perf_counter() - began_s
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"s": took_s, "first_s": began_s - warm_up_s, "peak_mib": peak_mib}))


def compare(rounds: int, events: int, size: int) -> dict[str, dict[str, float]]:
    """Let the readers take turns; medians and ratios."""
    port_file = Path(f"bench-port-{os.getpid()}.txt").resolve()
    me = [sys.executable, str(Path(__file__).resolve())]
    server = subprocess.Popen([*me, "--serve", str(port_file), str(events), str(size)])
    try:
        while not port_file.exists() or not port_file.read_text():
            time.sleep(0.02)
        port = port_file.read_text()
        runs: dict[str, list[dict[str, float]]] = {name: [] for name in READERS}
        for _ in range(rounds):
            for name in READERS:
                command = [*me, "--measure", name, port, str(events)]
                output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
                runs[name].append(json.loads(output))
    finally:
        server.kill()
        server.wait()
        port_file.unlink(missing_ok=True)
    return _summary(runs)


def _summary(runs: dict[str, list[dict[str, float]]]) -> dict[str, dict[str, float]]:
    medians = {
        name: {
            "ms": statistics.median(run["s"] for run in taken) * 1000,
            "peak_mib": statistics.median(run["peak_mib"] for run in taken),
        }
        for name, taken in runs.items()
    }
    base = medians["raw bytes, scanned and decoded"]["ms"]
    official = medians["official client"]["ms"]
    for row in medians.values():
        row["times_scan"] = row["ms"] / base
        row["times_official"] = row["ms"] / official
    return medians


def main() -> None:
    """Run the comparison, or one of its processes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--events", type=int, default=8)
    parser.add_argument("--mebibytes", type=int, default=8, help="size of each picture")
    parser.add_argument("--serve", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve[0], int(options.serve[1]), int(options.serve[2]))
    elif options.measure:
        measure(options.measure[0], int(options.measure[1]), int(options.measure[2]))
    else:
        rows = compare(options.rounds, options.events, options.mebibytes * MEBIBYTE)
        if options.json:
            machine = {"python": platform.python_version(), "cpus": os.cpu_count()}
            print(json.dumps({"machine": machine, "readers": rows}, indent=2))
            return
        print(f"{'reader':32}{'ms':>8}{'x scan':>9}{'x official':>12}{'peak MiB':>10}")
        for name, row in rows.items():
            print(
                f"{name:32}{row['ms']:8.0f}{row['times_scan']:9.2f}"
                f"{row['times_official']:12.3f}{row['peak_mib']:10.0f}"
            )


if __name__ == "__main__":
    main()
