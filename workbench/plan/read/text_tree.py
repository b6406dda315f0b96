"""Builds one plan's fields from its lines, by their columns. No recursion: a stack of what is open, however deep the plan.

What stands deeper than an open node, worker or group belongs to it. Lines at the column of the first node are the
document's: planning, triggers, JIT, times.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from workbench.plan.read.text_citus import is_holder, shape
from workbench.plan.read.text_cut import cut_off, incomplete, lacks
from workbench.plan.read.text_footer import FOOTERS, read_footer, read_group_line, read_range_table_entry
from workbench.plan.read.text_header import OPERATIONS, Fields, read_header, read_target, read_worker
from workbench.plan.read.text_lines import LogicalLine
from workbench.plan.read.text_spelling import BY_LABEL
from workbench.plan.read.text_values import is_cut, split_list, typed

_LABELS = ("InitPlan ", "SubPlan ", "CTE ")
_WORKER = re.compile(r"(JIT for worker|Worker) (\d{1,9}):\s*(.*)", re.DOTALL)
_TARGET = re.compile(rf"(?:Foreign )?(?:{'|'.join(OPERATIONS)}) on (.+)", re.DOTALL)
_KEY = re.compile(r"[^\W\d_][^:'\"\n]{0,79}")
# What a server or a client says in between; no extension names a field so.
_SAID = frozenset(
    ("ERROR", "FATAL", "PANIC", "WARNING", "NOTICE", "LOG", "INFO", "DEBUG", "HINT", "DETAIL", "CONTEXT", "STATEMENT")
)
# What Redshift's Network says it does: a line without a key.
_NETWORK = frozenset(("Send to leader", "Distribute", "Distribute Round Robin", "Broadcast"))
# Built by the tree, so that a line of that name can't be a value; and what a header told is not told again by a line.
_STRUCTURE = frozenset(
    (
        "Plan", "Plans", "Workers", "Worker Number", "Target Tables", "Grouping Sets", "Distributed Query", "Triggers",
        "Planning", "JIT", "Settings", "Serialization", "Range Table", "Parent Relationship", "Subplan Name", "Node Type",
    )
)  # fmt: skip
# pg_overexplain's sets of numbers, which are text where they hold one number too.
_SETS = (" RTIs", "extParam", "allParam", "Relation OIDs", "Parameter Types")
_FIGURES = frozenset(
    f"{when} {what}" for when in ("Startup", "Total", "Plan", "Actual") for what in ("Cost", "Rows", "Width", "Loops")
)
_KEYS = frozenset(("Group Key", "Hash Key", "Sort Key"))
_RELATIONSHIPS = {
    "Subquery Scan": "Subquery", "Append": "Member", "Merge Append": "Member", "BitmapAnd": "Member", "BitmapOr": "Member",
}  # fmt: skip


@dataclass(slots=True)
class _Open:
    """Something that deeper lines belong to: a node, a subplan's label, a worker, a group of fields."""

    column: int
    role: str
    fields: Fields
    label: str = ""


@dataclass
class Growth:
    """A plan while it grows.

    Attributes:
        fields: the document's fields.
        unread: lines that were not understood.
        stack: what is open, from the first node down; feet: the open groups below the plan.
        nodes: all nodes in their order, each with its line.
        workers: all workers, by the identity of their node's fields and their number.
        base: the column of the first node.
        is_group: the next line stands deeper than this one and is no node.
    """

    fields: Fields = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    feet: list[_Open] = field(default_factory=list)
    nodes: list[tuple[Fields, LogicalLine]] = field(default_factory=list)
    workers: dict[tuple[int, int], Fields] = field(default_factory=dict)
    base: int = 0
    is_group: bool = False


