"""A plan without a name or literal of its owner: structure, node types and figures stay. Which field holds what is known here.

Whatever text a field holds that isn't listed is taken for an expression, so that an unknown field gives nothing away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from workbench.plan.build import build
from workbench.plan.document import Document
from workbench.plan.model import Plan
from workbench.plan.pseudonyms import Pseudonyms
from workbench.plan.write.document import document

# PostgreSQL's own words.
_KEPT = frozenset(
    {"Node Type", "Parent Relationship", "Join Type", "Strategy", "Partial Mode", "Scan Direction", "Operation", "Command",
     "Sort Method", "Sort Methods Used", "Sort Space Type", "Storage", "Cache Mode", "Format", "Conflict Resolution",
     "Sampling Method", "Custom Plan Provider", "Params Evaluated"}
)  # fmt: skip
# Names as the catalog has them, in the order in which they get their numbers: an alias that is its table's name stays so.
_NAMES = {
    "Schema": "schema", "Relation Name": "table", "Relation": "table", "Tuplestore Name": "table", "CTE Name": "cte",
    "Alias": "alias", "Index Name": "index", "Conflict Arbiter Indexes": "index", "Trigger Name": "trigger",
    "Constraint Name": "constraint",
}  # fmt: skip
_FUNCTIONS = frozenset({"Function Name", "Table Function Name"})
_STATEMENTS = frozenset({"Query Text", "Remote SQL"})
_CTE = re.compile(r"CTE (.+)", re.DOTALL)
_NUMBERED = re.compile(r"(?:InitPlan|SubPlan) \d+(?: \(returns [$\d, ]+\))?")
# The only one of the printed settings whose value names something of one's own.
_NAMING_SETTING = "search_path"


def anonymise(plan: Plan) -> Plan:
    """The same plan with names and literals replaced, each always by the same, without findings (they name things, too).

    Of lines that weren't understood only their number is left. `read_plan(plan.anonymise().to_json())` finds anew.
    """
    known = Pseudonyms()
    fields = document(plan)
    for name, kind in _NAMES.items():
        for value in _values(fields, name):
            known.name(value, kind)
    settings = {name: known.expression(value) if name == _NAMING_SETTING else value for name, value in plan.settings.items()}
    made = {**_replaced(fields, known), **({"Settings": settings} if settings else {})}
    unread = tuple("(a line that was not understood)" for _ in plan.unread)
    return replace(build(Document(made, unread)), rolled_back=plan.rolled_back, server_version=plan.server_version)


def _values(fields: Mapping[str, Any], name: str) -> Iterator[str]:
    """The texts of all fields of this name, at any depth, in the plan's order."""
    waiting: list[Any] = [fields]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Mapping):
            value = found.get(name)
            yield from (each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str))
        below = list(found.values() if isinstance(found, Mapping) else found)
        waiting.extend(each for each in reversed(below) if isinstance(each, Mapping | list))


def _replaced(fields: Mapping[str, Any], known: Pseudonyms) -> dict[str, Any]:
    """A copy with all texts replaced; no recursion, since a plan may be thousands of levels deep."""
    made: dict[str, Any] = {}
    waiting: list[tuple[str, Any, Any]] = [("", fields, made)]
    while waiting:
        field, given, copy = waiting.pop()
        items = given.items() if isinstance(given, Mapping) else ((field, value) for value in given)
        for name, value in items:
            new = type(value)() if isinstance(value, dict | list) else _new(name, value, known)
            if isinstance(copy, list):
                copy.append(new)
            else:
                copy[name] = new
            if isinstance(value, dict | list):
                waiting.append((name, value, new))
    return made


def _new(field: str, value: Any, known: Pseudonyms) -> Any:
    if not isinstance(value, str) or field in _KEPT:
        return value
    if field in _NAMES:
        return known.name(value, _NAMES[field])
    if field in _FUNCTIONS:
        return known.function(value)
    if field in _STATEMENTS:
        return known.statement(value)
    if field == "Subplan Name" and (cte := _CTE.fullmatch(value)):
        return f"CTE {known.name(cte[1], 'cte')}"
    return value if field == "Subplan Name" and _NUMBERED.fullmatch(value) else known.expression(value)
