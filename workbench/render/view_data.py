"""What the interactive view draws: a plan or a diff as plain JSON, `application/vnd.workbench.plan+json`.

The view gets values, never markup: it sets them as text. What is computed or judged is computed here, so that the view shows
the same figures as the table. Order stands in lists, since notebooks are saved with sorted keys. Version 1:

    version, kind ("plan", "diff"), headline, facts [[name, text]], statement, text (to copy), legend, unread
    analyzed, timed, whole {ms, pages, cost, rows}: what a share is a share of
    nodes: in pre-order, groups of siblings included; each with
        id (the plan's number; negative for a group), parent (place in this list), label, name (of the sub-plan), closed (why)
        ms, error, about, total (children included), pages, read, temp, cost: own figures; rows, planned, removed, loops
        factor, direction (of the estimate), never, members, left (nodes below that are left out), conditions, fields
        [[name, text]], workers [[name, loops, rows, ms]], places [[start, end]] in the statement
        of a diff: what, before {ms, rows, pages, cost, removed}, after {...}
    findings: sign, word, title, detail, remedy, sql, at (a node's id), places
    outside [[name, ms]]: time that no node accounts for
Figures that are 0 and texts that are empty are left out of nodes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from workbench.findings import Finding
from workbench.plan import Change, Node, Plan, PlanDiff
from workbench.render.columns import cut
from workbench.render.findings import SIGNS, ranked
from workbench.render.folding import GLANCE, Line, heaviest, lines, nodes_missing
from workbench.render.numbers import count, duration, pages
from workbench.render.plan_diff import diff_text, executions
from workbench.render.plan_html import headline
from workbench.render.plan_table import legend
from workbench.rules.plan.clause import clauses

MIME = "application/vnd.workbench.plan+json"
VERSION = 1
# A notebook of thirty plans can still be mailed. The widget's state isn't saved, and may hold more.
MOST_BYTES, MOST_LIVE_BYTES = 1_000_000, 20_000_000
# How many lines, and of how many of them all fields: the first that fits is taken.
_SIZES = ((100_000, 100_000), (100_000, 300), (3_000, 300), (1_000, 100), (250, 50), (50, 10), (10, 0))
# Texts that were made by a program, and the plan as text, are cut; clauses are looked for at so many nodes.
_LONGEST, _LONGEST_TEXT, _MOST_CLAUSES, _MOST_FINDINGS = 4_000, 200_000, 200, 100

Data = dict[str, Any]


def plan_data(plan: Plan, most: int | None = MOST_BYTES) -> Data:
    """The plan for the view, in at most so many bytes of JSON (None: any): the lightest nodes' fields go first, then nodes."""
    drawn = lines(plan)
    spoken = clauses(plan, (line.node for line in heaviest(plan, drawn, _MOST_CLAUSES) if not line.group))
    nodes = {line.place: _node(plan, line, spoken) for line in drawn}
    around = _around(plan)
    sizes = {place: len(json.dumps(node)) for place, node in nodes.items()}
    fields = {place: len(json.dumps(node.get("fields", ()))) for place, node in nodes.items()}
    for most_nodes, most_fields in _SIZES:
        kept = heaviest(plan, drawn, most_nodes)
        full = {line.place for line in heaviest(plan, kept, most_fields)}
        data = {**around, "nodes": _kept(drawn, kept, nodes, full), "text": around["text"] if len(kept) == len(drawn) else ""}
        size = sum(sizes[line.place] - (0 if line.place in full else fields[line.place]) for line in kept)
        if most is None or size + len(json.dumps(around)) <= most:
            break
    return data


def diff_data(diff: PlanDiff) -> Data:
    """Two plans as one tree for the view."""
    plan = diff.after
    both = diff.before.timed and plan.timed
    return {
        "version": VERSION,
        "kind": "diff",
        "headline": diff.summary,
        "facts": [["", fact] for fact in (executions(diff),) if fact] + _totals(diff),
        "statement": plan.statement or "",
        "text": cut(diff_text(diff), _LONGEST_TEXT),
        "analyzed": diff.before.analyzed and plan.analyzed,
        "timed": both,
        "whole": _whole(diff.before if diff.before.total_ms > plan.total_ms else plan),
        "nodes": _changes(diff),
        "findings": [_moved(place, change) for place, change in enumerate(diff.changes) if change.what != "same"],
        "outside": [],
    }


