"""The line of a node: `->  Parallel Seq Scan on shop.orders o  (cost=..) (actual ..)` and JSON's fields for it.

The tables of node names are the writer's too (`write/text_header.py`); the tree is built elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from workbench.plan.read.text_values import number, unquoted

Fields = dict[str, Any]

JOINS = ("Left", "Full", "Right", "Semi", "Anti", "Right Semi", "Right Anti")
# What JSON's "Node Type" is printed as, with the fields that tell the variants apart.
BARE: Mapping[str, Fields] = {
    **{
        name: {"Node Type": name}
        for name in (
            "Result", "ProjectSet", "Append", "Merge Append", "Recursive Union", "BitmapAnd", "BitmapOr", "Gather",
            "Gather Merge", "Materialize", "Memoize", "Result Cache", "Sort", "Incremental Sort", "Group", "WindowAgg",
            "Unique", "LockRows", "Limit", "Hash",
        )
    },
    **{
        name: {"Node Type": "Aggregate", "Strategy": strategy, "Partial Mode": "Simple"}
        for name, strategy in (
            ("Aggregate", "Plain"), ("GroupAggregate", "Sorted"), ("HashAggregate", "Hashed"), ("MixedAggregate", "Mixed"),
        )
    },
    **{
        f"{name} {command}": {"Node Type": "SetOp", "Strategy": strategy, "Command": command}
        for name, strategy in (("SetOp", "Sorted"), ("HashSetOp", "Hashed"))
        for command in ("Intersect", "Intersect All", "Except", "Except All")
    },
    "Nested Loop": {"Node Type": "Nested Loop", "Join Type": "Inner"},
    "Hash Join": {"Node Type": "Hash Join", "Join Type": "Inner"},
    "Merge Join": {"Node Type": "Merge Join", "Join Type": "Inner"},
    **{
        f"{name} {join} Join": {"Node Type": kind, "Join Type": join}
        for name, kind in (("Nested Loop", "Nested Loop"), ("Hash", "Hash Join"), ("Merge", "Merge Join"))
        for join in JOINS
    },
    **{
        name: {"Node Type": "Foreign Scan", "Operation": name.removeprefix("Foreign ").replace("Scan", "Select")}
        for name in ("Foreign Scan", "Foreign Insert", "Foreign Update", "Foreign Delete")
    },
}  # fmt: skip
# The field that holds what stands behind " on ", for each kind that has it; "" for those with an alias alone.
TARGETS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "Seq Scan", "Sample Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan", "Tid Scan", "Tid Range Scan",
            "Foreign Scan", "ModifyTable", "Custom Scan",
        ),
        "Relation Name",
    ),
    "Bitmap Index Scan": "Index Name", "Function Scan": "Function Name", "Table Function Scan": "Table Function Name",
    "CTE Scan": "CTE Name", "WorkTable Scan": "CTE Name", "Named Tuplestore Scan": "Tuplestore Name",
    "Subquery Scan": "", "Values Scan": "",
}  # fmt: skip
OPERATIONS = ("Insert", "Update", "Delete", "Merge")
_ON: Mapping[str, Fields] = {
    **{name: {"Node Type": name} for name in TARGETS if name not in ("ModifyTable", "Foreign Scan", "Custom Scan")},
    **{f"{name} Backward": {"Node Type": name, "Scan Direction": "Backward"} for name in ("Index Scan", "Index Only Scan")},
    "Index Scan": {"Node Type": "Index Scan", "Scan Direction": "Forward"},
    "Index Only Scan": {"Node Type": "Index Only Scan", "Scan Direction": "Forward"},
    **{name: {"Node Type": "ModifyTable", "Operation": name} for name in OPERATIONS},
    **{name: BARE[name] for name in BARE if name.startswith("Foreign ")},
}

_NUMBER = r"(-?\d+(?:\.\d+)?)"
_COSTS = re.compile(rf"\(cost={_NUMBER}\.\.{_NUMBER} rows={_NUMBER} width=(\d+)\)")
_ACTUAL = re.compile(rf"\((?:actual (?:time={_NUMBER}\.\.{_NUMBER} )?rows={_NUMBER} loops=(\d+)|never executed)\)")
_WORKER = re.compile(rf"actual (?:time={_NUMBER}\.\.{_NUMBER} )?rows={_NUMBER} loops=(\d+)")
_IDENTIFIER = r"(?:\"(?:[^\"]|\"\")*+\"|[^\s.\"]+)"
_TARGET = re.compile(rf"((?:{_IDENTIFIER}\.)*)({_IDENTIFIER})(?: ({_IDENTIFIER}))?")
_USING = re.compile(rf"(.+?) using ({_IDENTIFIER})(?: on (.*))?", re.DOTALL)
_CUSTOM = re.compile(rf"Custom Scan \((.*)\)(?: on ({_TARGET.pattern}))?", re.DOTALL)
_JOIN = re.compile(
    r"(.*?) ?\b(Hash|Merge|Nested Loop)(?: ((?:Left |Right )?(?:Left|Full|Right|Semi|Anti)(?: Semi \(Not-In\))?))? Join"
)
_MOTION = re.compile(r"(.*Motion) (\d{1,9}):(\d{1,9})(?:\s+\(slice(\d{1,9});(?: [^;]*;)? segments: (\d{1,9})\))?")
_DISTRIBUTION = re.compile(r"(.*) (DS_[A-Z_]+)")


def read_header(text: str) -> tuple[Fields, bool, str]:
    """A node's fields; True if its kind is one of PostgreSQL's own; and what is left of the line behind its figures.

    `text` comes without its arrow. A node that was never executed has loops and rows of 0, and no times: whether the
    plan had any is told by its other nodes.
    """
    name, figures, rest = _split(text)
    fields, known = _named(name)
    fields.update(figures)
    return fields, known, rest


def has_figures(text: str) -> bool:
    """True for a line that ends in `(cost=...)`, `(actual ...)` or `(never executed)`."""
    if not text.endswith(")") or "(" not in text:
        return False
    _, figures, rest = _split(text)
    return bool(figures) and not rest


def is_known(text: str) -> bool:
    """True for a line that is the bare name of one of PostgreSQL's nodes, as COSTS OFF prints it."""
    if not text[:1].isupper() or ": " in text.partition('"')[0] or text.endswith(":"):
        return False
    return _named(text)[1]


