"""Writes a plan's fields as EXPLAIN (FORMAT TEXT) of PostgreSQL 18 prints them. No recursion: a plan may be thousands deep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workbench.plan.read.text_counts import BUFFERS
from workbench.plan.read.text_spelling import BY_LEAD, EXTENSION_RANK, RANK, Line
from workbench.plan.write.text_citus import distributed
from workbench.plan.write.text_footer import ABOVE, BELOW, above, below, jit, range_table
from workbench.plan.write.text_header import HEADER, write_actual, write_header, write_target

Fields = Mapping[str, Any]

# What the tree or the header prints, and never a line of its own.
_STRUCTURE = HEADER | {"Plans", "Workers", "Target Tables", "Subplans Removed", "Distributed Query"}
_STOPS = "  "


def write_text(fields: Fields) -> str:
    """EXPLAIN's text of one statement, given what EXPLAIN (FORMAT JSON) has for it; no newline at the end.

    Unknown fields are printed as "Key: value". What the text format leaves out (what is zero or false) is left out.
    """
    root = fields["Plan"]
    nodes = list(_all(root))
    # The text tells whether an input is unique only under VERBOSE, JSON always.
    is_verbose = any("Output" in node or "Schema" in node for node in nodes)
    tables = frozenset(str(table) for node in nodes for table in _written(node))
    hooked: list[str] = []
    for name, value in fields.items():
        groups = range_table(value) if name == "Range Table" else [(name, value)] if name not in _DOCUMENT else ()
        hooked += [line for heading, given in groups for line in _unknown(heading, given)]
    footer = below(fields, tables=tables, is_verbose=is_verbose, hooked=hooked)
    return "\n".join([*above(fields), *_tree(root, is_verbose=is_verbose), *footer])


_DOCUMENT = frozenset((*ABOVE, *BELOW, "Plan"))


def _all(root: Fields) -> Iterator[Fields]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(node.get("Plans", ()))


def _written(node: Fields) -> list[Any]:
    if node.get("Node Type") != "ModifyTable":
        return []
    return [target.get("Relation Name") for target in _targets(node)] or [node.get("Relation Name")]


def _targets(node: Fields) -> list[Fields]:
    targets = node.get("Target Tables")
    return [target for target in targets if isinstance(target, Mapping)] if isinstance(targets, list | tuple) else []


def _tree(root: Fields, *, is_verbose: bool) -> Iterator[str]:
    """The lines of all nodes. What waits is a node, or a finished line; `stops` counts indentation as explain.c does."""
    waiting: list[tuple[Fields | str, int, str]] = [(root, 0, "")]
    while waiting:
        item, stops, arrow = waiting.pop()
        if isinstance(item, str):
            yield _STOPS * stops + item
            continue
        yield f"{_STOPS * stops}{arrow}{write_header(item)}"
        inner = stops + (3 if arrow else 1)
        indentation = _STOPS * inner
        for block in _details(item, is_verbose=is_verbose):
            yield from (f"{indentation}{line}" for line in (block.split("\n") if block.startswith(_SPLIT) else (block,)))
        beside = [(part, inner + deeper, mark) for part, deeper, mark in distributed(item)]
        waiting.extend(reversed([*beside, *_below(item, inner)]))


# Several lines by themselves; newlines in all others belong to a literal.
_SPLIT = ("Sort Key: ", "Group Key: ", "Hash Key: ")


def _below(node: Fields, stops: int) -> Iterator[tuple[Fields | str, int, str]]:
    """The nodes below, each InitPlan, CTE and SubPlan under its name; InitPlans come before what was pruned."""
    removed = node.get("Subplans Removed")
    for child in node.get("Plans", ()):
        if removed and child.get("Parent Relationship") != "InitPlan":
            yield f"Subplans Removed: {removed}", stops, ""
            removed = None
        if "Subplan Name" in child:
            yield str(child["Subplan Name"]), stops, ""
            yield child, stops + 1, "->  "
        else:
            yield child, stops, "->  "
    if removed:
        yield f"Subplans Removed: {removed}", stops, ""


def _details(node: Fields, *, is_verbose: bool) -> Iterator[str]:
    ranked = sorted(_ranked(node, is_verbose=is_verbose), key=lambda pair: pair[0])
    yield from (line for rank, line in ranked if rank < _HOOK_RANK)
    for worker in node.get("Workers", ()):
        yield from _worker(worker)
    yield from (line for rank, line in ranked if rank >= _HOOK_RANK)


def _ranked(node: Fields, *, is_verbose: bool) -> Iterator[tuple[float, str]]:
    """Each line with its place in PostgreSQL's order."""
    carried: set[str] = set()
    wanted: dict[int, Line] = {}
    for name in node:
        line = BY_LEAD.get(name)
        if line is not None and _fits(name, node[name]) and (is_verbose or name != "Inner Unique"):
            wanted[id(line)] = line
            carried.update(line.fields)
    for key, line in wanted.items():
        text = line.write(node)
        if text:
            yield RANK[key], text
    for target in _targets(node):
        yield EXTENSION_RANK - 0.1, f"{_operation(node, target)} {write_target(target)}"
        own = (line for name, value in target.items() if name not in HEADER for line in _unknown(name, value))
        yield from ((EXTENSION_RANK - 0.1, f"{_STOPS}{line}") for line in own)
    rank = EXTENSION_RANK
    for name, value in node.items():
        rank = _HOOK_RANK if name in BUFFERS else rank
        if name not in carried and name not in _STRUCTURE and not (name == "Inner Unique" and not is_verbose):
            for text in _unknown(name, value):
                yield rank, text


