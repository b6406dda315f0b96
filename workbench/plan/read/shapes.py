"""Unwraps what Python hands over until texts and decoded statements are left. No format is known here, no library imported.

A notebook rarely holds a plan as text: it holds rows, cursors, data frames, decoded JSON or a path. Each shape is known by
what it can do (`fetchall`, `tolist`, ...), so that pandas, SQLAlchemy and drivers need not be there to be understood.
"""

from __future__ import annotations

import re
import reprlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from numbers import Integral, Number
from pathlib import Path
from typing import Any

from workbench.errors import PlanError
from workbench.plan.document import Document
from workbench.plan.read.fields import WHAT_IS_READ, excerpt
from workbench.plan.read.marks import is_planlike

Piece = str | Mapping[str, Any] | Document

_MOST_ITEMS = 2_000_000  # of one list, and of all objects in a statement: no plan has so many, an endless generator has
_MOST_LAYERS = 64  # of lists in lists; one that contains itself has no last
_NAMES = ("query plan", "queryplan", "query_plan", "plan", "explain", "message", "textpayload")
_SCALARS = frozenset({str, int, float, bool, type(None)})
_PLAIN = _SCALARS | {dict, list}
_HINT = f"pass {WHAT_IS_READ}; rows, data frames, decoded JSON and files will do."


def unwrapped(source: object) -> list[Piece]:
    """The texts, decoded statements ({"Plan": ...}) and documents inside a source, in order.

    Raises:
        PlanError: there is nothing of the kind inside, or a file can't be read.
    """
    found: list[Piece] = []
    waiting: list[tuple[object, int]] = [(_file(source), 0)]
    for _ in range(_MOST_ITEMS):
        if not waiting:
            break
        value, layer = waiting.pop()
        if isinstance(value, str | Document):
            found.append(value)
        elif isinstance(value, Mapping) and _is_statement(value):
            found.append(value if "Plan" in value else {"Plan": value})
        elif layer < _MOST_LAYERS:
            waiting.extend((inner, layer + 1) for inner in reversed(_inner(value)))
    if not found:
        raise PlanError("No plan was found in this.", f"It is {_described(source)}", hint=_HINT)
    return found


