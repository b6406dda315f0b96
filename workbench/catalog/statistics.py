"""What pg_class, pg_stats and pg_constraint say of a schema."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ColumnFacts:
    """One column. Figures are of all rows, nulls included; https://www.postgresql.org/docs/current/view-pg-stats.html

    Attributes:
        name: the column's name.
        type: the type's name as in pg_type ("int8", "text"); a domain's is its base type's, an enum's is "enum".
        length: characters that it may have at most, None for no limit.
        decimals: digits behind the point, of numeric(p, s); None otherwise.
        not_null: whether it is declared so.
        checked: whether a check constraint names it, or the table is partitioned by it.
        null: the fraction of nulls.
        width: mean bytes of a value.
        distinct: how many values; negative for a fraction of the rows, as in pg_stats; 0 where unknown.
        common: the most common values, as text.
        frequencies: their fractions of the rows.
        bounds: bounds of a histogram of all other values, as text, in the order of the type.
        correlation: of value and place, from -1 to 1.
        elements: the most common elements of arrays and of text-search vectors.
        element_frequencies: their fractions of the rows.
        ranked: for texts: `common` and `bounds` in the order that the database sorts them in.
    """

    name: str
    type: str
    length: int | None
    decimals: int | None
    not_null: bool
    checked: bool
    null: float
    width: int
    distinct: float
    common: tuple[str, ...]
    frequencies: tuple[float, ...]
    bounds: tuple[str, ...]
    correlation: float
    elements: tuple[str, ...]
    element_frequencies: tuple[float, ...]
    ranked: tuple[str, ...] = ()


@dataclass(frozen=True)
class ForeignKey:
    """`columns` of a table point to `targets` of another; schema: the other's, None where nobody has asked."""

    columns: tuple[str, ...]
    parent: str
    targets: tuple[str, ...]
    schema: str | None = None


@dataclass(frozen=True)
class TableFacts:
    """One table: its rows by the planner's reckoning, the columns that can be written, and its keys."""

    name: str
    rows: int
    columns: tuple[ColumnFacts, ...]
    unique: tuple[tuple[str, ...], ...]
    foreign: tuple[ForeignKey, ...]

    def column(self, name: str) -> ColumnFacts:
        """The column of this name. Raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


@dataclass(frozen=True)
class SchemaFacts:
    """A schema: its tables, and its definition as SQL with unqualified names, before and after the rows."""

    name: str
    tables: tuple[TableFacts, ...]
    before: str
    after: str
