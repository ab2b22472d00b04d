"""Addresses of stories: made absolute, and made canonical so that one story has one."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

MAX_LENGTH = 4096
"""A longer address is none."""

_TRACKING = re.compile(
    r"(utm_\w+|at_\w+|ns_(mchannel|source|campaign|linkname|fee)|pk_\w+|mtm_\w+|mc_[ce]id|_hs(enc|mi)|"
    r"[a-z]{1,3}clid|msclkid|igshid|igsh|_ga|_gl|ref_src|ref_url|cmp|cmpid|icid|intcid|ocid|ncid|"
    r"traffic_source|ito|smid|smtyp|xtor|echobox|guccounter|guce_referrer(_sig)?|spm|ftag|"
    r"soc_(src|trk)|sr_share|__twitter_impression|amp|outputtype|__source|feedtype|feedname|"
    r"wt\.\w+|mbid|sharetype|rss|srsltid|mkt_tok|_openstat|vero_(id|conv)|oly_(enc|anon)_id|"
    r"hsctatracking|fb_(action_\w+|ref|source)|tblci)",
    re.IGNORECASE,
)
# These names carry content on some sites; only such a value shows that they track.
_TRACKING_BY_VALUE = re.compile(
    r"(track|source|src|from|ref|referrer|partner|emc|mod|feed|output|via|medium|f|s|cid|rssid|output_type)="
    r"(rss|feed|atom|amp|twitter|facebook|social|newsletter|email|whatsapp|telegram|flipboard)"
    r"(feeds?|media|s|\d+|_\w*)?",
    re.IGNORECASE,
)
_AMP_VIEWER = re.compile(
    r"https?://(?:www\.google\.[a-z.]+/amp/|[\w-]+\.cdn\.ampproject\.org/[cv]/)(s/)?(?=[\w-]+\.)",
    re.IGNORECASE,
)
_MOBILE_FIRST = re.compile(
    # not amp.com.au, whose own name this is
    r"^(?:m|mobile|amp)\.(?=[^.]+\.[^.]+)(?!(?:com?|org|net|gov|edu|ac)\.[a-z]{2}$)"
)
_MOBILE_INSIDE = re.compile(r"(?<=\.)m\.(?=[^.]+\.[^.]+)")
_AMP_PATH = re.compile(r"(?:/amp(?:\.html)?/?|\.amp)$|\.amp(?=\.html?$)|^/amp(?=/.)", re.IGNORECASE)
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PLAIN = re.compile(r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:[/?#][^\s\x00-\x20\x7f]*)?")
_FEED_BEFORE = re.compile(r"^feed:(?://)?(?=https?:)", re.IGNORECASE)
_FEED_ALONE = re.compile(r"^feed:(?=//)", re.IGNORECASE)
_SPACE = re.compile(r"[\x00-\x20\x7f]+")


def canonical(url: str) -> str:
    """Return the one address that stands for all ways to write this story's address.

    Undoes AMP, mobile hosts, tracking parameters, trailing slashes, plain http and odd spelling.
    What is no http address comes back stripped. Where the port or the host is a private one, the
    scheme stays, because the result must open.
    """
    url = url.strip()
    if viewer := _AMP_VIEWER.match(url):
        url = ("https://" if viewer[1] else "http://") + url[viewer.end() :]
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return url
    if parts.scheme not in {"http", "https"} or not host or parts.username is not None:
        return url
    scheme = parts.scheme
    if port in {None, 80, 443} and _is_public_name(host):
        scheme, port = "https", None
    host = _MOBILE_INSIDE.sub("", _MOBILE_FIRST.sub("www.", _ascii_host(host), count=1))
    path = _AMP_PATH.sub("", _spelled(parts.path).partition(";jsessionid=")[0]).rstrip("/") or "/"
    query = "&".join(p for p in _spelled(parts.query).split("&") if p and not _tracks(p))
    # Some feeds part their items by fragment alone; one with "=" in it only ever tracks.
    fragment = "" if "=" in parts.fragment else _spelled(parts.fragment)
    netloc = f"[{host}]" if ":" in host else host
    return urlunsplit((scheme, f"{netloc}:{port}" if port else netloc, path, query, fragment))


def absolute(link: str | None, base: str | None) -> str | None:
    """Return a link as an absolute http address, joined to its base; None where it is none.

    A user's name and password go: what an address gives away is not for us to keep.
    """
    if not link or len(link) > MAX_LENGTH:
        return None
    if _PLAIN.fullmatch(link):  # nearly all are: no need to take them apart
        return link
    link = _SPACE.sub(lambda match: "" if "\n" in match[0] else "%20", link.strip())
    if not link:
        return None
    try:
        joined = urljoin(base, link) if base else link
        parts = urlsplit(joined)
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return None
    if "@" in parts.netloc:
        joined = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return joined if valid else None


def without_feed(link: str, scheme: str = "") -> str:
    """Return a link without ``feed:``, by which some programs once opened feeds.

    It stands before another scheme, or in the place of http: there ``scheme``, such as ``http:``,
    takes its place.
    """
    return _FEED_ALONE.sub(scheme, _FEED_BEFORE.sub("", link))


def host(url: str | None) -> str:
    """Return an address's host in lower case, without ``www.``; empty where there is none.

    Raises ValueError where the address cannot be taken apart.
    """
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""


def home(url: str | None) -> str | None:
    """Return the root page of an address's site."""
    if not (address := absolute(url, None)):
        return None
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/"


def _tracks(parameter: str) -> bool:
    name = parameter.partition("=")[0]
    return bool(_TRACKING.fullmatch(name) or _TRACKING_BY_VALUE.fullmatch(parameter))


def _is_public_name(host: str) -> bool:
    if "." not in host or host.endswith((".local", ".localhost", ".internal", ".lan")):
        return False
    try:
        ip_address(host)
    except ValueError:
        return True
    return False


def _ascii_host(host: str) -> str:
    if host.isascii():
        return host.lower()
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host.lower()


def _spelled(part: str) -> str:
    """Return a part with one spelling of its percent escapes (RFC 3986, 6.2.2)."""
    quoted = quote(part, safe="%/:=&?~+!$,;'@()*[]")

    def one(escape: re.Match[str]) -> str:
        character = unquote(escape[0], errors="replace")
        return character if character in _UNRESERVED else escape[0].upper()

    return _PERCENT.sub(one, quoted)
