"""A database's tables and indexes as they stood when they were read: what candidates are made from, what completion offers,
what the schema view shows. Values; `postgres/catalog.py` reads them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from workbench.catalog.statistics import ForeignKey


@dataclass(frozen=True)
class ColumnStatistics:
    """What the planner knows of a column; figures are of all rows, nulls included.

    https://www.postgresql.org/docs/current/view-pg-stats.html

    Attributes:
        null: the fraction of nulls.
        width: mean bytes of a value.
        distinct: how many values; negative for a fraction of the rows, 0 where unknown.
        correlation: of value and place, from -1 to 1; 0 where unknown.
        common: the most common values, as text. frequencies: their fractions of the rows.
        bounds: bounds of a histogram of all other values, as text, in the order of the type.
        elements: the most common elements of arrays and of text-search vectors. element_frequencies: their fractions of rows.
        element_counts: a histogram of how many different elements a value has, their mean last.
    """

    null: float
    width: int
    distinct: float
    correlation: float
    common: tuple[str, ...] = ()
    frequencies: tuple[float, ...] = ()
    bounds: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    element_frequencies: tuple[float, ...] = ()
    element_counts: tuple[float, ...] = ()


@dataclass(frozen=True)
class ColumnType:
    """What a column's type is below its name: a domain's is that of its base.

    https://www.postgresql.org/docs/current/catalog-pg-type.html

    Attributes:
        name: in pg_type: "int8", "text", "_text" for an array of it; an enum's own name.
        category: PostgreSQL's letter: "S" string, "N" number, "D" date, "B" boolean, "A" array, "R" range, "E" enum, ...
        length: bytes of a value; -1 where values differ. align: what a value is aligned to: 1, 2, 4 or 8 bytes.
        methods: access methods that have an operator class for it without naming one.
        bytewise: whether texts are sorted by their bytes (collation "C"); True for all that isn't text.
    """

    name: str
    category: str
    length: int
    align: int
    methods: tuple[str, ...]
    bytewise: bool = True


@dataclass(frozen=True)
class TableColumn:
    """A column: name, type as `format_type` writes it ("numeric(10,2)"), its place, and its statistics where there are any.

    Attributes:
        inner: what the type is below its name; None where nobody has read it.
        generated: whether it is computed from others when a row is written.
        collation: its collation's name where it isn't the database's own.
    """

    name: str
    type: str
    position: int
    not_null: bool
    default: str | None = None
    comment: str | None = None
    statistics: ColumnStatistics | None = None
    inner: ColumnType | None = None
    generated: bool = False
    collation: str | None = None


@dataclass(frozen=True)
class IndexKey:
    """A key of an index.

    Attributes:
        text: the column's bare name, or the expression as PostgreSQL writes it.
        column: the column's bare name; None for an expression.
        opclass: the operator class's name. default_opclass: whether it is the type's default.
        collation: its name where it isn't the column's own, else None.
    """

    text: str
    column: str | None
    opclass: str
    default_opclass: bool
    collation: str | None = None
    descending: bool = False
    nulls_first: bool = False


@dataclass(frozen=True)
class Index:
    """An index that is there.

    Attributes:
        schema, name: its bare names.
        definition: PostgreSQL's own CREATE INDEX.
        method: "btree", "gin", ...
        keys: in order. include: columns that are carried along.
        predicate: of a partial index, as PostgreSQL writes it; None for a whole one.
        constraint: the name of the constraint that it stands for (primary key, unique, exclusion); None for a plain index.
        size_bytes, rows: on disk, and as the planner reckons.
        scans: how often it was used on this server since its statistics were reset.
    """

    schema: str
    name: str
    definition: str
    method: str
    keys: tuple[IndexKey, ...]
    include: tuple[str, ...] = ()
    predicate: str | None = None
    unique: bool = False
    primary: bool = False
    constraint: str | None = None
    valid: bool = True
    size_bytes: int = 0
    rows: float = 0.0
    scans: int = 0


@dataclass(frozen=True)
class ExtendedStatistics:
    """Statistics over several columns. distinct: for a set of columns, how many combinations there are."""

    name: str
    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    distinct: tuple[tuple[tuple[str, ...], float], ...] = ()


@dataclass(frozen=True)
class Activity:
    """Rows written and scans since the table's statistics were reset; https://www.postgresql.org/docs/current/monitoring-stats.html"""

    inserted: int = 0
    updated: int = 0
    heap_only: int = 0
    deleted: int = 0
    seq_scans: int = 0


@dataclass(frozen=True)
class Table:
    """A relation with columns.

    Attributes:
        schema, name: its bare names.
        kind: "table", "partitioned table", "view", "materialized view" or "foreign table".
        visible: whether its bare name finds it, by the search path.
        rows, pages: as the planner reckons; -1 rows where nobody has counted.
        size_bytes: on disk, what TOAST holds included.
        all_visible: pages of which VACUUM knows that everybody sees all rows; an index-only scan needs no look at them.
        parent: (schema, name) of the table that it is a partition of.
        partitioned_by: columns of the partition key; expressions in it are left out.
        definition: the query of a view.
        readable: whether the role may read it, and so may see its statistics.
        fillfactor: percent of a page that rows fill at first.
    """

    schema: str
    name: str
    kind: str
    visible: bool
    columns: tuple[TableColumn, ...]
    rows: float = -1.0
    pages: int = 0
    size_bytes: int = 0
    indexes: tuple[Index, ...] = ()
    foreign: tuple[ForeignKey, ...] = ()
    statistics: tuple[ExtendedStatistics, ...] = ()
    activity: Activity = Activity()
    parent: tuple[str, str] | None = None
    comment: str | None = None
    all_visible: int = 0
    partitioned_by: tuple[str, ...] = ()
    definition: str | None = None
    readable: bool = True
    fillfactor: int = 100

    def column(self, name: str) -> TableColumn | None:
        """The column of this bare name, or None."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True)
class Catalog:
    """A database's relations, those of the system left out.

    Attributes:
        tables: ordered by schema and name.
        search_path: schemas in which bare names are looked up, in order.
        extensions: those that are installed. homes: of each, the schema in which its objects are.
        available: extensions that could be created.
        major: the server's major version.
        stats_reset: when the counters of scans and writes were reset, as ISO text; None for never.
    """

    tables: tuple[Table, ...]
    search_path: tuple[str, ...]
    extensions: tuple[str, ...]
    major: int
    stats_reset: str | None = None
    homes: tuple[tuple[str, str], ...] = ()
    available: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Table]:
        return iter(self.tables)

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], Table]:
        return {(table.schema, table.name): table for table in self.tables}

    def table(self, name: str, schema: str | None = None) -> Table | None:
        """The table of this bare name, looked up by the search path where no schema is given; or None."""
        schemas = self.search_path if schema is None else (schema,)
        return next((found for one in schemas if (found := self._by_name.get((one, name)))), None)
