"""From statements and a catalog to candidates: what might help, each one once, and of the rest the reason why not.

Nothing is priced here and no server is asked. A statement that can't be read is set aside with its reason; the others go on.
The same statements and catalog give the same candidates in the same order, whatever the process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from workbench.catalog import Catalog, Table
from workbench.errors import StatementError
from workbench.indexes.candidate import Candidate
from workbench.indexes.conditions import Use
from workbench.indexes.judge import why_not
from workbench.indexes.shapes import btrees, may_carry, name_of
from workbench.indexes.special import foreign_keys, special
from workbench.indexes.usage import uses
from workbench.indexes.whatif import Rejected
from workbench.sql import Bound, Statement
from workbench.sql.names import quoted

MOST = 60  # candidates of one statement: pricing each takes milliseconds, and what comes last hardly ever wins


@dataclass(frozen=True)
class Problem:
    """A statement that was set aside, and why, in one sentence."""

    statement: Statement
    reason: str


@dataclass(frozen=True)
class Generated:
    """What might help some statements.

    Attributes:
        candidates: each once, those of the first statement first, the most promising of each first.
        rejected: candidates that are not worth a price, each once, with the reason.
        problems: statements that were set aside.
        missing: tables whose statistics the role may not read, each with the grant that would let it.
        uses: how each statement uses its tables; nothing of one that was set aside.
    """

    candidates: tuple[Candidate, ...]
    rejected: tuple[Rejected, ...]
    problems: tuple[Problem, ...]
    missing: tuple[str, ...] = ()
    uses: tuple[tuple[Use, ...], ...] = ()


def generate(statements: Iterable[Statement | Bound], catalog: Catalog) -> Generated:
    """Candidates for statements, by how they read their tables and by what the catalog says of these.

    A `$1`, or a `:name` with a value, is a parameter: it never becomes part of an index.
    """
    kept: dict[Candidate, None] = {}
    rejected: dict[Candidate, Rejected] = {}
    problems: list[Problem] = []
    hidden: dict[str, None] = {}
    tables: dict[tuple[str, ...], Table] = {}
    used: list[tuple[Use, ...]] = []
    for statement in statements:
        try:
            found = uses(statement, catalog)
        except StatementError as error:
            plain = statement.statement if isinstance(statement, Bound) else statement
            problems.append(Problem(plain, f"Set aside: {error.message}."))
            used.append(())
            continue
        used.append(found)
        _sort_out(found, catalog, kept, rejected)
        tables |= {name_of(use.table): use.table for use in found}
        hidden |= {_grant(use.table): None for use in found if not use.table.readable}
    kept |= dict.fromkeys(_merged(kept, tables))
    return Generated(tuple(kept), tuple(rejected.values()), tuple(problems), tuple(hidden), tuple(used))


def _merged(kept: Iterable[Candidate], tables: Mapping[tuple[str, ...], Table]) -> Iterator[Candidate]:
    """For indexes that differ in what they carry along only, the one that carries it all and may stand in for several."""
    alike: dict[tuple[object, ...], list[Candidate]] = {}
    for one in kept:
        if one.include:
            alike.setdefault((one.table, one.keys, one.predicate), []).append(one)
    for several in alike.values():
        first, carried = several[0], sorted({name for one in several for name in one.include})
        if len(several) == 1 or not may_carry(tables[first.table], carried):
            continue
        made = Candidate.made(first.table, first.keys or (), include=tuple(carried), predicate=first.predicate)
        if why_not(made, tables[first.table]) is None:
            yield made


def _grant(table: Table) -> str:
    name = f"{quoted(table.schema)}.{quoted(table.name)}"
    return f"The role may not read {name}, so its statistics are hidden; run as its owner: grant select on {name} to the role."


def _sort_out(
    found: tuple[Use, ...], catalog: Catalog, kept: dict[Candidate, None], rejected: dict[Candidate, Rejected]
) -> None:
    mine: set[Candidate] = set()
    for table, proposal in _proposed(found, catalog):
        candidate = proposal.candidate if isinstance(proposal, Rejected) else proposal
        if candidate in kept or candidate in rejected:
            mine.add(candidate)
            continue
        reason = why_not(candidate, table)
        if reason is None and isinstance(proposal, Rejected):
            reason = proposal.reason
        if reason is None and len(mine) >= MOST:
            reason = f"The statement has {MOST} candidates before this one, each more promising."
        if reason is not None:
            rejected[candidate] = Rejected(candidate, reason)
            continue
        kept[candidate] = None
        mine.add(candidate)


def _proposed(found: tuple[Use, ...], catalog: Catalog) -> Iterator[tuple[Table, Candidate | Rejected]]:
    """One of each use in turn, so that a statement's last table has its best ones among the first."""
    rounds: list[Iterator[Candidate | Rejected]] = [iter([*special(use, catalog), *btrees(use)]) for use in found]
    left = list(zip((use.table for use in found), rounds, strict=True))
    while left:
        for pair in list(left):
            proposal = next(pair[1], None)
            if proposal is None:
                left.remove(pair)
            else:
                yield pair[0], proposal
    for table in {(use.table.schema, use.table.name): use.table for use in found}.values():
        for candidate in foreign_keys(table):
            yield table, candidate
