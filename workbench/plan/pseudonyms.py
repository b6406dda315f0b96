"""Names and literals replaced, each always by the same: a dictionary that grows, and texts rewritten with it.

What is PostgreSQL's own stays: keywords, built-in functions and types, parameters, SubPlan 1. The replacements are plain
identifiers and numbers, so that what was valid SQL stays so, as far as its syntax goes. Which field of a plan holds what is not
known here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from workbench.plan.words import FUNCTION_LIKE, FUNCTIONS, RESERVED, SYNTAX, TYPES
from workbench.sql.lexer import Kind, Token, tokens

_KEYWORDS = RESERVED | FUNCTION_LIKE | SYNTAX
_CALLED = RESERVED | FUNCTION_LIKE | FUNCTIONS
# How a type goes on: timestamp(3) without time zone, character varying, double precision, interval day to second.
_TYPE_TAIL = frozenset("varying precision with without time zone year month day hour minute second to".split())  # noqa: SIM905
# A plan's own words in its expressions: (hashed SubPlan 1), (InitPlan 1).col1, (returns $0), CTE x.
_REFERENCES = frozenset({"SubPlan", "InitPlan", "CTE"})
_BESIDE_A_REFERENCE = frozenset({"hashed", "returns", "alternatives", "rescan"})
_OUTPUT_COLUMN = re.compile(r"col\d+")
# The planner's own aliases: "*VALUES*", "*SELECT* 1".
_PLANNERS = re.compile(r"\*\w+\*(?: \d+)?")
_FIRST_NUMBER = 1001  # so that nobody takes a replaced number for the real one


class Pseudonyms:
    """What stands for what. Ask in any order; the same question has the same answer."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._literals: dict[str, str] = {}
        self._count: Counter[str] = Counter()

    def name(self, original: str, kind: str) -> str:
        """`table_1` for a name as the catalog has it (no quotes). The first `kind` that it was asked for stays in it."""
        if original not in self._names:
            self._names[original] = original  # no replacement may be a name that somebody has
            while (new := self._next(kind)) in self._names:
                pass
            self._names[original] = new
        return self._names[original]

    def function(self, original: str) -> str:
        """The same for a function; PostgreSQL's own stay."""
        return original if original in _CALLED else self.name(original, "function")

    def expression(self, text: str) -> str:
        """An expression as EXPLAIN prints it: keywords are in capitals there, and names that look like one in quotes."""
        return "".join(self._rewritten(text, deparsed=True))

    def statement(self, sql: str) -> str:
        """A statement as somebody wrote it, without its comments."""
        return "".join(self._rewritten(sql, deparsed=False))

    def _next(self, kind: str) -> str:
        self._count[kind] += 1
        return f"{kind}_{self._count[kind]}"

    def _rewritten(self, text: str, *, deparsed: bool) -> Iterator[str]:
        found = [token for token in tokens(text) if token.kind is not Kind.COMMENT]
        befores, afters = _loud_before(found), _loud_before(found[::-1])[::-1]
        types = _types(found)
        for place, token in enumerate(found):
            before, after = befores[place], afters[place]
            if token.kind is Kind.NAME:
                yield self._word(token.text, before, after, is_type=place in types, deparsed=deparsed)
            elif token.kind is Kind.STRING:
                yield self._literal(token.text, "'text_{}'", 1)
            elif token.kind is Kind.PARAMETER:
                yield f":{self.name(token.text[1:], 'parameter')}"
            elif token.text[0].isdigit() and before not in _REFERENCES:
                yield self._literal(token.text, "{}", _FIRST_NUMBER)
            else:
                yield token.text

    def _literal(self, text: str, form: str, first: int) -> str:
        if text not in self._literals:
            self._literals[text] = form.format(first + self._count[form])
            self._count[form] += 1
        return self._literals[text]

    def _word(self, text: str, before: str, after: str, *, is_type: bool, deparsed: bool) -> str:
        word = text.lower()
        if text[-1:] == '"':
            original = text[text.index('"') + 1 : -1].replace('""', '"')
            stays = (is_type and original == "char") or _PLANNERS.fullmatch(original)
            return text if stays else self.name(original, "type" if is_type else _kind(after))
        if is_type:
            return text if word in TYPES or word in _KEYWORDS else self.name(word, "type")
        if text in _REFERENCES or (text in _BESIDE_A_REFERENCE and (after in _REFERENCES or after.startswith("$"))):
            return text
        if after == "(" and word in _CALLED:
            return text
        if "." in (before, after):
            return text if _OUTPUT_COLUMN.fullmatch(text) or word == "pg_catalog" else self.name(word, _kind(after))
        is_keyword = word in RESERVED or (word in _KEYWORDS and (text.isupper() if deparsed else word not in self._names))
        return text if is_keyword else self.name(word, _kind(after))


def _kind(after: str) -> str:
    if after == ".":
        return "table"
    return "function" if after == "(" else "column"


def _loud_before(found: list[Token]) -> list[str]:
    """For each token the text of the one before it that is no space; "" for the first."""
    texts, last = [], ""
    for token in found:
        texts.append(last)
        last = last if token.kind is Kind.SPACE else token.text
    return texts


def _types(found: list[Token]) -> set[int]:
    """The places of the words behind `::`: one, and what goes on from it: timestamp(3) without time zone."""
    places: set[int] = set()
    state = ""  # "first": the type's name comes; "rest": it may go on; "open": inside its parentheses
    for place, token in enumerate(found):
        if token.text == "::":
            state = "first"
        elif token.kind is Kind.NAME and (state == "first" or (state == "rest" and token.text.lower() in _TYPE_TAIL)):
            places.add(place)
            state = "rest"
        elif state == "rest" and token.text == "(":
            state = "open"
        elif state == "open":
            state = "rest" if token.text == ")" else "open"
        elif token.kind is not Kind.SPACE:
            state = ""
    return places
