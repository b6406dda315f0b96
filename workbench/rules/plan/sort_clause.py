"""Which ORDER BY, window, GROUP BY or DISTINCT a sort or a grouping comes from. Plan and statement in, text out.

What stands above a sort tells what it is for: below a window it is the window's, below the statement's end the ORDER BY.
"""

from __future__ import annotations

from workbench.plan import Node
from workbench.rules.plan.written import Written, ascending
from workbench.sql.outline import Clause

# These hand rows on in their order.
_PASSES = frozenset({"Gather Merge", "Limit", "LockRows", "Result", "Incremental Sort", "ProjectSet"})
# A sub-select in its own order, below one of these.
_ENDS = frozenset({"Subquery Scan", "Append", "ModifyTable"})
_GROUPS = frozenset({"Aggregate", "Group", "Unique"})


def sorted_by(written: Written, node: Node) -> str | None:
    """The clause that asked for this order: the statement's own ORDER BY, or the one that has these columns."""
    passed, above = _above(written, node)
    kind = "" if above is None else above.kind
    if kind == "WindowAgg":
        return _only(written, written.outline.of("over"), node, "Sort Key")
    if kind in _GROUPS:
        return _only(written, written.outline.of("group by", "distinct", "aggregate"), node, "Sort Key")
    orders = written.outline.of("order by")
    if above is None:  # nothing but the statement itself wants it
        top = [clause for clause in orders if clause.select.role == "top"]
        if top:
            return _text(written, top[0]) if len(top) == 1 else None
        return _only(written, orders, node, "Sort Key")  # of a sub-select that is all of the statement
    return _only(written, orders, node, "Sort Key") if "Limit" in passed or kind in _ENDS else None


def _above(written: Written, node: Node) -> tuple[list[str], Node | None]:
    """The kinds that only hand on the order, and the node that wants it; None where that is the statement itself."""
    passed: list[str] = []
    for above in ascending(written.plan, written.plan.above(node)):
        if above.kind not in _PASSES:
            return passed, above
        passed.append(above.kind)
    return passed, None


def grouped(written: Written, node: Node) -> str | None:
    """The GROUP BY or DISTINCT of these columns; where it names them by number, the only one there is."""
    clauses = written.outline.of("group by", "distinct")
    found = _only(written, clauses, node, "Group Key")
    if found is None and len(clauses) == 1 and len(written.outline.selects) == 1 and "Group Key" in node.conditions:
        numbers = [t for t in written.outline.tokens[clauses[0].start : clauses[0].end] if t.text.isdigit()]
        return _text(written, clauses[0]) if numbers else None
    return found


def window(written: Written, node: Node) -> str | None:
    """The window that a WindowAgg computes, where there is but one, or one of these columns."""
    windows = written.outline.of("over")
    below = written.plan.children(node)
    if len(windows) == 1 and written.count("WindowAgg") == 1:
        return _text(written, windows[0])
    return _only(written, windows, below[0], "Sort Key") if below and "Sort Key" in below[0].conditions else None


def _only(written: Written, clauses: list[Clause], node: Node, key: str) -> str | None:
    """The only one of these clauses that names all columns of the key, or else the only one that names any."""
    keys = {reference.name for reference in written.columns(node.conditions.get(key, ""))}
    named = [(clause, {r.name for r in written.outline.references(clause.start, clause.end)}) for clause in clauses]
    for fits in ([c for c, names in named if keys and keys <= names], [c for c, names in named if keys & names]):
        texts = {_text(written, clause) for clause in fits}
        if texts:
            return texts.pop() if len(texts) == 1 else None
    return None


def _text(written: Written, clause: Clause) -> str:
    """A window's definition with its OVER and its parentheses, which stand around it; a text may end before the second one."""
    if clause.kind != "over":
        return written.outline.text(clause.start, clause.end)
    return written.outline.text(clause.start - 1, min(clause.end + 1, len(written.outline.tokens)))
