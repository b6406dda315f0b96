"""Plans that several tests look at: a real one of fifteen nodes, one full of markup, large ones, and what an index changed."""

from __future__ import annotations

import json
from pathlib import Path

from tests.unit.rules.plans import Tree, node, plan, scan
from workbench import Plan, read_plan
from workbench.plan import PlanDiff

HOSTILE = "</script><img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>&lt;b&gt;\"'`${1}"


def read(text: str) -> Plan:
    found = read_plan(text)
    assert isinstance(found, Plan)
    return found


def fifteen() -> Plan:
    """What PostgreSQL 18 said of a report over the shop: joins, an InitPlan, a critical finding, its statement."""
    return read((Path(__file__).parent / "golden" / "fifteen.txt").read_text())


def hostile(name: str = HOSTILE) -> Plan:
    """Markup wherever a plan has text."""
    scanned = scan(name, Filter=f"(a = '{name}'::text)", ms=3.0, Rows_Removed_by_Filter=1e6)
    around = {
        "Query Text": f"select '{name}' /* {name} */",
        "Plan": {**scanned, "Subplan Name": name, name: name},
        "Execution Time": 3.0,
    }
    return read(json.dumps([around]))


def large(nodes: int, shape: str = "binary") -> Plan:
    """`binary`: joins of joins, all of different cost. `append`: one parent of so many scans."""
    if shape == "append":
        members = [scan(f"events_{i}", ms=0.2, rows=10, Filter=f"(id > {i})") for i in range(nodes - 1)]
        return plan({**node("Append", ms=0.3 * nodes, rows=10 * nodes), "Plans": members})
    level = [scan(f"t{i}", ms=1.0 + i % 7, rows=100 + i, Filter=f"(x > {i})") for i in range((nodes + 1) // 2)]
    while len(level) > 1:
        level = [_joined(*level[i : i + 2]) for i in range(0, len(level), 2)]
    return plan(level[0], Execution_Time=level[0]["Actual Total Time"])


def _joined(*pair: Tree) -> Tree:
    if len(pair) == 1:
        return pair[0]
    return node("Nested Loop", *pair, ms=sum(each["Actual Total Time"] for each in pair) + 1.0, rows=50)


def mended() -> PlanDiff:
    """A sort over a scan that an index made superfluous."""
    many, few = {"Shared_Hit_Blocks": 9346}, {"Shared_Hit_Blocks": 24}
    scanned = scan("orders", rows=40, ms=60.0, Filter="(user_id = 7)", Rows_Removed_by_Filter=999_960, **many)
    ordered = node("Sort", scanned, rows=20, ms=62.0, Sort_Key=["created_at"], **many)
    found = scan("orders", kind="Index Scan", rows=20, ms=0.06, Index_Name="by_user", Index_Cond="(user_id = 7)", **few)
    before = plan(node("Limit", ordered, rows=20, ms=62.1, **many))
    return before.diff(plan(node("Limit", found, rows=20, ms=0.07, **few)))
