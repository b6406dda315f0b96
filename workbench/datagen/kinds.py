"""The kinds of column that data.toml knows: their options, and the functions that build them. One table.

To add a kind: a Column (in `columns`, `moments`, `references` or `texts`), a build function here, and a
line in KINDS. A build function sees its site: the checked options, streams of random numbers, and other
columns by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Protocol

from workbench.datagen import columns, moments, options, references, texts, vocabulary
from workbench.datagen.columns import Column
from workbench.datagen.options import Option, Place
from workbench.datagen.philox import Stream
from workbench.datagen.shapes import SHAPES, Shape, Uniform, Zipf


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

    def foreign(self, table: str, name: str) -> tuple[Column, int]:
        """A column of another table, and that table's row count."""


@dataclass(frozen=True)
class Kind:
    """What may be set on a column of this kind, and how it is built."""

    build: Callable[[Site], Column]
    options: Mapping[str, Option]


def _sequence(site: Site) -> Column:
    return columns.Sequence(site.options["start"])


def _uuid(site: Site) -> Column:
    return columns.Uuid(site.stream())


def _integer(site: Site) -> Column:
    low, high = _bounds(site)
    return columns.Integer(site.stream(), _shape(site, low, high + 1), low, high)


def _number(site: Site) -> Column:
    shape, decimals = _shape(site, *_bounds(site)), site.options["decimals"]
    if decimals is None:
        return columns.Number(site.stream(), shape)
    limit = 10 ** (_DIGITS - decimals)
    if max(map(abs, _bounds(site))) >= limit:
        raise site.place.error("min or max has too many digits.", f"below {limit} with decimals = {decimals}")
    return columns.Decimal(site.stream(), shape, decimals)


def _boolean(site: Site) -> Column:
    return columns.Boolean(site.stream(), site.options["probability"])


def _choice(site: Site) -> Column:
    given = site.options["values"]
    weights = given if isinstance(given, dict) else dict.fromkeys(given, 1)
    total = sum(weights.values())
    bounds = tuple(sum_ / total for sum_ in accumulate(weights.values()))
    return columns.Choice(site.stream(), tuple(weights), bounds)


def _map(site: Site) -> Column:
    choice: columns.Choice = site.sibling("from", columns.Choice)
    known: dict[str, str] = site.options["values"]
    for label in choice.labels:
        if label not in known:
            raise site.place.error(f"values has nothing for {label!r}.", f"values = {{ {label} = ..., ... }}")
    return columns.Mapped(choice, tuple(known[label] for label in choice.labels))


def _timestamp(site: Site) -> Column:
    start, end = (moments.microseconds(site.options[name]) for name in ("start", "end"))
    if start >= end:
        raise site.place.error("start isn't before end.", "start < end; end itself is not included")
    if site.options["arrival"] == "uniform":
        return moments.Scattered(site.stream(), start, end)
    return moments.Arriving(site.stream(), start, end, site.rows, float(site.options["growth"]))


def _delay(site: Site) -> Column:
    origin = _source(site, "after", moments.Moment)
    return moments.Delayed(site.stream(), origin, site.options["mean_hours"] * moments.HOUR)


def _spaced(site: Site) -> Column:
    origin = _source(site, "after", moments.Moment)
    return moments.Spaced(site.stream(), origin, _group(site, "within"), site.options["step_hours"] * moments.HOUR)


def _text(site: Site) -> Column:
    low, high = site.options["min_words"], site.options["max_words"]
    if low > high:
        raise site.place.error("min_words is above max_words.", "min_words <= max_words")
    words = tuple(site.options["words"])
    frequency = Zipf(0, len(words), site.options["exponent"])
    return texts.Text(site.stream(), words, frequency, low, high, site.options["style"] == "prose")


def _phrase(site: Site) -> Column:
    return texts.Phrase(site.stream(), vocabulary.PHRASES[site.options["of"]])


def _template(site: Site) -> Column:
    template = columns.Template.parse(site.options["pattern"])
    if template is None:
        raise site.place.error("The pattern must have one {row}.", 'text such as "user{row}@x.org" or "A-{row:06}"')
    return template


def _reference(site: Site) -> Column:
    table, _, name = site.options["to"].partition(".")
    key, count = site.foreign(table, name)
    if not isinstance(key, columns.Sequence | columns.Uuid):
        raise site.place.error(f"{table}.{name} isn't a key.", "a column of kind sequence or uuid without nulls")
    if table == site.table:
        group = None if site.options["within"] is None else _group(site, "within")
        return references.Reference(table, key, references.Earlier(site.stream(), group))
    return references.Reference(table, key, SPREADS[site.options["spread"]](site, count))