def grow(lines: Sequence[LogicalLine]) -> tuple[Fields, list[str]]:
    """The document's fields and the lines that were not understood. The first line is the first node's.

    Raises:
        PlanError: the plan is cut off or damaged.
    """
    growth = Growth(base=lines[0].column)
    last = lines[-1]
    for line, below in zip(lines, [*lines[1:], last], strict=True):
        growth.is_group = below.column > line.column and not below.text.startswith("->")
        if line.text.startswith("->") or not growth.nodes:
            _node(growth, line, is_last=line is last)
        elif line.column <= growth.base or line.text.startswith(FOOTERS):
            _footer(growth, line)
        elif not _into_foot(growth, line) and not _label(growth, line):
            _detail(growth, line)
    _finish(growth, lines)
    shape([fields for fields, _ in growth.nodes])
    return growth.fields, growth.unread


def _node(growth: Growth, line: LogicalLine, *, is_last: bool) -> None:
    name = line.text[2:].lstrip() if line.text.startswith("->") else line.text
    fields, known, rest = read_header(name)
    first = growth.nodes[0][0] if growth.nodes else fields
    holder = is_holder(name)
    if not holder and (_lacks_figures(growth, first, fields) or rest.startswith("(") or (not known and is_cut(name))):
        if is_last:
            raise cut_off(line.number, line.text, "the line of a node ends too early")
        raise incomplete(line.number, line.text, "the figures of a node can't be read")
    if rest:
        growth.unread.append(line.text)
    growth.feet.clear()
    _hang(growth, line, fields, "holder" if holder else "node")


def _lacks_figures(growth: Growth, first: Fields, fields: Fields) -> bool:
    """All nodes of a plan have costs, or none; so with what was measured, but for the tasks that Citus asks others for."""
    if "Total Cost" in first and "Total Cost" not in fields:
        return True
    if "Actual Loops" not in first or "Actual Loops" in fields:
        return False
    return not any(entry.role == "holder" for entry in growth.stack)


def _hang(growth: Growth, line: LogicalLine, fields: Fields, role: str) -> None:
    """Puts a node below the one it belongs to."""
    stack = growth.stack
    _close(growth, line.column)
    label = stack[-1].label if stack and stack[-1].role == "label" else ""
    while stack and stack[-1].role not in ("node", "holder"):
        stack.pop()
    if stack:
        stack[-1].fields.setdefault("Plans", []).append(fields)
        if label:
            fields["Parent Relationship"] = "SubPlan" if label.startswith("SubPlan ") else "InitPlan"
            fields["Subplan Name"] = label
    elif growth.nodes:
        raise incomplete(line.number, line.text, "it stands beside the plan's first node, not below it")
    else:
        growth.fields["Plan"] = fields
    stack.append(_Open(line.column, role, fields))
    growth.nodes.append((fields, line))


def _close(growth: Growth, column: int) -> None:
    """Closes what a line at this column can't belong to. The first node stays open: its own column is the document's."""
    stack = growth.stack
    while stack and stack[-1].column >= column and (len(stack) > 1 or stack[-1].column > growth.base):
        stack.pop()


def _label(growth: Growth, line: LogicalLine) -> bool:
    if not line.text.startswith(_LABELS) or ": " in line.text:
        return False
    _close(growth, line.column)
    growth.stack.append(_Open(line.column, "label", {}, line.text))
    return True


def _footer(growth: Growth, line: LogicalLine) -> None:
    """A line of the document; a Citus task has its own, and a worker its own JIT."""
    if line.column > growth.base:
        _close(growth, line.column)
        top = growth.stack[-1]
        if top.role in ("holder", "worker"):
            _detail(growth, line)
            return
        growth.stack = growth.stack[:1]
    understood, group = read_footer(growth.fields, line.text)
    growth.feet.clear()
    if not understood:
        _keep(growth, growth.fields, line, growth.feet)
    elif group is not None:
        growth.feet.append(_Open(line.column, "group", group))


