"""What a place in a statement sees: the tables of its FROM, wherever in the text that stands, those around it, and CTEs.

Reads the outline only; where something is not whole, it is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from workbench.catalog import Catalog, Table
from workbench.completion.words import RESERVED, bare
from workbench.sql.lexer import Kind, Token
from workbench.sql.outline import Clause, Outline, Select

# Stands at the cursor while the text is outlined, so that the clause around it is whole.
MARK = "workbench_is_typed_here"
_SETS = frozenset({"union", "intersect", "except", "all", "distinct"})
# Words within FROM or before a target's name that name nothing; none of them is an alias, either.
_NO_NAME = RESERVED | {"set", "values", "insert", "update", "delete", "merge", "ordinality", "matched", "rows", "overriding"}
_LISTS = frozenset({"select", "distinct", "returning"})
_DEEP = 8  # subqueries within subqueries whose columns are followed


@dataclass(frozen=True)
class Output:
    """A column that a table or subquery gives; `type` is empty where it isn't known."""

    name: str
    type: str = ""


@dataclass(frozen=True)
class Source:
    """A table as it stands in a FROM.

    Attributes:
        name: what its columns are qualified with: the alias, or its own bare name.
        columns: what it gives; empty where nobody knows.
        table: the catalog's, where it is one.
        place: the token where it begins.
        target: whether it is what an INSERT, UPDATE, DELETE or MERGE writes to.
    """

    name: str
    columns: tuple[Output, ...]
    table: Table | None
    place: int
    target: bool = False


