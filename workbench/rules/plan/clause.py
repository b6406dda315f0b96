"""Which part of the statement a finding comes from, as written there. Findings in, the same findings out; no threshold.

A clause is told only where it can be: by the columns that a node tests, sorts or groups by, and the names in the select's
FROM. Where two places of the statement would fit, none is told: a wrong one is worse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from workbench.findings import Finding
from workbench.plan import Node, Plan
from workbench.rules.plan.sort_clause import grouped, sorted_by, window
from workbench.rules.plan.written import LONGEST_STATEMENT, Written, ascending, scan_below
from workbench.sql.outline import Clause, Reference, Select

# Nobody reads the clauses of more findings; they come ranked.
MOST = 100
# What fits on a line or two of a notebook's output.
WIDEST = 200

_OWN = ("Index Cond", "Recheck Cond", "Filter", "TID Cond", "Order By")
_JOINED = ("Hash Cond", "Merge Cond", "Join Filter")


def with_clauses(plan: Plan, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The same findings, the first 100 with their clause where it can be told."""
    if not plan.statement or len(plan.statement) > LONGEST_STATEMENT or not any(f.rule in CLAUSES for f in findings):
        return findings
    written = Written.of(plan)
    return tuple(_with_clause(written, finding) for finding in findings[:MOST]) + findings[MOST:]


def _with_clause(written: Written, finding: Finding) -> Finding:
    find = CLAUSES.get(finding.rule)
    if find is None or finding.at is None or finding.clause is not None:
        return finding
    text = find(written, written.plan.nodes[finding.at])
    return replace(finding, clause=_cut(text)) if text else finding


def _cut(text: str) -> str:
    return text if len(text) <= WIDEST else text[: WIDEST - 1].rstrip() + "…"


# What each kind of node comes from


def tested(written: Written, node: Node) -> str | None:
    """The terms of WHERE or ON that name a column which this scan tests."""
    scan = next((above for above in ascending(written.plan, node) if above.table or above.alias), None)
    if scan is None or not (node is scan or node.kind.startswith("Bitmap")):
        return None
    names = written.aliases(scan)
    condition = " ".join(scan.conditions[name] for name in _OWN if name in scan.conditions)
    own = {r.name for r in written.columns(condition) if r.qualifier in (None, scan.alias)}

    def mentions(select: Select, found: set[Reference]) -> bool:
        here = names & written.outline.tables[select.number]
        return bool(here) and any(r.name in own and (r.qualifier is None or r.qualifier in here) for r in found)

    return written.terms(mentions, condition)


def joined(written: Written, node: Node) -> str | None:
    """The terms of ON or WHERE, or the USING, by which this join matches rows."""
    node = next((a for a in ascending(written.plan, node) if "Join" in a.kind or a.kind == "Nested Loop"), node)
    condition = " ".join(node.conditions[name] for name in _JOINED if name in node.conditions)
    if not condition:
        inner = next((child for child in written.plan.children(node) if child.relationship == "Inner"), None)
        scan = None if inner is None else scan_below(written.plan, inner)
        condition = "" if scan is None else " ".join(scan.conditions[n] for n in _OWN if n in scan.conditions)
    compared = written.columns(condition)

    def matches(_: Select, found: set[Reference]) -> bool:
        fits = [(mine, theirs) for mine in compared for theirs in found if _agree(written, mine, theirs)]
        return len({mine for mine, _ in fits}) > 1 and len({theirs for _, theirs in fits}) > 1

    return written.terms(matches, condition) or _using(written, {r.name for r in compared})


def _agree(written: Written, mine: Reference, theirs: Reference) -> bool:
    if mine.name != theirs.name:
        return False
    return mine.qualifier is None or theirs.qualifier is None or theirs.qualifier in written.names(mine.qualifier)


def _using(written: Written, names: set[str]) -> str | None:
    outline = written.outline
    fits = [c for c in outline.of("using") if names & {r.name for r in outline.references(c.start + 1, c.end)}]
    return outline.text(fits[0].start, fits[0].end) if len(fits) == 1 else None


