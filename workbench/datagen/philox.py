"""Random numbers by position: Philox4x32-10 in numpy. No state, no clock, no distribution.

The law of this package: value = f(seed, table, column, row). A stream is a key (a hash of seed, table,
column and what the draw is for); the counter is the row, and for text the word within the row. So any rows
can be made alone, in any order, on any machine, and come out the same. numpy.random.Philox hands out its
numbers in sequence and can't do that.

The algorithm is from Salmon, Moraes, Dror, Shaw: "Parallel Random Numbers: As Easy as 1, 2, 3" (SC11); the
tests hold it to the authors' known answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
Bits = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]

_MULTIPLIERS = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
_WEYL = (0x9E3779B9, 0xBB67AE85)
_ROUNDS = 10
_LOW, _HALF = np.uint64(0xFFFFFFFF), np.uint64(32)
_BLOCK = 8_192  # rows at a time: a dozen temporaries of 64 kB stay in the second-level cache


def philox4x32(counter: tuple[Bits, Bits, Bits, Bits], key: tuple[int, int]) -> tuple[Bits, Bits, Bits, Bits]:
    """Four random 32-bit words per counter of four 32-bit words; each word in a uint64 array."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(_ROUNDS):
        first, second = c0 * _MULTIPLIERS[0], c2 * _MULTIPLIERS[1]
        c0 = (second >> _HALF) ^ c1 ^ np.uint64(k0)
        c1 = second & _LOW
        c2 = (first >> _HALF) ^ c3 ^ np.uint64(k1)
        c3 = first & _LOW
        k0, k1 = (k0 + _WEYL[0]) % 2**32, (k1 + _WEYL[1]) % 2**32
    return c0, c1, c2, c3


@dataclass(frozen=True)
class Stream:
    """The random numbers of one draw of one column, addressed by row."""

    key: tuple[int, int]

    @classmethod
    def of(cls, seed: int, table: str, column: str, draw: str) -> Stream:
        """The stream of this draw; different names give independent streams."""
        digest = blake2b(f"{seed}/{table}/{column}/{draw}".encode(), digest_size=8).digest()
        return cls((int.from_bytes(digest[:4], "little"), int.from_bytes(digest[4:], "little")))

    def bits(self, rows: Rows, items: Rows | None = None) -> Bits:
        """Shape (2, len(rows)): two 64-bit words per row, or per (row, item)."""
        words = np.empty((2, len(rows)), np.uint64)
        for start in range(0, len(rows), _BLOCK):
            block = slice(start, start + _BLOCK)
            row = rows[block].astype(np.uint64)
            item = np.zeros_like(row) if items is None else items[block].astype(np.uint64)
            r0, r1, r2, r3 = philox4x32((row & _LOW, row >> _HALF, item & _LOW, item >> _HALF), self.key)
            words[0, block] = r0 | (r1 << _HALF)
            words[1, block] = r2 | (r3 << _HALF)
        return words

    def uniform(self, rows: Rows, items: Rows | None = None) -> Floats:
        """One number in [0, 1) per row."""
        return unit(self.bits(rows, items)[0])


def unit(bits: Bits) -> Floats:
    """The upper 53 bits as a double in [0, 1): exact, so the same everywhere."""
    return (bits >> np.uint64(11)) * np.float64(2.0**-53)
