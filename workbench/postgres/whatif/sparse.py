"""Files that are large and hold nothing: a relation's pages as the planner counts them, without a byte on disk.

The planner asks the file system how many pages a relation has; a sparse file answers with any number. PostgreSQL divides a
relation into files of 1 GB, the second with the suffix .1: https://www.postgresql.org/docs/current/storage-file-layout.html
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from workbench.postgres.binaries import Account
from workbench.postgres.whatif.btree import PAGE, tree

SEGMENT_PAGES = 1024**3 // PAGE


@dataclass(frozen=True)
class Files:
    """The relations' files below a data directory. Only of a shadow: whatever they hold is lost."""

    data: Path
    account: Account

    def grow(self, path: str, pages: int) -> None:
        """Gives the relation whose first file has this path so many pages; those that it hasn't are zero."""
        for number in range(1, -(-pages // SEGMENT_PAGES)):
            more = self.data / f"{path}.{number}"
            if not more.exists():
                more.touch(0o600)
                os.chown(more, self.account.uid, self.account.gid)
            os.truncate(more, min(pages - number * SEGMENT_PAGES, SEGMENT_PAGES) * PAGE)
        os.truncate(self.data / path, min(pages, SEGMENT_PAGES) * PAGE)

    def pages(self, path: str) -> int:
        """Of the relation's first file."""
        return (self.data / path).stat().st_size // PAGE

    def empty(self, path: str) -> int:
        """Takes the first file's pages away, and with them, to a session that comes anew, the relation's; gives their number.

        The files behind it stay: an empty first one says that there are none.
        """
        first = self.data / path
        pages = first.stat().st_size // PAGE
        os.truncate(first, 0)
        return pages

    def refill(self, path: str, pages: int) -> None:
        """Gives the first file its pages back."""
        os.truncate(self.data / path, pages * PAGE)

    def plant(self, path: str, levels: int) -> None:
        """Makes the file of a B-tree without rows one with so many levels above its leaf."""
        with (self.data / path).open("r+b") as file:
            pages = tree(file.read(PAGE), levels)
            file.seek(0)
            file.write(pages)

    def disk_bytes(self) -> int:
        """What the data directory takes on disk."""
        found = (Path(folder) / name for folder, _, names in os.walk(self.data) for name in names)
        return sum(path.stat().st_blocks * 512 for path in found if path.exists())
