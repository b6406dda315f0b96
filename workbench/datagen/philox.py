"""Random numbers by position: Philox4x64-10. No state, no clock, no distribution.

The law of this package: value = f(seed, table, column, row). A stream is a key (a hash of seed, table, column and what the
draw is for), and it has 64 random bits at each position from 0; a column decides which positions belong to a row. So any rows
can be made alone, in any order, on any machine, and come out the same.

Rows mostly come side by side, and those come from numpy's own Philox at 8 ns a number. Scattered ones, such as the parents
that a chunk's rows point to, are computed here from the same definition at 160 ns; the tests hold the two to each other.

The algorithm is from Salmon, Moraes, Dror, Shaw: "Parallel Random Numbers: As Easy as 1, 2, 3" (SC11).
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
Bits = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]
Counter = tuple[Bits, Bits, Bits, Bits]

_MULTIPLIERS = (0xD2E7470EE14C6C93, 0xCA5A826395121157)
_WEYL = (0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B)
_ROUNDS = 10
_LOW, _HALF = np.uint64(0xFFFFFFFF), np.uint64(32)
_WORDS = 4  # per counter
_BLOCK = 16_384  # positions at a time: the temporaries of 128 kB stay in the second-level cache
_GAPS = 16  # where positions lie this far apart on average, computing all between them costs as much as computing them alone


def philox4x64(counter: Counter, key: tuple[int, int]) -> Counter:
    """Four random words per counter of four words; each word in a uint64 array."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(_ROUNDS):
        high0, low0 = _product(c0, _MULTIPLIERS[0])
        high1, low1 = _product(c2, _MULTIPLIERS[1])
        c0, c1, c2, c3 = high1 ^ c1 ^ np.uint64(k0), low1, high0 ^ c3 ^ np.uint64(k1), low0
        k0, k1 = (k0 + _WEYL[0]) % 2**64, (k1 + _WEYL[1]) % 2**64
    return c0, c1, c2, c3


def _product(word: Bits, factor: int) -> tuple[Bits, Bits]:
    """The upper and the lower 64 bits of a product of 128, from 32-bit halves."""
    low, high = np.uint64(factor & 0xFFFFFFFF), np.uint64(factor >> 32)
    word_low, word_high = word & _LOW, word >> _HALF
    cross, other = word_low * high, word_high * low
    carry = (word_low * low >> _HALF) + (cross & _LOW) + (other & _LOW)
    return word_high * high + (cross >> _HALF) + (other >> _HALF) + (carry >> _HALF), word * np.uint64(factor)


@dataclass(frozen=True)
class Stream:
    """The random numbers of one draw of one column, addressed by position."""

    key: tuple[int, int]

    @classmethod
    def of(cls, seed: int, table: str, column: str, draw: str) -> Stream:
        """The stream of this draw; different names give independent streams."""
        digest = blake2b(f"{seed}/{table}/{column}/{draw}".encode(), digest_size=16).digest()
        return cls((int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little")))

    def bits(self, positions: Rows) -> Bits:
        """64 random bits for each position, in any order."""
        words = np.empty(len(positions), np.uint64)
        for start in range(0, len(positions), _BLOCK):
            block = positions[start : start + _BLOCK]
            first, last = int(block.min()), int(block.max())
            words[start : start + _BLOCK] = (
                self._between(first, last)[block - first] if last - first <= _GAPS * len(block) else self._scattered(block)
            )
        return words

    def uniform(self, positions: Rows) -> Floats:
        """One number in [0, 1) for each position."""
        return unit(self.bits(positions))

    def _between(self, first: int, last: int) -> Bits:
        counter, ahead = divmod(first, _WORDS)
        # numpy counts up before it computes, so it has to start one lower; below zero is the highest of 256 bits.
        source = np.random.Philox(counter=(counter - 1) % 2**256, key=self.key[0] | self.key[1] << 64)
        words: Bits = source.random_raw(ahead + last - first + 1)
        return words[ahead:]

    def _scattered(self, positions: Rows) -> Bits:
        counter, word = np.divmod(positions, _WORDS)
        # A text's words stand side by side: they share a counter, which is computed once.
        first = np.concatenate(([True], counter[1:] != counter[:-1]))
        zero = np.zeros(np.count_nonzero(first), np.uint64)
        four = philox4x64((counter[first].astype(np.uint64), zero, zero, zero), self.key)
        chosen: Bits = np.stack(four)[word, np.cumsum(first) - 1]
        return chosen


def unit(bits: Bits) -> Floats:
    """The upper 53 bits as a double in [0, 1): exact, so the same everywhere."""
    return (bits >> np.uint64(11)) * np.float64(2.0**-53)
