"""The B-trees that one use of a table suggests: equality first, then a range or the order, so that one descent finds rows that
stand together. Most promising first; nothing is judged here.

    where user_id = 7 and status = 'new' order by created_at     (user_id, status, created_at)
    join on o.user_id = c.id where o.total > 9                   (user_id, total)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from workbench.catalog import ColumnStatistics, IndexKey, Table
from workbench.indexes.candidate import Candidate
from workbench.indexes.conditions import Condition, Kinds, Operand, Ordered, Use
from workbench.sql.lexer import Kind, tokens

KEYS = 4  # more keys make each entry wider, and what a fourth equality leaves is few rows already
CARRIED = 6  # columns in INCLUDE; more make the index a second table
CARRIED_BYTES = 120  # of all carried columns in a row: beyond that the index is hardly smaller than its table
COVERING = 4  # of a use: the first shapes, since covering variants of each would crowd out others
BRANCHES = 6  # sides of ORs that are looked at; more are generated lists
LONGEST = 200  # characters of a partial index's predicate: longer ones are lists that the next statement hasn't
STATES = 100  # values of a column: a constant among more isn't a state, but what this statement happens to look for
FEW = 50  # values: below that an equality finds more than a range next to it may

Keys = tuple[IndexKey, ...]


def name_of(table: Table) -> tuple[str, ...]:
    """The table as its DDL names it: with its schema only where the bare name wouldn't find it."""
    return (table.name,) if table.visible else (table.schema, table.name)


def key(operand: Operand, descending: bool = False, nulls_first: bool = False) -> IndexKey:
    """A key of an operand; an expression that isn't one function call gets parentheses."""
    if operand.column is not None:
        return IndexKey(operand.column, operand.column, "", True, descending=descending, nulls_first=nulls_first)
    text = operand.text if _is_call(operand.text) else f"({operand.text})"
    return IndexKey(text, None, "", True, descending=descending, nulls_first=nulls_first)


def statistics(table: Table, operand: Operand) -> ColumnStatistics | None:
    """Of an operand's column; None for an expression."""
    column = table.column(operand.column) if operand.column is not None else None
    return None if column is None else column.statistics


def distinct(table: Table, operand: Operand) -> float:
    """How many values: as many as rows where nobody knows."""
    known = statistics(table, operand)
    rows = max(table.rows, 1.0)
    if known is None or known.distinct == 0:
        return rows
    return known.distinct if known.distinct > 0 else -known.distinct * rows


def btrees(use: Use) -> Iterator[Candidate]:
    """All B-trees that a use suggests, whole ones, then covering ones, then partial ones."""
    table = name_of(use.table)
    shapes = list(dict.fromkeys(_shapes(use)))
    covering = [made for keys in shapes if (made := _covering(use, keys)) is not None][:COVERING]
    partial = list(_partial(use))
    # The first shapes of each kind come before the last of any.
    whole = [Candidate.made(table, keys) for keys in shapes]
    yield from chain(whole[:COVERING], covering, partial, whole[COVERING:])


def _shapes(use: Use, without: frozenset[str] = frozenset()) -> Iterator[Keys]:
    branches = sorted({condition.branch for condition in use.conditions} | {0})[: BRANCHES + 1]
    for branch in branches:
        mine = [c for c in use.conditions if c.branch in (0, branch) and c.operand.text not in without]
        yield from _of_conditions(use, mine)
    if not without:
        yield from _singles(use)


def _of_conditions(use: Use, conditions: list[Condition]) -> Iterator[Keys]:
    equal = _equal(use.table, (c for c in conditions if c.kind in (Kinds.EQUAL, Kinds.IS_NULL) and not c.joins))[:3]
    joins = _unique(c.operand for c in conditions if c.kind is Kinds.EQUAL and c.joins)
    ranges = _unique(c.operand for c in conditions if c.kind is Kinds.RANGE)
    first = [key(operand) for operand in equal]
    for order in use.orders:
        if equal or use.limited:
            yield _cut([*first, *_in_order(order, equal)])
    for operand in ranges:
        yield _cut([*first, key(operand)])
    if equal:
        yield _cut(first)
    for operand in joins:
        yield _cut([key(operand), *first])
        yield _cut([*first, key(operand)])
        for ranged in ranges:
            yield _cut([key(operand), *first, key(ranged)])
    if len(joins) > 1:
        yield _cut([key(operand) for operand in joins])
    yield from _other_orders(use, equal, ranges)