def plain(statement: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same statement in JSON's types only; the object itself where it has no others (a driver may give Decimal).

    Raises:
        PlanError: it contains itself.
    """
    odd = False
    above: set[int] = set()
    waiting: list[tuple[Any, bool]] = [(statement, True)]
    for _ in range(_MOST_ITEMS):
        if not waiting:
            return _rebuilt(statement) if odd else statement
        value, enters = waiting.pop()
        if not enters:
            above.discard(id(value))
            continue
        if id(value) in above:
            break
        members = value.values() if isinstance(value, Mapping) else value
        kinds = set(map(type, members))
        odd = odd or not kinds <= _PLAIN or (isinstance(value, Mapping) and set(map(type, value)) - {str} != set())
        if not kinds <= _SCALARS:
            above.add(id(value))
            waiting.append((value, False))
            waiting.extend((member, True) for member in members if _is_container(member))
    raise _endless()


def _is_container(value: object) -> bool:
    return isinstance(value, Mapping | Sequence) and not isinstance(value, str | bytes)


def _endless() -> PlanError:
    return PlanError("This plan has no end: it contains itself.", "A node is below itself in it.", hint=_HINT)


def _rebuilt(statement: Mapping[str, Any]) -> Mapping[str, Any]:
    top: dict[str, Any] = {}
    waiting: list[tuple[Any, Any]] = [(statement, top)]
    for _ in range(_MOST_ITEMS):
        if not waiting:
            return top
        value, copy = waiting.pop()
        for key, member in value.items() if isinstance(value, Mapping) else enumerate(value):
            inner: Any = _scalar(member)
            if _is_container(member):
                inner = {} if isinstance(member, Mapping) else []
                waiting.append((member, inner))
            if isinstance(copy, dict):
                copy[str(key)] = inner
            else:
                copy.append(inner)
    raise _endless()


def _scalar(value: object) -> Any:
    if type(value) in _SCALARS or isinstance(value, Mapping | Sequence):
        return value.decode(errors="replace") if isinstance(value, bytes) else value
    if isinstance(value, Integral):
        return int(value)
    try:
        return float(value) if isinstance(value, Number) else str(value)  # type: ignore[arg-type]
    except Exception:  # whatever a stranger's __float__ or __str__ raises
        return type(value).__name__


def text_of(data: bytes) -> str:
    """Bytes as text: UTF-8 with or without its mark, UTF-16 as PowerShell's `>` writes it, else Latin-1."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    if data[1:2] == b"\0" and data[3:4] == b"\0":
        return data.decode("utf-16-le", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _file(source: object) -> object:
    """The file that a short line of text names, or the source itself."""
    if isinstance(source, str) and 0 < len(source) < 4096 and "\n" not in source and "(cost=" not in source:
        try:
            return Path(source) if Path(source).is_file() else source
        except (OSError, ValueError):
            return source
    return source


def _is_statement(value: Mapping[Any, Any]) -> bool:
    plan = value.get("Plan")
    return (isinstance(plan, Mapping) and len(plan) > 0) or ("Node Type" in value and "Plan" not in value)


_A_FILE = "Expected is a file with the whole output of EXPLAIN, in any of its formats."
_FILE_HINT = "check the name and that you may read it; or pass the output itself as text."


def _inner(value: object) -> Sequence[object]:
    """What is wrapped in the value, one layer down; empty where it is none of the shapes."""
    try:
        for fits, unwrap in _SHAPES:
            if fits(value):
                return unwrap(value)
    except PlanError:
        raise
    except OSError as error:
        name = error.filename or excerpt(repr(value))
        raise PlanError(f"The file {name} can't be read: {error.strerror or error}.", _A_FILE, hint=_FILE_HINT) from None
    except Exception as error:  # a closed cursor, a folder in place of a file, whatever a stranger's object raises
        reason = excerpt(str(error)) or type(error).__name__
        raise PlanError("The plan can't be read out of this.", f"It is {_described(value)}; {reason}", hint=_HINT) from None
    return ()


def _can(*names: str) -> Callable[[Any], bool]:
    return lambda value: any(hasattr(value, name) for name in names)


def _mapping(value: Mapping[Any, Any]) -> Sequence[object]:
    cell = _cell(value)
    return () if cell is None else (cell,)


def _cell(row: Any) -> object:
    """What a row holds of the plan: the column of that name, the only one, or the only one that looks like it."""
    names = list(row.keys()) if _can("keys")(row) else []
    cells = [row[name] for name in names] if names else list(row)
    for known in _NAMES:
        for name, cell in zip(names, cells, strict=False):
            if str(name).casefold() == known:
                return cell
    if len(cells) == 1:
        return cells[0]
    likely = [cell for cell in cells if _may_be_plan(cell)]
    return likely[0] if likely else None


def _may_be_plan(cell: object) -> bool:
    return isinstance(cell, Mapping | list) or (isinstance(cell, str) and is_planlike(cell))


def _frame(value: Any) -> Sequence[object]:
    """A data frame or a Result: names and rows."""
    names = [str(getattr(column, "name", column)) for column in value.columns]
    rows = value.to_numpy().tolist() if hasattr(value, "to_numpy") else value.rows
    chosen = _column(names, rows)
    return _items([row[chosen] for row in rows]) if chosen is not None else ()


def _column(names: Sequence[str], rows: Sequence[Any]) -> int | None:
    """Which column holds the plan: by its name, else the first with anything like one in it."""
    folded = [name.casefold() for name in names]
    for known in _NAMES:
        if known in folded:
            return folded.index(known)
    width = len(rows[0]) if rows else 0
    for number in range(width):
        if any(_may_be_plan(row[number]) for row in rows):
            return number
    return 0 if width == 1 else None


def _items(value: Iterable[Any]) -> Sequence[object]:
    """The members of a list: rows of one text, several texts, or whatever they are."""
    items = list(islice(value, _MOST_ITEMS))
    if items and all(isinstance(item, str) for item in items):
        return _texts(items)
    if items and all(_is_row(item) for item in items):
        width = len(items[0]) if isinstance(items[0], tuple | list) else 1
        if width > 1 and all(isinstance(item, tuple | list) and len(item) == width for item in items):
            chosen = _column((), items)
            cells = [item[chosen] for item in items] if chosen is not None else []
        else:
            cells = [_cell(item) for item in items]
        if cells and all(isinstance(cell, str) for cell in cells):
            return _texts(cells)
        return cells if any(cell is not None for cell in cells) else items
    return items


def _is_row(item: object) -> bool:
    if isinstance(item, Mapping):
        return not _is_statement(item) and len(item) > 0
    if _can("keys")(item):
        return True
    return isinstance(item, Sequence) and not isinstance(item, str | bytes) and len(item) > 0 and not _holds_more(item)


def _holds_more(item: Sequence[object]) -> bool:
    """A list of statements or rows is no row."""
    return isinstance(item, list) and len(item) > 0 and isinstance(item[0], Mapping | list | tuple)


def _texts(items: Sequence[str]) -> Sequence[str]:
    """Whole plans stay apart; lines are put together again."""
    lines = [item.rstrip("\r\n") for item in items]
    if all("\n" in line or line.lstrip()[:1] in ("[", "{", "<") for line in lines):
        return lines
    return ["\n".join(lines)]


def _described(source: object) -> str:
    shown = source.decode(errors="replace") if isinstance(source, bytes) else source
    try:
        text = shown if isinstance(shown, str) else reprlib.repr(shown)  # repr itself would recurse
    except Exception:
        text = "..."
    text = re.sub(r" at 0x[0-9a-f]+", "", text) if not isinstance(shown, str) else text
    return f"a {type(source).__name__}: {excerpt(text) or 'empty'}"


# The first that fits is taken: (has this shape, what is inside).
_SHAPES: tuple[tuple[Callable[[Any], bool], Callable[[Any], Sequence[object]]], ...] = (
    (lambda value: isinstance(value, bytes | bytearray | memoryview), lambda value: (text_of(bytes(value)),)),
    (lambda value: isinstance(value, Path), lambda value: (text_of(value.read_bytes()),)),
    (lambda value: isinstance(value, Mapping), _mapping),
    (lambda value: isinstance(value, type), lambda _: ()),
    (_can("read"), lambda value: (value.read(),)),
    (lambda value: _can("columns")(value) and _can("to_numpy", "rows")(value), _frame),
    (_can("fetchall"), lambda value: (value.fetchall(),)),
    (_can("to_pylist"), lambda value: (value.to_pylist(),)),
    (_can("tolist"), lambda value: (value.tolist(),)),
    (_can("keys"), lambda value: (_cell(value),)),
    (lambda value: isinstance(value, Iterable), _items),
)