# What explain_per_node_hook adds (pg_overexplain) stands behind the buffers and the workers; a custom scan's own before them.
_HOOK_RANK = float("inf")


def _fits(name: str, value: Any) -> bool:
    """A group where the table has a line would be printed as Python has it: it is written as the unknown it is."""
    if name == "Grouping Sets":
        return isinstance(value, list | tuple)
    return not isinstance(value, Mapping) or name.endswith(("-sort Groups", "-sorted Groups"))


def _operation(node: Fields, target: Fields) -> str:
    return f"{'Foreign ' if 'Remote SQL' in target else ''}{node.get('Operation', 'Update')}"


def _worker(worker: Fields) -> Iterator[str]:
    """`Worker 0:  ` in front of the first line, the others one stop deeper."""
    lines = [write_actual(worker)] if worker.get("Actual Loops") else []
    skipped = {"Worker Number", "JIT", *HEADER}
    inner = {name: value for name, value in worker.items() if name not in skipped}
    ranked = sorted(_ranked(inner, is_verbose=True), key=lambda pair: pair[0])
    lines += [line for rank, line in ranked if rank < EXTENSION_RANK]
    if isinstance(worker.get("JIT"), Mapping):
        lines += jit(worker["JIT"])
    lines += [line for rank, line in ranked if rank >= EXTENSION_RANK]
    for number, line in enumerate(lines):
        yield f"{_STOPS}{line}" if number else f"Worker {worker.get('Worker Number', 0)}:  {line}"


def _unknown(name: str, value: Any) -> Iterator[str]:
    """A field that PostgreSQL's text format has no form for; a group's fields stand deeper."""
    waiting: list[tuple[str, Any, int]] = [(name, value, 0)]
    while waiting:
        key, given, stops = waiting.pop()
        indentation = _STOPS * stops
        if isinstance(given, Mapping):
            yield f"{indentation}{key}:"
            waiting.extend((str(inner), given[inner], stops + 1) for inner in reversed(list(given)))
        elif isinstance(given, list | tuple) and any(isinstance(item, Mapping | list | tuple) for item in given):
            waiting.extend((key, item, stops) for item in reversed(given))
        elif isinstance(given, list | tuple):
            yield f"{indentation}{key}: {', '.join(map(str, given))}"
        else:
            yield f"{indentation}{key}: {str(given).lower() if isinstance(given, bool) else given}"
