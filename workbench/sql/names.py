"""Names as PostgreSQL folds and quotes them. Text in, text out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

_BARE = re.compile(r"[a-z_][a-z0-9_$]*")

# Words that can't name a column or a table without quotes: those that are reserved, or may only name functions or types.
# https://www.postgresql.org/docs/current/sql-keywords-appendix.html
_WORDS = """
    all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char
    character check coalesce collate collation column concurrently constraint create cross current_catalog current_date
    current_role current_schema current_time current_timestamp current_user dec decimal default deferrable desc distinct do else
    end except exists extract false fetch float for foreign freeze from full grant greatest group grouping having ilike in
    initially inner inout int integer intersect interval into is isnull join json_array json_arrayagg json_exists json_object
    json_objectagg json_query json_scalar json_serialize json_table json_value lateral leading least left like limit localtime
    localtimestamp merge_action national natural nchar none normalize not notnull null nullif numeric offset on only or order
    out outer overlaps overlay placing position precision primary real references returning right row select session_user setof
    similar smallint some substring symmetric system_user table tablesample then time timestamp to trailing treat trim true
    union unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists
    xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
"""
_RESERVED = frozenset(_WORDS.split())


def folded(name: str) -> str:
    """The bare name: quoted ones stay as they are; of others A to Z become lower case, and other letters don't.

    https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS

    >>> folded('Orders'), folded('"My ""T"" x"')
    ('orders', 'My "T" x')
    """
    if name.startswith('"'):
        return name[1:-1].replace('""', '"')
    return "".join(letter.lower() if letter.isascii() else letter for letter in name)


def quoted(name: str) -> str:
    """The name as SQL, in quotes only where it needs them.

    >>> quoted('orders'), quoted('Order'), quoted('user')
    ('orders', '"Order"', '"user"')
    """
    if _BARE.fullmatch(name) and name not in _RESERVED:
        return name
    return '"' + name.replace('"', '""') + '"'


# Columns that PostgreSQL takes for one statistics object (STATS_MAX_DIMENSIONS).
STATISTICS_COLUMNS = 8
# Of the name of one, before "_stats".
_MOST_BYTES = 57


def statistics_name(table: str, columns: Iterable[str]) -> str:
    """A name for statistics over columns, from their bare names: 63 bytes at most, which is what PostgreSQL keeps. A longer one
    ends with a digest, or two that begin alike would be one.

    >>> statistics_name("orders", ["city", "country"])
    'orders_city_country_stats'
    >>> statistics_name("a_table_with_a_long_name", ["with_a_column", "and_another_column", "dependencies"])
    'a_table_with_a_long_name_with_a_column_and_anoth_64e1ba37_stats'
    """
    name = "_".join([table, *columns]).encode()
    if len(name) > _MOST_BYTES:
        name = name[: _MOST_BYTES - 9] + b"_" + hashlib.sha256(name).hexdigest()[:8].encode()
    return name.decode(errors="ignore") + "_stats"
