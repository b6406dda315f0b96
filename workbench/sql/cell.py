"""A statement with its values as the text of a notebook's cell, and back: lines `-- :name = literal` before the statement, as
in a workload.sql. Such a cell can be run by anybody who has none of the variables.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from contextlib import suppress
from decimal import Decimal
from itertools import takewhile
from typing import Any

from workbench.errors import BadInput, DatasetError
from workbench.sql.lexer import Kind
from workbench.sql.statement import Statement
from workbench.sql.workload import VALUE, literal_value

_TEXTUAL = (str, dt.date, dt.time)


def values_of(text: str) -> dict[str, Any]:
    """The values that a cell brings along. A line whose value is no literal is a comment like any other.

    >>> values_of("-- :u = 7\\nselect :u")
    {'u': 7}
    """
    head = takewhile(lambda line: not line.strip() or line.lstrip().startswith("--"), text.splitlines())
    found = (VALUE.fullmatch(line.strip()) for line in head)
    values = {}
    for match in filter(None, found):
        with suppress(DatasetError):
            values[match[1]] = literal_value(match[2], "the cell")
    return values


def cell_of(changes: Iterable[str], statement: Statement, values: Mapping[str, Any]) -> str:
    """The `%%trial` cell that tries these changes on the statement, its values written down.

    Raises:
        BadInput: a change doesn't fit on the magic's line, since a text in it has several.

    >>> print(cell_of(["create index on orders (user_id)"], Statement.of("select * from orders where user_id = :u"), {"u": 7}))
    %%trial create index on orders (user_id)
    -- :u = 7
    select * from orders where user_id = :u
    """
    line = "; ".join(_one_line(change) for change in changes)
    given = [f"-- :{name} = {written}" for name in statement.parameters if (written := _written(values.get(name))) is not None]
    return "\n".join([f"%%trial {line}", *given, statement.text])


def _one_line(change: str) -> str:
    parts = [" " if token.kind in (Kind.SPACE, Kind.COMMENT) else token.text for token in Statement.of(change).tokens]
    line = "".join(parts).strip()
    if "\n" in line:
        raise BadInput("A text in this change has several lines, and a magic's line is one.", hint="use wb.trial(sql, change).")
    return line


def _written(value: Any) -> str | None:
    """An SQL literal; None where the cell has to take the notebook's variable."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float | Decimal):
        return format(value, "f") if isinstance(value, float | Decimal) else str(value)
    if isinstance(value, _TEXTUAL) and len(str(value).splitlines()) < 2:
        return "'" + str(value).replace("'", "''") + "'"
    return None
