"""A plan beside the statement that made it: which names of the one are which of the other. No rule and no clause's kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from workbench.plan import Node, Plan
from workbench.sql.lexer import Kind
from workbench.sql.outline import Clause, Outline, Reference, Select, outline, references, solid

# PostgreSQL tells tables of one name apart by a number, and so it calls the partitions of one table.
_NUMBERED = re.compile(r"_\d+$")
# A longer statement was made by a program, and nobody looks for a clause in it; this one takes a tenth of a second to read.
LONGEST_STATEMENT = 50_000
# A sub-plan is looked through for its first table no further than this, so that many of them take no time.
FURTHEST = 50
# A list of thousands of values is not worth the time to read it.
LONGEST = 10_000
_BEFORE_TABLE = frozenset({"from", "join", ",", "(", ".", "only", "update", "into", "using"})


@dataclass(frozen=True)
class Written:
    """A plan and its statement's outline."""

    plan: Plan
    outline: Outline

    @classmethod
    def of(cls, plan: Plan) -> Written:
        """Reads the statement, once."""
        return cls(plan, outline(plan.statement or ""))

    @cached_property
    def _known(self) -> set[str]:
        return set().union(*self.outline.tables.values())

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(node.kind for node in self.plan.nodes)

    @cached_property
    def _terms(self) -> list[tuple[Clause, tuple[int, int], set[Reference]]]:
        """Every term of the statement, with the columns that it names."""
        clauses = self.outline.of("where", "on", "having")
        terms = [(clause, term) for clause in clauses for term in self.outline.terms(clause)]
        return [(clause, term, self.outline.references(*term, clause.select)) for clause, term in terms]

    def count(self, kind: str) -> int:
        """How many nodes of this kind the plan has."""
        return self._counts[kind]

    def names(self, alias: str) -> set[str]:
        """What an alias of the plan is called in the statement; empty where it isn't there."""
        return {name for name in (alias, _NUMBERED.sub("", alias)) if name in self._known}

    def aliases(self, node: Node) -> set[str]:
        """What a scan's table is called in the statement: its alias, or the same without the planner's number."""
        alias = node.alias or node.table or ""
        return {alias} if alias in self._known else self.names(alias)

    def table(self, alias: str) -> str | None:
        """The table that the statement calls so, as written there, with its schema if it has one; None where it isn't told."""
        found = {self._table(clause, place) for clause in self.outline.of("from", "target") for place in _places(clause)
                 if self._is(place, alias) and self.outline.owners[place] == clause.select.number}  # fmt: skip
        made = {select.name for select in self.outline.selects}
        return found.pop() if len(found) == 1 and not found & made else None

    def _is(self, place: int, name: str) -> bool:
        token = self.outline.tokens[place]
        return token.kind is Kind.NAME and {r.name for r in references([token])} == {name}

    def _table(self, clause: Clause, place: int) -> str | None:
        """From an alias or a table's last name: the whole name."""
        tokens = self.outline.tokens
        before = tokens[place - 1]
        end = place if before.text.lower() in _BEFORE_TABLE else place - (2 if before.text.lower() == "as" else 1)
        start = end
        while start - 2 > clause.start and tokens[start - 1].text == ".":
            start -= 2
        named = tokens[end].kind is Kind.NAME and tokens[start - 1].text.lower() in _BEFORE_TABLE - {"."}
        return self.outline.text(start, end + 1) if named else None

    def columns(self, condition: str) -> set[Reference]:
        """The columns in a condition as the plan prints it."""
        return set(_columns(condition)) if len(condition) <= LONGEST else set()

    def terms(self, fits: Callable[[Select, set[Reference]], bool], condition: str) -> str | None:
        """The terms of WHERE, ON and HAVING that fit; None where there are none, or in more than one select.

        Where several selects have such, those count whose values stand in the condition, too.
        """
        found = [(clause, term) for clause, term, named in self._terms if fits(clause.select, named)]
        if _selects(found) > 1:
            found = [
                (clause, term) for clause, term in found if self._values(term) and self._values(term) <= _values(condition)
            ]
        return self._text([term for _, term in found]) if _selects(found) == 1 else None

    def _values(self, term: tuple[int, int]) -> set[str]:
        return {t.text for t in self.outline.tokens[slice(*term)] if t.kind is Kind.STRING or t.text[0].isdigit()}

    def _text(self, terms: list[tuple[int, int]]) -> str:
        """Terms that stand side by side as one piece; others with a gap between."""
        pieces = [terms[0]]
        for start, end in terms[1:]:
            if start == pieces[-1][1] + 1:
                pieces[-1] = (pieces[-1][0], end)
            else:
                pieces.append((start, end))
        return " … ".join(self.outline.text(*piece) for piece in pieces)


def _places(clause: Clause) -> range:
    return range(clause.start + 1, clause.end)


def _selects(found: list[tuple[Clause, tuple[int, int]]]) -> int:
    return len({clause.select.number for clause, _ in found})


@lru_cache(maxsize=1024)
def _columns(condition: str) -> frozenset[Reference]:
    return frozenset(references(solid(condition)))


@lru_cache(maxsize=1024)
def _values(condition: str) -> frozenset[str]:
    return frozenset(t.text for t in solid(condition) if t.kind is Kind.STRING or t.text[0].isdigit())


def ascending(plan: Plan, node: Node | None) -> Iterator[Node]:
    """The node, and the nodes above it as far as one asks."""
    while node is not None:
        yield node
        node = plan.above(node)


def scan_below(plan: Plan, node: Node) -> Node | None:
    """The first scan of a table from this node on, in it or below; None where there is none near."""
    for below in plan.nodes[node.number : node.number + FURTHEST]:
        if below.number != node.number and below.depth <= node.depth:
            return None
        if below.table:
            return below
    return None
