"""Turning the rows into what goes over the wire took a large part of the time (EXPLAIN's SERIALIZE, since PostgreSQL 17).

Bad: all columns of all rows, also the long ones that are stored apart and must be fetched and unpacked.

    Serialization: time=410.2 ms  output=180233kB  format=text

Good: the columns and rows that are needed.

    Serialization: time=1.1 ms  output=43kB  format=text
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Plan
from workbench.rules.plan.places import inside

ID = "serialization-share"

# A plain select of 400,000 rows of four columns spent two thirds here, one that sorts or groups first a seventh to a half
# (PostgreSQL 18). With less, the work before it is what to look at.
SHARE = 0.25
# Less isn't felt.
WORTH_MS = 10.0


def check(plan: Plan) -> Iterator[Finding]:
    """One finding if serialization took 10 ms and a quarter of the execution."""
    spent = plan.serialization_ms or 0.0
    if spent < WORTH_MS or spent < SHARE * plan.total_ms:
        return
    output = inside(plan.other, "Serialization", "Output Volume")
    yield Finding(
        rule=ID,
        severity=Severity.INFO,
        title=f"Sending {plan.root.rows:,.0f} rows takes a large part of the time",
        detail=f"{spent:,.0f} ms of {plan.total_ms:,.0f} ms went to turning them into {output:,.0f} kB for the client; "
        "the way over the network, and the client's own work, come on top.",
        remedy="Ask for fewer columns (above all of the long ones) and fewer rows; aggregate on the server, or read in pages.",
        evidence={
            "serialization_ms": spent,
            "output_kb": output,
            "rows": plan.root.rows,
            "share": spent / max(plan.total_ms, spent),
        },
        measured=True,
        saves_ms=spent,
    )


RULE: Rule[Plan] = Rule(ID, check)
