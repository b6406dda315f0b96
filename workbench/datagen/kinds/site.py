"""What a build function sees, and the questions that several of them ask. Builds no column itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from workbench.datagen import expressions, options, references
from workbench.datagen.columns import Column
from workbench.datagen.draws import Draw
from workbench.datagen.expressions import Source
from workbench.datagen.options import Option, Place
from workbench.datagen.philox import Stream
from workbench.datagen.planted import Chance
from workbench.datagen.shapes import LIMITS, SHAPES, Histogram, Mixture, Shape, cumulated


class Site(Protocol):
    """Where a column is being built."""

    @property
    def table(self) -> str:
        """The table's name."""

    @property
    def rows(self) -> int:
        """How many rows the table gets."""

    @property
    def place(self) -> Place:
        """For errors."""

    @property
    def options(self) -> Mapping[str, Any]:
        """The column's checked options."""

    def stream(self, draw: str = "value") -> Stream:
        """Random numbers of this column for one purpose."""

    def sibling(self, option: str, wanted: type[Any]) -> Any:
        """The column of this table that the option names; DatasetError where it isn't as wanted."""

    def column(self, name: str) -> Column:
        """A column of this table that always has a value."""

    def source(self, name: str) -> Source:
        """A column of this table, nulls included."""

    def nested(self, name: str, given: Mapping[str, Any], times: int = 1) -> Source:
        """A column inside this one, as data.toml writes it, with room for `times` values a row."""

    def foreign(self, table: str, name: str) -> tuple[Column, int]:
        """A column of another table, and that table's row count."""

    def draw(self) -> Draw:
        """The uniform numbers of this column, bent as `order` or `like` say."""


@dataclass(frozen=True)
class Kind:
    """What may be set on a column of this kind, and how it is built."""

    build: Callable[[Site], Column]
    options: Mapping[str, Option]


def bounds(site: Site) -> tuple[Any, Any]:
    """min and max; a histogram's are the ends of its bounds."""
    if site.options["distribution"] == "histogram" and site.options["bounds"]:
        return min(site.options["bounds"]), max(site.options["bounds"])
    low, high = site.options["min"], site.options["max"]
    for name, value in (("min", low), ("max", high)):
        if value is None:
            raise site.place.error(f"The option '{name}' is missing.", f"{name} = a number")
    if low > high:
        raise site.place.error("min is above max.", "min <= max")
    return low, high


def shape(site: Site, low: float, high: float) -> Shape:
    """The distribution that the options describe, over [low, high)."""
    if site.options["distribution"] == "mixture":
        parts = site.options["parts"]
        if not parts:
            allowed = 'parts = [{ weight = 1, distribution = "normal", ... }, ...]'
            raise site.place.error("The option 'parts' is missing.", allowed)
        shares = tuple(float(part.get("weight", 1)) for part in parts)
        return Mixture(tuple(_part(site, part, low, high) for part in parts), cumulated(shares))
    return _simple(site, site.options, low, high)


def _part(site: Site, given: Mapping[str, Any], low: float, high: float) -> Shape:
    part = {name: value for name, value in given.items() if name != "weight"}
    checked = options.checked(part, PART, site.place)
    first = low if checked["min"] is None else max(low, checked["min"])
    last = high if checked["max"] is None else min(high, checked["max"])
    return _simple(site, checked, first, last)


def _simple(site: Site, given: Mapping[str, Any], low: float, high: float) -> Shape:
    name = given["distribution"]
    if name == "histogram":
        return _histogram(site, given)
    make, needs = SHAPES[name]
    for option in needs:
        if given[option] is None:
            raise site.place.error(f"The option {option!r} is missing.", f"{name} takes {', '.join(needs)}")
    will_do, told = LIMITS.get(name, (lambda _: True, ""))
    if not will_do({**given, "min": low, "max": high}):
        raise site.place.error(f"The options of the distribution {name} contradict each other.", told)
    return make(float(low), float(high), *(float(given[option]) for option in needs))


def _histogram(site: Site, given: Mapping[str, Any]) -> Shape:
    edges, shares = given["bounds"], given["shares"]
    if not edges:
        raise site.place.error("The option 'bounds' is missing.", "bounds = [0, 10, 50, 100], rising")
    shares = shares or [1] * (len(edges) - 1)
    if len(shares) != len(edges) - 1 or edges != sorted(edges):
        raise site.place.error("bounds and shares don't fit.", "rising bounds, and one share for each two neighbours")
    return Histogram(np.array(edges, np.float64), np.array(cumulated(tuple(map(float, shares)))))


def expression(site: Site, text: str) -> expressions.Expression:
    """An SQL expression over this table's columns."""
    try:
        names = expressions.names(text)
    except ValueError as error:
        raise site.place.error(f"{options.quoted(text)}: {error}.", "see the functions in docs/datasets.md") from error
    return expressions.Expression(text, {name: site.source(name) for name in names})


def group(site: Site, option: str) -> references.Grouped:
    """The grouped reference that the option names."""
    reference: references.Reference = site.sibling(option, references.Reference)
    if not isinstance(reference.spread, references.Grouped):
        raise site.place.error(f"{site.options[option]} scatters its rows.", 'a reference with spread = "grouped" or "even"')
    return reference.spread


def source(site: Site, option: str, wanted: type[Any]) -> Column:
    """The column `name` of this row, or `reference.name` of the row it points to."""
    _, dot, foreign = site.options[option].partition(".")
    if not dot:
        found: Column = site.sibling(option, wanted)
        return found
    reference: references.Reference = site.sibling(option, references.Reference)
    column, _ = site.foreign(reference.table, foreign)
    if not isinstance(column, wanted):
        raise site.place.error(f"{reference.table}.{foreign} is of another kind.", f"a column of {wanted.__name__.lower()}s")
    return references.Lookup(reference.spread, column)


def chance(site: Site, option: str, purpose: str) -> Chance | None:
    """The chance of a planted fact, None where the option isn't set."""
    given = site.options[option]
    return Chance(float(given["share"]), site.stream(purpose)) if given else None


def cumulated_weights(weights: Mapping[str, float]) -> tuple[float, ...]:
    """The bounds of a choice: the shares summed up, the last one 1."""
    return cumulated(tuple(map(float, weights.values())))[1:]


PEER = "a column of this table, or reference.column for one of its parent"
WITHIN = "a reference of this table"
_DISTRIBUTIONS = (*SHAPES, "histogram")
_SETTINGS: dict[str, Option] = {
    "median": options.positive(None),
    "sigma": options.positive(None),
    "exponent": options.positive(None),
    "mean": options.number(None),
    "deviation": options.positive(None),
    "bounds": options.numbers(None),
    "shares": options.numbers(None),
}
# What a part of a mixture takes, and what every column with a distribution does.
PART: dict[str, Option] = {
    "distribution": options.one_of(_DISTRIBUTIONS),
    "min": options.number(None),
    "max": options.number(None),
    **_SETTINGS,
}
SHAPED: dict[str, Option] = {
    "distribution": options.one_of((*_DISTRIBUTIONS, "mixture"), "uniform"),
    "parts": options.sections(None),
    **_SETTINGS,
}
# Columns with one uniform number a row can go with the row's place or another such column.
DRAWN: dict[str, Option] = {
    "order": options.correlation(None),
    "like": options.text("a column of this table", None),
    "correlation": options.correlation(None),
}
OUTLIERS = options.section("{ share = 0.001, factor = 100 }", {"share": options.share(), "factor": options.number()}, None)
HOT = options.section("{ share = 0.3, row = 1 }", {"share": options.share(), "row": options.integer(1)}, None)
