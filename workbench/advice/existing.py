"""Indexes that are there and not needed: duplicates, beginnings of others, and those that nobody has used for long enough.

Never one behind a constraint, and never a unique one for being unused: these keep rules, whoever reads them. A count of zero
scans is a hint and no proof: it is of this server alone (replicas count for themselves), and a report may run once a year.
https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ALL-INDEXES-VIEW
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from workbench.catalog import Catalog, Index, Table

# A month has its closing; counters that are younger haven't seen it.
UNUSED_DAYS = 31.0
DUPLICATE, REDUNDANT, UNUSED, INVALID = "duplicate", "redundant", "unused", "invalid"


@dataclass(frozen=True)
class Drop:
    """An index that isn't needed.

    Attributes:
        what: "duplicate", "redundant" (the beginning of another one), "unused" or "invalid".
        schema, name, table: bare names.
        size_bytes: what it takes.
        reason: one sentence.
        ddl: drops it without locking others out. undo: makes it again.
    """

    what: str
    schema: str
    name: str
    table: str
    size_bytes: int
    reason: str
    ddl: str
    undo: str


def drops(catalog: Catalog, schemas: Collection[str], used: Collection[str], counted_days: float | None) -> tuple[Drop, ...]:
    """The indexes that could go, by table.

    Args:
        schemas: whose tables are looked at. What else the database holds is nothing that the workload asked about.
        used: names of indexes that plans of the workload use; none of these is called unused.
        counted_days: for how long scans have been counted; None where nobody knows.
    """
    counted = counted_days is not None and counted_days >= UNUSED_DAYS
    # The index of a partition goes with that of its parent, and can't be dropped alone.
    whole = [table for table in catalog if table.parent is None and table.schema in schemas]
    found = [drop for table in whole for drop in _of(table, used, counted_days or 0.0, counted)]
    return tuple(found)


def _of(table: Table, used: Collection[str], days: float, counted: bool) -> Iterator[Drop]:
    gone: set[str] = set()
    for index in table.indexes:
        if index.constraint is not None or index.primary:
            continue
        stays = [other for other in table.indexes if other.name != index.name and other.name not in gone]
        found = _judged(index, stays)
        if found is None and counted and not index.unique and index.scans == 0 and index.name not in used:
            found = UNUSED, f"it was not used once in the {days:,.0f} days for which this server has counted"
        if found is not None:
            gone.add(index.name)
            yield _drop(table, index, *found)


def _judged(index: Index, others: list[Index]) -> tuple[str, str] | None:
    if not index.valid:
        return INVALID, "it is invalid: building it failed, nothing reads it, and writes still maintain it"
    for other in others:
        if other.valid and _same(index, other) and (other.unique or not index.unique):
            return DUPLICATE, f"{other.name} is the same"
    if index.unique:
        return None
    for other in others:
        if other.valid and _begins(index, other):
            return REDUNDANT, f"{other.name} begins with the same columns, and serves whatever it serves"
    return None


def _same(index: Index, other: Index) -> bool:
    return _kind(index) == _kind(other) and index.keys == other.keys and set(index.include) <= set(other.include)


def _begins(index: Index, other: Index) -> bool:
    """Whether the other one does all that this one does: only B-trees are read by their beginning."""
    if _kind(index) != _kind(other) or index.method != "btree" or len(index.keys) > len(other.keys):
        return False
    carried = {key.column for key in other.keys} | set(other.include)
    return other.keys[: len(index.keys)] == index.keys and set(index.include) <= carried


def _kind(index: Index) -> tuple[str, str | None]:
    return index.method, index.predicate


def _drop(table: Table, index: Index, what: str, reason: str) -> Drop:
    name = f"{quoted(index.schema)}.{quoted(index.name)}"
    concurrently = "" if table.kind == "partitioned table" else "concurrently "
    ddl = f"drop index {concurrently}if exists {name}"
    return Drop(what, index.schema, index.name, table.name, index.size_bytes, reason, ddl, index.definition)


def quoted(name: str) -> str:
    """A name as one may always write it in SQL."""
    return '"' + name.replace('"', '""') + '"'
