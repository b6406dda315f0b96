"""How the text format spells JSON's fields: one table in PostgreSQL's printing order, read in both directions.

A Line knows the labels its text begins with, the fields it carries, how to read them and how to write them. What spans
several lines (workers, target tables, JIT) is the tree's business; what is not in the table is "Key: value" as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from workbench.plan.read.text_counts import (
    BUFFERS,
    IO_FIELDS,
    WAL,
    read_buffers,
    read_heap_blocks,
    read_io,
    read_pairs,
    read_wal,
    write_buffers,
    write_heap_blocks,
    write_io,
    write_pairs,
    write_wal,
)
from workbench.plan.read.text_values import fixed, number, split_list

Fields = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One line of a node.

    Attributes:
        labels: what may stand before its first ": ".
        leads: the fields of which one must be there for the line to be written.
        fields: all fields it carries, the leads included.
        read: from label and value to fields; None where the value has another form.
        write: from a node's fields to the line, several lines joined by newlines; "" where PostgreSQL prints none.
    """

    labels: tuple[str, ...]
    leads: tuple[str, ...]
    fields: tuple[str, ...]
    read: Callable[[str, str], Fields | None]
    write: Callable[[Mapping[str, Any]], str]


def _text(name: str) -> Line:
    return Line((name,), (name,), (name,), lambda _, value: {name: value}, lambda fields: f"{name}: {fields[name]}")


def _list(name: str) -> Line:
    def write(fields: Mapping[str, Any]) -> str:
        return f"{name}: {listed(fields[name])}" if fields[name] else ""

    return Line((name,), (name,), (name,), lambda _, value: {name: split_list(value)}, write)


def _count(name: str, *, zero: bool = True, unit: str = "") -> Line:
    """A whole number; PostgreSQL leaves out some of them where they are zero."""

    def read(_: str, value: str) -> Fields | None:
        figure = value.removesuffix(unit)
        return {name: number(figure)} if _FIGURE.fullmatch(figure) else None

    def write(fields: Mapping[str, Any]) -> str:
        return f"{name}: {whole(fields[name])}{unit}" if zero or fields[name] else ""

    return Line((name,), (name,), (name,), read, write)


def _flag(name: str) -> Line:
    """Printed only where it is true."""

    def read(_: str, value: str) -> Fields | None:
        return {name: value == "true"} if value in ("true", "false") else None

    return Line((name,), (name,), (name,), read, lambda fields: f"{name}: true" if fields[name] is True else "")


def _segments(lead: int, *parts: tuple[str, str, str], zero: frozenset[str] = frozenset()) -> Line:
    """`Hits: 980  Misses: 20  Memory Usage: 3kB`: labels, fields and units; those in `zero` are left out where they are 0."""
    by_label = {label: (field, unit) for label, field, unit in parts}

    def read(label: str, value: str) -> Fields | None:
        found = {}
        for name, text in _SEGMENT.findall(f"{label}: {value}"):
            if name not in by_label:
                return None
            field, unit = by_label[name]
            figure = text.removesuffix(unit)
            found[field] = number(figure) if _FIGURE.fullmatch(figure) else figure
        return found or None

    def write(fields: Mapping[str, Any]) -> str:
        return "  ".join(
            f"{label}: {whole(fields[field])}{unit}"
            for label, field, unit in parts
            if field in fields and (fields[field] or field not in zero)
        )

    names = tuple(field for _, field, _ in parts)
    return Line(tuple(by_label)[:lead], names[:lead], names, read, write)


def listed(value: Any) -> str:
    """A list as the text format has it; anything else as text."""
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def whole(value: Any) -> str:
    """A counter without decimals; what is no number as it stands."""
    return fixed(value, 0) if isinstance(value, float) else str(value)


_FIGURE = re.compile(r"-?\d{1,300}(?:\.\d{1,300})?")
_SEGMENT = re.compile(r"([A-Z][\w-]{0,20}(?: [\w-]{1,20}){0,2}): (\S+)")
_SORT = re.compile(r"(.{1,99}?) {1,9}(Memory|Disk): (\d{1,18})kB")
_GROUPS = re.compile(
    r"(\d{1,18})\s+Sort Methods?: (.{1,200}?)"
    r"((?:\s{1,9}Average (?:Memory|Disk): \d{1,18}kB\s+Peak (?:Memory|Disk): \d{1,18}kB)*)"
)
_SPACE = re.compile(r"Average (Memory|Disk): (\d+)kB\s+Peak (?:Memory|Disk): (\d+)kB")
_HASH = re.compile(
    r"(\d{1,18})(?: \(originally (\d{1,18})\))?\s+Batches: (\d{1,18})(?: \(originally (\d{1,18})\))?"
    r"\s+Memory Usage: (\d{1,18})kB"
)
_HASH_FIELDS = ("Hash Buckets", "Original Hash Buckets", "Hash Batches", "Original Hash Batches", "Peak Memory Usage")
_SORT_FIELDS = ("Sort Method", "Sort Space Used", "Sort Space Type")
_SAMPLING_FIELDS = ("Sampling Method", "Sampling Parameters", "Repeatable Seed")
_ESTIMATES = re.compile(r"capacity=(\d{1,18}) distinct keys=(\d{1,18}) lookups=(\d{1,18}) hit percent=(\d{1,18}\.\d\d)%")
_ESTIMATE_FIELDS = ("Estimated Capacity", "Estimated Distinct Lookup Keys", "Estimated Lookups", "Estimated Hit Percent")


