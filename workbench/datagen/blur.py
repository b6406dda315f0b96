"""Other values of the same type in the same order, so that nothing that stood in a database stands in its twin.

Numbers, days and moments are moved and their gaps stretched by up to half, each by its own; texts become letters by rank. What
a check constraint names is in the schema anyway, and stays, since other values would break it; so do enums.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

import numpy as np

from workbench.catalog import ColumnFacts, SchemaFacts, TableFacts
from workbench.datagen.kinds.statistics import place_of
from workbench.datagen.twin import INTEGERS, TIME_KINDS, TYPES

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def keep(_: TableFacts, __: ColumnFacts, value: str) -> str:
    """The value itself."""
    return value


class Blur:
    """A replacement for each known value of a schema; `blur(table, column, value)`."""

    def __init__(self, facts: SchemaFacts, seed: int | None = None) -> None:
        """`seed` is for tests: without one nobody can undo it."""
        source = random.SystemRandom() if seed is None else random.Random(seed)  # noqa: S311 - the seeded one is for tests
        keyed = {(t.name, c) for t in facts.tables for key in t.foreign for c in key.columns}
        keyed |= {(t.name, key[0]) for t in facts.tables for key in t.unique if len(key) == 1}
        self._known = {
            (table.name, column.name): _replaced(column, source)
            for table in facts.tables
            for column in table.columns
            if not column.checked and column.type != "enum"
            if not (column.type in INTEGERS and (table.name, column.name) in keyed)
        }

    def __call__(self, table: TableFacts, column: ColumnFacts, value: str) -> str:
        """The replacement. A number or time that isn't known goes between the replacements of its neighbours; a text that isn't
        known, and whatever belongs to a column that keeps its values, comes back as it is.
        """
        known = self._known.get((table.name, column.name), {})
        kind = TYPES.get(column.type, "text")
        if column.type == "bpchar" and value not in known:
            value = value.ljust(column.length or 0)  # as the server shows it
        if value in known or kind == "text" or len(known) < 2:
            return known.get(value, value)
        try:
            place = place_of(value, kind)
        except ValueError:
            return value
        pairs = sorted((place_of(old, kind), place_of(new, kind)) for old, new in known.items())
        old, new = (np.array(side) for side in zip(*pairs, strict=True))
        return _WRITTEN[kind](column)(float(np.interp(place, old, new)))

    def __contains__(self, at: tuple[str, str]) -> bool:
        """Whether the column's values are replaced."""
        return at in self._known


def _replaced(column: ColumnFacts, source: random.Random) -> dict[str, str]:
    if column.elements and not column.common and not column.bounds:
        return {value: f"e{rank:04}" for rank, value in enumerate(column.elements)}
    kind = TYPES.get(column.type)
    if kind is None:
        return {}
    if kind == "text":
        ranked = column.ranked or column.common
        return {value: _letters(rank, len(ranked), column.length) for rank, value in enumerate(ranked)}
    values = sorted({*column.common, *column.bounds}, key=lambda value: place_of(value, kind))
    places = [place_of(value, kind) for value in values]
    return dict(zip(values, map(_WRITTEN[kind](column), _moved(places, kind, column, source)), strict=True))


def _moved(places: list[float], kind: str, column: ColumnFacts, source: random.Random) -> list[float]:
    """In units of the last digit: each gap times something from a half to one and a half, and never nothing."""
    unit = 10.0 ** -(column.decimals or 0) if kind == "decimal" else 1.0
    if kind == "float":
        unit = 1e-6 * max(1e-300, places[-1] - places[0]) if places else 1.0
    moved: list[float] = []
    for number, place in enumerate(places):
        if not moved:
            start = place + _days(kind, source) if kind in TIME_KINDS else place * source.uniform(0.8, 1.2)
            moved.append(round(start / unit) * unit)
            continue
        gap = place - places[number - 1]
        moved.append(moved[-1] + max(1, round(gap * source.uniform(0.5, 1.5) / unit)) * unit)
    return moved


def _days(kind: str, source: random.Random) -> float:
    days = source.randint(-200, 200)
    return float(days * 86_400_000_000 if kind == "timestamp" else days)


def _letters(rank: int, count: int, length: int | None) -> str:
    """Letters that sort by rank in every collation."""
    digits = 1
    while 26**digits < count:
        digits += 1
    text = ""
    for _ in range(digits):
        rank, digit = divmod(rank, 26)
        text = chr(ord("a") + digit) + text
    return text[: length or None]


_WRITTEN: dict[str, Callable[[ColumnFacts], Callable[[float], str]]] = {
    "integer": lambda _: lambda place: str(round(place)),
    "decimal": lambda column: lambda place: f"{place:.{column.decimals or 0}f}",
    "float": lambda _: repr,
    "timestamp": lambda _: lambda place: (_EPOCH + dt.timedelta(microseconds=round(place))).isoformat(sep=" "),
    "date": lambda _: lambda place: (dt.date(1970, 1, 1) + dt.timedelta(days=round(place))).isoformat(),
}
