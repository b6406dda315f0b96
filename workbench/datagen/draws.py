"""Where a column's uniform numbers come from: its own stream, or one bent towards another draw or the row's place.

Both are a Gaussian copula: the numbers stay uniform, so the column's distribution stays what it is, and only how they go
together changes. Correlations are rank correlations (Spearman's), which no distribution can spoil; PostgreSQL's
pg_stats.correlation is one. https://en.wikipedia.org/wiki/Copula_(statistics)#Gaussian_copula
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sin, sqrt
from typing import Protocol

import numpy as np

from workbench.datagen.philox import Bits, Floats, Rows, Stream

_LEAST = 2.0**-53


class Draw(Protocol):
    """One number for each row."""

    def uniform(self, positions: Rows, /) -> Floats:
        """Numbers in [0, 1), the same for the same rows."""


@dataclass(frozen=True)
class Alike:
    """Goes with another draw, by a rank correlation from -1 to 1."""

    own: Stream
    other: Draw
    correlation: float

    def uniform(self, positions: Rows) -> Floats:
        """As `Draw`."""
        return _bent(self.own.uniform(positions), self.other.uniform(positions), self.correlation)


@dataclass(frozen=True)
class Placed:
    """Rises with the row's place in the table, by a rank correlation from -1 to 1."""

    own: Stream
    count: int
    correlation: float

    def uniform(self, positions: Rows) -> Floats:
        """As `Draw`."""
        return _bent(self.own.uniform(positions), (positions + 0.5) / self.count, self.correlation)


def _bent(own: Floats, other: Floats, correlation: float) -> Floats:
    from scipy.special import ndtr, ndtri  # here, because it takes half a second to import and few sessions load data

    # What normal deviates must have, so that the ranks correlate as asked (Pearson 1907).
    rho = 2.0 * sin(pi * correlation / 6.0)
    own, other = (np.clip(units, _LEAST, 1.0 - _LEAST) for units in (own, other))
    bent: Floats = ndtr(rho * ndtri(other) + sqrt(1.0 - rho * rho) * ndtri(own))
    return np.minimum(bent, 1.0 - _LEAST)


@dataclass(frozen=True)
class Permutation:
    """The numbers below `size` in another order, each exactly once; with groups, another order in each.

    A Feistel network over the next power of four, walked until the number is below `size`: no table of numbers, so any of them
    can be asked alone. Black, Rogaway: "Ciphers with Arbitrary Finite Domains" (CT-RSA 2002).
    """

    size: int
    key: tuple[int, int]

    def __call__(self, indexes: Rows, groups: Rows | None = None) -> Rows:
        """The number at each index; both in 0..size-1."""
        half = np.uint64(max(1, ((self.size - 1).bit_length() + 1) // 2))
        salt = np.zeros(len(indexes), np.uint64) if groups is None else _mixed(groups.astype(np.uint64))
        values = indexes.astype(np.uint64)
        outside = np.ones(len(values), bool)
        while outside.any():
            values[outside] = self._shuffled(values[outside], salt[outside], half)
            outside[outside] = values[outside] >= np.uint64(self.size)
        return values.astype(np.int64)

    def _shuffled(self, values: Bits, salt: Bits, half: np.uint64) -> Bits:
        mask = (np.uint64(1) << half) - np.uint64(1)
        left, right = values >> half, values & mask
        for turn in range(6):
            key = np.uint64((self.key[turn % 2] + turn * 0x9E3779B97F4A7C15) % 2**64)
            left, right = right, left ^ (_mixed(right ^ salt ^ key) & mask)
        return left << half | right


def _mixed(words: Bits) -> Bits:
    """Every bit of the outcome depends on every bit of the word (the finaliser of SplitMix64, Steele et al. 2014)."""
    words = (words ^ words >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ words >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return words ^ words >> np.uint64(31)
