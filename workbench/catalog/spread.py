"""Values from a column's statistics: those for which a comparison finds few rows, an ordinary number, or very many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

BEST, TYPICAL, WORST = "best", "typical", "worst"
WHICH = (BEST, TYPICAL, WORST)
# Shares of the rows below which the values of a range lie.
_FEW, _HALF, _MOST = 0.01, 0.5, 0.99


@dataclass(frozen=True)
class Spread:
    """A column's statistics as far as they tell common from rare; values as text.

    Attributes:
        common: the most common values, the most common first. frequencies: their shares of the rows.
        bounds: bounds of the histogram of all other values, in the order of the type, each span as many rows as the next.
    """

    common: tuple[str, ...] = ()
    frequencies: tuple[float, ...] = ()
    bounds: tuple[str, ...] = ()


def equal(spread: Spread) -> dict[str, str]:
    """Values for `column = value`: best is a rare one, typical the one that half of the rows lie before, worst the commonest.

    Empty where the statistics have no values.
    """
    if not spread.common and not spread.bounds:
        return {}
    rare = _at(spread.bounds, _HALF) if spread.bounds else spread.common[-1]
    return {
        BEST: rare,
        TYPICAL: _middle(spread) or rare,
        WORST: spread.common[0] if spread.common else rare,
    }


def below(spread: Spread) -> dict[str, str]:
    """Values for `column < value`."""
    return _ends(spread, _FEW, _HALF, _MOST)


def above(spread: Spread) -> dict[str, str]:
    """Values for `column > value`."""
    return _ends(spread, _MOST, _HALF, _FEW)


def between(spread: Spread) -> tuple[dict[str, str], dict[str, str]]:
    """Values for both ends of `column > low and column < high`: a hundredth of the rows, a tenth, nearly all."""
    return _ends(spread, 0.5, 0.45, _FEW), _ends(spread, 0.51, 0.55, _MOST)


def _ends(spread: Spread, best: float, typical: float, worst: float) -> dict[str, str]:
    if len(spread.bounds) < 2:
        return {}
    return {BEST: _at(spread.bounds, best), TYPICAL: _at(spread.bounds, typical), WORST: _at(spread.bounds, worst)}


def _at(bounds: tuple[str, ...], share: float) -> str:
    return bounds[round(share * (len(bounds) - 1))]


def _middle(spread: Spread) -> str | None:
    """Of the rows in the order of how common their value is, the value of the middle one; None if the histogram has it."""
    total = 0.0
    for value, frequency in zip(spread.common, spread.frequencies, strict=True):
        total += frequency
        if total >= _HALF:
            return value
    return None


# How a single comparison's values are drawn, by its operator.
DRAWN: dict[str, Callable[[Spread], dict[str, str]]] = {"=": equal, "<": below, ">": above}
