"""The verb advise: from statements to the indexes that they should have, as the planner promises. `prove` tries them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from workbench.advice import Advice, Chosen, Effect, SetAside, Unhelped, drops
from workbench.advice.advice import Effort
from workbench.advice.names import index_name
from workbench.advice.parts import parts_of
from workbench.advice.writes import Upkeep, upkeep, writes
from workbench.catalog import Catalog, Table
from workbench.errors import BadInput, Cancelled, WorkbenchError
from workbench.indexes import Candidate, Priced, Rejected, Size, WhatIf
from workbench.indexes.generate import generate
from workbench.indexes.likely import likely
from workbench.indexes.problem import Demand, Limits, Option, Searched
from workbench.indexes.search import DEADLINE, STOPPED, search
from workbench.indexes.size import size_of
from workbench.plan import Plan
from workbench.postgres.catalog import read_catalog
from workbench.postgres.connection import Connection
from workbench.postgres.stop import asked_to_stop
from workbench.postgres.whatif import open_whatif, remarks
from workbench.sql import Task, Workload
from workbench.verbs.asked import Asked, By, asked, short
from workbench.verbs.dependent import dependent
from workbench.verbs.planned import Planned, planned
from workbench.verbs.progress import bar
from workbench.verbs.prove import prove

DEADLINE_S = 10.0
# Keywords that aren't values of parameters.
ADVISE_TERMS = ("budget", "max_indexes", "deadline", "engine", "weights", "by")
_BUDGET = re.compile(r"\s*([\d_.]+)\s*(B|kB|MB|GB|TB)?\s*", re.IGNORECASE)
_UNITS = {"b": 1, "kb": 1024, "mb": 1024**2, "gb": 1024**3, "tb": 1024**4}


@dataclass(frozen=True)
class _Field:
    """All that the search works on. demands: the statements as the search sees them."""

    catalog: Catalog
    statements: tuple[Planned, ...]
    demands: tuple[Demand, ...]
    sizes: Mapping[Candidate, Size]
    upkeep: Mapping[Candidate, Upkeep]
    rejected: tuple[Rejected, ...]
    problems: tuple[str, ...]


def advise(
    connection: Connection,
    statements: str | Workload | Sequence[str | Task],
    *,
    budget: str | int | None = None,
    max_indexes: int | None = None,
    deadline: float = DEADLINE_S,
    engine: str | None = None,
    weights: Sequence[float] | None = None,
    by: By = "calls",
    values: Mapping[str, Any],
) -> Advice:
    """The indexes that make these statements cheapest for the planner, within a budget.

    Args:
        statements: SQL texts, tasks, a dataset's workload, or "pg_stat_statements".
        budget: bytes on disk of all indexes together, as a number or as in "200 MB" (of 1024 kB); None for no limit.
        max_indexes: how many at most. deadline: seconds of searching, after which the best so far is given.
        engine: "shadow", "hypopg" or "build"; None for the best that there is here.
        weights: how often each runs. by: whether pg_stat_statements weighs by calls or time. values: for SQL texts' parameters.

    Raises:
        BadInput: nothing to advise on, or no budget. MissingCapability: the engine, or pg_stat_statements, isn't there.
        DatabaseError: the server objects to more than a single statement.
        Cancelled: stopped before anything was found; afterwards Stop gives the best so far.
    """
    wanted = _Wanted(Limits(_bytes(budget), max_indexes), deadline, by)
    with connection.stoppable():
        given = asked(connection, statements, weights, values)
        catalog = read_catalog(connection)
        days = connection.rows("counted_days")
        whatif = open_whatif(connection, engine)
    with closing(whatif):
        advice, priced = _found(connection, whatif, catalog, given, wanted)
    return replace(
        advice,
        drops=drops(catalog, _schemas(priced, catalog), _used(priced), days[0]["days"] if days else None),
        statistics=dependent(connection, _dear_first(priced), catalog),
        prover=partial(prove, connection, [one.asked for one in priced]),
    )


def advise_there(
    whatif: WhatIf,
    connection: Connection,
    catalog: Catalog,
    statements: str | Workload | Sequence[str | Task],
    *,
    budget: str | int | None = None,
    max_indexes: int | None = None,
    deadline: float = DEADLINE_S,
    weights: Sequence[float] | None = None,
    values: Mapping[str, Any],
) -> Advice:
    """The same in a shadow that is there already, and stays. What it advises can't be proven in it: it has no rows.

    Args:
        catalog: as it was before any candidate: these look like indexes there, and stay for the next question.

    Raises:
        BadInput, DatabaseError, Cancelled: as for `advise`.
    """
    wanted = _Wanted(Limits(_bytes(budget), max_indexes), deadline, "calls")
    with connection.stoppable():
        given = asked(connection, statements, weights, values)
    advice, priced = _found(connection, whatif, catalog, given, wanted)
    return replace(advice, drops=drops(catalog, _schemas(priced, catalog), _used(priced), None))


def _used(priced: Sequence[Planned]) -> set[str]:
    """The indexes that are there and read."""
    return {node.index for one in priced for node in one.plan.nodes if node.index}


def _schemas(priced: Sequence[Planned], catalog: Catalog) -> set[str]:
    """Where the tables live that the statements read or write."""
    named = {node.relation for one in priced for node in one.plan.nodes}
    return {table.schema for table in catalog if f"{table.schema}.{table.name}" in named}


def _dear_first(priced: Sequence[Planned]) -> list[Asked]:
    return [one.asked for one in sorted(priced, key=lambda one: -one.weight * one.cost)]


@dataclass(frozen=True)
class _Wanted:
    """How the search is to go: within which limits, for how many seconds, and what weighs."""

    limits: Limits
    deadline: float
    by: By


def _found(
    connection: Connection,
    whatif: WhatIf,
    catalog: Catalog,
    given: tuple[Sequence[Asked], Sequence[SetAside]],
    wanted: _Wanted,
) -> tuple[Advice, list[Planned]]:
    """From statements to advice, with the statements that were priced."""
    with _progress() as told:
        told("plans", 0.0)
        priced, refused = planned(connection, whatif, catalog, given[0], wanted.by)
        told("candidates", 0.0)
        field = _field(whatif, catalog, priced)
        searched = _searched(whatif, field, wanted, told)
        told("plans with them", 1.0)
        advice = _advice(whatif, field, searched)
    return replace(advice, set_aside=(*given[1], *refused), notes=(*advice.notes, *whatif.caveats)), priced


def _bytes(budget: str | int | None) -> int | None:
    if budget is None or isinstance(budget, int):
        return budget
    match = _BUDGET.fullmatch(budget)
    if match is None:
        raise BadInput(f"{budget!r} is no size.", hint='write a number of bytes, or as in "200 MB".')
    return int(float(match[1].replace("_", "")) * _UNITS[(match[2] or "B").lower()])


@contextmanager
def _progress() -> Iterator[Callable[[str, float], None]]:
    """A bar over the time that the search has; it may well be done before."""
    with bar("Advice", 1.0, "", bar_format="{desc} |{bar}| {elapsed}") as shown:

        def told(what: str, share: float) -> None:
            shown.set_description(f"Advice: {what}", refresh=False)
            shown.update(max(min(share, 1.0) - shown.n, 0.0))

        yield told


def _field(whatif: WhatIf, catalog: Catalog, priced: Sequence[Planned]) -> _Field:
    """The candidates with sizes and upkeep, as far as the engine takes them."""
    generated = generate([one.asked.bound for one in priced], catalog)
    sizes = {candidate: size_of(candidate, catalog) for candidate in generated.candidates}
    refused = whatif.prepare(sizes)
    gone = {one.candidate for one in refused}
    kept = {candidate: size for candidate, size in sizes.items() if candidate not in gone}
    written = [write for one in priced for write in writes(one.plan, one.asked.bound.statement, one.weight)]
    costs = {candidate: upkeep(candidate, size, _table(catalog, candidate), written) for candidate, size in kept.items()}
    offered = [_offered(one, kept) for one in priced]
    first = likely(zip(generated.uses, offered, strict=True), kept)
    demands = [
        Demand(one.weight, one.cost, frozenset(mine), asked) for one, mine, asked in zip(priced, offered, first, strict=True)
    ]
    return _Field(
        catalog,
        tuple(priced),
        tuple(demands),
        kept,
        costs,
        (*generated.rejected, *refused),
        tuple(f"{short(one.statement.text)}: {one.reason}" for one in generated.problems),
    )


def _offered(one: Planned, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those on its tables."""
    return [candidate for candidate in candidates if candidate.table[-1] in one.tables]


