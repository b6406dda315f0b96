"""An entity-relationship diagram as SVG text: boxes with columns, a line for each foreign key. The same schema, the same bytes.

Dark on light ground of its own, so that it can be read on any page; every name is escaped.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from markupsafe import Markup

from workbench.catalog import ForeignKey, Table
from workbench.catalog.schema import Schema
from workbench.render.columns import cut
from workbench.render.schema_layout import Layout, Spot, layout

# More boxes can't be read on a screen. More lines of a box neither; keys stand before all others.
MOST_TABLES, MOST_LINES = 40, 10
LONGEST = 26  # characters of a name or type
_LINE, _HEAD, _PAD, _EDGE, _CHAR = 17.0, 24.0, 9.0, 14.0, 6.6
_INK, _DIM, _RULE, _GROUND, _TITLE, _WAY = "#1b1f24", "#57606a", "#8c959f", "#ffffff", "#dbe7f5", "#5a6b7d"
# By whether a column is in the primary key, and in a foreign one.
_SIGNS = {(True, True): "P·FK", (True, False): "PK", (False, True): "FK", (False, False): ""}
# PostgreSQL's own short names: a box is no wider than it must be.
_SHORT = (
    ("character varying", "varchar"), ("character", "char"), ("timestamp with time zone", "timestamptz"),
    ("timestamp without time zone", "timestamp"), ("double precision", "float8"),
)  # fmt: skip


@dataclass(frozen=True)
class _Box:
    """A table as it is drawn: its title, lines of (sign, name, type), and how many columns are left out."""

    table: Table
    title: str
    lines: tuple[tuple[str, str, str], ...]
    left_out: int

    @cached_property
    def size(self) -> tuple[float, float]:
        longest = max([len(self.title) + 2, *(len(name) + len(kind) + 6 for _, name, kind in self.lines)])
        return longest * _CHAR + 2 * _PAD, _HEAD + (len(self.lines) + bool(self.left_out)) * _LINE + 6

    def height_of(self, column: str) -> float:
        """Where a line to this column ends; at the box's last line, if the column is not drawn."""
        names = [name for _, name, _ in self.lines]
        wanted = cut(column, LONGEST)
        return _HEAD + (names.index(wanted) if wanted in names else len(names)) * _LINE + _LINE / 2 + 2


def schema_svg(schema: Schema) -> str:
    """The diagram as a standalone SVG document: text as text, no script."""
    tables = drawn(schema)
    place = {id(table): number for number, table in enumerate(tables)}
    boxes = [_box(table) for table in tables]
    ends = ((key, place[id(table)], place.get(id(schema.parent(table, key)))) for table in tables for key in table.foreign)
    keys = [(key, child, parent) for key, child, parent in ends if parent is not None]
    laid = layout([box.size for box in boxes], [(child, parent) for _, child, parent in keys])
    missing = len(schema) - len(tables)
    note = f"{missing} tables with fewer foreign keys are not drawn" if missing else ""
    ways = Markup("").join(_way(boxes, laid, *key) for key in keys)
    drawings = Markup("").join(_drawing(box, laid.spots[number]) for number, box in enumerate(boxes))
    width, height = laid.width + 2 * _EDGE + 24, laid.height + 2 * _EDGE + (20 if note else 0)
    text = _text(0, laid.height + 18, note, _DIM) if note else Markup("")
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{w:.0f}" height="{h:.0f}" '
        'viewBox="{o:.0f} {o:.0f} {w:.0f} {h:.0f}" font-family="system-ui, sans-serif" font-size="12"><title>{title}</title>'
        '<rect x="{o:.0f}" y="{o:.0f}" width="{w:.0f}" height="{h:.0f}" fill="{g}"/>'
    ).format(w=width, h=height, o=-_EDGE, title=_clean(described(schema)), g=_GROUND)
    return str(head + ways + drawings + text + Markup("</svg>"))


def drawn(schema: Schema) -> list[Table]:
    """The tables of the diagram: all, or those with the most foreign keys from and to them."""
    tables = [table for table in schema if table.kind != "view"] or list(schema)
    if len(tables) <= MOST_TABLES:
        return tables
    ends = {id(table): len(table.foreign) for table in tables}
    for table in tables:
        for key in table.foreign:
            parent = schema.parent(table, key)
            if id(parent) in ends:
                ends[id(parent)] += 1
    kept = {id(table) for table in sorted(tables, key=lambda table: -ends[id(table)])[:MOST_TABLES]}
    return [table for table in tables if id(table) in kept]


def described(schema: Schema) -> str:
    """What the diagram says, in words."""
    points = [
        f"{table.name} to {', '.join(dict.fromkeys(key.parent for key in table.foreign))}"
        for table in drawn(schema)
        if table.foreign
    ]
    return f"Diagram of {len(drawn(schema))} tables. Foreign keys: {'; '.join(points) or 'none'}."


