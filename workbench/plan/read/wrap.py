"""Layers that editors, mail programs and loggers put around lines, and line breaks that they added or lost. See paste.py.

A clean plan has no figures that are open at a line's end, and no sign in front of each of its lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from workbench.errors import PlanError
from workbench.plan.read.fields import excerpt
from workbench.plan.read.text_values import is_cut

_FIGURES = ("(cost=", "(actual ", "(never executed")
# What a comment, a bullet, a diff or a log writes in front of each line. An arrow is the plan's own.
_SIGNS = (
    re.compile(r"[ \t]*(--|//|#|\*|\+|•|\||-(?!>))[ \t]?"),
    re.compile(r"()[\[(]?\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d\S*(?: [A-Z]{3,4})?(?: \[[^\]]*\])*:?[ \t]"),
)
_LISTED = re.compile(r"""[ \t]*(["'])(.*)\1,?[ \t]*""")
_OPEN = re.compile(r"\((?:cost=|actual |never )[^()]*$")
_NODE = re.compile(r"(?:->[ \t]*)?[A-Z]")
_FIGURES_GO_ON = re.compile(r"[ \t]*(?:[\d.)]|[a-z]*=|[a-z]*ecuted\))")
_TWO_NODES = re.compile(r"(?:=\d+(?:\.\d+)?|executed)\)\s.*?->\s")
# Of a line's end: longer than all figures of a node.
_TAIL = 200


def _marked(lines: Sequence[str]) -> list[int]:
    return [number for number, line in enumerate(lines) if any(mark in line for mark in _FIGURES)]


def unsigned(lines: Sequence[str]) -> list[str] | None:
    """Without `-- `, `# `, `* `, `+ ` or a log's time in front, where all lines from the plan's first to its last have it."""
    marked = _marked(lines)
    for pattern in _SIGNS if marked else ():
        first = pattern.match(lines[marked[0]][:_TAIL])
        worn = [pattern.match(line[:_TAIL]) for line in lines]
        body = [worn[number] for number in range(marked[0], marked[-1] + 1) if lines[number].strip()]
        if first and all(match and match[1] == first[1] for match in body):
            return [
                line[match.end() :] if match and match[1] == first[1] else line for line, match in zip(lines, worn, strict=True)
            ]
    return None


def unlisted(lines: Sequence[str]) -> list[str] | None:
    """Without the quotes and commas of a list of strings, one a line, as JSON and Python print it."""
    marked = _marked(lines)
    if not marked or not lines[marked[0]].rstrip().endswith(('",', "',")):
        return None
    found = [_LISTED.fullmatch(line) for line in lines]
    if not all(found[number] for number in marked):
        return None
    return [match[2].replace(f"\\{match[1]}", match[1]) for match in found if match]


def unwrapped(lines: Sequence[str]) -> Sequence[str]:
    """Lines joined again that were broken at a column, or between words: only where a node's figures are torn."""
    torn = [n for n in range(len(lines) - 1) if _is_open(lines[n]) and _FIGURES_GO_ON.match(lines[n + 1][:_TAIL])]
    apart = [n for n in range(len(lines) - 1) if _lacks_figures(lines[n]) and lines[n + 1].lstrip(" \t").startswith(_FIGURES)]
    if not torn and not apart:
        return lines
    width = max(len(lines[n]) for n in torn) if torn else 0
    at_column = bool(torn) and all(len(line) <= width for line in lines) and all(len(lines[n]) >= width - 1 for n in torn)
    found = [lines[0]]
    for above, line in pairwise(lines):
        if not _goes_on(found[-1], above, line, width if at_column else 0):
            found.append(line)
        elif at_column:
            found[-1] += line if len(above) == width else f" {line}"
        else:
            found[-1] = f"{found[-1].rstrip()} {line.lstrip()}"
    return found


def _is_open(line: str) -> bool:
    return line[-1:] != ")" and _OPEN.search(line[-_TAIL:]) is not None and _is_node(line)


def _lacks_figures(line: str) -> bool:
    """Whether it may be a node's line whose figures stand in the next; no line of details, which have a colon."""
    tail = line[-_TAIL:]
    return "(actual " not in tail and "(never " not in tail and ": " not in tail and _is_node(line)


def _is_node(line: str) -> bool:
    return _NODE.match(line.lstrip(" \t")[:_TAIL]) is not None


def _goes_on(found: str, above: str, line: str, width: int) -> bool:
    bare = line.lstrip(" \t")
    if not bare or bare.startswith("->"):
        return False
    if _is_open(found) or bare.startswith(_FIGURES):
        return True
    return len(above) == width if width else is_cut(found)


def refuse_lost_breaks(lines: Sequence[str]) -> None:
    """Several nodes in one line can't be told apart for sure.

    Raises:
        PlanError: the plan's first line holds more than one node.
    """
    for number, line in enumerate(lines, 1):
        if any(mark in line for mark in _FIGURES):
            if _is_node(line) and (line[-1:] != ")" or "->" in line.lstrip()[2:]):
                _refuse_two(number, line)
            return


def _refuse_two(number: int, line: str) -> None:
    if _TWO_NODES.search(line[:20_000]):
        raise PlanError(
            "The line breaks of this plan are lost: several nodes stand in one line.",
            f"Line {number}: {excerpt(line)}",
            hint="copy it again with its line breaks; EXPLAIN (FORMAT JSON) survives without them.",
        )
