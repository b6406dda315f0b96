"""The random numbers: the same from numpy and from the definition, and independent of order and neighbours."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.datagen.philox import Stream, philox4x64

# The authors' known answers for philox4x64-10 (kat_vectors of Random123): counter, key, result.
ONES = 2**64 - 1
KNOWN = [
    (
        (0, 0, 0, 0),
        (0, 0),
        (0x16554D9ECA36314C, 0xDB20FE9D672D0FDC, 0xD7E772CEE186176B, 0x7E68B68AEC7BA23B),
    ),
    (
        (ONES,) * 4,
        (ONES,) * 2,
        (0x87B092C3013FE90B, 0x438C3C67BE8D0224, 0x9CC7D7C69CD777B6, 0xA09CAEBF594F0BA0),
    ),
    (
        (0x243F6A8885A308D3, 0x13198A2E03707344, 0xA4093822299F31D0, 0x082EFA98EC4E6C89),
        (0x452821E638D01377, 0xBE5466CF34E90C6C),
        (0xA528F45403E61D95, 0x38C72DBD566E9788, 0xA5A1610E72FD18B5, 0x57BD43B5E52B7FE6),
    ),
]


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_philox_gives_the_published_answers(counter, key, answer):
    words = philox4x64(tuple(np.array([c], np.uint64) for c in counter), key)
    assert tuple(int(word[0]) for word in words) == answer


@given(st.lists(st.integers(0, 2**62), min_size=1, max_size=30), st.integers())
def test_a_position_has_its_bits_whatever_is_asked_with_it(positions, seed):
    stream = Stream.of(seed, "t", "c", "value")
    together = stream.bits(np.array(positions))
    assert np.array_equal(together, [stream.bits(np.array([position]))[0] for position in positions])


@given(st.integers(0, 2**61), st.integers(1, 300), st.integers())
def test_neighbours_from_numpy_are_what_the_definition_gives_alone(first, count, seed):
    stream = Stream.of(seed, "t", "c", "value")
    positions = np.arange(first, first + count)
    assert np.array_equal(stream._between(first, first + count - 1), stream._scattered(positions))


def test_numbers_are_uniform_and_streams_independent():
    rows = np.arange(100_000)
    one, two = (Stream.of(1, "t", column, "value").uniform(rows) for column in "ab")
    assert one.min() >= 0
    assert one.max() < 1
    assert np.histogram(one, 10, (0, 1))[0] == pytest.approx(np.full(10, 10_000), rel=0.05)
    assert abs(np.corrcoef(one, two)[0, 1]) < 0.01


def test_more_than_one_block_is_seamless():
    stream = Stream.of(1, "t", "c", "value")
    whole = stream.uniform(np.arange(40_000))
    assert np.array_equal(whole[16_380:16_390], stream.uniform(np.arange(16_380, 16_390)))