def _table(catalog: Catalog, candidate: Candidate) -> Table | None:
    *schema, name = candidate.table
    return catalog.table(name, schema[-1] if schema else None)


def _searched(whatif: WhatIf, field: _Field, wanted: _Wanted, told: Callable[[str, float], None]) -> Searched:
    """The search, which Stop ends with the best so far."""
    began = time.monotonic()
    options = [Option(one, size, field.upkeep[one].cost) for one, size in field.sizes.items()]
    with asked_to_stop() as stopped:

        def price(statement: int, candidates: frozenset[Candidate]) -> Priced:
            if stopped():
                raise Cancelled("Stopped.")
            told("search", (time.monotonic() - began) / wanted.deadline)
            one = field.statements[statement]
            try:
                return whatif.price(one.asked.bound, candidates)
            except WorkbenchError:  # what could be planned without them, and can't with them, has no use for them
                return Priced(one.cost, frozenset())

        return search(field.demands, options, price, wanted.limits, lambda: began + wanted.deadline - time.monotonic())


def _advice(whatif: WhatIf, field: _Field, searched: Searched) -> Advice:
    """What was found, with the plan of each statement with all of it."""
    best = frozenset(searched.best.chosen)
    effects: dict[Candidate, list[Effect]] = {candidate: [] for candidate in searched.best.chosen}
    unhelped, after = list[Unhelped](), 0.0
    taken = {index.name for table in field.catalog for index in table.indexes}
    for one in field.statements:
        concerned = frozenset(candidate for candidate in best if candidate.table[-1] in one.tables)
        plan = whatif.plan(one.asked.bound, concerned) if concerned else one.plan  # first: its price is then known
        priced = whatif.price(one.asked.bound, concerned) if concerned else Priced(one.cost, frozenset())
        after += one.weight * priced.cost
        if not priced.used:
            unhelped.append(_unhelped(one, field, searched))
            continue
        nodes = _nodes(one.plan, plan, taken)
        effect = Effect(one.name, one.weight, one.cost, priced.cost, nodes)
        for candidate in sorted(priced.used, key=searched.best.chosen.index):
            effects[candidate].append(effect)
    names = taken | {table.name for table in field.catalog}
    chosen = [_chosen(c, tuple(why), field, names) for c, why in effects.items() if why]
    idle = tuple(Rejected(c, "no plan reads it once the others are there") for c, why in effects.items() if not why)
    left = tuple(Rejected(candidate, reason) for candidate, reason in searched.left)
    return Advice(
        chosen=tuple(sorted(chosen, key=lambda one: -sum(e.weight * (e.before - e.after) for e in one.why))),
        rejected=(*field.rejected, *left, *idle),
        curve=searched.curve,
        set_aside=(),
        unhelped=tuple(unhelped),
        drops=(),
        statistics=(),
        promised=searched.best,
        before=searched.start.cost,
        after=after,
        engine=whatif.engine,
        effort=Effort(searched.calls, searched.hits, len(field.sizes), searched.ended),
        notes=(*field.problems, *_ENDED.get(searched.ended, ()), *remarks(whatif, [one.candidate for one in chosen])),
    )