def _around(plan: Plan) -> Data:
    """All but the nodes."""
    text = plan.to_text() if len(plan.nodes) < _LONGEST_TEXT // 100 else ""
    return {
        "version": VERSION,
        "kind": "plan",
        "headline": headline(plan),
        "facts": [],
        "statement": plan.statement or "",
        "text": text if len(text) <= _LONGEST_TEXT else "",
        "legend": legend(plan),
        "unread": len(plan.unread),
        "analyzed": plan.analyzed,
        "timed": plan.timed,
        "whole": _whole(plan),
        "findings": [_finding(plan, finding) for finding in ranked(plan.findings)[:_MOST_FINDINGS]],
        "outside": [[part.name, _round(part.time_ms)] for part in plan.outside],
    }


def _kept(drawn: Sequence[Line], kept: Sequence[Line], nodes: Mapping[int, Data], full: set[int]) -> list[Data]:
    """These lines' nodes, parents by their place among them; `full`: whose fields are kept."""
    place = {line.place: i for i, line in enumerate(kept)}
    missing = nodes_missing(drawn, kept) if len(kept) < len(drawn) else {}
    found = []
    for i, line in enumerate(kept):
        parent = None if line.parent is None else place[line.parent]
        shape = {"id": -i if line.group else line.node.number, "parent": parent, "left": missing.get(line.place, 0)}
        own = nodes[line.place]
        found.append(_filled({**shape, **own, "fields": own.get("fields", ()) if line.place in full else ()}))
    return found


def _whole(plan: Plan) -> Data:
    drawn = lines(plan)[0]
    ms = max(plan.total_ms, drawn.exclusive_ms)
    return {"ms": _round(ms), "pages": drawn.pages, "cost": _round(drawn.cost)}


def _node(plan: Plan, line: Line, spoken: Mapping[int, str]) -> Data:
    node = line.node
    common = {"label": cut(line.label, _LONGEST), "closed": line.closed, "never": node.never_executed}
    if line.group:
        figures = {"rows": line.rows, "planned": line.rows_planned, "total": 0.0}
        return {**common, **figures, "removed": line.rows_removed, "members": len(line.nodes)}
    return {
        **common,
        "name": node.subplan_name or "",
        **_figures(node),
        "error": _round(node.error_ms),
        "about": node.approximate,
        "total": _round(node.time_ms),
        "planned": _round(node.rows_planned),
        "loops": node.loops,
        "read": node.exclusive_buffers.shared_read + node.exclusive_buffers.local_read,
        "temp": node.exclusive_buffers.temp_written,
        "factor": 0 if not plan.analyzed or node.never_executed else _round(node.estimate_factor),
        "direction": node.estimate_direction,
        "disabled": node.disabled,
        "skew": _round(node.skew) if node.skew > 1 else 0,
        "conditions": [[key, cut(text, _LONGEST)] for key, text in node.conditions.items()],
        "fields": _fields(node),
        "workers": [[p.name, p.loops, _round(p.rows), _round(p.time_ms)] for p in node.participants],
        "places": spots(plan.statement or "", spoken.get(node.number, "")),
    }


def _figures(node: Node) -> Data:
    return {
        "ms": _round(node.exclusive_ms),
        "rows": _round(node.rows),
        "pages": node.exclusive_buffers.touched,
        "cost": _round(node.exclusive_cost),
        "removed": _round(node.rows_removed),
    }


def _fields(node: Node) -> list[list[str]]:
    """Everything that the plan has of this node, as printed; what is nested, as JSON."""
    skipped = ("Plans", "Workers", *node.conditions)
    return [[key, cut(_printed(value), _LONGEST)] for key, value in node.fields.items() if key not in skipped]


def _printed(value: object) -> str:
    if isinstance(value, list) and all(isinstance(item, str | int | float) for item in value):
        return ", ".join(map(str, value))
    return json.dumps(value, default=str) if isinstance(value, list | dict) else str(value)