@dataclass(eq=False)
class Scope:
    """An outlined statement beside a catalog. It answers what is seen from where."""

    outline: Outline
    catalog: Catalog
    _outputs: dict[int, tuple[Output, ...]] = field(default_factory=dict)
    _sources: dict[int, list[Source]] = field(default_factory=dict)

    def sources(self, place: int) -> list[Source]:
        """The tables of the select around this token, in the order of the text."""
        return self._of(self.select(place))

    def outer(self, place: int) -> list[Source]:
        """The tables of the selects around that one, the nearest first."""
        found: list[Source] = []
        select = self.select(place)
        while select.role == "sub" or (select.role == "from" and self._word(select.start - 2) == "lateral"):
            above = self._parent(select)
            if above is None:
                break
            select = above
            found += self._of(select)
        return found

    def ctes(self, place: int) -> dict[str, Select]:
        """The CTEs that are written before this token, by name."""
        return {name: select for name in self._ctes if (select := self._cte(name, place)) is not None}

    def select(self, place: int) -> Select:
        """The select that this token belongs to."""
        return self.outline.selects[self.outline.owners[place]]

    def clause(self, place: int) -> Clause | None:
        """The innermost clause around this token."""
        select = self.select(place)
        around = (clause for clause in self._clauses[select.number] if clause.start < place < clause.end)
        return max(around, key=lambda clause: clause.start, default=None)

    def opened(self, place: int) -> int | None:
        """The parenthesis that stands open at this token."""
        return self._parentheses[1][place]

    def outputs(self, select: Select, deep: int = 0) -> tuple[Output, ...]:
        """The columns that a subquery gives, as far as they have names."""
        if deep > _DEEP:
            return ()
        if select.number not in self._outputs:
            self._outputs[select.number] = ()  # a CTE that reads itself ends here
            self._outputs[select.number] = tuple(self._listed(select, deep))
        return self._outputs[select.number]

    def _of(self, select: Select, deep: int = 0) -> list[Source]:
        if select.number not in self._sources:
            self._sources[select.number] = []
            clauses = (clause for clause in self._clauses[select.number] if clause.kind in ("from", "target"))
            self._sources[select.number] = [source for clause in clauses for source in self._items(clause, deep)]
        return self._sources[select.number]

    def _parent(self, select: Select) -> Select | None:
        """The select around; what stands behind UNION hangs where the first one does."""
        while select.start > 0:
            before = select.start - 1
            above = self.outline.selects[self.outline.owners[before]]
            if above.number >= select.number:
                break
            if self._word(before) not in _SETS:
                return above
            select = above
        return None

    def _word(self, place: int) -> str:
        found = self.outline.tokens
        return found[place].text.lower() if 0 <= place < len(found) else ""

    def _items(self, clause: Clause, deep: int) -> Iterator[Source]:
        place, end = clause.start + 1, clause.end
        while place < end:
            token = self.outline.tokens[place]
            if token.text == "(":
                close = self._close(place)
                select = self._starting(place + 1)
                if select is not None:
                    name, renamed, after = self._alias(close + 1, end)
                    yield Source(name, _renamed(self.outputs(select, deep + 1), renamed), None, place)
                    close = after - 1
                place = close + 1
            elif _names(token) and self._word(place - 1) not in (".", "tablesample"):
                source, place = self._named(place, end, clause.kind == "target", deep)
                if source is not None:
                    yield source
            else:
                place += 1

    def _named(self, start: int, end: int, target: bool, deep: int) -> tuple[Source | None, int]:
        """A table, CTE or function by name, its alias behind it, and the place after them."""
        chain, place = self._chain(start)
        called = self._word(place) == "(" and not target
        if called:
            place = self._close(place) + 1
        alias, renamed, place = self._alias(place, end) if not (target and self._word(place) == "(") else ("", (), place)
        if MARK in chain:
            return None, place
        table = None if called else self.catalog.table(chain[-1], chain[-2] if len(chain) > 1 else None)
        columns: tuple[Output, ...] = () if table is None else tuple(Output(c.name, c.type) for c in table.columns)
        cte = self._cte(chain[-1], start) if len(chain) == 1 and not called else None
        if cte is not None:
            table, columns = None, self.outputs(cte, deep + 1)
        return Source(alias or chain[-1], _renamed(columns, renamed), table, start, target), place

    def _chain(self, place: int) -> tuple[list[str], int]:
        found = self.outline.tokens
        chain = [bare(found[place].text)]
        while self._word(place + 1) == "." and place + 2 < len(found) and found[place + 2].kind is Kind.NAME:
            place += 2
            chain.append(bare(found[place].text))
        return chain, place + 1

    def _alias(self, place: int, end: int) -> tuple[str, tuple[str, ...], int]:
        """`as o (a, b)`: the alias, the columns' new names, the place behind; empty where there is none."""
        place += self._word(place) == "as"
        if place >= end or not _names(self.outline.tokens[place]):
            return "", (), place
        name = bare(self.outline.tokens[place].text)
        if name == MARK:
            return "", (), place + 1
        if self._word(place + 1) != "(":
            return name, (), place + 1
        close = self._close(place + 1)
        return name, self._list(place + 2, close), close + 1

    def _list(self, start: int, end: int) -> tuple[str, ...]:
        return tuple(bare(token.text) for token in self.outline.tokens[start:end] if token.kind is Kind.NAME)

    def _starting(self, place: int) -> Select | None:
        return self._by_start.get(place)

    def _listed(self, select: Select, deep: int) -> Iterator[Output]:
        """The columns of a select list, or of RETURNING; a CTE may give them names of its own."""
        renamed: tuple[str, ...] = ()
        if select.item is not None and self._word(select.item + 1) == "(":
            renamed = self._list(select.item + 2, self._close(select.item + 1))
        clauses = [clause for clause in self._clauses[select.number] if clause.kind in _LISTS]
        columns = [output for clause in clauses for item in self._split(clause) for output in self._output(item, select, deep)]
        yield from _renamed(tuple(columns), renamed) if columns else (Output(name) for name in renamed)

    def _split(self, clause: Clause) -> Iterator[list[int]]:
        """The places of the tokens of each item of a list; what is in parentheses is left out, the closing one kept."""
        item: list[int] = []
        place = clause.start + 1
        while place < clause.end:
            text = self.outline.tokens[place].text
            if text == ",":
                yield item
                item = []
            elif text == "(":
                place = min(self._close(place), clause.end)
                item.append(place)
            else:
                item.append(place)
            place += 1
        yield item

    def _output(self, item: list[int], select: Select, deep: int) -> Iterator[Output]:
        last = item[-1] if item else -1
        word = self._word(last)
        if word == "*":
            wanted = bare(self.outline.tokens[last - 2].text) if self._word(last - 1) == "." else None
            for source in self._of(select, deep):
                if wanted in (None, source.name):
                    yield from source.columns
        elif word == ")" and len(item) > 1 and _names(self.outline.tokens[item[-2]]):
            yield Output(bare(self.outline.tokens[item[-2]].text))
        elif item and _names(self.outline.tokens[last]) and bare(word) != MARK:
            name = bare(self.outline.tokens[last].text)
            yield Output(name, self._type(name, select, deep))

    def _type(self, name: str, select: Select, deep: int) -> str:
        columns = (column for source in self._of(select, deep) for column in source.columns)
        return next((column.type for column in columns if column.name == name), "")

    def _close(self, place: int) -> int:
        """Where the parenthesis that opens here is closed, or the statement ends."""
        return self._parentheses[0].get(place, len(self.outline.tokens))

    def _cte(self, name: str, place: int) -> Select | None:
        """The last CTE of this name that is written before the token."""
        known = (select for select in reversed(self._ctes.get(name, ())) if select.item is not None and select.item < place)
        return next(known, None)

    @cached_property
    def _ctes(self) -> dict[str, list[Select]]:
        """By name, in the order of the text; behind UNION the same item goes on, and its first select has the columns."""
        found: dict[str, list[Select]] = {}
        for select in self.outline.selects:
            if select.name is not None and select.item not in {known.item for known in found.get(select.name, [])[-1:]}:
                found.setdefault(select.name, []).append(select)
        return found

    @cached_property
    def _clauses(self) -> dict[int, list[Clause]]:
        found: dict[int, list[Clause]] = {select.number: [] for select in self.outline.selects}
        for clause in self.outline.clauses:
            found[clause.select.number].append(clause)
        return found

    @cached_property
    def _by_start(self) -> dict[int, Select]:
        return {select.start: select for select in reversed(self.outline.selects)}

    @cached_property
    def _parentheses(self) -> tuple[dict[int, int], list[int | None]]:
        """For each that opens the place where it closes; for each token the innermost that is open there."""
        closed: dict[int, int] = {}
        around: list[int | None] = []
        opened: list[int] = []
        for place, token in enumerate(self.outline.tokens):
            around.append(opened[-1] if opened else None)
            if token.text == "(":
                opened.append(place)
            elif token.text == ")" and opened:
                closed[opened.pop()] = place
        return closed, around


def _names(token: Token) -> bool:
    """Whether the token can be somebody's name."""
    return token.kind is Kind.NAME and token.text.lower() not in _NO_NAME


def _renamed(columns: tuple[Output, ...], names: tuple[str, ...]) -> tuple[Output, ...]:
    if not columns:
        return tuple(Output(name) for name in names)
    fresh = tuple(Output(name, column.type) for name, column in zip(names, columns, strict=False))
    return fresh + columns[len(fresh) :]
