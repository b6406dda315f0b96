"""On which line of data.toml a table or a column stands, for errors; Python's TOML reader doesn't tell."""

from __future__ import annotations

import re

_HEADER = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")

Positions = dict[tuple[str, str], int]


def positions(source: str) -> Positions:
    """By table and column ("" for the table itself), the first line that speaks of it, counted from 1.

    However it is written: `[tables.t.columns.c]`, `c = ...` below `[tables.t.columns]`, or `columns.c = ...`.

    >>> positions('[tables.t]\\nrows = 5\\n[tables.t.columns]\\nid = { kind = "sequence" }')
    {('t', ''): 1, ('t', 'id'): 4}
    """
    found: Positions = {}
    header: list[str] = []
    for number, line in enumerate(source.split("\n"), 1):
        match = _HEADER.fullmatch(line.rstrip("\r"))
        if match:
            path = header = _parts(match[1])
        elif key := _KEY.match(line):
            path = header + _parts(key[1])
        else:
            continue
        if len(path) > 1 and path[0] == "tables":
            found.setdefault((path[1], ""), number)
        if len(path) > 3 and path[0] == "tables" and path[2] == "columns":
            found.setdefault((path[1], path[3]), number)
    return found


def _parts(path: str) -> list[str]:
    return [part.strip("\"'") for part in _PART.findall(path)]
