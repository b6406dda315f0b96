"""What a shadow writes into its files and catalog in PostgreSQL's own binary forms."""

from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from workbench.postgres.whatif.gin import GinCounts, counting
from workbench.postgres.whatif.mcv import translated

COUNTS = st.integers(0, 2**31 - 1)
ENUM, DOMAIN, TEXT = 20_001, 20_005, 25


def combinations(*columns: tuple[int, list[int]]) -> bytes:
    """As statext_mcv_serialize writes them: columns of four bytes each, and something behind them."""
    head = struct.pack("=IIIh", 0xE1A651C2, 1, 3, len(columns)) + b"".join(struct.pack("=I", kind) for kind, _ in columns)
    described = b"".join(struct.pack("=iiii?3x", len(v), 4 * len(v), 8 * len(v), 4, True) for _, v in columns)
    return head + described + b"".join(struct.pack(f"={len(v)}I", *v) for _, v in columns) + b"items"


def test_types_and_labels_get_the_oids_that_they_have_here() -> None:
    there = combinations((TEXT, [20_001, 7]), (ENUM, [20_002, 20_003]), (DOMAIN, [20_002]), (ENUM, [20_003]))
    here = combinations((TEXT, [20_001, 7]), (301, [402, 403]), (302, [20_002]), (301, [403]))
    assert translated(there, {ENUM: 301, DOMAIN: 302}, {ENUM: {20_002: 402, 20_003: 403}}) == here


def test_what_has_no_counterpart_is_not_carried_over() -> None:
    data = combinations((ENUM, [20_002]))
    assert translated(data, {}, {}) is None
    assert translated(data, {ENUM: 301}, {ENUM: {20_009: 402}}) is None


@given(st.tuples(COUNTS, COUNTS, COUNTS, COUNTS, st.integers(0, 2**62)))
def test_a_gin_indexs_first_page_tells_the_counts_and_keeps_the_rest(told: tuple[int, int, int, int, int]) -> None:
    page = bytes(range(256)) * 32
    changed = counting(page, GinCounts(*told))
    # Behind a header of 24 bytes: head, tail, free bytes, pending pages, their rows (8), all, entry, data pages, entries (8).
    assert struct.unpack_from("=I", changed, 24 + 12)[0] == told[0]
    assert struct.unpack_from("=III", changed, 24 + 24) == told[1:4]
    assert struct.unpack_from("=q", changed, 24 + 40)[0] == told[4]
    assert (changed[:36], changed[72:]) == (page[:36], page[72:])
