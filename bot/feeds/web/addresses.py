"""Which network addresses are public. Written out, because Python's ``is_global`` has holes."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_CLOSED_4 = tuple(
    IPv4Network(n)
    for n in (  # IANA special-purpose registry, multicast, reserved space, Azure's metadata
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
    )
)  # fmt: skip
_OPEN_6 = IPv6Network("2000::/3")
_CLOSED_6 = tuple(
    IPv6Network(n) for n in ("2001::/23", "2001:db8::/32", "3fff::/20", "2620:4f:8000::/48")
)
_NAT64 = IPv6Network("64:ff9b::/96")
_SIX_TO_FOUR = IPv6Network("2002::/16")
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})
"""RFC 5214: the interface part that an IPv4 address follows."""
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+")


def is_public(address: str) -> bool:
    """Return whether an address is one of the public internet.

    An IPv4 address inside an IPv6 one (mapped, NAT64, 6to4, ISATAP) must be public itself.
    """
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in _CLOSED_4)
    if (inner := _inner(ip)) is not None:
        return is_public(str(inner))
    if int(ip) >> 32 & 0xFFFFFFFF in _ISATAP and not is_public(str(_last(ip))):
        return False
    return ip in _OPEN_6 and not any(ip in network for network in _CLOSED_6)


def _inner(ip: IPv6Address) -> IPv4Address | None:
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip in _NAT64:
        return _last(ip)
    if ip in _SIX_TO_FOUR:
        return IPv4Address(int(ip) >> 80 & 0xFFFFFFFF)
    return None


def _last(ip: IPv6Address) -> IPv4Address:
    return IPv4Address(int(ip) & 0xFFFFFFFF)


def literal(host: str) -> str | None:
    """Return the address a host is, in its usual spelling; None where it is a name.

    Reads what resolvers read: 127.1, 0x7f.1, 0177.0.0.1, 2130706433 (WHATWG URL, 3.5). Raises
    ValueError for what ends in a number and is no address.
    """
    if ":" in host:
        return str(IPv6Address(host.strip("[]")))
    parts = host.split(".")
    if not _NUMBER.fullmatch(parts[-1]):
        return None
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise ValueError(f"{host} is no address")
    numbers = [_number(part) for part in parts]
    if any(n > 255 for n in numbers[:-1]) or numbers[-1] >= 256 ** (5 - len(numbers)):
        raise ValueError(f"{host} is no address")
    leading = sum(n << (24 - 8 * i) for i, n in enumerate(numbers[:-1]))
    return str(IPv4Address(leading + numbers[-1]))


def _number(part: str) -> int:
    if part[:2] in {"0x", "0X"}:
        return int(part[2:] or "0", 16)
    return int(part, 8) if len(part) > 1 and part[0] == "0" else int(part)