def _read_sort(_: str, value: str) -> Fields:
    found = _SORT.fullmatch(value)
    return dict(zip(_SORT_FIELDS, (found[1], int(found[3]), found[2]), strict=True)) if found else {"Sort Method": value}


def _write_sort(fields: Mapping[str, Any]) -> str:
    space = f"  {fields.get('Sort Space Type', 'Memory')}: {fields['Sort Space Used']}kB" if "Sort Space Used" in fields else ""
    return f"Sort Method: {fields['Sort Method']}{space}"


def _read_sampling(_: str, value: str) -> Fields | None:
    method, opened, rest = value.partition(" (")
    if not opened or not rest.endswith(")"):
        return None
    parameters, repeatable, seed = rest[:-1].partition(") REPEATABLE (")
    fields: Fields = {"Sampling Method": method, "Sampling Parameters": split_list(parameters) if parameters else []}
    return {**fields, "Repeatable Seed": seed} if repeatable else fields


def _write_sampling(fields: Mapping[str, Any]) -> str:
    seed = f" REPEATABLE ({fields['Repeatable Seed']})" if "Repeatable Seed" in fields else ""
    return f"Sampling: {fields['Sampling Method']} ({listed(fields.get('Sampling Parameters', ()))}){seed}"


def _groups(name: str) -> Line:
    """The groups of an Incremental Sort: `2  Sort Methods: quicksort, top-N heapsort  Average Memory: 26kB  Peak ...`."""

    def read(_: str, value: str) -> Fields | None:
        found = _GROUPS.fullmatch(value)
        if not found:
            return None
        spaces = {
            f"Sort Space {kind}": {"Average Sort Space Used": int(mean), "Peak Sort Space Used": int(peak)}
            for kind, mean, peak in _SPACE.findall(found[3])
        }
        return {name: {"Group Count": int(found[1]), "Sort Methods Used": found[2].split(", "), **spaces}}

    def write(fields: Mapping[str, Any]) -> str:
        group = fields[name]
        if not isinstance(group, Mapping):
            return f"{name}: {group}"
        methods = listed(group.get("Sort Methods Used", ()))
        line = f"{name}: {group.get('Group Count')}  Sort Method{'s' if ', ' in methods else ''}: {methods}"
        for kind in ("Memory", "Disk"):
            space = group.get(f"Sort Space {kind}")
            if isinstance(space, Mapping):
                mean, peak = space.get("Average Sort Space Used"), space.get("Peak Sort Space Used")
                line += f"  Average {kind}: {mean}kB  Peak {kind}: {peak}kB"
        return line

    return Line((name,), (name,), (name,), read, write)


def _read_hash(_: str, value: str) -> Fields | None:
    found = _HASH.fullmatch(value)
    if not found:
        return None
    figures = (found[1], found[2] or found[1], found[3], found[4] or found[3], found[5])
    return dict(zip(_HASH_FIELDS, map(int, figures), strict=True))


def _write_hash(fields: Mapping[str, Any]) -> str:
    buckets, before, batches, batches_before, memory = (fields.get(name) for name in _HASH_FIELDS)
    changed = (before, batches_before) != (buckets, batches) and None not in (before, batches_before)
    first = f" (originally {before})" if changed else ""
    second = f" (originally {batches_before})" if changed else ""
    return f"Buckets: {buckets}{first}  Batches: {batches}{second}  Memory Usage: {memory}kB"


def _read_estimates(_: str, value: str) -> Fields | None:
    found = _ESTIMATES.fullmatch(value)
    return dict(zip(_ESTIMATE_FIELDS, map(number, found.groups()), strict=True)) if found else None


def _write_estimates(fields: Mapping[str, Any]) -> str:
    capacity, keys, lookups, hits = (fields.get(name, 0) for name in _ESTIMATE_FIELDS)
    return f"Estimates: capacity={capacity} distinct keys={keys} lookups={lookups} hit percent={fixed(hits, 2)}%"


def _write_keys(fields: Mapping[str, Any]) -> str:
    """Grouping sets: a set with a sort of its own stands below that sort."""
    lines = []
    for group in fields["Grouping Sets"]:
        shift = ""
        for name, keys in group.items() if isinstance(group, Mapping) else ():
            if name == "Sort Key":
                lines.append(f"Sort Key: {listed(keys)}")
                shift = "  "
            else:
                lines += [f"{shift}{name.removesuffix('s')}: {listed(key) or '()'}" for key in keys or ()]
    return "\n".join(lines)


