"""Which addresses Telegram takes in links and buttons."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_USER = re.compile(r"tg://user/?\?id=(\d+)$", re.IGNORECASE)
_SCHEMES = ("http", "https", "ftp")
_OWN_SCHEMES = ("tg", "ton", "tonsite")


def checked_link(url: str) -> str | None:
    """Return the address as Telegram keeps it, None where it is no link to Telegram.

    A host needs a dot or is an IPv6 address (LinkManager::check_link of TDLib), so that
    ``http://localhost/`` is no link.
    """
    url = url.strip()
    if not url or any(char.isspace() or char < " " for char in url):
        return None
    if url.lower().startswith(("mailto:", "tel:")):
        return url
    if "://" not in url:
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme in _OWN_SCHEMES:
        return url if parts.netloc or parts.path else None
    if parts.scheme not in _SCHEMES or not _is_host(host):
        return None
    # Telegram shows http://example.org as http://example.org/
    return url if parts.path or parts.query or parts.fragment else f"{url}/"


def _is_host(host: str) -> bool:
    dotted = "." in host and not host.startswith(".") and not host.endswith(".")
    return dotted or ":" in host


def mentioned_user(url: str) -> int | None:
    """Return the person of a ``tg://user?id=`` link."""
    found = _USER.match(url.strip())
    return int(found[1]) if found else None
