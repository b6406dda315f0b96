"""Extend as it was published, on the same server, statements, planner and size model as `bench/advise.py`: the yardstick.

    python bench/extend.py [--rows N] [--keys] [MB ...]

Schlosser, Kossmann, Boissier, https://doi.org/10.1109/ICDE.2019.00113: from nothing, the step of the best ratio of saving to
size, until none saves 0.3 %: a new index of one column, or one column more for an index that is there, up to two.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import workbench
from bench.advise import LEFT_OUT, costs, without_keys
from workbench.catalog import Catalog
from workbench.indexes import Candidate, WhatIf
from workbench.indexes.size import size_of
from workbench.postgres.catalog import read_catalog
from workbench.postgres.whatif import open_whatif
from workbench.sql import Task

_WORTH, _WIDTH, _PAGE = 1.003, 2, 8192
Columns = tuple[str, ...]  # a table, then its columns


class Extend:
    def __init__(self, tasks: list[Task], catalog: Catalog, whatif: WhatIf) -> None:
        self.tasks, self.catalog, self.whatif = tasks, catalog, whatif
        self.words = [set(task.statement.words) for task in tasks]
        every = set().union(*self.words)
        self.columns = [
            (t.name, c.name) for t in catalog if t.visible and t.name in every for c in t.columns if c.name in every
        ]
        self.known: dict[tuple[int, frozenset[Columns]], float] = {}
        self.made: dict[Columns, tuple[Candidate, int]] = {}
        self.calls = 0

    def size(self, index: Columns) -> int:
        if index not in self.made:
            candidate = Candidate.of(f"create index on {index[0]} ({', '.join(index[1:])})")
            size = size_of(candidate, self.catalog)
            self.whatif.prepare({candidate: size})
            self.made[index] = candidate, size.size_bytes
        return self.made[index][1]

    def cost(self, chosen: frozenset[Columns]) -> float:
        return sum(self._cost(number, chosen) for number in range(len(self.tasks)))

    def _cost(self, number: int, chosen: frozenset[Columns]) -> float:
        relevant = frozenset(index for index in chosen if set(index[1:]) & self.words[number])
        if (number, relevant) not in self.known:
            self.calls += 1
            task = self.tasks[number]
            candidates = [self.made[index][0] for index in sorted(relevant)]
            self.known[number, relevant] = self.whatif.price(task.statement.bind(task.values), candidates).cost
        return self.known[number, relevant]

    def run(self, budget: int) -> frozenset[Columns]:
        chosen: frozenset[Columns] = frozenset()
        cost = self.cost(chosen)
        while True:
            best: tuple[float, float, frozenset[Columns]] | None = None
            for then, more in self.steps(chosen):
                if sum(map(self.size, then)) > budget:
                    continue
                price = self.cost(then)
                ratio = (cost - price) / max(more, _PAGE)
                if price * _WORTH < cost and (best is None or ratio > best[0]):
                    best = ratio, price, then
            if best is None:
                return chosen
            _, cost, chosen = best

    def steps(self, chosen: frozenset[Columns]) -> Iterator[tuple[frozenset[Columns], int]]:
        for single in self.columns:
            if single not in chosen:
                yield chosen | {single}, self.size(single)
        for index in sorted(chosen):
            for table, column in self.columns if len(index) <= _WIDTH else ():
                if table == index[0] and column not in index:
                    wider = (*index, column)
                    yield chosen - {index} | {wider}, self.size(wider) - self.size(index)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int)
    asked.add_argument("--keys", action="store_true")
    asked.add_argument("budgets", nargs="*", type=int, default=[100, 250, 500, 1000, 2000])
    given = asked.parse_args()
    with workbench.connect(statement_timeout="30min") as wb:
        tasks = [t for t in wb.load("tpch", rows=given.rows).dataset.workload.tasks if not t.name.startswith(LEFT_OUT)]
        if given.keys:
            measure(wb, tasks, given.budgets)
            return
        with wb.clone() as bare:
            without_keys(bare, tasks)
            measure(bare, tasks, given.budgets)


def measure(wb: workbench.Workbench, tasks: list[Task], budgets: list[int]) -> None:
    before = sum(costs(wb, tasks))
    for budget in budgets:
        with closing(open_whatif(wb._connection, "shadow")) as whatif:
            search = Extend(tasks, read_catalog(wb._connection), whatif)
            began = time.perf_counter()
            chosen = search.run(budget * 10**6)
            seconds = time.perf_counter() - began
            promised, size = search.cost(chosen) / before, sum(map(search.size, chosen)) / 1e6
        connection = wb._connection
        query = "select coalesce(sum(pg_relation_size(indexrelid)), 0)::bigint from pg_index"
        with connection.rolled_back():
            empty = wb.query(query).rows[0][0]
            for index in sorted(chosen):
                wb.query(search.made[index][0].ddl)
            real = (wb.query(query).rows[0][0] - empty) / 1e6
            wb.query("analyze")
            built = sum(costs(wb, tasks)) / before
        print(
            f"{budget:5} promised {promised:6.1%} built {built:6.1%}; {size:.0f} MB by the model, {real:.0f} MB real;"
            f" {len(chosen)} indexes, {seconds:.1f} s, {search.calls} calls",
            flush=True,
        )
        for index in sorted(chosen):
            print(f"        {search.made[index][1] / 1e6:7.1f}  {search.made[index][0].ddl}")


if __name__ == "__main__":
    main()
