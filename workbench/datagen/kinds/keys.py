"""Kinds of keys: sequence, uuid; and yes or no."""

from __future__ import annotations

from workbench.datagen import columns, moments, options
from workbench.datagen.columns import Column
from workbench.datagen.kinds.site import DRAWN, PEER, Kind, Site, source


def _sequence(site: Site) -> Column:
    return columns.Sequence(site.options["start"])


def _uuid(site: Site) -> Column:
    if site.options["version"] == 4:
        return columns.Uuid(site.stream())
    if site.options["time"] is None:
        raise site.place.error("The option 'time' is missing.", f"version 7 takes time = {PEER}")
    return columns.Uuid(site.stream(), source(site, "time", moments.Moment))


def _boolean(site: Site) -> Column:
    return columns.Boolean(site.draw(), site.options["probability"])


KINDS = {
    "sequence": Kind(_sequence, {"start": options.integer(default=1)}),
    "uuid": Kind(_uuid, {"version": options.one_of((4, 7), 4), "time": options.text(PEER, None)}),
    "boolean": Kind(_boolean, {"probability": options.share(0.5), **DRAWN}),
}
