"""The development data: samples of real feeds, pages and news that are no part of the project."""

from __future__ import annotations

import os
from pathlib import Path


def folder(name: str) -> Path | None:
    """Return a folder of the data; None, saying so, where ``STORYWIRE_DEV_DATA`` names none."""
    data = os.environ.get("STORYWIRE_DEV_DATA")
    if not data:
        print(f"Skipped: STORYWIRE_DEV_DATA is not set; it names the folder that has {name}/.")
        return None
    found = Path(data) / name
    if not found.is_dir():
        print(f"Skipped: there is no folder {found}.")
        return None
    return found
