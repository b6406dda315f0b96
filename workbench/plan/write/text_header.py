"""The line of a node as EXPLAIN prints it: kind, target and figures. Fields in, text out; the names are the reader's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.plan.read.text_header import BARE, TARGETS
from workbench.plan.read.text_values import fixed, quoted

# What the header carries, so that it is no line of its own below it.
HEADER = frozenset(
    (
        "Node Type", "Join Type", "Strategy", "Partial Mode", "Command", "Operation", "Parallel Aware", "Async Capable",
        "Scan Direction", "Custom Plan Provider", "Relation Name", "Function Name", "Table Function Name", "CTE Name",
        "Tuplestore Name", "Index Name", "Schema", "Alias", "Parent Relationship", "Subplan Name", "Senders", "Receivers",
        "Slice", "Segments", "Distribution", "Startup Cost", "Total Cost", "Plan Rows", "Plan Width", "Actual Startup Time",
        "Actual Total Time", "Actual Rows", "Actual Loops",
    )
)  # fmt: skip
_VARIANTS = {
    (fields["Node Type"], *(fields.get(name) for name in ("Strategy", "Command", "Operation", "Join Type"))): text
    for text, fields in BARE.items()
}


def write_header(fields: Mapping[str, Any]) -> str:
    """`Parallel Seq Scan on orders o  (cost=0.00..1.00 rows=1 width=4) (actual time=...)`."""
    words = (
        "Parallel" if fields.get("Parallel Aware") is True else "",
        "Async" if fields.get("Async Capable") is True else "",
        _partial(fields),
        _kind(fields),
        "Backward" if fields.get("Scan Direction") == "Backward" else "",
        _index(fields),
        write_target(fields),
        str(fields.get("Distribution", "")),
    )
    return " ".join(word for word in words if word) + _costs(fields) + _actual(fields)


def write_target(fields: Mapping[str, Any]) -> str:
    """`on shop.orders o`; the alias only where it isn't the name."""
    alias = fields.get("Alias")
    for tag in ("Relation Name", "Function Name", "Table Function Name", "CTE Name", "Tuplestore Name"):
        if tag in fields:
            name = str(fields[tag])
            schema = f"{quoted(str(fields['Schema']))}." if fields.get("Schema") else ""
            return f"on {schema}{quoted(name)}" + (f" {quoted(str(alias))}" if alias not in (None, name) else "")
    if fields.get("Node Type") == "Bitmap Index Scan" and "Index Name" in fields:
        return f"on {quoted(str(fields['Index Name']))}"
    return f"on {quoted(str(alias))}" if alias is not None else ""


def write_actual(fields: Mapping[str, Any]) -> str:
    """`actual time=0.1..0.2 rows=1 loops=1`, as nodes and workers have it."""
    times = ""
    if "Actual Total Time" in fields:
        times = f"time={fixed(fields.get('Actual Startup Time', 0), 3)}..{fixed(fields['Actual Total Time'], 3)} "
    rows = fields.get("Actual Rows", 0)
    # Since 18 rows have two decimals everywhere, in JSON too; up to 17 none anywhere.
    printed = fixed(rows, 2) if isinstance(rows, float) else str(rows)
    return f"actual {times}rows={printed} loops={fixed(fields['Actual Loops'], 0)}"


def _partial(fields: Mapping[str, Any]) -> str:
    mode = fields.get("Partial Mode", "Simple")
    return "" if mode == "Simple" else str(mode)


def _kind(fields: Mapping[str, Any]) -> str:
    kind = str(fields["Node Type"])
    variant = (kind, *(fields.get(name) for name in ("Strategy", "Command", "Operation", "Join Type")))
    printed = _VARIANTS.get(variant)
    if printed:
        return printed
    if kind == "ModifyTable":
        return str(fields.get("Operation", kind))
    if kind == "Custom Scan" and "Custom Plan Provider" in fields:
        return f"{kind} ({fields['Custom Plan Provider']})"
    if "Senders" in fields:
        place = f"  (slice{fields['Slice']}; segments: {fields.get('Segments', 1)})" if "Slice" in fields else ""
        return f"{kind} {fields['Senders']}:{fields.get('Receivers', 1)}{place}"
    join = fields.get("Join Type", "Inner")
    if join == "Inner" or kind in TARGETS:
        return kind if not kind.endswith("Nested Loop") or kind == "Nested Loop" else f"{kind} Join"
    return f"{kind.removesuffix(' Join')} {join} Join"


def _index(fields: Mapping[str, Any]) -> str:
    if "Index Name" not in fields or fields.get("Node Type") == "Bitmap Index Scan":
        return ""
    return f"using {quoted(str(fields['Index Name']))}"


def _costs(fields: Mapping[str, Any]) -> str:
    if "Total Cost" not in fields:
        return ""
    startup, total = fixed(fields.get("Startup Cost", 0), 2), fixed(fields["Total Cost"], 2)
    return (
        f"  (cost={startup}..{total} rows={fixed(fields.get('Plan Rows', 0), 0)} width={fixed(fields.get('Plan Width', 0), 0)})"
    )


def _actual(fields: Mapping[str, Any]) -> str:
    if "Actual Loops" not in fields:
        return ""
    return " (never executed)" if float(fields["Actual Loops"] or 0) == 0 else f" ({write_actual(fields)})"
