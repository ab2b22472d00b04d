"""The table of hostile and broken inputs, in groups that one process each reads."""

from __future__ import annotations

from tests.hostile import table_of_documents as documents
from tests.hostile import table_of_servers as servers
from tests.hostile.cases import Case

GROUPS: dict[str, tuple[Case, ...]] = {
    "servers": (
        *servers.STATUSES,
        *servers.REDIRECTS,
        *servers.ADDRESSES,
        *servers.TLS,
        *servers.PROTOCOL,
        *servers.PACKED,
    ),
    "waiting": servers.WAITING,
    "documents": documents.DOCUMENTS,
    "pages": documents.PAGES,
}
"""All cases; the waiting ones are read all at once."""
CASES = tuple(case for group in GROUPS.values() for case in group)
"""All of them."""