def limited(written: Written, node: Node) -> str | None:
    """The LIMIT and OFFSET above: the statement's own, or the only one that there is."""
    limit = next((above for above in ascending(written.plan, node) if above.kind == "Limit"), None)
    clauses = written.outline.of("limit", "offset", "fetch")
    selects = {clause.select.number for clause in clauses}
    if limit is None or not clauses:
        return None
    if len(selects) == 1 and written.count("Limit") == 1:
        return _texts(written, clauses)
    top = [clause for clause in clauses if clause.select.role == "top"]
    return _texts(written, top) if limit.parent is None and len({c.select.number for c in top}) == 1 else None


def _texts(written: Written, clauses: Iterable[Clause]) -> str:
    return " ".join(written.outline.text(clause.start, clause.end) for clause in clauses)


def kept(written: Written, node: Node) -> str | None:
    """The WITH item that a CTE Scan reads."""
    name = node.fields.get("CTE Name")
    items = [s for s in written.outline.selects if s.role == "cte" and s.item is not None and s.name == name]
    if node.kind != "CTE Scan" or len({s.item for s in items}) != 1:
        return by_kind(written, node) if node.kind != "CTE Scan" else None
    return written.outline.text(items[0].item or 0, items[-1].end + 1)


def nested(written: Written, node: Node) -> str | None:
    """The sub-select of a SubPlan: the only one in an expression that reads the same table."""
    scan = scan_below(written.plan, node)
    if scan is None:
        return None
    names = written.aliases(scan)
    subs = [s for s in written.outline.selects if s.role == "sub" and names & written.outline.tables[s.number]]
    return written.outline.text(subs[0].start, subs[0].end) if len(subs) == 1 else None


def by_kind(written: Written, node: Node) -> str | None:
    """By what the node does."""
    find = _BY_KIND.get(node.kind)
    return find(written, node) if find else None


Find = Callable[[Written, Node], str | None]
_BY_KIND: dict[str, Find] = {
    **dict.fromkeys(("Seq Scan", "Index Scan", "Index Only Scan", "Tid Scan", "Sample Scan", "Foreign Scan"), tested),
    **dict.fromkeys(("Bitmap Heap Scan", "Bitmap Index Scan", "BitmapAnd", "BitmapOr"), tested),
    **dict.fromkeys(("Hash Join", "Merge Join", "Nested Loop", "Hash", "Memoize"), joined),
    **dict.fromkeys(("Sort", "Incremental Sort"), sorted_by),
    **dict.fromkeys(("Aggregate", "Group", "Unique"), grouped),
    "WindowAgg": window,
    "Limit": limited,
}
# By rule what its findings come from. A rule that isn't here speaks of the machine, the storage or the statement as a whole.
CLAUSES: dict[str, Find] = {
    **dict.fromkeys(("seq-scan-discards", "sort-on-disk", "hash-batches", "hash-aggregate-on-disk", "temp-io"), by_kind),
    **dict.fromkeys(("nested-loop-inner", "memoize-misses", "memoize-hits", "row-estimate-off", "in-memory"), by_kind),
    **dict.fromkeys(("filter-after-index", "join-filter-discards", "recheck-discards", "lossy-bitmap"), by_kind),
    **dict.fromkeys(("many-index-searches", "bitmap-and", "bitmap-or"), by_kind),
    **dict.fromkeys(("spilled-cte", "cte-scan-loops"), kept),
    **dict.fromkeys(("late-limit", "large-offset"), limited),
    "sub-plan-per-row": nested,
}


def clauses(plan: Plan, nodes: Iterable[Node]) -> dict[int, str]:
    """By the numbers of these nodes the part of the statement that each comes from, for those where it can be told."""
    if not plan.statement or len(plan.statement) > LONGEST_STATEMENT:
        return {}
    written = Written.of(plan)
    texts = ((node.number, kept(written, node) if node.kind == "CTE Scan" else by_kind(written, node)) for node in nodes)
    return {number: _cut(text) for number, text in texts if text}
