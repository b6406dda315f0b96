"""The things that can be offered, one function a kind: from a place to texts as they must be written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from workbench.catalog import Catalog, ForeignKey, Table
from workbench.completion import words
from workbench.completion.expect import Place
from workbench.completion.scope import Source
from workbench.completion.words import bare, quoted


@dataclass(frozen=True)
class Offer:
    """A text that may stand here; `key` is what one would begin to type for it, where that is another."""

    text: str
    kind: str
    detail: str = ""
    name: str = ""

    @property
    def key(self) -> str:
        """What is compared with what was typed."""
        return self.name or self.text


def _columns(place: Place) -> Iterator[Offer]:
    """The columns of the FROM; those of a name that several tables have are qualified."""
    sources = place.scope.sources(place.at)
    often = Counter(column.name for source in sources for column in source.columns)
    for source in sources:
        for column in source.columns:
            name = quoted(column.name)
            text = name if often[column.name] == 1 else f"{quoted(source.name)}.{name}"
            yield Offer(text, "column", column.type, column.name)


def _aliases(place: Place) -> Iterator[Offer]:
    for source in place.scope.sources(place.at):
        yield Offer(quoted(source.name), "alias", _described(source.table), source.name)


def _outer(place: Place) -> Iterator[Offer]:
    """What the selects around give, always qualified."""
    for source in place.scope.outer(place.at):
        yield Offer(quoted(source.name), "alias", _described(source.table), source.name)
        for column in source.columns:
            yield Offer(f"{quoted(source.name)}.{quoted(column.name)}", "column", column.type, column.name)


def _outputs(place: Place) -> Iterator[Offer]:
    """The names of a select list, for ORDER BY and GROUP BY."""
    for output in place.scope.outputs(place.scope.select(place.at)):
        yield Offer(quoted(output.name), "column", output.type, output.name)


def _target_columns(place: Place) -> Iterator[Offer]:
    for source in place.scope.sources(place.at):
        if source.target:
            yield from (Offer(quoted(column.name), "column", column.type, column.name) for column in source.columns)


def _common_columns(place: Place) -> Iterator[Offer]:
    """For USING: columns of the table that is being joined which one before it has, too."""
    sources = [source for source in place.scope.sources(place.at) if source.place < place.at]
    known = {column.name for source in sources[:-1] for column in source.columns}
    for column in sources[-1].columns if sources else ():
        if column.name in known:
            yield Offer(quoted(column.name), "column", column.type, column.name)


def _own_columns(place: Place) -> Iterator[Offer]:
    """The columns of the table that a CREATE INDEX or ALTER TABLE is about."""
    table = _own_table(place)
    for column in table.columns if table else ():
        yield Offer(quoted(column.name), "column", column.type, column.name)


def _own_table(place: Place) -> Table | None:
    found, catalog = place.scope.outline.tokens, place.scope.catalog
    after = place.words.index("on") + 1 if place.words[0] == "create" else 2
    while after < place.at and place.words[after] in ("only", "if", "exists"):
        after += 1
    if after >= place.at:
        return None
    if after + 2 < place.at and place.words[after + 1] == ".":
        return catalog.table(bare(found[after + 2].text), bare(found[after].text))
    return catalog.table(bare(found[after].text))


def _columns_of_alias(place: Place) -> Iterator[Offer]:
    """Behind `o.` the columns of what o stands for; behind the name of a table that no FROM has yet, that table's."""
    names = [bare(written) for written in place.qualifier]
    for column in _named_columns(place, names):
        yield Offer(quoted(column[0]), "column", column[1], column[0])


def _named_columns(place: Place, names: list[str]) -> list[tuple[str, str]]:
    scope = place.scope
    if len(names) == 1:
        for source in [*scope.sources(place.at), *scope.outer(place.at)]:
            if source.name == names[0]:
                return [(column.name, column.type) for column in source.columns]
    table = scope.catalog.table(names[-1], names[-2] if len(names) > 1 else None) if names else None
    return [(column.name, column.type) for column in table.columns] if table else []


def _tables(place: Place) -> Iterator[Offer]:
    """Every table, those that a bare name doesn't find with their schema; partitions after all others."""
    for table in sorted(place.scope.catalog, key=lambda table: (not table.visible, table.parent is not None)):
        yield Offer(_written(table), "table", _described(table), table.name)


def _tables_of_schema(place: Place) -> Iterator[Offer]:
    if len(place.qualifier) == 1:
        schema = bare(place.qualifier[0])
        for table in place.scope.catalog:
            if table.schema == schema:
                yield Offer(quoted(table.name), "table", _described(table), table.name)


def _schemas(place: Place) -> Iterator[Offer]:
    for schema in dict.fromkeys(table.schema for table in place.scope.catalog):
        yield Offer(quoted(schema), "schema", "schema", schema)


