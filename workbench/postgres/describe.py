"""What the server makes of a statement before it runs: the types of its parameters and of its columns.

Parse and Describe of the extended protocol, https://www.postgresql.org/docs/current/protocol-flow.html: the server itself
refuses a second statement, and takes locks as if the statement ran.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from psycopg.adapt import PyFormat, Transformer
from psycopg.generators import execute
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

from workbench.errors import ParameterError
from workbench.sql import Bound

_FAILED = ExecStatus.FATAL_ERROR


@dataclass(frozen=True)
class Described:
    """A statement as the server understood it.

    Attributes:
        texts: the parameters' values as text; None for a null.
        types: the oids of the parameters' types.
        columns: name, oid and modifier of each column's type.
    """

    texts: tuple[str | None, ...]
    types: tuple[int, ...]
    columns: tuple[tuple[str, int, int], ...]


def describe(raw: psycopg.Connection[Any], bound: Bound, values: Sequence[Any]) -> Described:
    """Asks the server. It runs nothing; psycopg's errors are the caller's to translate."""
    encoding = raw.info.encoding
    adapter = Transformer(raw)
    data = adapter.dump_sequence(values, [PyFormat.TEXT] * len(values))
    raw.pgconn.send_prepare(b"", bound.sql.encode(encoding), adapter.types or ())
    _answer(raw)
    raw.pgconn.send_describe_prepared(b"")
    told = _answer(raw)
    if told.nparams != len(values):  # only where the server cuts the text into other tokens than we do
        raise ParameterError(
            "The server sees other parameters than are written.",
            hint="set standard_conforming_strings to on, PostgreSQL's default.",
        )
    names = [(told.fname(i) or b"").decode(encoding) for i in range(told.nfields)]
    return Described(
        tuple(None if one is None else bytes(one).decode(encoding) for one in data),
        tuple(told.param_type(i) for i in range(told.nparams)),
        tuple((name, told.ftype(i), told.fmod(i)) for i, name in enumerate(names)),
    )


def literal(text: str | None, type_name: str) -> sql.Composable:
    """A value as SQL that means what the parameter meant: quoted by libpq, of the type that the server gave it.

    Args:
        text: the value; None for a null.
        type_name: as format_type writes it.
    """
    return sql.SQL("({}::{})").format(sql.Literal(text), sql.SQL(type_name))


def _answer(raw: psycopg.Connection[Any]) -> PGresult:
    result: PGresult = raw.wait(execute(raw.pgconn))[-1]
    if result.status == _FAILED:
        raise psycopg.errors.error_from_result(result, raw.info.encoding)
    return result
