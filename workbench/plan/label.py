"""A node's name for people, as the text format has it: Parallel Seq Scan on orders o. Fields in, text out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_AGGREGATES = {"Hashed": "HashAggregate", "Sorted": "GroupAggregate", "Mixed": "MixedAggregate"}


def label(fields: Mapping[str, Any]) -> str:
    """Parallel Seq Scan on orders o, Hash Left Join, Update on orders."""
    partial = fields.get("Partial Mode")
    words = [
        "Async" if fields.get("Async Capable") is True else "",
        "Parallel" if fields.get("Parallel Aware") is True else "",
        partial if partial and partial != "Simple" else "",
        _kind(fields),
        "Backward" if fields.get("Scan Direction") == "Backward" else "",
        f"using {fields['Index Name']}" if "Index Name" in fields and "Relation Name" in fields else "",
        _target(fields),
    ]
    return " ".join(word for word in words if word)


def _kind(fields: Mapping[str, Any]) -> str:
    kind = str(fields.get("Node Type", "?"))
    join = fields.get("Join Type")
    if join and join != "Inner":
        return f"{kind if kind == 'Nested Loop' else kind.removesuffix(' Join')} {join} Join"
    if kind == "ModifyTable" or "Operation" in fields:
        return str(fields.get("Operation", kind))
    if kind == "Aggregate":
        return _AGGREGATES.get(fields.get("Strategy", ""), kind)
    if kind == "SetOp":
        return f"{'HashSetOp' if fields.get('Strategy') == 'Hashed' else kind} {fields.get('Command', '')}".rstrip()
    if "Custom Plan Provider" in fields:
        return f"{kind} ({fields['Custom Plan Provider']})"
    return kind


def _target(fields: Mapping[str, Any]) -> str:
    for name in ("Relation Name", "Function Name", "Table Function Name", "CTE Name", "Tuplestore Name", "Index Name"):
        if name in fields:
            alias = fields.get("Alias")
            return f"on {fields[name]}" + (f" {alias}" if alias and alias != fields[name] else "")
    return f"on {fields['Alias']}" if "Alias" in fields else ""
