"""A schema as static HTML and as text: the diagram, then each table, which unfolds to its columns, indexes and keys."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from workbench.catalog import Table
from workbench.catalog.schema import Schema
from workbench.render import schema_words as words
from workbench.render.html import block, cell, element, head, picture, row, small, table
from workbench.render.schema_picture import described, schema_svg, svg_size

# Folded tables of a notebook's output; more belong into a search. A wide table's columns are all shown, once it is unfolded.
MOST_TABLES = 50
_SMALL_ENOUGH = 3  # tables that are open from the start


def schema_html(schema: Schema) -> str:
    """The diagram where there are foreign keys, then the tables."""
    svg = schema_svg(schema) if any(one.foreign for one in schema) and len(schema) > 1 else ""
    diagram = picture(svg, described(schema), svg_size(svg)) if svg else Markup("")
    listed = schema.tables[:MOST_TABLES]
    tables = [_folded(schema, one, unfold=len(schema) < _SMALL_ENOUGH) for one in listed]
    return block(element("div", element("b", words.headline(schema))), diagram, *tables, _missing(schema))


def schema_text(schema: Schema) -> str:
    """The same for a terminal: a line a table, or, where there is but one, all about it."""
    if len(schema) == 1:
        return table_text(schema, schema.tables[0])
    lines = [(words.name(one), ", ".join(words.facts(schema, one))) for one in schema.tables[:MOST_TABLES]]
    width = max((len(name) for name, _ in lines), default=0)
    more = [_more(schema)] if len(schema) > MOST_TABLES else []
    return "\n".join([words.headline(schema), *(f"{name.ljust(width)}  {facts}" for name, facts in lines), *more])


def table_html(schema: Schema, one: Table) -> str:
    """All about one table."""
    return block(
        element("div", element("b", words.name(one)), f": {', '.join(words.facts(schema, one))}"), *_about(schema, one)
    )


def table_text(schema: Schema, one: Table) -> str:
    """The same in lines."""
    lines = [f"{words.name(one)}: {', '.join(words.facts(schema, one))}", *([one.comment] if one.comment else [])]
    shown = [(c.name, c.type, c.null, c.key, c.figures, c.about) for c in words.columns(schema, one)]
    lines += [f"  {line}" for line in _left(shown)]
    indexes = [(i.name, i.covers, i.kind, i.size, f"used {i.used}" if i.used else "") for i in words.indexes(one)]
    lines += ["indexes:", *(f"  {line}" for line in _left(indexes))] if indexes else []
    pointing = words.pointing(schema, one)
    return "\n".join([*lines, *([f"pointed to by: {', '.join(pointing)}"] if pointing else [])])


def _left(lines: Sequence[tuple[str, ...]]) -> list[str]:
    """Columns without those that are empty, each to the left."""
    kept = [i for i in range(len(lines[0]) if lines else 0) if any(line[i] for line in lines)]
    widths = {i: max(len(line[i]) for line in lines) for i in kept}
    return ["  ".join(line[i].ljust(widths[i]) for i in kept).rstrip() for line in lines]


def _folded(schema: Schema, one: Table, *, unfold: bool) -> Markup:
    title = Markup("{} <span>{}</span>").format(element("b", words.name(one)), ", ".join(words.facts(schema, one)))
    summary = element("summary", title, style="cursor:pointer;padding:4px 0")
    return element("details", summary, *_about(schema, one), open="" if unfold else None)


def _about(schema: Schema, one: Table) -> list[Markup]:
    parts = [element("div", one.comment, style="padding:2px 4px")] if one.comment else []
    parts.append(_columns(schema, one))
    if one.indexes:
        parts.append(_indexes(one))
    pointing = words.pointing(schema, one)
    if pointing:
        parts.append(element("div", f"Pointed to by {', '.join(pointing)}.", style="padding:2px 4px"))
    return parts


def _columns(schema: Schema, one: Table) -> Markup:
    shown = words.columns(schema, one)
    keys = [", ".join(part for part in (column.key, column.null) if part) for column in shown]
    optional = {"Key": keys, "Default": [c.default for c in shown], "Statistics": [c.figures for c in shown]}
    rest = {name: texts for name, texts in optional.items() if any(texts)}
    body = [
        row(
            cell(column.name, *([small(column.about)] if column.about else []), tag="th", scope="row"),
            cell(column.type),
            *(cell(texts[place]) for texts in rest.values()),
        )
        for place, column in enumerate(shown)
    ]
    return table(f"Columns of {words.name(one)}", head("Column", "Type", *rest), *body)


def _indexes(one: Table) -> Markup:
    shown = words.indexes(one)
    figures = any(index.size for index in shown)
    body = [
        row(
            cell(index.name, tag="th", scope="row"),
            cell(index.covers),
            cell(index.kind),
            *([cell(text, align="right", nowrap=True) for text in (index.size, index.used)] if figures else []),
        )
        for index in shown
    ]
    names = ("Index", "On", "Kind", *(("Size", "Used") if figures else ()))
    return table(f"Indexes of {words.name(one)}", head(*names, right=2 if figures else 0), *body)


def _missing(schema: Schema) -> Markup:
    return element("div", _more(schema)) if len(schema) > MOST_TABLES else Markup("")


def _more(schema: Schema) -> str:
    return f"{len(schema) - MOST_TABLES} tables more; name one, or a schema: %schema NAME, or wb.schema().search('text')."
