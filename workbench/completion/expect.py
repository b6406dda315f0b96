"""What may stand at a place of a statement, by the words before it: a table of cases, the first that fits decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workbench.completion.scope import Scope
from workbench.sql.lexer import Kind

# Statements that are about one table (or index) which follows these words.
_ABOUT = (
    ("alter", "table"), ("drop", "table"), ("drop", "view"), ("drop", "materialized", "view"), ("lock", "table"),
    ("refresh", "materialized", "view"), ("reindex", "table"), ("truncate", "table"), ("comment", "on", "table"), ("truncate",),
    ("analyze",), ("vacuum",), ("table",), ("cluster",), ("copy",), ("lock",),
)  # fmt: skip
_ABOUT_INDEX = (("drop", "index"), ("alter", "index"), ("reindex", "index"), ("comment", "on", "index"))
_BETWEEN = frozenset({"if", "exists", "only", "concurrently", "verbose", "full", "freeze", "table"})
_TABLE_FOLLOWS = frozenset({"from", "join", ",", "(", "into", "update", "only", "lateral", "using"})
_TYPE_FOLLOWS = frozenset({"::"})
_DEEPEST = 3  # names in a chain: database, schema, table


@dataclass(frozen=True)
class Place:
    """The cursor in a statement: its scope, the number of the token, and the words of the statement in lower case."""

    scope: Scope
    at: int
    words: tuple[str, ...]

    def word(self, back: int = 1) -> str:
        """The word so many tokens before."""
        return self.words[self.at - back] if self.at >= back else ""

    @property
    def qualifier(self) -> tuple[str, ...]:
        """The names before the dot at which the cursor stands, as written."""
        found: list[str] = []
        at = self.at
        while (
            len(found) < _DEEPEST
            and at >= 2
            and self.words[at - 1] == "."
            and self.scope.outline.tokens[at - 2].kind is Kind.NAME
        ):
            found.insert(0, self.scope.outline.tokens[at - 2].text)
            at -= 2
        return tuple(found)

    @property
    def clause(self) -> str:
        """The kind of the clause; empty before any."""
        found = self.scope.clause(self.at)
        return found.kind if found else ""

    @property
    def called(self) -> str:
        """The word before the parenthesis that is open here; empty where none is, or it follows no word."""
        opened = self.scope.opened(self.at)
        return self.words[opened - 1] if opened else ""


def expected(place: Place) -> tuple[str, ...]:
    """The kinds of things that may stand here, the likeliest first."""
    return next(kinds for fits, kinds in _CASES if fits(place))


def _begins(words: Sequence[str], starts: tuple[tuple[str, ...], ...]) -> int | None:
    """How many words the statement's beginning takes, those in between included; None where it has none of these."""
    for start in starts:
        if tuple(words[: len(start)]) == start:
            length = len(start)
            while length < len(words) and words[length] in _BETWEEN:
                length += 1
            return length
    return None


def _after_index_table(place: Place) -> bool:
    return _creates_index(place) and "on" in place.words[: place.at]


def _creates_index(place: Place) -> bool:
    return place.words[0] == "create" and "index" in place.words[1 : min(3, place.at)]


def _index_table(place: Place) -> bool:
    return _creates_index(place) and (place.word() == "on" or (place.word() == "only" and place.word(2) == "on"))


def _index_key(place: Place) -> bool:
    return _after_index_table(place) and place.scope.opened(place.at) is not None


def _statistics_columns(place: Place) -> bool:
    return (
        place.words[:2] == ("create", "statistics")
        and "from" not in place.words[: place.at]
        and "on" in place.words[: place.at]
    )


def _about(starts: tuple[tuple[str, ...], ...]) -> Callable[[Place], bool]:
    return lambda place: _begins(place.words[: place.at], starts) == place.at


def _table_begins(place: Place) -> bool:
    """Where a FROM item, or a target's name, may begin: not in the arguments of a function, not behind a whole item."""
    if place.clause not in ("from", "target") or place.word() not in _TABLE_FOLLOWS:
        return False
    if place.word() not in ("(", ","):
        return True
    return place.called in ("", "from", "join", ",", "(", "lateral")


def _insert_columns(place: Place) -> bool:
    inserted = place.clause == "target" and place.word() in ("(", ",") and place.scope.opened(place.at) is not None
    return inserted and "into" in place.words[: place.at]


def _set_column(place: Place) -> bool:
    return place.clause == "set" and place.word() in ("set", ",") and place.called in ("", "set")


def _begins_join(place: Place) -> bool:
    return place.clause == "on" and place.word() in ("on", "and")


def _behind_dot(place: Place) -> bool:
    return place.word() == "."


_EXPRESSION = ("column", "alias", "outer", "function", "keyword")
# Where, and what.
_CASES: tuple[tuple[Callable[[Place], bool], tuple[str, ...]], ...] = (
    (lambda place: _behind_dot(place) and (_table_begins_before(place) or _index_table_before(place)), ("table of schema",)),
    (lambda place: _behind_dot(place) and _joins_before(place), ("join of alias", "column of alias", "table of schema")),
    (_behind_dot, ("column of alias", "table of schema")),
    (lambda place: place.at == 0, ("start",)),
    (lambda place: place.clause == "with" and place.word() in ("(", ")"), ("start",)),
    (lambda place: place.clause == "with", ("with word",)),
    (lambda place: place.word() in _TYPE_FOLLOWS, ("type",)),
    (_about(_ABOUT_INDEX), ("index",)),
    (_about(_ABOUT), ("table", "schema")),
    (_index_table, ("table", "schema", "index word")),
    (lambda place: _after_index_table(place) and place.word() == "using", ("method",)),
    (_index_key, ("own column", "function", "index word")),
    (lambda place: _after_index_table(place) and place.clause == "where", ("own column", "function", "keyword")),
    (_creates_index, ("index word",)),
    (_statistics_columns, ("column", "keyword")),
    (lambda place: place.words[:2] == ("alter", "table"), ("alter word", "own column", "type")),
    (_insert_columns, ("target column",)),
    (_set_column, ("target column",)),
    (_table_begins, ("related", "cte", "table", "schema", "before table")),
    (lambda place: place.clause in ("from", "target") and place.scope.opened(place.at) is None, ("after table",)),
    (lambda place: place.clause in ("from", "target") and place.called in ("", "from", "join", ","), ("after table",)),
    (lambda place: place.clause == "using", ("common column",)),
    (_begins_join, ("join", *_EXPRESSION)),
    (lambda place: place.clause in ("group by", "order by"), ("output", *_EXPRESSION)),
    (lambda place: place.clause == "" and place.words[0] not in ("(", "select"), ("start word",)),
    (lambda _: True, _EXPRESSION),
)  # fmt: skip


def _before(place: Place) -> Place:
    """The place before the qualifier, as if the name began there."""
    return Place(place.scope, place.at - 2 * len(place.qualifier), place.words) if place.qualifier else place


def _table_begins_before(place: Place) -> bool:
    before = _before(place)
    return bool(place.qualifier) and (_table_begins(before) or _about(_ABOUT)(before))


def _index_table_before(place: Place) -> bool:
    return bool(place.qualifier) and _index_table(_before(place))


def _joins_before(place: Place) -> bool:
    return bool(place.qualifier) and _begins_join(_before(place))
