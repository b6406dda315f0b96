"""Texts in columns, for terminals. Lines in, lines out; nothing is known of what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_GAP = "  "
_SHORTEST = 20  # a first column cut more than this says nothing; then lines are longer than the terminal


def aligned(lines: Iterable[Sequence[str]], width: int | None = None) -> list[str]:
    """Each line's parts below one another, figures to the right of their column; the first column is to the left, and is cut
    with … where a line would be wider than `width`."""
    given = [tuple(line) for line in lines]
    widths = [max(map(len, column)) for column in zip(*given, strict=True)]
    if width is not None and widths:
        rest = sum(widths[1:]) + len(_GAP) * (len(widths) - 1)
        widths[0] = min(widths[0], max(width - rest, _SHORTEST))
    return [_line(line, widths) for line in given]


def _line(parts: Sequence[str], widths: Sequence[int]) -> str:
    figures = (part.rjust(wide) for part, wide in zip(parts[1:], widths[1:], strict=True))
    return _GAP.join([cut(parts[0], widths[0]).ljust(widths[0]), *figures]).rstrip()


def cut(text: str, width: int) -> str:
    """The text, or its beginning with … where it is longer."""
    return text if len(text) <= width else f"{text[: width - 1]}…"
