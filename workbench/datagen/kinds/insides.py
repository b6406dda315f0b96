"""Kinds with an inside: array, json, range, inet; and expression."""

from __future__ import annotations

from ipaddress import AddressValueError, IPv4Network, NetmaskValueError

from workbench.datagen import documents, options
from workbench.datagen.columns import Column
from workbench.datagen.kinds.site import DRAWN, Kind, Site, expression


def _array(site: Site) -> Column:
    low, high = site.options["min"], site.options["max"]
    if low > high:
        raise site.place.error("min is above max.", "min <= max")
    return documents.Array(site.stream(), site.nested("of", site.options["of"], max(high, 1)), low, high)


def _json(site: Site) -> Column:
    given = site.options["fields"]
    inner = frozenset(name for name, field in given.items() if field.get("kind") == "json")
    return documents.Document({name: site.nested(name, field) for name, field in given.items()}, inner)


def _range(site: Site) -> Column:
    return documents.Range(site.source(site.options["start"]), site.source(site.options["end"]))


def _inet(site: Site) -> Column:
    try:
        network = IPv4Network(site.options["network"])
    except (AddressValueError, NetmaskValueError, ValueError) as error:
        raise site.place.error(f"{site.options['network']!r} is no network: {error}.", 'network = "10.0.0.0/16"') from error
    return documents.Address(site.draw(), int(network.network_address), network.num_addresses)


def _expression(site: Site) -> Column:
    return expression(site, site.options["sql"])


KINDS = {
    "array": Kind(
        _array,
        {"of": options.column(), "min": options.integer(0, 1_000, 0), "max": options.integer(0, 1_000)},
    ),
    "json": Kind(_json, {"fields": options.fields()}),
    "range": Kind(_range, {"start": options.text("a column of this table"), "end": options.text("a column of this table")}),
    "inet": Kind(_inet, {"network": options.text('an IPv4 network such as "10.0.0.0/16"'), **DRAWN}),
    "expression": Kind(_expression, {"sql": options.text("an SQL expression over columns of this table")}),
}
