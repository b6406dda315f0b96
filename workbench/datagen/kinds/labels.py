"""Kinds of labels: choice, map, conditional."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

from workbench.datagen import columns, options
from workbench.datagen.columns import Column
from workbench.datagen.kinds.site import DRAWN, Kind, Site, cumulated_weights


def _weights(given: Mapping[str, float] | list[str]) -> dict[str, float]:
    return dict(given) if isinstance(given, dict) else dict.fromkeys(given, 1.0)


def _choice(site: Site) -> Column:
    weights = _weights(site.options["values"])
    return columns.Choice(site.draw(), tuple(weights), cumulated_weights(weights))


def _map(site: Site) -> Column:
    choice: columns.Choice = site.sibling("from", columns.Choice)
    known: dict[str, str] = site.options["values"]
    for label in choice.labels:
        if label not in known:
            raise site.place.error(f"values has nothing for {label!r}.", f"values = {{ {label} = ..., ... }}")
    return columns.Mapped(choice, tuple(known[label] for label in choice.labels))


def _conditional(site: Site) -> Column:
    choice: columns.Choice = site.sibling("from", columns.Choice)
    tables = {label: _weights(given) for label, given in site.options["values"].items()}
    for label in choice.labels:
        if label not in tables:
            raise site.place.error(f"values has nothing for {label!r}.", f"values = {{ {label} = {{ ... }}, ... }}")
    chosen = [tables[label] for label in choice.labels]
    firsts = [0, *accumulate(len(table) for table in chosen)][:-1]
    labels = tuple(label for table in chosen for label in table)
    return columns.Conditional(choice, site.draw(), labels, tuple(map(cumulated_weights, chosen)), tuple(firsts))


KINDS = {
    "choice": Kind(_choice, {"values": options.weighted(), **DRAWN}),
    "map": Kind(_map, {"from": options.text("a choice of this table"), "values": options.pairs()}),
    "conditional": Kind(
        _conditional, {"from": options.text("a choice of this table"), "values": options.conditional(), **DRAWN}
    ),
}
