"""The index lab: statements, candidates to tick, what the planner promises, and the proof. The widget on top of it is
`notebook/index_lab.py`; everything works the same from Python.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any

from workbench.advice import SetAside
from workbench.catalog import Catalog
from workbench.errors import BadInput
from workbench.indexes import Candidate, Promise, Size, WhatIf
from workbench.indexes.generate import generate
from workbench.indexes.size import sizes_of
from workbench.postgres.catalog import read_catalog
from workbench.postgres.connection import Connection
from workbench.postgres.whatif import open_whatif, remarks
from workbench.sql import Task, Workload
from workbench.sql.cell import cell_of
from workbench.trials import Terms, Trial
from workbench.trials.terms import BUDGET_S
from workbench.verbs.asked import Asked, asked
from workbench.verbs.trial import trial

if TYPE_CHECKING:
    from workbench.notebook.index_lab import IndexLabWidget

# More ticks than these are no choice but a list; the planner's favourites come first.
OFFERED = 8


@dataclass(frozen=True)
class Offer:
    """A candidate for a statement, with what the planner promises of it alone: the plan's cost without and with it."""

    candidate: Candidate
    size: Size
    before: float
    after: float


class IndexLab:
    """Made by `wb.lab(statements)`; close it with `close()` or a `with` block, and its engine is gone.

    Attributes:
        statements: the names of the statements, in order.
        set_aside: those that can't be read, with the reason.
    """

    def __init__(
        self,
        connection: Connection,
        statements: str | Workload | Sequence[str | Task],
        engine: str | None,
        values: Mapping[str, Any],
    ) -> None:
        self._connection, self._engine = connection, engine
        found, aside = asked(connection, statements, None, values)
        if not found:
            raise BadInput(f"No statement can be tried: {aside[0].reason}", hint=aside[0].hint or "check the statements.")
        self._asked = {one.task.name: one for one in found}
        self._offered: dict[str, tuple[Offer, ...]] = {}
        self.statements: tuple[str, ...] = tuple(self._asked)
        self.set_aside: tuple[SetAside, ...] = tuple(aside)

    @cached_property
    def _catalog(self) -> Catalog:
        return read_catalog(self._connection)

    @cached_property
    def _whatif(self) -> WhatIf:
        """Opened when it is needed first: a shadow takes about a second."""
        return open_whatif(self._connection, self._engine)

    def text(self, statement: str) -> str:
        """The SQL of a statement, as it was written. Raises BadInput where there is none of this name."""
        return self._one(statement).task.statement.text

    def offered(self, statement: str) -> tuple[Offer, ...]:
        """Up to eight candidates for a statement that the planner would use alone; the one that it promises most of first."""
        if statement not in self._offered:
            bound = self._one(statement).bound
            generated = generate([bound], self._catalog).candidates
            refused = {one.candidate for one in self._prepared(generated)}
            before, sizes = self._whatif.price(bound, ()).cost, sizes_of(generated, self._catalog)
            priced = {one: self._whatif.price(bound, [one]) for one in generated if one not in refused}
            offers = [Offer(one, sizes[one], before, price.cost) for one, price in priced.items() if price.used]
            self._offered[statement] = tuple(sorted(offers, key=lambda offer: (offer.after, offer.candidate))[:OFFERED])
        return self._offered[statement]

    def promise(self, statement: str, *candidates: str | Candidate) -> Promise:
        """What the planner says of a statement with these candidates: plans and costs, estimates all.

        Raises:
            BadInput: a candidate is no CREATE INDEX, or the server doesn't take it, with its reason.
        """
        bound, ticked = self._one(statement).bound, [_candidate(one) for one in candidates]
        for rejected in self._prepared(ticked):
            raise BadInput(rejected.reason, f"LINE 1: {rejected.candidate.ddl}", hint="mend it, or untick it.")
        before, after = self._whatif.plan(bound, ()), self._whatif.plan(bound, ticked)
        sizes = sizes_of(ticked, self._catalog)
        used = self._whatif.price(bound, ticked).used
        return Promise(statement, sizes, used, before.diff(after), remarks(self._whatif, sorted(used)))

    def prove(self, statement: str, *candidates: str | Candidate, budget_s: float = BUDGET_S) -> Trial:
        """Builds the candidates for real, measures, and rolls back: see `workbench.verbs.trial.trial`.

        Raises:
            BadInput: the statement has `$1` and no value, so that it can't be run.
        """
        one = self._one(statement)
        if one.generic:
            raise BadInput(
                "This statement has $1 and no value, so it can't be run.", hint="give it as text with :name and a value."
            )
        change = "; ".join(_candidate(ticked).ddl for ticked in candidates)
        return trial(self._connection, one.task.statement.text, change, one.task.values, Terms(budget_s))

    def cell(self, statement: str, *candidates: str | Candidate) -> str:
        """The `%%trial` cell that does the same, for the notebook."""
        task = self._one(statement).task
        return cell_of([_candidate(one).ddl for one in candidates], task.statement, task.values)

    def widget(self) -> IndexLabWidget:
        """The same by mouse and keys, in a notebook."""
        from workbench.notebook.index_lab import IndexLabWidget

        return IndexLabWidget(self)

    def close(self) -> None:
        """Ends the what-if engine. Safe to call twice."""
        if "_whatif" in self.__dict__:
            self.__dict__.pop("_whatif").close()

    def _one(self, name: str) -> Asked:
        if name not in self._asked:
            raise BadInput(f"There is no statement {name!r} in this lab.", hint=f"there are: {'; '.join(self.statements[:5])}.")
        return self._asked[name]

    def _prepared(self, candidates: Sequence[Candidate]) -> tuple[Any, ...]:
        return self._whatif.prepare(sizes_of(candidates, self._catalog))

    def __enter__(self) -> IndexLab:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<IndexLab of {len(self.statements)} statements>"


def _candidate(given: str | Candidate) -> Candidate:
    return given if isinstance(given, Candidate) else Candidate.of(given)
