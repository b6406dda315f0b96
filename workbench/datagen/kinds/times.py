"""Kinds of time: timestamp, date, delay, spaced."""

from __future__ import annotations

from workbench.datagen import moments, options
from workbench.datagen.columns import Column
from workbench.datagen.kinds.site import DRAWN, PEER, WITHIN, Kind, Site, group, source
from workbench.datagen.shapes import Shape

# Shares of a day's or a week's events; what they are named after, and no more exact than that.
_HOURS = {
    "office": (0.2,) * 7 + (1, 4, 8, 9, 9, 6, 7, 9, 9, 8, 5, 2, 1) + (0.5,) * 4,
    "evening": (2, 1, 0.5, 0.3, 0.3, 0.5, 1, 2, 3, 3, 4, 4, 5, 4, 4, 4, 5, 6, 8, 10, 10, 9, 7, 4),
}
_WEEKDAYS = {"office": (10, 10, 10, 10, 9, 1, 0.7), "weekend": (6, 6, 6, 7, 9, 12, 11)}


def _timestamp(site: Site) -> moments.Moment:
    start, end = (moments.microseconds(site.options[name]) for name in ("start", "end"))
    if start >= end:
        raise site.place.error("start isn't before end.", "start < end; end itself is not included")
    shape = _shape(site, start, end)
    if site.options["arrival"] == "monotone":
        return moments.Arriving(site.stream(), shape, site.rows)
    return moments.Scattered(site.draw(), shape)


def _shape(site: Site, start: int, end: int) -> Shape:
    hours, weekdays, months = (site.options[name] for name in ("hours", "weekdays", "months"))
    growth = float(site.options["growth"])
    if hours is None and weekdays is None and months is None:
        return moments.Growing(start, end, growth)
    seasons = moments.Seasons(
        tuple(map(float, _HOURS[hours] if isinstance(hours, str) else hours or (1,) * 24)),
        tuple(map(float, _WEEKDAYS[weekdays] if isinstance(weekdays, str) else weekdays or (1,) * 7)),
        tuple(map(float, months or (1,) * 12)),
    )
    return seasons.shape(start, end, growth)


def _date(site: Site) -> Column:
    return moments.Days(_timestamp(site))


def _delay(site: Site) -> Column:
    origin = source(site, "after", moments.Moment)
    return moments.Delayed(site.stream(), origin, site.options["mean_hours"] * moments.HOUR)


def _spaced(site: Site) -> Column:
    origin = source(site, "after", moments.Moment)
    return moments.Spaced(site.stream(), origin, group(site, "within"), site.options["step_hours"] * moments.HOUR)


_SPAN = {
    "start": options.moment(),
    "end": options.moment(),
    "arrival": options.one_of(("uniform", "monotone"), "uniform"),
    "growth": options.positive(1.0),
    "hours": options.rates(24, _HOURS),
    "weekdays": options.rates(7, _WEEKDAYS),
    "months": options.rates(12, ()),
    **DRAWN,
}
KINDS = {
    "timestamp": Kind(_timestamp, _SPAN),
    "date": Kind(_date, _SPAN),
    "delay": Kind(_delay, {"after": options.text(PEER), "mean_hours": options.positive()}),
    "spaced": Kind(
        _spaced,
        {"after": options.text(PEER), "within": options.text(WITHIN), "step_hours": options.positive()},
    ),
}
