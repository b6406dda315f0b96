"""TEMPORARY stand-in for generate and size_of."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

from workbench.indexes import Candidate, Rejected, Size


@dataclass(frozen=True)
class Generated:
    candidates: tuple[Candidate, ...]
    rejected: tuple[Rejected, ...]
    problems: tuple[str, ...]


def generate(statements, catalog, plans=None):
    found = {}
    for s in statements:
        words = set(s.words)
        for t in catalog:
            if t.name in words and t.kind == "table":
                cols = [c.name for c in t.columns if c.name in words]
                for n in (1, 2):
                    for p in permutations(cols[:6], n):
                        found[Candidate.of(f"create index on {t.name} ({', '.join(p)})")] = None
    return Generated(tuple(found), (), ())


def size_of(candidate, catalog):
    t = catalog.table(candidate.table[-1])
    return Size(int(max(t.rows, 1) * 20 / 8192) + 2, t.rows, 2)