def _into_foot(growth: Growth, line: LogicalLine) -> bool:
    """A line below `Planning:`, `JIT:` or a group of an extension's, which may hold groups again."""
    feet = growth.feet
    while feet and feet[-1].column >= line.column:
        feet.pop()
    if not feet:
        return False
    _keep(growth, feet[-1].fields, line, feet)
    return True


def _detail(growth: Growth, line: LogicalLine) -> None:
    _close(growth, line.column)
    stack = growth.stack
    while stack[-1].role == "label":
        stack.pop()
    worker = _WORKER.fullmatch(line.text)
    if worker:
        _worker(growth, line, worker)
    elif not _target(growth, line):
        _keep(growth, stack[-1].fields, line, stack)


def _keep(growth: Growth, fields: Fields, line: LogicalLine, opened: list[_Open]) -> None:
    """Reads a line into the fields, as a group that opens, or as one that nobody understood."""
    text = line.text
    is_group = growth.is_group and text.endswith(":") and _KEY.fullmatch(text[:-1]) is not None
    if is_group and (text == "JIT:" or text[:-1] not in _STRUCTURE):
        group = _opened(fields, text[:-1])
        opened.append(_Open(line.column, "group", group))
    elif not _field(fields, text) and not _bare(fields, text):
        growth.unread.append(text)


def _opened(fields: Fields, name: str) -> Fields:
    """A new group of this name; one that comes again makes a list. pg_overexplain's range table is one in JSON."""
    entry = read_range_table_entry(name)
    if entry is not None:
        fields.setdefault("Range Table", []).append(entry)
        return entry
    group: Fields = {}
    if name not in fields:
        fields[name] = group
    elif isinstance(fields[name], list):
        fields[name].append(group)
    else:
        fields[name] = [fields[name], group]
    return group


def _worker(growth: Growth, line: LogicalLine, found: re.Match[str]) -> None:
    """`Worker 0:  actual time=...`, `Worker 0:  Sort Method: ...`: the same worker may come twice, up to PostgreSQL 12."""
    stack = growth.stack
    while stack[-1].role not in ("node", "holder"):
        stack.pop()
    node, number = stack[-1].fields, int(found[2])
    fields = growth.workers.get((id(node), number))
    if fields is None:
        fields = growth.workers[id(node), number] = {"Worker Number": number}
        node.setdefault("Workers", []).append(fields)
    stack.append(_Open(line.column, "worker", fields))
    if found[1] != "Worker":
        fields["JIT"] = {}
        stack.append(_Open(line.column, "group", fields["JIT"]))
    elif found[3] == "JIT:":
        fields["JIT"] = {}
        stack.append(_Open(line.column + 1, "group", fields["JIT"]))
    elif found[3]:
        figures = read_worker(found[3])
        if figures is not None:
            fields.update(figures)
        elif not _field(fields, found[3]):
            growth.unread.append(line.text)


def _target(growth: Growth, line: LogicalLine) -> bool:
    """One of several tables that a ModifyTable writes to; a foreign one's own lines stand deeper."""
    found = _TARGET.fullmatch(line.text)
    node = next((entry for entry in reversed(growth.stack) if entry.role == "node"), None)
    if not found or node is None or node.fields.get("Node Type") != "ModifyTable":
        return False
    target = read_target(found[1], "Relation Name")
    if target is None:
        return False
    node.fields.setdefault("Target Tables", []).append(target)
    growth.stack.append(_Open(line.column, "group", target))
    return True


def _field(fields: Fields, text: str) -> bool:
    """Reads one "Key: value" line into the fields; False if it is none."""
    key, colon, value = text.partition(":")
    value = value.strip()
    if not colon or (value and text[len(key) + 1] not in " \n"):
        return False
    if key in _KEYS and fields.get("Node Type") == "Aggregate":
        _add_key(fields, key, [] if value == "()" else split_list(value))
        return True
    line = BY_LABEL.get(key)
    found = line.read(key, value) if line else read_group_line(text)
    if found is not None:
        fields.update(found)
        return True
    return _other(fields, text)


