"""Small work on sqlglot's trees: the SELECT behind a statement, names folded, columns without their tables."""

from __future__ import annotations

from sqlglot import exp

from workbench.errors import StatementError
from workbench.sql.names import folded, quoted

Key = tuple[exp.Expression, bool, bool]  # what to order by, whether descending, whether nulls come first


def query_of(tree: exp.Expression) -> exp.Expression:
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


def fold(tree: exp.Expression) -> None:
    """Names as PostgreSQL folds them, and from here on quoted, so that nothing folds them again."""
    for name in tree.find_all(exp.Identifier):
        if not name.quoted:
            name.set("this", folded(name.name))


def bare(node: exp.Expression, names: dict[int, str]) -> exp.Expression:
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


def star_table(item: exp.Expression) -> str | None:
    """The table of `t.*`; None for a plain star."""
    return (item.table or None) if isinstance(item, exp.Column) else None


def column_aliases(query: exp.Expression) -> list[str]:
    """The names that `with c (a, b)` and `(...) as d (a, b)` give."""
    holder = query.parent
    alias = holder.args.get("alias") if isinstance(holder, exp.CTE | exp.Subquery) else None
    return [name.name for name in alias.args.get("columns") or []] if isinstance(alias, exp.TableAlias) else []


def order_key(item: exp.Expression, node: exp.Expression) -> Key:
    """A key of an order, by what stands there and by what that means."""
    return node, bool(item.args.get("desc")), bool(item.args.get("nulls_first"))


def distinct_of(select: exp.Select) -> list[exp.Expression]:
    """What DISTINCT sorts by."""
    return [item.unalias() for item in select.selects] if select.args.get("distinct") is not None else []


def is_text(type_: exp.DataType) -> bool:
    """Whether it is text or varchar."""
    return type_.this in (exp.DataType.Type.TEXT, exp.DataType.Type.VARCHAR)
