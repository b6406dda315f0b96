"""Which tables a statement reads, and how: each reference to a table with its conditions, joins, order and columns needed.

Names are resolved as PostgreSQL does: through aliases, CTEs, derived tables and views down to the table that a column is of.
Only what surely belongs to one table is told; what can't be resolved is left out, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from itertools import islice
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.scope import Scope, traverse_scope

from workbench.catalog import Catalog, Table
from workbench.errors import StatementError
from workbench.sql import Bound, Statement
from workbench.sql.lexer import Kind, tokens
from workbench.sql.names import folded, quoted

_DEPTH = 50  # views in views, derived tables in derived tables: deeper ones end here
_LONGEST = 200_000  # characters: a statement of this length is generated text whose parsing takes minutes
_CONDITIONS = 200  # that AND joins, and
_SIDES = 20  # of an OR: more are generated lists, of which each says the same
_SYSTEM = ("pg_catalog", "information_schema")


_Key = tuple[exp.Expression, bool, bool]  # what to order by, whether descending, whether nulls come first


class Kinds(Enum):
    """How a condition looks at its operand."""

    EQUAL = "equal"
    RANGE = "range"
    IS_NULL = "is null"
    NOT_NULL = "is not null"
    PATTERN = "like"
    SEARCH = "text search"
    CONTAINS = "contains"
    HAS_KEY = "has key"
    OVERLAPS = "overlaps"
    ELEMENT_OF = "= any(column)"


@dataclass(frozen=True)
class Operand:
    """What is compared: a column of the table, or an expression over its columns. node: its tree."""

    text: str
    column: str | None
    columns: tuple[str, ...]
    node: exp.Expression = field(compare=False, repr=False)


@dataclass(frozen=True)
class Condition:
    """One condition on one table.

    Attributes:
        branch: 0 where it always holds; the number of the side of an OR where only that needs it.
        predicate: the whole condition as SQL, where it holds constants only.
        pattern: of LIKE, where it is known. starts: whether it may be looked up by its beginning (no ILIKE, no ~).
        joins: the column is compared with one of another table.
    """

    kind: Kinds
    operand: Operand
    branch: int = 0
    predicate: str | None = None
    pattern: str | None = None
    starts: bool = False
    joins: bool = False


@dataclass(frozen=True)
class Ordered:
    """One key of an order."""

    operand: Operand
    descending: bool = False
    nulls_first: bool = False


@dataclass
class Use:
    """One reference to a table, filled while the statement is read, and left alone afterwards.

    Attributes:
        orders: orders that the statement asks of this table alone. limited: whether the first one ends in a LIMIT.
        needed: columns that are read; whole: all of them are.
    """

    table: Table
    conditions: list[Condition] = field(default_factory=list)
    orders: list[tuple[Ordered, ...]] = field(default_factory=list)
    limited: bool = False
    needed: set[str] = field(default_factory=set)
    whole: bool = False


def uses(statement: Statement | Bound, catalog: Catalog) -> tuple[Use, ...]:
    """How a statement reads each of its tables, in the order in which they are met.

    Raises:
        StatementError: it can't be parsed, or names a table that isn't there.
    """
    if len(_text(statement)) > _LONGEST:
        raise StatementError(f"it is longer than {_LONGEST:,} characters")
    try:
        tree = _query(sqlglot.parse_one(_text(statement), read="postgres"))
        return _Reading(statement, catalog).read(tree)
    except StatementError:
        raise
    except (SqlglotError, RecursionError) as error:
        first = str(error).splitlines()[0].rstrip(".") if str(error) else "it nests too deeply"
        raise StatementError(f"it can't be parsed: {first[:100]}") from None
    except (AttributeError, TypeError, ValueError, KeyError, IndexError, AssertionError) as error:
        raise StatementError(f"it can't be parsed ({type(error).__name__})") from None


def _text(statement: Statement | Bound) -> str:
    """The statement with `$n` for its parameters."""
    if isinstance(statement, Bound):
        return statement.sql
    number = {name: f"${place}" for place, name in enumerate(statement.parameters, start=1)}
    return "".join(number[t.text[1:]] if t.kind is Kind.PARAMETER else t.text for t in statement.tokens)


def _query(tree: exp.Expression) -> exp.Expression:
    """The SELECT that reads what the statement reads: an UPDATE's or DELETE's rows are found like a SELECT's."""
    if isinstance(tree, exp.Create | exp.Insert):
        inner = tree.args.get("expression")
        if isinstance(inner, exp.Query):
            outer = tree.args.get("with_")
            return inner if outer is None or inner.args.get("with_") else _with(inner, outer)
        return exp.select("1")
    if isinstance(tree, exp.Query):
        return tree
    if not isinstance(tree, exp.Update | exp.Delete | exp.Merge):
        raise StatementError("it is no statement whose rows are found by a plan")
    query = exp.select("1").from_(tree.this)
    using = tree.args.get("using") or []
    for other in using if isinstance(using, list) else [using]:
        query = query.join(other)
    came = tree.args.get("from_")
    query = query.join(came.this) if came is not None else query
    for clause in (came.this.args.get("joins") or []) if came is not None else []:
        query.append("joins", clause)
    where = tree.args.get("where")
    condition = where.this if where is not None else tree.args.get("on")
    for read in _read_by(tree):
        query = query.select(read)
    query = query.where(condition) if condition is not None else query
    return _with(query, tree.args["with_"]) if tree.args.get("with_") else query


