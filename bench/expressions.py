"""Hypothetical indexes on expressions beside really built and analysed ones: how far off a shadow's promise is.

    python bench/expressions.py [NAME=ROWS ...]     default all datasets, tpch=60000; some minutes

Each index of CASES is really built and analysed (engine build), and given, with its real number of pages, to a shadow that
derives the statistics of expressions, and to one that leaves the planner its guesses. Of each statement: how many rows the
planner expects of the built one, how far off the cost is with guesses, with derived statistics, and with the index built and
analysed once more: ANALYZE draws other rows each time, so that nothing can be expected to be nearer than that.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from unittest.mock import patch

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import workbench  # noqa: E402
from bench.whatif import opened, search  # noqa: E402
from workbench.indexes import Candidate, Size, WhatIf  # noqa: E402
from workbench.plan import Plan  # noqa: E402
from workbench.postgres.whatif import shadow  # noqa: E402
from workbench.postgres.whatif.build import Build  # noqa: E402
from workbench.postgres.whatif.shadow import ShadowEngine  # noqa: E402
from workbench.sql import Statement  # noqa: E402

SIZES = {"shop": 300_000, "docs": 20_000, "events": 200_000, "legacy": 100_000, "tenants": 200_000, "tpch": 60_000}
_UTC = "created_at at time zone 'UTC'"
# Dataset, table, the expression as in DDL, what a statement asks of it; $ stands for the expression.
CASES = [
    ("shop", "orders", f"(date_trunc('day', {_UTC}))", "$ = '2025-03-10'"),
    ("shop", "orders", f"(date_trunc('day', {_UTC}))", "$ = '2023-02-10'"),
    ("shop", "orders", f"(date_trunc('day', {_UTC}))", "$ >= '2025-12-20'"),
    ("shop", "orders", f"(date_trunc('month', {_UTC}))", "$ = '2024-05-01'"),
    ("shop", "orders", f"(date_trunc('hour', {_UTC}))", "$ = '2024-05-01 13:00'"),
    ("shop", "orders", f"(extract(year from {_UTC}))", "$ = 2023"),
    ("shop", "orders", f"(extract(hour from {_UTC}))", "$ = 4"),
    ("shop", "orders", "floor(total)", "$ = 58"),
    ("shop", "orders", "(total * 2)", "$ > 1000"),
    ("shop", "orders", "(user_id % 100)", "$ = 7"),
    ("shop", "orders", "upper(status)", "$ = 'RETURNED'"),
    ("shop", "orders", "(note is null)", "not $"),
    ("shop", "orders", "lower(note)", "$ = 'leave at door'"),
    ("shop", "customers", "lower(email)", "$ = 'user7@example.com'"),
    ("shop", "customers", "lower(city) text_pattern_ops", "$ like 'os%'"),
    ("shop", "customers", "left(email, 6)", "$ = 'user12'"),
    ("shop", "order_items", "(quantity * unit_price)", "$ > 900"),
    ("docs", "pages", "(meta ->> 'status')", "$ = 'obsolete'"),
    ("docs", "pages", "(meta -> 'product' ->> 'name')", "$ = 'comet'"),
    ("docs", "pages", "((meta ->> 'views')::int)", "$ = 100"),
    ("docs", "pages", "((meta ->> 'views')::int)", "$ > 20000"),
    ("docs", "pages", "(meta ->> 'reviewer')", "$ = 'Karl Bauer'"),
    ("docs", "pages", "lower(title)", "$ = 'a guide'"),
    ("events", "events", "(date_trunc('hour', at at time zone 'UTC'))", "$ = '2025-06-01 10:00'"),
    ("events", "events", "upper(kind)", "$ = 'ALARM'"),
    ("legacy", '"OrderHdr"', "(upper(trim(status)))", "$ = 'OPEN'"),
    ("legacy", '"OrderHdr"', "left(order_date, 4)", "$ = '2005'"),
    ("legacy", '"OrderHdr"', "substring(order_date from 1 for 7)", "$ = '2015-03'"),
    ("legacy", '"OrderHdr"', "(last_change::date)", "$ = '2015-03-03'"),
    ("legacy", "customer_data", "lower(full_name)", "$ = 'anna berg'"),
    ("legacy", "customer_data", "right(cust_no, 2)", "$ = '07'"),
    ("tenants", "users", "lower(email)", "$ = 'nobody@example.org'"),
    ("tenants", "users", "split_part(email, '@', 2)", "$ = 'example.org'"),
    ("tenants", "tickets", f"(({_UTC})::date)", "$ = '2025-03-03'"),
    ("tenants", "tickets", "(closed_at is null)", "$"),
    ("tpch", "orders", "(extract(year from o_orderdate))", "$ = 1998"),
    ("tpch", "orders", "(extract(month from o_orderdate))", "$ = 5"),
    ("tpch", "customer", "substring(c_phone from 1 for 2)", "$ = '13'"),
    ("tpch", "part", "lower(p_brand)", "$ = 'brand#12'"),
    ("tpch", "part", "left(p_type, 5)", "$ = 'PROMO'"),
    ("tpch", "lineitem", "(l_extendedprice * (1 - l_discount))", "$ > 90000"),
]


def main() -> None:
    given = {name: int(rows) for name, rows in (part.split("=") for part in sys.argv[1:])} or SIZES
    home = Path(tempfile.mkdtemp(prefix="wb bench "))
    home.chmod(0o755)
    os.environ["WORKBENCH_HOME"] = str(home)
    off: list[tuple[float, float, float]] = []
    print(f"{'expression':66}{'rows':>8}{'guessed':>12}{'derived':>10}{'analysed again':>16}")
    try:
        with workbench.connect(statement_timeout="0") as wb:
            for name, rows in given.items():
                wb.load(name, rows=rows)
                search(wb, name)
                off += list(compared(wb, name))
    finally:
        shutil.rmtree(home, ignore_errors=True)
    for place, told in enumerate(("guessed", "derived", "analysed again")):
        errors = [abs(one[place]) for one in off]
        near = sum(error <= 0.02 for error in errors), sum(error <= 0.1 for error in errors)
        print(
            f"{told:16}{len(off)} statements, {near[0]} within 2 %, {near[1]} within 10 %, median {median(errors):.1%},"
            f" worst {max(errors):.0%}"
        )


def compared(wb: workbench.Workbench, name: str) -> Iterator[tuple[float, float, float]]:
    """How far off the three are, of each statement that uses its index in one of them."""
    mine = [(table, key, asked) for dataset, table, key, asked in CASES if dataset == name]
    candidates = [Candidate.of(f"create index on {table} ({key})") for table, key, _ in mine]
    statements = [f"select * from {table} where {asked.replace('$', bare(key))}" for table, key, asked in mine]
    with opened(wb, "build") as (real, _):
        assert isinstance(real, Build)
        real.prepare(dict.fromkeys(candidates, Size(1, 0)))
        sizes = {candidate: real.size(candidate) for candidate in candidates}
        built = planned(real, candidates, statements)
    with opened(wb, "build") as (real, _):
        real.prepare(dict.fromkeys(candidates, Size(1, 0)))
        again = planned(real, candidates, statements)
    with opened(wb, "shadow") as (what_if, _), patch.object(shadow, "give_statistics", lambda *_: ()):
        what_if.prepare(sizes)
        guessed = planned(what_if, candidates, statements)
    with opened(wb, "shadow") as (what_if, _):
        assert isinstance(what_if, ShadowEngine)
        what_if.prepare(sizes)
        derived = planned(what_if, candidates, statements)
        remarks = [" ".join(what_if.remarks([candidate])) for candidate in candidates]
    for (table, key, asked), remark, one, *others in zip(mine, remarks, built, guessed, derived, again, strict=True):
        if not any(node.index for plan in (one, *others) for node in plan.nodes):
            continue
        off = [other.root.total_cost / one.root.total_cost - 1 for other in others]
        said = f"{name}: {table} {key} {asked}"[:65]
        print(f"{said:66}{one.root.rows_planned:>8.0f}{off[0]:>+12.1%}{off[1]:>+10.1%}{off[2]:>+16.1%}", flush=True)
        if "guesses" in remark:
            print(f"    {remark}")
        elif os.environ.get("VERBOSE") and abs(off[1]) > max(0.02, abs(off[2])):
            print(*(plan.to_text() for plan in (one, others[1])), sep="\n")
        yield off[0], off[1], off[2]


def planned(what_if: WhatIf, candidates: list[Candidate], statements: list[str]) -> list[Plan]:
    """Of each statement under its own candidate."""
    return [what_if.plan(Statement.of(text).bind({}), [c]) for c, text in zip(candidates, statements, strict=True)]


def bare(key: str) -> str:
    """Without an operator class."""
    return key.removesuffix(" text_pattern_ops")


if __name__ == "__main__":
    main()
