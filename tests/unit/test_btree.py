"""B-trees of no rows: their height, and the bytes of their pages."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.postgres.whatif.btree import PAGE, height, least_pages, tree

META = bytes(24) + struct.pack("=II", 0x053162, 4) + bytes(PAGE - 32)


# Pages, key width and levels of indexes as PostgreSQL 18 built them (bt_metap): 100, 10,000, 100,000 and 1,000,000 bigints,
# 100,000 of which only 1,000 differ, then 200,000, 60,000 and 5,000 texts.
_BUILT = [(2, 8, 0), (30, 8, 1), (276, 8, 1), (2745, 8, 2), (86, 8, 1), (2335, 65, 2), (3574, 388, 3), (301, 388, 3)]


@pytest.mark.parametrize(("pages", "width", "levels"), _BUILT)
def test_the_height_is_that_of_an_index_that_was_built(pages: int, width: int, levels: int) -> None:
    assert height(pages, width) == levels


@given(st.integers(2, 10**7), st.floats(1, 500))
def test_a_tree_of_a_height_has_room_for_it(pages: int, width: float) -> None:
    assert 0 <= height(pages, width) <= 25
    assert height(pages, width) <= height(pages * 2, width)
    assert height(pages, width) <= height(pages, width + 100)


@pytest.mark.parametrize("levels", [0, 1, 2, 3])
def test_the_pages_lead_from_the_root_to_the_leaf(levels: int) -> None:
    file = tree(META, levels)
    assert len(file) == least_pages(levels) * PAGE
    root, level, fast_root, fast_level = struct.unpack_from("=IIII", file, 32)
    assert (root, level, fast_root, fast_level) == (levels + 1, levels, levels + 1, levels)
    block = root
    for expected in range(levels, -1, -1):
        page = file[block * PAGE : (block + 1) * PAGE]
        lower, upper, special, version = struct.unpack_from("=HHHH", page, 12)
        assert (special, version) == (PAGE - 16, PAGE | 4)
        before, after, its_level, flags, _ = struct.unpack_from("=IIIHH", page, special)
        assert (before, after, its_level) == (0, 0, expected)
        assert flags == (1 if expected == 0 else 0) | (2 if expected == levels else 0)
        if expected:
            assert (lower, upper) == (28, special - 8)
            high, low, values, info = struct.unpack_from("=HHHH", page, upper)
            assert (values, info) == (0, 8 | 0x2000)
            block = high << 16 | low
        else:
            assert (lower, upper) == (24, special)
    assert block == 1


def test_a_leaf_with_rows_stays_and_is_the_root_no_more() -> None:
    leaf = bytearray(b"rows" * (PAGE // 4))
    struct.pack_into("=H", leaf, PAGE - 4, 3)
    file = tree(META + bytes(leaf), 1)
    assert file[PAGE : 2 * PAGE - 4] == bytes(leaf[:-4])
    assert struct.unpack_from("=H", file, 2 * PAGE - 4) == (1,)


@pytest.mark.parametrize("small", [b"", META[:100], bytes(PAGE)])
def test_another_file_is_left_alone(small: bytes) -> None:
    with pytest.raises(ValueError, match="first page"):
        tree(small, 1)
