"""The lines below a text plan: planning, settings, triggers, JIT, serialization, the two times. One line in, fields out."""

from __future__ import annotations

import re
from typing import Any

from workbench.plan.read.text_counts import read_pairs
from workbench.plan.read.text_values import number

Fields = dict[str, Any]

# A footer is one wherever it stands: a first line that lost its indentation leaves them deeper than it.
FOOTERS = (
    "Planning:", "Planning Time:", "Planning time:", "Execution Time:", "Execution time:", "Total runtime:", "JIT:",
    "Trigger ", "Settings:", "Query Identifier:", "Serialization:", "(slice",
)  # fmt: skip
_TIMES = {
    "Planning Time": "Planning Time", "Planning time": "Planning Time", "Execution Time": "Execution Time",
    "Execution time": "Execution Time", "Total runtime": "Total Runtime",
}  # fmt: skip
_MS = re.compile(r"(\d{1,300}(?:\.\d{1,300})?) ms")
_CALLS = re.compile(r":(?: time=(\d{1,30}(?:\.\d{1,30})?))? calls=(\d{1,30})$")
_NEXT_SETTING = re.compile(r", (?=[\w.]{1,130} = (?:'|NULL))")
_SERIALIZATION = re.compile(r"(?:time=(\d{1,30}(?:\.\d{1,30})?) ms\s+)?output=(\d{1,30})kB\s+format=(\w+)")
_OPTION = re.compile(r"(Inlining|Optimization|Expressions|Deforming) (true|false)")
_RTI = re.compile(r"RTI (\d{1,18}) \(([^()]{1,99})\)")
_STEP = re.compile(r"([A-Z]\w+) (\d{1,30}(?:\.\d{1,30})?) ms(?: \(([A-Z]\w+) (\d{1,30}(?:\.\d{1,30})?) ms\))?")
_MEMORY = ("Memory Used", "Memory Allocated")


def read_footer(fields: Fields, text: str) -> tuple[bool, Fields | None]:
    """Reads a line of the document: whether it was understood, and the group that deeper lines belong to."""
    if text.startswith("Trigger "):
        return _trigger(fields, text), None
    if text.startswith("(slice"):  # Greenplum's, one for each part of the plan that runs apart
        fields.setdefault("Slice statistics", []).append(text)
        return True, None
    key, _, value = text.partition(":")
    value = value.strip()
    time = _MS.fullmatch(value) if key in _TIMES else None
    if time:
        fields[_TIMES[key]] = number(time[1])
        return True, None
    if text in ("Planning:", "JIT:"):
        return True, fields.setdefault(key, {})
    if key == "Settings":
        settings = [setting.partition(" = ") for setting in _NEXT_SETTING.split(value)]
        fields[key] = {
            name: None if given == "NULL" else given.removeprefix("'").removesuffix("'") for name, _, given in settings
        }
        return True, None
    found = _SERIALIZATION.fullmatch(value) if key == "Serialization" else None
    if found:
        spent = {"Time": float(found[1])} if found[1] else {}
        fields[key] = {**spent, "Output Volume": int(found[2]), "Format": found[3]}
        return True, fields[key]
    return False, None


def read_group_line(text: str) -> Fields | None:
    """A line below `JIT:` or `Planning:` that has a form of its own; None for all others."""
    key, _, value = text.partition(": ")
    if key == "Options":
        options = _OPTION.findall(value)
        return {key: {name: given == "true" for name, given in options}} if options else None
    if key == "Timing":
        steps = _STEP.findall(value)
        return {key: {step[0]: _step(step) for step in steps}} if steps else None
    return read_pairs(value, "Memory {}", _MEMORY) if key == "Memory" else None


def read_range_table_entry(name: str) -> Fields | None:
    """The beginning of an entry of pg_overexplain's, from `RTI 1 (relation, in-from-clause)`; None if it is none."""
    found = _RTI.fullmatch(name)
    if not found:
        return None
    kind, *marks = found[2].split(", ")
    told = {"Inherited": "inherited" in marks, "In From Clause": "in-from-clause" in marks}
    return {"RTI": int(found[1]), "Kind": kind, **told}


def _step(step: tuple[str, str, str, str]) -> Any:
    """Since 17 a step may have a part of its own: `Generation 1.5 ms (Deform 0.5 ms)`."""
    return {step[2]: float(step[3]), "Total": float(step[1])} if step[2] else float(step[1])


def _trigger(fields: Fields, text: str) -> bool:
    """`Trigger name for constraint c on t: time=1.5 calls=2`: names stand without quotes, the words between tell their ends."""
    begin = text.rfind(":")
    found = _CALLS.match(text, max(begin, 0))
    if not found:
        return False
    names = text[len("Trigger") : found.start()]
    named, is_constraint, behind = names.partition(" for constraint ")
    head, on, table = (behind if is_constraint else names).rpartition(" on ")
    if not on:
        head = behind if is_constraint else names
    trigger: Fields = {"Trigger Name": (named if is_constraint else head).strip()}
    if is_constraint:
        trigger["Constraint Name"] = head
    trigger.update({"Relation": table} if on else {})
    trigger.update({"Time": float(found[1])} if found[1] else {})
    kept = {name: value for name, value in trigger.items() if value != ""}
    fields.setdefault("Triggers", []).append({**kept, "Calls": int(found[2])})
    return True
