"""The first page of a GIN index counts its pages and entries, and the planner reckons searches from that. Bytes in, bytes out.

GinMetaPageData in https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/access/ginblock.h
"""

from __future__ import annotations

import struct
from dataclasses import astuple, dataclass

_AT = 24 + 12  # behind the page's header, and the list of what waits to be sorted in
_COUNTS = struct.Struct("=IqIII4xq")


@dataclass(frozen=True)
class GinCounts:
    """What the page tells; `entries` are different keys."""

    pending_pages: int
    total_pages: int
    entry_pages: int
    data_pages: int
    entries: int


def counting(page: bytes, counts: GinCounts) -> bytes:
    """The first page, with these counts."""
    changed = bytearray(page)
    pending, *others = astuple(counts)
    _COUNTS.pack_into(changed, _AT, pending, 0, *others)
    return bytes(changed)
