"""Plans as they are found in mails, tickets, logs and source files: each gives the plan that was there before."""

from __future__ import annotations

import html
import textwrap

import pytest

from workbench import read_plan
from workbench.errors import PlanError

PLAN = """\
Limit  (cost=0.29..8.50 rows=10 width=8) (actual time=0.010..0.100 rows=10 loops=1)
  ->  Hash Join  (cost=1.00..99.00 rows=100 width=8) (actual time=0.010..0.090 rows=10 loops=1)
        Hash Cond: (a.id = b.id)
        ->  Seq Scan on a  (cost=0.00..50.00 rows=1000 width=8) (actual time=0.010..0.050 rows=1000 loops=1)
              Filter: ((x > 5) AND (note = 'a long text that goes on beyond the width of a mail'::text))
              Rows Removed by Filter: 20
        ->  Hash  (cost=1.00..1.00 rows=10 width=8) (actual time=0.010..0.010 rows=10 loops=1)
              Buckets: 1024  Batches: 1  Memory Usage: 9kB
              ->  Seq Scan on b  (cost=0.00..1.00 rows=10 width=8) (actual time=0.001..0.005 rows=10 loops=1)
Planning Time: 0.100 ms
Execution Time: 0.200 ms"""
LINES = PLAN.split("\n")


def signed(sign: str) -> str:
    return "\n".join(sign + line for line in LINES)


def at_column(width: int) -> str:
    return "\n".join(line[i : i + width] for line in LINES for i in range(0, len(line), width))


def between_words(width: int) -> str:
    return "\n".join(textwrap.fill(line, width, subsequent_indent=" " * 4, break_long_words=False) for line in LINES)


PASTES = {
    "a list of strings": "\n".join(f'      "{line}",' for line in LINES),
    "SQL comments": signed("-- "), "shell comments": signed("# "), "bullets": signed("* "), "a diff": signed("+"),
    "a diff of what went": signed("-"), "a margin": signed("| "), "a log's times": signed("2026-11-01 10:00:00.123 UTC [12] "),
    "numbers and a margin": "\n".join(f"{i:2} | {line}" for i, line in enumerate(LINES, 1)),
    "breaks of a web page": "<br>".join(html.escape(line).replace(" ", "&nbsp;") for line in LINES),
    "typographic arrows": PLAN.replace("->", "→"), "a block comment": f"/*\n{PLAN}\n*/", "Windows": PLAN.replace("\n", "\r\n"),
    **{f"broken at column {width}": at_column(width) for width in (60, 72, 80, 97)},
    **{f"broken between words at {width}": between_words(width) for width in (72, 80)},
}  # fmt: skip


@pytest.mark.parametrize("paste", PASTES.values(), ids=PASTES.keys())
def test_it_reads_as_the_plan_that_was_there_before(paste: str) -> None:
    expected, found = read_plan(PLAN), read_plan(paste)
    assert [(n.label, n.parent, n.fields) for n in found.nodes] == [(n.label, n.parent, n.fields) for n in expected.nodes]
    assert (found.planning_ms, found.execution_ms) == (0.1, 0.2)


@pytest.mark.parametrize("space", [" ", "  "])
def test_lost_line_breaks_are_refused_rather_than_guessed(space: str) -> None:
    with pytest.raises(PlanError, match="The line breaks of this plan are lost") as caught:
        read_plan(space.join(LINES))
    assert len(caught.value.lines()) == 3


def test_greenplums_slices_are_kept() -> None:
    plan = read_plan(f"{PLAN}\n  (slice0)    Executor memory: 127K bytes.\n  (slice1)    Executor memory: 9K bytes max (seg0).")
    assert plan.unread == ()
    assert plan.other["Slice statistics"] == [
        "(slice0)    Executor memory: 127K bytes.", "(slice1)    Executor memory: 9K bytes max (seg0)."
    ]  # fmt: skip


def test_a_plan_inside_a_condition_is_no_reason_to_join_lines() -> None:
    text = "Seq Scan on t  (cost=0.00..1.05 rows=4 width=8)\n  Filter: (b = 'x\n (cost=\n ->  y  (actual time=\nz'::text)"
    assert read_plan(text).root.conditions["Filter"] == "(b = 'x\n (cost=\n ->  y  (actual time=\nz'::text)"
