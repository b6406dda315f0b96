"""Measures what a change costs those who write: the same rows written without and with it, in pairs, and rolled back.

It happens in a copy of the table, made in the same transaction, with up to 200,000 of its rows and all its indexes, old and
new. Rolled-back writes leave dead rows behind, and the original would grow by them; of a copy nothing is left. Nor does it lock
the original, or fire its triggers and foreign keys, whose work is the same on both sides. The written rows are the table's own:
deleted, inserted again, and updated with one another's values.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from psycopg import sql

from workbench.postgres.connection import Connection
from workbench.postgres.stopwatch import Setting, measure
from workbench.sql import Bound, Statement
from workbench.trials import Built, WriteCost

COPIED, ROWS = 200_000, 1000
# Eight pairs are taken whatever they take; the figure needs no great precision.
_BUDGET_S = 0.2
_SAMPLE = sql.Identifier("pg_temp", "workbench_sample")
_PLACE = sql.Identifier("workbench place")


@dataclass(frozen=True)
class _Copy:
    """A copy of a table.

    Attributes:
        name: of the copy. shown: of the original, as one writes it. oid: of the copy.
        writable: its columns that can be written. exchanged: those whose values are exchanged in an update.
        built: its indexes that are copies of new ones.
    """

    name: sql.Identifier
    shown: str
    oid: int
    writable: tuple[str, ...]
    exchanged: tuple[str, ...]
    built: tuple[sql.Identifier, ...]


@dataclass(frozen=True)
class _Write:
    """A write to measure, and one to do before it, untimed."""

    what: str
    bound: Bound
    first: Bound | None = None


def write_costs(connection: Connection, built: Iterable[Built]) -> tuple[WriteCost, ...]:
    """Insert, update and delete for each table that has a new index. The session is in a transaction that is rolled back.

    Raises:
        AccessDenied: the role may not create a table in the original's schema.
    """
    indexes = [thing for thing in built if thing.kind == "index"]
    found: list[WriteCost] = []
    for oid in dict.fromkeys(index.table for index in indexes):
        with connection.rolled_back():
            copy = _copied(connection, oid, [index for index in indexes if index.table == oid])
            rows = _sample(connection, copy)
            if rows:
                found += [_cost(connection, copy, rows, write) for write in _writes(copy)]
    return tuple(found)


def blocked_hot(connection: Connection, built: Sequence[Built]) -> tuple[str, ...]:
    """The columns whose updates could leave all indexes alone before, and can't with these."""
    found: list[str] = []
    oids = [oid for index in built for oid in index.oids]
    for index in built:
        summarizes = index.method == "brin" and connection.capabilities.major >= 16
        if index.kind == "index" and not summarizes:
            rows = connection.rows("columns_of_writes", table=index.table, built=oids)
            found += [row["name"] for row in rows if row["name"] in index.columns and not row["indexed"]]
    return tuple(dict.fromkeys(found))


def _copied(connection: Connection, oid: int, built: list[Built]) -> _Copy:
    (names,) = connection.rows("names_of_tables", oids=[oid])
    original, copy = (sql.Identifier(names["schema"], name) for name in (names["table"], "workbench_copy"))
    connection.command(
        "create table {copy} (like {original} including all excluding indexes excluding statistics) with (fillfactor = {full})",
        copy=copy, original=original, full=sql.Literal(connection.rows("fillfactor", table=oid)[0]["fillfactor"]),
    )  # fmt: skip
    new = {part for index in built for part in index.oids}
    columns = connection.rows("columns_of_writes", table=oid, built=list(new))
    writable = tuple(row["name"] for row in columns if row["writable"])
    connection.command(
        "insert into {copy} ({columns}) overriding system value select {columns} from {original}"
        " tablesample system ({percent}) limit {rows}",
        copy=copy, original=original, columns=_list([sql.Identifier(name) for name in writable]),
        percent=sql.Literal(connection.rows("sample_percent", table=oid, rows=COPIED)[0]["percent"]), rows=sql.Literal(COPIED),
    )  # fmt: skip
    made: list[sql.Identifier] = []
    for number, index in enumerate(connection.rows("indexes_to_copy", table=oid)):
        name = f"workbench_copy_{number}"
        connection.command(
            "create {unique} index {name} on {copy} {definition}",
            unique=sql.SQL("unique" if index["unique"] else ""), name=sql.Identifier(name), copy=copy,
            definition=sql.SQL(index["definition"].replace("{", "{{").replace("}", "}}")),
        )  # fmt: skip
        made += [sql.Identifier(names["schema"], name)] if index["oid"] in new else []
    connection.command("analyze {copy}", copy=copy)
    wanted = {column for index in built for column in index.columns}
    exchanged = tuple(row["name"] for row in columns if row["name"] in wanted and row["writable"] and not row["bound"])
    (found,) = connection.rows("oid_of_table", table=copy.as_string())
    return _Copy(copy, names["shown"], found["oid"], writable, exchanged, tuple(made))


