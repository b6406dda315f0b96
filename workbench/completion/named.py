"""Which table a name in a statement means: its own name, an alias of it, or a column of it."""

from __future__ import annotations

from workbench.catalog import Catalog, Table
from workbench.completion.complete import MOST_CHARACTERS, around
from workbench.completion.scope import Scope, Source
from workbench.completion.words import bare
from workbench.sql.lexer import Kind, Token
from workbench.sql.outline import outline


def table_at(text: str, cursor: int, catalog: Catalog) -> Table | None:
    """The table that the name at the cursor, or right before it, means; None where it means none that is known."""
    if len(text) > MOST_CHARACTERS:
        return None
    begin, end, _ = around(text, cursor)
    outlined = outline(text[begin:end])
    at = _at(outlined.tokens, cursor - begin)
    if at is None:
        return None
    chain, place = _chain(outlined.tokens, at)
    scope = Scope(outlined, catalog)
    sources = [*scope.sources(at), *scope.outer(at)]
    return _meant(chain, place, sources) or catalog.table(chain[-1], chain[-2] if len(chain) > 1 else None)


def _meant(chain: list[str], place: int, sources: list[Source]) -> Table | None:
    """By the FROM: an alias, what an alias qualifies, or a column that one of its tables has."""
    for source in sources:
        if chain[0] == source.name or source.place == place:
            return source.table
    columns = (source.table for source in sources if any(column.name == chain[-1] for column in source.columns))
    return next(columns, None) if len(chain) == 1 else None


def _at(found: tuple[Token, ...], cursor: int) -> int | None:
    """The name around the cursor; a name right before it counts, too."""
    places = (i for i, t in enumerate(found) if t.kind is Kind.NAME and t.start <= cursor <= t.start + len(t.text))
    return max(places, default=None)


def _chain(found: tuple[Token, ...], at: int) -> tuple[list[str], int]:
    """`shop.orders` up to this name, and where it begins."""
    chain = [bare(found[at].text)]
    while at >= 2 and found[at - 1].text == "." and found[at - 2].kind is Kind.NAME:
        at -= 2
        chain.insert(0, bare(found[at].text))
    return chain, at
