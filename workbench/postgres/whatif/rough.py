"""A rough size for an index whose size nobody has told, from the planner's statistics. Good to plan with, not to budget by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.indexes import Size
from workbench.postgres.whatif.btree import PAGE, height

# A leaf page's room for rows, and how full CREATE INDEX makes it.
_ROOM, _FULL = PAGE - 40, 0.9
_HEADER, _POINTER, _ROW_ADDRESS = 8, 4, 6
# A posting list takes a sixth of a page at most. https://www.postgresql.org/docs/current/btree.html#BTREE-DEDUPLICATION
_POSTING = PAGE // 6
# Pages of the table that one entry of a BRIN index stands for, its default.
_RANGE = 128
_HASH_ENTRY = 20 + _POINTER


def rough_size(facts: Mapping[str, Any], rows: float) -> Size:
    """The size of an index with so many rows, from `rough_size.sql`."""
    share = rows / facts["rows"] if facts["rows"] else 1.0
    if facts["method"] == "brin":
        ranges = facts["table_pages"] / _RANGE
        return Size(_pages(ranges * (2 * facts["width"] + _HEADER + _POINTER)) + 2, rows)
    if facts["method"] == "hash":
        return Size(_pages(rows * _HASH_ENTRY / 0.75), rows)
    if facts["method"] in ("gin", "gist", "spgist"):
        return Size(_pages(rows * (facts["width"] + _HEADER)), rows)
    pages = 1 + _pages(_btree_bytes(facts, rows, share) / _FULL)
    return Size(pages, rows, height(pages, facts["key_width"]))


def _btree_bytes(facts: Mapping[str, Any], rows: float, share: float) -> float:
    """Entries, of which those with the same key share one where PostgreSQL may do that."""
    entry = _HEADER + -(-int(facts["width"] + 0.5) // 8) * 8
    keys = min(rows, facts["distinct"] * share) or rows
    each = rows / max(keys, 1)
    if each < 1.5 or facts["unique"] or facts["carries"]:
        return rows * (entry + _POINTER)
    lists = -(-each // max(1, (_POSTING - entry) // _ROW_ADDRESS))
    return keys * lists * (entry + _POINTER) + rows * _ROW_ADDRESS


def _pages(size: float) -> int:
    return max(1, -(-int(size) // _ROOM))
