"""The lines around the tree: query text above; planning, triggers, JIT, serialization and times below. Fields in, lines out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workbench.plan.read.text_counts import BUFFERS, IO_FIELDS, write_buffers, write_io
from workbench.plan.read.text_values import fixed

Fields = Mapping[str, Any]

ABOVE = ("Duration", "Query Text", "Query Parameters")
# In the order in which PostgreSQL 18 prints them; unknown ones stand behind the tree, in front of these.
BELOW = (
    "Settings",
    "Query Identifier",
    "Planning",
    "Planning Time",
    "Triggers",
    "JIT",
    "Serialization",
    "Execution Time",
    "Total Runtime",
)


def above(fields: Fields) -> Iterator[str]:
    """What auto_explain prints above a plan."""
    if "Duration" in fields:
        yield f"duration: {fixed(fields['Duration'], 3)} ms  plan:"
    for name in ("Query Text", "Query Parameters"):
        if name in fields:
            yield f"{name}: {fields[name]}"


def below(fields: Fields, *, tables: frozenset[str], is_verbose: bool, hooked: Sequence[str] = ()) -> Iterator[str]:
    """What stands below the tree. `tables` are those the plan itself writes to: a trigger on one of several says which.

    `hooked` are an extension's lines: explain_per_plan_hook is called when planning has been told, before the triggers.
    """
    for name in BELOW:
        if name == "Triggers":
            yield from hooked
        value = fields.get(name)
        if value is None:
            continue
        if name == "Triggers" and isinstance(value, list | tuple):
            yield from _triggers(value, tables, is_verbose=is_verbose)
        elif name in ("Planning Time", "Execution Time"):
            yield f"{name}: {fixed(value, 3)} ms"
        elif name == "Total Runtime":
            yield f"Total runtime: {fixed(value, 3)} ms"
        elif name in _GROUPS and isinstance(value, Mapping):
            yield from _GROUPS[name](value)
        else:
            yield f"{name}: {value}"


def jit(value: Fields) -> Iterator[str]:
    """The JIT block, as it stands below a plan and, deeper, in a worker."""
    if not value.get("Functions"):
        return
    yield "JIT:"
    for name, given in value.items():
        if name == "Options" and isinstance(given, Mapping):
            yield "  Options: " + ", ".join(f"{option} {'true' if on is True else 'false'}" for option, on in given.items())
        elif name == "Timing" and isinstance(given, Mapping):
            yield "  Timing: " + ", ".join(f"{step} {_step(spent)}" for step, spent in given.items())
        elif isinstance(given, bool):
            yield f"  {name}: {str(given).lower()}"
        elif name != "Worker Number":
            yield f"  {name}: {f'{fixed(given, 3)} ms' if isinstance(given, float) else given}"


def _step(spent: Any) -> str:
    if not isinstance(spent, Mapping):
        return f"{fixed(spent, 3)} ms"
    parts = ", ".join(f"{name} {fixed(time, 3)} ms" for name, time in spent.items() if name != "Total")
    return f"{fixed(spent.get('Total', 0), 3)} ms ({parts})"


def range_table(value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """pg_overexplain's entries as groups: a heading such as `RTI 1 (relation, in-from-clause)`, and what stands below it."""
    for entry in value if isinstance(value, list | tuple) else ():
        if isinstance(entry, Mapping):
            marks = [entry.get("Kind", ""), *(mark for name, mark in _MARKS if entry.get(name) is True)]
            told = {name: given for name, given in entry.items() if name not in _HEADING and given not in (False, "none")}
            yield f"RTI {entry.get('RTI')} ({', '.join(map(str, marks))})", told


_MARKS = (("Inherited", "inherited"), ("In From Clause", "in-from-clause"))
_HEADING = ("RTI", "Kind", "Inherited", "In From Clause")


def _settings(value: Fields) -> Iterator[str]:
    if value:
        yield "Settings: " + ", ".join(f"{name} = {_setting(given)}" for name, given in value.items())


def _setting(given: Any) -> str:
    return "NULL" if given in (None, "") else f"'{given}'"


def _planning(value: Fields) -> Iterator[str]:
    lines = [line for line in (write_buffers(value), write_io(value)) if line]
    if "Memory Used" in value:
        lines.append(f"Memory: used={value['Memory Used']}kB  allocated={value.get('Memory Allocated', 0)}kB")
    lines += [f"{name}: {given}" for name, given in value.items() if name not in (*BUFFERS, *IO_FIELDS, *_MEMORY)]
    if lines:
        yield "Planning:"
        yield from (f"  {line}" for line in lines)


_MEMORY = ("Memory Used", "Memory Allocated")


def _serialization(value: Fields) -> Iterator[str]:
    time = f"time={fixed(value['Time'], 3)} ms  " if "Time" in value else ""
    yield f"Serialization: {time}output={value.get('Output Volume', 0)}kB  format={value.get('Format', 'text')}"
    yield from (f"  {line}" for line in (write_buffers(value), write_io(value)) if line)


def _triggers(value: Any, tables: frozenset[str], *, is_verbose: bool) -> Iterator[str]:
    triggers = [trigger for trigger in value if isinstance(trigger, Mapping)]
    relations = {str(trigger.get("Relation")) for trigger in triggers if "Relation" in trigger}
    named = len(relations | tables) > 1 or not tables
    for trigger in triggers:
        constraint = trigger.get("Constraint Name")
        name = f" {trigger['Trigger Name']}" if "Trigger Name" in trigger and (is_verbose or constraint is None) else ""
        cause = f" for constraint {constraint}" if constraint is not None else ""
        table = f" on {trigger['Relation']}" if named and "Relation" in trigger else ""
        time = f" time={fixed(trigger['Time'], 3)}" if "Time" in trigger else ""
        yield f"Trigger{name}{cause}{table}:{time} calls={fixed(trigger.get('Calls', 0), 0)}"


_GROUPS = {"Settings": _settings, "Planning": _planning, "JIT": jit, "Serialization": _serialization}
