"""Kinds that point to rows: reference, lookup, position."""

from __future__ import annotations

from collections.abc import Callable

from workbench.datagen import options, references
from workbench.datagen.columns import Column
from workbench.datagen.draws import Permutation
from workbench.datagen.kinds.site import DRAWN, HOT, PEER, WITHIN, Kind, Site, chance, group, source
from workbench.datagen.shapes import Uniform, Zipf


def _reference(site: Site) -> Column:
    table, _, name = site.options["to"].partition(".")
    key, count = site.foreign(table, name)
    if table == site.table:
        return references.Reference(table, key, _own(site))
    spread = SPREADS[site.options["spread"]](site, count)
    hot = chance(site, "hot", "hot")
    if hot is not None:
        if isinstance(spread, references.Grouped):
            raise site.place.error("A grouped reference can't have a hot key.", 'spread = "zipf" or "uniform" with hot')
        spread = references.Hot(spread, min(int(site.options["hot"]["row"]), count) - 1, hot)
    return references.Reference(table, key, spread)


def _own(site: Site) -> references.Spread:
    """Rows of the table itself: a tree."""
    if site.options["depth"] is not None:
        return references.Levels.of(site.stream(), site.rows, site.options["depth"])
    return references.Earlier(site.stream(), None if site.options["within"] is None else group(site, "within"))


def _drawn(site: Site, count: int) -> references.Spread:
    return references.Drawn(site.draw(), Zipf(0, count, float(site.options["exponent"])), count)


def _even(site: Site, count: int) -> references.Spread:
    return references.Drawn(site.draw(), Uniform(0, count), count)


def _once(site: Site, count: int) -> references.Spread:
    if site.rows > count:
        raise site.place.error(
            f"{site.rows:,} rows can't each have a parent of their own: there are {count:,}.",
            'spread = "once" with no more rows than the table it points to',
        )
    return references.Once(Permutation(count, site.stream().key))


def _distinct(site: Site, count: int) -> references.Spread:
    if site.options["within"] is None:
        raise site.place.error("The option 'within' is missing.", f'spread = "distinct" takes within = {WITHIN}')
    siblings = group(site, "within")
    if siblings.most > count:
        raise site.place.error(
            f"Up to {siblings.most:,} rows of one {site.options['within']} can't have different parents among {count:,}.",
            "more rows in the table it points to, or fewer here",
        )
    return references.Distinct(Permutation(count, site.stream().key), siblings)


SPREADS: dict[str, Callable[[Site, int], references.Spread]] = {
    "zipf": _drawn,
    "uniform": _even,
    "grouped": lambda site, count: references.Grouped(count, site.rows, site.stream()),
    "even": lambda site, count: references.Grouped(count, site.rows),
    "once": _once,
    "distinct": _distinct,
}


def _lookup(site: Site) -> Column:
    return source(site, "from", Column)


def _position(site: Site) -> Column:
    return references.Position(group(site, "within"))


KINDS = {
    "reference": Kind(
        _reference,
        {
            "to": options.text('"table.column"'),
            "spread": options.one_of(SPREADS, "uniform"),
            "exponent": options.positive(1.0),
            "within": options.text(WITHIN, None),
            "depth": options.integer(1, 100, None),
            "hot": HOT,
            **DRAWN,
        },
    ),
    "lookup": Kind(_lookup, {"from": options.text(PEER)}),
    "position": Kind(_position, {"within": options.text(WITHIN)}),
}
