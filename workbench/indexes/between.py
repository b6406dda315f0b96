"""Texts between two others that count: C000041 and C000081, 2024-03-01 and 2024-05-11. Made up, as somebody might have them.

Without them, an expression that takes such texts apart would see only the bounds of a histogram, which may stand so evenly that
all have the same last digits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

_DIGITS = frozenset("0123456789")
_GOLDEN = 0.6180339887498949
_LONGEST = 100  # characters: codes and dates are short, and every text is looked at


def between(bounds: Sequence[str], many: int) -> Iterator[tuple[float, str]]:
    """So many texts between each two bounds of one form, with their positions in the histogram, whose bounds count from 1.

    >>> [(round(place, 1), text) for place, text in between(["C-0100", "C-0300"], 2)]
    [(1.3, 'C-0156'), (1.9, 'C-0288')]
    >>> [text for _, text in between(["2024-12-11", "2025-01-20"], 2)]
    ['2024-12-22', '2025-01-17']
    >>> list(between(["Anna", "Berta", "C1", "D2", "D3 "], 2))
    []
    """
    for place, (low, high) in enumerate(pairwise(bounds), start=1):
        if not _alike(low, high):
            continue
        days = _day(low), _day(high)
        first, last = days if all(days) else (_number(low), _number(high))
        for nth in range(1, many + 1) if last > first else ():
            part = (nth - 1 + ((place * many + nth) ** 2 * _GOLDEN) % 1) / many
            value = first + int((last - first) * part)
            yield place + part, date.fromordinal(value).isoformat() if all(days) else _woven(low, value)


def _day(text: str) -> int:
    """Of a date as ISO writes it; 0 of any other text."""
    try:
        return date.fromisoformat(text).toordinal() if text[4:5] == "-" else 0
    except ValueError:
        return 0


def _alike(low: str, high: str) -> bool:
    """Whether they differ in digits only."""
    if len(low) != len(high) or len(low) > _LONGEST:
        return False
    return all(one == other or (one in _DIGITS and other in _DIGITS) for one, other in zip(low, high, strict=True))


def _number(text: str) -> int:
    """All of its digits."""
    return int("".join(letter for letter in text if letter in _DIGITS) or "0")


def _woven(form: str, number: int) -> str:
    """The form with these digits."""
    count = sum(letter in _DIGITS for letter in form)
    digits = iter(str(number).zfill(count))
    return "".join(next(digits) if letter in _DIGITS else letter for letter in form)