def _other(fields: Fields, text: str) -> bool:
    """Keeps a field that PostgreSQL doesn't print, under its own name; one that comes again makes a list."""
    key, colon, value = text.partition(":")
    if not colon or not _KEY.fullmatch(key) or (value and value[0] not in " \n"):
        return False
    if key in _SAID or key in _STRUCTURE or key in _FIGURES:
        return False
    value = value.strip() if key.endswith(_SETS) else typed(value.strip())
    if key not in fields:
        fields[key] = value
    elif isinstance(fields[key], list):
        fields[key].append(value)
    else:
        fields[key] = [fields[key], value]
    return True


def _bare(fields: Fields, text: str) -> bool:
    if fields.get("Node Type") != "Network" or text not in _NETWORK:
        return False
    fields["Network"] = text
    return True


def _add_key(fields: Fields, label: str, keys: list[str]) -> None:
    """One Group Key is a list; several, or an empty one, are grouping sets, each below the sort it needs."""
    sets = fields.get("Grouping Sets")
    if sets is None:
        if label == "Group Key" and keys and "Group Key" not in fields:
            fields[label] = keys
            return
        sets = fields["Grouping Sets"] = []
        if "Group Key" in fields:
            sets.append({"Group Keys": [fields.pop("Group Key")]})
    if label == "Sort Key":
        sets.append({label: keys})
    elif label == "Group Key" and sets and "Hash Keys" not in sets[-1]:
        sets[-1].setdefault("Group Keys", []).append(keys)
    else:
        sets.append({f"{label}s": [keys]})


def _finish(growth: Growth, lines: Sequence[LogicalLine]) -> None:
    """Relationships, the times of what was never executed, and whether all is there."""
    _whole_at_end(lines[-1])
    # TIMING OFF is told by a node that ran and has no time.
    timed = not any(fields.get("Actual Loops") and "Actual Total Time" not in fields for fields, _ in growth.nodes)
    for fields, line in reversed(growth.nodes):
        missing = lacks(fields)
        if missing:
            _refuse(growth, lines, line, missing)
        if fields.get("Actual Loops") == 0 and timed:
            fields.update({"Actual Startup Time": 0.0, "Actual Total Time": 0.0})
        _relate(fields)
        # VERBOSE names every function's schema; without one this is the alias of ROWS FROM (...).
        if "Function Call" in fields and "Schema" not in fields:
            fields.pop("Function Name", None)


def _whole_at_end(line: LogicalLine) -> None:
    """A condition that PostgreSQL printed closes what it opens; extensions may print what they like."""
    if line.text.partition(":")[0] in BY_LABEL and is_cut(line.text):
        raise cut_off(line.number, line.text, "a condition ends too early")


def _refuse(growth: Growth, lines: Sequence[LogicalLine], line: LogicalLine, missing: str) -> None:
    open_nodes = {id(entry.fields) for entry in growth.stack}
    fields = next(fields for fields, where in growth.nodes if where is line)
    if id(fields) in open_nodes:
        raise cut_off(lines[-1].number, lines[-1].text, f"a {missing}")
    raise incomplete(line.number, line.text, f"a {missing}")


def _relate(fields: Fields) -> None:
    """PostgreSQL prints inputs in their order; what a subplan is, its label has told."""
    members = [child for child in fields.get("Plans", ()) if "Parent Relationship" not in child]
    kind = fields["Node Type"]
    if kind == "Custom Scan":
        names: Any = ["child" if len(members) == 1 else "children"] * len(members)
    elif kind in _RELATIONSHIPS or (kind == "ModifyTable" and len(members) > 1):
        names = [_RELATIONSHIPS.get(kind, "Member")] * len(members)
    else:
        names = ["Outer", "Inner", *["Member"] * len(members)]
    for child, name in zip(members, names, strict=False):
        child["Parent Relationship"] = name