def svg_size(svg: str) -> int:
    """The width of one of our own drawings."""
    return int(svg.partition('width="')[2].partition('"')[0])


def _box(table: Table) -> _Box:
    primary = {key.column for index in table.indexes if index.primary for key in index.keys}
    foreign = {name for key in table.foreign for name in key.columns}
    signs = {c.name: _SIGNS[c.name in primary, c.name in foreign] for c in table.columns}
    ordered = sorted(table.columns, key=lambda column: (not signs[column.name], column.position))
    kept = sorted(ordered[:MOST_LINES], key=lambda column: column.position)
    title = table.name if table.visible else f"{table.schema}.{table.name}"
    lines = tuple((signs[c.name], cut(c.name, LONGEST), cut(_short(c.type), LONGEST)) for c in kept)
    return _Box(table, cut(title, LONGEST * 2), lines, len(ordered) - len(kept))


def _short(kind: str) -> str:
    for long, short in _SHORT:
        kind = kind.replace(long, short)
    return kind


def _drawing(box: _Box, spot: Spot) -> Markup:
    wide, high = box.size
    corners = {"x": spot.x, "y": spot.y, "w": wide, "h": high, "b": spot.y + _HEAD, "t": _HEAD - 4, "i": wide - 8}
    frame = Markup('<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="4" fill="{g}" stroke="{r}"/>')
    top = Markup('<path d="M{x:.1f} {b:.1f}v-{t:.1f}q0 -4 4 -4h{i:.1f}q4 0 4 4v{t:.1f}z" fill="{c}" stroke="{r}"/>')
    frame = frame.format(g=_GROUND, r=_RULE, **corners) + top.format(c=_TITLE, r=_RULE, **corners)
    parts = [frame, _text(spot.x + _PAD, spot.y + 16, box.title, _INK, bold=True)]
    y = spot.y + _HEAD + 15
    for sign, name, kind in box.lines:
        parts += [
            _text(spot.x + _PAD, y, sign, _DIM, size=9),
            _text(spot.x + _PAD + 27, y, name, _INK),
            _text(spot.x + wide - _PAD, y, kind, _DIM, end=True),
        ]
        y += _LINE
    if box.left_out:
        parts.append(_text(spot.x + _PAD + 27, y, f"{box.left_out} more", _DIM))
    return Markup("").join(parts)


def _way(boxes: list[_Box], laid: Layout, key: ForeignKey, child: int, parent: int) -> Markup:
    """From the key's column, at the end with the circle, to the column that it points to."""
    here, there = laid.spots[child], laid.spots[parent]
    start_y, end_y = here.y + boxes[child].height_of(key.columns[0]), there.y + boxes[parent].height_of(key.targets[0])
    if here.x > there.x:
        start_x, end_x, bend = here.x, there.x + boxes[parent].size[0], 40.0
        points = [Spot(end_x, end_y), *laid.lanes.get((child, parent), ()), Spot(start_x, start_y)]
        path = f"M{end_x:.1f} {end_y:.1f}" + "".join(
            f"C{a.x + bend:.1f} {a.y:.1f} {b.x - bend:.1f} {b.y:.1f} {b.x:.1f} {b.y:.1f}" for a, b in pairwise(points)
        )
        radius_x = start_x - 4
    else:  # the same layer, a cycle, or itself: around the right side
        start_x, end_x = here.x + boxes[child].size[0], there.x + boxes[parent].size[0]
        out = max(start_x, end_x) + 26
        path = f"M{end_x:.1f} {end_y:.1f}C{out:.1f} {end_y:.1f} {out:.1f} {start_y:.1f} {start_x:.1f} {start_y:.1f}"
        radius_x = start_x + 4
    line = Markup('<path d="{}" fill="none" stroke="{}" stroke-width="1.3"/>').format(path, _WAY)
    end = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3.5" fill="{}" stroke="{}" stroke-width="1.3"/>')
    return line + end.format(radius_x, start_y, _GROUND, _WAY)


def _text(x: float, y: float, text: str, colour: str, *, bold: bool = False, end: bool = False, size: int = 12) -> Markup:
    more = Markup(' font-weight="bold"') if bold else Markup(' text-anchor="end"') if end else Markup("")
    start = Markup('<text x="{:.1f}" y="{:.1f}" fill="{}" font-size="{}"{}>').format(x, y, colour, size, more)
    return start + _clean(text) + Markup("</text>")


def _clean(text: str) -> str:
    """Without characters that no XML may hold."""
    return "".join(letter if letter.isprintable() else "�" for letter in text)
