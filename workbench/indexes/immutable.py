"""Whether an expression may be an index's key: it must give the same result for the same row, whatever the session's settings.

PostgreSQL refuses others when the index is built. Only what is known to be immutable passes here; the rest is told.
https://www.postgresql.org/docs/current/xfunc-volatility.html
"""

from __future__ import annotations

import re

from sqlglot import exp

from workbench.catalog import Table

_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?")
_ZONED = "timestamp with time zone"
_PLAIN_TIMES = ("date", "time", "timestamp")
_NUMBERS = ("int2", "int4", "int8", "numeric", "float4", "float8")
_STRINGS = ("text", "varchar", "bpchar")

_ALWAYS = (
    exp.Column,
    exp.Identifier,
    exp.Literal,
    exp.Boolean,
    exp.Null,
    exp.Neg,
    exp.Paren,
    exp.DataType,
    exp.DataTypeParam,
    exp.Var,
    exp.Lower,
    exp.Upper,
    exp.Trim,
    exp.Substring,
    exp.Left,
    exp.Right,
    exp.Length,
    exp.Abs,
    exp.Coalesce,
    exp.MD5,
    exp.JSONExtract,
    exp.JSONExtractScalar,
    exp.JSONBExtract,
    exp.JSONBExtractScalar,
    exp.JSONPath,
    exp.JSONPathRoot,
    exp.JSONPathKey,
    exp.JSONPathSubscript,
    exp.Nullif,
    exp.Round,
    exp.Floor,
    exp.Ceil,
)
_ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod)
_TO_TEXT = "needs a configuration that doesn't depend on a setting: to_tsvector('english', ...)"


def why_not_immutable(node: exp.Expression, table: Table) -> str | None:
    """None where the expression may be a key, else the reason, to be read behind "because"."""
    for part in node.walk():
        reason = _reason(part, table)
        if reason is not None:
            return reason
    return None


def _reason(node: exp.Expression, table: Table) -> str | None:
    if isinstance(node, exp.Cast):
        return _cast(node, table)
    if isinstance(node, exp.TimestampTrunc | exp.DateTrunc):
        return _of_plain_time(node.this, "date_trunc", table)
    if isinstance(node, exp.Extract):
        return _of_plain_time(node.expression, "extract", table)
    if isinstance(node, exp.AtTimeZone):
        return None if isinstance(node.args.get("zone"), exp.Literal) else "its time zone isn't a constant"
    if isinstance(node, (exp.DPipe, *_ARITHMETIC)):
        return _operator(node, table)
    if isinstance(node, exp.Anonymous) and node.name.lower() == "to_tsvector":
        return None if len(node.expressions) == 2 and isinstance(node.expressions[0], exp.Literal) else _TO_TEXT
    if isinstance(node, _ALWAYS):
        return None
    name = node.name if isinstance(node, exp.Anonymous) else node.sql_name() if isinstance(node, exp.Func) else node.key
    return f"{name.lower()} isn't known to be immutable"


def _cast(node: exp.Cast, table: Table) -> str | None:
    target = node.to.sql(dialect="postgres").lower().split("(")[0]
    source = _type(node.this, table)
    if isinstance(node.this.unnest(), exp.Literal) or source == target:
        return None
    if source == "timestamptz" and target in ("date", "time", "timestamp", "text", "varchar"):
        return f"what {target} a {_ZONED} falls on depends on the session's time zone (write at time zone 'UTC', or a range)"
    if source in _PLAIN_TIMES and target in _PLAIN_TIMES:
        return None
    if target in ("int", "bigint", "smallint", "decimal", "numeric", "double precision", "real", "boolean"):
        return _of_texts(node.this, target, table) if source in (*_NUMBERS, *_STRINGS, "bool") else _may(source, target)
    if target in ("text", "varchar") and source in (*_NUMBERS, *_STRINGS, "uuid", "bool"):
        return None
    return _may(source, target)


def _may(source: str, target: str) -> str:
    return f"a cast of {source or 'it'} to {target} may depend on settings"


def _of_texts(node: exp.Expression, target: str, table: Table) -> str | None:
    """A text column that holds other texts can't be cast: the index wouldn't build."""
    column = table.column(node.name) if isinstance(node, exp.Column) else None
    if column is None or column.statistics is None or column.inner is None or column.inner.category != "S":
        return None
    words = [text for text in (*column.statistics.common, *column.statistics.bounds) if not _NUMBER.fullmatch(text.strip())]
    return f"{column.name} holds texts that can't be cast to {target}" if words else None


def _of_plain_time(node: exp.Expression, name: str, table: Table) -> str | None:
    kind = _type(node, table)
    if kind in ("date", "timestamp", "time") and not (name == "date_trunc" and kind == "date"):
        return None
    if kind in ("timestamptz", "date"):
        called = _ZONED if kind == "timestamptz" else kind
        return f"{name} of a {called} depends on the session's time zone (write at time zone 'UTC')"
    return f"{name} of what isn't known to be a timestamp may depend on settings"


def _operator(node: exp.Expression, table: Table) -> str | None:
    kinds = {_type(side, table) for side in (node.this, node.expression)} - {"literal"}
    allowed = _STRINGS if isinstance(node, exp.DPipe) else _NUMBERS
    return None if kinds <= set(allowed) else f"{node.sql(dialect='postgres').lower()} may depend on settings"


def _type(node: exp.Expression, table: Table) -> str:
    """The name in pg_type, as far as it can be told; "" where it can't."""
    node = node.unnest()
    if isinstance(node, exp.Column):
        column = table.column(node.name)
        return column.inner.name if column is not None and column.inner is not None else ""
    if isinstance(node, exp.Literal):
        return "literal"
    if isinstance(node, exp.AtTimeZone):
        return "timestamp" if _type(node.this, table) == "timestamptz" else "timestamptz"
    if isinstance(
        node, exp.Lower | exp.Upper | exp.Trim | exp.Substring | exp.DPipe | exp.JSONExtractScalar | exp.JSONBExtractScalar
    ):
        return "text"
    if isinstance(node, exp.Cast):
        target = str(node.to.sql(dialect="postgres")).lower()
        return {"int": "int4", "bigint": "int8", "decimal": "numeric"}.get(target, target)
    if isinstance(node, _ARITHMETIC):
        left: exp.Expression = node.this
        return _type(left, table)
    return (
        "text"
        if isinstance(node, exp.Left | exp.Right | exp.MD5)
        else "timestamp"
        if isinstance(node, exp.TimestampTrunc)
        else ""
    )
