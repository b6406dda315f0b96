"""Files that are large and hold nothing: a relation's pages as the planner counts them, without a byte on disk.

The planner asks the file system how many pages a relation has; a sparse file answers with any number. PostgreSQL divides a
relation into files of 1 GB, the second with the suffix .1: https://www.postgresql.org/docs/current/storage-file-layout.html
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from workbench.postgres.binaries import Account
from workbench.postgres.whatif.btree import PAGE, tree
from workbench.postgres.whatif.gin import GinCounts, counting

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

    def shrink(self, path: str, kept: int) -> int:
        """Takes the first file's pages away but for those kept, and with them, to a session that comes anew, all others of the
        relation; gives how many there were in it.

        The files behind it stay: one that isn't full says that there are none.
        """
        first = self.data / path
        pages = first.stat().st_size // PAGE
        os.truncate(first, min(kept, pages) * PAGE)
        return pages

    def first_page(self, path: str) -> bytes:
        """The relation's."""
        with (self.data / path).open("rb") as file:
            return file.read(PAGE)

    @contextmanager
    def without_first_page(self, paths: Iterable[str]) -> Iterator[None]:
        """The relations, which have been shrunk to one page, have none for a while."""
        kept = {path: self.first_page(path) for path in paths}
        for path in kept:
            os.truncate(self.data / path, 0)
        try:
            yield
        finally:
            for path, page in kept.items():
                (self.data / path).write_bytes(page)

    def copy_page(self, source: str, target: str) -> None:
        """The first page of one relation becomes that of another one, which has none."""
        (self.data / target).write_bytes(self.first_page(source))

    def refill(self, path: str, pages: int) -> None:
        """Gives the first file its pages back."""
        os.truncate(self.data / path, pages * PAGE)

    def plant(self, path: str, levels: int) -> None:
        """Makes the file of a B-tree of no or few rows one with so many levels above its leaf."""
        with (self.data / path).open("r+b") as file:
            pages = tree(file.read(2 * PAGE), levels)
            file.seek(0)
            file.write(pages)

    def count(self, path: str, counts: GinCounts) -> None:
        """Lets the first page of a GIN index tell these counts."""
        page = counting(self.first_page(path), counts)
        with (self.data / path).open("r+b") as file:
            file.write(page)

    def disk_bytes(self) -> int:
        """What the data directory takes on disk."""
        found = (Path(folder) / name for folder, _, names in os.walk(self.data) for name in names)
        return sum(path.stat().st_blocks * 512 for path in found if path.exists())