def _finding(plan: Plan, finding: Finding) -> Data:
    sign, word = SIGNS[finding.severity][0].split(" ", 1)
    gain = f" Could save up to {duration(finding.saves_ms)} of this run (an estimate)." if finding.saves_ms else ""
    return {
        "sign": sign,
        "word": word,
        "title": finding.title,
        "detail": finding.detail + gain,
        "remedy": finding.remedy,
        "sql": finding.sql or "",
        "at": finding.at,
        "places": spots(plan.statement or "", finding.clause or ""),
    }


def spots(statement: str, clause: str) -> list[list[int]]:
    """Where a clause stands in the statement, start and end; nothing where it is told in pieces that stand more than once.

    A clause comes with comments and line ends as one space, its pieces joined by …, and may be cut at the end.
    """
    found = []
    for piece in clause.removesuffix("…").split(" … ") if clause else ():
        space = r"(?:\s|--[^\n]*\n|/\*.*?\*/)+"
        pattern = space.join(re.escape(word) for word in piece.split())
        fits = [match.span() for match in re.finditer(pattern, statement, re.DOTALL)] if pattern else []
        if len(fits) != 1:
            return []
        found.append(list(fits[0]))
    return found


def _totals(diff: PlanDiff) -> list[list[str]]:
    if not (diff.before.analyzed and diff.after.analyzed):
        return []
    was, now = (plan.root.buffers.touched for plan in (diff.before, diff.after))
    return [["pages touched", f"{pages(was)} → {pages(now)}"]] if was or now else []


_WHAT = {"changed": ("~", "changed"), "appeared": ("+", "new"), "vanished": ("−", "gone")}


def _changes(diff: PlanDiff) -> list[Data]:
    closed = _unchanged(diff.changes)
    last: dict[int, int] = {}
    nodes = []
    for place, change in enumerate(diff.changes):
        last[change.depth] = place
        node = change.node
        sides = {name: _figures(side) if side else None for name, side in (("before", change.before), ("after", change.after))}
        shape = {"id": place, "parent": last[change.depth - 1] if change.depth else None, "closed": closed.get(place, "")}
        figures = {**_figures(node), "what": "" if change.what == "same" else change.what, **sides}
        named = {"label": cut(change.words, _LONGEST), "name": node.subplan_name or ""}
        details = {"conditions": [[key, cut(text, _LONGEST)] for key, text in node.conditions.items()]}
        nodes.append(_filled({**shape, **named, **figures, **details}))
    return nodes


def _unchanged(changes: Sequence[Change]) -> dict[int, str]:
    """In a large diff what did not change is closed: by place, why."""
    if len(changes) <= GLANCE:
        return {}
    found: dict[int, str] = {}
    place = 0
    while place < len(changes):
        end = place + 1
        while end < len(changes) and changes[end].depth > changes[place].depth:
            end += 1
        if end - place > 1 and all(change.what == "same" for change in changes[place:end]):
            found[place] = "nothing changed"
            place = end
        else:
            place += 1
    return found


_MOVED: tuple[tuple[str, Callable[[Node], float]], ...] = (
    ("pages", lambda node: node.exclusive_buffers.touched),
    ("rows thrown away", lambda node: node.rows_removed),
)


def _moved(place: int, change: Change) -> Data:
    sign, word = _WHAT[change.what]
    was, now = change.before, change.after
    sides = [(name, figure(was) if was else 0.0, figure(now) if now else 0.0) for name, figure in _MOVED]
    detail = "; ".join(f"{name}: {count(before)} → {count(after)}" for name, before, after in sides if before != after)
    said = {"sign": sign, "word": word, "title": change.words, "detail": detail}
    return {**said, "remedy": "", "sql": "", "at": place, "places": []}


def _filled(node: Data) -> Data:
    return {key: value for key, value in node.items() if value or key in ("id", "parent")}


def _round(number: float) -> float:
    """To a thousandth, as PostgreSQL prints: more digits are only bytes."""
    rounded = round(number, 3)
    return int(rounded) if rounded == int(rounded) else rounded
