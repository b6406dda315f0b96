"""Kinds of numbers: integer, number."""

from __future__ import annotations

from workbench.datagen import columns, options
from workbench.datagen.columns import Column
from workbench.datagen.draws import Permutation
from workbench.datagen.kinds.site import DRAWN, OUTLIERS, SHAPED, Kind, Site, bounds, chance, shape

_DIGITS = 18  # what int64 holds of a decimal, and the precision of the arrow type


def _integer(site: Site) -> Column:
    low, high = map(int, bounds(site))
    if site.options["unique"]:
        if high - low + 1 < site.rows:
            raise site.place.error(
                f"{site.rows:,} rows can't have different values from {low} to {high}: there are {high - low + 1:,}.",
                "unique = true with min and max as far apart as there are rows",
            )
        return columns.Unique(Permutation(high - low + 1, site.stream("unique").key), low)
    return _outlying(site, columns.Integer(site.draw(), shape(site, low, high + 1), low, high))


def _number(site: Site) -> Column:
    ends, decimals = bounds(site), site.options["decimals"]
    if decimals is None:
        return _outlying(site, columns.Number(site.draw(), shape(site, *ends)))
    limit = 10 ** (_DIGITS - decimals)
    if max(map(abs, ends)) >= limit:
        raise site.place.error("min or max has too many digits.", f"below {limit} with decimals = {decimals}")
    return _outlying(site, columns.Decimal(site.draw(), shape(site, *ends), decimals))


def _outlying(site: Site, column: columns.Integer | columns.Number | columns.Decimal) -> Column:
    planted = chance(site, "outliers", "outlier")
    return column if planted is None else columns.Outlying(column, float(site.options["outliers"]["factor"]), planted)


KINDS = {
    "integer": Kind(
        _integer,
        {
            "min": options.integer(-(2**52), 2**52, None),
            "max": options.integer(-(2**52), 2**52, None),
            "unique": options.flag(),
            "outliers": OUTLIERS,
            **SHAPED,
            **DRAWN,
        },
    ),
    "number": Kind(
        _number,
        {
            "min": options.number(None),
            "max": options.number(None),
            "decimals": options.integer(0, 12, None),
            "outliers": OUTLIERS,
            **SHAPED,
            **DRAWN,
        },
    ),
}
