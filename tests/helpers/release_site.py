"""A real https server on this computer that hands out a release file."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from helpers.certificates import server_context


class ReleaseSite:
    """Use as a context manager.

    Attributes:
        body: What it answers.
        status: With which status.
        headers: And with which further headers.
        paths: What was asked for.
        asked: The headers of the requests.
        ca_file: Makes clients trust it.
    """

    def __init__(self, folder: Path) -> None:
        context, self.ca_file = server_context(folder)
        self.body = b""
        self.status = 200
        self.headers: dict[str, str] = {}
        self.paths: list[str] = []
        self.asked: list[dict[str, str]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.paths.append(self.path)
                site.asked.append({key.lower(): value for key, value in self.headers.items()})
                self.send_response(site.status)
                for name, value in site.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(site.body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    @property
    def host(self) -> str:
        """Its address, without a path."""
        return f"https://127.0.0.1:{self._server.server_port}"

    @property
    def address(self) -> str:
        """Where the release file is."""
        return f"{self.host}/release.json"

    def tell(self, version: str, notes: str = "", **others: Any) -> None:
        """Hand out a file that names a version."""
        fields = {"format": 1, "version": version, "notes": notes, "page": f"{self.host}/download"}
        self.body = json.dumps(fields | others).encode()
