"""Opens a connection through an HTTP proxy, as an edit would (RFC 9110, CONNECT)."""

from __future__ import annotations

import asyncio
import base64
import ssl

import httpx

_HEAD_BYTES = 32 * 1024
_PASSED = range(200, 300)


class TunnelRefusedError(Exception):
    """The proxy answered, and does not let us through.

    Attributes:
        status: Its HTTP status; 0 for an answer that is none.
    """

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


async def open_tunnel(
    proxy: httpx.URL, trusted: ssl.SSLContext, host: str, port: int, *, encrypted: bool
) -> asyncio.StreamWriter:
    """Connect to the proxy and, for an encrypted server, through it.

    Args:
        proxy: Address of the proxy, with user name and password if it wants them.
        trusted: Whom to trust, should the proxy itself be spoken to in TLS.
        host: The server behind it.
        port: Its port.
        encrypted: Whether the server is spoken to in TLS; a proxy passes plain requests on
            without being asked before.

    Raises:
        OSError: The proxy cannot be reached.
        TunnelRefusedError: It refuses.
    """
    tls = trusted if proxy.scheme == "https" else None
    reader, writer = await asyncio.open_connection(
        proxy.host, proxy.port or (443 if tls else 80), ssl=tls, limit=_HEAD_BYTES
    )
    if not encrypted:
        return writer
    try:
        writer.write(_question(proxy, f"[{host}]" if ":" in host else host, port))
        await writer.drain()
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        writer.transport.abort()
        raise TunnelRefusedError(0) from None
    # Also when the time is up or somebody cancels: nobody else knows this connection yet.
    except BaseException:
        writer.transport.abort()
        raise
    status = _status(head)
    if status not in _PASSED:
        writer.transport.abort()
        raise TunnelRefusedError(status)
    return writer


def _question(proxy: httpx.URL, host: str, port: int) -> bytes:
    lines = [f"CONNECT {host}:{port} HTTP/1.1", f"Host: {host}:{port}"]
    if proxy.username:
        pair = f"{proxy.username}:{proxy.password}".encode()
        lines.append(f"Proxy-Authorization: Basic {base64.b64encode(pair).decode()}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


def _status(head: bytes) -> int:
    words = head.split(None, 2)
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0
