"""Figures for people: sensible digits, thousands apart, and always the unit. Numbers in, text out."""

from __future__ import annotations

BLOCK = 8192  # bytes of a page; PostgreSQL's default, and that of the embedded server
_BYTES = ((1024**3, "GB"), (1024**2, "MB"), (1024, "kB"))


def count(number: float) -> str:
    """1,234,567; what was computed from rounded means is shown as a whole number."""
    return f"{number:,.0f}"


def rows(number: float) -> str:
    """`20 rows`, `1 row`."""
    return f"{count(number)} row{'' if round(number) == 1 else 's'}"


def lines(number: int) -> str:
    """`3 lines`, `1 line`."""
    return f"{number:,} line{'' if number == 1 else 's'}"


def duration(milliseconds: float) -> str:
    """Three digits that mean something: 0.042 ms, 4.17 ms, 52.3 ms, 841 ms, 1.28 s."""
    if milliseconds >= 999.5:
        return f"{milliseconds / 1000:,.2f} s"
    digits = 3 if milliseconds < 1 else 2 if milliseconds < 10 else 1 if milliseconds < 100 else 0
    return f"{milliseconds:.{digits}f} ms"


def size(number: float) -> str:
    """Bytes in the largest unit that gives at least 1: 30.1 MB. Units of 1024, as PostgreSQL's own."""
    for factor, unit in _BYTES:
        if number >= factor:
            return f"{number / factor:.1f} {unit}" if number < 100 * factor else f"{number / factor:,.0f} {unit}"
    return f"{number:.0f} B"


def pages(blocks: int) -> str:
    """`9,346 pages (73.0 MB)`."""
    return f"{blocks:,} page{'' if blocks == 1 else 's'} ({size(blocks * BLOCK)})"


def percent(share: float) -> str:
    """A share of 1 as a whole percentage; what is not nothing is not shown as nothing."""
    return "<1 %" if 0 < share < 0.005 else f"{share * 100:.0f} %"


def times(ratio: float) -> str:
    """A ratio with three digits at most: `412x`, `1.07x`, `0.0314x`."""
    return f"{ratio:,.0f}x" if ratio >= 99.5 else f"{ratio:.3g}x"
