"""A shadow: a server that plans as another one does, from its definition and statistics alone, and holds no row.

Every relation's file has the size of the original's and nothing in it, every B-tree its height, so the planner counts the same
pages and comes to the same costs. A candidate is built for real, which takes a moment without rows, gets the file that it would
have, and is then shown to the planner or hidden from it.

Nothing here can run a statement: sessions that plan are read-only, of a role without privileges, and only ever send EXPLAIN.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, LiteralString

from psycopg import sql

from workbench.errors import BadInput, DatabaseError, StatementError
from workbench.indexes import Candidate, Priced, Rejected, Size
from workbench.plan import Plan
from workbench.postgres.connect import session
from workbench.postgres.connection import Connection
from workbench.postgres.server import without_libpq_environment
from workbench.postgres.whatif import btree
from workbench.postgres.whatif.ends import copy_ends, index_ends, write_ends
from workbench.postgres.whatif.estimate import Estimate, estimate, planned, priced
from workbench.postgres.whatif.expressions import Expression, give_statistics
from workbench.postgres.whatif.extended import without_data, write_extended
from workbench.postgres.whatif.own_server import BY_BYTES, own_server
from workbench.postgres.whatif.restore import ROLE, restore
from workbench.postgres.whatif.source import WITH_RANGES, Locale, Source
from workbench.postgres.whatif.sparse import Files
from workbench.postgres.whatif.versions import as_planned
from workbench.sql import Bound, Statement

_DATABASE = "shadow"
# Classes of errors that come from rows: a value that doesn't fit, a constraint that is violated, a function's own, a raise.
_OF_ROWS = ("22", "23", "38", "P0")
_CREATE: LiteralString = "create database {name} template template0 encoding 'UTF8' owner {role} {locale}"


class ShadowEngine:
    """The engine "shadow"; fulfils `workbench.indexes.WhatIf`.

    Attributes:
        version: of the server that it is the shadow of, "" where nobody knows.
        notes: what is not as there, a sentence each.
        settings: that its statements are planned under, beside PostgreSQL's own.
    """

    engine = "shadow"

    def __init__(self, source: Source, settings: Mapping[str, str] | None = None) -> None:
        self.version = source.version
        self.settings = as_planned(source.version, {**source.settings, **(settings or {})})
        self._opened: list[Connection] = []
        self._parts: dict[Candidate, tuple[int, ...]] = {}
        self._names: dict[str, Candidate] = {}
        self._expressions: list[Expression] = []
        self._newest = 0
        self._shown: frozenset[Candidate] | None = frozenset()
        self._planned: tuple[Bound | None, frozenset[Candidate], Estimate | None] = None, frozenset(), None
        self._server = own_server()
        try:
            self._files = Files(self._server.data, self._server.account)
            self.notes = (*source.notes, *self._make(source))
            self._admin = self._open("postgres", _DATABASE)
            self._planner = self._open(ROLE, _DATABASE)
            self.notes += self._set_up(self._planner)
            self._planner.rows("set_setting", name="default_transaction_read_only", value="on")
        except BaseException:
            self.close()
            raise

    # -- making it

    def _make(self, source: Source) -> tuple[str, ...]:
        with self._opening("postgres", "postgres") as outside:
            outside.command("create extension if not exists pg_buffercache")
            outside.command("create role {role} login", role=sql.Identifier(ROLE))
            notes = _create_database(outside, source.locale)
        with self._opening("postgres", _DATABASE) as admin, self._opening(ROLE, _DATABASE) as inside:
            notes += restore(source.texts, inside, admin)
            notes += write_extended(admin, source.extended or ())
            notes += _untold(admin, source) if source.extended is None else ()
            tables = write_ends(inside, admin)
            self._forget()
            self._ends = copy_ends(admin, self._files)
            with self._opening(ROLE, _DATABASE) as fresh:
                index_ends(fresh, admin, [oid for oid in tables if oid in self._ends])
            self._forget()
        with self._opening("postgres", _DATABASE) as admin:
            for row in admin.rows("shadow_files", only=None):
                self._give_size(row, source)
        return notes

    def _give_size(self, row: Mapping[str, Any], source: Source) -> None:
        name = (row["schema"], row["name"])
        pages = source.pages.get(name, row["pages"])
        if row["method"] == "btree" and row["kind"] == "i":
            levels = source.heights.get(name, btree.height(pages, row["key_width"]))
            self._plant(row["path"], pages, levels)
        else:
            self._files.grow(row["path"], pages)
            if name in source.counts:
                self._files.count(row["path"], source.counts[name])

    def _plant(self, path: str, pages: int, levels: int) -> None:
        if pages > 1:  # with one page, the index is empty and has no root
            self._files.plant(path, levels)
        self._files.grow(path, max(pages, 1 if pages < 2 else btree.least_pages(levels)))

    def _set_up(self, connection: Connection) -> tuple[str, ...]:
        """The source's settings."""
        notes = []
        for name, value in self.settings.items():
            try:
                connection.rows("set_setting", name=name, value=value)
            except DatabaseError as error:
                notes.append(f"the setting {name} = {value} is not taken over: {error.message}")
        return tuple(notes)

    def _forget(self) -> None:
        """What is in shared buffers is written, and read again from the files."""
        with self._opening("postgres", "postgres") as outside:
            outside.rows("evict_all")

    def _open(self, role: str, database: str) -> Connection:
        with without_libpq_environment():
            opened = session({**self._server.conninfo, "user": role, "dbname": database}, None, "0")
        self._opened.append(opened)
        return opened

    @contextmanager
    def _opening(self, role: str, database: str) -> Iterator[Connection]:
        opened = self._open(role, database)
        try:
            yield opened
        finally:
            self._opened.remove(opened)
            opened.close()

    # -- candidates

    def prepare(self, sizes: Mapping[Candidate, Size]) -> tuple[Rejected, ...]:
        """Builds the candidates on tables that are empty for a moment, and gives each its size."""
        fresh = [candidate for candidate in sizes if candidate not in self._parts]
        rejected: list[Rejected] = []
        made: dict[Candidate, list[dict[str, Any]]] = {}
        with self._builder() as builder:
            with self._emptied(builder, fresh):
                for candidate in fresh:
                    try:
                        made[candidate] = self._build_anyhow(builder, candidate)
                    except (DatabaseError, StatementError) as error:
                        rejected.append(Rejected(candidate, error.message))
            built = [row["oid"] for candidate, rows in made.items() if candidate.has_expression for row in rows]
            self._expressions += give_statistics(builder, built)
        self._give_sizes(made, sizes)
        return tuple(rejected)

    @contextmanager
    def _builder(self) -> Iterator[Connection]:
        """A session that may make indexes, and has seen no table while it was full."""
        with self._opening(ROLE, _DATABASE) as builder:
            self._set_up(builder)
            self._newest = builder.rows("last_relation")[0]["oid"]
            yield builder

    @contextmanager
    def _emptied(self, builder: Connection, candidates: Iterable[Candidate]) -> Iterator[None]:
        names = sorted({sql.Identifier(*candidate.table).as_string() for candidate in candidates})
        pages: dict[str, int] = {}
        try:
            for row in builder.rows("table_files", tables=names):
                pages[row["path"]] = self._files.shrink(row["path"], 1 if row["path"] in self._ends.values() else 0)
            yield
        finally:
            for path, count in pages.items():
                self._files.refill(path, count)

    def _build_anyhow(self, builder: Connection, candidate: Candidate) -> list[dict[str, Any]]:
        """On the table's two rows; where these don't fit (a unique index, a cast that fails), on none."""
        try:
            return self._build(builder, candidate)
        except DatabaseError as error:
            if (error.sqlstate or "")[:2] not in _OF_ROWS:
                raise
            name = sql.Identifier(*candidate.table).as_string()
            with self._files.without_first_page([row["path"] for row in builder.rows("table_files", tables=[name])]):
                return self._build(builder, candidate)

    def _build(self, builder: Connection, candidate: Candidate) -> list[dict[str, Any]]:
        """The index and its parts on partitions.

        Raises:
            StatementError: it is no CREATE INDEX, or made nothing. DatabaseError: the server objects.
        """
        builder.run(Statement(Candidate.of(candidate.ddl).ddl).bind({}))
        made = builder.rows("shadow_new_indexes", after=self._newest)
        if not made:
            raise StatementError("An index of this name exists already.")
        self._newest = made[-1]["oid"]
        for row in made:
            if row["namesakes"]:  # plans tell bare names only
                bare = f"{row['name'][:50]}_{row['oid']}"
                builder.command(
                    "alter index {old} rename to {new}",
                    old=sql.Identifier(row["schema"], row["name"]), new=sql.Identifier(bare),
                )  # fmt: skip
                row["name"] = bare
        return made

    def _give_sizes(self, made: Mapping[Candidate, list[dict[str, Any]]], sizes: Mapping[Candidate, Size]) -> None:
        """Files, and the catalog's figures; then all of them are hidden."""
        oids = [row["oid"] for rows in made.values() for row in rows]
        if not oids:
            return
        self._forget()
        files = {row["oid"]: row for row in self._admin.rows("shadow_files", only=oids)}
        figures = {}
        for candidate, rows in made.items():
            parts = [files[row["oid"]] for row in rows if row["oid"] in files]
            for part, size in zip(parts, _shares(sizes[candidate], parts), strict=True):
                self._give_part(part, size)
                figures[part["oid"]] = size
        self._admin.rows(
            "index_figures",
            oids=list(figures),
            pages=[size.pages for size in figures.values()],
            rows=[float(size.rows) for size in figures.values()],
        )
        self._admin.rows("show_indexes", shown=[], changed=oids)
        for candidate, rows in made.items():
            self._parts[candidate] = tuple(row["oid"] for row in rows)
            self._names.update({row["name"]: candidate for row in rows})

    def _give_part(self, part: Mapping[str, Any], size: Size) -> None:
        if part["method"] == "btree":
            self._plant(part["path"], size.pages, size.height or btree.height(size.pages, part["key_width"]))
        else:
            self._files.grow(part["path"], max(size.pages, self._files.pages(part["path"])))

    # -- prices

    def price(self, bound: Bound, candidates: Iterable[Candidate]) -> Priced:
        """One EXPLAIN, and before it one change of what is hidden, where that differs from the last price. None where it is the
        price of the plan that was asked for last."""
        wanted = frozenset(candidates)
        asked, among, found = self._planned
        if asked is not bound or among != wanted or found is None:
            self._show(wanted)
            found = estimate(self._planner, bound)
        return priced(found, self._names)

    def plan(self, bound: Bound, candidates: Iterable[Candidate] = ()) -> Plan:
        """The plan behind that price."""
        wanted = frozenset(candidates)
        self._show(wanted)
        found = estimate(self._planner, bound, verbose=True)
        self._planned = bound, wanted, found
        return planned(self._planner, bound, found.documents)

    def remarks(self, candidates: Iterable[Candidate]) -> tuple[str, ...]:
        """What a reader should know of these candidates' prices: of each expression, where its statistics come from."""
        oids = {oid for candidate in candidates for oid in self._parts.get(candidate, ())}
        return tuple(dict.fromkeys(one.remark for one in self._expressions if one.oid in oids))

    @property
    def caveats(self) -> tuple[str, ...]:
        """The notes, and before them which version plans, where it isn't the source's."""
        theirs, ours = self.version.partition(".")[0], str(self._planner.capabilities.major)
        said = f"the costs are those of PostgreSQL {ours}'s planner, in a shadow of {theirs}"
        return (*((said,) if theirs not in ("", ours) else ()), *self.notes)

    @property
    def connection(self) -> Connection:
        """The session that plans: the shadow's catalog, and so the source's, can be read in it."""
        return self._planner

    def _show(self, wanted: frozenset[Candidate]) -> None:
        if wanted == self._shown:
            return
        unknown = [candidate for candidate in wanted if candidate not in self._parts]
        if unknown:
            raise BadInput("A candidate was not prepared, or was rejected.", unknown[0].ddl, hint="prepare it first.")
        # After an interruption nobody knows what is shown, so everything is set again.
        changed = self._parts if self._shown is None else wanted ^ self._shown
        self._shown = None
        self._admin.rows(
            "show_indexes",
            shown=[oid for candidate in wanted for oid in self._parts[candidate]],
            changed=[oid for candidate in changed for oid in self._parts[candidate]],
        )
        self._shown = wanted

    @property
    def closed(self) -> bool:
        """Whether its server is stopped and its folder deleted."""
        return not self._server.data.exists()

    def disk_bytes(self) -> int:
        """What its server takes on disk, all in all."""
        return self._files.disk_bytes()

    def close(self) -> None:
        """Ends the sessions, stops the server and deletes its folder."""
        while self._opened:
            self._opened.pop().close()
        self._server.close()