def _sample(connection: Connection, copy: _Copy) -> int:
    """Puts rows from all over the copy aside, each with its place and another row's values; how many there are."""
    nexts = [
        sql.SQL("coalesce(lead({0}) over (), first_value({0}) over ()) as {1}").format(sql.Identifier(name), _next(name))
        for name in copy.exchanged
    ]
    connection.command(
        "create temp table {sample} on commit drop as select {columns} from (select ctid, *"
        " from {copy} tablesample bernoulli ({percent}) limit {rows}) as sampled",
        sample=_SAMPLE, copy=copy.name, rows=sql.Literal(ROWS),
        columns=_list([sql.Identifier(name) for name in copy.writable], [sql.SQL("ctid as {}").format(_PLACE)], nexts),
        percent=sql.Literal(connection.rows("sample_percent", table=copy.oid, rows=ROWS)[0]["percent"]),
    )  # fmt: skip
    return connection.count(_SAMPLE)


def _writes(copy: _Copy) -> list[_Write]:
    given = {"copy": copy.name, "sample": _SAMPLE, "place": _PLACE}
    columns = _list([sql.Identifier(name) for name in copy.writable])
    delete = _bound(sql.SQL("delete from {copy} written using {sample} s where written.ctid = s.{place}").format(**given))
    insert = sql.SQL("insert into {copy} ({columns}) overriding system value select {columns} from {sample}")
    writes = [_Write("insert", _bound(insert.format(columns=columns, **given)), delete), _Write("delete", delete)]
    if copy.exchanged:
        sets = [sql.SQL("{} = s.{}").format(sql.Identifier(name), _next(name)) for name in copy.exchanged]
        update = sql.SQL("update {copy} written set {sets} from {sample} s where written.ctid = s.{place}")
        writes.insert(1, _Write(f"update of {', '.join(copy.exchanged)}", _bound(update.format(sets=_list(sets), **given))))
    return writes


def _cost(connection: Connection, copy: _Copy, rows: int, write: _Write) -> WriteCost:
    def prepare(*, hidden: bool) -> None:
        for name in copy.built if hidden else ():
            connection.command("drop index {name}", name=name)
        if write.first is not None:
            connection.run(write.first)

    before, after = (Setting(connection, write.bound, partial(prepare, hidden=hidden)) for hidden in (True, False))
    left, right, verdict = measure(before, after, budget_s=_BUDGET_S, witnessed=0)
    hot = (_hot(before, copy), _hot(after, copy)) if write.what.startswith("update") else None
    return WriteCost(copy.shown, write.what, rows, left.wall, right.wall, verdict, hot)


def _hot(setting: Setting, copy: _Copy) -> int:
    """How many rows of one update stay off all indexes."""
    connection = setting.connection
    with connection.rolled_back():
        setting.prepare()
        was = connection.rows("heap_only", table=copy.oid)[0]["hot"]
        connection.run(setting.bound)
        return int(connection.rows("heap_only", table=copy.oid)[0]["hot"]) - int(was)


def _next(name: str) -> sql.Identifier:
    return sql.Identifier(f"next {name}"[:63])


def _list(*parts: list[Any]) -> sql.Composed:
    return sql.Composed([part for some in parts for part in some]).join(", ")


def _bound(composed: sql.Composed) -> Bound:
    return Statement(composed.as_string()).bind({})