def _nodes(before: Plan, after: Plan, known: set[str]) -> str:
    """What happens to the plan, without the names that an engine gave to indexes that aren't there."""
    words, _, _ = before.diff(after).summary.partition("; estimated cost")
    for node in after.nodes:
        if node.index is not None and node.index not in known:
            words = re.sub(rf" using {re.escape(node.index)}(?![\w$])", "", words)
    return words


_ENDED = {
    DEADLINE: ("Time was up before the search was done: this is the best so far.",),
    STOPPED: ("The search was stopped: this is the best so far.",),
}


def _chosen(candidate: Candidate, why: tuple[Effect, ...], field: _Field, names: set[str]) -> Chosen:
    table, kept, name = _table(field.catalog, candidate), field.upkeep[candidate], index_name(candidate, names)
    schema = table.schema if table is not None else candidate.table[0]
    found = Chosen(candidate, name, schema, why, field.sizes[candidate], kept.cost, kept.row_cost, kept.blocks_hot)
    if table is None or table.kind != "partitioned table":
        return found
    parts = parts_of(candidate, field.catalog, (table.schema, table.name), name, names)
    return replace(found, partitioned=True, parts=parts)


def _unhelped(one: Planned, field: _Field, searched: Searched) -> Unhelped:
    """Why no index that was chosen is read by this statement."""
    offered = _offered(one, field.sizes)
    scans = [node.index for node in one.plan.nodes if node.index]
    left = dict(searched.left)
    wanted = [c for c in offered if "saves less" in left.get(c, "") or "fit" in left.get(c, "") or "writes" in left.get(c, "")]
    findings = "wb.explain(...).findings says what else makes it slow, and what to rewrite"
    if scans and not wanted:
        return Unhelped(one.name, f"it is served by {scans[0]} already, and the planner likes no other index better", findings)
    refused = next((found.reason for found in field.rejected if found.candidate.table[-1] in one.tables), None)
    if not offered and refused is not None:
        return Unhelped(one.name, f"no index for it is worth a price: {refused.rstrip('.')}", findings)
    if not offered:
        return Unhelped(one.name, "nothing in it that an index could serve: no condition, join or order on a table", findings)
    if wanted:
        return Unhelped(one.name, "what would help it saves too little of the whole workload, or doesn't fit", "")
    return Unhelped(one.name, "it needs so many of its tables' rows that the planner reads them whole", findings)
