"""Distributions as inverse CDFs: a uniform number in, a value between two bounds out. No randomness, no
arrow.

A shape stays within its bounds by cutting the distribution off there, not by moving what lies outside onto
the bound: clipping would put a spike at the end of every histogram.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import log
from statistics import NormalDist
from typing import Protocol

import numpy as np

from workbench.datagen.philox import Floats, Rows


class Shape(Protocol):
    """Maps numbers in [0, 1) to values of a distribution."""

    def __call__(self, units: Floats) -> Floats:
        """The values, in the order of the numbers; rising with them."""


@dataclass(frozen=True)
class Uniform:
    """Every value in [low, high) is equally likely."""

    low: float
    high: float

    def __call__(self, units: Floats) -> Floats:
        """Values in [low, high)."""
        return self.low + units * (self.high - self.low)


@dataclass(frozen=True)
class LogNormal:
    """Many small values, few large ones; half lie below the median before the bounds cut it off."""

    low: float
    high: float
    median: float
    sigma: float

    def __call__(self, units: Floats) -> Floats:
        """Values in [low, high]."""
        from scipy.special import ndtri  # here, because it takes half a second to import and few sessions load data

        lowest, highest = self._share_below(self.low), self._share_below(self.high)
        normal = ndtri(lowest + units * (highest - lowest))
        values: Floats = self.median * np.exp(self.sigma * normal)
        return np.clip(values, self.low, self.high)

    def _share_below(self, bound: float) -> float:
        return 0.0 if bound <= 0 else NormalDist().cdf(log(bound / self.median) / self.sigma)


@dataclass(frozen=True)
class Zipf:
    """Values near `low` are the most frequent: the k-th has a share of about k ** -exponent.

    It is the continuous power law, cut into steps: a closed form, so a hundred million keys need no table
    of them.
    """

    low: float
    high: float
    exponent: float

    def __call__(self, units: Floats) -> Floats:
        """Values in [low, high)."""
        end = self.high - self.low + 1.0
        if self.exponent == 1.0:
            return self.low - 1.0 + np.exp(units * log(end))
        power = 1.0 - self.exponent
        values: Floats = (1.0 + units * (end**power - 1.0)) ** (1.0 / power)
        return self.low - 1.0 + values


# Name in data.toml -> shape, and the options it needs beside the bounds, in the order of its arguments.
SHAPES: dict[str, tuple[Callable[..., Shape], tuple[str, ...]]] = {
    "uniform": (Uniform, ()),
    "lognormal": (LogNormal, ("median", "sigma")),
    "zipf": (Zipf, ("exponent",)),
}


def whole(shape: Shape, units: Floats, low: int, high: int) -> Rows:
    """Integers in low..high, both included; the shape must span [low, high + 1)."""
    # Rounding can lift the last double onto the open end of the range.
    return np.minimum(np.floor(shape(units)).astype(np.int64), high) if low <= high else np.empty(0, np.int64)
