"""Which tables a statement reads, and how: each reference to a table with its conditions, joins, order and columns needed.

Names are resolved as PostgreSQL does: through aliases, CTEs, derived tables and views down to the table that a column is of.
Only what surely belongs to one table is told; what can't be resolved is left out, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.scope import Scope, traverse_scope

from workbench.catalog import Catalog, Table
from workbench.errors import StatementError
from workbench.indexes.conditions import Condition, Kinds, Operand, Ordered, Use, comparisons, is_constant
from workbench.indexes.trees import Key, bare, column_aliases, distinct_of, fold, is_text, order_key, query_of, star_table
from workbench.sql import Bound, Statement
from workbench.sql.lexer import Kind, tokens

_DEPTH = 50  # views in views, derived tables in derived tables: deeper ones end here
_LONGEST = 200_000  # characters: a statement of this length is generated text whose parsing takes minutes
_CONDITIONS = 200  # that AND joins, and
_SIDES = 20  # of an OR: more are generated lists, of which each says the same
LISTED = 4  # values of an IN: a partial index on a longer list serves one statement only, and only until somebody changes it
_SYSTEM = ("pg_catalog", "information_schema")


def uses(statement: Statement | Bound, catalog: Catalog) -> tuple[Use, ...]:
    """How a statement reads each of its tables, in the order in which they are met.

    Raises:
        StatementError: it can't be parsed, or names a table that isn't there.
    """
    if len(_text(statement)) > _LONGEST:
        raise StatementError(f"it is longer than {_LONGEST:,} characters")
    try:
        tree = query_of(sqlglot.parse_one(_query_text(statement), read="postgres"))
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


def _query_text(statement: Statement | Bound) -> str:
    """The same; of DECLARE ... FOR and CREATE ... ON COMMIT ... AS the query alone, since sqlglot reads neither."""
    text = _text(statement)
    first = (statement.statement if isinstance(statement, Bound) else statement).words[0]
    if first not in _BEFORE_QUERY:
        return text
    solid = [token for token in tokens(text) if token.kind not in (Kind.SPACE, Kind.COMMENT)]
    words = [token.text.lower() for token in solid]
    end = words.index(_BEFORE_QUERY[first]) if _BEFORE_QUERY[first] in words else 0
    known = first == "create" and "commit" not in words[:end]
    return text if known else text[solid[end].start + len(words[end]) :]


_BEFORE_QUERY = {"declare": "for", "create": "as"}


class _Reading:
    """Reads one statement."""

    def __init__(self, statement: Statement | Bound, catalog: Catalog) -> None:
        self._catalog = catalog
        self._values = statement.values if isinstance(statement, Bound) else ()
        self._strings = {t.text.lower(): t.text for t in tokens(_text(statement)) if t.kind is Kind.STRING}
        self._uses: dict[tuple[int, str], Use] = {}
        self._branch = 0
        self._scopes: dict[int, Scope] = {}
        self._behind_queries: dict[tuple[int, str, tuple[str, ...]], list[tuple[Use, str]]] = {}
        self._ctes: set[str] = set()

    def read(self, tree: exp.Expression) -> tuple[Use, ...]:
        fold(tree)
        for cte in list(tree.find_all(exp.CTE)):
            if not isinstance(cte.this, exp.Query):
                cte.set("this", query_of(cte.this))
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
            fold(inner)
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
            renamed = column_aliases(source.expression)
            return self._projected(source.expression, name, renamed, depth)
        use = self._uses.get(key)
        return [(use, name)] if use is not None and use.table.column(name) is not None else []

    def _projected(self, query: exp.Expression, name: str, renamed: list[str], depth: int) -> list[tuple[Use, str]]:
        """What a query's column is of. Told once: CTEs that are named several times, or name themselves, branch without end."""
        asked = (id(query), name, tuple(renamed))
        if asked not in self._behind_queries:
            self._behind_queries[asked] = []  # as far as itself is concerned, a recursive one comes from nowhere
            found = self._columns_of(query, name, renamed, depth) if depth > 0 else []
            self._behind_queries[asked] = list({(id(use), column): (use, column) for use, column in found}.values())
        return self._behind_queries[asked]

    def _columns_of(self, query: exp.Expression, name: str, renamed: list[str], depth: int) -> list[tuple[Use, str]]:
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
        return [f for item in starred for f in self._resolved(exp.column(name, table=star_table(item)), scope, depth)][:1]

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
        while isinstance(node, exp.Cast) and is_text(node.to) and self._is_string(node.this, scope):
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
        plain = bare(node, {id(c): one[0][1] for c, one in zip(node.find_all(exp.Column), found, strict=True)})
        written = self.written(plain)
        return None if written is None else (use, Operand(written, None, names, plain))

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
        for kind, side, others in comparisons(node):
            operands = self._operands(side, scope)
            met = [f for other in others for column in other.find_all(exp.Column) for f in self._resolved(column, scope)]
            constant = len(operands) == 1 and len(others) <= LISTED and all(is_constant(other) for other in others)
            predicate = self._predicate(node, scope) if constant else None
            pattern = self._pattern(others[0]) if kind is Kinds.PATTERN and others else None
            starts = isinstance(node, exp.Like | exp.StartsWith)
            for use, operand in operands:
                if not any(other is use for other, _ in met):
                    yield use, Condition(kind, operand, branch, predicate, pattern, starts, bool(met))

    def _predicate(self, node: exp.Expression, scope: Scope) -> str | None:
        names = {id(c): f[0][1] for c in node.find_all(exp.Column) if len(f := self._resolved(c, scope)) == 1}
        plain = bare(node, names)
        for cast in list(plain.find_all(exp.Cast)):  # a view's definition says 'new'::text where its author wrote 'new'
            if is_text(cast.to) and isinstance(cast.this, exp.Literal):
                cast.replace(cast.this)
        return self.written(plain)

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
            asked = [order_key(item, self._projection(item.this, select)) for item in order.expressions]
            self._add_order(asked, scope, limited)
        group = select.args.get("group")
        for nodes in (group.expressions if group is not None else [], distinct_of(select)):
            self._add_order([(self._projection(node, select), False, False) for node in nodes], scope, limited=False)
        for window in select.find_all(exp.Window):
            over = window.args.get("order")
            keys: list[Key] = [(node, False, False) for node in window.args.get("partition_by") or []]
            keys += [order_key(item, item.this) for item in (over.expressions if over is not None else [])]
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

    def _add_order(self, keys: list[Key], scope: Scope, limited: bool) -> None:
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
                table = star_table(item)
                for (scope_id, alias), use in self._uses.items():
                    if scope_id == id(scope) and table in (None, alias):
                        use.whole = True
