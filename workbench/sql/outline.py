"""Where the clauses of a statement stand: its selects, their conditions, orders, groups and limits. Text in, places out.

By PostgreSQL's tokens and its reserved words, so that what comes back is the text as it was written, and so that any text
has an outline: where it is no SQL, one without clauses. Nothing here knows types or what a name means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise, takewhile

from workbench.sql.lexer import Kind, Token, tokens


@dataclass(frozen=True)
class Reference:
    """A column as written: `o.user_id` has the qualifier "o"; folded to lower case unless quoted."""

    qualifier: str | None
    name: str


@dataclass(eq=False)
class Clause:
    """Tokens `start` to `end` of the outline, keyword included: "where", "on", "using", "order by", "over", "distinct", ..."""

    kind: str
    select: Select
    start: int
    end: int = 0
    splits: list[int] = field(default_factory=list)  # where AND joins its terms
    whole: bool = False  # an OR beside them: there are no terms


@dataclass(eq=False)
class Select:
    """One SELECT (or other command). role: "top", "cte", "from" (a table made by it), or "sub" (in an expression).

    A CTE has its name, and `item`: the place of the name, where its WITH item begins.
    """

    number: int
    role: str
    start: int
    end: int = 0
    name: str | None = None
    item: int | None = None


@dataclass(frozen=True)
class Outline:
    """The statement's solid tokens, and the clauses in the order in which they begin. `owners`: each token's select."""

    tokens: tuple[Token, ...]
    source: str
    clauses: tuple[Clause, ...]
    selects: tuple[Select, ...]
    owners: tuple[int, ...]

    def of(self, *kinds: str) -> list[Clause]:
        """The clauses of these kinds."""
        return [clause for clause in self.clauses if clause.kind in kinds]

    def text(self, start: int, end: int) -> str:
        """What is written from one token to before another; comments and line ends become a space."""
        if end <= start:
            return ""
        last = self.tokens[end - 1]
        pieces = tokens(self.source[self.tokens[start].start : last.start + len(last.text)])
        return "".join(" " if p.kind is Kind.COMMENT or ("\n" in p.text and p.kind is Kind.SPACE) else p.text for p in pieces)

    def terms(self, clause: Clause) -> list[tuple[int, int]]:
        """What AND joins in a WHERE, ON or HAVING, as places of tokens; all of it where OR stands beside."""
        edges = [clause.start, *([] if clause.whole else clause.splits), clause.end]
        return [(left + 1, right) for left, right in pairwise(edges) if left + 1 < right]

    def references(self, start: int, end: int, select: Select | None = None) -> set[Reference]:
        """The columns named between two places; with a select only what stands in it, and in none inside of it."""
        places = range(start, end)
        found = references([self.tokens[i] for i in places if select is None or self.owners[i] == select.number])
        return set(found)

    @cached_property
    def tables(self) -> dict[int, set[str]]:
        """For each select the names in its FROM: tables and aliases, and more."""
        found: dict[int, set[str]] = {select.number: set() for select in self.selects}
        for clause in self.of("from", "target"):
            found[clause.select.number] |= {r.name for r in self.references(clause.start, clause.end, clause.select)}
        return found


# Words that begin a clause and can be no name: each is reserved in PostgreSQL.
_CLAUSES = {
    "select": "select", "where": "where", "having": "having", "limit": "limit", "offset": "offset", "fetch": "fetch",
    "window": "window", "returning": "returning", "for": "for", "from": "from", "on": "on", "order": "order by",
    "group": "group by",
}  # fmt: skip
_JOINS = frozenset({"join", "inner", "cross", "natural", "full"})
_SETS = frozenset({"union", "intersect", "except"})
_TARGETS = frozenset({"update", "delete", "insert", "merge"})
_CONDITIONS = frozenset({"where", "on", "having"})
_QUERIES = frozenset({"select", "with", "values"})
_AFTER_AS = frozenset({"select", "with", "not", "materialized"})
_BEFORE_TABLE = frozenset({"from", "join", ",", "("})
_ROLES = {"with": "cte", "from": "from"}
_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
    all analyze and any array as asc at between both by case cast collate current_date current_time current_timestamp cross
    delete desc distinct else end except exists false fetch first following for from full group having ilike in inner insert
    intersect into is isnull join last lateral leading left like limit localtime localtimestamp natural next not notnull
    null nulls offset on only or order outer over partition preceding precision range recursive returning right row rows
    select similar some symmetric table then ties to trailing true unbounded union unique update using values varying when
    where window with within without zone
        """,
    )
)
# Behind these stands a type: `x::time`, `at time zone`, `timestamp without time zone`.
_BEFORE_TYPE = frozenset({"::", "at", "with", "without"})