def _read_by(tree: exp.Expression) -> list[exp.Expression]:
    """What an UPDATE puts in and what is returned: read for each row that is found."""
    values = [item.expression for item in tree.expressions if isinstance(item, exp.EQ)] if isinstance(tree, exp.Update) else []
    returned = tree.args.get("returning")
    written = [exp.Star()] if isinstance(tree, exp.Update | exp.Delete | exp.Merge) else []
    return [*values, *(returned.expressions if returned is not None else []), *written]


def _with(query: exp.Expression, clause: exp.Expression) -> exp.Expression:
    query.set("with_", clause)
    return query


class _Reading:
    """Reads one statement."""

    def __init__(self, statement: Statement | Bound, catalog: Catalog) -> None:
        self._catalog = catalog
        self._values = statement.values if isinstance(statement, Bound) else ()
        self._strings = {t.text.lower(): t.text for t in tokens(_text(statement)) if t.kind is Kind.STRING}
        self._uses: dict[tuple[int, str], Use] = {}
        self._branch = 0
        self._scopes: dict[int, Scope] = {}
        self._ctes: set[str] = set()

    def read(self, tree: exp.Expression) -> tuple[Use, ...]:
        _fold(tree)
        for cte in list(tree.find_all(exp.CTE)):
            if not isinstance(cte.this, exp.Query):
                cte.set("this", _query(cte.this))
        self._ctes = {cte.alias for cte in tree.find_all(exp.CTE)}
        tree = self._expand_views(tree, _DEPTH)
        scopes = list(traverse_scope(tree))
        self._scopes = {id(scope.expression): scope for scope in scopes}
        for scope in scopes:
            for alias, source in scope.sources.items():
                self._use(scope, alias, source)
        for scope in scopes:
            if isinstance(scope.expression, exp.Select):
                self._read_select(scope, scope.expression)
        return tuple(self._uses.values())

    # --- tables -----------------------------------------------------------------------------------------------------------

    def _expand_views(self, tree: exp.Expression, depth: int) -> exp.Expression:
        """Views as the derived tables that they are; their definitions come from PostgreSQL."""
        ctes = {cte.alias for cte in tree.find_all(exp.CTE)}
        for node in list(tree.find_all(exp.Table)):
            found = None if node.name in ctes and not node.db else self._table(node)
            if found is None or found.kind != "view" or found.definition is None or depth == 0:
                continue
            inner = sqlglot.parse_one(found.definition, read="postgres")
            self._strings |= {t.text.lower(): t.text for t in tokens(found.definition) if t.kind is Kind.STRING}
            _fold(inner)
            alias = node.args.get("alias") or exp.TableAlias(this=exp.to_identifier(node.name, quoted=True))
            view = exp.Subquery(this=self._expand_views(inner, depth - 1), alias=alias, joins=node.args.get("joins"))
            node.replace(view)
        return tree

    def _table(self, node: exp.Table) -> Table | None:
        if not isinstance(node.this, exp.Identifier):
            return None
        return self._catalog.table(node.name, node.db or None)

    def _use(self, scope: Scope, alias: str, source: Any) -> None:
        if not isinstance(source, exp.Table) or not isinstance(source.this, exp.Identifier):
            return
        if source.find_ancestor(exp.Select, exp.SetOperation) is not None and (id(scope), alias) in self._uses:
            return
        if source.name in self._ctes and not source.db:
            return
        found = self._table(source)
        if found is not None:
            # a correlated query sees its outer one's tables, too: they stay one use
            shared = next((use for (_, other), use in self._uses.items() if other == alias and use.table is found), None)
            outer = scope.parent is not None and alias not in scope.selected_sources
            self._uses[(id(scope), alias)] = shared if outer and shared is not None else Use(found)
        elif source.db not in _SYSTEM and not source.name.startswith("pg_"):
            name = f"{source.db}.{source.name}" if source.db else source.name
            raise StatementError(f"there is no table {name} in this database, or not by the search path")

    # --- columns ----------------------------------------------------------------------------------------------------------

    def _resolved(self, column: exp.Column, scope: Scope | None, depth: int = _DEPTH) -> list[tuple[Use, str]]:
        """The tables' columns behind a column: several behind a UNION's, none where it can't be told."""
        select = column.find_ancestor(exp.Select)
        scope = self._scopes.get(id(select), scope)
        while scope is not None and depth > 0:
            for alias, source in scope.sources.items():
                if column.table and alias != column.table:
                    continue
                found = self._behind(source, (id(scope), alias), column.name, depth - 1)
                if found or column.table:
                    return found
            # a derived table doesn't see what stands beside it; a subquery sees what is around it
            scope = None if scope.is_derived_table or scope.is_cte else scope.parent
        return []

    def _behind(self, source: Any, key: tuple[int, str], name: str, depth: int) -> list[tuple[Use, str]]:
        if isinstance(source, Scope):
            renamed = _column_aliases(source.expression)
            return self._projected(source.expression, name, renamed, depth)
        use = self._uses.get(key)
        return [(use, name)] if use is not None and use.table.column(name) is not None else []

    def _projected(self, query: exp.Expression, name: str, renamed: list[str], depth: int) -> list[tuple[Use, str]]:
        if depth <= 0:
            return []
        if isinstance(query, exp.Subquery):
            return self._projected(query.this, name, renamed, depth - 1)
        if isinstance(query, exp.SetOperation):
            sides = (query.this, query.expression)
            renamed = renamed or [item.alias_or_name for item in query.selects]  # the first side names the columns
            return [found for side in sides for found in self._projected(side, name, renamed, depth - 1)]
        if not isinstance(query, exp.Select):
            return []
        scope = self._scopes.get(id(query))
        names = renamed or [item.alias_or_name for item in query.selects]
        for item, called in zip(query.selects, names, strict=False):
            inner = item.unalias()
            if called == name and isinstance(inner, exp.Column) and not isinstance(inner.this, exp.Star):
                return self._resolved(inner, scope, depth)
        starred = [item for item in query.selects if item.is_star]
        return [f for item in starred for f in self._resolved(exp.column(name, table=_star_table(item)), scope, depth)][:1]

    def _operands(self, node: exp.Expression, scope: Scope) -> list[tuple[Use, Operand]]:
        """A side of a comparison: of one table, or a column of each of a UNION's."""
        inner = node.unnest()
        found = self._resolved(inner, scope) if isinstance(inner, exp.Column) else []
        if len(found) > 1:
            return [(use, Operand(name, name, (name,), exp.column(name, quoted=True))) for use, name in found]
        one = self._operand(node, scope)
        return [] if one is None else [one]

    def _operand(self, node: exp.Expression, scope: Scope) -> tuple[Use, Operand] | None:
        """A side of a comparison over one table's columns; None for any other."""
        node = node.unnest()
        while isinstance(node, exp.Cast) and _is_text(node.to) and self._is_string(node.this, scope):
            node = node.this.unnest()
        if node.find(exp.Query, exp.AggFunc, exp.Window) is not None:
            return None
        found = [self._resolved(column, scope) for column in node.find_all(exp.Column)]
        if not found or any(len(one) != 1 for one in found) or len({id(one[0][0]) for one in found}) != 1:
            return None
        use = found[0][0][0]
        names = tuple(dict.fromkeys(one[0][1] for one in found))
        if isinstance(node, exp.Column):
            return use, Operand(names[0], names[0], names, node)
        if node.find(exp.Parameter, exp.Placeholder) is not None:
            return None
        bare = _bare(node, {id(c): one[0][1] for c, one in zip(node.find_all(exp.Column), found, strict=True)})
        written = self.written(bare)
        return None if written is None else (use, Operand(written, None, names, bare))

    def _is_string(self, node: exp.Expression, scope: Scope) -> bool:
        inner = node.unnest()
        if not isinstance(inner, exp.Column):
            return False
        found = self._resolved(inner, scope)
        column = found[0][0].table.column(found[0][1]) if len(found) == 1 else None
        return column is not None and column.inner is not None and column.inner.name in ("text", "varchar")

    def written(self, node: exp.Expression) -> str | None:
        """A tree as SQL, its strings as the user wrote them; None where one of them would be another."""
        said: list[str] = []
        for token in tokens(node.sql(dialect="postgres", comments=False, normalize_functions="lower")):
            if token.kind is Kind.STRING:
                original = self._strings.get(token.text.lower())
                if original is None:
                    return None
                said.append(original)
            else:
                said.append(token.text if token.text.startswith('"') else token.text.lower())
        return "".join(said)

    # --- clauses ----------------------------------------------------------------------------------------------------------

    def _read_select(self, scope: Scope, select: exp.Select) -> None:
        where = select.args.get("where")
        conditions = [where.this] if where is not None else []
        for join in select.args.get("joins") or []:
            conditions += [join.args["on"]] if join.args.get("on") is not None else []
            for name in join.args.get("using") or []:
                self._read_using(name.name, scope)
        for condition in conditions:
            self._read_condition(condition, scope, 0)
        self._read_orders(scope, select)
        self._read_needed(scope, select)

    def _read_using(self, name: str, scope: Scope) -> None:
        for alias, source in scope.selected_sources.items():
            for use, column in self._behind(source[1], (id(scope), alias), name, _DEPTH):
                operand = Operand(column, column, (column,), exp.column(column, quoted=True))
                use.conditions.append(Condition(Kinds.EQUAL, operand, joins=True))

    def _read_condition(self, node: exp.Expression, scope: Scope, branch: int) -> None:
        node = node.unnest()
        if isinstance(node, exp.And):
            for part in islice(node.flatten(), _CONDITIONS):
                self._read_condition(part, scope, branch)
        elif isinstance(node, exp.Or):
            for part in islice(node.flatten(), _SIDES):
                self._branch += 1
                self._read_condition(part, scope, self._branch)
        else:
            for use, condition in self._conditions(node, scope, branch):
                use.conditions.append(condition)

    def _conditions(self, node: exp.Expression, scope: Scope, branch: int) -> Iterator[tuple[Use, Condition]]:
        for kind, side, others in _comparisons(node):
            operands = self._operands(side, scope)
            met = [f for other in others for column in other.find_all(exp.Column) for f in self._resolved(column, scope)]
            constant = len(operands) == 1 and all(_is_constant(other) for other in others)
            predicate = self._predicate(node, scope) if constant else None
            pattern = self._pattern(others[0]) if kind is Kinds.PATTERN and others else None
            starts = isinstance(node, exp.Like | exp.StartsWith)
            for use, operand in operands:
                if not any(other is use for other, _ in met):
                    yield use, Condition(kind, operand, branch, predicate, pattern, starts, bool(met))

    def _predicate(self, node: exp.Expression, scope: Scope) -> str | None:
        names = {id(c): f[0][1] for c in node.find_all(exp.Column) if len(f := self._resolved(c, scope)) == 1}
        bare = _bare(node, names)
        for cast in list(bare.find_all(exp.Cast)):  # a view's definition says 'new'::text where its author wrote 'new'
            if _is_text(cast.to) and isinstance(cast.this, exp.Literal):
                cast.replace(cast.this)
        return self.written(bare)

    def _pattern(self, node: exp.Expression) -> str | None:
        node = node.unnest()
        if isinstance(node, exp.Literal) and node.is_string:
            return str(node.this)
        number = int(node.name) if isinstance(node, exp.Parameter) and node.name.isdigit() else 0
        value = self._values[number - 1] if 0 < number <= len(self._values) else None
        return value if isinstance(value, str) else None

    def _read_orders(self, scope: Scope, select: exp.Select) -> None:
        order = select.args.get("order")
        limited = bool(select.args.get("limit") or select.args.get("fetch"))
        if order is not None:
            asked = [_key(item, self._projection(item.this, select)) for item in order.expressions]
            self._add_order(asked, scope, limited)
        group = select.args.get("group")
        for nodes in (group.expressions if group is not None else [], _distinct(select)):
            self._add_order([(self._projection(node, select), False, False) for node in nodes], scope, limited=False)
        for window in select.find_all(exp.Window):
            over = window.args.get("order")
            keys: list[_Key] = [(node, False, False) for node in window.args.get("partition_by") or []]
            keys += [_key(item, item.this) for item in (over.expressions if over is not None else [])]
            self._add_order(keys, scope, limited=False)
        if group is None:
            for item in select.selects:
                inner = item.unalias()
                if isinstance(inner, exp.Min | exp.Max):
                    self._add_order([(inner.this, False, False)], scope, limited=True)

    def _projection(self, node: exp.Expression, select: exp.Select) -> exp.Expression:
        """`order by 1` and `order by alias` mean what is selected there."""
        if isinstance(node, exp.Literal) and not node.is_string and node.name.isdigit():
            place = int(node.name) - 1
            return select.selects[place].unalias() if place < len(select.selects) else node
        if isinstance(node, exp.Column) and not node.table:
            return next((s.unalias() for s in select.selects if isinstance(s, exp.Alias) and s.alias == node.name), node)
        return node

    def _add_order(self, keys: list[_Key], scope: Scope, limited: bool) -> None:
        """Only an order of one table alone can be read from an index."""
        found = [(self._operand(node, scope), descending, first) for node, descending, first in keys]
        operands = [one[0] for one in found]
        if not operands or any(one is None for one in operands) or len({id(one[0]) for one in operands if one}) != 1:
            return
        use = next(one[0] for one in operands if one)
        order = tuple(Ordered(one[1], descending, first) for one, descending, first in found if one)
        if limited:
            use.orders.insert(0, order)
            use.limited = True
        elif order not in use.orders:
            use.orders.append(order)

    def _read_needed(self, scope: Scope, select: exp.Select) -> None:
        for column in {(column.table, column.name): column for column in scope.columns}.values():
            for use, name in self._resolved(column, scope):
                use.needed.add(name)
            if not column.table and (id(scope), column.name) in self._uses:  # the whole row, by its table's name
                self._uses[(id(scope), column.name)].whole = True
        for item in select.selects:
            if item.is_star:
                table = _star_table(item)
                for (scope_id, alias), use in self._uses.items():
                    if scope_id == id(scope) and table in (None, alias):
                        use.whole = True


