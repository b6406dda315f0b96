"""An index on a partitioned table while others write: empty on the table itself, CONCURRENTLY on each partition, then attached
to it. Text; nothing is run here.

CREATE INDEX on the table itself builds those of all partitions, whose writers wait that long; CONCURRENTLY isn't taken there.
https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.advice.names import index_name, named
from workbench.catalog import Catalog
from workbench.indexes import Candidate
from workbench.sql.names import quoted

_PARTITIONED, _FOREIGN = "partitioned table", "foreign table"
Name = tuple[str, str]


@dataclass(frozen=True)
class Part:
    """What a partition gets.

    Attributes:
        schema, table: the partition. kind: "table", "partitioned table", or "foreign table", which gets none.
        name: of its index. above: schema and name of the index that this one becomes a part of.
    """

    schema: str
    table: str
    kind: str
    name: str
    above: Name


def parts_of(candidate: Candidate, catalog: Catalog, table: Name, name: str, taken: set[str]) -> tuple[Part, ...]:
    """What the partitions get for an index of this name on a table: each behind those that are partitions of it.

    Args:
        taken: names that are not free; those given out are added.
    """
    found: list[Part] = []
    for child in catalog:
        if child.parent == table:
            own = index_name(candidate, taken, child.name)
            found += parts_of(candidate, catalog, (child.schema, child.name), own, taken)
            found.append(Part(child.schema, child.name, child.kind, own, (table[0], name)))
    return tuple(found)


def made(candidate: Candidate, table: Name, name: str, parts: Sequence[Part]) -> Iterator[str]:
    """The statements that make it. Each can be run again: what is attached already is left as it is."""
    return (_taken_over if left_out(parts) else _attached)(candidate, table, name, parts)


def gone(table: Name, name: str, parts: Sequence[Part]) -> Iterator[str]:
    """The statements that take it away with all its parts, and what a failure on the way has left unattached."""
    yield f"drop index if exists {_written((table[0], name))}"
    for part in reversed(parts):
        if part.kind != _FOREIGN:
            concurrently = "" if part.kind == _PARTITIONED else "concurrently "
            yield f"drop index {concurrently}if exists {_written((part.schema, part.name))}"


def left_out(parts: Sequence[Part]) -> list[str]:
    """The partitions that are foreign tables, which have no indexes here."""
    return [_written((part.schema, part.table)) for part in parts if part.kind == _FOREIGN]


def _attached(candidate: Candidate, table: Name, name: str, parts: Sequence[Part]) -> Iterator[str]:
    """An index ON ONLY a table is invalid until each partition's is attached to it."""
    yield named(candidate, name, f"only {_written(table)}")
    for part in parts:
        if part.kind == _PARTITIONED:
            yield named(candidate, part.name, f"only {_written((part.schema, part.table))}")
    for part in parts:
        if part.kind != _PARTITIONED:
            yield _alone(candidate, part)
    for part in parts:
        yield f"alter index {_written(part.above)} attach partition {_written((part.schema, part.name))}"


def _taken_over(candidate: Candidate, table: Name, name: str, parts: Sequence[Part]) -> Iterator[str]:
    """With a foreign partition that one would stay invalid for ever, as one of its parts never comes. Made on the whole table
    when the others are there, an index takes these for its parts, and builds nothing."""
    for part in parts:
        if part.kind == _PARTITIONED:
            yield named(candidate, part.name, _written((part.schema, part.table)))
        elif part.kind != _FOREIGN:
            yield _alone(candidate, part)
    yield named(candidate, name, _written(table))


def _alone(candidate: Candidate, part: Part) -> str:
    return named(candidate, part.name, _written((part.schema, part.table)), "concurrently")


def _written(name: Name) -> str:
    return ".".join(map(quoted, name))
