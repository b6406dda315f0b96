"""Which candidates a statement is likely to read: those that the search asks the planner about first. Pure, and no more than a
guess that saves questions; what is chosen for other statements the search prices for this one as well, see `search.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from workbench.indexes.candidate import Candidate
from workbench.indexes.conditions import Use
from workbench.indexes.shapes import name_of
from workbench.indexes.whatif import Size
from workbench.sql import Statement
from workbench.sql.lexer import Kind
from workbench.sql.names import folded


@dataclass(frozen=True)
class _Traits:
    """Names in the first key and the predicate, among them functions'; columns that it holds; what it shares with its likes."""

    names: frozenset[str]
    holds: frozenset[str]
    kin: tuple[object, ...]


def likely(
    statements: Iterable[tuple[Collection[Use], Collection[Candidate]]], sizes: Mapping[Candidate, Size]
) -> Iterator[frozenset[Candidate]]:
    """For each statement those of its candidates that it is likely to read.

    Left out are candidates whose first key or predicate is over columns that the statement doesn't name, and of those with the
    same keys and predicate all but two: the smallest, and the smallest that holds every column the statement reads.

    Args:
        statements: how each uses its tables, and the candidates on these. What is on a table whose use isn't known stays.
        sizes: of all candidates.
    """
    traits: dict[Candidate, _Traits] = {}
    for uses, candidates in statements:
        yield frozenset(_likely(uses, candidates, sizes, traits))


def _likely(
    uses: Collection[Use], candidates: Collection[Candidate], sizes: Mapping[Candidate, Size], traits: dict[Candidate, _Traits]
) -> Iterator[Candidate]:
    smallest: dict[tuple[object, ...], Candidate] = {}
    for candidate in candidates:
        mine = [use for use in uses if name_of(use.table) == candidate.table]
        if not mine or not candidate.keys:
            yield candidate
            continue
        own = traits.get(candidate) or traits.setdefault(candidate, _traits(candidate))
        for place, use in enumerate(mine):
            # One that names no column may be a count(*), which any index serves, or a NATURAL JOIN.
            if use.needed and not own.names.isdisjoint(_unnamed(use)):
                continue
            whole = not use.whole and use.needed <= own.holds
            for kin in ((*own.kin, None), *([(*own.kin, place)] if whole else [])):
                best = smallest.get(kin)
                if best is None or (sizes[candidate].size_bytes, candidate) < (sizes[best].size_bytes, best):
                    smallest[kin] = candidate
    yield from smallest.values()


def _unnamed(use: Use) -> set[str]:
    return {column.name for column in use.table.columns} - use.needed


def _traits(candidate: Candidate) -> _Traits:
    keys = candidate.keys or ()
    names = {keys[0].column} if keys[0].column is not None else set(_names(keys[0].text))
    names |= set(_names(candidate.predicate or ""))
    holds = frozenset({key.column for key in keys if key.column is not None} | set(candidate.include))
    kin = (candidate.table, candidate.method, keys, candidate.predicate, candidate.unique, candidate.rest)
    return _Traits(frozenset(names), holds, kin)


def _names(text: str) -> Iterator[str]:
    return (folded(token.text) for token in Statement(text).tokens if token.kind is Kind.NAME)