def _indexes(place: Place) -> Iterator[Offer]:
    for table in place.scope.catalog:
        for index in table.indexes:
            text = quoted(index.name) if table.visible else f"{quoted(index.schema)}.{quoted(index.name)}"
            yield Offer(text, "index", f"of {table.name}", index.name)


def _ctes(place: Place) -> Iterator[Offer]:
    for name in place.scope.ctes(place.at):
        yield Offer(quoted(name), "table", "with", name)


def _related(place: Place) -> Iterator[Offer]:
    """Behind JOIN first the tables that a foreign key connects with those before."""
    if place.word() in ("join", "lateral"):
        here = [source.table for source in place.scope.sources(place.at) if source.table and source.place < place.at]
        near = {key.parent for table in here for key in table.foreign} | {table.name for table in here}
        for table in place.scope.catalog:
            if table.name not in near and not any(key.parent in near for key in table.foreign):
                continue
            if any(next(_keys(place.scope.catalog, table, other), None) for other in here):
                yield Offer(_written(table), "table", _described(table), table.name)


def _joins(place: Place) -> Iterator[Offer]:
    """`u.id = o.user_id`: along foreign keys, between the table that is being joined and those before it."""
    before = [source for source in place.scope.sources(place.at) if source.table and source.place < place.at]
    if not before:
        return
    *others, joined = before
    for other in others:
        for pairs in _pairs(place.scope.catalog, joined, other):
            text = " and ".join(f"{quoted(joined.name)}.{quoted(a)} = {quoted(other.name)}.{quoted(b)}" for a, b in pairs)
            yield Offer(text, "join", "foreign key")


def _joins_of_alias(place: Place) -> Iterator[Offer]:
    """The same behind `u.`, which is written already."""
    start = f"{quoted(bare(place.qualifier[0]))}."
    for offer in _joins(place):
        if offer.text.startswith(start):
            yield Offer(offer.text.removeprefix(start), "join", offer.detail)


def _pairs(catalog: Catalog, joined: Source, other: Source) -> Iterator[list[tuple[str, str]]]:
    if joined.table is None or other.table is None:
        return
    for key, of in _keys(catalog, joined.table, other.table):
        pairs = list(zip(key.columns, key.targets, strict=True))
        yield pairs if of is joined.table else [(b, a) for a, b in pairs]


def _keys(catalog: Catalog, one: Table, two: Table) -> Iterator[tuple[ForeignKey, Table]]:
    """The foreign keys between two tables, each with the table that has it."""
    for of, to in ((one, two), (two, one)):
        yield from ((key, of) for key in of.foreign if _parent(catalog, of, key) is to)
        if one is two:
            return


def _parent(catalog: Catalog, of: Table, key: ForeignKey) -> Table | None:
    return catalog.table(key.parent, key.schema or of.schema)


def _functions(_: Place) -> Iterator[Offer]:
    for name in _CALLS:
        yield Offer(name, "function")


_CALLS = tuple(sorted((*words.FUNCTIONS, *words.GRAMMAR_CALLS)))


def _written(table: Table) -> str:
    return quoted(table.name) if table.visible else f"{quoted(table.schema)}.{quoted(table.name)}"


def _described(table: Table | None) -> str:
    return table.kind if table else ""


def _words(texts: tuple[str, ...], kind: str = "keyword") -> Callable[[Place], Iterator[Offer]]:
    return lambda _: (Offer(text, kind) for text in texts)


def _rest_of_start(place: Place) -> Iterator[Offer]:
    """What follows the words that are written of a beginning: behind `create`, `index on`, `table`, ..."""
    written = place.words[: place.at]
    if written[0] == "explain":
        yield from _words(words.START)(place)
        return
    starts = [tuple(start.split()) for start in words.START]
    rests = [parts[len(written) :] for parts in starts if len(parts) > len(written) and parts[: len(written)] == written]
    yield from (Offer(" ".join(rest), "keyword") for rest in rests)
    if not rests:
        yield from _words(words.AFTER_TABLE)(place)


OFFERS: dict[str, Callable[[Place], Iterator[Offer]]] = {
    "column": _columns,
    "alias": _aliases,
    "outer": _outer,
    "output": _outputs,
    "target column": _target_columns,
    "common column": _common_columns,
    "own column": _own_columns,
    "column of alias": _columns_of_alias,
    "table": _tables,
    "table of schema": _tables_of_schema,
    "schema": _schemas,
    "index": _indexes,
    "cte": _ctes,
    "related": _related,
    "join": _joins,
    "join of alias": _joins_of_alias,
    "function": _functions,
    "keyword": _words(words.EXPRESSION),
    "start": _words(words.START),
    "start word": _rest_of_start,
    "with word": _words(words.WITH),
    "before table": _words(words.BEFORE_TABLE),
    "after table": _words(words.AFTER_TABLE),
    "index word": _words(words.INDEX),
    "alter word": _words(words.ALTER),
    "method": _words(words.METHODS),
    "type": _words(words.TYPES, "type"),
}
