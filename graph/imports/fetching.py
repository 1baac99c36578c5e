"""Fetching from another region: the host that was named, and no other; bounded in time and size.

The name of a host is looked up once and its address kept, so that it cannot be another one later;
addresses within a network are refused, save this machine's own where it is named itself. Nothing
is redirected. Sources: OWASP Server-Side Request Forgery Prevention Cheat Sheet; RFC 6890.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Self

import httpx

from graph.files import storage_failures
from graph.remote.line import Line
from ontology.errors import HeldByPolicy, InvalidInput, LimitReached, StorageFailure

LONGEST = 600.0  # seconds for one file
_WAIT = 10.0  # seconds for a connection, or for the next bytes
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
Address = IPv4Address | IPv6Address


@dataclass(frozen=True)
class _Server:
    """A server by the address below which it is asked, and where its name led to."""

    url: httpx.URL
    address: str


class Fetcher:
    """Reads files below an address from one server; it is used in a `with`."""

    def __init__(self, base: str, longest: float = LONGEST) -> None:
        """Look the server up; `longest` is in seconds, for one file.

        InvalidInput where the address is none, HeldByPolicy where it is not to be asked,
        StorageFailure where the name is not known.
        """
        self._server = _look_up(_checked(base))
        self._longest = longest
        self._client = httpx.Client(timeout=_WAIT, follow_redirects=False)
        self._line = Line()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._client.close()
        self._line.close()

    def read(self, path: str, most: int) -> bytes:
        """Fetch a file of so many bytes at most.

        StorageFailure where the server does not give it, LimitReached where it is too large or
        too slow, HeldByPolicy where it leads elsewhere.
        """
        return b"".join(self._pieces(path, most))

    def save(self, path: str, target: Path, most: int) -> None:
        """Fetch a file of so many bytes at most into a new file; raises what `read` does."""
        with storage_failures(), target.open("xb") as file:
            for piece in self._pieces(path, most):
                file.write(piece)

    def _pieces(self, path: str, most: int) -> Iterator[bytes]:
        url, left = self._server.url.join(path), most
        with self._answered(url) as response:
            for piece in response.iter_raw():
                left -= len(piece)
                if left < 0:
                    msg = f"{url}: larger than {most} bytes"
                    raise LimitReached(msg)
                yield piece

    @contextmanager
    def _answered(self, url: httpx.URL) -> Iterator[httpx.Response]:
        """The answer of the server, of which only the head has been read."""
        _require_below(url, self._server.url)
        asked = url.copy_with(host=self._server.address)
        headers = {"Host": url.netloc.decode(), "Accept-Encoding": "identity"}
        more = {"trace": self._line, **_certified(url)}
        try:
            with (
                self._in_time(url),
                self._client.stream("GET", asked, headers=headers, extensions=more) as response,
            ):
                _require_given(url, response)
                yield response
        except (httpx.HTTPError, httpx.StreamError) as error:
            msg = f"{url}: cannot be had ({str(error) or type(error).__name__}): try again later"
            raise StorageFailure(msg) from error

    @contextmanager
    def _in_time(self, url: httpx.URL) -> Iterator[None]:
        """Cut the line when the time is over, however slowly bytes go on to drip."""
        timer = Timer(self._longest, self._line.cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        except httpx.HTTPError as error:
            if not self._line.is_cut:
                raise
            raise _too_slow(url, self._longest) from error
        finally:
            timer.cancel()
        if self._line.is_cut:
            raise _too_slow(url, self._longest)


def fetch_file(address: str, target: Path, most: int) -> None:
    """Fetch one file by its address; see `Fetcher`."""
    folder, slash, name = address.rpartition("/")
    with Fetcher(folder + slash) as fetcher:
        fetcher.save(name, target, most)


def _checked(base: str) -> httpx.URL:
    try:
        url = httpx.URL(base)
    except (httpx.InvalidURL, UnicodeError) as error:
        msg = f"{base:.200}: no address ({error}): write https://host/…"
        raise InvalidInput(msg) from None
    if url.userinfo or url.query or url.fragment or not url.host:
        msg = f"{url.host or base:.200}: give an address without password, ? and #: https://host/…"
        raise InvalidInput(msg)
    if url.scheme != "https" and not (url.scheme == "http" and url.host in _LOOPBACK):
        msg = f"{base:.200}: only https is asked, and http on this machine"
        raise HeldByPolicy(msg)
    return url


def _look_up(url: httpx.URL) -> _Server:
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        msg = f"{url.host}: not known ({error}): check the address and the network"
        raise StorageFailure(msg) from None
    addresses = [ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    own = url.host in _LOOPBACK
    if refused := [one for one in addresses if not _may_ask(one, own=own)]:
        msg = f"{url.host} leads to {refused[0]}, which is within a network: it is not asked"
        raise HeldByPolicy(msg)
    return _Server(url, str(addresses[0]))


def _may_ask(address: Address, *, own: bool) -> bool:
    inner = getattr(address, "ipv4_mapped", None) or address
    return inner.is_loopback if own else inner.is_global and not inner.is_multicast


def _require_below(url: httpx.URL, base: httpx.URL) -> None:
    same = (url.scheme, url.host, url.port) == (base.scheme, base.host, base.port)
    if not same or not url.path.startswith(base.path):
        msg = f"{url}: is not below {base}: it is not asked"
        raise HeldByPolicy(msg)


def _certified(url: httpx.URL) -> dict[str, str]:
    """Whom a certificate has to name: the host, whatever its address."""
    return {"sni_hostname": url.host} if url.scheme == "https" else {}


def _too_slow(url: httpx.URL, seconds: float) -> LimitReached:
    return LimitReached(f"{url}: not had within {seconds:g} s: try again later")


def _require_given(url: httpx.URL, response: httpx.Response) -> None:
    if response.is_redirect:
        target = response.headers.get("location", "elsewhere")
        msg = f"{url} leads to {target:.200}: give that address, if you trust it"
        raise HeldByPolicy(msg)
    if response.status_code != httpx.codes.OK:
        msg = f"{url}: the server answers {response.status_code} {response.reason_phrase}"
        raise StorageFailure(msg)
    if response.headers.get("content-encoding", "identity") != "identity":
        msg = f"{url}: the server sends it packed, which was not asked for"
        raise StorageFailure(msg)
