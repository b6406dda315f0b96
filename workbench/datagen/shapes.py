"""Distributions as inverse CDFs: a uniform number in, a value between two bounds out. No randomness, no
arrow.

A shape stays within its bounds by cutting the distribution off there, not by moving what lies outside onto
the bound: clipping would put a spike at the end of every histogram.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import exp, log
from statistics import NormalDist
from typing import Any, Protocol

import numpy as np

from workbench.datagen.philox import Floats, Rows


class Shape(Protocol):
    """Maps numbers in [0, 1) to values of a distribution."""

    def __call__(self, units: Floats) -> Floats:
        """The values, in the order of the numbers."""


@dataclass(frozen=True)
class Uniform:
    """Every value in [low, high) is equally likely."""

    low: float
    high: float

    def __call__(self, units: Floats) -> Floats:
        """Values in [low, high)."""
        return self.low + units * (self.high - self.low)


@dataclass(frozen=True)
class Normal:
    """The bell curve; mean and deviation are those before the bounds cut it off."""

    low: float
    high: float
    mean: float
    deviation: float

    def __call__(self, units: Floats) -> Floats:
        """Values in [low, high]."""
        from scipy.special import ndtri  # here, because it takes half a second to import and few sessions load data

        curve = NormalDist(self.mean, self.deviation)
        lowest, highest = curve.cdf(self.low), curve.cdf(self.high)
        values: Floats = self.mean + self.deviation * ndtri(lowest + units * (highest - lowest))
        return np.clip(values, self.low, self.high)


@dataclass(frozen=True)
class LogNormal:
    """Many small values, few large ones; half lie below the median before the bounds cut it off."""

    low: float
    high: float
    median: float
    sigma: float

    def __call__(self, units: Floats) -> Floats:
        """Values in [low, high]."""
        low, high = (log(bound) if bound > 0 else -1e9 for bound in (self.low, self.high))
        values: Floats = np.exp(Normal(low, high, log(self.median), self.sigma)(units))
        return np.clip(values, self.low, self.high)


@dataclass(frozen=True)
class Exponential:
    """Waiting times: halves and halves again; `mean` is above `low`, before the bound cuts it off."""

    low: float
    high: float
    mean: float

    def __call__(self, units: Floats) -> Floats:
        """Values in [low, high)."""
        scale = self.mean - self.low
        most = 1.0 - exp(-(self.high - self.low) / scale)
        return self.low - scale * np.log1p(-units * most)


@dataclass(frozen=True)
class Power:
    """A density of x ** -exponent between the bounds (Pareto's, cut off): straight on paper with two log scales."""

    low: float
    high: float
    exponent: float

    def __call__(self, units: Floats) -> Floats:
        """Values in [low, high)."""
        ratio = self.high / self.low
        if self.exponent == 1.0:
            return self.low * np.exp(units * log(ratio))
        power = 1.0 - self.exponent
        values: Floats = self.low * (1.0 + units * (ratio**power - 1.0)) ** (1.0 / power)
        return values


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
        return self.low - 1.0 + Power(1.0, self.high - self.low + 1.0, self.exponent)(units)


@dataclass(frozen=True, eq=False)
class Histogram:
    """Between each two neighbours of `bounds` lies the share that `steps` has grown by; even within. Rising."""

    bounds: Floats
    steps: Floats

    def __call__(self, units: Floats) -> Floats:
        """Values from the first bound to the last."""
        return np.interp(units, self.steps, self.bounds)


@dataclass(frozen=True)
class Mixture:
    """Several shapes, each for its share of the rows; `steps` are the cumulated shares, from 0 to 1."""

    parts: tuple[Shape, ...]
    steps: tuple[float, ...]

    def __call__(self, units: Floats) -> Floats:
        """Each part's values, not rising with the numbers."""
        chosen = np.searchsorted(self.steps[1:-1], units, side="right")
        values = np.empty_like(units)
        for number, part in enumerate(self.parts):
            here = chosen == number
            low, high = self.steps[number], self.steps[number + 1]
            # Stretched to [0, 1) again; rounding could reach 1.
            values[here] = part(np.minimum((units[here] - low) / (high - low), 1.0 - 2.0**-53))
        return values


def cumulated(shares: tuple[float, ...]) -> tuple[float, ...]:
    """0, then the shares' sums, as parts of the whole; the last is 1."""
    sums = np.cumsum((0.0, *shares))
    return (*map(float, sums[:-1] / sums[-1]), 1.0)


# Name in data.toml -> shape, and the options it needs beside the bounds, in the order of its arguments.
SHAPES: Mapping[str, tuple[Callable[..., Shape], tuple[str, ...]]] = {
    "uniform": (Uniform, ()),
    "normal": (Normal, ("mean", "deviation")),
    "lognormal": (LogNormal, ("median", "sigma")),
    "exponential": (Exponential, ("mean",)),
    "power": (Power, ("exponent",)),
    "zipf": (Zipf, ("exponent",)),
}
# What a shape asks of its options beyond their types: whether they will do, and what to say where they don't.
LIMITS: Mapping[str, tuple[Callable[[Mapping[str, Any]], bool], str]] = {
    "power": (lambda given: given["min"] > 0, "min above 0 for the power law"),
    "exponential": (lambda given: given["mean"] > given["min"], "a mean above min"),
    "lognormal": (lambda given: given["max"] > 0, "a max above 0 for the lognormal distribution"),
}


def whole(shape: Shape, units: Floats, low: int, high: int) -> Rows:
    """Integers in low..high, both included; the shape must span [low, high + 1)."""
    # Rounding can lift the last double onto the open end of the range.
    return np.minimum(np.floor(shape(units)).astype(np.int64), high) if low <= high else np.empty(0, np.int64)
