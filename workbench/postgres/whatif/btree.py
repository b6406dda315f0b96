"""B-trees of no rows: how many levels an index of some pages has, and the first pages of a file that has so many.

The planner reads a B-tree's height from its first page, and looks for the least and the greatest value in its leaves. So a file
that pretends to be a large index needs a metapage, and below it one page a level, down to an empty leaf.
https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/access/nbtree.h and storage/bufpage.h have the layout.
"""

from __future__ import annotations

import struct

PAGE = 8192
_HEADER, _SPECIAL, _POINTER = 24, 16, 4
# An index that CREATE INDEX has built leaves 30 % of its inner pages free.
# https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-STORAGE-PARAMETERS
_INNER_BYTES = PAGE - _HEADER - _SPECIAL - PAGE * 30 // 100
_TUPLE_HEADER = 8
_MAGIC = 0x053162
_LEAF, _ROOT = 1, 2
# Root, level, fastroot, fastlevel stand behind magic and version.
_ROOT_FIELDS = struct.Struct("=IIII")
_ROOT_OFFSET = _HEADER + 8
_FLAGS_OFFSET = PAGE - _SPECIAL + 12


def height(pages: int, key_width: float) -> int:
    """The levels above the leaves of a B-tree of so many pages in all, its keys of this mean width in bytes.

    >>> height(2, 4), height(285, 4), height(2745, 4)
    (0, 1, 2)
    """
    # A page takes entries until less than 30 % is free, so the last one may go beyond that.
    fanout = max(2, -(-_INNER_BYTES // (_aligned(_TUPLE_HEADER + key_width) + _POINTER)))
    leaves = pages - 1
    for _ in range(3):  # the first page and the inner ones are no leaves; how many these are depends on the leaves
        leaves = pages - 1 - sum(_inner(leaves, fanout))
    return len(_inner(leaves, fanout))


def _inner(leaves: int, fanout: int) -> list[int]:
    """The pages of each level above so many leaves, up to the root."""
    levels: list[int] = []
    below = leaves
    while below > 1:
        below = -(-below // fanout)
        levels.append(below)
    return levels


def _aligned(width: float) -> int:
    return -(-int(width + 0.5) // 8) * 8


def least_pages(levels: int) -> int:
    """The pages that a tree of so many levels above its leaf needs."""
    return levels + 2


def tree(small: bytes, levels: int) -> bytes:
    """The first pages of a B-tree: its metapage, a leaf, and above it one page a level up to the root.

    Args:
        small: the pages of an index of no rows (a metapage), or of few (a metapage and a leaf, which stays as it is).
        levels: how many are above the leaf.

    Raises:
        ValueError: it is not the first page of a B-tree.
    """
    if len(small) % PAGE or not small or struct.unpack_from("=I", small, _HEADER)[0] != _MAGIC:
        raise ValueError("not the first page of a B-tree")
    first = bytearray(small[:PAGE])
    _ROOT_FIELDS.pack_into(first, _ROOT_OFFSET, levels + 1, levels, levels + 1, levels)
    leaf = bytearray(small[PAGE : 2 * PAGE] or _page(0, levels))
    struct.pack_into("=H", leaf, _FLAGS_OFFSET, _LEAF | (0 if levels else _ROOT))
    return bytes(first) + bytes(leaf) + b"".join(_page(level, levels) for level in range(1, levels + 1))


def _page(level: int, top: int) -> bytes:
    """The page of a level: the leaf has no rows, each other one a pointer to the block below it."""
    flags = (_LEAF if level == 0 else 0) | (_ROOT if level == top else 0)
    special = struct.pack("=IIIHH", 0, 0, level, flags, 0)
    # A pointer without values stands for "less than all": block, number of values, and length with the mark of such tuples.
    item = struct.pack("=HHHH", level >> 16, level & 0xFFFF, 0, _TUPLE_HEADER | 0x2000) if level else b""
    upper = PAGE - _SPECIAL - len(item)
    pointer = struct.pack("=I", upper | 1 << 15 | len(item) << 17) if item else b""
    header = struct.pack("=QHHHHHHI", 0, 0, 0, _HEADER + len(pointer), upper, PAGE - _SPECIAL, PAGE | 4, 0)
    body = header + pointer
    return body + bytes(upper - len(body)) + item + special