def references(found: list[Token]) -> Iterator[Reference]:
    """The columns among these solid tokens: names that are no keyword, function or type."""
    place = 0
    while place < len(found):
        chain, after = _chain(found, place)
        before = found[place - 1].text.lower() if place else ""
        called = after < len(found) and (found[after].text == "(" or found[after].kind is Kind.STRING)  # f(x), date '...'
        if chain and not called and before not in _BEFORE_TYPE:
            yield Reference(chain[-2] if len(chain) > 1 else None, chain[-1])
        place = max(after, place + 1)


def _chain(found: list[Token], place: int) -> tuple[list[str], int]:
    """`a.b.c` from here on, and the place behind it; empty where no name begins."""
    chain: list[str] = []
    while place < len(found) and found[place].kind is Kind.NAME and (chain or found[place].text.lower() not in _WORDS):
        chain.append(_plain(found[place].text))
        place += 1
        if place + 1 >= len(found) or found[place].text != "." or found[place + 1].kind is not Kind.NAME:
            break
        place += 1
    return chain, place


def _plain(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name.lower()


def solid(text: str) -> list[Token]:
    """The tokens without spaces and comments."""
    return [token for token in tokens(text) if token.kind not in (Kind.SPACE, Kind.COMMENT)]


def outline(text: str) -> Outline:
    """The outline of the first statement in the text. Linear, and never an error."""
    reader = _Reader(list(takewhile(lambda token: token.kind is not Kind.END, solid(text))))
    reader.read()
    clauses = sorted(reader.clauses, key=lambda clause: clause.start)
    return Outline(tuple(reader.tokens), text, tuple(clauses), tuple(reader.selects), tuple(reader.owners))


@dataclass(eq=False)
class _Frame:
    """An open pair of parentheses, or the statement. Keywords begin clauses where it is `active`, not in an expression."""

    select: Select
    active: bool
    clause: Clause | None = None
    inner: Clause | None = None  # a window's definition, or an aggregate's ORDER BY
    cases: int = 0
    betweens: int = 0
    item: int | None = None  # the name of a WITH item


class _Reader:
    """Walks once over the tokens with a stack of what is open."""

    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.words = [token.text.lower() for token in found]
        self.clauses: list[Clause] = []
        self.selects: list[Select] = []
        self.owners: list[int] = []
        self.stack = [_Frame(self._select("top", 0), active=True)]

    def read(self) -> None:
        for place, token in enumerate(self.tokens):
            if token.text == ")" and len(self.stack) > 1:
                self._leave(place)
            self.owners.append(self.stack[-1].select.number)
            if token.text == "(":
                self._enter(place)
            elif token.text == "," and self.stack[-1].active:
                self._comma(place)
            elif token.kind is Kind.NAME and not self._is_name(place):
                self._word(place, self.words[place])
        while self.stack:
            self._leave(len(self.tokens))

    def _select(self, role: str, start: int) -> Select:
        self.selects.append(Select(len(self.selects), role, start))
        return self.selects[-1]

    def _at(self, place: int) -> str:
        return self.words[place] if 0 <= place < len(self.words) else ""

    def _is_name(self, place: int) -> bool:
        """A word behind a dot is a name whatever it is, and behind AS save for what AS itself leads to."""
        before = self._at(place - 1)
        return before == "." or (before == "as" and self.words[place] not in _AFTER_AS)

    def _enter(self, place: int) -> None:
        frame = self.stack[-1]
        kind, before, after = frame.clause.kind if frame.clause else "", self._at(place - 1), self._at(place + 1)
        if after in _QUERIES or (kind == "with" and after in _TARGETS):
            role = _ROLES.get(kind, "sub") if frame.clause else frame.select.role
            select = self._select(role, place + 1)
            if role == "cte" and frame.item is not None:
                select.name, select.item = _plain(self.tokens[frame.item].text), frame.item
            self.stack.append(_Frame(select, active=True))
        elif kind == "from" and frame.active and before in _BEFORE_TABLE:
            self.stack.append(_Frame(frame.select, active=True, clause=Clause("from", frame.select, place)))
        else:
            window = before == "over" or (kind == "window" and before == "as")
            inner = Clause("over", frame.select, place) if window else None
            self.stack.append(_Frame(frame.select, active=False, clause=frame.clause, inner=inner))

    def _leave(self, place: int) -> None:
        frame = self.stack.pop()
        if frame.active:
            self._close(frame, place)
        if frame.inner is not None:
            self._keep(frame.inner, place)
        if not self.stack or frame.select is not self.stack[-1].select:
            frame.select.end = place

    def _close(self, frame: _Frame, place: int) -> None:
        if frame.clause is not None:
            self._keep(frame.clause, place)
        frame.clause, frame.betweens = None, 0

    def _keep(self, clause: Clause, place: int) -> None:
        clause.end = place
        self.clauses.append(clause)

    def _open(self, kind: str, place: int) -> None:
        self._close(self.stack[-1], place)
        self.stack[-1].clause = Clause(kind, self.stack[-1].select, place)

    def _comma(self, place: int) -> None:
        """Behind the condition of a join another table may follow, and behind a WITH item another item."""
        frame = self.stack[-1]
        kind = frame.clause.kind if frame.clause else ""
        if kind in ("on", "using"):
            self._open("from", place)
        elif kind == "with":
            frame.item = place + 1

    def _word(self, place: int, word: str) -> None:
        frame = self.stack[-1]
        if word in ("case", "end"):
            frame.cases = max(frame.cases + (1 if word == "case" else -1), 0)
        elif frame.cases:
            return
        elif frame.active:
            self._join_terms(frame, place, word)
            self._begin(frame, place, word)
        elif word == "order" and self._at(place + 1) == "by" and frame.inner is None and self._at(place - 1) != "(":
            frame.inner = Clause("aggregate", frame.select, place)

    def _join_terms(self, frame: _Frame, place: int, word: str) -> None:
        clause = frame.clause
        if clause is None or clause.kind not in _CONDITIONS:
            return
        if word == "between":
            frame.betweens += 1
        elif word == "and" and frame.betweens:
            frame.betweens -= 1
        elif word == "and":
            clause.splits.append(place)
        elif word == "or":
            clause.whole = True

    def _begin(self, frame: _Frame, place: int, word: str) -> None:
        """Opens the clause that the word begins, if it does."""
        kind, after = frame.clause.kind if frame.clause else "", self._at(place + 1)
        if word in _SETS:
            self._close(frame, place)
            self._next_select(frame, place)
        elif word in _JOINS or (word in ("left", "right") and after in ("join", "outer")):
            if kind in ("from", "on", "using"):
                self._open("from", place)
        elif word == "with" and place == frame.select.start:
            self._open("with", place)
            frame.item = place + (2 if after == "recursive" else 1)
        elif word in _TARGETS and (place == frame.select.start or kind == "with"):
            self._open("target", place)
        elif word == "using" and kind in ("from", "target"):
            self._open("using" if after == "(" and kind == "from" else "from", place)
        elif word == "set" and kind == "target":
            self._open("set", place)
        elif word == "distinct" and kind == "select" and self._at(place - 1) == "select":
            self._open("distinct", place)
        elif word in _CLAUSES and not self._belongs(place, word):
            self._open(_CLAUSES[word], place)
        elif word == "when" and kind == "on":
            self._open("when", place)

    def _belongs(self, place: int, word: str) -> bool:
        """Part of what is already open: `is distinct from`, `distinct on`, `on conflict`, `delete from`."""
        before, after = self._at(place - 1), self._at(place + 1)
        if word == "from":
            return before in ("distinct", "delete")
        if word == "on":
            return before == "distinct" or after == "conflict"
        return word in ("order", "group") and after != "by"

    def _next_select(self, frame: _Frame, place: int) -> None:
        """Behind UNION a select of its own begins, which hangs where the first one did."""
        frame.select.end = place
        before = frame.select
        start = place + (2 if self._at(place + 1) in ("all", "distinct") else 1)
        frame.select = self._select(before.role, start)
        frame.select.name, frame.select.item = before.name, before.item