def _other_orders(use: Use, equal: list[Operand], ranges: list[Operand]) -> Iterator[Keys]:
    """The same columns the other way round, where statistics don't say that it can't be better."""
    if len(equal) == 2:
        yield _cut([key(operand) for operand in reversed(equal)])
    for ranged in ranges:
        for operand in equal:
            if distinct(use.table, operand) <= FEW:
                yield _cut([key(ranged), key(operand)])
        for order in use.orders[:1]:
            if ranged not in [item.operand for item in order]:
                yield _cut([*map(key, equal), *_in_order(order, equal), key(ranged)])


def _singles(use: Use) -> Iterator[Keys]:
    for condition in use.conditions:
        if condition.kind in (Kinds.EQUAL, Kinds.RANGE):
            yield (key(condition.operand),)
    for order in use.orders:
        yield _cut(_in_order(order, []))


def _equal(table: Table, conditions: Iterable[Condition]) -> list[Operand]:
    """Those with the most values first: the shorter index that begins so serves others best."""
    operands = _unique(condition.operand for condition in conditions)
    return sorted(operands, key=lambda operand: -distinct(table, operand))


def _unique(operands: Iterable[Operand]) -> list[Operand]:
    return list({operand.text: operand for operand in operands}.values())


def _in_order(order: tuple[Ordered, ...], equal: list[Operand]) -> list[IndexKey]:
    """The order's keys; an index is read backwards as well, so the first key is ascending where that is the same."""
    kept = [item for item in order if item.operand not in equal]
    flip = bool(kept) and kept[0].descending and kept[0].nulls_first
    if flip:
        return [key(item.operand, not item.descending, not item.nulls_first) for item in kept]
    return [key(item.operand, item.descending, item.nulls_first) for item in kept]


def _cut(keys: list[IndexKey]) -> Keys:
    """Each key once, and no more than make sense."""
    return tuple({one.text: one for one in reversed(keys)}[text] for text in dict.fromkeys(k.text for k in keys))[:KEYS]


def _covering(use: Use, keys: Keys) -> Candidate | None:
    """With the other columns carried along, so that the table itself need not be looked at."""
    if use.whole or any(one.column is None for one in keys):
        return None
    carried = sorted(use.needed - {one.column for one in keys})
    if not carried or not may_carry(use.table, carried):
        return None
    return Candidate.made(name_of(use.table), keys, include=tuple(carried))


def may_carry(table: Table, names: list[str]) -> bool:
    """Whether an index that carries these columns along is still much smaller than its table."""
    return len(names) <= CARRIED and sum(_width(table, name) for name in names) <= CARRIED_BYTES


def _width(table: Table, name: str) -> int:
    column = table.column(name)
    if column is None or column.statistics is None:
        return 8 if column is None or column.inner is None or column.inner.length < 0 else column.inner.length
    return column.statistics.width


def _partial(use: Use) -> Iterator[Candidate]:
    """Only the rows that a constant condition lets through, by what else is asked for."""
    constant = {
        c.operand.text: c
        for c in use.conditions
        if c.branch == 0
        and c.predicate is not None
        and len(c.predicate) <= LONGEST
        and (c.kind in (Kinds.IS_NULL, Kinds.NOT_NULL) or (c.kind is Kinds.EQUAL and distinct(use.table, c.operand) <= STATES))
    }
    together = [c for c in constant.values() if c.kind is not Kinds.NOT_NULL]
    sets = [*([together] if len(together) > 1 else []), *([c] for c in constant.values())]
    for chosen in sets:
        predicate = " and ".join(c.predicate or "" for c in chosen)
        shapes = list(dict.fromkeys(_shapes(use, frozenset(c.operand.text for c in chosen))))[:3] or [_any_keys(use, chosen)]
        for keys in shapes:
            if keys:
                yield Candidate.made(name_of(use.table), keys, predicate=predicate)


def _any_keys(use: Use, chosen: list[Condition]) -> Keys:
    """Where nothing else is asked for: the order, or the condition's own column if it has values, or the primary key."""
    for order in use.orders[:1]:
        return _cut(_in_order(order, []))
    primary = next((index for index in use.table.indexes if index.primary), None)
    if primary is not None:
        return tuple(IndexKey(one.text, one.column, "", True) for one in primary.keys)
    return _cut([key(condition.operand) for condition in chosen])


def _is_call(text: str) -> bool:
    """Whether it is `name(...)` and nothing behind."""
    depth = 0
    solid = [t for t in tokens(text) if t.kind is not Kind.SPACE]
    if len(solid) < 3 or solid[0].kind is not Kind.NAME or solid[1].text != "(":
        return False
    for place, token in enumerate(solid[1:], start=1):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0:
            return place == len(solid) - 1
    return False
