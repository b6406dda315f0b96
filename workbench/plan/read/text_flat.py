"""Plans that lost their indentation: the tree is found again by how many inputs each kind of node has, or it is refused.

Lines get the columns that PostgreSQL would have printed; they are read like any others afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.errors import PlanError
from workbench.plan.read.text_cut import INPUTS
from workbench.plan.read.text_footer import FOOTERS
from workbench.plan.read.text_header import read_header
from workbench.plan.read.text_lines import LogicalLine

# The most inputs of a kind: scans none, those with a fixed number that number. A SetOp has one up to 17 and two since.
_MOST = {
    **{kind: least for kind, least in INPUTS.items() if kind not in ("BitmapAnd", "BitmapOr", "ModifyTable", "SetOp")},
    **dict.fromkeys(
        (
            "Seq Scan", "Sample Scan", "Index Scan", "Index Only Scan", "Bitmap Index Scan", "Tid Scan", "Tid Range Scan",
            "Function Scan", "Table Function Scan", "Values Scan", "CTE Scan", "WorkTable Scan", "Named Tuplestore Scan",
            "Foreign Scan",
        ),
        0,
    ),
    "Result": 1,
    "SetOp": 2,
}  # fmt: skip
_MANY = 10**9
_BITMAPS = ("BitmapAnd", "BitmapOr")
_JIT = ("JIT:", "Functions: ", "Options: ", "Timing: ")
_GROUPS = ("Planning:", "JIT:", "Serialization:")
_LABELS = ("InitPlan ", "SubPlan ", "CTE ")


@dataclass
class _Node:
    column: int
    line: LogicalLine
    kind: str
    least: int
    most: int
    labelled: bool = False


def is_flat(lines: Sequence[LogicalLine]) -> bool:
    """True where nodes stand below the first one, and none of them deeper than it."""
    base = lines[0].column
    arrows = [line.column for line in lines[1:] if line.text.startswith("->")]
    return bool(arrows) and max(arrows) <= base


def with_columns(lines: Sequence[LogicalLine]) -> list[LogicalLine]:
    """The lines with the columns they must have had.

    Raises:
        PlanError: more than one tree has these lines.
    """
    placed: list[LogicalLine] = []
    open_nodes: list[_Node] = []
    inside, label, current = 0, False, 0
    for line in lines:
        text = line.text
        if text.startswith("->") or not placed:
            column = _column(open_nodes, line, labelled=label)
            current, inside, label = column + (6 if placed else 2), 0, False
        elif inside and current and text.startswith(_JIT):
            column = current + (2 if text == "JIT:" else 4)
        elif text.startswith(FOOTERS):
            column, current, inside = 0, 0, 2 if text.startswith(_GROUPS) else 0
        elif text.startswith(_LABELS) and ": " not in text:
            column, label = _label(open_nodes, line), True
        elif text.startswith("Worker ") and current:
            column, inside = current, 2
        else:
            column = current + inside
        placed.append(line._replace(column=column))
    return placed


def _column(open_nodes: list[_Node], line: LogicalLine, *, labelled: bool) -> int:
    """Hangs a node on the one that waits for it, and says at which column."""
    name = line.text[2:].lstrip() if line.text.startswith("->") else line.text
    kind = read_header(name)[0]["Node Type"]
    least, most = INPUTS.get(kind, kind in ("Append", "Merge Append")), _MOST.get(kind, _MANY)
    if not open_nodes:
        open_nodes.append(_Node(0, line, kind, least, most))
        return 0
    if labelled:
        parent, shift = open_nodes[-1], 2
    else:
        parent, shift = _waiting(open_nodes, line, kind), 0
        parent.least, parent.most = parent.least - 1, parent.most - 1
    column = parent.column + (2 if parent is open_nodes[0] else 6) + shift
    open_nodes.append(_Node(column, line, kind, least, most, labelled))
    return column


def _waiting(open_nodes: list[_Node], line: LogicalLine, kind: str) -> _Node:
    """The one open node that can take an input; where several can, it must be told by what they need."""
    while open_nodes and open_nodes[-1].most <= 0:
        open_nodes.pop()
    if not open_nodes:
        raise _ambiguous(line)
    last = open_nodes[-1]
    if last.least > 0:
        return last
    if last.kind in _BITMAPS:
        return _around_bitmaps(open_nodes, line, kind)
    if any(node.most > 0 for node in open_nodes[:-1]) or any(node.labelled for node in open_nodes):
        raise _ambiguous(line)
    return last


def _around_bitmaps(open_nodes: list[_Node], line: LogicalLine, kind: str) -> _Node:
    """Index scans for a bitmap have no other place than below an And or Or; nothing else has its place there."""
    takers = [node for node in open_nodes if node.kind in _BITMAPS]
    if kind == "Bitmap Index Scan" or kind in _BITMAPS:
        if len(takers) > 1:
            raise _ambiguous(line)
        return open_nodes[-1]
    while open_nodes and open_nodes[-1].kind in _BITMAPS:
        open_nodes.pop()
    return _waiting(open_nodes, line, kind)


def _label(open_nodes: list[_Node], line: LogicalLine) -> int:
    """Subplans stand in front of a node's inputs (InitPlan, CTE) or behind them: only the former tell whose they are."""
    last = open_nodes[-1]
    if line.text.startswith("SubPlan ") and len(open_nodes) > 1:
        raise _ambiguous(line)
    if len(open_nodes) > 1 and last.least <= 0:
        raise _ambiguous(line)
    return last.column + (2 if last is open_nodes[0] else 6)


def _ambiguous(line: LogicalLine) -> PlanError:
    return PlanError(
        "This plan has lost its indentation, and more than one tree has these lines.",
        f"Line {line.number} may belong to several nodes: {' '.join(line.text[:300].split())[:80]}",
        hint="paste it with its blanks, or use EXPLAIN (FORMAT JSON).",
    )