def read_worker(text: str) -> Fields | None:
    """The figures of `actual time=0.1..0.2 rows=1 loops=1` as a Worker line has them; None if it isn't that."""
    found = _WORKER.fullmatch(text)
    return _actual(found) if found else None


def read_target(text: str, tag: str) -> Fields | None:
    """Schema, name and alias of `shop.orders o`; None if it is nothing of the kind."""
    found = _TARGET.fullmatch(text)
    if not found:
        return None
    name = unquoted(found[2])
    if not tag:
        return {"Alias": name}
    if tag == "Index Name":
        return {tag: name}
    schema = {"Schema": unquoted(found[1][:-1])} if found[1] else {}
    return {tag: name, **schema, "Alias": unquoted(found[3]) if found[3] else name}


def _split(text: str) -> tuple[str, Fields, str]:
    """Name, figures and the rest behind them."""
    begin = max(text.rfind("(cost="), 0)
    costs = _COSTS.match(text, begin) if begin else None
    after = costs.end() if costs else max(text.rfind("(actual "), text.rfind("(never executed)"))
    fields: Fields = {}
    if costs:
        fields = {
            "Startup Cost": float(costs[1]), "Total Cost": float(costs[2]), "Plan Rows": number(costs[3]),
            "Plan Width": number(costs[4]),
        }  # fmt: skip
    elif after <= 0:
        return text, fields, ""
    else:
        begin = after
    while text[after : after + 1] == " ":
        after += 1
    actual = _ACTUAL.match(text, after)
    if actual:
        fields.update(_actual(actual) if actual[4] else {"Actual Rows": 0, "Actual Loops": 0})
        after = actual.end()
    elif not costs:
        return text, fields, ""
    return text[:begin].rstrip(), fields, text[after:].strip()


def _actual(found: re.Match[str]) -> Fields:
    times: Fields = {}
    if found[1]:
        times = {"Actual Startup Time": float(found[1]), "Actual Total Time": float(found[2])}
    return {**times, "Actual Rows": number(found[3]), "Actual Loops": number(found[4])}


def _named(name: str) -> tuple[Fields, bool]:
    fields: Fields = {"Parallel Aware": False}
    if name.startswith(("XN ", "LD ")):  # Redshift: on the compute nodes, on the leader
        name = name[3:]
    if name.startswith("Parallel "):
        name, fields["Parallel Aware"] = name[9:], True
    if name.startswith("Async "):
        name, fields["Async Capable"] = name[6:], True
    bare = BARE.get(name)
    if bare is not None:
        return {**bare, **fields}, True
    mode, _, aggregate = name.partition(" ")
    if mode in ("Partial", "Finalize") and BARE.get(aggregate, fields).get("Node Type") == "Aggregate":
        return {**BARE[aggregate], "Partial Mode": mode, **fields}, True
    return _with_target(name, fields) or _foreign_kind(name, fields)


def _with_target(name: str, fields: Fields) -> tuple[Fields, bool] | None:
    """`Seq Scan on orders`, `Index Scan using i on orders`, `Custom Scan (ChunkAppend) on metrics`."""
    if name.startswith("Custom Scan ("):
        custom = _CUSTOM.fullmatch(name)
        if custom:
            target = read_target(custom[2], "Relation Name") if custom[2] else None
            return {"Node Type": "Custom Scan", "Custom Plan Provider": custom[1], **fields, **(target or {})}, True
    kind, on, behind = name.partition(" on ")
    using = _USING.fullmatch(name) if " using " in kind else None
    if using:
        kind, behind = using[1], using[3] or ""
        fields = {**fields, "Index Name": unquoted(using[2])}
    entry = _ON.get(kind)
    if entry is None or not (on or using):
        return None
    target = read_target(behind, TARGETS.get(entry["Node Type"], "Relation Name"))
    return ({**entry, **fields, **target}, True) if target else None


def _foreign_kind(name: str, fields: Fields) -> tuple[Fields, bool]:
    """The nodes of PostgreSQL's kin, and of extensions nobody has told us of."""
    motion = _MOTION.fullmatch(name)
    if motion:
        places = zip(("Senders", "Receivers", "Slice", "Segments"), motion.groups()[1:], strict=True)
        return {"Node Type": motion[1], **fields, **{key: int(value) for key, value in places if value}}, False
    distribution = _DISTRIBUTION.fullmatch(name)
    if distribution:
        inner, known = _named(distribution[1])
        return {**inner, "Distribution": distribution[2]}, known
    join = _JOIN.fullmatch(name)
    if join:
        kind = " ".join(word for word in (join[1], join[2], "" if join[2] == "Nested Loop" else "Join") if word)
        return {"Node Type": kind, "Join Type": join[3] or "Inner", **fields}, False
    kind, on, behind = name.partition(" on ")
    target = read_target(behind, "Relation Name") if on else None
    return {"Node Type": kind if target else name, **fields, **(target or {})}, False
