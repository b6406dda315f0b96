"""The random numbers: the algorithm's published answers, and independence of order and neighbours."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.datagen.philox import Stream, philox4x32

# The authors' known answers for philox4x32-10: counter, key, result.
KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_philox_gives_the_published_answers(counter, key, answer):
    words = philox4x32(tuple(np.array([c], np.uint64) for c in counter), key)
    assert tuple(int(word[0]) for word in words) == answer


@given(st.lists(st.integers(0, 2**62), min_size=1, max_size=30), st.integers())
def test_a_row_has_its_number_whatever_rows_are_asked_with_it(rows, seed):
    stream = Stream.of(seed, "t", "c", "value")
    together = stream.bits(np.array(rows))
    alone = [stream.bits(np.array([row]))[:, 0] for row in rows]
    assert np.array_equal(together, np.array(alone).T)


def test_numbers_are_uniform_and_streams_independent():
    rows = np.arange(100_000)
    one, two = (Stream.of(1, "t", column, "value").uniform(rows) for column in "ab")
    assert one.min() >= 0
    assert one.max() < 1
    assert np.histogram(one, 10, (0, 1))[0] == pytest.approx(np.full(10, 10_000), rel=0.05)
    assert abs(np.corrcoef(one, two)[0, 1]) < 0.01


def test_more_than_one_block_is_seamless():
    stream = Stream.of(1, "t", "c", "value")
    whole = stream.uniform(np.arange(20_000))
    assert np.array_equal(whole[8_190:8_200], stream.uniform(np.arange(8_190, 8_200)))