def _comparisons(node: exp.Expression) -> Iterator[tuple[Kinds, exp.Expression, list[exp.Expression]]]:
    """(kind, operand, what it is compared with) of a condition, once for each side that may be the operand."""
    if (
        isinstance(node, exp.EQ | exp.NullSafeEQ)
        and isinstance(node.this, exp.Tuple)
        and isinstance(node.expression, exp.Tuple)
    ):
        for left, right in zip(node.this.expressions, node.expression.expressions, strict=False):
            yield from _comparisons(exp.EQ(this=left.copy(), expression=right.copy()))
    elif isinstance(node, exp.GT | exp.GTE | exp.LT | exp.LTE) and isinstance(node.this, exp.Tuple):
        yield Kinds.RANGE, node.this.expressions[0], [node.expression]
    elif isinstance(node, exp.EQ) and isinstance(node.expression, exp.Any):
        inner = node.expression.this.unnest()
        if isinstance(inner, exp.Column):
            yield Kinds.ELEMENT_OF, inner, [node.this]
        else:
            yield Kinds.EQUAL, node.this, [inner]
    elif isinstance(node, exp.In):
        query = node.args.get("query")
        yield Kinds.EQUAL, node.this, [query] if query is not None else list(node.expressions)
        inner = query.unnest() if query is not None else None
        if isinstance(inner, exp.Select) and len(inner.selects) == 1:
            yield Kinds.EQUAL, inner.selects[0].unalias(), [node.this]
    elif isinstance(node, exp.Is):
        yield from _is(node)
    elif isinstance(node, exp.Between):
        yield Kinds.RANGE, node.this, [node.args["low"], node.args["high"]]
    elif isinstance(node, exp.Column):
        yield Kinds.EQUAL, node, [exp.true()]
    elif isinstance(node, exp.Not) and isinstance(node.this.unnest(), exp.Column):
        yield Kinds.EQUAL, node.this.unnest(), [exp.false()]
    elif isinstance(node, exp.MatchAgainst) and len(node.expressions) == 1:
        yield Kinds.SEARCH, node.expressions[0], [node.this]
        yield Kinds.SEARCH, node.this, [node.expressions[0]]
    elif not node.args.get("negate"):
        yield from _by_table(node)


