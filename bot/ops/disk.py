"""The disk that the data folder is on."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from bot.domain.values import Room


@dataclass(frozen=True, slots=True)
class FolderDisk:
    """Implements ``ports.Disk`` for a folder that exists."""

    folder: Path

    def room(self) -> Room:
        """Return the room of its disk now. Raises OSError."""
        usage = shutil.disk_usage(self.folder)
        return Room(usage.free, usage.total)
