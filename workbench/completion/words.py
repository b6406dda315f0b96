"""Words that completion offers, and those that must be quoted as names. Tables of texts; a test asks the server about each."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[a-z_][a-z0-9_$]*")

# Can't be the bare name of a column or table: https://www.postgresql.org/docs/current/sql-keywords-appendix.html
RESERVED = frozenset(
    re.findall(
        r"\w+",
        """
    all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation
    column concurrently constraint create cross current_catalog current_date current_role current_schema current_time
    current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze
    from full grant group having ilike in initially inner intersect into is isnull join lateral leading left like
    limit localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary
    references returning right select session_user similar some symmetric system_user table tablesample then to
    trailing true union unique user using variadic verbose when where window with
        """,
    )
)

# How statements begin.
START = (
    "select", "with", "insert into", "update", "delete from", "merge into", "values", "table", "explain",
    "create index on", "create unique index on", "create statistics", "create table", "create temporary table",
    "create view", "create materialized view", "create extension", "drop index", "drop table", "drop view", "alter table",
    "alter index", "analyze", "vacuum", "refresh materialized view", "reindex", "cluster", "truncate", "comment on", "copy",
    "begin", "commit", "rollback", "savepoint", "set", "reset", "show", "grant", "revoke", "call", "lock table",
)  # fmt: skip

# What a FROM item may begin with, beside a name.
BEFORE_TABLE = ("lateral", "only", "select")

# What may follow a table.
AFTER_TABLE = (
    "join", "left join", "inner join", "right join", "full join", "cross join", "natural join", "left join lateral",
    "cross join lateral", "on", "using", "as", "where", "group by", "having", "order by", "limit", "offset", "fetch first",
    "union", "union all", "intersect", "except", "window", "tablesample", "for update", "for share", "set", "values",
    "returning", "default values", "on conflict", "select", "when matched then", "when not matched then",
)  # fmt: skip

# What may stand within an expression, or end it.
EXPRESSION = (
    "and", "or", "not", "in", "between", "like", "ilike", "similar to", "is null", "is not null", "is distinct from",
    "is not distinct from", "exists", "any", "all", "some", "case", "when", "then", "else", "end", "distinct", "distinct on",
    "as", "from", "where", "group by", "having", "order by", "limit", "offset", "fetch first", "asc", "desc", "nulls first",
    "nulls last", "union", "union all", "intersect", "except", "true", "false", "null", "default", "interval", "date",
    "timestamp", "array", "row", "collate", "at time zone", "filter", "within group", "over", "partition by", "rows between",
    "range between", "unbounded preceding", "unbounded following", "current row", "grouping sets", "rollup", "cube",
    "current_date", "current_time", "current_timestamp", "current_user", "returning", "join", "left join", "on", "using",
    "set", "do update set", "do nothing", "for update", "skip locked", "select", "values", "window",
)  # fmt: skip

WITH = ("recursive", "as", "as materialized", "as not materialized")
INDEX = ("concurrently", "if not exists", "on", "only", "using", "include", "where", "with", "nulls not distinct", "tablespace",
         "asc", "desc", "nulls first", "nulls last")  # fmt: skip
METHODS = ("btree", "hash", "gin", "gist", "brin", "spgist")
ALTER = (
    "add column", "add constraint", "add primary key", "add unique", "add foreign key", "alter column", "drop column",
    "drop constraint", "rename column", "rename to", "set", "set schema", "set statistics", "set storage", "set not null",
    "drop not null", "set default", "drop default", "type", "validate constraint", "cascade", "if exists",
)  # fmt: skip

TYPES = (
    "text", "integer", "bigint", "smallint", "numeric", "boolean", "date", "timestamp", "timestamptz", "time", "interval",
    "real", "double precision", "uuid", "json", "jsonb", "bytea", "varchar", "char", "inet", "cidr", "int", "float8",
    "int4range", "int8range", "numrange", "daterange", "tsrange", "tstzrange", "tsvector", "tsquery", "regclass", "xml",
    "point", "money", "bit", "oid",
)  # fmt: skip

# Calls that the grammar knows; they are in no catalog.
GRAMMAR_CALLS = (
    "cast", "coalesce", "extract", "greatest", "grouping", "least", "nullif", "overlay", "position", "substring", "trim",
    "xmlelement", "merge_action",
)  # fmt: skip

# Built-in functions that people write, from the chapters of https://www.postgresql.org/docs/current/functions.html
FUNCTIONS = tuple(
    re.findall(
        r"\w+",
        """
    count sum avg min max array_agg string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg bool_and bool_or
    every bit_and bit_or stddev stddev_pop stddev_samp variance var_pop var_samp corr covar_pop covar_samp regr_slope
    regr_intercept regr_r2 percentile_cont percentile_disc mode range_agg any_value row_number rank dense_rank
    percent_rank cume_dist ntile lag lead first_value last_value nth_value abs ceil ceiling floor round trunc sign
    sqrt cbrt exp ln log log10 power pi mod div gcd lcm random random_normal setseed sin cos tan asin acos atan atan2
    degrees radians width_bucket length char_length octet_length lower upper initcap concat concat_ws format left
    right lpad rpad ltrim rtrim btrim repeat replace reverse split_part starts_with strpos substr translate ascii chr
    md5 sha256 encode decode to_hex quote_ident quote_literal quote_nullable regexp_replace regexp_match
    regexp_matches regexp_count regexp_instr regexp_like regexp_substr regexp_split_to_array regexp_split_to_table
    string_to_array string_to_table unistr normalize convert_from convert_to now clock_timestamp statement_timestamp
    transaction_timestamp timeofday age date_part date_trunc date_bin isfinite justify_days justify_hours
    justify_interval make_date make_interval make_time make_timestamp make_timestamptz to_char to_date to_number
    to_timestamp generate_series generate_subscripts unnest array_append array_cat array_dims array_fill array_length
    array_lower array_ndims array_position array_positions array_prepend array_remove array_replace array_to_string
    array_upper cardinality trim_array json_build_array json_build_object jsonb_build_array jsonb_build_object
    json_array_elements jsonb_array_elements json_array_elements_text jsonb_array_elements_text json_array_length
    jsonb_array_length json_each jsonb_each json_each_text jsonb_each_text json_extract_path jsonb_extract_path
    jsonb_extract_path_text json_object_keys jsonb_object_keys json_populate_record jsonb_populate_record
    jsonb_to_record jsonb_to_recordset json_typeof jsonb_typeof jsonb_set jsonb_insert jsonb_pretty jsonb_strip_nulls
    jsonb_path_exists jsonb_path_match jsonb_path_query jsonb_path_query_array jsonb_path_query_first row_to_json
    to_json to_jsonb to_tsvector to_tsquery plainto_tsquery phraseto_tsquery websearch_to_tsquery ts_rank ts_rank_cd
    ts_headline setweight lower_inc upper_inc isempty range_merge gen_random_uuid uuid_extract_timestamp currval
    lastval nextval setval current_setting set_config current_database current_schemas version txid_current
    pg_backend_pid pg_sleep pg_typeof pg_column_size pg_database_size pg_relation_size pg_table_size pg_indexes_size
    pg_total_relation_size pg_size_pretty pg_get_indexdef pg_get_viewdef pg_get_constraintdef pg_get_functiondef
    pg_stat_get_numscans obj_description col_description format_type num_nonnulls num_nulls hashtext host masklen
    network
        """,
    )
)


def quoted(name: str) -> str:
    """A bare name as it must be written.

    >>> quoted("orders"), quoted("Order"), quoted("user"), quoted('a"b')
    ('orders', '"Order"', '"user"', '"a""b"')
    """
    if _PLAIN.fullmatch(name) and name not in RESERVED:
        return name
    return '"{}"'.format(name.replace('"', '""'))


def bare(written: str) -> str:
    """A written name as the server knows it, finished or not: folded to lower case unless quoted."""
    if not written.startswith('"'):
        return written.lower()
    return written[1:].removesuffix('"').replace('""', '"')