_BOTH_SIDES: tuple[tuple[type[exp.Expression], Kinds], ...] = (
    (exp.EQ, Kinds.EQUAL),
    (exp.GT, Kinds.RANGE),
    (exp.GTE, Kinds.RANGE),
    (exp.LT, Kinds.RANGE),
    (exp.LTE, Kinds.RANGE),
    (exp.ArrayOverlaps, Kinds.OVERLAPS),
)
_LEFT_SIDE: tuple[tuple[type[exp.Expression], Kinds], ...] = (
    (exp.Like, Kinds.PATTERN),
    (exp.ILike, Kinds.PATTERN),
    (exp.RegexpLike, Kinds.PATTERN),
    (exp.RegexpILike, Kinds.PATTERN),
    (exp.StartsWith, Kinds.PATTERN),
    (exp.ArrayContainsAll, Kinds.CONTAINS),
    (exp.JSONBContainsTopKey, Kinds.HAS_KEY),
    (exp.JSONBContainsAnyTopKeys, Kinds.HAS_KEY),
    (exp.JSONBContainsAllTopKeys, Kinds.HAS_KEY),
)


def _by_table(node: exp.Expression) -> Iterator[tuple[Kinds, exp.Expression, list[exp.Expression]]]:
    for type_, kind in _BOTH_SIDES:
        if type(node) is type_:
            yield kind, node.this, [node.expression]
            yield kind, node.expression, [node.this]
    for type_, kind in _LEFT_SIDE:
        if type(node) is type_:
            yield kind, node.this, [node.expression]
    if type(node) is exp.ArrayContainedBy:
        yield Kinds.CONTAINS, node.expression, [node.this]


