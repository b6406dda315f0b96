"""Compiling expressions took a large part of the time.

Bad: 300 ms of compiling for a statement of 400 ms.

    JIT:
      Functions: 48
      Timing: Generation 4.1 ms, Inlining 30.2 ms, Optimization 170.3 ms, Emission 98.0 ms, Total 302.6 ms
    Execution Time: 401.3 ms

Good: no JIT below a second, or a few per cent of a long statement.

The decision is by the planner's cost alone (jit_above_cost), so a wrong estimate, or a plan over many partitions, turns it on.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Plan
from workbench.rules.plan.places import inside

ID = "jit-share"

# Field practice: compiling pays where it is a few per cent of the time; from a tenth on it is the first thing to try without.
SHARE = 0.1
# Less isn't felt.
WORTH_MS = 10.0


def check(plan: Plan) -> Iterator[Finding]:
    """One finding if compiling took 10 ms and a tenth of the execution."""
    if plan.jit_ms is None or not plan.total_ms:
        return
    # Leader's and workers' compiling is printed as one sum; they compile at the same time, each for itself.
    spent = min(plan.jit_ms / max((node.processes for node in plan.nodes), default=1.0), plan.total_ms)
    if spent >= WORTH_MS and spent >= SHARE * plan.total_ms:
        yield Finding(
            rule=ID,
            severity=Severity.WARNING,
            title="JIT compilation takes a large part of the time",
            detail=f"{spent:,.0f} ms of {plan.total_ms:,.0f} ms ({spent / plan.total_ms:.0%}) went to compiling expressions; "
            f"the plan's cost of {plan.root.total_cost:,.0f} is above jit_above_cost.",
            remedy="Compare without: set jit = off for this statement; or raise jit_above_cost above this plan's cost.",
            sql="set jit = off",
            evidence={
                "jit_ms": plan.jit_ms,
                "share": spent / plan.total_ms,
                "functions": inside(plan.other, "JIT", "Functions"),
                "total_cost": plan.root.total_cost,
            },
            measured=True,
            saves_ms=spent,
        )


RULE: Rule[Plan] = Rule(ID, check)
