"""Columns of one table that a statement compares with values all at once. The planner takes them for independent of one
another, unless statistics over them say otherwise: https://www.postgresql.org/docs/current/planner-stats.html#PLANNER-STATS-EXTENDED
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.catalog import Catalog, Table
from workbench.errors import StatementError
from workbench.indexes.conditions import Kinds, Use
from workbench.indexes.usage import uses
from workbench.sql import Bound
from workbench.sql.names import STATISTICS_COLUMNS, quoted, statistics_name

# Of a smaller table no estimate is off by so many rows that it matters.
_ROWS = 1000
_COMPARED = (Kinds.EQUAL, Kinds.IS_NULL)


@dataclass(frozen=True)
class Object:
    """A statistics object that could be made: its bare name in its table's schema, the name as one writes it, and the SQL."""

    bare_name: str
    name: str
    ddl: str


@dataclass(frozen=True)
class Together:
    """A table's columns that a statement compares with values.

    Attributes:
        statement: its place among those given. table, columns: bare names, the columns in the table's order.
    """

    statement: int
    table: tuple[str, str]
    columns: tuple[str, ...]

    @property
    def objects(self) -> tuple[Object, ...]:
        """One for each kind that tells how many rows there are, the most dependable one first.

        Not one of all kinds: the list of common combinations (mcv) comes first in the planner's eyes, and of a combination
        that isn't in it, it takes the columns for independent, whatever is known of dependencies.
        https://www.postgresql.org/docs/current/planner-stats.html#PLANNER-STATS-EXTENDED-MCV-LISTS
        """
        columns = ", ".join(map(quoted, self.columns))
        found = []
        for kind in ("dependencies", "mcv"):
            name = statistics_name(self.table[1], (*self.columns, kind))
            written = f"{quoted(self.table[0])}.{quoted(name)}"
            found.append(Object(name, written, f"create statistics {written} ({kind}) on {columns} from {self._written}"))
        return tuple(found)

    @property
    def analyze(self) -> str:
        """What fills them."""
        return f"analyze {self._written}"

    @property
    def _written(self) -> str:
        return ".".join(map(quoted, self.table))


def together(bounds: Sequence[Bound], catalog: Catalog) -> Iterator[Together]:
    """Each set of columns once, for the first statement that compares them, and only where nothing knows of them yet: neither
    statistics nor a unique index."""
    seen = set()
    for statement, bound in enumerate(bounds):
        if bound.unknown:  # a generic plan knows no value, so no statistics of values
            continue
        for use in _uses(bound, catalog):
            columns = _compared(use)
            found = Together(statement, (use.table.schema, use.table.name), columns)
            if (found.table, columns) not in seen and _unknown(use.table, set(columns)):
                seen.add((found.table, columns))
                yield found


def _uses(bound: Bound, catalog: Catalog) -> tuple[Use, ...]:
    try:
        return uses(bound, catalog)
    except StatementError:
        return ()


def _compared(use: Use) -> tuple[str, ...]:
    named = {c.operand.column for c in use.conditions if c.branch == 0 and c.kind in _COMPARED and not c.joins}
    return tuple(column.name for column in use.table.columns if column.name in named)[:STATISTICS_COLUMNS]


def _unknown(table: Table, columns: set[str]) -> bool:
    if len(columns) < 2 or table.rows < _ROWS or table.kind not in ("table", "partitioned table", "materialized view"):
        return False
    unique = ({key.column for key in index.keys} for index in table.indexes if index.unique and index.predicate is None)
    return not any(columns <= set(one.columns) for one in table.statistics) and not any(keys <= columns for keys in unique)