def _is(node: exp.Is) -> Iterator[tuple[Kinds, exp.Expression, list[exp.Expression]]]:
    if isinstance(node.expression, exp.Null):
        yield (Kinds.NOT_NULL if node.args.get("negate") else Kinds.IS_NULL), node.this, []
    elif isinstance(node.expression, exp.Boolean) and not node.args.get("negate"):
        yield Kinds.EQUAL, node.this, [node.expression]


_CONSTANTS = (exp.Literal, exp.Boolean, exp.Null, exp.Neg, exp.Paren, exp.Cast, exp.DataType, exp.Array, exp.Tuple)


def _is_constant(node: exp.Expression) -> bool:
    return all(isinstance(part, _CONSTANTS) for part in node.walk())


def _fold(tree: exp.Expression) -> None:
    """Names as PostgreSQL folds them, and from here on quoted, so that nothing folds them again."""
    for name in tree.find_all(exp.Identifier):
        if not name.quoted:
            name.set("this", folded(name.name))


def _bare(node: exp.Expression, names: dict[int, str]) -> exp.Expression:
    """A copy in which columns stand without their table, by their names in it."""
    copied = node.copy()
    for column, original in zip(list(copied.find_all(exp.Column)), list(node.find_all(exp.Column)), strict=True):
        name = names.get(id(original), original.name)
        new = exp.Column(this=_identifier(name))
        if column is copied:
            return new
        column.replace(new)
    return copied


def _identifier(name: str) -> exp.Identifier:
    return exp.Identifier(this=name, quoted=quoted(name).startswith('"'))


def _star_table(item: exp.Expression) -> str | None:
    return (item.table or None) if isinstance(item, exp.Column) else None


def _column_aliases(query: exp.Expression) -> list[str]:
    """The names that `with c (a, b)` and `(...) as d (a, b)` give."""
    holder = query.parent
    alias = holder.args.get("alias") if isinstance(holder, exp.CTE | exp.Subquery) else None
    return [name.name for name in alias.args.get("columns") or []] if isinstance(alias, exp.TableAlias) else []


def _key(item: exp.Expression, node: exp.Expression) -> _Key:
    return node, bool(item.args.get("desc")), bool(item.args.get("nulls_first"))


def _distinct(select: exp.Select) -> list[exp.Expression]:
    return [item.unalias() for item in select.selects] if select.args.get("distinct") is not None else []


def _is_text(type_: exp.DataType) -> bool:
    return type_.this in (exp.DataType.Type.TEXT, exp.DataType.Type.VARCHAR)
