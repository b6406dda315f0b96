"""Calibration of the verdict on a real server: how often noise is called a difference, and how often a planted one is found.

    python bench/verdicts.py [--trials 400] [--planted 100]

A/A: the same statement without and with an index that it can't use, as in `wb.trial`. Planted: the statement after reads 5,
10, 20, 50 % more rows. Each once on a quiet machine, and once while another process loads a core in bursts. Beside our verdict
stand two others on the very same runs: the naive one (the first run of each side; a ratio beyond 3 % counts) and pyperf's (a
two-sample t-test at 95 %, as in `pyperf compare_to`; https://pyperf.readthedocs.io). A calibrated test has 5 % at A/A at most.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from pyperf._utils import is_significant

import workbench
from workbench.postgres.changes import analyze, build, hide
from workbench.postgres.stopwatch import Setting, measure
from workbench.sql import Statement
from workbench.timing import MATTERS, Outcome, Runs, Verdict
from workbench.trials import Change

ROWS, BUDGET_S = 100_000, 2.0
READ = "select count(*), sum(total) from (select total from orders limit :rows) as read"
# Half a second on, half a second off, each stretched or shortened at random.
LOAD = """
import random, time
while True:
    until = time.monotonic() + random.uniform(0.1, 0.9)
    while time.monotonic() < until:
        pass
    time.sleep(random.uniform(0.1, 0.9))
"""
DIFFERENT = (Outcome.FASTER, Outcome.SLOWER)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--trials", type=int, default=400, help="A/A trials on each machine")
    parser.add_argument("--planted", type=int, default=100, help="trials for each planted size on each machine")
    given = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="wb bench "))
    home.chmod(0o755)
    os.environ["WORKBENCH_HOME"] = str(home)
    try:
        _calibrate(given.trials, given.planted)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _calibrate(again: int, planted: int) -> None:
    with workbench.connect() as wb:
        wb.load("shop", rows=ROWS + ROWS // 2)
        print(f"{'machine':<9} {'planted':>8} {'trials':>6}  {'ours':>6} {'naive':>6} {'pyperf':>6}  outcomes; medians")
        for machine, around in (("quiet", _quiet), ("loaded", _loaded)):
            with around():
                for percent, trials in [(0, again)] + [(size, planted) for size in (5, 10, 20, 50)]:
                    _report(machine, percent, _trials(wb, percent, trials))


@contextmanager
def _quiet() -> Iterator[None]:
    yield


@contextmanager
def _loaded() -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-c", LOAD])
    try:
        yield
    finally:
        process.kill()
        process.wait()


def _trials(wb: workbench.Workbench, percent: int, count: int) -> list[tuple[Runs, Runs, Verdict, float]]:
    connection = wb._connection
    bounds = [Statement.of(READ).bind({"rows": rows}) for rows in (ROWS, ROWS * (100 + percent) // 100)]
    found = []
    for _ in range(count):
        with connection.rolled_back():
            made = build(
                connection, Change.of(f"create index on orders ({random.choice(['total', 'user_id', 'status'])})").built
            )
            analyze(connection, made.tables)
            before = Setting(connection, bounds[0], hide(connection, made.built, writes=False))
            began = time.monotonic()
            found.append((*measure(before, Setting(connection, bounds[1]), budget_s=BUDGET_S), time.monotonic() - began))
    return found


def _report(machine: str, percent: int, trials: list[tuple[Runs, Runs, Verdict, float]]) -> None:
    """What is called a difference; of a planted one, only the right way round counts."""
    right = DIFFERENT if percent == 0 else (Outcome.SLOWER,)
    ours = [verdict.outcome in right for _, _, verdict, _ in trials]
    naive = [_naive(before, after, percent) for before, after, _, _ in trials]
    pyperf = [_pyperf(before, after, percent) for before, after, _, _ in trials]
    share = [f"{np.mean(column):>6.1%}" for column in (ours, naive, pyperf)]
    outcomes = Counter(str(verdict.outcome) for _, _, verdict, _ in trials)
    pairs, seconds = np.median([verdict.pairs for _, _, verdict, _ in trials]), np.median([took for *_, took in trials])
    words = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common())
    print(
        f"{machine:<9} {percent:>6} % {len(trials):>6}  {' '.join(share)}  {words}; {pairs:.0f} pairs, {seconds:.2f} s",
        flush=True,
    )


def _naive(before: Runs, after: Runs, percent: int) -> bool:
    ratio = before.wall.times_ms[0] / after.wall.times_ms[0]
    return ratio < 1 / MATTERS or (percent == 0 and ratio > MATTERS)


def _pyperf(before: Runs, after: Runs, percent: int) -> bool:
    significant, _ = is_significant(before.wall.times_ms, after.wall.times_ms)
    return bool(significant) and (percent == 0 or np.mean(before.wall.times_ms) < np.mean(after.wall.times_ms))


if __name__ == "__main__":
    main()
