"""Fetches a picture from an address that somebody dropped or pasted.

It is asked for without any key, cookie or referrer, through the system's proxy and with the
system's certificates.
"""

from __future__ import annotations

import asyncio
import ipaddress

import httpx

from overpaint.domain.addresses import is_loopback
from overpaint.domain.errors import Action, ConnectionFailure, ImageError
from overpaint.domain.profiles import AuthStyle, ServerKind, ServerProfile
from overpaint.domain.text import Message, say
from overpaint.services.api.transport import download_client

LIMIT_BYTES = 200 * 1000 * 1000
"""More than this is not taken; the largest picture that any model takes has 50 MB."""

_MOST_REDIRECTS = 5
_WHOLE_TIME_S = 600.0
_PAGE_MARKS = (b"<!doctype html", b"<html", b"<head", b"<body")
_NOBODY = ServerProfile(
    "web", ServerKind.COMPATIBLE, "", connect_timeout_s=10.0, read_timeout_s=30.0,
    auth=AuthStyle.NONE,
)  # fmt: skip


async def fetch_picture(address: str, *, limit_bytes: int = LIMIT_BYTES) -> bytes:
    """Get the bytes behind an address.

    Args:
        address: ``http`` or ``https``.
        limit_bytes: Most bytes that are taken.

    Raises:
        ImageError: The address refuses, leads to a page, to another kind of address, into this
            network from outside, or brings too much.
        ConnectionFailure: It cannot be reached, or breaks off.
    """
    url = _url(address)
    try:
        async with asyncio.timeout(_WHOLE_TIME_S):
            for _ in range(_MOST_REDIRECTS + 1):
                found = await _step(url, limit_bytes)
                if isinstance(found, bytes):
                    return found
                _check_redirect(url, found)
                url = found
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError, ImportError) as error:
        raise _unreachable(url.host, error) from error
    raise _refused(
        say("pictures", "{host} leads from address to address without an end.", host=url.host)
    )


async def _step(url: httpx.URL, limit_bytes: int) -> bytes | httpx.URL:
    """The content, or the next address."""
    async with (
        download_client(_NOBODY, url) as http,
        http.stream("GET", url, follow_redirects=False) as response,
    ):
        if response.has_redirect_location:
            return _joined(url, response.headers["location"])
        if not response.is_success:
            raise _refused(
                say("pictures", "{host} does not hand the picture out (status {status}).",
                    host=url.host, status=response.status_code)
            )  # fmt: skip
        return await _content(response, url.host, limit_bytes)


async def _content(response: httpx.Response, host: str, limit_bytes: int) -> bytes:
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit_bytes:
        raise _too_large(host, limit_bytes)
    data = bytearray()
    async for chunk in response.aiter_bytes():
        data += chunk
        if len(data) > limit_bytes:
            raise _too_large(host, limit_bytes)
    if not data:
        raise _refused(say("pictures", "What {host} sent is empty.", host=host))
    if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGE_MARKS):
        raise ImageError(
            say("pictures", "{host} sent a page, not a picture.", host=host),
            remedy=say("pictures", "Open the page and drag the picture itself, or save it first."),
            action=Action.REPLACE_IMAGE,
        )
    return bytes(data)


def _url(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise _bad_address(address) from error
    if url.scheme not in {"http", "https"} or not url.host or "%" in url.host:
        raise _bad_address(address)
    return url


def _joined(url: httpx.URL, location: str) -> httpx.URL:
    try:
        return url.join(location)
    except (httpx.InvalidURL, ValueError) as error:
        raise _not_followed(url.host) from error


def _check_redirect(old: httpx.URL, new: httpx.URL) -> None:
    """A page elsewhere decides where this leads: not to files, and not into this network."""
    weaker = old.scheme == "https" and new.scheme == "http"
    if new.scheme not in {"http", "https"} or not new.host or weaker:
        raise _not_followed(old.host)
    if _is_inside(new.host) and not _is_inside(old.host):
        raise _refused(
            say("pictures", "{host} leads on into your own network; that is not followed.",
                host=old.host)
        )  # fmt: skip


def _is_inside(host: str) -> bool:
    if is_loopback(host):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host.endswith((".local", ".internal")) or "." not in host
    return address.is_private or address.is_link_local


def _not_followed(host: str) -> ImageError:
    return _refused(
        say("pictures", "{host} leads on to an address that is not followed.", host=host)
    )


def _refused(what: Message) -> ImageError:
    return ImageError(
        what,
        remedy=say("pictures", "Save the picture in your browser and open the file."),
        action=Action.REPLACE_IMAGE,
    )


def _too_large(host: str, limit_bytes: int) -> ImageError:
    return _refused(
        say("pictures", "What {host} sends is larger than {limit} MB.", host=host,
            limit=limit_bytes // 1_000_000)
    )  # fmt: skip


def _bad_address(address: str) -> ImageError:
    return ImageError(
        say("pictures", "“{address}” is no address to download from.", address=address[:80]),
        remedy=say("pictures", "It should begin with https:// or http://."),
        action=Action.REPLACE_IMAGE,
    )


def _unreachable(host: str, error: Exception) -> ConnectionFailure:
    timed_out = isinstance(error, httpx.TimeoutException | TimeoutError)
    what = (
        say("pictures", "{host} did not answer in time.", host=host)
        if timed_out
        else say("pictures", "The picture could not be fetched from {host}.", host=host)
    )
    return ConnectionFailure(
        what,
        remedy=say("pictures", "Check the network, or save the picture and open the file."),
        details=f"{type(error).__name__}: {error}",
    )
