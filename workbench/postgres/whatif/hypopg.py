"""HypoPG: prices statements on the user's own server, by hypothetical indexes in the memory of the session. Nothing is built,
nothing is run, nobody else is disturbed; it works on standbys, too. https://hypopg.readthedocs.io

What it can't know, so don't take its word for more than an order (`bench/hypopg.py`: 22 of 23 pairs have the plan of the
really built index, cost off by 0.3 % in the median):

* A hypothetical B-tree has no height. Its probes are too cheap, so plans lean towards nested loops: against the really built
  indexes TPC-H's total came out 2 % too low, but statement 21 34 %, 7 19 % and 3 11 %.
* Its sizes know no deduplication (PostgreSQL 13+): 20 indexes were 2.8 times too large (geometric mean), at worst 8.2 times.
  So reading much of an index is too dear, up to 35 %, and sizes come from the workbench's own model. Those that are given to
  `prepare` change no price here.
* An index on an expression has no statistics of its own; the planner falls back on its default, and the price may be a hundred
  times too high (8,443 for 62, days by date_trunc).
* It takes a unique index at its word: the planner then trusts in a uniqueness that no build has checked.
* It has B-tree, BRIN, hash and bloom. The others are rejected here; the engines shadow and build price them.

Hypothetical indexes survive ROLLBACK and end with the session. Ours are told apart from the user's own by their names, which
are unique in a session; the user's own stay, and count as indexes that are there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from psycopg import sql

from workbench.errors import BadInput, DatabaseError
from workbench.indexes.candidate import Candidate
from workbench.indexes.whatif import Priced, Rejected, Size, WhatIf
from workbench.plan import Plan
from workbench.postgres.connection import Connection
from workbench.postgres.whatif.estimate import Document, estimate, planned, priced
from workbench.sql import Bound, Statement

# It borrows the OIDs that initdb has left over below 16384, about 2,500 (2,828 were counted on PostgreSQL 15); some are left to
# the user.
LIVE_AT_MOST = 2_000
# How many candidates are checked at once; one bad one among them costs about twice as many commands as it has binary digits.
BATCH = 500
# What its documentation names. Others are asked for once, since a later version may have them.
SIMULATED = frozenset({"btree", "brin", "hash", "bloom"})
# Faults of the candidate: the statement, a value in it, what isn't supported, and elog() without a code, as HypoPG does it.
# All else (a lost connection, a timeout, a failed transaction) is no answer about the candidate.
_ELOG = "XX000"
_FAULTS = ("42", "22", "0A", _ELOG)
_NO_METHOD = "HypoPG has no hypothetical {} indexes; the engines shadow and build price them."


@dataclass(frozen=True)
class _Hypothetical:
    """A hypothetical index: its number, and its name, `<13556>btree_orders_user_id`."""

    oid: int
    name: str

    @property
    def shown(self) -> str:
        """The name without the number, which differs from session to session."""
        return re.sub(r"^<\d+>(.*)", r"<\1>", self.name, flags=re.DOTALL)


class HypoPG(WhatIf):
    """The engine on one connection. Between two prices it creates and drops only the difference, and what comes behind a
    newcomer in the order of a table."""

    engine = "hypopg"
    caveats: tuple[str, ...] = ()

    def __init__(self, connection: Connection) -> None:
        """Raises MissingCapability where the extension isn't created, with the next step."""
        connection.require("hypopg")
        self._connection = connection
        self._schema: str = connection.rows("hypopg_home")[0]["schema"]
        self._known: set[Candidate] = set()
        self._missing_methods: set[str] = set()
        self._live: dict[Candidate, _Hypothetical] = {}
        # The names that were there when a creation began whose end was not seen; what came since is ours, too.
        self._before: frozenset[str] | None = None

    def prepare(self, sizes: Mapping[Candidate, Size]) -> tuple[Rejected, ...]:
        """Makes candidates known; those that HypoPG or the server refuses come back with the reason.

        Raises:
            DatabaseError: what is no answer about a candidate: the connection, a timeout, a failed transaction.
        """
        fresh = [candidate for candidate in sizes if candidate not in self._known]
        refused = {rejected.candidate: rejected for rejected in self._checked(fresh)}
        self._known.update(candidate for candidate in fresh if candidate not in refused)
        return tuple(refused[candidate] for candidate in fresh if candidate in refused)

    def price(self, bound: Bound, candidates: Iterable[Candidate]) -> Priced:
        """The planner's price with exactly these candidates.

        Raises:
            BadInput: a candidate was not prepared, or more of them are on the statement's tables than HypoPG holds.
            DatabaseError: the server objects to the statement.
        """
        with self._there(self._wanted(bound, candidates)):
            found = estimate(self._connection, bound)
        return priced(found, {index.name: candidate for candidate, index in self._live.items()})

    def plan(self, bound: Bound, candidates: Iterable[Candidate]) -> Plan:
        """The plan behind that price; hypothetical indexes stand in it as `<btree_orders_user_id>`."""
        with self._there(self._wanted(bound, candidates)):
            found = estimate(self._connection, bound, verbose=True)
        shown = {index.name: index.shown for index in self._live.values()}
        documents = [_renamed(document, shown) for document in found.documents]
        return planned(self._connection, bound, documents)

    def close(self) -> None:
        """Drops ours and nothing else. Safe to call twice.

        Raises:
            DatabaseError: the user's transaction has failed, so nothing can be done before it is ended; call again then.
        """
        if not self._connection.closed:
            self._settle()
            self._drop_all()
        self._live = {}

    def _checked(self, fresh: Sequence[Candidate]) -> Iterator[Rejected]:
        """Those that are refused: asked for in batches, but of a method that it has not, only the first is asked for."""
        plain = [candidate for candidate in fresh if _method(candidate) in SIMULATED]
        for start in range(0, len(plain), BATCH):
            yield from self._check(plain[start : start + BATCH])
        for candidate in fresh:
            method = _method(candidate)
            if method in self._missing_methods:
                yield Rejected(candidate, _NO_METHOD.format(method))
            elif method not in SIMULATED:
                yield from self._check([candidate])

    def _check(self, candidates: Sequence[Candidate]) -> Iterator[Rejected]:
        """Those that can't be created, by halves: mostly all can."""
        if not candidates:
            return
        try:
            with self._there(frozenset(candidates)):
                return
        except DatabaseError as error:
            if not (error.sqlstate or "").startswith(_FAULTS):
                raise
            if len(candidates) == 1:
                yield self._rejected(candidates[0], error)
                return
        half = len(candidates) // 2
        yield from self._check(candidates[:half])
        yield from self._check(candidates[half:])

    def _rejected(self, candidate: Candidate, error: DatabaseError) -> Rejected:
        method = _method(candidate)
        if method not in SIMULATED and error.sqlstate == _ELOG:
            self._missing_methods.add(method)
            return Rejected(candidate, _NO_METHOD.format(method))
        told = error.message.rpartition(" (")[0].removeprefix("hypopg: ")
        return Rejected(candidate, f"HypoPG refuses it: {told}.")

    def _wanted(self, bound: Bound, candidates: Iterable[Candidate]) -> frozenset[Candidate]:
        """The candidates; where they are too many, only those on tables that the statement reads: others change nothing."""
        wanted = frozenset(candidates)
        strangers = wanted - self._known
        if strangers:
            first = min(candidate.ddl for candidate in strangers)
            raise BadInput(f"{len(strangers)} candidates were not prepared: {first}", hint="call prepare() with them first.")
        return wanted if len(wanted) <= LIVE_AT_MOST else self._on_its_tables(bound, wanted)

    def _on_its_tables(self, bound: Bound, wanted: frozenset[Candidate]) -> frozenset[Candidate]:
        """The statement is planned without any hypothetical index, since a unique one can take a join out of the plan."""
        with self._connection.rolled_back():
            self._ready((), enabled=False)
            tables = sorted(estimate(self._connection, bound, verbose=True).tables)
            names = {sql.Identifier(*candidate.table).as_string() for candidate in wanted}
            schemas, bare = [schema for schema, _ in tables], [table for _, table in tables]
            rows = self._connection.rows("names_that_are_read", names=sorted(names), schemas=schemas, tables=bare)
        read = {row["name"] for row in rows}
        return frozenset(candidate for candidate in wanted if sql.Identifier(*candidate.table).as_string() in read)

    @contextmanager
    def _there(self, wanted: frozenset[Candidate]) -> Iterator[None]:
        """A transaction that is rolled back, with exactly these candidates live. Whatever fails in it, ours are known."""
        try:
            with self._connection.rolled_back():
                self._make(wanted)
                yield
        except BaseException:
            self._settle()
            raise

    def _make(self, wanted: frozenset[Candidate]) -> None:
        """Drops what is too much, creates what is missing."""
        kept = wanted - self._out_of_order(wanted)
        gone = [candidate for candidate in self._live if candidate not in kept]
        names = self._ready([self._live[candidate].oid for candidate in gone]) - {self._live[c].name for c in gone}
        # Somebody may have called hypopg_reset() in between; then ours are gone as well.
        self._live = {c: index for c, index in self._live.items() if c in kept and index.name in names}
        room = LIVE_AT_MOST - len(names) + len(self._live)
        if len(wanted) > room:
            raise BadInput(
                f"{len(wanted):,} candidates at once are too many for HypoPG: there is room for {max(room, 0):,}.",
                hint="price fewer at a time; select hypopg_reset() drops those that you made yourself.",
            )
        missing = sorted((candidate for candidate in wanted if candidate not in self._live), key=lambda c: c.ddl)
        if missing:
            self._before = names
            self._live |= zip(missing, self._created(missing), strict=True)
            self._before = None

    def _out_of_order(self, wanted: frozenset[Candidate]) -> frozenset[Candidate]:
        """Those to make anew: of two indexes that cost the very same the planner takes the one made last. So those of a table
        are made in the order of their DDL, and a price doesn't depend on what was asked before."""
        newcomers = sorted(wanted - self._live.keys(), key=lambda candidate: candidate.ddl, reverse=True)
        first = {candidate.table[-1]: candidate.ddl for candidate in newcomers}
        return frozenset(c for c in wanted & self._live.keys() if c.ddl > first.get(c.table[-1], c.ddl))

    def _ready(self, drop: Sequence[int], *, enabled: bool = True) -> frozenset[str]:
        """The names of the session's hypothetical indexes, maybe with those that are dropped by it."""
        switch = "on" if enabled else "off"
        (row,) = self._connection.rows_of(self._schema, "hypopg_ready", drop=list(drop), enabled=switch)
        return frozenset(row["names"])

    def _created(self, candidates: Sequence[Candidate]) -> list[_Hypothetical]:
        rows = self._connection.rows_of(self._schema, "hypopg_create", ddl=[candidate.ddl for candidate in candidates])
        return [_Hypothetical(row["oid"], row["name"]) for row in rows]

    def _settle(self) -> None:
        """Drops what an interrupted creation has made: it outlives the rollback."""
        if self._before is None or self._connection.closed:
            return
        self._connection.take_back(
            "select {schema}.hypopg_drop_index(indexrelid) from {schema}.hypopg() where indexname <> all({kept})",
            schema=sql.Identifier(self._schema),
            kept=sql.Literal(sorted(self._before)),
        )
        self._before = None

    def _drop_all(self) -> None:
        if self._live:
            self._connection.take_back(
                "select {schema}.hypopg_drop_index(indexrelid) from {schema}.hypopg() where indexname = any({ours})",
                schema=sql.Identifier(self._schema),
                ours=sql.Literal(sorted(index.name for index in self._live.values())),
            )


def _method(candidate: Candidate) -> str:
    """The word after USING; it stands before all expressions, and no unquoted name can be that word."""
    words = Statement(candidate.ddl).words
    return words[words.index("using") + 1] if "using" in words else "btree"


def _renamed(document: Document, shown: Mapping[str, str]) -> Document:
    """The same with other names of indexes."""

    def node(plan: Document) -> Document:
        name = str(plan.get("Index Name"))
        changed = {"Index Name": shown[name]} if name in shown else {}
        below = {"Plans": [node(child) for child in plan["Plans"]]} if "Plans" in plan else {}
        return {**plan, **changed, **below}

    return {**document, "Plan": node(document["Plan"])}