def _shares(size: Size, parts: list[dict[str, Any]]) -> list[Size]:
    """An index's size divided among its parts, by the rows of their tables."""
    total = sum(part["table_rows"] for part in parts)
    shares = [part["table_rows"] / total if total else 1 / len(parts) for part in parts]
    if len(parts) == 1:
        return [size]
    return [Size(max(1, round(size.pages * share)), size.rows * share) for share in shares]


def _untold(admin: Connection, source: Source) -> tuple[str, ...]:
    """What pg_dump leaves out and wb.dump() writes, a sentence each."""
    major = source.version.partition(".")[0]
    ranges = admin.rows("range_columns", schema=None) if major.isdigit() and int(major) < WITH_RANGES else []
    told = "of {}, a range, there is no histogram: pg_dump writes it from {} on, wb.dump() as a superuser"
    return (*without_data(admin), *(told.format(row["name"], WITH_RANGES) for row in ranges))


def _create_database(outside: Connection, locale: Locale | None) -> tuple[str, ...]:
    """With the source's locale, where this machine has it; one that is sorted by bytes is there already."""
    names = {"name": sql.Identifier(_DATABASE), "role": sql.Identifier(ROLE)}
    notes: tuple[str, ...] = ()
    if locale is not None and (sorted_as := _sorted_as(locale)) is not None:
        try:
            outside.command(_CREATE, **names, locale=sorted_as)
            return ()
        except DatabaseError:
            told = locale.locale or locale.collate
            notes = (f"text is sorted by bytes here, there by {told}, which this machine hasn't: ranges of text may be off",)
    outside.command("alter database {there} rename to {name}", there=sql.Identifier(BY_BYTES), name=names["name"])
    outside.command("alter database {name} owner to {role}", **names)
    return notes


def _sorted_as(locale: Locale) -> sql.Composable | None:
    """A part of CREATE DATABASE; None where the one that is there sorts in this way."""
    if locale.provider == "c" and {locale.collate, locale.ctype} <= {"C", "POSIX"}:
        return None
    if locale.provider == "b":
        name = locale.locale or "C.UTF-8"
        return None if name == "C.UTF-8" else sql.SQL("locale_provider builtin builtin_locale {}").format(sql.Literal(name))
    if locale.provider == "i":
        return sql.SQL("locale_provider icu icu_locale {}").format(sql.Literal(locale.locale or "und"))
    given = sql.SQL("locale_provider libc lc_collate {} lc_ctype {}")
    return given.format(sql.Literal(locale.collate), sql.Literal(locale.ctype))
