"""Tries a server stage by stage, from its settings to its list of models."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

import httpx

from overpaint.domain.addresses import is_loopback
from overpaint.domain.errors import Action, ApiError, OverpaintError, SettingsError
from overpaint.domain.profile_checks import profile_problems
from overpaint.domain.profiles import AuthStyle, ServerKind, ServerProfile
from overpaint.domain.text import say
from overpaint.services.api import connection_failures
from overpaint.services.api.addresses import host
from overpaint.services.api.connection_failures import Phase
from overpaint.services.api.failures import Peer
from overpaint.services.api.model_list import refresh_models
from overpaint.services.api.opening import opened_client, sent_key
from overpaint.services.api.transport import proxy_for, trust
from overpaint.services.connections import Connection
from overpaint.services.doctor.results import Stage, StageResult, Verdict
from overpaint.services.doctor.tunnel import TunnelRefusedError, open_tunnel

_Result = TypeVar("_Result")

_KEYED = {ServerKind.OPENAI, ServerKind.AZURE}
_NO_ACCESS = {401, 403}
_NO_LIST = {404, 405, 501}
_PORTS = {"http": 80, "https": 443}
_NOT_LOOKED_AT = StageResult(
    Stage.AUTH, Verdict.SKIPPED, say("doctor", "The key was not looked at.")
)


async def examine(connection: Connection) -> AsyncGenerator[StageResult, None]:
    """Try a server. Reads only: no edit is sent, so nothing is ever billed.

    Args:
        connection: Server and key, from `overpaint.services.connections.Connections.open`.

    Yields:
        One result per stage, in the order of `Stage`; the last one is either a failure or that of
        `Stage.MODELS`.
    """
    examination = _Examination(connection.profile, sent_key(connection.profile, connection.key))
    steps: tuple[Callable[[], Awaitable[StageResult]], ...] = (
        examination.settings, examination.dns, examination.proxy, examination.tcp,
        examination.tls,
    )  # fmt: skip
    try:
        for step in steps:
            began_s = time.perf_counter()
            result = await step()
            yield replace(result, took_ms=(time.perf_counter() - began_s) * 1000)
            if result.verdict is Verdict.FAILED:
                return
    finally:
        await examination.hang_up()
    began_s = time.perf_counter()
    results = await _key_and_models(connection)
    took_ms = (time.perf_counter() - began_s) * 1000
    for result in results:
        yield replace(result, took_ms=took_ms)
        took_ms = 0.0  # One request answers both.


@dataclass(slots=True)
class _Examination:
    """The stages up to an encrypted connection, each building on the one before."""

    profile: ServerProfile
    key: str | None
    url: httpx.URL = field(default_factory=httpx.URL)
    proxy_url: httpx.URL | None = None
    trusted: ssl.SSLContext | None = None
    writer: asyncio.StreamWriter | None = None

    async def settings(self) -> StageResult:
        """Whether an attempt can be made at all."""
        stage = Stage.SETTINGS
        for problem in profile_problems(self.profile):
            return StageResult(
                stage, Verdict.FAILED, problem.what, problem.remedy, Action.CHANGE_SERVER
            )
        try:
            client = await asyncio.to_thread(opened_client, self.profile, self.key)
            await client.aclose()
            self.url = httpx.URL(self.profile.base_url)
            proxy = await asyncio.to_thread(proxy_for, self.profile, self.url)
            self.proxy_url = None if proxy is None else httpx.URL(proxy)
            self.trusted = await asyncio.to_thread(trust, self.url, self.profile.ca_file)
        except httpx.InvalidURL:
            return _failed(stage, connection_failures.bad_address(self._peer))
        except SettingsError as error:
            return _failed(stage, error)
        if self.key is None and self.profile.kind in _KEYED:
            return StageResult(
                stage,
                Verdict.FAILED,
                say("doctor", "There is no key for {server}.", server=self.profile.name),
                say("doctor", "Enter the key of this server."),
                Action.ENTER_KEY,
            )
        return StageResult(stage, Verdict.PASSED, say("doctor", "The settings can be used."))

    async def dns(self) -> StageResult:
        """Whether the name of the first machine on the way is known."""
        target = self._first_machine
        loop = asyncio.get_running_loop()
        try:
            found = await self._in_time(loop.getaddrinfo(target.host, _port(target)))
        except (OSError, UnicodeError) as error:
            return self._broken(Stage.DNS, error, target)
        numbers = list(dict.fromkeys(str(address[0]) for *_, address in found))
        if numbers == [target.host]:
            return StageResult(Stage.DNS, Verdict.SKIPPED, say("doctor", "No name to look up."))
        told = say("doctor", "{host} is {numbers}.", host=target.host, numbers=", ".join(numbers))
        return StageResult(Stage.DNS, Verdict.PASSED, told)

    async def proxy(self) -> StageResult:
        """Whether the proxy lets us through, if there is one."""
        proxy = self.proxy_url
        if proxy is None:
            return StageResult(Stage.PROXY, Verdict.SKIPPED, say("doctor", "No proxy is used."))
        try:
            trusted = await asyncio.to_thread(trust, proxy, self.profile.ca_file)
            self.writer = await self._in_time(
                open_tunnel(
                    proxy, trusted, self.url.host, _port(self.url), encrypted=self._encrypted
                )
            )
        except TunnelRefusedError as error:
            return _proxy_refused(proxy, error)
        except (OSError, UnicodeError) as error:
            return _proxy_broken(proxy, error)
        told = say("doctor", "The proxy {host} lets us through.", host=_address(proxy))
        return StageResult(Stage.PROXY, Verdict.PASSED, told)

    async def tcp(self) -> StageResult:
        """Whether anything listens at the address."""
        if self.proxy_url is not None:
            told = say("doctor", "The proxy makes the connection.")
            return StageResult(Stage.TCP, Verdict.SKIPPED, told)
        try:
            _, self.writer = await self._in_time(
                asyncio.open_connection(self.url.host, _port(self.url))
            )
        except (OSError, UnicodeError) as error:
            return self._broken(Stage.TCP, error, self.url)
        told = say("doctor", "{host} answers.", host=_address(self.url))
        return StageResult(Stage.TCP, Verdict.PASSED, told)

    async def tls(self) -> StageResult:
        """Whether the server is who it should be, and nobody listens in."""
        if not self._encrypted:
            return self._unencrypted()
        assert self.writer is not None  # noqa: S101 - made by the stage before
        assert self.trusted is not None  # noqa: S101 - as above
        try:
            await self._in_time(self.writer.start_tls(self.trusted, server_hostname=self.url.host))
        except OSError as error:  # ssl.SSLError is one
            return self._broken(Stage.TLS, error, self.url)
        secured = self.writer.get_extra_info("ssl_object")
        version = secured.version() if secured is not None else ""
        told = say("doctor", "The connection is encrypted ({version}).", version=version)
        return StageResult(Stage.TLS, Verdict.PASSED, told)

    async def hang_up(self) -> None:
        """Close the connection, should there be one."""
        if self.writer is not None:
            self.writer.transport.abort()
            await asyncio.sleep(0)  # it closes in the next turn of the loop

    @property
    def _encrypted(self) -> bool:
        return self.url.scheme == "https"

    @property
    def _first_machine(self) -> httpx.URL:
        return self.proxy_url or self.url

    @property
    def _peer(self) -> Peer:
        return Peer(host(self.profile.base_url), self.key)

    def _unencrypted(self) -> StageResult:
        if self.key is None or is_loopback(self.url.host):
            told = say("doctor", "The address asks for no encryption.")
            return StageResult(Stage.TLS, Verdict.SKIPPED, told)
        return StageResult(
            Stage.TLS,
            Verdict.WARNING,
            say("doctor", "Key and pictures travel unencrypted."),
            say("doctor", "Use an https address where there is one."),
            Action.CHANGE_SERVER,
        )

    async def _in_time(self, work: Awaitable[_Result]) -> _Result:
        return await asyncio.wait_for(work, self.profile.connect_timeout_s)

    def _broken(self, stage: Stage, error: Exception, target: httpx.URL) -> StageResult:
        """The failure that an edit would have met, in the words that an edit would use."""
        kind = httpx.ConnectTimeout if isinstance(error, TimeoutError) else httpx.ConnectError
        wrapped = kind(str(error))
        wrapped.__cause__ = error
        peer = Peer(_address(target), self.key)
        return _failed(
            stage, connection_failures.broken_connection(wrapped, Phase.CONNECTING, peer)
        )


async def _key_and_models(connection: Connection) -> tuple[StageResult, ...]:
    profile, peer = connection.profile, host(connection.profile.base_url)
    try:
        models = tuple(await refresh_models(connection))
    except ApiError as error:
        return _refused(profile, error, peer)
    except OverpaintError as error:
        return (_NOT_LOOKED_AT, _failed(Stage.MODELS, error))
    told = say("doctor", "{host} tells of {count} models.", host=peer, count=len(models))
    listed = StageResult(Stage.MODELS, Verdict.PASSED, told, models=models)
    if profile.kind is ServerKind.AZURE:
        told = say("doctor", "Only an edit can show whether there is a deployment called {name}.",
                   name=profile.deployment)  # fmt: skip
        listed = replace(listed, verdict=Verdict.WARNING, found=told)
    return (_accepted(connection), listed)


def _accepted(connection: Connection) -> StageResult:
    if connection.profile.auth is AuthStyle.NONE or not connection.key:
        told = say("doctor", "The server wants no key to tell its models.")
        return StageResult(Stage.AUTH, Verdict.SKIPPED, told)
    return StageResult(Stage.AUTH, Verdict.PASSED, say("doctor", "The key was not refused."))


def _refused(profile: ServerProfile, error: ApiError, peer: str) -> tuple[StageResult, ...]:
    if error.status in _NO_ACCESS:
        return (_failed(Stage.AUTH, error),)
    if error.status not in _NO_LIST or profile.kind is ServerKind.OPENAI:
        return (
            _NOT_LOOKED_AT,
            _failed(Stage.MODELS, error),
        )
    return (
        _NOT_LOOKED_AT,
        StageResult(
            Stage.MODELS,
            Verdict.WARNING,
            say("doctor", "{host} has no list of models at this address.", host=peer),
            say("doctor", "Edits may work nevertheless; if they do not, check the address."),
            Action.CHANGE_SERVER,
            details=error.details,
        ),
    )


def _failed(stage: Stage, error: OverpaintError) -> StageResult:
    return StageResult(
        stage,
        Verdict.FAILED,
        error.what,
        error.remedy,
        error.action,
        details=error.details,
        why=error.why,
    )


def _proxy_refused(proxy: httpx.URL, error: TunnelRefusedError) -> StageResult:
    wants_password = error.status == 407
    return StageResult(
        Stage.PROXY,
        Verdict.FAILED,
        say("doctor", "The proxy {host} refuses (status {status}).", host=_address(proxy),
            status=error.status),
        say("doctor", "Put user name and password into the system's proxy settings.")
        if wants_password
        else say("doctor", "Ask whoever runs the proxy to allow this server, or use no proxy."),
        Action.CHANGE_SERVER,
    )  # fmt: skip


def _proxy_broken(proxy: httpx.URL, error: Exception) -> StageResult:
    return StageResult(
        Stage.PROXY,
        Verdict.FAILED,
        say("doctor", "The proxy {host} could not be reached.", host=_address(proxy)),
        say("doctor", "Check the proxy in the settings of the system or of this server."),
        Action.CHANGE_SERVER,
        details=type(error).__name__,
    )


def _address(url: httpx.URL) -> str:
    return url.netloc.decode("ascii", "replace")


def _port(url: httpx.URL) -> int:
    return url.port or _PORTS.get(url.scheme, 80)
