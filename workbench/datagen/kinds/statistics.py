"""The kind that follows the planner's statistics, in which twins are written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from workbench.datagen import moments, options
from workbench.datagen.columns import Column, Sequence
from workbench.datagen.draws import Permutation
from workbench.datagen.kinds.site import DRAWN, Kind, Site
from workbench.datagen.philox import Floats
from workbench.datagen.statistical import Line, Once, Statistical, StatisticalText

TYPES = ("integer", "decimal", "float", "timestamp", "date", "text")
_ORDERED = 0.95  # the correlation from which a column without equal values is taken to lie in order


def place_of(value: object, kind: str) -> float:
    """Where on the line a value lies: a number, microseconds or days since 1970."""
    if kind == "timestamp":
        return float(moments.microseconds(dt.datetime.fromisoformat(str(value))))
    if kind == "date":
        return float((dt.date.fromisoformat(str(value)) - dt.date(1970, 1, 1)).days)
    return float(str(value))


def _statistics(site: Site) -> Column:
    given, kind = site.options, site.options["type"]
    if len(given["common"]) != len(given["frequencies"]):
        raise site.place.error("common and frequencies don't fit.", "a frequency for each common value")
    if not given["common"] and len(given["bounds"]) < 2:
        raise site.place.error("There is nothing to follow.", "common values, or bounds with two values at least")
    frequencies = np.array(given["frequencies"], np.float64)
    known: tuple[str, ...] = tuple(given["known"] or given["bounds"] or given["common"])
    try:
        ranks = {text: float(rank) for rank, text in enumerate(known)}
        place = ranks.__getitem__ if kind == "text" else _placed(kind)
        common, bounds = (np.array([place(value) for value in given[name]]) for name in ("common", "bounds"))
    except (ValueError, KeyError) as error:
        message = f"{options.quoted(error.args[0])} is no {kind} of this column."
        raise site.place.error(message, "values of the type; texts among known") from error
    distinct = given["distinct"] if given["distinct"] > 0 else max(1, round(-given["distinct"] * site.rows))
    draw = site.draw()
    if given["unique"]:
        shuffled = None if (given["order"] or 0) > _ORDERED else Permutation(site.rows, site.stream("unique").key)
        draw, distinct = Once(site.rows, shuffled), site.rows
    line = Line.of(common, frequencies, np.maximum.accumulate(bounds) if len(bounds) else bounds, int(distinct) - len(common))
    if kind == "text":
        return StatisticalText(draw, line, known, given["width"], given["length"] or 1 << 30)
    if given["to"] is not None:
        line = _within(site, line)
    return Statistical(draw, line, kind, given["decimals"] if kind == "decimal" else 0)


def _within(site: Site, line: Line) -> Line:
    """The line squeezed onto the keys of the table that `to` names, where that has more or fewer rows than `of`."""
    table, _, name = site.options["to"].partition(".")
    key, count = site.foreign(table, name)
    if not isinstance(key, Sequence) or site.options["of"] is None:
        raise site.place.error(f"{table}.{name} is no sequence.", "to = a column of kind sequence, and of = the rows it had")
    factor = count / site.options["of"]

    def moved(places: Floats) -> Floats:
        squeezed: Floats = np.clip(np.floor((places - key.start) * factor + 1e-9) + key.start, key.start, key.start + count - 1)
        return squeezed

    return replace(line, points=moved(line.points), places=moved(line.places), distinct=min(line.distinct, count))


def _placed(kind: str) -> Callable[[str], float]:
    return lambda value: place_of(value, kind)


def _values(default: object) -> options.Option:
    return options.Option(
        lambda v: isinstance(v, list) and all(isinstance(item, str | int | float) for item in v),
        'a list of values, as text: ["a", "b"]',
        default,
        {"type": "array", "items": {"type": ["string", "number"]}},
    )


KINDS = {
    "statistics": Kind(
        _statistics,
        {
            "type": options.one_of(TYPES),
            "common": _values([]),
            "frequencies": options.Option(
                lambda v: isinstance(v, list) and all(map(options.is_number, v)),
                "a list of fractions of the rows that aren't null",
                [],
                {"type": "array", "items": {"type": "number"}},
            ),
            "bounds": _values([]),
            "known": _values([]),
            "distinct": options.distinct(),
            "unique": options.flag(),
            "to": options.text('"table.column"', None),
            "of": options.integer(1, default=None),
            "decimals": options.integer(0, 12, 0),
            "width": options.integer(0, 1_000_000, 0),
            "length": options.integer(1, 10_000_000, None),
            **DRAWN,
        },
    ),
}
