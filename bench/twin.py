"""How alike a twin plans: the workload of a dataset on the original and on its twin, by EXPLAIN alone.

    python bench/twin.py [NAME=ROWS ...]     default shop=1000000 blog=200000 tpch=1500000; five minutes

shape: statements whose plans have the same nodes, on the same tables and indexes, in the same places. within 2x: of the
statements of one shape, how many have every node's rows within a factor of two; then the median over them of the worst node.
again: the limit, the original beside itself after another ANALYZE, whose sample is random. real: the twin keeps common values
and bounds. synthetic (the default of twin): it replaces them, and so do the statements, in what they compare with a column (by
=, <, >, in, between; patterns for like and words to search stay, and find nothing). heap: bytes of the tables without indexes,
twin by original.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

import sqlglot
from sqlglot import exp

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import workbench  # noqa: E402
from workbench.datagen import find_dataset  # noqa: E402
from workbench.sql import Statement, Task  # noqa: E402
from workbench.sql.lexer import Kind  # noqa: E402

COMPARISONS = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.In, exp.Between)
SIZES = {"shop": 1_000_000, "blog": 200_000, "tpch": 1_500_000}


def main() -> None:
    given = dict(part.split("=") for part in sys.argv[1:]) or SIZES
    home = Path(tempfile.mkdtemp(prefix="wb bench "))
    home.chmod(0o755)
    os.environ["WORKBENCH_HOME"] = str(home / "server")
    print(f"{'':22}{'statements':>11}{'same shape':>12}{'within 2x':>11}{'worst node, median':>20}{'heap':>8}")
    try:
        with workbench.connect(statement_timeout="0") as wb:
            for name, rows in given.items():
                wb.load(name, rows=int(rows))
                compare(wb, name, int(rows), None, "again")
                for values in ("real", "synthetic"):
                    twin = wb.twin(home / f"{name}_{values}", schema=name, values=values)
                    compare(wb, name, int(rows), twin, values)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def compare(wb: workbench.Workbench, name: str, rows: int, twin: workbench.Twin | None, label: str) -> None:
    """Without a twin: the original with itself, analysed again."""
    tasks = find_dataset(name).workload.tasks
    wb.load(name, rows=rows)
    originals = {task.name: explained(wb, task) for task in tasks}
    heap = heap_bytes(wb, name)
    if twin is None:
        wb.query("analyze")
    else:
        wb.load(twin.path)
    same, close, worst = 0, 0, []
    for task in tasks:
        before, after = originals[task.name], explained(wb, task, twin)
        if shape(before) != shape(after):
            if os.environ.get("VERBOSE"):
                print(f"  {name} {label}: {task.name}\n    {shape(before)}\n    {shape(after)}")
            continue
        same += 1
        off = max(ratio(a, b) for a, b in zip(estimates(before), estimates(after), strict=True))
        worst.append(off)
        close += off <= 2
        if off > 2 and os.environ.get("VERBOSE"):
            print(f"  {name} {label}: {task.name}: {off:.1f}x  {estimates(before)} {estimates(after)}")
    total = len(tasks)
    print(
        f"{name + ', ' + label:22}{total:>11}{f'{same} ({same / total:.0%})':>12}{f'{close} of {same}':>11}"
        f"{median(worst):>19.2f}x{heap_bytes(wb, twin.path.name if twin else name) / heap:>8.2f}"
    )


def explained(wb: workbench.Workbench, task: Task, twin: workbench.Twin | None = None) -> dict[str, Any]:
    bound = Statement.of(translated(task, twin)).bind({})
    (plan,) = wb._connection.prefixed("explain (format json)", bound)[0][0]
    return dict(plan["Plan"])


def shape(node: dict[str, Any]) -> tuple[Any, ...]:
    told = ("Node Type", "Join Type", "Strategy", "Relation Name", "Index Name", "Subplan Name", "Scan Direction")
    return (*(node.get(name) for name in told), *map(shape, node.get("Plans", ())))


def estimates(node: dict[str, Any]) -> list[float]:
    return [node["Plan Rows"], *(rows for child in node.get("Plans", ()) for rows in estimates(child))]


def ratio(one: float, other: float) -> float:
    return max(one, other, 1) / max(1, min(one, other))


def translated(task: Task, twin: workbench.Twin | None) -> str:
    """The statement with its parameters written in; what is compared with a column, as the twin has it."""
    # A marker that every parser can read, also where the parameter's name is a keyword.
    marked = "".join(f"'@{t.text[1:]}'" if t.kind is Kind.PARAMETER else t.text for t in task.statement.tokens)
    tree = sqlglot.parse_one(marked, dialect="postgres")
    for literal in tree.find_all(exp.Literal):
        if literal.name.startswith("@"):
            literal.replace(exp.convert(task.values[literal.name[1:]]))
    owners = {c.name: t.name for t in twin._facts.tables for c in t.columns} if twin else {}
    for node in tree.find_all(*COMPARISONS):
        column = node.find(exp.Column)
        for literal in node.find_all(exp.Literal) if column is not None and column.name in owners else ():
            if twin and literal.find_ancestor(exp.Interval, *COMPARISONS) is node:
                literal.set("this", twin.value(owners[column.name], column.name, literal.name))
    return tree.sql(dialect="postgres")


def heap_bytes(wb: workbench.Workbench, schema: str) -> float:
    sizes = "select sum(pg_relation_size(oid)) from pg_class where relnamespace = cast(:s as regnamespace) and relkind = 'r'"
    found = wb.query(sizes, s=schema)
    return float(found.rows[0][0])


if __name__ == "__main__":
    main()
