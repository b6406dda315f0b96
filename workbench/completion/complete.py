"""From a text and a cursor to what may be typed there: finds the statement, puts a mark at the cursor, asks the offers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workbench.catalog import Catalog
from workbench.completion.expect import Place, expected
from workbench.completion.mend import closed
from workbench.completion.offers import OFFERS, Offer
from workbench.completion.scope import MARK, Scope
from workbench.completion.words import bare
from workbench.sql.lexer import Kind, Token, tokens
from workbench.sql.outline import outline

# A cell of more is data, not what somebody types; reading it anew at each key would be felt.
MOST_CHARACTERS = 50_000
# More are not looked through; a longer beginning finds the rest.
MOST_OFFERED = 500
# A part within a name is looked for from so many characters on.
_WITHIN = 2


@dataclass(frozen=True)
class Completion:
    """What can be typed: the text as it must be written, what it is ("column", "table", "join", ...), and a word about it."""

    text: str
    kind: str
    detail: str = ""


@dataclass(frozen=True)
class Completions:
    """What may stand from `start` to the cursor, the likeliest first."""

    start: int
    items: tuple[Completion, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts alone."""
        return tuple(item.text for item in self.items)


def complete(text: str, cursor: int, catalog: Catalog, names: Iterable[str] = ()) -> Completions:
    """What may stand at the cursor, also where the statement is unfinished or broken.

    Args:
        text: one or more statements. cursor: 0-based place in it.
        catalog: the tables; see `workbench.catalog.Catalog`.
        names: variables that `:name` can bind.
    """
    cursor = max(0, min(cursor, len(text)))
    nothing = Completions(cursor)
    if len(text) > MOST_CHARACTERS:
        return nothing
    begin, end, token = around(text, cursor)
    if token is not None and token.kind in (Kind.STRING, Kind.COMMENT):
        return nothing
    start = token.start if token is not None and token.kind in (Kind.NAME, Kind.PARAMETER) else cursor
    typed = text[start:cursor]
    rest = max(cursor, token.start + len(token.text)) if start < cursor and token is not None else cursor
    marked = text[begin:start] + (":" if typed.startswith(":") else "") + MARK + " " + text[rest:end]
    offers = list(_offers(marked, start - begin, catalog))
    if offers == [_PARAMETER]:
        colon = start if typed.startswith(":") else start - 1
        wanted = text[colon + 1 : cursor]
        quote = '"' if wanted.startswith('"') else ""
        found = [name for name in sorted(names) if name.startswith(wanted.removeprefix(quote))]
        return Completions(colon, tuple(Completion(f":{quote}{name}{quote}", "parameter") for name in found))
    return Completions(start, tuple(_fitting(offers, typed)))


_PARAMETER = Offer("", "parameter")


def around(text: str, cursor: int) -> tuple[int, int, Token | None]:
    """Where the statement of the cursor begins and ends, and the token that the cursor stands in, or right behind."""
    begin, end, here = 0, len(text), None
    for token in tokens(text):
        if token.start < cursor <= token.start + len(token.text):
            here = token
        if token.kind is Kind.END:
            if token.start < cursor:
                begin = token.start + 1
            else:
                end = token.start
                break
    return begin, end, here


def _offers(marked: str, start: int, catalog: Catalog) -> Iterator[Offer]:
    """All that may stand at the mark, whatever has been typed of it."""
    balanced = marked.count("(") == marked.count(")")  # as a rule; only then are the tokens not worth a second look
    outlined = outline(marked if balanced else closed(marked, start))
    at = next((i for i, token in enumerate(outlined.tokens) if token.start + len(token.text) > start), None)
    if at is None or MARK not in outlined.tokens[at].text:
        return
    token = outlined.tokens[at]
    if token.kind is Kind.PARAMETER:
        yield _PARAMETER
    elif token.text == MARK:
        place = Place(Scope(outlined, catalog), at, tuple(token.text.lower() for token in outlined.tokens))
        for kind in expected(place):
            yield from OFFERS[kind](place)


def _fitting(offers: Iterable[Offer], typed: str) -> Iterator[Completion]:
    """Those that begin with what was typed, then those that have it within; each text once."""
    wanted, upper = bare(typed), typed.isupper()
    first: dict[str, Completion] = {}
    second: dict[str, Completion] = {}
    for offer in offers:
        key = offer.key.lower()
        begins = key.startswith(wanted.lower()) or offer.text.lower().startswith(wanted.lower())
        if begins or (len(wanted) >= _WITHIN and wanted.lower() in key and offer.kind in ("column", "table")):
            text = offer.text.upper() if upper and offer.kind == "keyword" else offer.text
            (first if begins else second).setdefault(text, Completion(text, offer.kind, offer.detail))
    found = list((first | {text: item for text, item in second.items() if text not in first}).values())
    yield from found[:MOST_OFFERED]
