"""A trigger took a large part of the time; most often a foreign key whose referencing column has no index.

Bad: each deleted customer reads all orders, to see that none is left.

    Delete on customers  (actual rows=0)
    Trigger for constraint orders_user_id_fkey: time=8000.0 calls=400
    Execution Time: 8010.2 ms

Good: an index on orders (user_id) answers in microseconds.

    Trigger for constraint orders_user_id_fkey: time=6.1 calls=400
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Plan, Trigger

ID = "trigger-share"

# Less of the time isn't what makes the statement slow.
SHARE = 0.1
# Less isn't felt.
WORTH_MS = 10.0
# A foreign key's check through an index took 0.006 to 0.05 ms, and without one 10 ms on 200,000 rows (PostgreSQL 18).
SLOW_CALL_MS = 0.2
_REFERENCED = ("Delete", "Update", "Merge")


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each trigger that took 10 ms and a tenth of the time."""
    for trigger in plan.triggers:
        if trigger.time_ms >= WORTH_MS and trigger.time_ms >= SHARE * plan.total_ms:
            yield _finding(plan, trigger)


def _finding(plan: Plan, trigger: Trigger) -> Finding:
    a_call = trigger.time_ms / max(trigger.calls, 1)
    unindexed = _is_on_the_referenced_side(plan, trigger) and a_call >= SLOW_CALL_MS
    where = f" on {trigger.relation}" if trigger.relation else ""
    return Finding(
        rule=ID,
        severity=Severity.CRITICAL if unindexed else Severity.WARNING,
        title=f"Foreign key {trigger.constraint}: each change reads the referencing table"
        if unindexed
        else f"Trigger {trigger.constraint or trigger.name}{where} takes a large part of the time",
        detail=f"{trigger.calls:,} calls took {trigger.time_ms:,.0f} ms, {a_call:,.3f} ms each, of {plan.total_ms:,.0f} ms.",
        remedy=_remedy(trigger, unindexed),
        evidence={"trigger_ms": trigger.time_ms, "calls": trigger.calls, "ms_per_call": a_call},
        measured=True,
        saves_ms=trigger.time_ms,
    )


def _is_on_the_referenced_side(plan: Plan, trigger: Trigger) -> bool:
    """Whether rows that others may refer to were deleted or changed. PostgreSQL calls those triggers RI_ConstraintTrigger_a_...

    Where only the constraint's name is printed: an insert never asks for referencing rows.
    """
    if trigger.constraint is None:
        return False
    if trigger.name.startswith("RI_ConstraintTrigger_"):
        return trigger.name.startswith("RI_ConstraintTrigger_a_")
    return any(node.kind == "ModifyTable" and node.fields.get("Operation") in _REFERENCED for node in plan.nodes)


def _remedy(trigger: Trigger, unindexed: bool) -> str:
    if unindexed:
        return (
            f"Make an index on the referencing columns of {trigger.constraint} (PostgreSQL names such a one after "
            "its table and columns: orders_user_id_fkey is on orders (user_id))."
        )
    if trigger.constraint:
        return "Each check is quick, and there are many: a large load is quicker with the constraint added after it."
    return (
        "Explain the function's statements (auto_explain with log_nested_statements), or make it a trigger for each statement."
    )


RULE: Rule[Plan] = Rule(ID, check)