_REMOVED = ("Rows Removed by Index Recheck", "Rows Removed by Join Filter", "Rows Removed by Filter")
_HASHAGG = _segments(
    2,
    ("Planned Partitions", "Planned Partitions", ""),
    ("Batches", "HashAgg Batches", ""),
    ("Memory Usage", "Peak Memory Usage", "kB"),
    ("Disk Usage", "Disk Usage", "kB"),
    zero=frozenset(("Planned Partitions", "Disk Usage")),
)
_MEMOIZE = _segments(
    1,
    ("Hits", "Cache Hits", ""),
    ("Misses", "Cache Misses", ""),
    ("Evictions", "Cache Evictions", ""),
    ("Overflows", "Cache Overflows", ""),
    ("Memory Usage", "Peak Memory Usage", "kB"),
)
_TUPLES = tuple(f"Tuples {what.title()}" for what in ("inserted", "updated", "deleted", "skipped"))

# In the order in which explain.c prints them. Rows removed by the filter stand behind HashAggregate's figures, which no
# other node with a filter has, so one order serves all nodes.
LINES: tuple[Line, ...] = (
    _flag("Disabled"),
    _list("Output"),
    _flag("Inner Unique"),
    Line(("Sampling",), _SAMPLING_FIELDS[:1], _SAMPLING_FIELDS, _read_sampling, _write_sampling),
    *map(_text, ("Function Call", "Table Function Call", "TID Cond", "Index Cond", "Recheck Cond", "Merge Cond", "Hash Cond")),
    _count(_REMOVED[0], zero=False),
    _text("Order By"),
    _text("Join Filter"),
    _count(_REMOVED[1], zero=False),
    _list("Sort Key"),
    _list("Presorted Key"),
    _list("Group Key"),
    _list("Merge Key"),
    _list("Hash Key"),
    # What the tree gathers from several lines; they are here for the writer.
    Line((), ("Grouping Sets",), ("Grouping Sets",), lambda *_: None, _write_keys),
    *map(_text, ("One-Time Filter", "Window", "Run Condition", "Filter")),
    Line(("Sort Method",), _SORT_FIELDS[:1], _SORT_FIELDS, _read_sort, _write_sort),
    _groups("Full-sort Groups"),
    _groups("Pre-sorted Groups"),
    Line(("Buckets",), _HASH_FIELDS[:1], _HASH_FIELDS, _read_hash, _write_hash),
    _HASHAGG,
    _count(_REMOVED[2], zero=False),
    Line(
        ("Heap Blocks",),
        ("Exact Heap Blocks", "Lossy Heap Blocks"),
        ("Exact Heap Blocks", "Lossy Heap Blocks"),
        read_heap_blocks,
        write_heap_blocks,
    ),
    _count("Heap Fetches"),
    _count("Index Searches"),
    _text("Cache Key"),
    _text("Cache Mode"),
    Line(("Estimates",), _ESTIMATE_FIELDS[:1], _ESTIMATE_FIELDS, _read_estimates, _write_estimates),
    _MEMOIZE,
    _segments(1, ("Storage", "Storage", ""), ("Maximum Storage", "Maximum Storage", "kB")),
    _count("Workers Planned"),
    _list("Params Evaluated"),
    _count("Workers Launched"),
    _flag("Single Copy"),
    _text("Conflict Resolution"),
    _list("Conflict Arbiter Indexes"),
    _text("Conflict Filter"),
    _count("Rows Removed by Conflict Filter", zero=False),
    *map(_text, ("Relations", "Remote SQL", "Foreign File", "Foreign Program")),
    _count("Foreign File Size", unit=" b"),
    Line(
        ("Tuples",),
        ("Tuples Updated", "Tuples Deleted", "Tuples Skipped"),
        _TUPLES,
        lambda _, value: read_pairs(value, "Tuples {}", _TUPLES),
        lambda fields: write_pairs("Tuples", fields, "Tuples {}", _TUPLES),
    ),
    Line(("Buffers",), BUFFERS, BUFFERS, read_buffers, write_buffers),
    Line(("I/O Timings",), IO_FIELDS, IO_FIELDS, read_io, write_io),
    Line(("WAL",), WAL, WAL, read_wal, write_wal),
)
BY_LABEL: Mapping[str, Line] = {label: line for line in LINES for label in line.labels}
RANK: Mapping[int, int] = {id(line): rank for rank, line in enumerate(LINES)}
BY_LEAD: Mapping[str, Line] = {field: line for line in LINES for field in line.leads}
# Extensions print behind all that the node itself has to tell, in front of the resources.
EXTENSION_RANK = RANK[id(BY_LABEL["Buffers"])] - 0.5
