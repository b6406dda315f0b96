"""The lines of pairs, in both directions: buffers, I/O timings, WAL, heap blocks, MERGE's tuples, the planner's memory.

The text leaves out what is zero, where JSON has the zero: a line that is there is filled up to JSON's fields.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from workbench.plan.read.text_values import fixed, number

Fields = dict[str, Any]

_BLOCKS = {
    "shared": ("hit", "read", "dirtied", "written"),
    "local": ("hit", "read", "dirtied", "written"),
    "temp": ("read", "written"),
}
BUFFERS = tuple(f"{where.title()} {what.title()} Blocks" for where, whats in _BLOCKS.items() for what in whats)
# What the three eras of track_io_timing call them: up to 14, 15 and 16, since 17.
_IO_GROUPS = {"": "", "shared/local": "", "shared": "Shared ", "local": "Local ", "temp": "Temp "}
IO_FIELDS = tuple(f"{where}I/O {what} Time" for where in ("", "Shared ", "Local ", "Temp ") for what in ("Read", "Write"))
WAL = ("WAL Records", "WAL FPI", "WAL Bytes", "WAL Buffers Full", "WAL FPI Bytes")
_WAL = {"records": WAL[0], "fpi": WAL[1], "bytes": WAL[2], "buffers full": WAL[3], "fpi bytes": WAL[4]}
_PAIR = re.compile(r"([a-z]{1,20}(?: [a-z]{1,20}){0,2})=(\d{1,300}(?:\.\d{1,300})?)(?:kB)?")


def _pairs(text: str) -> list[tuple[str, int | float]] | None:
    """`hit=1 read=2` as pairs; None if the text holds anything else."""
    found = _PAIR.findall(text)
    left = _PAIR.sub("", text).strip()
    return None if left or not found else [(name, number(value)) for name, value in found]


def read_buffers(_: str, value: str) -> Fields | None:
    """`shared hit=1 read=2, temp written=3` as JSON's ten fields."""
    fields: Fields = dict.fromkeys(BUFFERS, 0)
    for group in value.split(", "):
        where, _, rest = group.partition(" ")
        pairs = _pairs(rest)
        if pairs is None or where not in _BLOCKS or any(what not in _BLOCKS[where] for what, _ in pairs):
            return None
        for what, blocks in pairs:
            fields[f"{where.title()} {what.title()} Blocks"] = blocks
    return fields


def write_buffers(fields: Mapping[str, Any]) -> str:
    """The line; "" where nothing was touched."""
    groups = []
    for where, whats in _BLOCKS.items():
        pairs = [(what, fields.get(f"{where.title()} {what.title()} Blocks")) for what in whats]
        if any(blocks for _, blocks in pairs):
            groups.append(where + "".join(f" {what}={blocks}" for what, blocks in pairs if blocks))
    return f"Buffers: {', '.join(groups)}" if groups else ""


def read_io(_: str, value: str) -> Fields | None:
    """`shared read=1.5, temp write=2.0`, in the words of any era."""
    fields: Fields = {}
    for group in value.split(", "):
        where, _, rest = group.rpartition(" ") if group.count(" ") == 0 else _grouped(group)
        pairs = _pairs(rest)
        if pairs is None or where not in _IO_GROUPS or any(what not in ("read", "write") for what, _ in pairs):
            return None
        if where == "shared/local":
            fields = {**dict.fromkeys(("Temp I/O Read Time", "Temp I/O Write Time"), 0.0), **fields}
        name = f"{_IO_GROUPS[where]}I/O"
        fields.update({f"{name} Read Time": 0.0, f"{name} Write Time": 0.0})
        fields.update({f"{name} {what.title()} Time": time for what, time in pairs})
    return fields


def _grouped(group: str) -> tuple[str, str, str]:
    return ("", "", group) if "=" in group.partition(" ")[0] else group.partition(" ")


def write_io(fields: Mapping[str, Any]) -> str:
    """The line; "" where no time was spent."""
    plain = "shared/local" if "Temp I/O Read Time" in fields else ""
    groups = []
    for where, name in ((plain, ""), ("shared", "Shared "), ("local", "Local "), ("temp", "Temp ")):
        pairs = [(what, fields.get(f"{name}I/O {what.title()} Time")) for what in ("read", "write")]
        if any(time for _, time in pairs):
            groups.append(
                " ".join([*([where] if where else []), *(f"{what}={fixed(time, 3)}" for what, time in pairs if time)])
            )
    return f"I/O Timings: {', '.join(groups)}" if groups else ""


def read_wal(_: str, value: str) -> Fields | None:
    """`records=1 fpi=1 bytes=100`; the first three are always there."""
    pairs = _pairs(value)
    if pairs is None or any(name not in _WAL for name, _ in pairs):
        return None
    return {**dict.fromkeys(WAL[:3], 0), **{_WAL[name]: figure for name, figure in pairs}}


def write_wal(fields: Mapping[str, Any]) -> str:
    """The line; "" where no WAL was written."""
    pairs = [f" {name}={fields[field]}" for name, field in _WAL.items() if fields.get(field)]
    return f"WAL:{''.join(pairs)}" if pairs else ""


def read_heap_blocks(_: str, value: str) -> Fields | None:
    """`exact=1 lossy=2`."""
    pairs = _pairs(value)
    if pairs is None or any(name not in ("exact", "lossy") for name, _ in pairs):
        return None
    return {"Exact Heap Blocks": 0, "Lossy Heap Blocks": 0, **{f"{name.title()} Heap Blocks": blocks for name, blocks in pairs}}


def write_heap_blocks(fields: Mapping[str, Any]) -> str:
    """The line; "" where no block was visited."""
    pairs = [
        f" {name}={fields[f'{name.title()} Heap Blocks']}"
        for name in ("exact", "lossy")
        if fields.get(f"{name.title()} Heap Blocks")
    ]
    return f"Heap Blocks:{''.join(pairs)}" if pairs else ""


def read_pairs(value: str, name: str, fields: tuple[str, ...]) -> Fields | None:
    """Pairs whose fields are called after a pattern, zeros filled in: `inserted=1` as "Tuples Inserted"."""
    pairs = _pairs(value)
    if pairs is None or any(name.format(what.title()) not in fields for what, _ in pairs):
        return None
    return {**dict.fromkeys(fields, 0), **{name.format(what.title()): figure for what, figure in pairs}}


def write_pairs(label: str, fields: Mapping[str, Any], name: str, names: tuple[str, ...]) -> str:
    """The pairs that aren't zero; "" where all are."""
    prefix = name.format("")
    pairs = [f" {field.removeprefix(prefix).lower()}={fixed(fields[field], 0)}" for field in names if fields.get(field)]
    return f"{label}:{''.join(pairs)}" if pairs else ""
