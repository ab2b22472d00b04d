"""The guard: which addresses may be fetched, so that no link leads into a private network."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple
from urllib.parse import quote

import idna

from bot.domain.errors import AddressRefused, FetchFailed, FetchUnresolved
from bot.feeds.web.addresses import is_public, literal

Resolver = Callable[[str, int], Sequence[str]]
"""From host and port to all its addresses. Raises OSError where there are none. May block."""

PORTS = frozenset({80, 443})
"""The ports of the web. Others only by exception."""
MAX_LENGTH = 4096
"""A longer address is refused."""

_PARTS = re.compile(r"(https?)://([^/?#]*)([^#]*)", re.IGNORECASE | re.DOTALL)
_AUTHORITY = re.compile(r"(?P<host>\[[0-9a-fA-F:.]+\]|[^:\[\]]*)(?::(?P<port>[0-9]{0,5}))?")
_NAME = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
)


_CREDENTIALS = re.compile(r"^([^/]*//)?.*@", re.DOTALL)
_IN_FULL = "Write it in full, such as https://news.example.org/feed.xml."
_EXCEPT = "The bot's administrator can name exceptions in ALLOW_PRIVATE_HOSTS."
_PRIVATE_NAMES = (  # reserved for local use (RFC 6761, 6762, 8375; ICANN), or in habit so
    ".localhost", ".local", ".internal", ".home.arpa", ".localdomain", ".lan", ".intranet",
    ".corp", ".home", ".private",
)  # fmt: skip


class Target(NamedTuple):
    """An http address taken apart, its host in the spelling that is dialled."""

    scheme: str
    """http or https."""
    host: str
    """A name in ASCII, or an address without brackets."""
    port: int
    path: str
    """Path and query, percent-encoded."""

    @property
    def url(self) -> str:
        """The address put together again."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        default = 443 if self.scheme == "https" else 80
        return f"{self.scheme}://{host}{'' if self.port == default else f':{self.port}'}{self.path}"


class Verdict(NamedTuple):
    """Whether an address may be fetched."""

    allowed: bool
    reason: str
    """Why, in a sentence."""


class Exceptions:
    """The ``host:port`` pairs to which the private-address guard does not apply."""

    def __init__(self, pairs: Collection[str] = ()) -> None:
        self._pairs = frozenset(_exception(pair) for pair in pairs)

    def __contains__(self, pair: object) -> bool:
        """Tell of a ``host:port`` text or of a host and a port."""
        if isinstance(pair, str):
            try:
                pair = _exception(pair)
            except (AddressRefused, ValueError):
                return False
        return pair in self._pairs


def target(url: str, exceptions: Exceptions) -> Target:
    """Take an address apart and check all that needs no resolving. Raises AddressRefused."""
    if len(url) > MAX_LENGTH:
        raise AddressRefused(
            f"The address is longer than {MAX_LENGTH} characters. Give a shorter one."
        )
    parts = _PARTS.fullmatch(url.strip().partition("#")[0])
    if parts is None:
        raise AddressRefused(
            f"{shown(url)} is no address that starts with http:// or https://. {_IN_FULL}"
        )
    scheme, authority = parts[1].lower(), parts[2]
    if "@" in authority:
        raise AddressRefused("The address holds a user name or password; give it without.")
    split = _AUTHORITY.fullmatch(authority)
    if split is None or not split["host"]:
        raise AddressRefused(f"{shown(url)} has no valid host and port. {_IN_FULL}")
    host = _host(split["host"])
    port = int(split["port"] or (443 if scheme == "https" else 80))
    if port not in PORTS and (host, port) not in exceptions:
        raise AddressRefused(
            f"Port {port} of {host} is not allowed: only 80 and 443 are. {_EXCEPT}"
        )
    # A lone surrogate cannot be sent; as "?" it does no harm, and the host will not know the page.
    path = quote(parts[3], safe="%/:=&?~+!$,;'@()*[]|", errors="replace") or "/"
    return Target(scheme, host, port, path if path.startswith("/") else f"/{path}")


def resolve(host: str, port: int) -> list[str]:
    """Ask the system for all addresses of a host. Blocks. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def checked_addresses(
    host: str, port: int, exceptions: Exceptions, resolver: Resolver
) -> Sequence[str]:
    """Resolve once and return the addresses that may be dialled. Blocks.

    Raises AddressRefused where any of them is private, FetchFailed where there are none.
    """
    try:
        known = literal(host)
    except ValueError as error:
        raise AddressRefused(f"{host} is no valid address. {_IN_FULL}") from error
    excepted = (host, port) in exceptions
    if not excepted and f".{host}".endswith(_PRIVATE_NAMES):
        raise AddressRefused(f"{host} is a name of a private network. {_EXCEPT}")
    try:
        addresses = [known] if known else list(resolver(host, port))
    except (OSError, UnicodeError) as error:
        raise FetchUnresolved(f"{host} cannot be found (DNS). Check the spelling.") from error
    if not addresses:
        raise FetchUnresolved(f"{host} cannot be found (DNS). Check the spelling.")
    private = next((address for address in addresses if not is_public(address)), None)
    if private is not None and not excepted:
        at = "" if private == host else f" ({private})"
        raise AddressRefused(f"{host} is in a private network{at}. {_EXCEPT}")
    return addresses


def verdict(url: str, exceptions: Collection[str] = (), resolver: Resolver = resolve) -> Verdict:
    """Return whether an address may be fetched. Resolves its host, fetches nothing. Blocks."""
    allowed = Exceptions(exceptions)
    try:
        wanted = target(url, allowed)
        addresses = checked_addresses(wanted.host, wanted.port, allowed, resolver)
    except (AddressRefused, FetchFailed) as error:
        return Verdict(allowed=False, reason=str(error))
    if (wanted.host, wanted.port) in allowed:
        return Verdict(True, f"{wanted.host}:{wanted.port} is in ALLOW_PRIVATE_HOSTS.")
    return Verdict(True, f"{wanted.host} is on the public internet ({addresses[0]}).")


def _host(written: str) -> str:
    """Return a host as it is dialled: ASCII, lower case, no trailing dot, addresses normalised."""
    host = written.strip("[]")
    try:
        if not host.isascii():
            host = idna.encode(host, uts46=True, transitional=False).decode("ascii")
        host = host.lower().removesuffix(".")
        known = literal(host)
    except (ValueError, UnicodeError) as error:  # idna's errors are UnicodeErrors
        raise AddressRefused(f"{shown(written)} is no valid host. {_IN_FULL}") from error
    if known is None and (len(host) > 253 or not _NAME.fullmatch(host)):
        raise AddressRefused(f"{shown(written)} is no valid host name. {_IN_FULL}")
    return known or host


def _exception(pair: str) -> tuple[str, int]:
    host, _, port = pair.strip().rpartition(":")
    return _host(host), int(port)


def shown(text: str) -> str:
    """Return an address as an error or a log may show it: quoted, short, without credentials."""
    return repr(_CREDENTIALS.sub(r"\1…@", text.strip())[:80])