def _lookup(site: Site) -> Column:
    return _source(site, "from", Column)


def _position(site: Site) -> Column:
    return references.Position(_group(site, "within"))


def _bounds(site: Site) -> tuple[Any, Any]:
    low, high = site.options["min"], site.options["max"]
    if low > high:
        raise site.place.error("min is above max.", "min <= max")
    return low, high


def _shape(site: Site, low: float, high: float) -> Shape:
    name = site.options["distribution"]
    make, needs = SHAPES[name]
    for option in needs:
        if site.options[option] is None:
            raise site.place.error(f"The option {option!r} is missing.", f"{name} takes {', '.join(needs)}")
    return make(float(low), float(high), *(float(site.options[option]) for option in needs))


def _group(site: Site, option: str) -> references.Grouped:
    reference: references.Reference = site.sibling(option, references.Reference)
    if not isinstance(reference.spread, references.Grouped):
        raise site.place.error(f"{site.options[option]} scatters its rows.", 'a reference with spread = "grouped" or "even"')
    return reference.spread


def _source(site: Site, option: str, wanted: type[Any]) -> Column:
    """The column `name` of this row, or `reference.name` of the row it points to."""
    _, dot, foreign = site.options[option].partition(".")
    if not dot:
        source: Column = site.sibling(option, wanted)
        return source
    reference: references.Reference = site.sibling(option, references.Reference)
    column, _ = site.foreign(reference.table, foreign)
    if not isinstance(column, wanted):
        raise site.place.error(f"{reference.table}.{foreign} is of another kind.", f"a column of {wanted.__name__.lower()}s")
    return references.Lookup(reference.spread, column)


SPREADS: dict[str, Callable[[Site, int], references.Spread]] = {
    "zipf": lambda site, n: references.Drawn(site.stream(), Zipf(0, n, float(site.options["exponent"])), n),
    "uniform": lambda site, n: references.Drawn(site.stream(), Uniform(0, n), n),
    "grouped": lambda site, n: references.Grouped(n, site.rows, site.stream()),
    "even": lambda site, n: references.Grouped(n, site.rows),
}

_DIGITS = 18  # what int64 holds of a decimal, and the precision of the arrow type
_SHAPED: dict[str, Option] = {
    "distribution": options.one_of(SHAPES, "uniform"),
    "median": options.positive(None),
    "sigma": options.positive(None),
    "exponent": options.positive(None),
}
_PEER = "a column of this table, or reference.column for one of its parent"
_WITHIN = "a reference of this table"

KINDS: dict[str, Kind] = {
    "sequence": Kind(_sequence, {"start": options.integer(default=1)}),
    "uuid": Kind(_uuid, {}),
    "integer": Kind(
        _integer,
        {"min": options.integer(-(2**52), 2**52), "max": options.integer(-(2**52), 2**52), **_SHAPED},
    ),
    "number": Kind(
        _number,
        {
            "min": options.number(),
            "max": options.number(),
            "decimals": options.integer(0, 12, None),
            **_SHAPED,
        },
    ),
    "boolean": Kind(_boolean, {"probability": options.share(0.5)}),
    "choice": Kind(_choice, {"values": options.weighted()}),
    "map": Kind(_map, {"from": options.text("a choice of this table"), "values": options.pairs()}),
    "timestamp": Kind(
        _timestamp,
        {
            "start": options.moment(),
            "end": options.moment(),
            "arrival": options.one_of(("uniform", "monotone"), "uniform"),
            "growth": options.positive(1.0),
        },
    ),
    "delay": Kind(_delay, {"after": options.text(_PEER), "mean_hours": options.positive()}),
    "spaced": Kind(
        _spaced,
        {"after": options.text(_PEER), "within": options.text(_WITHIN), "step_hours": options.positive()},
    ),
    "text": Kind(
        _text,
        {
            "min_words": options.integer(1, 10_000),
            "max_words": options.integer(1, 10_000),
            "style": options.one_of(("prose", "title"), "prose"),
            "words": options.words(vocabulary.WORDS),
            "exponent": options.positive(1.0),
        },
    ),
    "phrase": Kind(_phrase, {"of": options.one_of(vocabulary.PHRASES)}),
    "template": Kind(_template, {"pattern": options.text("text with one {row}")}),
    "reference": Kind(
        _reference,
        {
            "to": options.text('"table.column"'),
            "spread": options.one_of(SPREADS, "uniform"),
            "exponent": options.positive(1.0),
            "within": options.text(_WITHIN, None),
        },
    ),
    "lookup": Kind(_lookup, {"from": options.text(_PEER)}),
    "position": Kind(_position, {"within": options.text(_WITHIN)}),
}
